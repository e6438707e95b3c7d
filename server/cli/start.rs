//! What commands need before they begin: the configuration and a loaded model, with errors that
//! name the command which mends them. Prints nothing itself.

use super::machine::{available_gib, gib, machine};
use super::{CliError, Dirs, Io, device, forms, remote_plan};
use crate::config::{self, ConfigError, Flags, Layers, Loaded, Options};
use crate::model::{
    Catalog, Choice, Engine, Family, ModelError, Place, Purpose, Slot, Spec, Stage, Store, choose,
    store, tune,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a line for the user begins that is more than progress.
pub const NOTE: &str = "note: ";

/// The configuration for work below `root` (a project is looked for there and upwards).
pub fn options(io: &Io, root: Option<&Path>, flags: Flags) -> Result<Loaded, CliError> {
    let layers = Layers {
        folder: io.dirs.config.clone(),
        user: io.config.clone(),
        root,
        editor: None,
        flags,
        cwd: io.cwd.clone(),
    };
    config::load(layers).map_err(CliError::from)
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        let said = CliError::new(error.to_string());
        match error.hint {
            Some(hint) => said.hint(hint),
            None => said,
        }
    }
}

/// The store of models: where the option says, else in the user's own folder.
pub fn store(dirs: &Dirs, options: &Options) -> Store {
    Store::new(options.model.folder.as_ref().unwrap_or(&dirs.models))
}

/// A model that is to run: what to load, and why this one.
#[derive(Clone, Debug)]
pub struct Plan {
    pub spec: Spec,
    /// One sentence.
    pub why: String,
    /// GiB of memory that it takes, where it runs here.
    pub memory_gib: Option<f64>,
    /// What to tell the user of the device, where it is not the one that was hoped for.
    pub note: Option<String>,
    /// Folder for a form of the weights that this machine runs faster; `None` where none is wanted.
    pub copies: Option<PathBuf>,
}

impl Plan {
    /// Whether both would load the same weights.
    fn same(&self, other: &Plan) -> bool {
        match (&self.spec.place, &other.spec.place) {
            (Place::File { path: a, .. }, Place::File { path: b, .. }) => a == b,
            (
                Place::Remote {
                    url: a, model: x, ..
                },
                Place::Remote {
                    url: b, model: y, ..
                },
            ) => a == b && x == y,
            _ => false,
        }
    }
}

/// Chooses and finds the model for a purpose; loads nothing.
pub fn plan(dirs: &Dirs, options: &Options, purpose: Purpose) -> Result<Plan, CliError> {
    let catalog = Catalog::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let wish = &options.model;
    if let Some(remote) = &wish.remote {
        return remote_plan::of(&catalog, remote);
    }
    let store = store(dirs, options);
    let copies = wish.tune.then(|| store.folder().to_path_buf());
    if let Some(path) = &wish.path {
        let (family, header) =
            store::by_path(&catalog, path, wish.family.as_deref()).map_err(mend)?;
        let name = match path.is_dir() {
            true => path.file_name(),
            false => path.file_stem(),
        };
        let name = name
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let memory_gib = gib(header.bytes) * 1.25;
        let device::Decided { gpu, note } = device::decide(options, memory_gib);
        return Ok(Plan {
            why: format!("{} is given by path", path.display()),
            memory_gib: Some(memory_gib),
            note,
            spec: file(name, family, path.clone(), (gpu, wish.gpu_cache_mib)),
            copies,
        });
    }
    let choice = choice(&catalog, &store, options, purpose)?;
    let (path, _) = store.locate(&choice.entry).map_err(mend)?;
    let memory_gib = choice.entry.memory_gib;
    let device::Decided { gpu, note } = device::decide(options, memory_gib);
    let on = (gpu, wish.gpu_cache_mib);
    Ok(Plan {
        why: choice.why,
        memory_gib: Some(memory_gib),
        note,
        spec: file(choice.entry.name, choice.family, path, on),
        copies,
    })
}

/// The model of the list that the options and the machine lead to, whether or not it is there.
pub fn choice(
    catalog: &Catalog,
    store: &Store,
    options: &Options,
    purpose: Purpose,
) -> Result<Choice, CliError> {
    let named = match purpose {
        Purpose::Completion => &options.model.completion,
        Purpose::Review => &options.model.review,
    };
    choose::choose(catalog, store, purpose, named.as_deref(), machine(options)).map_err(|error| {
        let hint = match &error {
            choose::ChooseError::Unknown {
                nearest: Some(near),
                ..
            } => format!("did you mean `{near}`?"),
            choose::ChooseError::NoChat { .. } => "name an Instruct model in `model.review`".into(),
            _ => "`inglenook model list` prints the known models".into(),
        };
        CliError::new(error.to_string()).hint(hint)
    })
}

