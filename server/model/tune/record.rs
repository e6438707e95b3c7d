//! What was measured of a file on this machine, by form, and the file that remembers it.

use crate::model::Speed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// File beside the models that holds what was measured.
pub const SPEEDS: &str = "speeds.toml";

/// A form of the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// The file as it was fetched.
    #[serde(rename = "as it is")]
    AsIs,
    /// A copy of the file whose packed weights are unpacked to eight bits.
    #[serde(rename = "Q8_0")]
    Q8,
    /// The file as it was fetched, unpacked to 16-bit floats in memory.
    #[serde(rename = "F16")]
    F16,
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Form::AsIs => "as it is",
            Form::Q8 => "Q8_0",
            Form::F16 => "F16",
        })
    }
}

/// What was measured of one form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    #[serde(flatten)]
    pub speed: Speed,
    /// Milliseconds from a prompt that grew by a few tokens to the first token of the answer. Not what
    /// the speed of reading says: 16-bit weights are packed anew for each step, however short.
    pub keystroke_ms: f64,
}

/// What was measured of one file on one machine, by form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured(BTreeMap<Form, Probe>);

impl Measured {
    /// The form that a typist waits least for, and what was measured of it.
    pub fn best(&self) -> Option<(Form, Probe)> {
        self.best_of(|_| true)
    }

    pub(super) fn best_of(&self, may: impl Fn(Form) -> bool) -> Option<(Form, Probe)> {
        let forms = self.0.iter().filter(|(form, _)| may(**form));
        forms
            .min_by(|(_, a), (_, b)| cost(a).total_cmp(&cost(b)))
            .map(|(form, probe)| (*form, *probe))
    }

    pub(super) fn insert(&mut self, form: Form, probe: Probe) {
        self.0.insert(form, probe);
    }

    /// Each form with what was measured of it.
    pub fn forms(&self) -> impl Iterator<Item = (Form, Probe)> {
        self.0.iter().map(|(form, probe)| (*form, *probe))
    }
}

/// Milliseconds that a typist waits: a keystroke and a short answer, and every twentieth time a prompt
/// of 256 tokens from the beginning (traces of typing find 90 to 95 % of the prompts' tokens kept).
fn cost(probe: &Probe) -> f64 {
    probe.keystroke_ms + probe.speed.ms(0, 12) + 0.05 * probe.speed.ms(256, 0)
}

/// What is known of the files of a folder; empty where nothing or rubbish is written.
fn known(folder: &Path) -> BTreeMap<String, Measured> {
    std::fs::read_to_string(folder.join(SPEEDS))
        .ok()
        .and_then(|text| toml::from_str(&text).ok())
        .unwrap_or_default()
}

/// What was measured of a file on this machine, if it was.
pub fn measured(folder: &Path, file: &Path) -> Option<Measured> {
    known(folder).remove(&key(file)?)
}

/// A file and this machine: what is measured elsewhere, or of another file, is not true here.
fn key(path: &Path) -> Option<String> {
    let bytes = std::fs::metadata(path).ok()?.len();
    let name = path.file_name()?.to_string_lossy();
    let system = sysinfo::System::new_with_specifics(
        sysinfo::RefreshKind::nothing().with_cpu(sysinfo::CpuRefreshKind::nothing()),
    );
    let cpus = system.cpus();
    let brand = cpus.first().map_or("", |cpu| cpu.brand());
    let build = env!("CARGO_PKG_VERSION");
    Some(format!(
        "{name} ({bytes} bytes) on {} x {brand}, inglenook {build}",
        cpus.len()
    ))
}

/// Adds what was measured to the file, whole or not at all.
pub(super) fn remember(folder: &Path, path: &Path, measured: &Measured) -> std::io::Result<()> {
    let Some(key) = key(path) else {
        return Ok(());
    };
    let mut all = known(folder);
    all.insert(key, measured.clone());
    let text = toml::to_string(&all).map_err(std::io::Error::other)?;
    let part = tempfile::NamedTempFile::new_in(folder)?;
    std::fs::write(part.path(), text)?;
    part.persist(folder.join(SPEEDS))
        .map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(prompt: f64, generation: f64, keystroke_ms: f64) -> Probe {
        Probe {
            speed: Speed { prompt, generation },
            keystroke_ms,
        }
    }

    fn of(forms: &[(Form, Probe)]) -> Measured {
        Measured(forms.iter().copied().collect())
    }

    #[test]
    fn the_form_that_a_typist_waits_least_for_is_chosen() {
        let plain = probe(32.0, 25.0, 220.0);
        // 220 ms, 12 tokens at 40 ms, a twentieth of 8 s.
        assert_eq!(cost(&plain).round(), 1100.0);
        // Twice as fast at prompts, but slower at a keystroke and at writing.
        let lopsided = probe(64.0, 20.0, 320.0);
        assert_eq!(cost(&lopsided).round(), 1120.0);
        let measured = of(&[(Form::AsIs, plain), (Form::F16, lopsided)]);
        assert_eq!(measured.best(), Some((Form::AsIs, plain)));
        let better = probe(64.0, 20.0, 220.0);
        let measured = of(&[(Form::AsIs, plain), (Form::Q8, better)]);
        assert_eq!(measured.best(), Some((Form::Q8, better)));
        assert_eq!(of(&[]).best(), None);
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        let measured = of(&[(Form::AsIs, probe(32.0, 25.0, 220.0))]);
        let text = toml::to_string(&measured).expect("it can be written");
        assert_eq!(toml::from_str::<Measured>(&text), Ok(measured));
    }
}
