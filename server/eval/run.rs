//! Holes through the product's own pipeline, or through the plain baseline, one after the other.

use super::around::Projects;
use super::check::{self, Fault};
use super::{Hole, Record, plain};
use crate::complete::{self, Completion, Layout, Target};
use crate::config::Options;
use crate::model::{Engine, ModelError, Usage};
use crate::syntax::Languages;
use crate::workspace::{self, Snapshot};
use std::ops::Range;
use std::time::Instant;

/// An answer of either.
struct Done {
    text: String,
    range: Range<usize>,
    confidence: Option<f64>,
    usage: Usage,
}

impl From<Completion> for Done {
    fn from(completion: Completion) -> Self {
        Self {
            text: completion.text,
            range: completion.range,
            confidence: completion.confidence,
            usage: completion.usage,
        }
    }
}

/// What answers holes.
pub struct Harness<'a> {
    pub engine: &'a Engine,
    pub options: &'a Options,
    pub languages: &'a Languages,
    /// Ask plainly instead of through the pipeline.
    pub plain: bool,
    /// End a plain answer once it is decided whether it and its first line are right.
    pub decided: bool,
    /// Least confidence at which an answer counts as shown.
    pub threshold: f64,
    /// What gives the pieces of other files, if anything does.
    pub projects: Option<&'a Projects>,
}

impl Harness<'_> {
    /// What the prompt of a hole holds under these options.
    pub fn layout(&self, options: &Options, hole: &Hole) -> Layout {
        let text = hole.document();
        let document = workspace::document(self.languages, hole.path.clone(), &text, text.len());
        let context = self
            .projects
            .map(|projects| projects.context(self.engine, options, hole, &document));
        let target = Target {
            context: context.as_ref(),
            ..Target::new(&document, hole.offset)
        };
        complete::layout(self.engine, options, &target)
    }

    /// Asks for one hole. An error of the engine becomes part of the record.
    pub async fn ask(&self, hole: &Hole) -> Record {
        let text = hole.document();
        let document = workspace::document(self.languages, hole.path.clone(), &text, text.len());
        let started = Instant::now();
        let mut pieces = 0;
        let done = if self.plain {
            let (before, after) = hole.around();
            let until = self.decided.then_some(hole.expected.as_str());
            let asked = plain::ask(self.engine, self.options, before, after, until).await;
            asked.map(|plain| Done {
                text: plain.text,
                range: hole.offset..hole.offset,
                confidence: plain.confidence,
                usage: plain.usage,
            })
        } else {
            let projects = self.projects;
            let context = projects
                .map(|projects| projects.context(self.engine, self.options, hole, &document));
            pieces = context.as_ref().map_or(0, |context| context.pieces.len());
            let target = Target {
                context: context.as_ref(),
                ..Target::new(&document, hole.offset)
            };
            let asked = complete::ask(self.engine, self.options, target).await;
            asked.map(Done::from)
        };
        let wall_ms = started.elapsed().as_secs_f64() * 1e3;
        let record = Record {
            pieces,
            wall_ms,
            ..blank(hole)
        };
        match done {
            Ok(done) => self.judged(record, &document, &text, &done),
            Err(error) => failed(record, &error),
        }
    }

    fn judged(&self, record: Record, document: &Snapshot, text: &str, done: &Done) -> Record {
        let usage = done.usage;
        let answer = inside(text, record.offset, done);
        let sure = done.confidence.is_none_or(|sure| sure >= self.threshold);
        let exact = answer.trim_end() == record.expected.trim_end();
        Record {
            shown: !answer.trim().is_empty() && sure,
            faults: self.faults(document, text, done, exact),
            confidence: done.confidence,
            prompt_tokens: usage.prompt_tokens,
            cached_tokens: usage.cached_tokens,
            new_tokens: usage.prompt_tokens.saturating_sub(usage.cached_tokens),
            completion_tokens: usage.completion_tokens,
            ttft_ms: usage.ttft_ms,
            total_ms: usage.total_ms,
            answer,
            ..record
        }
    }

    /// The file's own text is no fault, whatever a parser or the lines below say of it.
    fn faults(&self, document: &Snapshot, text: &str, done: &Done, exact: bool) -> Vec<Fault> {
        if exact || done.text.is_empty() {
            return Vec::new();
        }
        let controls = self.engine.family.controls();
        let language = document.language.as_ref();
        check::faults(language, text, &done.range, &done.text, &controls)
    }
}

/// What a completion puts into the hole: one that replaces text around the cursor holds that text.
/// Where it does not, it is given whole, and is not the hole's text.
fn inside(document: &str, offset: usize, done: &Done) -> String {
    let start = done.range.start.min(offset);
    let end = done.range.end.max(offset);
    let around = (&document[start..offset], &document[offset..end]);
    let inner = done.text.strip_prefix(around.0);
    let inner = inner.and_then(|text| text.strip_suffix(around.1));
    inner.unwrap_or(&done.text).to_string()
}

fn blank(hole: &Hole) -> Record {
    Record {
        id: hole.id.clone(),
        file: hole.file.clone(),
        language: hole.language.clone(),
        kind: hole.kind,
        offset: hole.offset,
        expected: hole.expected.clone(),
        answer: String::new(),
        shown: false,
        confidence: None,
        pieces: 0,
        prompt_tokens: 0,
        cached_tokens: 0,
        new_tokens: 0,
        completion_tokens: 0,
        ttft_ms: 0.0,
        total_ms: 0.0,
        wall_ms: 0.0,
        faults: Vec::new(),
        error: None,
    }
}

fn failed(record: Record, error: &ModelError) -> Record {
    Record {
        error: Some(error.to_string()),
        ..record
    }
}
