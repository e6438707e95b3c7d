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

/// What was measured of one file on one machine, by form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured(BTreeMap<Form, Speed>);

impl Measured {
    /// The form that a typist waits least for, and its speed.
    pub fn best(&self) -> Option<(Form, Speed)> {
        self.best_of(|_| true)
    }

    pub(super) fn best_of(&self, may: impl Fn(Form) -> bool) -> Option<(Form, Speed)> {
        let forms = self.0.iter().filter(|(form, _)| may(**form));
        forms
            .min_by(|(_, a), (_, b)| cost(a).total_cmp(&cost(b)))
            .map(|(form, speed)| (*form, *speed))
    }

    pub(super) fn insert(&mut self, form: Form, speed: Speed) {
        self.0.insert(form, speed);
    }

    /// Each form with its speed.
    pub fn forms(&self) -> impl Iterator<Item = (Form, Speed)> {
        self.0.iter().map(|(form, speed)| (*form, *speed))
    }
}

/// Milliseconds that a typist waits: a keystroke and a short answer, and every tenth time a prompt of
/// 256 tokens from the beginning.
fn cost(speed: &Speed) -> f64 {
    speed.ms(8, 12) + 0.1 * speed.ms(256, 0)
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

    fn speed(prompt: f64, generation: f64) -> Speed {
        Speed { prompt, generation }
    }

    fn of(forms: &[(Form, Speed)]) -> Measured {
        Measured(forms.iter().copied().collect())
    }

    #[test]
    fn the_form_that_a_typist_waits_least_for_is_chosen() {
        let slow = speed(30.0, 25.0);
        // Twice as fast at prompts but half as fast at writing: 12 tokens cost 480 ms more, the prompts
        // save 133 + 427 ms.
        let lopsided = speed(60.0, 12.5);
        assert_eq!(cost(&slow).round(), 1600.0);
        assert_eq!(cost(&lopsided).round(), 1520.0);
        let measured = of(&[(Form::AsIs, slow), (Form::F16, lopsided)]);
        assert_eq!(measured.best(), Some((Form::F16, lopsided)));
        let lopsided = speed(60.0, 10.0);
        let measured = of(&[(Form::AsIs, slow), (Form::Q8, lopsided)]);
        assert_eq!(measured.best(), Some((Form::AsIs, slow)));
        assert_eq!(of(&[]).best(), None);
    }
}
