//! A question that outlives the request it came with: it owns what it needs. Nothing else.

use super::frame::Frame;
use super::live::Question;
use super::{Completion, Target, Way, generate};
use crate::config::Options;
use crate::model::{Engine, ModelError};
use crate::workspace::Snapshot;
use std::sync::Arc;

/// Which model answers.
pub fn salt(engine: &Engine) -> usize {
    Arc::as_ptr(&engine.model).cast::<()>() as usize
}

/// A question and all that its answer takes.
pub struct Errand {
    engine: Engine,
    options: Options,
    pub document: Snapshot,
    pub offset: usize,
    pub frame: Arc<Frame>,
}

impl Errand {
    /// The question as its own, in a frame that is true of its place.
    pub fn of(question: &Question<'_>, frame: Arc<Frame>) -> Self {
        let target = question.target;
        Self {
            engine: question.engine.clone(),
            options: question.options.clone(),
            document: target.document.clone(),
            offset: target.offset,
            frame,
        }
    }

    /// Asks the model.
    pub async fn generate(
        &self,
        way: Way,
        grows: &mut (dyn FnMut(&str) + Send),
    ) -> Result<Completion, ModelError> {
        let target = Target {
            frame: Some(&self.frame),
            ..Target::new(&self.document, self.offset)
        };
        generate(&self.engine, &self.options, target, way, grows).await
    }
}
