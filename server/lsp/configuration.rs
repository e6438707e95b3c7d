//! The options of the session: the editor's settings in layers, made into `Options` by the command
//! line's closure. A bad value gives one message, and what stood before stays.

use super::folders::Folder;
use super::session::{Phase, Session, lock};
use super::{diagnostics, loading, project};
use crate::config::{Options, options};
use crate::lint::Rules;
use crate::workspace::Privacy;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, OnceLock};
use tower_lsp::lsp_types::{MessageType, Url};

/// Name of our section in an editor's settings.
pub const SECTION: &str = "inglenook";

/// The options in force and what is made from them.
pub struct Current {
    pub options: Options,
    pub privacy: Privacy,
    rules: Arc<RuleSet>,
}

/// The rules of one set of lint options, compiled when they are first needed.
#[derive(Default)]
pub struct RuleSet {
    options: options::Lint,
    rules: OnceLock<Rules>,
}

/// Layers and what they came to.
#[derive(Default)]
pub struct Configured {
    /// The settings that the editor pushed or that we pulled; over `initializationOptions`.
    settings: Mutex<Value>,
    /// Held while options are made, so that the newest settings win.
    making: tokio::sync::Mutex<()>,
}

/// The options in force of what belongs to no document: those of the first folder.
pub fn current(session: &Session) -> Arc<Current> {
    of_folder(&session.folders.first())
}

/// The options in force of a document: those of its folder.
pub fn of(session: &Session, uri: &str) -> Arc<Current> {
    of_folder(&session.folders.of(uri))
}

/// The options in force of a folder; the defaults before `initialize`.
pub fn of_folder(folder: &Folder) -> Arc<Current> {
    let mut current = lock(&folder.current);
    let root = folder.root.as_deref();
    current
        .get_or_insert_with(|| Arc::new(make(Options::default(), root, None).0))
        .clone()
}

impl Current {
    /// What the rules are compiled from; the same as long as the options that make them are.
    pub fn rule_set(&self) -> &Arc<RuleSet> {
        &self.rules
    }

    /// The compiled rules. Compiling takes a while: call it on a blocking thread.
    pub fn rules(&self, session: &Session) -> Rules {
        let compile = || {
            let (rules, problems) = Rules::load(&session.setup.languages, &self.rules.options);
            for problem in problems {
                let text = format!("{}: {}", problem.place, problem.why);
                if session.once(&text) {
                    session.outbox.show(MessageType::WARNING, text);
                }
            }
            rules
        };
        self.rules.rules.get_or_init(compile).clone()
    }
}

/// Takes settings that the editor pushed. True when they hold something for us; a push without, as
/// from editors that want to be asked, is a reason to pull.
pub fn push(session: &Session, pushed: &Value) -> bool {
    let Some(settings) = section(pushed) else {
        return false;
    };
    *lock(&session.configured.settings) = settings;
    true
}

/// Asks the editor for its settings, where it can be asked.
pub async fn pull(session: &Session) {
    if !session.client().configuration {
        return;
    }
    let folders = session.folders.all();
    // Of one folder the settings for all are the settings for it.
    let scoped: Vec<(Url, Arc<Folder>)> = folders
        .iter()
        .filter(|_| folders.len() > 1)
        .filter_map(|folder| {
            let uri = Url::from_file_path(folder.root.as_ref()?).ok()?;
            Some((uri, folder.clone()))
        })
        .collect();
    let mut items = vec![json!({ "section": SECTION })];
    items.extend(
        scoped
            .iter()
            .map(|(uri, _)| json!({ "scopeUri": uri, "section": SECTION })),
    );
    let params = json!({ "items": items });
    let answer = session
        .outbox
        .ask::<super::protocol::Configuration>(params)
        .await;
    let answered = |index: usize| {
        let settings = answer.as_ref().and_then(|answer| answer.get(index));
        settings.filter(|settings| settings.is_object()).cloned()
    };
    if let Some(settings) = answered(0) {
        *lock(&session.configured.settings) = settings;
    }
    for (index, (_, folder)) in scoped.iter().enumerate() {
        *lock(&folder.settings) = answered(index + 1).unwrap_or_default();
    }
}