/// Chooses, finds, checks and loads the model for a purpose. Blocks for seconds; call it inside a
/// tokio runtime's context. `say` gets a line for each step.
pub fn engine(
    dirs: &Dirs,
    options: &Options,
    purpose: Purpose,
    say: &dyn Fn(&str),
) -> Result<Engine, CliError> {
    load(&plan(dirs, options, purpose)?, say)
}

/// The engines for completions and for reviews, one and the same where both want the same model.
pub fn both(
    dirs: &Dirs,
    options: &Options,
    say: &dyn Fn(&str),
) -> Result<(Engine, Engine), CliError> {
    let completion = plan(dirs, options, Purpose::Completion)?;
    let review = plan(dirs, options, Purpose::Review)?;
    let first = load(&completion, say)?;
    let second = if completion.same(&review) {
        first.clone()
    } else {
        load(&review, say)?
    };
    Ok((first, second))
}

/// Loads the model for completions on a thread of its own and reports to `slot`. Call it inside a
/// tokio runtime's context.
pub fn spawn(options: Options, dirs: Dirs, slot: Slot) {
    slot.set(Stage::Loading {
        what: "looking for the model".into(),
        percent: None,
    });
    let runtime = tokio::runtime::Handle::current();
    std::thread::spawn(move || {
        let _context = runtime.enter();
        let work = || {
            engine(&dirs, &options, Purpose::Completion, &|what| {
                slot.set(Stage::Loading {
                    what: what.into(),
                    percent: None,
                });
            })
        };
        let stage = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
            Ok(Ok(engine)) => Stage::Ready(engine),
            Ok(Err(error)) => Stage::Failed(match error.hint {
                Some(hint) => format!("{}; {hint}", error.message),
                None => error.message,
            }),
            Err(_) => Stage::Failed(
                "the engine broke down while loading the model; run `inglenook doctor`".into(),
            ),
        };
        slot.set(stage);
    });
}

/// Loads what was planned.
pub fn load(plan: &Plan, say: &dyn Fn(&str)) -> Result<Engine, CliError> {
    let spec = &plan.spec;
    if let Some(note) = &plan.note {
        say(&format!("{NOTE}{note}"));
    }
    if let (Place::File { .. }, Some(needs)) = (&spec.place, plan.memory_gib) {
        let free = available_gib();
        if !on_gpu(&spec.place) && needs > free {
            return Err(CliError::new(format!(
                "{} needs {needs:.1} GiB of memory and {free:.1} GiB are free",
                spec.name
            ))
            .hint("close other programs, or name a smaller model: `inglenook model list`"));
        }
    }
    if let (Some(folder), Some(file)) = (&plan.copies, tune::on_cpu(spec))
        && tune::measured(folder, &file).is_none()
    {
        tune::tune(folder, &file, &forms::measure, say);
    }
    match &spec.place {
        Place::File { .. } => say(&format!("loading {}", spec.name)),
        Place::Remote { url, .. } => say(&format!("asking {} at {url}", spec.name)),
    }
    let engine = match &plan.copies {
        Some(folder) => tune::load(spec.clone(), folder),
        None => crate::model::load(spec.clone()),
    };
    match engine {
        Err(error) if on_gpu(&spec.place) => {
            say(&format!("{NOTE}{error}; it is loaded on the CPU instead"));
            load(&on_cpu(plan), say)
        }
        engine => engine.map_err(CliError::from),
    }
}

impl From<ModelError> for CliError {
    fn from(error: ModelError) -> Self {
        CliError::new(error.to_string())
    }
}

fn on_gpu(place: &Place) -> bool {
    matches!(place, Place::File { gpu, .. } if *gpu == Some(true))
}

/// The same on the CPU.
fn on_cpu(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    if let Place::File { gpu, .. } = &mut plan.spec.place {
        *gpu = Some(false);
    }
    plan
}

/// `on`: whether on the GPU, and the MiB that the options give to computed prompts there.
fn file(name: String, family: Arc<Family>, path: PathBuf, on: (bool, Option<u32>)) -> Spec {
    let (gpu, cache_mib) = on;
    Spec {
        name,
        family,
        place: Place::File {
            path,
            gpu: Some(gpu),
            cache_mib,
        },
    }
}

/// A store's error with the command that mends it.
pub fn mend(error: store::StoreError) -> CliError {
    let said = CliError::new(error.why);
    match error.mend {
        Some(mend) => said.hint(mend),
        None => said,
    }
}
