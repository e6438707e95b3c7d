// Answers the requests of a trace with llama.cpp, in the same process and on the same file of
// weights, and puts its times beside ours.
//
//   node replay.js --model FILE.gguf --trace trace.jsonl [--threads N] [--limit N] [--same] [--json OUT]
//
// `--same`: with our prompts alone, not with llama.vim's, which take a quarter of an hour.
//
// `trace.jsonl` comes from `inglenook eval --trace … --export trace.jsonl`.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { getLlama, LlamaLogLevel } from "node-llama-cpp";

// Tokens of context on each side that llama-server's infill keeps of a prompt of its default batch.
const VIM_PREFIX = 1536;
const VIM_SUFFIX = 512;

const { values: options } = parseArgs({
  options: {
    model: { type: "string" },
    trace: { type: "string" },
    threads: { type: "string" },
    limit: { type: "string" },
    same: { type: "boolean" },
    json: { type: "string" },
  },
});
if (!options.model || !options.trace) {
  console.error("usage: node replay.js --model FILE.gguf --trace trace.jsonl");
  process.exit(2);
}

const rows = readFileSync(options.trace, "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line))
  .slice(0, options.limit ? Number(options.limit) : undefined);

const llama = await getLlama({ gpu: false, build: "never", logLevel: LlamaLogLevel.error });
const model = await llama.loadModel({ modelPath: options.model, gpuLayers: 0 });
const threads = Number(options.threads ?? availableParallelism());

const text = (value) => (value ? model.tokenize(value, false) : []);
const control = (value) => {
  const ids = model.tokenize(value, true);
  if (ids.length !== 1) throw new Error(`${value} is no control token of this model`);
  return ids[0];
};

// Our own prompt, part by part: the engines then differ in nothing but themselves.
const same = (row) =>
  row.prompt.flatMap((part) => ("text" in part ? text(part.text) : [control(part.control)]));

// As llama.vim asks llama-server: 256 lines before the cursor's line, 64 after it, the typed part of
// the line behind the middle token.
const vim = (row) => [
  control("<|fim_prefix|>"),
  ...text(row.prefix).slice(-VIM_PREFIX),
  control("<|fim_suffix|>"),
  ...text(row.suffix).slice(0, VIM_SUFFIX),
  control("<|fim_middle|>"),
  ...text(row.typed),
];

const stops = new Set(
  ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|repo_name|>", "<|file_sep|>", "<|endoftext|>"].map(control),
);

// Answers all requests in order on one sequence, whose computed prompt is kept as far as the next one
// begins like it. `ahead`: also compute what we computed ahead.
async function replay(name, prompt, ahead) {
  const context = await model.createContext({ contextSize: 4096, sequences: 1, threads, batchSize: 512 });
  const sequence = context.getSequence();
  const answers = [];
  let file = null;
  for (const [number, row] of rows.entries()) {
    if (row.ahead && !ahead) continue;
    // A request that we gave up before its first token has no time of ours to stand beside.
    if (!row.ahead && row.ttft_ms === null) continue;
    const tokens = prompt(row);
    const begun = performance.now();
    // The last token is always computed: its result is the first token of the answer.
    await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
    const cached = sequence.nextTokenIndex;
    if (row.ahead) {
      await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(cached));
      continue;
    }
    let first = null;
    let count = 0;
    for await (const token of sequence.evaluate(tokens.slice(cached), { temperature: 0 })) {
      first ??= performance.now();
      count += 1;
      if (stops.has(token) || count >= Math.max(row.tokens, 1)) break;
    }
    const end = performance.now();
    if (first === null) {
      // It ended at once: the end of text was its first token.
      first = end;
      count = 1;
    }
    answers.push({
      file: row.file,
      cold: row.file !== file,
      prompt_tokens: tokens.length,
      cached_tokens: cached,
      tokens: count,
      ttft_ms: first - begun,
      total_ms: end - begun,
    });
    file = row.file;
    if (number % 50 === 49) console.error(`${name}: ${number + 1} of ${rows.length}`);
  }
  await context.dispose();
  return answers;
}

function ours() {
  const answers = rows.filter((row) => !row.ahead && row.ttft_ms !== null);
  return answers.map((row, at) => ({ ...row, cold: at === 0 || answers[at - 1].file !== row.file }));
}

const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? NaN;
};

function figures(name, answers) {
  const warm = answers.filter((a) => !a.cold && 2 * a.cached_tokens >= a.prompt_tokens);
  const cold = answers.filter((a) => a.cold || 2 * a.cached_tokens < a.prompt_tokens);
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  const more = answers.filter((a) => a.tokens > 1);
  return {
    name,
    requests: answers.length,
    warm: warm.length,
    warm_p50: percentile(warm.map((a) => a.ttft_ms), 0.5),
    warm_p95: percentile(warm.map((a) => a.ttft_ms), 0.95),
    // Ghost text is shown when its last token is there.
    whole_p50: percentile(warm.map((a) => a.total_ms ?? a.ttft_ms), 0.5),
    whole_p95: percentile(warm.map((a) => a.total_ms ?? a.ttft_ms), 0.95),
    cold: cold.length,
    cold_p50: percentile(cold.map((a) => a.ttft_ms), 0.5),
    prompt_ms: sum(cold.map((a) => a.ttft_ms)) / sum(cold.map((a) => a.prompt_tokens - a.cached_tokens)),
    token_ms: sum(more.map((a) => a.total_ms - a.ttft_ms)) / sum(more.map((a) => a.tokens - 1)),
    cached: sum(answers.map((a) => a.cached_tokens)) / sum(answers.map((a) => a.prompt_tokens)),
    tokens: sum(answers.map((a) => a.prompt_tokens)) / answers.length,
  };
}

const table = [
  figures("inglenook", ours()),
  figures("llama.cpp, our prompts", await replay("our prompts", same, true)),
];
if (!options.same) table.push(figures("llama.cpp, llama.vim's", await replay("llama.vim's", vim, false)));

const cell = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : "-").padStart(9);
console.log(`${rows.length} requests of ${options.trace}, ${threads} threads\n`);
console.log("                          requests  warm p50  warm p95 whole p50 whole p95  cold p50   a token  a prompt    cached    prompt");
console.log("                                         ms        ms        ms        ms        ms        ms  token, ms     share    tokens");
for (const row of table) {
  console.log(
    row.name.padEnd(25),
    [
      cell(row.requests), cell(row.warm_p50), cell(row.warm_p95), cell(row.whole_p50), cell(row.whole_p95),
      cell(row.cold_p50), cell(row.token_ms, 1),
      cell(row.prompt_ms, 2), cell(100 * row.cached, 1), cell(row.tokens),
    ].join(" "),
  );
}
console.log("\nours divided by theirs");
for (const peer of table.slice(1)) {
  const ratio = (key) => cell(table[0][key] / peer[key], 2);
  console.log(
    peer.name.padEnd(25),
    ["         ", ...["warm_p50", "warm_p95", "whole_p50", "whole_p95", "cold_p50", "token_ms", "prompt_ms"].map(ratio)].join(" "),
  );
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(table, null, 2)}\n`);
await model.dispose();
