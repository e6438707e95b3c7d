//! Input that is broken, too large or not what it says: a clear message and the right exit code each
//! time, never a crash. What the model is given, the tests of the model hold.

use crate::repo::Repo;
use crate::shell::{Ran, Shell};
use crate::wire::Wire;
use inglenook::cli::start;
use inglenook::config::Options;
use inglenook::model::Purpose;
use serde_json::{Value, json};
use std::process::Command;

fn says(ran: &Ran, code: u8, words: &[&str]) {
    let said = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, code, "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not said:\n{said}");
    }
}

#[test]
fn an_empty_file_is_clean() {
    let shell = Shell::new();
    shell.write("empty.py", "");
    says(&shell.run(&["scan", "empty.py"]), 0, &[]);
}

#[test]
fn a_file_of_one_line_of_5_mb_is_named_and_left_out() {
    let shell = Shell::new();
    shell.write(
        "long.py",
        format!("x = [{}]\n", "1, ".repeat(5_000_000 / 3)),
    );
    says(
        &shell.run(&["scan", "long.py"]),
        0,
        &["long.py", "larger than 2097152 bytes"],
    );
}

#[test]
fn invalid_utf_8_is_checked_with_a_note() {
    let shell = Shell::new();
    let mut source = b"import yaml\nname = '\xff\xfe'\n".to_vec();
    source.extend(b"value = yaml.load(name)\n");
    shell.write("latin.py", source);
    says(&shell.run(&["scan", "latin.py"]), 1, &["latin.py", "UTF-8"]);
}

#[test]
fn nul_bytes_make_a_file_binary() {
    let shell = Shell::new();
    shell.write("binary.py", b"import os\0\0\0\nos.system(x)\n");
    says(
        &shell.run(&["scan", "binary.py"]),
        0,
        &["binary.py", "binary"],
    );
}

#[test]
fn a_wrong_key_in_the_configuration_is_named_with_its_place_and_the_right_one() {
    let shell = Shell::new();
    shell.user("[completion]\n\ndebounce = 100\n");
    let words = ["inglenook.toml:3", "completion.debounce", "debounce_ms"];
    says(&shell.run(&["scan"]), 2, &words);
    says(&shell.run(&["config"]), 2, &words);
    let absent = shell.run(&["--config", "absent.toml", "scan"]);
    says(&absent, 2, &["absent.toml"]);
}

/// A GGUF file, version 3: its header with an architecture, no tensors.
fn gguf(architecture: &str) -> Vec<u8> {
    let mut file = b"GGUF".to_vec();
    file.extend(3_u32.to_le_bytes());
    file.extend(0_u64.to_le_bytes());
    file.extend(1_u64.to_le_bytes());
    let text = |file: &mut Vec<u8>, text: &str| {
        file.extend((text.len() as u64).to_le_bytes());
        file.extend(text.as_bytes());
    };
    text(&mut file, "general.architecture");
    file.extend(8_u32.to_le_bytes());
    text(&mut file, architecture);
    // The tensors would begin at the next multiple of the alignment.
    file.resize(file.len().next_multiple_of(32), 0);
    file
}

/// What is said of a model that is given by path.
fn given(file: &[u8]) -> String {
    let shell = Shell::new();
    let mut options = Options::default();
    options.model.path = Some(shell.write("model.gguf", file));
    let error = start::plan(&shell.dirs(), &options, Purpose::Completion).expect_err("it is bad");
    format!("{error}\n{}", error.hint.as_deref().unwrap_or_default())
}

#[test]
fn model_files_that_are_none_say_why() {
    let whole = gguf("qwen2");
    let truncated = given(&whole[..whole.len() - 3]);
    assert!(truncated.contains("model.gguf"), "{truncated}");
    assert!(truncated.contains("cut short"), "{truncated}");
    let text = given(b"<!DOCTYPE html>\n<title>Not found</title>");
    assert!(text.contains("GGUF"), "{text}");
    let mamba = given(&gguf("mamba"));
    assert!(mamba.contains("mamba"), "{mamba}");
    let empty = given(b"");
    assert!(empty.contains("model.gguf"), "{empty}");
}

