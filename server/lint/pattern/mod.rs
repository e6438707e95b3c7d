//! Patterns: Semgrep's pattern text compiled to a small tree. Knows nothing of matching.

mod build;
mod lex;

use super::code::{Code, Id};
use super::dialect::Dialect;
use super::regexes::Lazy;
use crate::syntax::{Node as SyntaxNode, Tree};
use crate::text::Text;
use build::Compiler;
use lex::{AS_STATEMENT, IN_BRACES, IN_LISTS, Piece, lex, render};
use std::collections::BTreeSet;

/// Number of a metavariable in its rule.
pub(super) type Var = u8;

/// One pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    pub root: Pat,
    /// Words without which no text can match.
    pub words: Vec<String>,
    /// Those that stand in the node where a match begins.
    pub anchors: Vec<String>,
}

/// A node of a pattern.
#[derive(Debug)]
pub(super) enum Pat {
    /// `$_`
    Any,
    /// `$X`
    Meta(Var),
    /// `($X: Type)`
    Typed(Var, String),
    /// `$...X`, in a list
    MetaList(Var),
    /// `...`, in a list
    Dots,
    /// An identifier, number, keyword or operator.
    Token(String),
    /// A string literal of this content.
    Text(String),
    /// `"..."`
    AnyText,
    /// `f"..."`: a string with computed parts.
    Computed(u16),
    /// `"$X"`: binds the content.
    TextMeta(Var),
    /// `"=~/…/"`
    TextRegex(Lazy),
    Node {
        kind: u16,
        children: Vec<Child>,
    },
    /// `a.b.c`, which an import may have renamed.
    Dotted {
        name: String,
        plain: Box<Pat>,
    },
    /// An assignment or definition; no value matches any.
    Bind {
        target: Box<Pat>,
        value: Option<Box<Pat>>,
    },
    /// `$X. ... .f()`: any chain of calls and members on what matches.
    Chain(Box<Pat>),
    /// `<... $X ...>`
    Deep(Box<Pat>),
    /// An expression as a statement: matches a statement that holds it.
    Statement(Box<Pat>),
    /// Statements in a row.
    Sequence(Vec<Pat>),
}

#[derive(Debug)]
pub(super) struct Child {
    pub field: u16,
    pub pat: Pat,
}

/// Names of a rule's metavariables; their index is their [`Var`].
#[derive(Debug, Default)]
pub(super) struct Vars(pub Vec<String>);

impl Vars {
    /// The number of a name such as `X` or `...ARGS` (stored without its dots).
    pub fn var(&mut self, name: &str) -> Result<Var, String> {
        if let Some(known) = self.0.iter().position(|known| known == name) {
            return Ok(known as Var);
        }
        if self.0.len() >= usize::from(Var::MAX) {
            return Err("a rule may name at most 255 metavariables".to_string());
        }
        self.0.push(name.to_string());
        Ok((self.0.len() - 1) as Var)
    }
}

/// Longest pattern in bytes: patterns are written by people.
const MAX_BYTES: usize = 20_000;
/// Compiles a pattern for one language; the error says why it cannot be used.
pub(super) fn compile(text: &str, dialect: &Dialect, vars: &mut Vars) -> Result<Pattern, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("the pattern is empty".to_string());
    }
    if text.len() > MAX_BYTES {
        return Err(format!("the pattern is longer than {MAX_BYTES} bytes"));
    }
    let pieces = lex(text);
    let dots = pieces.iter().any(|piece| matches!(piece, Piece::Dots(_)));
    let forms = AS_STATEMENT.iter().flat_map(|statement| {
        IN_LISTS.iter().flat_map(move |list| {
            IN_BRACES
                .iter()
                .map(move |braces| (statement, list, braces))
        })
    });
    for (statement, list, braces) in forms.take(if dots { usize::MAX } else { 1 }) {
        let rendered = render(&pieces, statement, list, braces);
        for context in &dialect.contexts {
            if let Some(root) = attempt(&rendered, context, dialect, vars)? {
                let first = match &root {
                    Pat::Sequence(pats) => pats.first(),
                    whole => Some(whole),
                };
                return Ok(Pattern {
                    anchors: first.map(|first| words(first, false)).unwrap_or_default(),
                    words: words(&root, true),
                    root,
                });
            }
        }
    }
    Err(unparsed(dialect))
}

fn unparsed(dialect: &Dialect) -> String {
    format!(
        "the pattern is not {} as we parse it",
        dialect.language.name
    )
}

