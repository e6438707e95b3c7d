//! What each source finds around a cursor: candidates, the best first.

use super::fuse::Candidate;
use super::{Around, Source, names};
use crate::index::words::{self, word};
use crate::index::{Definition, Found, Imported};
use crate::syntax::Kind;
use std::collections::HashSet;
use std::ops::Range;

type Names = [(String, f64)];

/// Names that are looked up, and definitions of one that are taken.
const LOOKED_UP: usize = 24;
const OF_ONE: usize = 2;
/// A name that more files define says nothing about which is meant.
const RIVALS: usize = 24;
/// How much more a definition counts in a file that is imported, and in this one.
const IMPORTED: f64 = 2.0;
/// Imported files, files committed together and similar places that are taken.
const FILES: usize = 8;
const COMMITTED: usize = 4;
const PLACES: usize = 6;
/// Lines of a short and of a long outline, and of the part of a chunk that is most alike.
const SHORT: usize = 5;
const LONG: usize = 16;
const PART: usize = 10;
/// Lines around the cursor that similar code is looked for, and how many of their words.
const LIKE_BEFORE: usize = 14;
const LIKE_AFTER: usize = 4;
const TELLING: usize = 24;
/// Lines of an edited place.
const EDITED: usize = 14;

/// What a source finds.
pub fn find(
    source: Source,
    around: &Around<'_>,
    names: &Names,
    imported: &[Imported],
) -> Vec<Candidate> {
    match source {
        Source::Enclosing => enclosing(around),
        Source::Definitions => definitions(around, names, imported),
        Source::Imports => imports(around, names, imported),
        Source::Recent => recent(around),
        Source::Together => together(around, names),
        Source::Similar => similar(around),
    }
}

/// The head of each item around the cursor; those in the window are dropped when pieces are chosen.
fn enclosing(around: &Around<'_>) -> Vec<Candidate> {
    let text = &around.document.text;
    let heads = names::heads(around.document, around.offset);
    let mut found: Vec<Candidate> = heads
        .into_iter()
        .map(|head| {
            let first = text.line_start(text.line_of(head.start));
            let shown = text.slice(first..head.end);
            Candidate {
                path: around.path.to_string(),
                lines: lines(text.line_of(head.start), &shown),
                forms: vec![clipped(&shown, LONG)],
                why: "encloses the cursor".into(),
            }
        })
        .collect();
    // The innermost is the most telling.
    found.reverse();
    found
}

/// Definitions of names near the cursor.
fn definitions(around: &Around<'_>, names: &Names, imported: &[Imported]) -> Vec<Candidate> {
    let Some(index) = around.index else {
        return Vec::new();
    };
    let imported: HashSet<&str> = imported.iter().map(|one| one.path.as_str()).collect();
    let mut found: Vec<(f64, Found)> = Vec::new();
    for (name, weight) in names.iter().take(LOOKED_UP) {
        let mut of_one: Vec<(f64, Found)> = index
            .defined(name, around.path, RIVALS)
            .into_iter()
            .filter_map(|one| {
                let own = one.path == around.path || imported.contains(one.path.as_str());
                let rare = 1.0 / (one.rivals as f64).sqrt();
                let value = weight * if own { IMPORTED } else { rare };
                let here = one.path == around.path
                    && (one.definition.bytes.start as usize..one.definition.bytes.end as usize)
                        .contains(&around.offset);
                (!here && (own || one.rivals < RIVALS)).then_some((value, one))
            })
            .collect();
        of_one.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        of_one.truncate(OF_ONE);
        found.extend(of_one);
    }
    found.sort_by(|(a, x), (b, y)| {
        let place = |one: &Found| (one.path.clone(), one.definition.bytes.start);
        b.total_cmp(a).then_with(|| place(x).cmp(&place(y)))
    });
    let shown = found.into_iter().map(|(_, one)| {
        let why = format!("defines `{}`", one.definition.name);
        shown(one, why)
    });
    shown.collect()
}

fn shown(found: Found, why: String) -> Candidate {
    let own = &found.definition;
    let mut forms = vec![own.text.to_string()];
    if !found.members.is_empty() {
        let members = found.members.iter().map(|text| indented(first_line(text)));
        forms.push(format!("{}\n{}", own.text, joined(members)));
    }
    Candidate {
        lines: lines(own.lines.start as usize, &own.text),
        path: found.path,
        forms,
        why,
    }
}

/// What the file imports: the definition that is named, else the outline of the file.
fn imports(around: &Around<'_>, names: &Names, imported: &[Imported]) -> Vec<Candidate> {
    let Some(index) = around.index else {
        return Vec::new();
    };
    let weight = |name: &str| {
        let known = names.iter().find(|(known, _)| known == name);
        known.map_or(0.0, |(_, weight)| *weight)
    };
    let mut found: Vec<(f64, Candidate)> = Vec::new();
    for import in imported {
        let why = format!("imported as `{}`", import.import);
        match &import.name {
            Some(name) => {
                let defined = index.defined(name, &import.path, 1);
                let there = defined.into_iter().find(|one| one.path == import.path);
                found.extend(there.map(|one| (weight(name), shown(one, why))));
            }
            None => {
                let last = import.import.rsplit('/').next().unwrap_or_default();
                let candidate = outline(&import.path, &index.outline(&import.path), names, why);
                found.extend(candidate.map(|one| (weight(last), one)));
            }
        }
    }
    // Those not named near the cursor come last, in the order of the imports.
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let mut found: Vec<Candidate> = found.into_iter().map(|(_, one)| one).collect();
    found.truncate(FILES);
    found
}