#[test]
fn a_model_of_the_wrong_digest_is_refused_and_not_kept() {
    let shell = Shell::new();
    let file = shell.write("other.gguf", gguf("qwen2"));
    let name = "qwen2.5-coder-0.5b-instruct";
    let from = file.to_string_lossy();
    let ran = shell.run(&["model", "pull", name, "--from", &from]);
    says(&ran, 2, &["digest", "1d9614638d18024d"]);
    let kept: Vec<_> = std::fs::read_dir(shell.dirs().models)
        .expect("the store was made")
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    assert!(kept.is_empty(), "left behind: {kept:?}");
}

/// The device that is always full stands where the fetched bytes go.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_leaves_no_half_file() {
    let shell = Shell::new();
    let store = shell.dirs().models;
    std::fs::create_dir_all(&store).expect("writable");
    let file = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";
    let part = store.join(format!("{file}.part"));
    std::os::unix::fs::symlink("/dev/full", part).expect("writable");
    let source = shell.write("whole.gguf", vec![0; 1 << 20]);
    let from = source.to_string_lossy();
    let ran = shell.run(&[
        "model",
        "pull",
        "qwen2.5-coder-0.5b-instruct",
        "--from",
        &from,
    ]);
    says(&ran, 2, &["the disk is full", "model.folder"]);
    assert!(
        !store.join(file).exists(),
        "nothing stands under the final name"
    );
}

#[test]
fn repositories_of_every_kind() {
    let shell = Shell::new();
    let review = |folder: &std::path::Path, more: &[&str]| {
        shell.run_in(folder, &[&["review", "--no-model"], more].concat())
    };
    let source = "import yaml\nvalue = yaml.load(name)\n";
    let unborn = Repo::new();
    says(&review(unborn.path(), &["--staged"]), 0, &[]);
    unborn.write("a.py", source).stage("a.py");
    says(&review(unborn.path(), &["--staged"]), 1, &["a.py"]);
    says(
        &review(unborn.path(), &["--range", "main..HEAD"]),
        2,
        &["main"],
    );

    let detached = Repo::new();
    let first = detached.add("b.py", "print('hello')\n");
    detached.git.set_head_detached(first).expect("detached");
    detached.write("a.py", source).stage("a.py");
    says(&review(detached.path(), &["--staged"]), 1, &["a.py"]);

    let bare = Repo::made(true);
    says(&review(bare.path(), &["--staged"]), 2, &["bare"]);
}

/// A server that speaks; broken frames go in between.
fn server() -> (tempfile::TempDir, Wire) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_inglenook"));
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        command.env(name, home.path());
    }
    let mut server = Wire::start(command.arg("lsp")).expect("it starts");
    let parameters = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    server.ask("initialize", parameters).expect("an answer");
    server.notify("initialized", json!({}));
    (home, server)
}

#[test]
fn malformed_messages_are_answered_and_the_server_goes_on() {
    let (_home, mut server) = server();
    for body in [
        &b"{bad"[..],
        b"\xff\xfe\xfd",
        b"",
        b"[]",
        b"null",
        b"{\"jsonrpc\":\"2.0\"}",
        b"{\"jsonrpc\":\"2.0\",\"id\":\"\\ud83d\",\"method\":\"no/such\"}",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":7}",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\"}",
    ] {
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend(body);
        assert!(server.raw(&frame), "the server is there");
    }
    let parse_error = server.wait(|message| message["error"]["code"] == -32700);
    assert!(
        parse_error
            .expect("an error")
            .get("id")
            .is_none_or(Value::is_null)
    );
    assert!(server.raw(b"content-length: 2\r\nContent-Type: text/plain\r\n\r\n{}"));
    let reply = server.ask(
        "inglenook/text",
        json!({ "textDocument": { "uri": "untitled:a" } }),
    );
    assert!(reply.is_some(), "the server still answers");
    server.ask("shutdown", Value::Null).expect("an answer");
    server.notify("exit", Value::Null);
    assert_eq!(server.end().code(), Some(0));
}

#[test]
fn a_stream_that_ends_without_exit_is_status_1() {
    let (_home, server) = server();
    assert_eq!(server.end().code(), Some(1));
}
