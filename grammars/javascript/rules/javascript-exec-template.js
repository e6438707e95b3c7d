const child_process = require("child_process");
const { exec, execSync, spawn } = child_process;

function a(name) {
  // ruleid: javascript-exec-template
  exec(`ls ${name}`, () => {});
  // ruleid: javascript-exec-template
  child_process.execSync("rm -r " + name);
  // ruleid: javascript-exec-template
  execSync(`git clone ${name} out`);
  // ruleid: javascript-exec-template
  spawn(name, [], { cwd: "/", shell: true });
}

function b(name, pattern) {
  // ok: javascript-exec-template
  exec("ls", () => {});
  // ok: javascript-exec-template
  child_process.execFile("ls", [name]);
  // ok: javascript-exec-template
  pattern.exec(`a${name}`);
  // ok: javascript-exec-template
  spawn("ls", [name]);
}
