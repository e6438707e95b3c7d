//! Time from starting the real program to its answer to `initialize`, with no model loaded: the limit
//! is 100 ms in the median. `cargo bench --no-default-features --bench initialize`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

/// Starts `inglenook lsp` in folders of its own and waits for the answer to `initialize`.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn start_and_initialize(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    bencher.bench_local(|| {
        let mut server = Command::new(env!("CARGO_BIN_EXE_inglenook"))
            .arg("lsp")
            .env("XDG_CONFIG_HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CACHE_HOME", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut input = server.stdin.take().expect("it is piped");
        let mut output = BufReader::new(server.stdout.take().expect("it is piped"));
        let body = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#;
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
        let answer = answer(&mut output);
        assert!(answer.contains("inlineCompletionProvider"), "{answer}");
        // The rest of its life is not measured by the answer, but by this run: it is killed at once.
        server.kill().expect("our own child");
        server.wait().expect("our own child");
    });
}

fn answer(output: &mut impl BufRead) -> String {
    let mut header = String::new();
    output.read_line(&mut header).expect("a header");
    let length = header.trim().strip_prefix("Content-Length: ");
    let length: usize = length
        .and_then(|length| length.parse().ok())
        .expect("its length");
    output.read_line(&mut header).expect("an empty line");
    let mut body = vec![0; length];
    output.read_exact(&mut body).expect("the body");
    String::from_utf8(body).expect("JSON is UTF-8")
}
