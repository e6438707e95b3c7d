//! The state of one session, each piece behind its own short lock. Knows no method.

use super::Setup;
use super::arrival::Turns;
use super::capabilities::Client;
use super::configuration::Configured;
use super::diagnostics::Board;
use super::folders::Folders;
use super::learn::Saved;
use super::loading::Loading;
use super::outbox::Outbox;
use super::project::Project;
use super::reviewing::Stops;
use super::staged::Marked;
use super::warm::Warm;
use crate::complete::learn::Learn;
use crate::complete::live::Live;
use crate::config::Options;
use crate::workspace::Workspace;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;

/// Where the session stands in the protocol's lifecycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    New,
    Ready,
    ShutDown,
}

/// How many things are said once at most; after that, nothing more is.
const MOST_TOLD: usize = 10_000;

/// One client and all we know of it.
pub struct Session {
    pub setup: Setup,
    pub workspace: Workspace,
    pub outbox: Outbox,
    pub turns: Turns,
    pub board: Board,
    pub warm: Warm,
    pub folders: Folders,
    pub project: Project,
    pub loading: Loading,
    pub live: Live,
    /// Ends reviews.
    pub stops: Stops,
    /// Closed files with findings.
    pub marked: Marked,
    pub learn: Learn,
    pub saved: Saved,
    pub configured: Configured,
    /// Ends the server when set.
    pub end: watch::Sender<bool>,
    /// Completions that were sent, and of these, accepted.
    pub shown: AtomicUsize,
    pub accepted: AtomicUsize,
    phase: AtomicU8,
    initialize: Mutex<Value>,
    client: Mutex<Arc<Client>>,
    told: Mutex<HashSet<String>>,
}

impl Session {
    pub fn new(outbox: Outbox, setup: Setup, end: watch::Sender<bool>) -> Self {
        let max_bytes = Options::default().server.max_file_bytes;
        Self {
            workspace: Workspace::new(setup.languages.clone(), max_bytes),
            learn: Learn::new(setup.data.clone()),
            setup,
            outbox,
            turns: Turns::default(),
            board: Board::default(),
            warm: Warm::default(),
            folders: Folders::default(),
            project: Project::default(),
            loading: Loading::default(),
            live: Live::default(),
            stops: Stops::default(),
            marked: Marked::default(),
            saved: Saved::default(),
            configured: Configured::default(),
            end,
            shown: AtomicUsize::new(0),
            accepted: AtomicUsize::new(0),
            phase: AtomicU8::new(Phase::New as u8),
            initialize: Mutex::default(),
            client: Mutex::default(),
            told: Mutex::default(),
        }
    }

    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::SeqCst) {
            0 => Phase::New,
            1 => Phase::Ready,
            _ => Phase::ShutDown,
        }
    }

    pub fn set_phase(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::SeqCst);
    }

    /// Keeps the raw parameters of `initialize` for its handler.
    pub fn keep_initialize(&self, params: Value) {
        *lock(&self.initialize) = params;
    }

    /// The raw parameters of `initialize`, once.
    pub fn take_initialize(&self) -> Value {
        lock(&self.initialize).take()
    }

    pub fn client(&self) -> Arc<Client> {
        lock(&self.client).clone()
    }

    pub fn set_client(&self, client: Client) {
        *lock(&self.client) = Arc::new(client);
    }

    /// True the first time it is asked for a key: for messages that are said once.
    pub fn once(&self, key: impl Into<String>) -> bool {
        let mut told = lock(&self.told);
        told.len() < MOST_TOLD && told.insert(key.into())
    }

    /// Lets a message be said again.
    pub fn forget(&self, key: &str) {
        lock(&self.told).remove(key);
    }
}

/// A lock whose poison does not matter: every change under it is a single assignment.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
