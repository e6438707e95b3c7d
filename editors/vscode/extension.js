// Starts `inglenook lsp` for all files and hands it the settings that the user really set. Ghost text,
// diagnostics and fixes are the language client's own; no model knowledge and no prompts live here.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

/** The settings that somebody set, as the nested object that the server knows. Defaults are left
 *  out, for they would hide what stands in inglenook.toml. */
function settings(context) {
  const { properties } = context.extension.packageJSON.contributes.configuration;
  const config = vscode.workspace.getConfiguration();
  const all = {};
  for (const name of Object.keys(properties)) {
    if (name === "inglenook.command") continue;
    const set = config.inspect(name);
    const value = set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue;
    if (value === undefined || value === null) continue;
    const keys = name.split(".").slice(1);
    const last = keys.pop();
    let place = all;
    for (const key of keys) place = place[key] ??= {};
    place[last] = value;
  }
  return all;
}

async function start(context) {
  const command = vscode.workspace.getConfiguration("inglenook").get("command") || "inglenook";
  client = new LanguageClient(
    "inglenook",
    "inglenook",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ scheme: "file" }, { scheme: "untitled" }, { scheme: "vscode-notebook-cell" }],
      initializationOptions: settings(context),
      middleware: {
        workspace: {
          configuration: ({ items }) =>
            items.map((item) => (item.section === "inglenook" ? settings(context) : null)),
        },
      },
    },
  );
  try {
    await client.start();
  } catch (error) {
    const text = `inglenook did not start (${error.message}). Is \`${command}\` installed and on the PATH?`;
    vscode.window.showErrorMessage(text);
  }
}

async function restart(context) {
  if (client?.isRunning()) await client.stop();
  await start(context);
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("inglenook.restart", () => restart(context)),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("inglenook.command")) return restart(context);
      if (!event.affectsConfiguration("inglenook") || !client?.isRunning()) return;
      await client.sendNotification("workspace/didChangeConfiguration", {
        settings: { inglenook: settings(context) },
      });
    }),
  );
  await start(context);
}

function deactivate() {
  return client?.isRunning() ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
