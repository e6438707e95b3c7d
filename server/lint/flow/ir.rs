//! The small language in which data flow is followed: a file's functions as expressions that know
//! the node they come from. Knows no language and no rule.

use super::super::code::Id;
use std::collections::HashMap;

/// Index of an expression in [`Program::exps`].
pub(in crate::lint) type Exp = u32;
/// Number of a name in [`Program::names`].
pub(in crate::lint) type Sym = u32;
/// Index of a function in [`Program::functions`].
pub(in crate::lint) type Fun = usize;

/// A value known before the program runs.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::lint) enum Const {
    Bool(bool),
    Int(i64),
    Text(std::rc::Rc<str>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    In,
    NotIn,
    And,
    Or,
    Other,
}

impl Operator {
    pub fn compares(self) -> bool {
        use Operator::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
        matches!(
            self,
            Less | LessEqual | Greater | GreaterEqual | Equal | NotEqual
        )
    }
}

/// What an expression or statement does. Parts are evaluated in the order in which they stand.
#[derive(Debug)]
pub(in crate::lint) enum Op {
    Constant(Option<Const>),
    Name(Sym),
    Member(Exp, Sym),
    /// Object and index.
    Index(Exp, Exp),
    /// Callee and arguments.
    Call(Exp, Vec<Exp>),
    Binary(Operator, Exp, Exp),
    /// A list, tuple, mapping or record: keys as the program writes them, positions otherwise.
    Collect(Vec<(Option<Sym>, Exp)>),
    /// Its value is of all its parts.
    Union(Vec<Exp>),
    /// Its value is that of its last part.
    Sequence(Vec<Exp>),
    /// The same value and the same place as its part: `&x`, `*x`, `x?`.
    Same(Exp),
    /// Target, value, and whether the old value stays part of the new one.
    Assign(Exp, Exp, bool),
    /// Condition or subject, and alternatives; without a last `else` none may be taken.
    Branch {
        condition: Option<Exp>,
        arms: Vec<Exp>,
        /// One of the arms is always taken.
        complete: bool,
        /// An arm goes on into the next.
        falls: bool,
    },
    /// Run once or more, or not at all.
    Loop(Vec<Exp>),
    /// The body, what runs when it fails, what runs in any case.
    Try(Exp, Vec<Exp>, Vec<Exp>),
    /// `break` inside leaves it.
    Breakable(Exp),
    Return(Option<Exp>),
    /// Leaves a loop or goes on to its next turn.
    Jump,
    /// Leaves the function otherwise.
    Exit(Vec<Exp>),
    Closure(Fun),
    /// Evaluated, but of no value: a type, an import.
    Void(Vec<Exp>),
}

#[derive(Debug)]
pub(in crate::lint) struct Function {
    pub name: Option<Sym>,
    /// Where the function stands.
    pub node: Id,
    /// Names that each parameter binds, with their nodes.
    pub parameters: Vec<Vec<(Sym, Id)>>,
    /// The first parameter is the receiver, which callers write before the dot.
    pub receiver: bool,
    /// The value of the body is what the function returns.
    pub implicit: bool,
    pub body: Exp,
    /// It stands inside another function, or has no name: it sees the names around it.
    pub inner: bool,
}

/// A file's functions; the first is the file itself.
#[derive(Debug, Default)]
pub(in crate::lint) struct Program {
    pub exps: Vec<(Id, Op)>,
    pub functions: Vec<Function>,
    pub names: Vec<String>,
    pub syms: HashMap<String, Sym>,
    /// Functions that a name stands for; none where two share it.
    pub by_name: HashMap<Sym, Option<Fun>>,
}

impl Program {
    pub fn node(&self, exp: Exp) -> Id {
        self.exps[exp as usize].0
    }

    pub fn op(&self, exp: Exp) -> &Op {
        &self.exps[exp as usize].1
    }

    /// What an expression does, without what only stands around it.
    pub fn bare(&self, exp: Exp) -> &Op {
        let mut op = self.op(exp);
        while let Op::Same(inner) = op {
            op = self.op(*inner);
        }
        op
    }

    pub fn name(&self, sym: Sym) -> &str {
        &self.names[sym as usize]
    }
}
