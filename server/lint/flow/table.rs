//! What data flow needs to know of a language, as data: `grammars/<lang>/flow.toml`.

mod file;

use super::super::dialect::Dialect;
use file::File;
use std::collections::{HashMap, HashSet};

/// Where a part of a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    None,
    Fields(Vec<u16>),
    Nth(usize),
}

/// What a kind of node does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Function(Part, Part, Part),
    Assign(Part, Part),
    Augment(Part, Part),
    Call(Part, Part),
    Method(Part, Part, Part),
    Member(Part, Part),
    Index(Part, Part),
    Branch(Part),
    Else,
    Arm(Part),
    Loop,
    Each(Part, Part),
    Comprehension,
    Return,
    Jump,
    Exit,
    Try,
    Final,
    Same(Part),
    Collection,
    Pair(Part, Part),
    Binary,
    Silent,
}

/// A language's roles by canonical kind.
#[derive(Debug, Default)]
pub(in crate::lint) struct Table {
    roles: Vec<Option<Role>>,
    pub(super) names: HashSet<u16>,
    pub(super) parameter_names: Vec<Part>,
    pub(super) parameter_defaults: Vec<Part>,
    pub(super) bare_members: bool,
    pub(super) aliases: Vec<Part>,
    pub(super) receivers: Vec<String>,
    pub(super) fall_through: bool,
    pub(super) exhaustive: bool,
    pub(super) block_values: bool,
    pub(super) braces_in_tokens: bool,
    pub(super) adds: HashSet<String>,
    pub(super) puts: HashSet<String>,
    pub(super) gets: HashSet<String>,
    pub(super) writes: HashMap<String, i64>,
    pub(super) clean: HashSet<String>,
    pub(super) equals: HashSet<String>,
    pub(super) holds: HashSet<String>,
    pub(super) makes: HashSet<String>,
}

impl Table {
    /// Reads a `flow.toml`; the error says which name the grammar does not have.
    pub fn read(text: &str, dialect: &Dialect) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut reader = Reader {
            dialect,
            roles: HashMap::new(),
        };
        reader.fill(&file)?;
        let mut names = HashSet::new();
        for name in &file.names {
            names.insert(reader.kind(name)?);
        }
        let parts = |texts: &[String]| -> Result<Vec<Part>, String> {
            texts.iter().map(|text| reader.part(text)).collect()
        };
        Ok(Self {
            parameter_names: parts(&file.parameter_names)?,
            parameter_defaults: parts(&file.parameter_defaults)?,
            bare_members: file.bare_members,
            aliases: parts(&file.aliases)?,
            roles: reader.by_kind(),
            names,
            receivers: file.receivers,
            fall_through: file.fall_through,
            exhaustive: file.exhaustive,
            block_values: file.block_values,
            braces_in_tokens: file.braces_in_tokens,
            adds: file.adds.into_iter().collect(),
            puts: file.puts.into_iter().collect(),
            gets: file.gets.into_iter().collect(),
            writes: file.writes.into_iter().collect(),
            clean: file.clean.into_iter().collect(),
            equals: file.equals.into_iter().collect(),
            holds: file.holds.into_iter().collect(),
            makes: file.makes.into_iter().collect(),
        })
    }
}

impl Table {
    /// What a canonical kind does; none for a kind without a part in data flow.
    pub(super) fn role(&self, kind: u16) -> Option<&Role> {
        self.roles.get(usize::from(kind))?.as_ref()
    }
}

struct Reader<'d> {
    dialect: &'d Dialect,
    roles: HashMap<u16, Role>,
}

impl Reader<'_> {
    fn fill(&mut self, file: &File) -> Result<(), String> {
        // Bindings come first: what the file says of a kind counts more.
        for (kind, (target, value)) in &self.dialect.bindings {
            let role = Role::Assign(Part::Fields(vec![*target]), Part::Fields(vec![*value]));
            self.roles.insert(*kind, role);
        }
        for [kind, name, parameters, body] in &file.functions {
            let role = Role::Function(self.part(name)?, self.part(parameters)?, self.part(body)?);
            self.put(kind, role)?;
        }
        for [kind, object, name, arguments] in &file.methods {
            let role = Role::Method(self.part(object)?, self.part(name)?, self.part(arguments)?);
            self.put(kind, role)?;
        }
        type Pair = fn(Part, Part) -> Role;
        let pairs: [(&Vec<[String; 3]>, Pair); 7] = [
            (&file.assigns, Role::Assign),
            (&file.augments, Role::Augment),
            (&file.calls, Role::Call),
            (&file.members, Role::Member),
            (&file.indexes, Role::Index),
            (&file.each, Role::Each),
            (&file.pairs, Role::Pair),
        ];
        for (rows, role) in pairs {
            for [kind, first, second] in rows {
                let role = role(self.part(first)?, self.part(second)?);
                self.put(kind, role)?;
            }
        }
        type Single = fn(Part) -> Role;
        let singles: [(&Vec<[String; 2]>, Single); 3] = [
            (&file.branches, Role::Branch),
            (&file.arms, Role::Arm),
            (&file.same, Role::Same),
        ];
        for (rows, role) in singles {
            for [kind, part] in rows {
                let role = role(self.part(part)?);
                self.put(kind, role)?;
            }
        }
        let plain = [
            (&file.elses, Role::Else),
            (&file.loops, Role::Loop),
            (&file.comprehensions, Role::Comprehension),
            (&file.returns, Role::Return),
            (&file.jumps, Role::Jump),
            (&file.exits, Role::Exit),
            (&file.tries, Role::Try),
            (&file.finals, Role::Final),
            (&file.collections, Role::Collection),
            (&file.binaries, Role::Binary),
            (&file.silent, Role::Silent),
        ];
        for (kinds, role) in plain {
            for kind in kinds {
                self.put(kind, role.clone())?;
            }
        }
        Ok(())
    }

    fn by_kind(mut self) -> Vec<Option<Role>> {
        let kinds = self.dialect.class.len() as u16;
        (0..kinds).map(|kind| self.roles.remove(&kind)).collect()
    }

    fn put(&mut self, kind: &str, role: Role) -> Result<(), String> {
        let id = self.kind(kind)?;
        self.roles.insert(id, role);
        Ok(())
    }

    fn kind(&self, kind: &str) -> Result<u16, String> {
        let native = self.dialect.language.native();
        match native.id_for_node_kind(kind, true) {
            0 => Err(format!("the grammar has no kind `{kind}`")),
            id => Ok(self.dialect.canonical(id)),
        }
    }

    fn part(&self, text: &str) -> Result<Part, String> {
        if text.is_empty() {
            return Ok(Part::None);
        }
        if let Ok(number) = text.parse() {
            return Ok(Part::Nth(number));
        }
        let field = |name: &str| {
            self.dialect
                .language
                .native()
                .field_id_for_name(name)
                .map(u16::from)
                .ok_or_else(|| format!("the grammar has no field `{name}`"))
        };
        let fields: Result<Vec<u16>, String> = text.split('|').map(field).collect();
        Ok(Part::Fields(fields?))
    }
}
