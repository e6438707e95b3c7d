//! Reads the project: its index with a progress bar, its history once. Says what it left out.

use super::{Known, broke, settle};
use crate::complete::project::History;
use crate::git::GitError;
use crate::index::{Built, place};
use crate::lsp::configuration;
use crate::lsp::folders::Folder;
use crate::lsp::progress::Bar;
use crate::lsp::session::{Session, lock};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tower_lsp::lsp_types::MessageType;

/// How often the progress is told, first after so long: a small project needs no bar.
const EVERY: Duration = Duration::from_millis(200);

/// Reads the project, shows how far it is, and says what was left out. The history is read once.
pub async fn build(session: &Arc<Session>, folder: &Arc<Folder>, first: bool) {
    let Some(known) = folder.known() else {
        return;
    };
    let done = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let mut work = {
        let (session, folder, done) = (session.clone(), folder.clone(), done.clone());
        tokio::task::spawn_blocking(move || read(&session, &folder, &known, &done, first))
    };
    let mut bar = Bar::new("inglenook/index");
    let built = loop {
        tokio::select! {
            built = &mut work => break built,
            () = tokio::time::sleep(EVERY) => {
                let (done, all) = (done.0.load(Ordering::Relaxed), done.1.load(Ordering::Relaxed));
                let percent = u8::try_from(done * 100 / all.max(1)).ok();
                bar.report(session, "reading the project", percent).await;
            }
        }
    };
    match built {
        Ok(built) => {
            let text = said(&built);
            bar.end(session, &text);
            if first {
                let kind = MessageType::INFO;
                let several = session.folders.all().len() > 1;
                let which = folder.root.as_ref().filter(|_| several);
                let which = which.map_or(String::new(), |root| format!("{}: ", root.display()));
                session
                    .outbox
                    .log(kind, format!("inglenook: {which}{text}"));
            }
        }
        Err(error) => {
            bar.end(session, "stopped");
            broke(session, &error.to_string());
        }
    }
    for snapshot in session.workspace.snapshots() {
        settle(session, &snapshot.uri, Duration::ZERO);
    }
}

fn read(
    session: &Session,
    folder: &Folder,
    known: &Known,
    done: &(AtomicUsize, AtomicUsize),
    first: bool,
) -> Built {
    let current = configuration::of_folder(folder);
    let root = known.index.root();
    let saved = session.setup.cache.as_ref();
    let saved = saved.map(|cache| place(cache, root));
    let progress = |files: usize, all: usize| {
        done.0.store(files, Ordering::Relaxed);
        done.1.store(all, Ordering::Relaxed);
    };
    let stop = &folder.stop;
    let index = &known.index;
    let built = index.build(&current.privacy, saved.as_deref(), &progress, stop);
    if let Some(saved) = saved.filter(|_| !built.stopped && built.kept < built.files)
        && let Err(error) = index.save(&saved)
    {
        let text = format!(
            "inglenook: the index could not be saved in {}: {error}; it is made again next time",
            saved.display()
        );
        session.outbox.log(MessageType::WARNING, text);
    }
    if first {
        history(session, folder, root);
    }
    built
}

fn history(session: &Session, folder: &Folder, root: &Path) {
    match History::read(root) {
        Ok(history) => {
            if let Some(known) = lock(&folder.known).as_mut() {
                known.history = Arc::new(history);
            }
        }
        // A folder that is in no repository has no history, and nothing is missing.
        Err(GitError::NotARepository(_)) => {}
        Err(error) => {
            let text = format!(
                "inglenook: the history of {} was not read: {error}",
                root.display()
            );
            session.outbox.log(MessageType::INFO, text);
        }
    }
}

fn said(built: &Built) -> String {
    let mut text = format!(
        "{} files of the project are indexed ({} as before), {:.1} s",
        built.files, built.kept, built.seconds
    );
    if let Some(why) = &built.rebuilt {
        text.push_str(&format!("; {why}, so it was made anew"));
    }
    let skipped = built.skipped.to_string();
    if !skipped.is_empty() {
        text.push_str(&format!("; left out: {skipped}"));
    }
    text
}
