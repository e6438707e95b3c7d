app.post("/a", (req, res) => {
  // ruleid: javascript-template-object
  res.render("page", req.body);
});

app.get("/b", (req, res) => {
  const values = req.query;
  // ruleid: javascript-template-object
  res.render("page", values);
  // ruleid: javascript-template-object
  res.render("page", req.query.options);
});

app.post("/c", (req, res) => {
  // ok: javascript-template-object
  res.render("page", { name: req.body.name });
  // ok: javascript-template-object
  res.render("page", { name: String(req.query.name), size: 1 });
  // ok: javascript-template-object
  res.render("page");
});
