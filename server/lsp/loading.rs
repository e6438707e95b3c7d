//! The completion model on its way: started once somebody can use it, its progress shown, its failure
//! said once. Knows nothing of models but the slot they arrive in.

use super::progress::Bar;
use super::session::{Session, lock};
use super::{configuration, warm};
use crate::config::options;
use crate::model::{Engine, Slot, Stage};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tower_lsp::lsp_types::MessageType;

/// How often the slot is looked at while the model is on its way.
const EVERY: Duration = Duration::from_millis(100);

/// The slot in use and what it was started with.
#[derive(Default)]
pub struct Loading(Mutex<Option<Started>>);

struct Started {
    slot: Slot,
    options: options::Model,
}

/// Starts loading the model, unless completions are off or it has been started already.
pub fn start(session: &Arc<Session>) {
    let current = configuration::current(session);
    if !current.options.completion.enabled {
        return;
    }
    let slot = Slot::default();
    {
        let mut started = lock(&session.loading.0);
        if started
            .as_ref()
            .is_some_and(|started| started.options == current.options.model)
        {
            return;
        }
        *started = Some(Started {
            slot: slot.clone(),
            options: current.options.model.clone(),
        });
    }
    let (worker, place) = (session.clone(), slot.clone());
    tokio::task::spawn_blocking(move || (worker.setup.start)(&current.options, place));
    tokio::spawn(watch(session.clone(), slot));
}

/// Loads the model that the options name now, if one had been started before.
pub fn restart(session: &Arc<Session>) {
    let running = lock(&session.loading.0).is_some();
    if running {
        session.forget("loading");
        start(session);
    }
}

/// The engine, when it is ready. Else the reason is said, once, and loading is started.
pub fn engine(session: &Arc<Session>) -> Option<Engine> {
    start(session);
    let slot = lock(&session.loading.0).as_ref()?.slot.clone();
    match slot.stage() {
        Stage::Ready(engine) => return Some(engine),
        Stage::Failed(why) => failed(session, &why),
        Stage::Idle => loading(session, "the model is being loaded"),
        Stage::Loading { what, .. } => loading(session, &what),
    }
    None
}

/// The engine, when it is ready; nothing is said or started.
pub fn ready(session: &Session) -> Option<Engine> {
    let slot = lock(&session.loading.0).as_ref()?.slot.clone();
    match slot.stage() {
        Stage::Ready(engine) => Some(engine),
        _ => None,
    }
}

fn loading(session: &Session, what: &str) {
    if session.once("loading") {
        let text = format!("inglenook: {what}; completions start when the model is ready");
        // Where progress is shown a message would only be in the way.
        if session.client().progress {
            session.outbox.log(MessageType::INFO, text);
        } else {
            session.outbox.show(MessageType::INFO, text);
        }
    }
}

fn failed(session: &Session, why: &str) {
    if session.once(format!("failed: {why}")) {
        let text = format!("inglenook: no completions: {why}");
        session.outbox.show(MessageType::ERROR, text);
    }
}

/// Shows the progress of one slot until it is ready, has failed, or another took its place.
async fn watch(session: Arc<Session>, slot: Slot) {
    let mut bar = Bar::new("inglenook/model");
    loop {
        tokio::time::sleep(EVERY).await;
        match slot.stage() {
            _ if !in_use(&session, &slot) => return bar.end(&session, "another model is loaded"),
            Stage::Idle => {}
            Stage::Loading { what, percent } => bar.report(&session, &what, percent).await,
            Stage::Ready(engine) => {
                warm::ready(&session);
                let info = engine.model.info();
                let text = format!("{} is ready on {}", info.name, info.device);
                session
                    .outbox
                    .log(MessageType::INFO, format!("inglenook: {text}"));
                return bar.end(&session, &text);
            }
            Stage::Failed(why) => {
                failed(&session, &why);
                return bar.end(&session, "no completions");
            }
        }
    }
}

fn in_use(session: &Session, slot: &Slot) -> bool {
    let started = lock(&session.loading.0);
    started
        .as_ref()
        .is_some_and(|started| started.slot.is(slot))
}
