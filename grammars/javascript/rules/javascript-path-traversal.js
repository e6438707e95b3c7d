const fs = require("fs");
const path = require("path");

app.get("/a", (req, res) => {
  const name = req.query.name;
  // ruleid: javascript-path-traversal
  fs.readFileSync(name);
  // ruleid: javascript-path-traversal
  fs.createReadStream(path.join("files", name)).pipe(res);
  // ruleid: javascript-path-traversal
  fs.unlink(`files/${name}`, () => {});
  // ruleid: javascript-path-traversal
  res.sendFile(path.resolve("files", name));
});

app.get("/b", (req, res) => {
  const name = req.query.name;
  // ok: javascript-path-traversal
  fs.readFileSync(path.join("files", path.basename(name)));
  // ok: javascript-path-traversal
  res.sendFile(name, { root: "files" });
  // ok: javascript-path-traversal
  fs.readFileSync("files/a");
  // ok: javascript-path-traversal
  fs.writeFileSync("files/a", name);
});