/// Makes the options anew from all layers and puts them in force.
pub async fn reload(session: &Arc<Session>) {
    let _making = session.configured.making.lock().await;
    let worker = session.clone();
    if let Err(error) = tokio::task::spawn_blocking(move || load(&worker)).await {
        eprintln!("the configuration could not be made: {error}");
    }
}

/// As [`reload`], on this thread. Reads the configuration files of each folder.
pub fn load(session: &Arc<Session>) {
    for folder in session.folders.all() {
        load_folder(session, &folder);
    }
}

fn load_folder(session: &Arc<Session>, folder: &Arc<Folder>) {
    let root = folder.root.as_deref();
    let mut layers = section(&session.client().options).unwrap_or_default();
    merge(&mut layers, &lock(&session.configured.settings).clone());
    merge(&mut layers, &lock(&folder.settings).clone());
    let made = (session.setup.configure)(root, &layers);
    let before = lock(&folder.current).clone();
    let settled = match (made, &before) {
        (Ok(settled), _) => settled,
        (Err(why), Some(_)) => return complain(session, why),
        // Nothing stood before: without the editor's settings, else the defaults.
        (Err(why), None) => {
            complain(session, why);
            (session.setup.configure)(root, &Value::Null).unwrap_or_default()
        }
    };
    for note in settled.notes {
        if session.once(&note) {
            session.outbox.show(MessageType::WARNING, note);
        }
    }
    let options = settled.options;
    if before
        .as_ref()
        .is_some_and(|before| before.options == options)
    {
        return;
    }
    let (current, problem) = make(options, root, before.as_deref());
    if let Some(problem) = problem {
        complain(session, problem);
    }
    install(session, folder, Arc::new(current), before);
}

fn install(
    session: &Arc<Session>,
    folder: &Arc<Folder>,
    current: Arc<Current>,
    before: Option<Arc<Current>>,
) {
    let first = Arc::ptr_eq(folder, &session.folders.first());
    if first {
        session
            .workspace
            .set_max_bytes(current.options.server.max_file_bytes);
    }
    *lock(&folder.current) = Some(current.clone());
    let Some(before) = before else { return };
    if before.options.lint != current.options.lint {
        diagnostics::all_changed(session);
    }
    if first && before.options.model != current.options.model {
        loading::restart(session);
    }
    let (old, new) = (&before.options.completion, &current.options.completion);
    // Before the first settings arrive there is no project, and `initialized` begins with it.
    if (old.context != new.context || (!old.enabled && new.enabled))
        && session.phase() == Phase::Ready
    {
        project::reconfigured(session);
    }
}

fn make(
    options: Options,
    root: Option<&std::path::Path>,
    before: Option<&Current>,
) -> (Current, Option<String>) {
    let rules = match before {
        Some(before) if before.options.lint == options.lint => before.rules.clone(),
        _ => Arc::new(RuleSet {
            options: options.lint.clone(),
            rules: OnceLock::new(),
        }),
    };
    let (privacy, problem) = match Privacy::new(root, &options.privacy.exclude) {
        Ok(privacy) => (privacy, None),
        // Until the glob is mended nothing goes into a prompt: the gate is closed, not open.
        Err(error) => (
            Privacy::closed(),
            Some(format!("{error}. No completions until it is mended.")),
        ),
    };
    let current = Current {
        options,
        privacy,
        rules,
    };
    (current, problem)
}

fn complain(session: &Session, why: String) {
    if session.once(format!("configuration: {why}")) {
        let text = format!("inglenook's settings: {why}");
        session.outbox.show(MessageType::ERROR, text);
    }
}

/// Our part of an editor's settings: under our name, or bare when every key is one of ours.
fn section(settings: &Value) -> Option<Value> {
    if let Some(ours) = settings.get(SECTION) {
        return ours.is_object().then(|| ours.clone());
    }
    let keys = settings.as_object().filter(|keys| !keys.is_empty())?;
    let known = serde_json::to_value(Options::default()).unwrap_or_default();
    // A misspelt key among ours is for the closure to name; a foreign section has none of ours.
    let ours = keys.keys().any(|key| known.get(key).is_some());
    ours.then(|| settings.clone())
}

/// Lays `over` over `base`, object by object.
fn merge(base: &mut Value, over: &Value) {
    match (base, over) {
        (_, Value::Null) => {}
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}
