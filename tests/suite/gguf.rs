//! GGUF files made by hand: whole, cut short, damaged, of another kind. Serves the store's tests too.

use inglenook::model::gguf::{self, GgufError};

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

/// A whole file: metadata, a vocabulary of `tokens`, one F32 tensor of `elements`.
pub fn file(architecture: &str, tokens: &[&str], elements: u64) -> Vec<u8> {
    let mut bytes = b"GGUF".to_vec();
    bytes.extend(3u32.to_le_bytes());
    bytes.extend(1u64.to_le_bytes());
    bytes.extend(4u64.to_le_bytes());
    text(&mut bytes, "general.architecture");
    bytes.extend(8u32.to_le_bytes());
    text(&mut bytes, architecture);
    text(&mut bytes, &format!("{architecture}.context_length"));
    bytes.extend(4u32.to_le_bytes());
    bytes.extend(4096u32.to_le_bytes());
    text(&mut bytes, "some.scores");
    bytes.extend(9u32.to_le_bytes());
    bytes.extend(6u32.to_le_bytes());
    bytes.extend(2u64.to_le_bytes());
    bytes.extend([0; 8]);
    text(&mut bytes, "tokenizer.ggml.tokens");
    bytes.extend(9u32.to_le_bytes());
    bytes.extend(8u32.to_le_bytes());
    bytes.extend((tokens.len() as u64).to_le_bytes());
    for token in tokens {
        text(&mut bytes, token);
    }
    text(&mut bytes, "weight");
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(elements.to_le_bytes());
    bytes.extend(0u32.to_le_bytes());
    bytes.extend(0u64.to_le_bytes());
    bytes.resize(bytes.len().next_multiple_of(32), 0);
    bytes.resize(bytes.len() + 4 * elements as usize, 7);
    bytes
}

fn check(bytes: &[u8]) -> Result<gguf::Header, GgufError> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("writable");
    gguf::check(file.path())
}

#[test]
fn a_whole_file_is_read() {
    let bytes = file("qwen2", &["a", "<|fim_middle|>"], 10);
    let header = check(&bytes).expect("whole");
    assert_eq!(header.architecture, "qwen2");
    assert_eq!(header.context, Some(4096));
    assert_eq!(header.bytes, bytes.len() as u64);
    assert_eq!(header.weights, [("F32".to_string(), 1)]);
    assert!(header.has_token("<|fim_middle|>") && !header.has_token("fim"));
}

#[test]
fn a_file_cut_at_any_byte_is_an_error_and_never_a_panic() {
    let bytes = file("qwen2", &["a", "b"], 3);
    for cut in 0..bytes.len() {
        let error = check(&bytes[..cut]).expect_err("cut short");
        let right = match &error {
            GgufError::NotGguf => cut < 4,
            GgufError::ShortHeader { have } => *have == cut as u64,
            GgufError::Truncated { have, whole } => {
                *have == cut as u64 && *whole == bytes.len() as u64
            }
            _ => false,
        };
        assert!(right, "cut at {cut}: {error}");
    }
}

#[test]
fn changed_bytes_never_panic_nor_claim_memory() {
    let bytes = file("qwen2", &["a", "b"], 3);
    for at in 0..bytes.len() {
        for value in [0x00, 0x7f, 0xff] {
            let mut changed = bytes.clone();
            changed[at] = value;
            // Any answer will do, so long as there is one.
            check(&changed).ok();
        }
    }
}

#[test]
fn other_kinds_are_named() {
    assert!(matches!(
        check(b"PK\x03\x04 a zip file"),
        Err(GgufError::NotGguf)
    ));
    assert!(matches!(check(b""), Err(GgufError::NotGguf)));
    let error = check(&file("gemma3", &["a"], 1)).expect_err("not run");
    let said = error.to_string();
    assert!(
        said.contains("`gemma3`") && said.contains("qwen2, qwen3"),
        "{said}"
    );
    let mut old = file("qwen2", &["a"], 1);
    old[4] = 1;
    assert!(matches!(check(&old), Err(GgufError::Version(1))));
}
