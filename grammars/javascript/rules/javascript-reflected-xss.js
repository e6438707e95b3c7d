app.get("/a", (req, res) => {
  // ruleid: javascript-reflected-xss
  res.send("Unknown user: " + req.params.id);
  const name = req.query.name;
  // ruleid: javascript-reflected-xss
  res.status(404).send(`<p>${name}</p>`);
  // ruleid: javascript-reflected-xss
  res.write("<b>" + name + "</b>");
  // ruleid: javascript-reflected-xss
  res.end(req.url);
});

app.get("/b", (req, res) => {
  // ok: javascript-reflected-xss
  res.json({ name: req.query.name });
  // ok: javascript-reflected-xss
  res.send("Unknown user: " + escapeHtml(req.params.id));
  // ok: javascript-reflected-xss
  res.render("page", { name: req.query.name });
});

app.get("/c", (req, res) => {
  res.setHeader("Content-Type", "text/plain");
  // ok: javascript-reflected-xss
  res.send("Unknown user: " + req.params.id);
});
