//! A file that grows while its digest is computed. Knows no sources.

use super::pull::{SourceError, Step, hex};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;

/// The growing file.
pub(super) struct Joined {
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Joined {
    /// A new, empty one.
    pub fn create(path: &Path) -> Result<Self, SourceError> {
        Ok(Self {
            file: File::create(path)?,
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    /// Goes on with what an earlier pull left.
    pub fn resume(path: &Path) -> Result<Self, SourceError> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        let mut hash = Sha256::new();
        let mut bytes = 0;
        let mut buffer = vec![0; 1 << 20];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(Self { file, hash, bytes }),
                count => {
                    hash.update(&buffer[..count]);
                    bytes += count as u64;
                }
            }
        }
    }

    /// Empties it.
    pub fn restart(&mut self) -> Result<(), SourceError> {
        self.file.set_len(0)?;
        self.hash = Sha256::new();
        self.bytes = 0;
        Ok(())
    }

    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Appends all that a reader gives.
    pub fn take(
        &mut self,
        reader: &mut dyn Read,
        total: Option<u64>,
        tell: &mut dyn FnMut(Step),
    ) -> Result<(), SourceError> {
        let mut buffer = vec![0; 1 << 18];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    self.file.write_all(&buffer[..count])?;
                    self.hash.update(&buffer[..count]);
                    self.bytes += count as u64;
                    tell(Step::Bytes {
                        done: self.bytes,
                        total,
                    });
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                // Reading never fills the disk: this is the source's failure.
                Err(error) => return Err(SourceError::Failed(error.to_string())),
            }
        }
    }

    /// Everything on the disk; gives the digest.
    pub fn finish(self) -> Result<String, SourceError> {
        self.file.sync_all()?;
        Ok(hex(&self.hash.finalize()))
    }
}
