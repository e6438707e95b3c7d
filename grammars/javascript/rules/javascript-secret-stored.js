function a(user, response) {
  // ruleid: javascript-secret-stored
  localStorage.setItem("p", user.password);
  // ruleid: javascript-secret-stored
  sessionStorage.key = user.apiKey;
  // ruleid: javascript-secret-stored
  response.cookie("p", user.password);
}

function b(user, response) {
  // ok: javascript-secret-stored
  localStorage.setItem("name", user.name);
  // ok: javascript-secret-stored
  response.cookie("id", user.id);
  // ok: javascript-secret-stored
  localStorage.setItem("p", hash(user.password));
}
