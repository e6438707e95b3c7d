const axios = require("axios");
const request = require("request");

app.get("/a", async (req, res) => {
  const address = req.query.address;
  // ruleid: javascript-ssrf
  await fetch(address);
  // ruleid: javascript-ssrf
  await axios.get("http://" + address + "/x");
  // ruleid: javascript-ssrf
  request({ url: req.body.url }, () => {});
  // ruleid: javascript-ssrf
  http.get(`http://${address}`);
});

app.get("/b", async (req, res) => {
  // ok: javascript-ssrf
  await fetch("https://example.org/" + encodeURIComponent(req.query.name));
  // ok: javascript-ssrf
  await axios.get("https://example.org/", { params: { name: req.query.name } });
  // ok: javascript-ssrf
  await fetch("https://example.org/" + Number(req.query.id));
  // ok: javascript-ssrf
  cache.get(req.query.name);
});

function passedOn(request, options) {
  request.headers.set("x", request.url);
  // ok: javascript-ssrf
  return fetch(request, options);
}

function chosenByQuery(req, res) {
  // ruleid: javascript-ssrf
  return fetch(req.query.target);
}
