app.get("/a", (req, res) => {
  const name = req.query.name;
  // ruleid: javascript-log-injection
  console.log("name: " + name);
  // ruleid: javascript-log-injection
  logger.info(`name: ${name}`);
  // ruleid: javascript-log-injection
  console.error("name: %s", req.params.name);
});

app.get("/b", (req, res) => {
  const name = req.query.name;
  // ok: javascript-log-injection
  console.log("name: " + JSON.stringify(name));
  // ok: javascript-log-injection
  logger.info(`name: ${name.replace(/\n|\r/g, "")}`);
  // ok: javascript-log-injection
  console.error("number: %d", Number(name));
});
