//! Messages on a byte stream: lenient framing and bounded lengths. Knows headers, not what a body says.

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

/// Longest body that is read, in bytes. A longer one is answered with an error and skipped.
pub const MAX_BODY: u64 = 64 * 1024 * 1024;
/// Longest body that is skipped: the message of a very large file. No client means a longer one, and
/// where the next message begins nobody can tell, for a body may hold what looks like a header.
const MAX_SKIP: u64 = 4 * 1024 * 1024 * 1024;
/// Most bytes that a header may have, or garbage in which a header is looked for.
const MAX_HEADER: usize = 8 * 1024 * 1024;
/// Longest header line that is kept; what stands before its last such many bytes is dropped.
const MAX_LINE: usize = 4 * 1024;
const LENGTH: &[u8] = b"content-length:";

/// What the stream holds next.
#[derive(Debug, PartialEq)]
pub enum Frame {
    Body(Vec<u8>),
    /// Something that is no message: why. The next one can be found.
    Bad(String),
    /// Something after which no message can be found: why.
    Broken(String),
    End,
}

/// Reads frames from a stream, and finds the next one after garbage.
pub struct Frames<R> {
    reader: BufReader<R>,
    /// Bytes of a body that is too long, still to be skipped.
    skip: u64,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    pub fn new(reader: R) -> Self {
        Self {
            reader: BufReader::with_capacity(64 * 1024, reader),
            skip: 0,
        }
    }

    /// The next frame. Header names are read in any case, and other headers than Content-Length
    /// do not matter. A broken stream is its end.
    pub async fn next(&mut self) -> Frame {
        self.read().await.unwrap_or(Frame::End)
    }

    async fn read(&mut self) -> std::io::Result<Frame> {
        if self.skip > 0 {
            let mut body = (&mut self.reader).take(std::mem::take(&mut self.skip));
            tokio::io::copy_buf(&mut body, &mut tokio::io::sink()).await?;
        }
        match self.header().await? {
            Header::Length(length) if length > MAX_SKIP => Ok(Frame::Broken(format!(
                "a message of {length} bytes is announced, which no client sends"
            ))),
            // Told before it is skipped: much may be still to come.
            Header::Length(length) if length > MAX_BODY => {
                self.skip = length;
                Ok(Frame::Bad(format!(
                    "a message of {length} bytes is skipped; the longest that is read has {MAX_BODY}"
                )))
            }
            Header::Length(length) => self.body(length).await,
            Header::Bad(why) => Ok(Frame::Bad(why)),
            Header::Endless => Ok(Frame::Broken(format!(
                "no message begins within {MAX_HEADER} bytes"
            ))),
            Header::End => Ok(Frame::End),
        }
    }

    async fn body(&mut self, length: u64) -> std::io::Result<Frame> {
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

    /// The lines to the next empty one.
    async fn header(&mut self) -> std::io::Result<Header> {
        let mut length: Option<Header> = None;
        let mut lines = 0;
        let mut left = MAX_HEADER;
        loop {
            let line = match self.line(&mut left).await? {
                Line::End => return Ok(Header::End),
                Line::Endless => return Ok(Header::Endless),
                Line::Text(line) => line,
            };
            if let Some(found) = content_length(&line) {
                length = Some(found);
            }
            match (line.is_empty(), lines) {
                (true, 0) => {}
                (true, _) => break,
                (false, _) => lines += 1,
            }
        }
        Ok(length.unwrap_or_else(|| Header::Bad("a header without Content-Length".into())))
    }

    /// A line without its break, at most its last `MAX_LINE` bytes. Takes its bytes off what is left.
    async fn line(&mut self, left: &mut usize) -> std::io::Result<Line> {
        let mut line = Vec::new();
        loop {
            let chunk = self.reader.fill_buf().await?;
            if chunk.is_empty() {
                return Ok(Line::End);
            }
            if *left == 0 {
                return Ok(Line::Endless);
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(chunk.len());
            line.extend_from_slice(&chunk[..taken]);
            let consumed = taken + usize::from(end.is_some());
            *left = left.saturating_sub(consumed);
            self.reader.consume(consumed);
            if line.len() > MAX_LINE {
                line.drain(..line.len() - MAX_LINE);
            }
            if end.is_some() {
                while line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(Line::Text(line));
            }
        }
    }
}

/// What stands before a body.
enum Header {
    Length(u64),
    Bad(String),
    Endless,
    End,
}

enum Line {
    Text(Vec<u8>),
    Endless,
    End,
}

/// The number after the last `Content-Length:` of a line. Searching the whole line finds the next
/// header after a body whose length was wrong, for bodies end without a line break.
fn content_length(line: &[u8]) -> Option<Header> {
    let at = line
        .windows(LENGTH.len())
        .rposition(|window| window.eq_ignore_ascii_case(LENGTH))?;
    let value = String::from_utf8_lossy(&line[at + LENGTH.len()..]);
    let value = value.trim();
    Some(value.parse().map_or_else(
        |_| {
            let shown: String = value.chars().take(40).collect();
            Header::Bad(format!("Content-Length is no number of bytes: {shown}"))
        },
        Header::Length,
    ))
}

/// The bytes of a message with its header.
pub fn encode(body: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    out.extend_from_slice(body);
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
    async fn too_long_a_message_is_told_of_before_it_has_arrived() {
        let (mut client, server) = tokio::io::duplex(1024);
        let mut frames = Frames::new(server);
        let header = format!("Content-Length: {}\r\n\r\n", MAX_SKIP);
        tokio::io::AsyncWriteExt::write_all(&mut client, header.as_bytes())
            .await
            .expect("the pipe is open");
        let told = frames.next().await;
        assert!(
            matches!(&told, Frame::Bad(why) if why.contains("4294967296")),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn what_nobody_can_mean_breaks_the_stream_off() {
        let (mut client, server) = tokio::io::duplex(1024);
        let mut frames = Frames::new(server);
        tokio::io::AsyncWriteExt::write_all(&mut client, b"Content-Length: 4000000000000\n\n{}")
            .await
            .expect("the pipe is open");
        let told = frames.next().await;
        assert!(
            matches!(&told, Frame::Broken(why) if why.contains("4000000000000")),
            "{told:?}"
        );

        for endless in ["x".repeat(99), "X-More: 1\r\n".repeat(9)] {
            let reader = std::io::Cursor::new(endless.repeat(MAX_HEADER / endless.len() + 99_999));
            let told = Frames::new(reader).next().await;
            assert!(matches!(&told, Frame::Broken(_)), "{told:?}");
        }
    }

    #[tokio::test]
    async fn negative_and_absent_lengths_are_named() {
        let all = frames(b"Content-Length: -5\r\n\r\n{}Content-Length: 2\r\n\r\n{}").await;
        assert!(
            matches!(&all[0], Frame::Bad(why) if why.ends_with("-5")),
            "{all:?}"
        );
        assert_eq!(all[1..], [body("{}")]);
        let all = frames(b"X: 1\r\n\r\n").await;
        assert!(
            matches!(&all[0], Frame::Bad(why) if why.contains("Content-Length")),
            "{all:?}"
        );
    }

    #[tokio::test]
    async fn half_a_body_is_the_end() {
        assert_eq!(frames(b"Content-Length: 20\r\n\r\n{}").await, []);
    }
}
