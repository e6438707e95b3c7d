app.get("/a", (req, res) => {
  const key = req.query.key;
  // ruleid: javascript-regex-injection
  new RegExp(key).test("text");
  // ruleid: javascript-regex-injection
  RegExp("\\b" + key + "=(.*)");
  // ruleid: javascript-regex-injection
  new RegExp(`^${req.params.name}$`, "i");
});

app.get("/b", (req, res) => {
  const key = req.query.key;
  // ok: javascript-regex-injection
  new RegExp(escapeRegExp(key)).test("text");
  // ok: javascript-regex-injection
  new RegExp("^a+$").test(key);
  // ok: javascript-regex-injection
  new RegExp("^.{" + Number(key) + "}$");
});
