//! The tables that `tidy` holds the house to: rooms, homes of the heavy crates, the top level.

/// Anyone may import these: plain data.
pub const PLAIN: &[&str] = &["config", "finding"];
/// Each room and the rooms below it that it may import.
pub const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("finding", &[]),
    ("config", &[]),
    ("syntax", &["text"]),
    ("workspace", &["text", "syntax"]),
    ("model", &[]),
    ("index", &["text", "syntax", "workspace"]),
    ("advisory", &[]),
    ("git", &["text", "syntax", "workspace"]),
    ("report", &["text", "syntax", "workspace"]),
    ("prompt", &["text", "syntax", "workspace", "index", "model"]),
    ("lint", FEATURE),
    ("complete", FEATURE),
    ("review", FEATURE),
    ("lsp", EDGE),
    ("daemon", EDGE),
    ("eval", EDGE),
    ("cli", CLI),
    ("testing", &["text", "syntax", "workspace"]),
];
const FEATURE: &[&str] = &[
    "text",
    "syntax",
    "workspace",
    "index",
    "model",
    "git",
    "report",
    "prompt",
];
const EDGE: &[&str] = &[
    "text",
    "syntax",
    "workspace",
    "index",
    "model",
    "git",
    "report",
    "prompt",
    "lint",
    "complete",
    "review",
];
const CLI: &[&str] = &[
    "advisory",
    "text",
    "syntax",
    "workspace",
    "index",
    "model",
    "git",
    "report",
    "prompt",
    "lint",
    "complete",
    "review",
    "lsp",
    "daemon",
    "eval",
];
/// Each heavy foreign crate and the folders or files under `server/` that may name it.
pub const HOMES: &[(&str, &[&str])] = &[
    ("tower_lsp", &["lsp"]),
    ("tower_service", &["lsp"]),
    ("clap*", &["cli"]),
    ("git2", &["git"]),
    ("tree_sitter*", &["syntax"]),
    ("ropey", &["text"]),
    ("mistralrs*", &["model/mistral"]),
    ("candle_core", &["model/mistral"]),
    ("tokenizers", &["model/mistral"]),
    (
        "ureq",
        &["model/remote.rs", "model/store.rs", "model/store"],
    ),
];
/// All that the top level may hold, beside what git ignores.
pub const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".inglenookignore",
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "action.yml",
    "benches",
    "docs",
    "editors",
    "grammars",
    "prompts",
    "server",
    "tests",
];
/// Most lines that a source file may have.
pub const LINES: usize = 300;
