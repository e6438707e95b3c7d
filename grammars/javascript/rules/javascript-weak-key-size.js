const crypto = require("crypto");

// ruleid: javascript-weak-key-size
const a = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });
// ruleid: javascript-weak-key-size
const b = crypto.createDiffieHellman(512);
// ruleid: javascript-weak-key-size
const c = crypto.generateKeySync("hmac", { length: 64 });
// ruleid: javascript-weak-key-size
const d = CryptoJS.PBKDF2(password, salt, { keySize: 2 });

// ok: javascript-weak-key-size
const e = crypto.generateKeyPairSync("rsa", { modulusLength: 3072 });
// ok: javascript-weak-key-size
const f = crypto.createDiffieHellman(2048);
// ok: javascript-weak-key-size
const g = crypto.generateKeySync("hmac", { length: 256 });
