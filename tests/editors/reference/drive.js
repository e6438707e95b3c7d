// The reference client of the protocol against the real binary: typing into a crate's source with
// completions asked and cancelled in between, bursts of edits in three encodings, one completion of
// the real model. Needs INGLENOOK_BIN, and NODE_PATH with vscode-languageserver-protocol.
// `--without-model` leaves out what needs a model, for work on the protocol alone.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { CancellationTokenSource } = require("vscode-languageserver-protocol/node");
const { Server } = require("./server.js");
const { Buffer } = require("./buffer.js");

const WITH_MODEL = !process.argv.includes("--without-model");
const ENCODINGS = ["utf-8", "utf-16", "utf-32"];
/** Answers to a request that was given up: RequestCancelled, ServerCancelled, ContentModified. */
const GIVEN_UP = [-32800, -32802, -32801];
let passed = 0;

async function check(name, run) {
  const start = Date.now();
  await run();
  passed += 1;
  console.log(`ok ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

/** A source file of some crate that cargo has fetched for us. */
function crateSource() {
  const home = process.env.CARGO_HOME ?? path.join(os.homedir(), ".cargo");
  const registry = path.join(home, "registry", "src");
  for (const index of fs.readdirSync(registry)) {
    const folder = path.join(registry, index);
    for (const name of fs.readdirSync(folder).sort()) {
      const file = path.join(folder, name, "src", "rope.rs");
      if (name.startsWith("ropey-1.") && fs.existsSync(file)) return file;
    }
  }
  throw new Error("cargo has not fetched ropey: build inglenook first");
}

/** The same numbers in every run. */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The outcome of a request: its result, or the code it was given up with. */
async function settled(request) {
  try {
    return { result: await request };
  } catch (error) {
    if (!GIVEN_UP.includes(error.code)) throw error;
    return { code: error.code };
  }
}

async function finish(server) {
  assert.equal(await server.stop(), 0, "exit code after shutdown and exit");
  assert.deepEqual(server.ledger.unanswered(), [], "requests without exactly one reply");
}

/** Types 300 characters of the file's own text at `file`'s place where they stood. */
async function typing() {
  const file = crateSource();
  const whole = fs.readFileSync(file, "utf8");
  const from = whole.indexOf("\n", whole.indexOf("pub fn ", whole.length / 3)) + 1;
  const typed = whole.slice(from, from + 300);
  assert.equal([...typed].length, 300);
  const server = await Server.start(["utf-16"], { completion: { debounce_ms: 20 } });
  const { capabilities } = server.initialized;
  assert.ok(capabilities.inlineCompletionProvider, "inline completion is advertised");
  assert.equal(capabilities.textDocumentSync.change ?? capabilities.textDocumentSync, 2);
  const uri = pathToFileURL(file).href;
  const buffer = new Buffer(whole.slice(0, from) + whole.slice(from + 300), "utf-16");
  server.open(uri, "rust", buffer.text);
  const requests = [];
  const texts = [];
  let cancelled = 0;
  for (let index = 0; index < 300; index += 1) {
    const at = from + index;
    const change = buffer.edit(at, at, typed[index]);
    buffer.version += 1;
    server.change(uri, buffer.version, [change]);
    const source = new CancellationTokenSource();
    const position = buffer.position(at + 1);
    requests.push(settled(server.complete(uri, position, 2, source.token)));
    // Every third is cancelled, at once or after a moment; the others are superseded.
    if (index % 3 === 0) {
      cancelled += 1;
      if (index % 2 === 0) source.cancel();
      else setTimeout(() => source.cancel(), 5);
    }
    if (index % 10 === 0) texts.push([buffer.text, buffer.version, server.text(uri)]);
    await new Promise((next) => setTimeout(next, 10));
  }
  for (const [text, version, answer] of texts) {
    const held = await answer;
    assert.equal(held.version, version, "version at the request's arrival");
    assert.equal(held.text, text, "text at the request's arrival");
  }
  const held = await server.text(uri);
  assert.equal(held.text, buffer.text, "text at the end");
  assert.equal(buffer.text, whole, "what was typed is the file again");
  const outcomes = await Promise.all(requests);
  const withCode = outcomes.filter((outcome) => outcome.code !== undefined).length;
  console.log(`  300 typed, 300 completions asked, ${cancelled} cancelled, ${withCode} given up`);
  await finish(server);
}

/** A random edit: mostly small, over characters of one to four bytes and all line ends. */
function randomEdit(buffer, below) {
  const pieces = ["a", "α", "😀", "e\u0301", "👩‍💻", "\n", "\r\n", "\r", "fn f() {}\n", "\t", "\u2028", "x", " "];
  const size = buffer.text.length;
  let from = below(size + 1);
  while (!buffer.between(from)) from -= 1;
  let to = Math.min(size, from + (below(2) === 0 ? 0 : below(size > 4000 ? 40 : 8)));
  while (!buffer.between(to)) to += 1;
  let text = "";
  for (let count = below(4); count > 0; count -= 1) text += pieces[below(pieces.length)];
  return buffer.edit(from, to, text);
}

/** 1,000 edits in one write, requests between them; then both sides must hold the same text. */
async function burst(encoding, seed) {
  const below = random(seed);
  const server = await Server.start([encoding], { completion: { enabled: false } });
  assert.equal(server.initialized.capabilities.positionEncoding ?? "utf-16", encoding);
  const uri = `untitled:burst-${encoding}.rs`;
  const buffer = new Buffer("fn α😀() {\r\n    let x = 1;\n}\n".repeat(20), encoding);
  server.open(uri, "rust", buffer.text);
  const texts = [];
  const requests = [];
  for (let index = 1; index <= 1000; index += 1) {
    const changes = [randomEdit(buffer, below)];
    if (index % 7 === 0) changes.push(randomEdit(buffer, below));
    if (index % 250 === 0) {
      buffer.text += "// 終わり\r\n";
      changes.push({ text: buffer.text });
    }
    buffer.version += 1;
    server.change(uri, buffer.version, changes);
    if (index % 50 === 0) {
      texts.push([buffer.text, buffer.version, server.text(uri)]);
      const last = buffer.position(buffer.text.length);
      requests.push(settled(server.complete(uri, last, 2)));
    }
  }
  for (const [text, version, answer] of texts) {
    const held = await answer;
    assert.equal(held.version, version);
    assert.equal(held.text, text, `text after ${version} edits in ${encoding}`);
  }
  await Promise.all(requests);
  await finish(server);
}

/** One completion of the real model, asked for until the model is loaded. */
async function realCompletion() {
  const server = await Server.start(["utf-16"], {});
  const uri = "untitled:real.rs";
  const text = "/// Adds two numbers.\nfn add(a: i32, b: i32) -> i32 {\n    \n}\n";
  server.open(uri, "rust", text);
  const until = Date.now() + 240_000;
  let items = [];
  while (items.length === 0) {
    assert.ok(Date.now() < until, `no completion; the server said: ${server.messages.join("; ")}`);
    const answer = await server.complete(uri, { line: 2, character: 4 }, 1);
    items = Array.isArray(answer) ? answer : (answer?.items ?? []);
    if (items.length === 0) await new Promise((next) => setTimeout(next, 500));
  }
  const [item] = items;
  const inserted = typeof item.insertText === "string" ? item.insertText : item.insertText.value;
  console.log(`  ghost text: ${JSON.stringify(inserted)}`);
  assert.match(inserted, /a\s*\+\s*b/);
  assert.ok(!inserted.includes("<|"), "no control token is shown");
  if (item.range) assert.equal(item.range.start.line, item.range.end.line, "range on one line");
  await finish(server);
}

async function main() {
  const stuck = setTimeout(() => {
    console.error("not ok: no end after 14 minutes");
    process.exit(1);
  }, 14 * 60_000);
  await check("typing 300 characters with completions and cancels", typing);
  for (const [index, encoding] of ENCODINGS.entries()) {
    await check(`a burst of 1,000 edits in ${encoding}`, () => burst(encoding, index + 1));
  }
  if (WITH_MODEL) await check("a completion of the real model", realCompletion);
  clearTimeout(stuck);
  console.log(`${passed} passed, 0 failed`);
}

main().catch((error) => {
  console.error(`not ok: ${error.stack}`);
  process.exit(1);
});
