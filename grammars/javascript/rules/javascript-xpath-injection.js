const xpath = require("xpath");

app.get("/a", (req, res) => {
  const name = req.query.name;
  // ruleid: javascript-xpath-injection
  xpath.select("//user[@name='" + name + "']", doc);
  // ruleid: javascript-xpath-injection
  xpath.parse(`//user[@name='${name}']`);
  // ruleid: javascript-xpath-injection
  xpath.select1(req.body.path, doc);
});

app.get("/b", (req, res) => {
  // ok: javascript-xpath-injection
  xpath.parse("//user[@name=$name]").select({ node: doc, variables: { name: req.query.name } });
  // ok: javascript-xpath-injection
  xpath.select("//user", doc);
  // ok: javascript-xpath-injection
  xpath.select("//user[" + Number(req.query.index) + "]", doc);
});
