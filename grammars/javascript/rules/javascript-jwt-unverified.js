const jwt = require("jsonwebtoken");

function a(token, key) {
  // ruleid: javascript-jwt-unverified
  jwt.verify(token, key, { algorithms: ["HS256", "none"] });
  // ruleid: javascript-jwt-unverified
  jwt.sign({ id: 1 }, key, { algorithm: "none" });
  // ruleid: javascript-jwt-unverified
  jwt.verify(token, null);
}

function b(token, key) {
  // ok: javascript-jwt-unverified
  jwt.verify(token, key, { algorithms: ["HS256"] });
  // ok: javascript-jwt-unverified
  jwt.sign({ id: 1 }, key, { algorithm: "RS256" });
  // ok: javascript-jwt-unverified
  jwt.verify(token, key);
}
