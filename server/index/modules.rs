//! Paths that begin at a place of their own file's crate, as `crate::a::B` of Rust: which file of the
//! project they mean. Knows file names by convention; no build system and no `#[path]`.

use super::files::Files;
use super::resolve::Imported;

/// First parts of imports that say where the rest begins.
pub const ANCHORS: [&str; 3] = ["crate", "self", "super"];
/// Files that stand for the folder they are in, and of these the crate's own.
const STAND: [&str; 3] = ["mod", "lib", "main"];
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];
/// Definitions of a name that are looked at.
const RIVALS: usize = 16;

/// A module by the folder of its submodules, without a slash at the end, empty at the project's root.
pub(super) struct Module(String);

impl Files {
    /// The module at which an import of `from` begins, and what follows; `None` where it names none, or
    /// one that is not to be found.
    pub(super) fn anchor<'a, 'p>(
        &self,
        parts: &'p [&'a str],
        from: &str,
    ) -> Option<(Module, &'p [&'a str])> {
        let first = parts.first().filter(|part| ANCHORS.contains(part))?;
        if *first == "crate" {
            return Some((self.root(from)?, &parts[1..]));
        }
        let mut folder = own(from);
        let ups = parts.iter().take_while(|part| **part == "super").count();
        for _ in 0..ups {
            folder = parent(&folder)?.to_string();
        }
        Some((Module(folder), &parts[ups.max(1)..]))
    }

    /// The file that a path below a module means: that of the longest part of it, and what the next part
    /// names there, or in a file below when it is only passed on from there.
    pub(super) fn below(&self, module: &Module, parts: &[&str], from: &str) -> Option<Imported> {
        for used in (0..=parts.len()).rev() {
            let inner = parts[..used]
                .iter()
                .fold(module.0.clone(), |folder, part| joined(&folder, part));
            let Some(file) = self.stands_for(&inner).filter(|file| *file != from) else {
                continue;
            };
            let Some(name) = parts.get(used) else {
                return Some(imported(parts, file, None));
            };
            let folder = format!("{inner}/");
            let mut defined = self.defined(name, file, RIVALS).into_iter();
            let inside = |path: &str| inner.is_empty() || path.starts_with(&folder);
            let there = defined.find(|one| one.path == file || inside(&one.path));
            return match there {
                Some(one) if one.path != from => Some(imported(parts, &one.path, Some(name))),
                _ if used > 0 => Some(imported(parts, file, None)),
                _ => None,
            };
        }
        None
    }

    /// The crate of a file: the nearest folder around it with a `lib.rs` or `main.rs`.
    fn root(&self, from: &str) -> Option<Module> {
        let mut folder = parent(from)?;
        loop {
            let has = |name: &&str| self.file(&joined(folder, name)).is_some();
            if ROOTS.iter().any(has) {
                return Some(Module(folder.to_string()));
            }
            folder = parent(folder)?;
        }
    }

    /// The file of a module whose submodules lie in a folder.
    fn stands_for(&self, folder: &str) -> Option<&str> {
        let beside = (!folder.is_empty()).then(|| format!("{folder}.rs"));
        let inside = STAND.map(|stem| joined(folder, &format!("{stem}.rs")));
        let mut all = beside.into_iter().chain(inside);
        all.find_map(|path| Some(&*self.file(&path)?.path))
    }
}

impl Module {
    /// Whether a file lies in it.
    pub(super) fn holds(&self, path: &str) -> bool {
        let below = path.strip_prefix(self.0.as_str());
        self.0.is_empty() || below.is_some_and(|rest| rest.starts_with('/'))
    }
}

fn imported(parts: &[&str], path: &str, name: Option<&str>) -> Imported {
    Imported {
        import: parts.join("/"),
        path: path.to_string(),
        name: name.map(str::to_string),
    }
}

/// The folder of the submodules of a file: `a/b` for `a/b.rs` and `a/b/mod.rs`.
fn own(path: &str) -> String {
    let folder = parent(path).unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    match STAND.contains(&stem) {
        true => folder.to_string(),
        false => joined(folder, stem),
    }
}

fn joined(folder: &str, name: &str) -> String {
    match folder.is_empty() {
        true => name.to_string(),
        false => format!("{folder}/{name}"),
    }
}

/// The folder around a path; `None` at the project's root.
fn parent(path: &str) -> Option<&str> {
    match path.rsplit_once('/') {
        Some((folder, _)) => Some(folder),
        None => (!path.is_empty()).then_some(""),
    }
}
