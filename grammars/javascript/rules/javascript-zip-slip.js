const fs = require("fs");
const path = require("path");

stream.pipe(unzip.Parse()).on("entry", (entry) => {
  // ruleid: javascript-zip-slip
  entry.pipe(fs.createWriteStream("out/" + entry.path));
  const file = path.join("out", entry.path);
  // ruleid: javascript-zip-slip
  fs.mkdirSync(path.dirname(file));
});
zip.getEntries().forEach((zipEntry) => {
  // ruleid: javascript-zip-slip
  fs.writeFileSync(zipEntry.entryName, zipEntry.getData());
});

stream.pipe(unzip.Parse()).on("entry", (entry) => {
  // ok: javascript-zip-slip
  entry.pipe(fs.createWriteStream(path.join("out", path.basename(entry.path))));
  const file = path.resolve("out", entry.path);
  if (!file.startsWith(out)) return;
  // ok: javascript-zip-slip
  fs.createWriteStream(file);
  // ok: javascript-zip-slip
  fs.writeFileSync("list", entry.path);
});
