const { exec, execFile, spawn } = require("child_process");
const child_process = require("child_process");

app.get("/a", (req, res) => {
  // ruleid: javascript-command-injection
  exec("ls " + req.query.name, () => {});
  const name = req.params.name;
  // ruleid: javascript-command-injection
  child_process.execSync(`cat ${name}`);
  // ruleid: javascript-command-injection
  spawn("sh", ["-c", "grep x " + name]);
  // ruleid: javascript-command-injection
  spawn(req.body.tool, ["--version"]);
});

app.get("/b", (req, res) => {
  // ok: javascript-command-injection
  execFile("ls", ["--", req.query.name]);
  // ok: javascript-command-injection
  exec("head -n " + parseInt(req.query.count) + " log");
  // ok: javascript-command-injection
  /a+/.exec(req.query.name);
  // ok: javascript-command-injection
  exec("ls");
});
