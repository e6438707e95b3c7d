app.get("/a", (req, res) => {
  try {
    work();
  } catch (error) {
    // ruleid: javascript-error-exposed
    res.end(error.stack);
    // ruleid: javascript-error-exposed
    res.status(500).send("<pre>" + error.stack + "</pre>");
    // ruleid: javascript-error-exposed
    res.json({ error: error.stack });
  }
});

app.get("/b", (req, res) => {
  try {
    work();
  } catch (error) {
    // ok: javascript-error-exposed
    console.error(error.stack);
    // ok: javascript-error-exposed
    res.status(500).send("failed");
    // ok: javascript-error-exposed
    res.json({ error: "failed" });
  }
});
