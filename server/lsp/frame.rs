//! Messages on a byte stream: lenient framing, bounded lengths, repaired text.
//! Knows headers and JSON, no methods and no documents.

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

/// Longest body that is read, in bytes. A longer one is skipped and answered with an error.
pub const MAX_BODY: u64 = 64 * 1024 * 1024;
/// Longest header line that is kept; what stands before its last such many bytes is dropped.
const MAX_LINE: usize = 4 * 1024;
const LENGTH: &[u8] = b"content-length:";

/// What the stream holds next.
#[derive(Debug, PartialEq)]
pub enum Frame {
    Body(Vec<u8>),
    /// Something that is no message: why.
    Bad(String),
    End,
}

/// Reads frames from a stream, and finds the next one after garbage.
pub struct Frames<R> {
    reader: BufReader<R>,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    pub fn new(reader: R) -> Self {
        Self {
            reader: BufReader::with_capacity(64 * 1024, reader),
        }
    }

    /// The next frame. Header names are read in any case, and other headers than Content-Length
    /// do not matter. A broken stream is its end.
    pub async fn next(&mut self) -> Frame {
        self.read().await.unwrap_or(Frame::End)
    }

    async fn read(&mut self) -> std::io::Result<Frame> {
        let mut length: Option<Result<u64, String>> = None;
        let mut lines = 0;
        loop {
            let Some(line) = self.line().await? else {
                return Ok(Frame::End);
            };
            if line.is_empty() {
                if lines == 0 {
                    continue;
                }
                break;
            }
            lines += 1;
            if let Some(found) = content_length(&line) {
                length = Some(found);
            }
        }
        match length {
            None => Ok(Frame::Bad("a header without Content-Length".into())),
            Some(Err(text)) => Ok(Frame::Bad(format!("Content-Length is no number: {text}"))),
            Some(Ok(length)) if length > MAX_BODY => {
                let mut body = (&mut self.reader).take(length);
                tokio::io::copy_buf(&mut body, &mut tokio::io::sink()).await?;
                Ok(Frame::Bad(format!(
                    "a message of {length} bytes; the longest that is read has {MAX_BODY}"
                )))
            }
            Some(Ok(length)) => {
                // Grown as bytes arrive: a header alone reserves no memory.
                let mut body = Vec::new();
                let read = (&mut self.reader)
                    .take(length)
                    .read_to_end(&mut body)
                    .await?;
                Ok(if read as u64 == length {
                    Frame::Body(body)
                } else {
                    Frame::End
                })
            }
        }
    }

    /// A line without its break, at most its last `MAX_LINE` bytes; `None` at the end of the stream.
    async fn line(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        loop {
            let chunk = self.reader.fill_buf().await?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(chunk.len());
            line.extend_from_slice(&chunk[..taken]);
            self.reader.consume(taken + usize::from(end.is_some()));
            if line.len() > MAX_LINE {
                line.drain(..line.len() - MAX_LINE);
            }
            if end.is_some() {
                while line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(Some(line));
            }
        }
    }
}

/// The number after the last `Content-Length:` of a line. Searching the whole line finds the next
/// header after a body whose length was wrong, for bodies end without a line break.
fn content_length(line: &[u8]) -> Option<Result<u64, String>> {
    let at = line
        .windows(LENGTH.len())
        .rposition(|window| window.eq_ignore_ascii_case(LENGTH))?;
    let value = String::from_utf8_lossy(&line[at + LENGTH.len()..]);
    let value = value.trim();
    Some(value.parse().map_err(|_| value.chars().take(40).collect()))
}

/// The bytes of a message with its header.
pub fn encode(body: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    out.extend_from_slice(body);
}

/// Reads a body. Half a surrogate pair, which clients written in JavaScript send when an edit
/// splits a character, becomes U+FFFD: that is one UTF-16 unit too, so positions stay right.
///
/// # Errors
/// What is wrong with the text, for the answer to the client.
pub fn decode(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).or_else(|error| {
        let repaired = repair(body).ok_or_else(|| error.to_string())?;
        serde_json::from_slice(&repaired).map_err(|error| error.to_string())
    })
}

