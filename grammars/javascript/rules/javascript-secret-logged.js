function a(user, password) {
  // ruleid: javascript-secret-logged
  console.log(password);
  // ruleid: javascript-secret-logged
  logger.info(`login with ${user.password}`);
  const text = "key: " + user.apiKey;
  // ruleid: javascript-secret-logged
  console.error(text);
}

function b(user, password) {
  // ok: javascript-secret-logged
  console.log(password.length);
  // ok: javascript-secret-logged
  logger.info(`login of ${user.name}`);
  // ok: javascript-secret-logged
  console.error("the password was wrong");
  // ok: javascript-secret-logged
  console.log(hashPassword(password));
}
