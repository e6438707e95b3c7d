async function a(db, knex, name) {
  // ruleid: javascript-sql-template
  await db.query(`SELECT * FROM users WHERE name = '${name}'`);
  // ruleid: javascript-sql-template
  await db.query("DELETE FROM users WHERE name = '" + name + "'");
  // ruleid: javascript-sql-template
  await knex.raw(`update users set seen = 1 where id = ${name}`);
}

const TABLE = "users";

async function b(db, client, name) {
  // ruleid: javascript-sql-template
  await db.query(`SELECT * FROM ${TABLE} WHERE name = ${name}`);
  // ok: javascript-sql-template
  await db.query(`SELECT * FROM ${TABLE} WHERE name = $1`, [name]);
  const columns = "id, total";
  // ok: javascript-sql-template
  await db.query("SELECT " + columns + " FROM " + TABLE);
  // ok: javascript-sql-template
  await db.query("SELECT * FROM users WHERE name = $1", [name]);
  // ok: javascript-sql-template
  await client.query(`/users/${name}`);
  // ok: javascript-sql-template
  await db.query("SELECT 1");
}
