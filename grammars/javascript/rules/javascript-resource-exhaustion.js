app.get("/a", (req, res) => {
  const size = parseInt(req.query.size);
  // ruleid: javascript-resource-exhaustion
  Buffer.alloc(size);
  // ruleid: javascript-resource-exhaustion
  "x".repeat(req.query.count);
  // ruleid: javascript-resource-exhaustion
  setTimeout(go, Number(req.query.delay));
});

app.get("/b", (req, res) => {
  const size = parseInt(req.query.size);
  // ok: javascript-resource-exhaustion
  Buffer.alloc(Math.min(size, 1024));
  // ok: javascript-resource-exhaustion
  Buffer.alloc(1024);
  // ok: javascript-resource-exhaustion
  setTimeout(() => go(size), 100);
});
