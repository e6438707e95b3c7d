const crypto = require("crypto");

function a(key, iv) {
  // ruleid: javascript-weak-cipher
  crypto.createCipheriv("des-cbc", key, iv);
  // ruleid: javascript-weak-cipher
  crypto.createCipheriv("aes-128-ecb", key, null);
  // ruleid: javascript-weak-cipher
  crypto.createCipher("aes192", key);
  // ruleid: javascript-weak-cipher
  return CryptoJS.RC4.encrypt("text", key);
}

function b(key, iv) {
  // ok: javascript-weak-cipher
  crypto.createCipheriv("aes-256-gcm", key, iv);
  // ok: javascript-weak-cipher
  crypto.createDecipheriv("chacha20-poly1305", key, iv);
  // ok: javascript-weak-cipher
  return CryptoJS.AES.encrypt("text", key);
}