/// The body with lone surrogate escapes replaced; `None` when it has none.
fn repair(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = body.to_vec();
    let mut changed = false;
    let mut at = 0;
    while at < out.len() {
        if out[at] != b'\\' {
            at += 1;
            continue;
        }
        match escape(&out, at) {
            None => at += 2,
            Some(0xD800..=0xDBFF) if matches!(escape(&out, at + 6), Some(0xDC00..=0xDFFF)) => {
                at += 12;
            }
            Some(0xD800..=0xDFFF) => {
                out[at..at + 6].copy_from_slice(b"\\uFFFD");
                changed = true;
                at += 6;
            }
            Some(_) => at += 6,
        }
    }
    changed.then_some(out)
}

/// The code unit of the `\uXXXX` escape at `at`.
fn escape(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?;
    if !escape.starts_with(b"\\u") {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(&escape[2..]).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn frames(stream: &[u8]) -> Vec<Frame> {
        let mut frames = Frames::new(stream);
        let mut all = Vec::new();
        loop {
            match frames.next().await {
                Frame::End => return all,
                frame => all.push(frame),
            }
        }
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[tokio::test]
    async fn headers_are_read_leniently() {
        let stream = b"content-length: 2\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n{}\
            CONTENT-LENGTH:2\n\n[]\r\n\r\nContent-Type: x\r\nContent-Length:   1 \r\n\r\n7";
        assert_eq!(frames(stream).await, [body("{}"), body("[]"), body("7")]);
    }

    #[tokio::test]
    async fn the_next_message_is_found_after_garbage() {
        let stream = b"Content-Length: many\r\n\r\n{\"lost\":1}Content-Length: 2\r\n\r\n{}";
        let all = frames(stream).await;
        assert!(
            matches!(&all[0], Frame::Bad(why) if why.contains("many")),
            "{all:?}"
        );
        assert_eq!(all[1..], [body("{}")]);

        let stream = b"hello\r\n\r\nContent-Length: 2\r\n\r\n{}";
        let all = frames(stream).await;
        assert!(matches!(&all[0], Frame::Bad(_)), "{all:?}");
        assert_eq!(all[1..], [body("{}")]);
    }

    #[tokio::test]
    async fn lengths_are_bounded() {
        let long = MAX_BODY + 1;
        let mut stream = format!("Content-Length: {long}\r\n\r\n").into_bytes();
        stream.resize(stream.len() + long as usize, b' ');
        stream.extend_from_slice(b"Content-Length: 2\r\n\r\n{}");
        let all = frames(&stream).await;
        assert!(matches!(&all[0], Frame::Bad(_)), "{all:?}");
        assert_eq!(all[1..], [body("{}")]);

        let mut stream = vec![b'x'; 10 * MAX_LINE];
        stream.extend_from_slice(b"Content-Length: 2\r\n\r\n{}");
        assert_eq!(frames(&stream).await, [body("{}")]);
    }

    #[tokio::test]
    async fn half_a_body_is_the_end() {
        assert_eq!(frames(b"Content-Length: 20\r\n\r\n{}").await, []);
    }

    #[test]
    fn lone_surrogates_are_repaired_and_pairs_kept() {
        let text = |body: &str| {
            decode(body.as_bytes()).map(|value| value.as_str().unwrap_or_default().to_string())
        };
        assert_eq!(text(r#""a\uD83Db""#), Ok("a\u{FFFD}b".into()));
        assert_eq!(text(r#""\uDE00""#), Ok("\u{FFFD}".into()));
        assert_eq!(text(r#""\uD83D\uDE00\uD83D""#), Ok("😀\u{FFFD}".into()));
        assert_eq!(text(r#""\uD83D\uD83D\uDE00""#), Ok("\u{FFFD}😀".into()));
        assert_eq!(text(r#""\\uD83D \uD83D""#), Ok("\\uD83D \u{FFFD}".into()));
        assert!(text(r#""\uD8"#).is_err());
        assert!(decode(b"{\"a\": \xff}").is_err());
    }
}