/// Parses the pattern in one context; `None` when it does not parse there.
fn attempt(
    rendered: &str,
    context: &str,
    dialect: &Dialect,
    vars: &mut Vars,
) -> Result<Option<Pat>, String> {
    let Some((head, tail)) = context.split_once('%') else {
        return Ok(None);
    };
    let whole = format!("{head}{rendered}{tail}");
    let Some(tree) = Tree::parse(&dialect.language, &Text::new(&whole)) else {
        return Ok(None);
    };
    if tree.root().has_error() {
        return Ok(None);
    }
    // A line break that belongs to the node, as in C's preprocessor.
    let blank = tail.len() - tail.trim_start().len();
    let (start, end) = (head.len(), head.len() + rendered.len() + blank);
    let code = Code::new(dialect, tree.root(), &whole);
    let Some(ids) = region(&code, tree.root(), start as u32, end as u32) else {
        return Ok(None);
    };
    // `for (…)` is no method of that name, though a class is a context that would take it.
    if let Some(leaf) = (ids[0]..code.nodes.len() as Id).find(|id| code.leaf(*id))
        && dialect.reserved.contains(code.text(leaf))
        && code.node(leaf).named
    {
        return Ok(None);
    }
    let compiler = Compiler { code: &code };
    let mut pats = Vec::new();
    for id in &ids {
        pats.push(compiler.statement(*id, vars)?);
    }
    Ok(match pats.len() {
        0 => None,
        1 => match pats.pop() {
            Some(Pat::Statement(inner)) => Some(*inner),
            Some(Pat::Dots) => Some(Pat::Any),
            other => other,
        },
        _ => Some(Pat::Sequence(pats)),
    })
}

/// The node, or the sibling nodes, that make up bytes `start..end`.
fn region(code: &Code<'_>, root: SyntaxNode<'_>, start: u32, end: u32) -> Option<Vec<Id>> {
    if root.end_byte() < end as usize {
        return None;
    }
    let inside = |id: &Id| {
        let node = code.node(*id);
        node.start >= start && node.end <= end && node.named
    };
    // The root is the context's own.
    let first = (1..code.nodes.len() as Id).find(inside)?;
    // The outermost node inside the region, and its siblings up to the region's end.
    let mut ids = vec![first];
    let mut at = first;
    while let Some(next) = code.sibling(at) {
        if !inside(&next) {
            break;
        }
        ids.push(next);
        at = next;
    }
    let covered = code.node(at).next;
    let rest = (covered..code.nodes.len() as Id).any(|id| inside(&id));
    if rest {
        return None;
    }
    let block = code.class(code.node(first).parent).block;
    (ids.len() == 1 || block).then_some(ids)
}

/// Words that every match must hold, or, with `file`, every file with one.
fn words(pat: &Pat, file: bool) -> Vec<String> {
    let mut words = BTreeSet::new();
    collect_words(pat, file, &mut words);
    words.into_iter().collect()
}

fn collect_words(pat: &Pat, file: bool, words: &mut BTreeSet<String>) {
    match pat {
        // A name may stand for a number.
        Pat::Token(text) if !file && text.starts_with(|c: char| c.is_ascii_digit()) => {}
        Pat::Token(text)
            if !file && ["true", "false", "True", "False"].contains(&text.as_str()) => {}
        Pat::Token(text) if text.len() > 2 => {
            words.insert(text.clone());
        }
        // An import may have renamed all names but the last, and then it names them itself.
        Pat::Dotted { name, .. } if file => {
            let parts = name.split('.').filter(|part| part.len() > 2);
            words.extend(parts.map(str::to_string));
        }
        Pat::Dotted { name, .. } => {
            let last = name.rsplit('.').next().unwrap_or(name);
            words.insert(last.to_string());
        }
        Pat::Node { children, .. } => children
            .iter()
            .for_each(|child| collect_words(&child.pat, file, words)),
        Pat::Bind { target, value } => {
            collect_words(target, file, words);
            if let Some(value) = value {
                collect_words(value, file, words);
            }
        }
        Pat::Chain(inner) | Pat::Deep(inner) | Pat::Statement(inner) => {
            collect_words(inner, file, words)
        }
        Pat::Sequence(pats) => pats.iter().for_each(|pat| collect_words(pat, file, words)),
        // The text of a string may be folded from pieces.
        _ => {}
    }
}
