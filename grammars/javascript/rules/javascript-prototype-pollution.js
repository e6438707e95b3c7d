app.post("/a", (req, res) => {
  // ruleid: javascript-prototype-pollution
  settings[req.query.user][req.query.key] = req.body.value;
  // ruleid: javascript-prototype-pollution
  _.merge(settings, req.body);
});

function set(object, path, value) {
  const keys = path.split(".");
  // ruleid: javascript-prototype-pollution
  object[keys[0]][keys[1]] = value;
}

app.post("/b", (req, res) => {
  const user = req.query.user;
  if (user === "__proto__") return;
  // ok: javascript-prototype-pollution
  settings[user]["color"] = req.body.value;
  // ok: javascript-prototype-pollution
  settings.color[0] = req.body.value;
  // ok: javascript-prototype-pollution
  Object.assign({}, req.body);
});
