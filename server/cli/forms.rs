//! Measuring the forms of a model's weights, a process each, and the one thing that has to be settled
//! before the process has threads. Which form is best, `model::tune` decides.

use super::{CliError, Io, device, start};
use crate::config::Flags;
use crate::model::tune::{self, F16_VARIABLE, Form, Probe};
use crate::model::{Catalog, Place, Purpose, Spec, load, store};
use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Lets the engine unpack the weights to 16-bit floats when that was measured to be the fastest for
/// the model that completions will use. Does nothing when the user set the variable, or when anything
/// is wrong: the command itself will say so. `flags`: the command line's own options. Call it before
/// any thread is started.
pub fn prepare(io: &Io, flags: Flags) {
    if std::env::var_os(F16_VARIABLE).is_none() && best(io, flags) == Some(Form::F16) {
        // SAFETY: no other thread runs yet, so none can read the environment meanwhile.
        unsafe { std::env::set_var(F16_VARIABLE, "1") };
    }
}

/// The form that was measured to be the fastest for the model that completions will use.
fn best(io: &Io, flags: Flags) -> Option<Form> {
    let options = start::options(io, Some(&io.cwd), flags).ok()?.options;
    let model = &options.model;
    if !model.tune || model.remote.is_some() || device::decide(&options, 0.0).gpu {
        return None;
    }
    let store = start::store(&io.dirs, &options);
    // Only names and sizes are looked at here: reading the file's header would slow each start.
    let file = match &model.path {
        Some(path) => path.clone(),
        None => {
            let catalog = Catalog::embedded().ok()?;
            let choice = start::choice(&catalog, &store, &options, Purpose::Completion).ok()?;
            store.path(&choice.entry)
        }
    };
    let (form, _) = tune::measured(store.folder(), &file)?.best()?;
    Some(form)
}

/// Measures one form in a process of its own, so that nothing of it stays in this one.
pub fn measure(file: &Path, form: Form) -> Result<Probe, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.args(["model", "measure"]).arg(file);
    command.env_remove(F16_VARIABLE);
    if form == Form::F16 {
        command.env(F16_VARIABLE, "1");
    }
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(said.lines().next().unwrap_or("it broke down").to_string());
    }
    serde_json::from_slice(&done.stdout).map_err(|error| error.to_string())
}

/// Measures all forms of a file and prints them, the best last.
pub fn tune(folder: &Path, file: &Path, io: &mut Io) -> Result<(), CliError> {
    let measured = {
        let err = RefCell::new(&mut io.err);
        tune::tune(folder, file, &measure, &|line| {
            // A closed pipe leaves nobody to tell.
            writeln!(err.borrow_mut(), "{line}").ok();
        })
    };
    for (form, probe) in measured.forms() {
        writeln!(io.out, "{:9} {}", form.to_string(), said(&probe))?;
    }
    match measured.best() {
        Some((form, _)) => writeln!(io.out, "from now on it runs {form}")?,
        None => return Err(CliError::new("no form of the weights could be measured")),
    }
    Ok(())
}

/// What was measured, in words.
pub fn said(probe: &Probe) -> String {
    let Probe {
        speed,
        keystroke_ms,
    } = probe;
    format!(
        "reads {:.0} tokens/s, writes {:.1} tokens/s, answers a keystroke in {keystroke_ms:.0} ms",
        speed.prompt, speed.generation
    )
}

/// Loads a file as this process runs it and prints what was measured as JSON.
pub fn print(catalog: &Catalog, file: &Path, io: &mut Io) -> Result<(), CliError> {
    let (family, _) = store::by_path(catalog, file, None).map_err(start::mend)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let spec = Spec {
        name: "model".into(),
        family,
        place: Place::File {
            path: file.to_path_buf(),
            gpu: Some(false),
            cache_mib: None,
        },
    };
    let engine = {
        let _context = runtime.enter();
        load(spec)?
    };
    let probe = runtime.block_on(tune::measure(&engine))?;
    let probe = probe.ok_or_else(|| CliError::new("the engine tells no times"))?;
    let text = serde_json::to_string(&probe).map_err(anyhow::Error::from)?;
    writeln!(io.out, "{text}")?;
    runtime.shutdown_background();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Dirs;
    use crate::model::Speed;

    #[test]
    fn the_command_line_may_forbid_another_form_or_name_another_model() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name);
        for folder in ["config", "models"] {
            std::fs::create_dir(at(folder)).expect("it can be made");
        }
        let (model, other) = (at("models/m.gguf"), at("models/other.gguf"));
        for file in [&model, &other] {
            std::fs::write(file, "weights").expect("it can be written");
        }
        let options = format!("[model]\npath = '{}'\n", model.display());
        std::fs::write(at("config/inglenook.toml"), options).expect("it can be written");
        let io = Io {
            out: Box::new(std::io::sink()),
            err: Box::new(std::io::sink()),
            cwd: home.path().to_path_buf(),
            dirs: Dirs {
                config: at("config"),
                cache: at("cache"),
                data: at("data"),
                models: at("models"),
            },
            config: None,
            terminal: false,
            width: 80,
            system: false,
        };
        assert_eq!(best(&io, Flags::new()), None, "nothing is measured");
        let probe = Probe {
            speed: Speed {
                prompt: 60.0,
                generation: 20.0,
            },
            keystroke_ms: 300.0,
        };
        tune::tune(&at("models"), &model, &|_, _| Ok(probe), &|_| {});
        // As if the form had been measured: rubbish has but the one that it is in.
        let speeds = at("models").join("speeds.toml");
        let known = std::fs::read_to_string(&speeds).expect("it was written");
        std::fs::write(&speeds, known.replace("as it is", "F16")).expect("it can be written");
        assert_eq!(best(&io, Flags::new()), Some(Form::F16));
        let off = Flags::new().set("model.tune", toml::Value::Boolean(false));
        assert_eq!(best(&io, off), None);
        let named = Flags::new().model(other.to_str(), home.path());
        assert_eq!(best(&io, named), None, "of this one nothing is measured");
    }
}
