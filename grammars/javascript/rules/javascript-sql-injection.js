app.get("/a/:id", async (req, res) => {
  const id = req.params.id;
  // ruleid: javascript-sql-injection
  await db.query("SELECT * FROM t WHERE id = '" + id + "'");
  // ruleid: javascript-sql-injection
  await pool.query({ text: `SELECT * FROM t WHERE id = ${id}`, values: [] });
  const order = req.query.order;
  // ruleid: javascript-sql-injection
  await knex.raw("SELECT * FROM t ORDER BY " + order);
  // ruleid: javascript-sql-injection
  db.get("SELECT * FROM t WHERE id = " + id, () => {});
});

app.get("/b/:id", async (req, res) => {
  const id = req.params.id;
  // ok: javascript-sql-injection
  await db.query("SELECT * FROM t WHERE id = $1", [id]);
  // ok: javascript-sql-injection
  await pool.query("SELECT * FROM t LIMIT " + Number(req.query.limit));
  // ok: javascript-sql-injection
  await knex("t").where({ id });
  // ok: javascript-sql-injection
  cache.get(id);
});
