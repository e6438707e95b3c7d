app.get("/a", (req, res) => {
  // ruleid: javascript-open-redirect
  res.redirect(req.query.target);
  // ruleid: javascript-open-redirect
  res.redirect(302, "//" + req.query.host);
  // ruleid: javascript-open-redirect
  res.setHeader("Location", req.body.url);
  // ruleid: javascript-open-redirect
  res.writeHead(302, { Location: req.query.target });
});

app.get("/b", (req, res) => {
  // ok: javascript-open-redirect
  res.redirect("/users/" + req.query.name);
  // ok: javascript-open-redirect
  res.redirect("https://example.org/?q=" + encodeURIComponent(req.query.q));
  // ok: javascript-open-redirect
  res.redirect("/home");
  // ok: javascript-open-redirect
  res.redirect(TARGETS.get(req.query.to) ?? "/home");
  // ok: javascript-open-redirect
  res.redirect(PAGES[req.query.to] || "/home");
  // ruleid: javascript-open-redirect
  res.redirect(TARGETS.get(req.query.to) ?? req.query.to);
});
