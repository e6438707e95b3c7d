//! Bytes of a GGUF header with a bound on every length. Knows the encoding, not the keys.

use super::GgufError;
use super::weights::WEIGHTS;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};

/// Most metadata entries and most tensors; the largest published models have a few thousand.
const MOST: u64 = 65_536;
/// Longest text in bytes; the longest in use are chat templates of some ten thousand bytes.
const LONGEST: u64 = 16 << 20;

/// A value that somebody may ask for.
pub(super) enum Value {
    Text(String),
    Number(u64),
}

pub(super) struct Reader {
    inner: BufReader<File>,
    /// Bytes of the file.
    have: u64,
    /// Bytes read.
    pub at: u64,
}

impl Reader {
    pub fn new(inner: BufReader<File>, have: u64) -> Self {
        Self { inner, have, at: 0 }
    }

    pub fn bytes<const N: usize>(&mut self) -> Result<[u8; N], GgufError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), GgufError> {
        self.inner
            .read_exact(bytes)
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::UnexpectedEof => GgufError::ShortHeader { have: self.have },
                _ => GgufError::Io(error),
            })?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    pub fn u32(&mut self) -> Result<u32, GgufError> {
        Ok(u32::from_le_bytes(self.bytes()?))
    }

    fn u64(&mut self) -> Result<u64, GgufError> {
        Ok(u64::from_le_bytes(self.bytes()?))
    }

    pub fn count(&mut self, what: &str) -> Result<u64, GgufError> {
        match self.u64()? {
            count if count <= MOST => Ok(count),
            count => Err(GgufError::Damaged(format!("it claims {count} {what}"))),
        }
    }

    /// A length that must fit into what is left of the file, `size` bytes each.
    fn length(&mut self, size: u64) -> Result<u64, GgufError> {
        let length = self.u64()?;
        let bytes = length.checked_mul(size).ok_or_else(overflow)?;
        if bytes > self.have.saturating_sub(self.at) {
            return Err(GgufError::ShortHeader { have: self.have });
        }
        Ok(length)
    }

    pub fn text(&mut self) -> Result<String, GgufError> {
        let length = self.length(1)?;
        if length > LONGEST {
            return Err(GgufError::Damaged(format!("a text of {length} bytes")));
        }
        let mut bytes = vec![0; length as usize];
        self.fill(&mut bytes)?;
        // Tokens of some vocabularies are pieces of characters; they only serve for comparison.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub fn texts(&mut self, kind: u32) -> Result<Vec<String>, GgufError> {
        if kind != 9 || self.u32()? != 8 {
            return Err(GgufError::Damaged(
                "its vocabulary is not a list of texts".into(),
            ));
        }
        let length = self.length(8)?;
        (0..length).map(|_| self.text()).collect()
    }

    fn skip(&mut self, bytes: u64) -> Result<(), GgufError> {
        if bytes > self.have.saturating_sub(self.at) {
            return Err(GgufError::ShortHeader { have: self.have });
        }
        let step = i64::try_from(bytes).map_err(|_| overflow())?;
        self.inner.seek_relative(step)?;
        self.at += bytes;
        Ok(())
    }

    pub fn value(&mut self, kind: u32) -> Result<Option<Value>, GgufError> {
        Ok(match kind {
            8 => Some(Value::Text(self.text()?)),
            4 => Some(Value::Number(self.u32()?.into())),
            10 => Some(Value::Number(self.u64()?)),
            9 => {
                let kind = self.u32()?;
                if kind == 8 {
                    for _ in 0..self.length(8)? {
                        let length = self.length(1)?;
                        self.skip(length)?;
                    }
                } else {
                    let size = scalar(kind)?;
                    let length = self.length(size)?;
                    self.skip(length * size)?;
                }
                None
            }
            kind => {
                self.skip(scalar(kind)?)?;
                None
            }
        })
    }

    /// Reads the tensors' places: how many are stored as what, and the bytes that they span.
    pub fn tensors(&mut self, count: u64) -> Result<(Vec<(String, usize)>, u64), GgufError> {
        let mut kinds: HashMap<&str, usize> = HashMap::new();
        let mut extent = 0;
        for _ in 0..count {
            let name = self.text()?;
            let dimensions = self.u32()?;
            if dimensions > 8 {
                return Err(GgufError::Damaged(format!(
                    "tensor {name} has {dimensions} dimensions"
                )));
            }
            let mut elements = 1u64;
            for _ in 0..dimensions {
                elements = elements.checked_mul(self.u64()?).ok_or_else(overflow)?;
            }
            let kind = self.u32()?;
            let offset = self.u64()?;
            let weights = WEIGHTS
                .iter()
                .find(|weights| weights.id == kind)
                .ok_or_else(|| GgufError::Weights(format!("type {kind}")))?;
            let end = elements
                .div_ceil(weights.elements)
                .checked_mul(weights.bytes)
                .and_then(|bytes| bytes.checked_add(offset))
                .ok_or_else(overflow)?;
            extent = extent.max(end);
            *kinds.entry(weights.name).or_default() += 1;
        }
        let mut kinds: Vec<(String, usize)> = kinds
            .into_iter()
            .map(|(name, count)| (name.into(), count))
            .collect();
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok((kinds, extent))
    }
}

fn scalar(kind: u32) -> Result<u64, GgufError> {
    match kind {
        0 | 1 | 7 => Ok(1),
        2 | 3 => Ok(2),
        4..=6 => Ok(4),
        10..=12 => Ok(8),
        kind => Err(GgufError::Damaged(format!(
            "a value of the unknown type {kind}"
        ))),
    }
}

pub(super) fn overflow() -> GgufError {
    GgufError::Damaged("its sizes do not add up".into())
}
