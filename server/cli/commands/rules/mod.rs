//! `inglenook rules`: what rules there are, what they say, and which of them cannot be used.

mod annotated;
mod pages;
mod skeleton;

use crate::cli::error::{CLEAN, FINDINGS};
use crate::cli::{CliError, Io, start};
use crate::config::Flags;
use crate::config::options::Lint;
use crate::lint::{About, Problem, Rules};
use crate::syntax::Languages;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook rules list                      every rule by id
  inglenook rules show python-os-system     one rule in words
  inglenook rules show --semgrep ID         the rule in plain Semgrep syntax, lists written out
  inglenook rules new my-rule --language python   a rule and its test, to be filled in
  inglenook rules test team-rules/          the annotated files beside the rules
  inglenook rules check team-rules/         what of these rules cannot be used, and why
  inglenook rules docs site/rules           a Markdown page for each rule, and an index")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print the rules: id, severity, confidence, languages
    List {
        /// Rule files or folders beside the built-in ones
        paths: Vec<PathBuf>,
    },
    /// Print rules in words, or in plain Semgrep syntax
    Show {
        /// Rule ids; every rule when left out
        ids: Vec<String>,
        /// Rule files or folders beside the built-in ones; may be repeated
        #[arg(long, value_name = "PATH")]
        rules: Vec<PathBuf>,
        /// As one rule file that Semgrep reads: lists written out, in JSON, which is YAML
        #[arg(long)]
        semgrep: bool,
    },
    /// Run the annotated files that lie beside rule files: `ruleid:`, `ok:`, `todoruleid:`, `todook:`
    Test {
        /// Rule files or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Write a rule and its annotated test, to be filled in
    New {
        /// The rule's id, also the name of its files
        id: String,
        /// A language that rules may name: python, rust, go, …
        #[arg(long, value_name = "LANGUAGE")]
        language: String,
        /// Follow data from sources to sinks
        #[arg(long)]
        taint: bool,
        /// Folder that the files go to; the working folder when left out
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Write a Markdown page for each rule, and an index of them
    Docs {
        /// Folder that the pages go to; made when it is not there
        folder: PathBuf,
        /// Rule files or folders beside the built-in ones; may be repeated
        #[arg(long, value_name = "PATH")]
        rules: Vec<PathBuf>,
    },
    /// Load rules and print each that cannot be used, with file, line and reason
    Check {
        /// Rule files or folders beside the built-in ones
        paths: Vec<PathBuf>,
    },
}

pub fn run(args: Args, io: &mut Io) -> Result<u8, CliError> {
    match args.action {
        Action::List { paths } => {
            let (rules, problems) = load(&paths, io)?;
            for about in rules.abouts() {
                writeln!(io.out, "{}", line(about))?;
            }
            say(&problems, io)?;
            Ok(CLEAN)
        }
        Action::Show {
            ids,
            rules,
            semgrep,
        } => show(&ids, &rules, semgrep, io),
        Action::Test { paths } => annotated::run(&paths, &options(&paths, io)?, io),
        Action::New {
            id,
            language,
            taint,
            folder,
        } => skeleton::run(&id, &language, taint, folder, io),
        Action::Docs { folder, rules } => {
            let (rules, problems) = load(&rules, io)?;
            say(&problems, io)?;
            pages::run(&rules, &folder, io)
        }
        Action::Check { paths } => {
            let (rules, problems) = load(&paths, io)?;
            for problem in &problems {
                writeln!(io.out, "{problem}")?;
            }
            let (good, bad) = (rules.abouts().len(), problems.len());
            writeln!(io.out, "{good} rules can be used, {bad} cannot")?;
            Ok(if bad > 0 { FINDINGS } else { CLEAN })
        }
    }
}

/// The options of this folder with more rule files; each path must be there.
fn options(paths: &[PathBuf], io: &Io) -> Result<Lint, CliError> {
    let mut lint = start::options(io, Some(&io.cwd), Flags::new())?
        .options
        .lint;
    for path in paths {
        let full = io.cwd.join(path);
        if !full.exists() {
            let message = format!("`{}` is not there", path.display());
            return Err(CliError::new(message).hint("name a YAML file or a folder of them"));
        }
        lint.rules.push(full);
    }
    Ok(lint)
}

fn languages() -> Result<Languages, CliError> {
    Languages::embedded().map_err(|error| CliError::new(error.to_string()))
}

fn load(paths: &[PathBuf], io: &Io) -> Result<(Rules, Vec<Problem>), CliError> {
    let (rules, mut problems) = Rules::load(&languages()?, &options(paths, io)?);
    problems.extend(rules.faults());
    Ok((rules, problems))
}

fn say(problems: &[Problem], io: &mut Io) -> Result<(), CliError> {
    for problem in problems {
        writeln!(io.err, "a rule was skipped: {problem}")?;
    }
    Ok(())
}

fn line(about: &About) -> String {
    format!(
        "{}  {}  {}  {}",
        about.id,
        about.severity.name(),
        about.confidence.name(),
        about.languages.join(",")
    )
}

fn show(ids: &[String], paths: &[PathBuf], semgrep: bool, io: &mut Io) -> Result<u8, CliError> {
    let lint = options(paths, io)?;
    let languages = languages()?;
    let (rules, problems) = Rules::load(&languages, &lint);
    say(&problems, io)?;
    let wanted = |id: &String| ids.is_empty() || ids.contains(id);
    for id in ids {
        if !rules.abouts().iter().any(|about| about.id == *id) {
            return Err(CliError::new(format!("there is no rule `{id}`"))
                .hint("`inglenook rules list` prints them all"));
        }
    }
    if semgrep {
        let plain = Rules::plain(&languages, &lint);
        let texts: Vec<&str> = plain
            .iter()
            .filter(|(id, _)| wanted(id))
            .filter_map(|(_, text)| text.strip_prefix("{\"rules\":[")?.strip_suffix("]}"))
            .collect();
        writeln!(io.out, "{{\"rules\":[{}]}}", texts.join(",\n"))?;
        return Ok(CLEAN);
    }
    for about in rules.abouts().iter().filter(|about| wanted(&about.id)) {
        if let Some(page) = rules.page(&about.id) {
            writeln!(io.out, "{page}")?;
        }
        writeln!(io.out, "From {}\n", about.place)?;
    }
    Ok(CLEAN)
}
