//! Reviews measured on labelled changes: the rules alone, with the model's verdicts, with its own
//! remarks.

mod cases;
mod score;

pub use cases::{Case, parse, read};
pub use score::Tally;

use crate::config::options;
use crate::finding::{Finding, Origin};
use crate::lint::{self, Rules};
use crate::model::Engine;
use crate::prompt::task::TaskError;
use crate::review::{self, Answers, Counts, File, Review, Tasks, on_changes};
use crate::syntax::Languages;
use crate::workspace;
use serde::Serialize;
use std::time::{Duration, Instant};

/// Largest case in bytes.
const MAX_BYTES: usize = 1 << 20;
/// Least probability in percent at which a finding counts as judged real.
const REAL: u8 = 50;

/// What is needed to review a case.
pub struct Reviewer<'a> {
    pub rules: &'a Rules,
    pub languages: &'a Languages,
    pub options: &'a options::Review,
    /// The model with its tasks and what it said before; `None` measures the rules alone.
    pub model: Option<(&'a Engine, &'a Tasks, &'a dyn Answers)>,
}

/// What was found in one case.
#[derive(Clone, Debug, Serialize)]
pub struct Reviewed {
    pub name: String,
    pub weakness: String,
    pub wrong: Vec<usize>,
    /// Findings of the rules and of the model.
    pub findings: Vec<Finding>,
    pub counts: Counts,
    pub lint_s: f64,
    pub model_s: f64,
}

impl Reviewer<'_> {
    /// Reviews one case. Call it inside a tokio runtime.
    ///
    /// # Errors
    /// When a task does not fit this program.
    pub async fn case(&self, case: &Case) -> Result<Reviewed, TaskError> {
        let document =
            workspace::document(self.languages, case.path.clone(), &case.after, MAX_BYTES);
        let file = File {
            shown: case.path.clone(),
            document,
            edits: case.edits.clone(),
            private: None,
        };
        let began = Instant::now();
        let found = lint::check(self.rules, &file.document, &file.shown);
        let lints = on_changes(&file, found);
        let mut reviewed = Reviewed {
            name: case.name.clone(),
            weakness: case.weakness.clone(),
            wrong: case.wrong.clone(),
            findings: lints.clone(),
            counts: Counts::default(),
            lint_s: began.elapsed().as_secs_f64(),
            model_s: 0.0,
        };
        let Some((engine, tasks, answers)) = self.model else {
            return Ok(reviewed);
        };
        let began = Instant::now();
        let review = Review {
            files: &[file],
            lints: &lints,
            options: self.options,
            tasks,
            answers,
            checks: &[],
            index: None,
            until: began + Duration::from_secs(self.options.budget_s),
        };
        let outcome = review::run(engine, &review, &mut |_| {}, std::future::pending()).await?;
        reviewed.findings = outcome.findings;
        reviewed.counts = outcome.counts;
        reviewed.model_s = began.elapsed().as_secs_f64();
        Ok(reviewed)
    }
}

/// The rows of the table: what would be shown by each pass.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Table {
    /// The rules alone: what is shown by default of a model below two billion parameters.
    pub rules: Tally,
    /// Those of them that the model judged real: what a filter by verdict would leave.
    pub judged: Tally,
    /// The rules and the model's own remarks that a second look left.
    pub open: Tally,
    /// The model's own remarks alone.
    pub own: Tally,
    pub counts: Counts,
}

impl Table {
    /// Counts one case.
    pub fn add(&mut self, case: &Case, reviewed: &Reviewed) {
        let all: Vec<&Finding> = reviewed.findings.iter().collect();
        let of = |keep: &dyn Fn(&Finding) -> bool| -> Vec<&Finding> {
            all.iter().copied().filter(|found| keep(found)).collect()
        };
        let lint = |found: &Finding| found.origin == Origin::Lint;
        let real = |found: &Finding| found.judgement.is_none_or(|judged| judged.real() >= REAL);
        let (lints, model) = (reviewed.lint_s, reviewed.model_s);
        self.rules.add(case, &of(&lint), lints);
        self.judged.add(
            case,
            &of(&|found| lint(found) && real(found)),
            lints + model,
        );
        self.open.add(case, &all, lints + model);
        self.own.add(case, &of(&|found| !lint(found)), model);
        self.counts = self.counts + reviewed.counts;
    }

    /// The rows with their names. Without a model there is one.
    pub fn rows(&self) -> Vec<(&'static str, &Tally)> {
        let mut rows = vec![("rules alone", &self.rules)];
        if self.counts.judged > 0 {
            rows.push(("rules, those judged real", &self.judged));
        }
        if self.counts.answered > 0 {
            rows.push(("rules and the model's own", &self.open));
            rows.push(("the model's own alone", &self.own));
        }
        rows
    }
}
