//! The index in memory: files by path, definitions by name, files by what imports call them, words.
//! Plain tables; who fills them and from what is not known here.

use super::entry::{Definition, Entry, Stamp};
use super::imports;
use super::words::{Chunk, Words, word};
use super::{Found, Limits, Similar, Size};
use crate::syntax::Kind;
use std::collections::HashMap;
use std::ops::Range;

/// Files that are looked at for one name: where more define it, it says little.
const RIVALS: usize = 512;
/// Members of a container that are shown.
const MEMBERS: usize = 12;

/// One file.
#[derive(Debug)]
pub(super) struct File {
    pub path: Box<str>,
    stamp: Stamp,
    pub definitions: Box<[Definition]>,
    pub imports: Box<[Box<str>]>,
    /// What imports may call it: keys of [`Files::called`].
    folder_files: bool,
    chunks: Range<u32>,
}

/// All files.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<Option<File>>,
    free: Vec<u32>,
    by_path: HashMap<Box<str>, u32>,
    /// Files that define a name, by the name's number.
    names: HashMap<u32, Vec<u32>>,
    /// Files by the last part of what imports may call them.
    pub(super) called: HashMap<u32, Vec<u32>>,
    words: Words,
    definitions: usize,
}

impl Files {
    pub fn size(&self) -> Size {
        Size {
            files: self.by_path.len(),
            definitions: self.definitions,
            chunks: self.words.count(),
        }
    }

    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        Some(self.file(path)?.stamp)
    }

    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(*self.by_path.get(path)? as usize)?.as_ref()
    }

    pub(super) fn at(&self, number: u32) -> Option<&File> {
        self.files.get(number as usize)?.as_ref()
    }

    /// Puts a file in, instead of what was there of it. What is over a limit is left out; false when
    /// something was.
    pub fn insert(&mut self, mut entry: Entry, folder_files: &[String], limits: &Limits) -> bool {
        self.remove(&entry.path);
        if self.by_path.len() >= limits.files {
            return false;
        }
        let room = limits.definitions.saturating_sub(self.definitions);
        let mut whole = entry.definitions.len() <= room;
        entry.definitions.truncate(room);
        let room = limits.chunks.saturating_sub(self.words.count());
        whole &= entry.chunks.len() <= room;
        entry.chunks.truncate(room);
        let number = self.free.pop().unwrap_or_else(|| {
            self.files.push(None);
            u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX)
        });
        for key in names(&entry.definitions) {
            self.names.entry(key).or_default().push(number);
        }
        let names = imports::called(&entry.path, folder_files);
        for key in keys(&names) {
            self.called.entry(key).or_default().push(number);
        }
        self.definitions += entry.definitions.len();
        self.by_path.insert(entry.path.as_str().into(), number);
        self.files[number as usize] = Some(File {
            chunks: self.words.add(number, &entry.chunks),
            folder_files: names.len() > 1,
            path: entry.path.into(),
            stamp: entry.stamp,
            definitions: entry.definitions.into(),
            imports: entry.imports.into(),
        });
        whole
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: &str) {
        let Some(number) = self.by_path.remove(path) else {
            return;
        };
        let Some(file) = self.files.get_mut(number as usize).and_then(Option::take) else {
            return;
        };
        self.free.push(number);
        self.definitions -= file.definitions.len();
        let called = calls(&file);
        drop_from(&mut self.names, names(&file.definitions), number);
        drop_from(&mut self.called, keys(&called), number);
        if self.words.remove(file.chunks.clone()) {
            let numbers = self.words.clean();
            let new = |old: u32| numbers.get(old as usize).copied().flatten();
            for file in self.files.iter_mut().flatten() {
                // A file's chunks stand together and live or die together.
                let length = file.chunks.len();
                let start = new(file.chunks.start).filter(|_| length > 0).unwrap_or(0);
                file.chunks = start..start + u32::try_from(length).unwrap_or(0);
            }
        }
    }

    /// Forgets a file and all files of a folder of that name.
    pub fn remove_below(&mut self, path: &str) {
        let folder = format!("{path}/");
        let below: Vec<Box<str>> = self
            .by_path
            .keys()
            .filter(|known| &***known == path || known.starts_with(&folder))
            .cloned()
            .collect();
        below.iter().for_each(|path| self.remove(path));
    }

    /// See [`super::Index::defined`].
    pub fn defined(&self, name: &str, from: &str, most: usize) -> Vec<Found> {
        let Some(numbers) = self.names.get(&word(name)) else {
            return Vec::new();
        };
        let files = numbers.iter().take(RIVALS);
        let mut near: Vec<(usize, &File)> = files
            .filter_map(|number| self.at(*number))
            .map(|file| (imports::distance(from, &file.path), file))
            .collect();
        near.sort_by(|(a, x), (b, y)| {
            (&*x.path != from, a, &x.path).cmp(&(&*y.path != from, b, &y.path))
        });
        let mut found = Vec::new();
        for (_, file) in near {
            let of = |definition: &&Definition| {
                &*definition.name == name && definition.kind != Kind::Field
            };
            for definition in file.definitions.iter().filter(of) {
                found.push(Found {
                    path: file.path.to_string(),
                    members: members(file, definition),
                    definition: definition.clone(),
                    rivals: numbers.len(),
                });
            }
            if found.len() >= most {
                break;
            }
        }
        found.truncate(most);
        found
    }

    /// See [`super::Index::outline`].
    pub fn outline(&self, path: &str) -> Vec<Definition> {
        self.file(path)
            .map(|file| file.definitions.to_vec())
            .unwrap_or_default()
    }

    /// See [`super::Index::similar`].
    pub fn similar(&self, text: &str, telling: usize, most: usize) -> Vec<Similar> {
        let found = self.words.similar(text, telling, most);
        let mut similar: Vec<Similar> = found
            .into_iter()
            .filter_map(|(number, score)| {
                let chunk = self.words.chunk(number)?;
                Some(Similar {
                    path: self.at(chunk.file)?.path.to_string(),
                    lines: chunk.lines.clone(),
                    score,
                })
            })
            .collect();
        similar.sort_by(|a, b| {
            let place = |one: &Similar| (one.path.clone(), one.lines.start);
            b.score
                .total_cmp(&a.score)
                .then_with(|| place(a).cmp(&place(b)))
        });
        similar
    }

    /// All files as they were put in, by path.
    pub fn entries(&self) -> Vec<Entry> {
        let mut words: Vec<Option<Chunk>> = self.words.forward().into_iter().map(Some).collect();
        let mut all: Vec<Entry> = self
            .files
            .iter()
            .flatten()
            .map(|file| Entry {
                path: file.path.to_string(),
                stamp: file.stamp,
                definitions: file.definitions.to_vec(),
                imports: file.imports.to_vec(),
                chunks: file
                    .chunks
                    .clone()
                    .filter_map(|number| words.get_mut(number as usize)?.take())
                    .collect(),
            })
            .collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// Gives back memory that building has left over.
    pub fn shrink(&mut self) {
        self.words.shrink();
        self.names.values_mut().for_each(Vec::shrink_to_fit);
        self.files.shrink_to_fit();
    }
}

