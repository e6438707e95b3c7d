//! `inglenook eval --review`: how right reviews are on a folder of labelled changes.

use super::Args;
use super::set;
use crate::cli::answers::Kept;
use crate::cli::error::{CLEAN, FAILED};
use crate::cli::{CliError, Io, output, start};
use crate::config::Options;
use crate::eval::review::{Case, Reviewed, Reviewer, Table, Tally, read};
use crate::lint::Rules;
use crate::model::{Engine, Purpose};
use crate::review::{self, Tasks};
use crate::syntax::Languages;
use std::path::Path;

pub fn run(args: &Args, folder: &Path, io: &mut Io) -> Result<u8, CliError> {
    let cases = read(&io.cwd.join(folder)).map_err(|why| {
        CliError::new(why).hint("tests/fixtures/review in the sources says how cases are written")
    })?;
    let cases: Vec<Case> = match &args.only {
        Some(part) => cases
            .into_iter()
            .filter(|case| case.name.contains(part))
            .collect(),
        None => cases,
    };
    let flags = set::flags(args, &io.cwd)?;
    let mut options = start::options(io, Some(&io.cwd), flags)?.options;
    let languages = Languages::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let (rules, _) = Rules::load(&languages, &options.lint);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let context = runtime.enter();
    let engine = match args.no_model {
        true => None,
        false => Some(engine(&options, io)?),
    };
    if let Some(engine) = &engine {
        // The passes are what is measured, also where they are not made by default.
        options.review.depth = review::on_request(engine, options.review.depth);
    }
    let tasks = Tasks::embedded().map_err(|error| CliError::new(error.to_string()))?;
    let answers = Kept::new(&io.dirs.cache);
    let reviewer = Reviewer {
        rules: &rules,
        languages: &languages,
        options: &options.review,
        model: engine
            .as_ref()
            .map(|engine| (engine, &tasks, &answers as _)),
    };
    let reviewed = runtime.block_on(all(&reviewer, &cases, io))?;
    drop(context);
    runtime.shutdown_background();
    let mut table = Table::default();
    let known = cases.iter().take(reviewed.len());
    known
        .zip(&reviewed)
        .for_each(|(case, reviewed)| table.add(case, reviewed));
    if let Some(path) = &args.json {
        let mut lines = Vec::new();
        for one in &reviewed {
            serde_json::to_writer(&mut lines, one).map_err(std::io::Error::from)?;
            lines.push(b'\n');
        }
        output::replace(&io.cwd.join(path), &lines)?;
    }
    let model = engine.map(|engine| engine.model.info().name);
    print(&table, &cases, reviewed.len(), model.as_deref(), io)?;
    Ok(match reviewed.len() < cases.len() {
        true => FAILED,
        false => CLEAN,
    })
}

fn engine(options: &Options, io: &Io) -> Result<Engine, CliError> {
    let say = |what: &str| {
        if io.system {
            anstream::eprintln!("{what}");
        }
    };
    start::engine(&io.dirs, options, Purpose::Review, &say)
}

/// Reviews the cases in order until Ctrl-C.
async fn all(reviewer: &Reviewer<'_>, cases: &[Case], io: &Io) -> Result<Vec<Reviewed>, CliError> {
    let mut reviewed = Vec::new();
    for (done, case) in cases.iter().enumerate() {
        if io.system && reviewer.model.is_some() {
            anstream::eprintln!("{} ({} of {})", case.name, done + 1, cases.len());
        }
        let one = tokio::select! {
            biased;
            () = super::stopped(io.system) => break,
            one = reviewer.case(case) => one,
        };
        reviewed.push(one.map_err(|error| CliError::new(error.to_string()))?);
    }
    Ok(reviewed)
}

fn print(
    table: &Table,
    cases: &[Case],
    done: usize,
    model: Option<&str>,
    io: &mut Io,
) -> Result<(), CliError> {
    let clean = cases
        .iter()
        .take(done)
        .filter(|case| case.wrong.is_empty())
        .count();
    writeln!(
        io.out,
        "{done} of {} changes, {clean} of them clean; {}",
        cases.len(),
        model.map_or("without a model".into(), |name| format!("read by {name}"))
    )?;
    writeln!(
        io.out,
        "{:26} {:>5} {:>9} {:>6} {:>5} {:>17} {:>7}",
        "", "shown", "precision", "recall", "F1", "alarms/100 clean", "s"
    )?;
    for (name, tally) in table.rows() {
        writeln!(io.out, "{name:26} {}", row(tally))?;
    }
    let rules = &table.rules;
    writeln!(
        io.out,
        "The rules name the weakness in {} of {} changes that they find. Findings that do not stand \
         on their line: {}.",
        rules.named, rules.found, table.open.misplaced
    )?;
    let counts = table.counts;
    if model.is_some() {
        writeln!(
            io.out,
            "Of the model: {} verdicts that count, {} parts read, {} answers of the wrong shape, {} remarks \
             dropped, {} knocked down, {} parts not reached.",
            counts.judged,
            counts.answered,
            counts.broken,
            counts.dropped,
            counts.refuted,
            counts.not_reviewed
        )?;
    }
    Ok(())
}

fn row(tally: &Tally) -> String {
    let share = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.2}"));
    format!(
        "{:>5} {:>9} {:>6} {:>5} {:>17} {:>7.1}",
        tally.findings,
        share(tally.precision()),
        share(tally.recall()),
        share(tally.f1()),
        share(tally.alarms()),
        tally.seconds
    )
}
