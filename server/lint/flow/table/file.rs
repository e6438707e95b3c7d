//! The form of `flow.toml`. What it means is the parent's.

use serde::Deserialize;

/// What `flow.toml` says: node kinds and how to find their parts. A part is named by a field, by
/// several of which one is there (`a|b`), or by its number among the named children from 0.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Leaves that name variables.
    pub names: Vec<String>,
    /// Kind, name, parameters, body; an empty part is not there.
    pub functions: Vec<[String; 4]>,
    /// Fields (or numbers) under which a parameter has its name; else it is the parameter itself.
    #[serde(default)]
    pub parameter_names: Vec<String>,
    /// Fields under which a parameter has its default.
    #[serde(default)]
    pub parameter_defaults: Vec<String>,
    /// A member of the receiver may be named without it.
    #[serde(default)]
    pub bare_members: bool,
    /// Fields under which a branch names its subject anew.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names of the parameter that is the receiver.
    #[serde(default)]
    pub receivers: Vec<String>,
    /// Kind, target, value: beside the `bindings` of `pattern.toml`.
    #[serde(default)]
    pub assigns: Vec<[String; 3]>,
    #[serde(default)]
    pub augments: Vec<[String; 3]>,
    /// Kind, callee, arguments.
    #[serde(default)]
    pub calls: Vec<[String; 3]>,
    /// Kind, object, name, arguments.
    #[serde(default)]
    pub methods: Vec<[String; 4]>,
    /// Kind, object, name.
    #[serde(default)]
    pub members: Vec<[String; 3]>,
    /// Kind, object, index.
    #[serde(default)]
    pub indexes: Vec<[String; 3]>,
    /// Kind and condition; the other children are alternatives.
    #[serde(default)]
    pub branches: Vec<[String; 2]>,
    /// Kinds that wrap the other alternative of a branch.
    #[serde(default)]
    pub elses: Vec<String>,
    /// Kinds of the alternatives of a `switch`, in a block or directly: kind and the pattern that
    /// takes the subject's parts, if any.
    #[serde(default)]
    pub arms: Vec<[String; 2]>,
    #[serde(default)]
    pub fall_through: bool,
    /// One alternative of a `switch` is always taken.
    #[serde(default)]
    pub exhaustive: bool,
    /// A block's value is that of its last expression.
    #[serde(default)]
    pub block_values: bool,
    #[serde(default)]
    pub loops: Vec<String>,
    /// Kind, target, value; the other children are the body.
    #[serde(default)]
    pub each: Vec<[String; 3]>,
    /// The first child is evaluated last and is the value.
    #[serde(default)]
    pub comprehensions: Vec<String>,
    #[serde(default)]
    pub returns: Vec<String>,
    #[serde(default)]
    pub jumps: Vec<String>,
    #[serde(default)]
    pub exits: Vec<String>,
    #[serde(default)]
    pub tries: Vec<String>,
    #[serde(default)]
    pub finals: Vec<String>,
    /// Kind and the part whose value and place it has.
    #[serde(default)]
    pub same: Vec<[String; 2]>,
    /// Lists, tuples, mappings; targets of the same form count too.
    #[serde(default)]
    pub collections: Vec<String>,
    /// Kind, key, value.
    #[serde(default)]
    pub pairs: Vec<[String; 3]>,
    /// Two operands and an operator.
    #[serde(default)]
    pub binaries: Vec<String>,
    /// Types, imports and the like: no value.
    #[serde(default)]
    pub silent: Vec<String>,
    /// String literals in token trees name variables in braces.
    #[serde(default)]
    pub braces_in_tokens: bool,
    /// Methods whose arguments become part of the object.
    #[serde(default)]
    pub adds: Vec<String>,
    /// Methods that keep their last argument under the keys before it, and those that give it back.
    #[serde(default)]
    pub puts: Vec<String>,
    #[serde(default)]
    pub gets: Vec<String>,
    /// Function (or method), and the argument (or -1: the object) that takes the others in.
    #[serde(default)]
    pub writes: Vec<(String, i64)>,
    /// Functions and methods whose result says nothing of what they were given.
    #[serde(default)]
    pub clean: Vec<String>,
    /// Methods that say whether the object is what they are given.
    #[serde(default)]
    pub equals: Vec<String>,
    /// Methods and functions that say whether their last argument is in the object, or in their first argument.
    #[serde(default)]
    pub holds: Vec<String>,
    /// Functions and methods whose result holds what they are given, and nothing else.
    #[serde(default)]
    pub makes: Vec<String>,
}
