//! What a model thinks of a finding of the rules. It orders and explains; it takes nothing away.

use serde::{Deserialize, Serialize};

/// The model's answer to whether a finding is real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    #[serde(rename = "real")]
    Real,
    #[serde(rename = "not real")]
    NotReal,
    #[serde(rename = "unsure")]
    Unsure,
}

impl Verdict {
    /// As it stands in answers and reports.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Real => "real",
            Verdict::NotReal => "not real",
            Verdict::Unsure => "unsure",
        }
    }
}

/// A verdict, and how sure the model was of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Judgement {
    pub verdict: Verdict,
    /// Probability of the verdict's tokens in percent, where the backend tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
}

impl Judgement {
    /// `probability`: 0 to 1.
    pub fn new(verdict: Verdict, probability: Option<f64>) -> Self {
        // Between 0 and 100, so that nothing is cut off.
        let percent = probability.map(|share| (share.clamp(0.0, 1.0) * 100.0).round() as u8);
        Self { verdict, percent }
    }

    /// How likely the model takes the finding to be real, 0 to 100; 75 to 25 where it did not say.
    pub fn real(self) -> u8 {
        match (self.verdict, self.percent) {
            (Verdict::Real, percent) => percent.unwrap_or(75),
            (Verdict::NotReal, percent) => 100 - percent.unwrap_or(75).min(100),
            (Verdict::Unsure, _) => 50,
        }
    }
}

impl std::fmt::Display for Judgement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.verdict.name())?;
        match self.percent {
            Some(percent) => write!(f, " ({percent} %)"),
            None => Ok(()),
        }
    }
}
