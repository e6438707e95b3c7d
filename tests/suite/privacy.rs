//! Nothing leaves the machine: the real binary works in a jail that kills it at the first internet
//! socket. Linux only; where the kernel refuses the jail the tests fail rather than pass unseen.

use crate::jail::{caught, jail};
use crate::repo::Repo;
use crate::wire::Wire;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};

const SOURCE: &str = "import yaml\n\n\ndef settings(text):\n    return yaml.load(text)\n";
/// Tells the test below to play the culprit.
const CULPRIT: &str = "INGLENOOK_TEST_CULPRIT";

/// The program in the jail, with a home of its own: no files of the person who runs the tests.
fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inglenook"));
    command.env("HOME", home);
    for folder in ["CONFIG", "CACHE", "DATA", "STATE"] {
        command.env(format!("XDG_{folder}_HOME"), home.join(folder));
    }
    jail(&mut command);
    command
}

/// The jail works: this very test, run again inside it and told to open a socket, is killed.
#[test]
fn the_jail_kills_who_opens_a_socket() {
    if std::env::var_os(CULPRIT).is_some() {
        std::net::UdpSocket::bind("127.0.0.1:0").expect("free port");
        return;
    }
    let again = |culprit: bool| {
        let mut command = Command::new(std::env::current_exe().expect("we run"));
        let name = "privacy::the_jail_kills_who_opens_a_socket";
        command.args([name, "--exact"]).env(CULPRIT, "1");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        if culprit {
            jail(&mut command);
        }
        command
            .status()
            .expect("this kernel lets a process jail itself (seccomp)")
    };
    assert!(caught(again(true)), "in the jail");
    assert!(again(false).success(), "outside the jail");
}

#[test]
fn a_session_of_the_server_opens_no_socket() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("settings.py");
    std::fs::write(&path, SOURCE).expect("writable");
    let status = session(program(home.path()).arg("lsp"), &path);
    assert!(!caught(status), "the server opened an internet socket");
    assert_eq!(status.code(), Some(0));
}

/// With the engine built in and the default model in the user's own store, the model runs as well.
#[cfg(feature = "mistral")]
#[test]
fn a_session_with_the_model_opens_no_socket() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join("settings.py");
    std::fs::write(&path, SOURCE).expect("writable");
    let mut command = Command::new(env!("CARGO_BIN_EXE_inglenook"));
    // The models of the person who runs the tests, but not their configuration: it may name a server.
    command.env("XDG_CONFIG_HOME", home.path());
    let status = session(jail(command.arg("lsp")), &path);
    assert!(!caught(status), "the server opened an internet socket");
    assert_eq!(status.code(), Some(0));
}

/// Opens, changes, asks for everything, waits until the model is ready or has failed, and ends.
fn session(command: &mut Command, path: &Path) -> std::process::ExitStatus {
    let mut server =
        Wire::start(command).expect("this kernel lets a process jail itself (seccomp)");
    let uri = format!("file://{}", path.display());
    let document = json!({ "uri": uri });
    let capabilities = json!({
        "window": { "workDoneProgress": true },
        "textDocument": { "inlineCompletion": {} },
    });
    let parameters = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    server
        .ask("initialize", parameters)
        .expect("an answer to initialize");
    server.notify("initialized", json!({}));
    let opened = json!({ "uri": uri, "languageId": "python", "version": 1, "text": SOURCE });
    server.notify("textDocument/didOpen", json!({ "textDocument": opened }));
    let end = json!({ "line": 5, "character": 0 });
    let change =
        json!({ "range": { "start": end, "end": end }, "text": "\n\ndef add(a, b):\n    " });
    server.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [change] }),
    );
    let inline = json!({
        "textDocument": document,
        "position": { "line": 8, "character": 4 },
        "context": { "triggerKind": 1 },
    });
    server
        .ask("textDocument/inlineCompletion", inline.clone())
        .expect("an answer");
    let line =
        json!({ "start": { "line": 4, "character": 0 }, "end": { "line": 5, "character": 0 } });
    server
        .ask(
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": line, "context": { "diagnostics": [] } }),
        )
        .expect("an answer");
    server
        .wait(|message| message["method"] == "textDocument/publishDiagnostics")
        .expect("diagnostics");
    server
        .wait(settled)
        .expect("the model is ready, or the server says why not");
    server
        .ask("textDocument/inlineCompletion", inline)
        .expect("an answer");
    server.notify("textDocument/didClose", json!({ "textDocument": document }));
    server.ask("shutdown", Value::Null).expect("an answer");
    server.notify("exit", Value::Null);
    server.end()
}

/// Whether a message says that the model is ready or will not come.
fn settled(message: &Value) -> bool {
    let said = matches!(
        message["method"].as_str(),
        Some("window/logMessage" | "window/showMessage")
    );
    let text = message["params"]["message"].as_str().unwrap_or_default();
    said && (text.contains("is ready") || text.contains("no completions"))
}

#[test]
fn scan_and_review_open_no_socket_and_need_no_model() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let repo = Repo::new();
    repo.add("README", "ours\n");
    repo.write("settings.py", SOURCE).stage("settings.py");
    for arguments in [&["scan", "."][..], &["review", "--staged", "--no-model"]] {
        let output = program(home.path())
            .args(arguments)
            .current_dir(repo.path())
            .output()
            .expect("this kernel lets a process jail itself (seccomp)");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            !caught(output.status),
            "{arguments:?} opened an internet socket"
        );
        assert_eq!(
            output.status.code(),
            Some(1),
            "{arguments:?} finds one: {said}"
        );
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("settings.py"),
            "{arguments:?}"
        );
    }
}
