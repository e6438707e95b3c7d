function a(user) {
  // ruleid: javascript-weak-random-token
  const token = Math.random().toString(36);
  // ruleid: javascript-weak-random-token
  user.resetToken = "t" + Math.random();
  // ruleid: javascript-weak-random-token
  let sessionId = Math.floor(Math.random() * 1e9);
}

function b(crypto) {
  // ok: javascript-weak-random-token
  const token = crypto.randomBytes(16).toString("hex");
  // ok: javascript-weak-random-token
  const x = Math.random() * 10;
  // ok: javascript-weak-random-token
  const color = "#" + Math.random().toString(16);
}
