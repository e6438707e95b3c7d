const vm = require("vm");
const ejs = require("ejs");

app.get("/a", (req, res) => {
  // ruleid: javascript-code-injection
  eval("x = " + req.query.x);
  // ruleid: javascript-code-injection
  vm.runInNewContext(req.body.code);
  // ruleid: javascript-code-injection
  new Function("a", req.query.body);
  // ruleid: javascript-code-injection
  ejs.render("<p>" + req.query.name + "</p>");
});

// ruleid: javascript-code-injection
setTimeout(location.hash.substring(1), 100);

app.get("/b", (req, res) => {
  // ok: javascript-code-injection
  JSON.parse(req.query.x);
  // ok: javascript-code-injection
  ejs.render("<p><%= name %></p>", { name: req.query.name });
  // ok: javascript-code-injection
  setTimeout(() => go(req.query.x), 100);
  // ok: javascript-code-injection
  eval("1 + 1");
});