/// Outlines of files that are committed together with this one.
fn together(around: &Around<'_>, names: &Names) -> Vec<Candidate> {
    let Some(index) = around.index else {
        return Vec::new();
    };
    let files = around.together.iter().take(COMMITTED);
    let outlines = files.filter_map(|(path, _)| {
        let why = "is committed together with this file".to_string();
        outline(path, &index.outline(path), names, why)
    });
    outlines.collect()
}

/// The first lines of a file's definitions: those with names near the cursor, then the first ones.
fn outline(
    path: &str,
    definitions: &[Definition],
    names: &Names,
    why: String,
) -> Option<Candidate> {
    let near: HashSet<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let useful = |one: &&Definition| one.kind != Kind::Field;
    let mut order: Vec<&Definition> = definitions.iter().filter(useful).collect();
    order.sort_by_key(|one| (!near.contains(&*one.name), one.bytes.start));
    let form = |most: usize| {
        let mut some: Vec<&&Definition> = order.iter().take(most).collect();
        some.sort_by_key(|one| one.bytes.start);
        joined(some.into_iter().map(|one| match one.parent {
            Some(_) => indented(first_line(&one.text)),
            None => first_line(&one.text).to_string(),
        }))
    };
    let first = order.iter().map(|one| one.lines.start).min()?;
    let mut forms = vec![form(SHORT)];
    if order.len() > SHORT {
        forms.push(form(LONG));
    }
    Some(Candidate {
        path: path.to_string(),
        lines: first..first + 1,
        forms,
        why,
    })
}

/// Places that were edited lately, the latest first.
fn recent(around: &Around<'_>) -> Vec<Candidate> {
    let places = around.recent.iter().map(|place| Candidate {
        path: place.path.clone(),
        lines: place.lines.clone(),
        forms: vec![clipped(&place.text, EDITED)],
        why: "edited lately".into(),
    });
    places
        .filter(|one| !one.forms[0].trim().is_empty())
        .collect()
}

/// Code that uses the same words as that at the cursor.
fn similar(around: &Around<'_>) -> Vec<Candidate> {
    let Some(index) = around.index else {
        return Vec::new();
    };
    let text = &around.document.text;
    let line = text.line_of(around.offset);
    let from = text.line_start(line.saturating_sub(LIKE_BEFORE));
    let like = text.slice(from..text.line_start(line + LIKE_AFTER + 1));
    let mut wanted = HashSet::new();
    words::each(&like, |text| {
        wanted.insert(word(text));
    });
    let here = |path: &str, lines: &Range<u32>| {
        path == around.path && lines.contains(&u32::try_from(line).unwrap_or(u32::MAX))
    };
    let found = index.similar(&like, TELLING, PLACES + 2);
    let places = found
        .into_iter()
        .filter(|one| !here(&one.path, &one.lines))
        .take(PLACES)
        .filter_map(|one| {
            let chunk = (around.read)(&one.path, one.lines.clone())?;
            let (skipped, part) = best_part(&chunk, &wanted);
            let first = one.lines.start as usize + skipped;
            Some(Candidate {
                path: one.path,
                lines: lines(first, &part),
                forms: vec![part, chunk.trim_end().to_string()],
                why: "is like the code at the cursor".into(),
            })
        });
    places.collect()
}

/// The lines of a chunk that hold most of the wanted words, and how many stand before them.
fn best_part(chunk: &str, wanted: &HashSet<u32>) -> (usize, String) {
    let all: Vec<&str> = chunk.lines().collect();
    let of_line = |line: &&str| {
        let mut held = Vec::new();
        words::each(line, |text| {
            held.extend(wanted.get(&word(text)).copied());
        });
        held
    };
    let held: Vec<Vec<u32>> = all.iter().map(of_line).collect();
    let score = |at: usize, lines: usize| {
        let mut some = held[at..at + lines].concat();
        some.sort_unstable();
        some.dedup();
        some.len()
    };
    let windows = all.windows(PART.min(all.len().max(1))).enumerate();
    let best = windows.max_by_key(|(at, some)| (score(*at, some.len()), std::cmp::Reverse(*at)));
    match best {
        Some((at, lines)) => (at, lines.join("\n")),
        None => (0, chunk.trim_end().to_string()),
    }
}

fn lines(first: usize, shown: &str) -> Range<u32> {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    small(first)..small(first + shown.lines().count().max(1))
}

fn clipped(text: &str, most: usize) -> String {
    let lines: Vec<&str> = text.lines().take(most).map(str::trim_end).collect();
    lines.join("\n").trim_end().to_string()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn indented(line: &str) -> String {
    format!("    {line}")
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
