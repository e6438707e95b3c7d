// ruleid: javascript-hardcoded-secret
const dbPassword = "hgfed7cba";
// ruleid: javascript-hardcoded-secret
new AWS.S3({ accessKeyId: id, secretAccessKey: "0123f9a8b7cd" });
// ruleid: javascript-hardcoded-secret
jwt.sign({ id: 1 }, "tr0ub4dor");
// ruleid: javascript-hardcoded-secret
config.apiKey = "9a8b7c6d5e4f";

// ok: javascript-hardcoded-secret
const passwordLength = "1234567";
// ok: javascript-hardcoded-secret
const password = process.env.PASSWORD;
// ok: javascript-hardcoded-secret
connect({ password: "your-password" });
// ok: javascript-hardcoded-secret
jwt.sign({ id: 1 }, key);
