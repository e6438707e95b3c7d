//! What patterns need to know of a language, as data: `grammars/<lang>/pattern.toml`.
//! No language is known by code here or elsewhere in this room.

use super::flow::Table;
use super::types::Typing;
use crate::syntax::{Language, Languages, embedded_files};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Tokens that say nothing which the kinds of their parents do not say.
const PUNCTUATION: &[&str] = &[
    ",", ";", "(", ")", "{", "}", "[", "]", ":", "->", "=>", ".", "::", "\"", "'", "`", "\n",
    "\r\n",
];

/// What `pattern.toml` says. Node kinds and fields are those of the language's grammar.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Texts around a pattern, `%` its place, in the order they are tried.
    contexts: Vec<String>,
    /// Kinds left out of the tree: their children stand in their place.
    #[serde(default)]
    transparent: Vec<String>,
    /// Kinds left out when they have exactly one named child.
    #[serde(default)]
    transparent_single: Vec<String>,
    /// Kinds (or `field:<name>`, or tokens) that code may have where a pattern has nothing.
    #[serde(default)]
    optional: Vec<String>,
    /// Kinds of statements that hold one expression.
    #[serde(default)]
    expression_statements: Vec<String>,
    /// Kinds whose children are statements.
    blocks: Vec<String>,
    /// Assignments and definitions: (kind, field of the target, field of the value).
    bindings: Vec<(String, String, String)>,
    /// Kinds around a bound name that do not matter, such as a pointer's declarator.
    #[serde(default)]
    declarators: Vec<String>,
    /// Keyword arguments: the kind, whose `name` and `value` fields count, in any order.
    #[serde(default)]
    keyword_arguments: Vec<String>,
    /// Kinds whose children match in any order.
    #[serde(default)]
    unordered: Vec<String>,
    /// Kinds in which a pattern names some of the children, in any order: modifiers.
    #[serde(default)]
    subsets: Vec<String>,
    /// Lists that code may leave out where a pattern has but an ellipsis in them.
    #[serde(default)]
    empty_lists: Vec<String>,
    /// Pairs of kinds that patterns see as one: the first counts as the second.
    #[serde(default)]
    same: Vec<(String, String)>,
    /// Words that begin a statement and never name a method.
    #[serde(default)]
    reserved: HashSet<String>,
    /// Parameters that hold more than their name.
    #[serde(default)]
    parameters: Vec<String>,
    /// Kinds that hold unparsed tokens (macro arguments): grouped by commas.
    #[serde(default)]
    token_trees: Vec<String>,
    /// Kinds that join string literals without an operator.
    #[serde(default)]
    string_joins: Vec<String>,
    /// Kinds with an operator; strings joined by `+` are one string.
    #[serde(default)]
    binary: Vec<String>,
    /// Children of a string that are computed: a string with one is not a literal.
    #[serde(default)]
    interpolations: Vec<String>,
    /// `import a.b as c` and `from a import b as c`, in Python's tree.
    #[serde(default)]
    python_imports: bool,
    /// `use a::b`, in Rust's tree.
    #[serde(default)]
    rust_imports: bool,
    /// Kinds of dotted names, for import aliases.
    #[serde(default)]
    dotted: Vec<String>,
    /// Kinds that bind a name anew (functions' parameter lists), for constants.
    #[serde(default)]
    parameter_lists: Vec<String>,
    /// Kinds that bind or change a name otherwise: `+=`, loops, catches.
    #[serde(default)]
    rebinds: Vec<String>,
    /// What tells the type of a value.
    #[serde(default)]
    types: Typing,
}

/// A language as patterns see it. Kind ids are canonical: one id for each name.
#[derive(Debug)]
pub(super) struct Dialect {
    pub language: Arc<Language>,
    pub contexts: Vec<String>,
    /// Canonical id of each kind id.
    canonical: Vec<u16>,
    pub class: Vec<Class>,
    pub optional_fields: HashSet<u16>,
    pub optional_tokens: HashSet<String>,
    pub reserved: HashSet<String>,
    /// By kind: the fields of target and value.
    pub bindings: HashMap<u16, (u16, u16)>,
    pub python_imports: bool,
    pub rust_imports: bool,
    pub types: Typing,
    /// How data flows; none for a language that `mode: taint` does not know.
    pub flow: Option<Table>,
}

/// What is special about a kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Class {
    /// Comments and punctuation: not in the flat tree.
    pub dropped: bool,
    pub string: bool,
    pub transparent: bool,
    pub transparent_single: bool,
    pub optional: bool,
    pub expression_statement: bool,
    pub block: bool,
    pub declarator: bool,
    pub keyword_argument: bool,
    pub unordered: bool,
    pub subset: bool,
    pub empty_list: bool,
    pub parameter: bool,
    pub parameter_list: bool,
    pub token_tree: bool,
    pub string_join: bool,
    pub binary: bool,
    pub interpolation: bool,
    pub dotted: bool,
    /// Binds or changes a name other than by a plain assignment.
    pub rebinds: bool,
}

