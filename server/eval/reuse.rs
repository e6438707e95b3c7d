//! Answers of another run where its prompt was the same, so that a setting is measured on the holes
//! that it touches and costs no more.

use super::{Harness, Hole, Log, Record, record::RecordError};
use crate::config::Options;
use std::collections::HashMap;

/// Another run of the same model: its options, and its records by hole.
pub struct Reuse {
    options: Options,
    records: HashMap<String, Record>,
}

impl Reuse {
    /// A run's options and records; a hole at which its engine failed has no answer.
    pub fn new(options: Options, records: Vec<Record>) -> Self {
        let asked = records.into_iter().filter(|record| record.error.is_none());
        Self {
            options,
            records: asked.map(|record| (record.id.clone(), record)).collect(),
        }
    }

    /// The answer to a hole whose prompt was the same and whose answer could be as long.
    pub fn answer(&self, harness: &Harness, hole: &Hole) -> Option<&Record> {
        let record = self.records.get(&hole.id)?;
        let (was, now) = (&self.options, harness.options);
        let same = was.completion.max_tokens == now.completion.max_tokens
            && harness.layout(was, hole) == harness.layout(now, hole);
        same.then_some(record)
    }

    /// Takes over what it can, into `records` and the log, and gives the holes that are left.
    ///
    /// # Errors
    /// When the log cannot be written.
    pub fn take<'h>(
        &self,
        harness: &Harness,
        holes: Vec<&'h Hole>,
        log: &mut Option<Log>,
        records: &mut Vec<Record>,
    ) -> Result<Vec<&'h Hole>, RecordError> {
        let mut left = Vec::new();
        for hole in holes {
            let Some(record) = self.answer(harness, hole) else {
                left.push(hole);
                continue;
            };
            if let Some(log) = log {
                log.add(record)?;
            }
            records.push(record.clone());
        }
        Ok(left)
    }
}
