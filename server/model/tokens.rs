//! Token spellings: users' text kept clear of control tokens, and byte-level spellings read as bytes.
//! Pure text work; the engine's own tokenizer is used by the backends.

use aho_corasick::AhoCorasick;

/// Cuts users' text so that no piece holds the spelling of a control token.
///
/// A tokenizer turns such a spelling into the control token itself; encoded piece by piece it stays
/// the plain characters that the user wrote.
pub struct Defuser(Option<AhoCorasick>);

impl Defuser {
    /// `controls`: spellings of all tokens that are not plain text.
    pub fn new<'a>(controls: impl IntoIterator<Item = &'a str>) -> Self {
        let spellings: Vec<&str> = controls
            .into_iter()
            .filter(|control| control.chars().nth(1).is_some())
            .collect();
        Self(AhoCorasick::new(spellings).ok())
    }

    /// The text in pieces that together are the text.
    pub fn pieces<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let mut pieces = Vec::new();
        let mut start = 0;
        let matches = self
            .0
            .iter()
            .flat_map(|search| search.find_overlapping_iter(text));
        let mut cuts: Vec<usize> = matches
            .map(|found| {
                found.start()
                    + text[found.start()..]
                        .chars()
                        .next()
                        .map_or(1, char::len_utf8)
            })
            .collect();
        cuts.sort_unstable();
        for cut in cuts {
            if cut > start {
                pieces.push(&text[start..cut]);
                start = cut;
            }
        }
        if start < text.len() {
            pieces.push(&text[start..]);
        }
        pieces
    }
}

/// Bytes of a token's spelling in a byte-level vocabulary (GPT-2's table of printable stand-ins),
/// or `None` when it has a character that stands for no byte.
pub fn byte_level(spelling: &str) -> Option<Vec<u8>> {
    spelling.chars().map(byte_of).collect()
}

/// Printable Latin-1 bytes stand for themselves; the 68 others are counted up from U+0100.
fn byte_of(character: char) -> Option<u8> {
    let code = u32::from(character);
    let plain = |byte: u32| matches!(byte, 0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff);
    if code < 0x100 {
        return plain(code).then_some(code as u8);
    }
    let nth = (code - 0x100) as usize;
    (0..=0xffu32)
        .filter(|byte| !plain(*byte))
        .nth(nth)
        .map(|byte| byte as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_piece_holds_a_control_token_and_nothing_is_lost() {
        let defuser = Defuser::new(["<|fim_middle|>", "<|endoftext|>", "<|"]);
        for text in [
            "a<|fim_middle|>b<|endoftext|>",
            "<|<|fim_middle|>|>",
            "plain",
            "",
            "é<|é",
        ] {
            let pieces = defuser.pieces(text);
            assert_eq!(pieces.concat(), text);
            assert!(
                pieces.iter().all(|piece| !piece.contains("<|")),
                "{pieces:?}"
            );
        }
    }

    #[test]
    fn byte_level_spellings_are_the_table_of_gpt_2() {
        assert_eq!(byte_level("Ġfn"), Some(b" fn".to_vec()));
        assert_eq!(byte_level("Ċ"), Some(b"\n".to_vec()));
        assert_eq!(byte_level("ĉ"), Some(b"\t".to_vec()));
        assert_eq!(byte_level("Ã©"), Some("é".as_bytes().to_vec()));
        assert_eq!(byte_level("日"), None);
    }
}
