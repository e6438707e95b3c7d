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

function generateToken(length) {
  let out = "";
  for (let i = 0; i < length; i++) {
    // ruleid: javascript-weak-random-token
    out += LETTERS[Math.floor(Math.random() * LETTERS.length)];
  }
  return out;
}

// ruleid: javascript-weak-random-token
const createSessionId = () => {
  return Math.random().toString(36);
};

function shuffle(cards) {
  // ok: javascript-weak-random-token
  return cards.sort(() => Math.random() - 0.5);
}

function tokenize(text) {
  // ok: javascript-weak-random-token
  return text.split(Math.random() > 0.5 ? " " : ",");
}

// ruleid: javascript-weak-random-token
save({ name, resetToken: String(Math.random()) });
// ok: javascript-weak-random-token
save({ token, colour: Math.random() });
