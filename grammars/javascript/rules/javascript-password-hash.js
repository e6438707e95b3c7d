const crypto = require("crypto");

function a(password, user) {
  // ruleid: javascript-password-hash
  crypto.createHash("md5").update(password).digest("hex");
  // ruleid: javascript-password-hash
  crypto.createHash("sha256").update(user.password, "utf8");
  // ruleid: javascript-password-hash
  return crypto.createHash("sha1").update(user.newPassword).digest();
}

function b(password, salt, text) {
  // ok: javascript-password-hash
  crypto.scryptSync(password, salt, 64);
  // ok: javascript-password-hash
  crypto.createHash("sha256").update(text).digest("hex");
  // ok: javascript-password-hash
  return crypto.createHmac("sha256", salt).update(text);
}