/// What imports may call a file.
pub(super) fn calls(file: &File) -> Vec<Vec<&str>> {
    let any = ["*".to_string()];
    imports::called(&file.path, if file.folder_files { &any } else { &[] })
}

/// The numbers of a file's names, each once.
fn names(definitions: &[Definition]) -> Vec<u32> {
    let named = definitions.iter().filter(|one| one.kind != Kind::Field);
    let mut keys: Vec<u32> = named.map(|one| word(&one.name)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn keys(called: &[Vec<&str>]) -> Vec<u32> {
    let last = called.iter().filter_map(|name| name.last());
    let mut keys: Vec<u32> = last.map(|part| word(part)).collect();
    keys.dedup();
    keys
}

fn drop_from(table: &mut HashMap<u32, Vec<u32>>, keys: Vec<u32>, number: u32) {
    for key in keys {
        if let Some(list) = table.get_mut(&key) {
            list.retain(|known| *known != number);
            if list.is_empty() {
                table.remove(&key);
            }
        }
    }
}

fn members(file: &File, of: &Definition) -> Vec<Box<str>> {
    if !matches!(of.kind, Kind::Class | Kind::Implementation) {
        return Vec::new();
    }
    let place = file
        .definitions
        .iter()
        .position(|one| std::ptr::eq(one, of));
    let parent = place.and_then(|place| u32::try_from(place).ok());
    let inside = |one: &&Definition| parent.is_some() && one.parent == parent;
    let members = file.definitions.iter().filter(inside).take(MEMBERS);
    members.map(|one| one.text.clone()).collect()
}