impl Dialect {
    /// The dialects of all languages that have a `pattern.toml`; errors name the file.
    pub fn embedded(languages: &Languages) -> Result<Vec<Arc<Dialect>>, String> {
        let mut dialects = Vec::new();
        let files = embedded_files();
        for language in languages.iter() {
            let wanted = Path::new(&language.id).join("pattern.toml");
            let Some((_, text)) = files.iter().find(|(path, _)| *path == wanted) else {
                continue;
            };
            let shown = format!("grammars/{}/pattern.toml", language.id);
            let file: File = toml::from_str(text).map_err(|error| format!("{shown}: {error}"))?;
            let mut dialect =
                Dialect::new(language.clone(), file).map_err(|why| format!("{shown}: {why}"))?;
            let flow = Path::new(&language.id).join("flow.toml");
            if let Some((_, text)) = files.iter().find(|(path, _)| *path == flow) {
                let table = Table::read(text, &dialect)
                    .map_err(|why| format!("grammars/{}/flow.toml: {why}", language.id))?;
                dialect.flow = Some(table);
            }
            dialects.push(Arc::new(dialect));
        }
        Ok(dialects)
    }

    fn new(language: Arc<Language>, file: File) -> Result<Self, String> {
        let native = language.native().clone();
        let count = native.node_kind_count();
        let mut canonical = vec![0; count];
        let mut names: HashMap<(&str, bool), u16> = HashMap::new();
        for id in 0..count as u16 {
            let name = native.node_kind_for_id(id).unwrap_or_default();
            let named = native.node_kind_is_named(id);
            canonical[usize::from(id)] = *names.entry((name, named)).or_insert(id);
        }
        for (kind, other) in &file.same {
            let (Some(from), Some(to)) = (
                names.get(&(kind.as_str(), true)).copied(),
                names.get(&(other.as_str(), true)).copied(),
            ) else {
                return Err(format!("the grammar has no kind `{kind}` or `{other}`"));
            };
            for id in canonical.iter_mut().filter(|id| **id == from) {
                *id = to;
            }
            names.insert((kind.as_str(), true), to);
        }
        let field_id = |field: &str| {
            native
                .field_id_for_name(field)
                .map(u16::from)
                .ok_or_else(|| format!("the grammar has no field `{field}`"))
        };
        let mut class = vec![Class::default(); count];
        let mut mark = |kinds: &[String], set: fn(&mut Class)| -> Result<(), String> {
            for kind in kinds {
                let id = names
                    .get(&(kind.as_str(), true))
                    .ok_or_else(|| format!("the grammar has no kind `{kind}`"))?;
                set(&mut class[usize::from(*id)]);
            }
            Ok(())
        };
        let (mut optional_kinds, mut optional_fields) = (Vec::new(), HashSet::new());
        let mut optional_tokens = HashSet::new();
        for entry in &file.optional {
            if let Some(field) = entry.strip_prefix("field:") {
                optional_fields.insert(field_id(field)?);
            } else if names.contains_key(&(entry.as_str(), true)) {
                optional_kinds.push(entry.clone());
            } else if names.contains_key(&(entry.as_str(), false)) {
                optional_tokens.insert(entry.clone());
            } else {
                return Err(format!("the grammar has no kind or token `{entry}`"));
            }
        }
        mark(&language.comments, |class| class.dropped = true)?;
        mark(&language.strings, |class| class.string = true)?;
        mark(&file.transparent, |class| class.transparent = true)?;
        mark(&file.transparent_single, |class| {
            class.transparent_single = true
        })?;
        mark(&optional_kinds, |class| class.optional = true)?;
        mark(&file.expression_statements, |class| {
            class.expression_statement = true
        })?;
        mark(&file.blocks, |class| class.block = true)?;
        mark(&file.declarators, |class| class.declarator = true)?;
        mark(&file.keyword_arguments, |class| {
            class.keyword_argument = true
        })?;
        mark(&file.unordered, |class| class.unordered = true)?;
        mark(&file.subsets, |class| class.subset = true)?;
        mark(&file.empty_lists, |class| class.empty_list = true)?;
        mark(&file.parameters, |class| class.parameter = true)?;
        mark(&file.parameter_lists, |class| class.parameter_list = true)?;
        mark(&file.rebinds, |class| class.rebinds = true)?;
        mark(&file.token_trees, |class| class.token_tree = true)?;
        mark(&file.string_joins, |class| class.string_join = true)?;
        mark(&file.binary, |class| class.binary = true)?;
        mark(&file.interpolations, |class| class.interpolation = true)?;
        mark(&file.dotted, |class| class.dotted = true)?;
        mark(&file.types.kinds(), |_| {})?;
        for token in PUNCTUATION {
            if let Some(id) = names.get(&(*token, false)) {
                class[usize::from(*id)].dropped = true;
            }
        }
        let mut bindings = HashMap::new();
        for (kind, target, value) in &file.bindings {
            let id = names
                .get(&(kind.as_str(), true))
                .ok_or_else(|| format!("the grammar has no kind `{kind}`"))?;
            let fields = (field_id(target)?, field_id(value)?);
            bindings.insert(*id, fields);
        }
        Ok(Self {
            contexts: file.contexts,
            canonical,
            class,
            optional_fields,
            optional_tokens,
            reserved: file.reserved,
            bindings,
            python_imports: file.python_imports,
            rust_imports: file.rust_imports,
            types: file.types,
            flow: None,
            language,
        })
    }

    /// The one id of all kinds of the same name.
    pub fn canonical(&self, kind: u16) -> u16 {
        self.canonical
            .get(usize::from(kind))
            .copied()
            .unwrap_or(kind)
    }

    /// The grammar's name of a kind.
    pub fn language_kind(&self, kind: u16) -> Option<&str> {
        self.language.native().node_kind_for_id(kind)
    }

    /// What is special about a canonical kind; nothing about kinds of our own and errors.
    pub fn class(&self, kind: u16) -> Class {
        self.class
            .get(usize::from(kind))
            .copied()
            .unwrap_or_default()
    }
}
