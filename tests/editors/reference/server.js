// Starts the real server under the reference client and counts every request and reply on the wire.
"use strict";

const { spawn } = require("node:child_process");
const {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} = require("vscode-languageserver-protocol/node");

/** Ids of requests that went out, and how often each was answered. */
class Ledger {
  sent = new Map();

  request(message) {
    if (message.method !== undefined && message.id !== undefined) {
      this.sent.set(message.id, { method: message.method, replies: 0, code: undefined });
    }
  }

  reply(message) {
    if (message.method !== undefined || message.id === undefined) return;
    const entry = this.sent.get(message.id);
    if (entry === undefined) throw new Error(`a reply to ${message.id}, which was never asked`);
    entry.replies += 1;
    entry.code = message.error?.code;
  }

  unanswered() {
    return [...this.sent].filter(([, entry]) => entry.replies !== 1);
  }

  count(predicate) {
    return [...this.sent.values()].filter(predicate).length;
  }
}

/** One server process and the connection to it. */
class Server {
  /** `encodings` as the client offers them; `options` as initializationOptions. */
  static async start(encodings, options) {
    const binary = process.env.INGLENOOK_BIN;
    if (!binary) throw new Error("INGLENOOK_BIN names no binary");
    const server = new Server();
    server.process = spawn(binary, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
    server.exit = new Promise((done) => server.process.on("exit", (code) => done(code)));
    server.ledger = new Ledger();
    server.messages = [];
    const reader = new StreamMessageReader(server.process.stdout);
    const writer = new StreamMessageWriter(server.process.stdin);
    const listen = reader.listen.bind(reader);
    reader.listen = (callback) =>
      listen((message) => {
        server.ledger.reply(message);
        callback(message);
      });
    const write = writer.write.bind(writer);
    writer.write = (message) => {
      server.ledger.request(message);
      return write(message);
    };
    const quiet = { error: console.error, warn: console.error, info() {}, log() {} };
    server.connection = createProtocolConnection(reader, writer, quiet);
    server.connection.onRequest("window/workDoneProgress/create", () => null);
    server.connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
    server.connection.onRequest("client/registerCapability", () => null);
    server.connection.onNotification("window/showMessage", (message) => {
      server.messages.push(message.message);
      console.log(`  server says: ${message.message}`);
    });
    server.diagnostics = new Map();
    server.connection.onNotification("textDocument/publishDiagnostics", (params) => {
      server.diagnostics.set(params.uri, params);
    });
    server.connection.listen();
    server.initialized = await server.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        general: { positionEncodings: encodings },
        window: { workDoneProgress: true },
        textDocument: { inlineCompletion: {}, publishDiagnostics: { versionSupport: true } },
      },
      initializationOptions: options,
    });
    await server.connection.sendNotification("initialized", {});
    return server;
  }

  open(uri, languageId, text) {
    const textDocument = { uri, languageId, version: 0, text };
    return this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  change(uri, version, contentChanges) {
    const textDocument = { uri, version };
    return this.connection.sendNotification("textDocument/didChange", {
      textDocument,
      contentChanges,
    });
  }

  text(uri) {
    return this.connection.sendRequest("inglenook/text", { textDocument: { uri } });
  }

  complete(uri, position, triggerKind, token) {
    const params = { textDocument: { uri }, position, context: { triggerKind } };
    const method = "textDocument/inlineCompletion";
    // A missing token must not be handed on: it would become a second parameter.
    if (token === undefined) return this.connection.sendRequest(method, params);
    return this.connection.sendRequest(method, params, token);
  }

  /** Ends the session as an editor does; gives the exit code. */
  async stop() {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const code = await this.exit;
    this.connection.dispose();
    return code;
  }
}

module.exports = { Server };
