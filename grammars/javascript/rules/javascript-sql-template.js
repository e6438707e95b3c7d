async function a(db, knex, name) {
  // ruleid: javascript-sql-template
  await db.query(`SELECT * FROM users WHERE name = '${name}'`);
  // ruleid: javascript-sql-template
  await db.query("DELETE FROM users WHERE name = '" + name + "'");
  // ruleid: javascript-sql-template
  await knex.raw(`update users set seen = 1 where id = ${name}`);
}

async function b(db, client, name) {
  // ok: javascript-sql-template
  await db.query("SELECT * FROM users WHERE name = $1", [name]);
  // ok: javascript-sql-template
  await client.query(`/users/${name}`);
  // ok: javascript-sql-template
  await db.query("SELECT 1");
}
