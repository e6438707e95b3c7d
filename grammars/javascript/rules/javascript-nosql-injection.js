app.post("/a", async (req, res) => {
  // ruleid: javascript-nosql-injection
  await User.findOne({ name: req.body.name });
  const query = {};
  query.title = req.query.title;
  // ruleid: javascript-nosql-injection
  await db.collection("t").find(query);
  // ruleid: javascript-nosql-injection
  await User.deleteMany(req.body);
});

app.post("/b", async (req, res) => {
  // ok: javascript-nosql-injection
  await User.findOne({ name: String(req.body.name) });
  // ok: javascript-nosql-injection
  await User.findOne({ name: { $eq: req.body.name } });
  // ok: javascript-nosql-injection
  await User.find({ age: Number(req.query.age) });
  // ok: javascript-nosql-injection
  names.find((name) => name === req.body.name);
});
