//! `inglenook eval`: how good the completions are on somebody's own code.

mod compare;
mod finish;
mod holes;
mod reuse;
mod review;
mod set;
mod trace;

use crate::cli::{CliError, Io};
use crate::config::Flags;
use crate::eval::record::RecordError;
use std::path::{Path, PathBuf};

/// Measure completions on your own code.
///
/// Cuts holes into the files below the paths, drawn by a seed, lets the model fill them as it would
/// in the editor, and says how often it was right, what was shown, and how long it took. Choose a
/// model or a setting by it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  inglenook eval                                    30 holes in this folder
  inglenook eval src --holes 300 --json ours.jsonl  and a line for each
  inglenook eval src --holes 300 --resume ours.jsonl --html report.html
  inglenook eval src --holes 300 --plain --json plain.jsonl
  inglenook eval --compare plain.jsonl ours.jsonl
  inglenook eval src --set completion.max_tokens=32
  inglenook eval src --holes 300 --set completion.context.similar=false --reuse ours.jsonl --json without.jsonl
  inglenook eval --from ours.jsonl --html report.html
  inglenook eval --review tests/fixtures/review     how right reviews are on labelled changes
  inglenook eval --trace src/main.rs src/lib.rs     what somebody who types would see

Exit codes: 0 fine, 1 below --min-exact or a fault with --no-faults, 2 could not run or was interrupted.")]
pub struct Args {
    /// Files and folders to cut holes into
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Holes in all, spread evenly over the kinds
    #[arg(long, value_name = "N", default_value_t = 30)]
    holes: usize,
    /// Kinds of holes: a line, the middle of a line, the body of a block
    #[arg(long, value_name = "KIND", value_delimiter = ',', default_values = ["line", "mid", "block"])]
    kind: Vec<holes::KindArg>,
    /// The same seed draws the same holes from the same files
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only files of this language, a folder of `grammars`
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Most holes of one file
    #[arg(long, value_name = "N", default_value_t = 3)]
    max_per_file: usize,
    /// Ask the same model plainly instead: file before and after the cursor, nothing cut off
    #[arg(long)]
    plain: bool,
    /// With --plain: end an answer once it is decided whether it and its first line are right; exact
    /// and first line stay what they are, the other figures do not
    #[arg(long, requires = "plain")]
    decided: bool,
    /// Least confidence, 0 to 1, at which an answer counts as shown
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    threshold: f64,
    /// Exit with 1 when fewer of the holes than this share, 0 to 1, are matched exactly
    #[arg(long, value_name = "P")]
    min_exact: Option<f64>,
    /// Exit with 1 when the independent check finds a fault in anything shown
    #[arg(long)]
    no_faults: bool,
    /// Tokens of the prompt, a fifth of them after the cursor
    #[arg(long, value_name = "N")]
    budget_tokens: Option<usize>,
    /// Set an option for this run, such as completion.max_tokens=32; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Model to run: a name of `inglenook model list`, or a GGUF file
    #[arg(long, value_name = "NAME|PATH")]
    model: Option<String>,
    /// Write a line for each hole to this new file as it is done
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Go on with a results file: holes already in it are not asked again
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    resume: Option<PathBuf>,
    /// Take answers over from another run where the prompt is the same as it was there
    #[arg(long, value_name = "FILE", conflicts_with = "plain")]
    reuse: Option<PathBuf>,
    /// Write a report with charts, one HTML file that needs nothing else
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print the holes as JSON lines and ask no model
    #[arg(long)]
    list: bool,
    /// Report on a results file without asking a model
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "resume", "list"])]
    from: Option<PathBuf>,
    /// The paired difference of two results files over the holes that both have
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with_all = ["json", "resume", "list", "from"])]
    compare: Vec<PathBuf>,
    /// Review the labelled changes in the Markdown files of this folder, and say how often it was right
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["resume", "list", "from", "compare", "plain", "trace"])]
    review: Option<PathBuf>,
    /// With --review: the rules alone
    #[arg(long, requires = "review")]
    no_model: bool,
    /// With --review: only changes whose name holds this
    #[arg(long, value_name = "TEXT", requires = "review")]
    only: Option<String>,
    /// Type a part of these files again, key by key, into the server, and say what a typist sees
    #[arg(long, num_args = 1.., value_name = "FILE", conflicts_with_all = ["json", "resume", "list", "from", "compare", "plain"])]
    trace: Vec<PathBuf>,
    /// With --trace: characters of each file that are typed
    #[arg(long, value_name = "N", default_value_t = 240)]
    characters: usize,
    /// With --trace: factor of the typist's pauses; 1 is about 60 words a minute
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    pace: f64,
    /// With --trace: write the requests as JSON lines, for another engine to answer
    #[arg(long, value_name = "FILE", requires = "trace")]
    export: Option<PathBuf>,
}

impl Args {
    /// The options that the arguments come to.
    pub fn flags(&self, cwd: &Path) -> Result<Flags, CliError> {
        set::flags(self, cwd)
    }
}

pub fn run(args: &Args, io: &mut Io) -> Result<u8, CliError> {
    if let Some(folder) = &args.review {
        return review::run(args, folder, io);
    }
    if !args.trace.is_empty() {
        return trace::run(args, io);
    }
    match (args.compare.as_slice(), &args.from) {
        ([a, b], _) => compare::run(&io.cwd.join(a), &io.cwd.join(b), args.seed, io),
        (_, Some(from)) => finish::again(args, &io.cwd.join(from), io),
        _ => holes::run(args, io),
    }
}

/// Waits for Ctrl-C.
async fn stopped(system: bool) {
    if !system || tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl From<RecordError> for CliError {
    fn from(error: RecordError) -> Self {
        let hint = match &error {
            RecordError::Io { error, .. } if error.kind() == std::io::ErrorKind::AlreadyExists => {
                "go on with it by --resume, or name another file"
            }
            RecordError::Io { .. } => "name a file that can be read and written",
            RecordError::Invalid { .. } => "name a results file of `inglenook eval --json`",
        };
        CliError::new(error.to_string()).hint(hint)
    }
}
