//! Which form of a model's weights this CPU runs fastest: measured once, remembered beside the model's
//! file. Knows nothing of what is asked of the model later.

use super::{Engine, Event, ModelError, Place, Priority, Prompt, Request, Spec, Speed, gguf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// File beside the models that holds what was measured.
pub const SPEEDS: &str = "speeds.toml";
/// Largest file that is written a second time: above it the copy costs more room than a CPU could use.
const LARGEST: u64 = 1 << 30;
/// Code that the speed is measured on, some 20 tokens a line, and how often it is repeated.
const LINE: &str =
    "    let total = items.iter().map(|item| item.price * item.count).sum::<u64>();\n";
const LINES: usize = 9;
/// Tokens that are written while measuring.
const WRITTEN: usize = 16;

/// Environment variable that makes candle 0.10 unpack all packed weights to 16-bit floats. It is read
/// once, so it has to be set before the first model is loaded.
pub const F16_VARIABLE: &str = "CANDLE_DEQUANTIZE_ALL_F16";

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

    fn best_of(&self, may: impl Fn(Form) -> bool) -> Option<(Form, Speed)> {
        let forms = self.0.iter().filter(|(form, _)| may(**form));
        forms
            .min_by(|(_, a), (_, b)| cost(a).total_cmp(&cost(b)))
            .map(|(form, speed)| (*form, *speed))
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

/// How a form is measured: its file, and what is said of a failure.
pub type Measure<'a> = dyn Fn(&Path, Form) -> Result<Speed, String> + 'a;

/// Measures the forms of a model's weights on this machine, a process each, and remembers them beside
/// the file. Some 40 seconds and as much disk again for the default model, less when the copy loses
/// and is removed. `say` gets a line for each step; what hinders one form is said, the others are
/// measured all the same.
pub fn tune(folder: &Path, file: &Path, measure: &Measure, say: &dyn Fn(&str)) -> Measured {
    let copy = copy_of(folder, file);
    let mut measured = Measured::default();
    let forms: &[Form] = match worth_tuning(file) {
        true => &[Form::AsIs, Form::Q8, Form::F16],
        false => &[Form::AsIs],
    };
    for form in forms {
        say(&format!(
            "measuring how fast this machine runs it, once: {form}"
        ));
        let done = match form {
            Form::AsIs | Form::F16 => measure(file, *form),
            Form::Q8 => write_copy(file, &copy).and_then(|()| measure(&copy, *form)),
        };
        match done {
            Ok(speed) => {
                measured.0.insert(*form, speed);
            }
            Err(why) => say(&format!("it cannot be run {form}: {why}")),
        }
    }
    if measured.best().is_none_or(|(form, _)| form != Form::Q8) {
        std::fs::remove_file(&copy).ok();
    }
    if let Err(why) = remember(folder, file, &measured) {
        say(&format!("what was measured cannot be kept: {why}"));
    }
    measured
}

/// Loads a model in the form that this machine was found to run fastest. Blocks; call it inside a
/// tokio runtime's context.
///
/// # Errors
/// Those of [`super::load`].
pub fn load(spec: Spec, folder: &Path) -> Result<Engine, ModelError> {
    let Some(path) = on_cpu(&spec) else {
        return super::load(spec);
    };
    let copy = copy_of(folder, &path);
    // Whether all is unpacked was settled when the process began.
    let unpacks = std::env::var_os(F16_VARIABLE).is_some();
    let may = |form| match form {
        Form::AsIs => !unpacks,
        Form::Q8 => !unpacks && gguf::read(&copy).is_ok(),
        Form::F16 => unpacks,
    };
    let best = measured(folder, &path).and_then(|known| known.best_of(may));
    let spec = match best {
        Some((Form::Q8, _)) => at_path(spec, copy),
        _ => spec,
    };
    let engine = super::load(spec)?;
    Ok(match best {
        Some((_, speed)) => Engine {
            lane: engine.lane.at(speed),
            ..engine
        },
        None => engine,
    })
}

/// The file of a spec, where it may run on the CPU.
pub fn on_cpu(spec: &Spec) -> Option<PathBuf> {
    let built = cfg!(any(feature = "cuda", feature = "metal"));
    match &spec.place {
        Place::File { path, gpu } if cfg!(feature = "mistral") && !gpu.unwrap_or(built) => {
            Some(path.clone())
        }
        _ => None,
    }
}

fn at_path(mut spec: Spec, to: PathBuf) -> Spec {
    if let Place::File { path, .. } = &mut spec.place {
        *path = to;
    }
    spec
}

fn copy_of(folder: &Path, path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    folder.join(format!("{stem}.q8_0-copy.gguf"))
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

fn worth_tuning(path: &Path) -> bool {
    let packed = |(name, _): &(String, usize)| name.contains("_K") || name.starts_with("Q5");
    gguf::read(path)
        .is_ok_and(|header| header.bytes <= LARGEST && header.weights.iter().any(packed))
}

#[cfg(feature = "mistral")]
fn write_copy(path: &Path, copy: &Path) -> Result<(), String> {
    super::mistral::variant::write_q8_0(path, copy).map_err(|error| error.to_string())
}

#[cfg(not(feature = "mistral"))]
fn write_copy(_path: &Path, _copy: &Path) -> Result<(), String> {
    Err("this build has no engine".into())
}

/// Adds what was measured to the file, whole or not at all.
fn remember(folder: &Path, path: &Path, measured: &Measured) -> std::io::Result<()> {
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

/// Measures reading some 200 tokens and writing 16; `None` where the backend tells no times.
pub async fn measure(engine: &Engine) -> Result<Option<Speed>, ModelError> {
    // The first touch of the weights brings them into memory.
    ask(engine, LINE.into(), 1).await?;
    let usage = ask(
        engine,
        format!("fn sums() {{\n{}", LINE.repeat(LINES)),
        WRITTEN,
    )
    .await?;
    let read = usage.prompt_tokens.saturating_sub(usage.cached_tokens);
    let wrote = usage.completion_tokens.saturating_sub(1);
    let writing = usage.total_ms - usage.ttft_ms;
    if read == 0 || wrote == 0 || usage.ttft_ms <= 0.0 || writing <= 0.0 {
        return Ok(None);
    }
    Ok(Some(Speed {
        prompt: read as f64 * 1e3 / usage.ttft_ms,
        generation: wrote as f64 * 1e3 / writing,
    }))
}

async fn ask(engine: &Engine, text: String, max_tokens: usize) -> Result<super::Usage, ModelError> {
    let request = Request {
        prompt: Prompt::Parts(vec![super::Part::Text(text)]),
        keep: 0,
        max_tokens,
        temperature: 0.0,
        schema: None,
        deadline: Duration::from_secs(60),
    };
    let mut stream = engine.lane.submit(Priority::Keystroke, None, request);
    while let Some(event) = stream.recv().await {
        if let Event::Done { usage, .. } = event? {
            return Ok(usage);
        }
    }
    Err(ModelError::Failed("it ended without a word".into()))
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

    #[test]
    fn what_was_measured_is_remembered_and_rubbish_is_not_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("m.gguf");
        std::fs::write(&file, "weights").expect("it can be written");
        assert_eq!(measured(folder.path(), &file), None);
        let said = std::cell::RefCell::new(Vec::new());
        let done = tune(
            folder.path(),
            &file,
            &|_, _| Ok(speed(30.0, 25.0)),
            &|line| said.borrow_mut().push(line.to_string()),
        );
        assert_eq!(
            done,
            of(&[(Form::AsIs, speed(30.0, 25.0))]),
            "a file of rubbish has one form"
        );
        assert_eq!(said.borrow().len(), 1);
        assert_eq!(measured(folder.path(), &file), Some(done));
        // Another file under the same name is another file.
        std::fs::write(&file, "other weights").expect("it can be written");
        assert_eq!(measured(folder.path(), &file), None);
        std::fs::write(folder.path().join(SPEEDS), "[half a li").expect("it can be written");
        assert_eq!(measured(folder.path(), &file), None);
    }

    #[test]
    fn what_cannot_be_measured_is_said_and_remembered_as_unknown() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("m.gguf");
        std::fs::write(&file, "weights").expect("it can be written");
        let said = std::cell::RefCell::new(Vec::new());
        let fails = |_: &Path, _| Err("it broke".to_string());
        let say = |line: &str| said.borrow_mut().push(line.to_string());
        let done = tune(folder.path(), &file, &fails, &say);
        assert_eq!(done.best(), None);
        assert_eq!(said.borrow()[1], "it cannot be run as it is: it broke");
        assert_eq!(measured(folder.path(), &file), Some(done));
    }
}
