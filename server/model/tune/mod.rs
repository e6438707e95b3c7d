//! Which form of a model's weights this CPU runs fastest: measured once, remembered beside the model's
//! file. Knows nothing of what is asked of the model later.

mod record;

pub use record::{Form, Measured, Probe, measured};

use super::{Engine, Event, ModelError, Place, Priority, Prompt, Request, Spec, Speed, gguf};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Largest file that is written a second time: above it the copy costs more room than a CPU could use.
const LARGEST: u64 = 1 << 30;
/// Code that the speed is measured on, some 20 tokens a line, and how often it is repeated.
const LINE: &str =
    "    let total = items.iter().map(|item| item.price * item.count).sum::<u64>();\n";
const LINES: usize = 9;
/// What is typed after it, before and at a keystroke: some six tokens in all.
const TYPED: [&str; 2] = ["    let mean", " = total"];
/// Tokens that are written while measuring.
const WRITTEN: usize = 16;

/// Environment variable that makes candle 0.10 unpack all packed weights to 16-bit floats. It is read
/// once, so it has to be set before the first model is loaded.
pub const F16_VARIABLE: &str = "CANDLE_DEQUANTIZE_ALL_F16";

/// How a form is measured: its file, and what is said of a failure.
pub type Measure<'a> = dyn Fn(&Path, Form) -> Result<Probe, String> + 'a;

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
            Ok(probe) => {
                measured.insert(*form, probe);
            }
            Err(why) => say(&format!("it cannot be run {form}: {why}")),
        }
    }
    if measured.best().is_none_or(|(form, _)| form != Form::Q8) {
        std::fs::remove_file(&copy).ok();
    }
    if let Err(why) = record::remember(folder, file, &measured) {
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
        return on_gpu(spec);
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
        Some((_, probe)) => Engine {
            lane: engine.lane.at(probe.speed),
            ..engine
        },
        None => engine,
    })
}

/// Loads a model onto a GPU, where the first requests are slow, and measures it there at once: a
/// fraction of a second.
fn on_gpu(spec: Spec) -> Result<Engine, ModelError> {
    let local = matches!(spec.place, Place::File { .. });
    let engine = super::load(spec)?;
    let runtime = tokio::runtime::Handle::try_current();
    let Some(runtime) = runtime.ok().filter(|_| local) else {
        return Ok(engine);
    };
    Ok(match runtime.block_on(measure(&engine))? {
        Some(probe) => Engine {
            lane: engine.lane.at(probe.speed),
            ..engine
        },
        None => engine,
    })
}

/// The file of a spec, where it may run on the CPU.
pub fn on_cpu(spec: &Spec) -> Option<PathBuf> {
    let built = cfg!(any(feature = "cuda", feature = "metal"));
    match &spec.place {
        Place::File { path, gpu, .. } if cfg!(feature = "mistral") && !gpu.unwrap_or(built) => {
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

/// Measures reading some 200 tokens, writing 16, and a prompt that grows by a few; `None` where the
/// backend tells no times.
pub async fn measure(engine: &Engine) -> Result<Option<Probe>, ModelError> {
    let head = format!("fn sums() {{\n{}", LINE.repeat(LINES));
    // The first touch of the weights brings them into memory.
    ask(engine, [LINE.into(), String::new()], 1).await?;
    let usage = ask(engine, [head.clone(), TYPED[0].into()], WRITTEN).await?;
    let grown = ask(engine, [head, TYPED.concat()], 1).await?;
    let read = usage.prompt_tokens.saturating_sub(usage.cached_tokens);
    let wrote = usage.completion_tokens.saturating_sub(1);
    let writing = usage.total_ms - usage.ttft_ms;
    if read == 0 || wrote == 0 || usage.ttft_ms <= 0.0 || writing <= 0.0 {
        return Ok(None);
    }
    Ok(Some(Probe {
        speed: Speed {
            prompt: read as f64 * 1e3 / usage.ttft_ms,
            generation: wrote as f64 * 1e3 / writing,
        },
        keystroke_ms: grown.ttft_ms,
    }))
}

/// Asks for what follows two texts, of which the first is kept.
async fn ask(
    engine: &Engine,
    texts: [String; 2],
    max_tokens: usize,
) -> Result<super::Usage, ModelError> {
    let request = Request {
        prompt: Prompt::Parts(texts.map(super::Part::Text).into()),
        keep: 1,
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
    use record::SPEEDS;

    const PROBE: Probe = Probe {
        speed: Speed {
            prompt: 30.0,
            generation: 25.0,
        },
        keystroke_ms: 200.0,
    };

    #[test]
    fn what_was_measured_is_remembered_and_rubbish_is_not_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("m.gguf");
        std::fs::write(&file, "weights").expect("it can be written");
        assert_eq!(measured(folder.path(), &file), None);
        let said = std::cell::RefCell::new(Vec::new());
        let done = tune(folder.path(), &file, &|_, _| Ok(PROBE), &|line| {
            said.borrow_mut().push(line.to_string())
        });
        let forms: Vec<_> = done.forms().collect();
        assert_eq!(
            forms,
            [(Form::AsIs, PROBE)],
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
