//! Reads one Rust source file the way `tidy` needs it: which of our rooms and which foreign crates
//! it names, with lines. Text only: no compiler, so a file that does not build is still judged.

use regex::Regex;

/// Something a file names: the 1-based line and the name.
pub type Named = (usize, String);

/// The source without comments and with all lines kept; what stands in strings is kept too.
pub fn code(source: &str) -> String {
    source
        .lines()
        .map(|line| {
            let comment = line.trim_start().starts_with("//");
            if comment { "" } else { line }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Top-level modules of ours that the file names through `crate::`, `inglenook::` or enough
/// `super::`. `depth`: modules between the crate's root and the file, 1 for `server/lint/mod.rs`.
pub fn rooms(code: &str, depth: usize, known: &[&str]) -> Vec<Named> {
    let root = Regex::new(r"\b(?:crate|inglenook)::(\{|\w+)").expect("the pattern is valid");
    let up = Regex::new(r"\b((?:super::)+)(\{|\w+)").expect("the pattern is valid");
    let mut found = Vec::new();
    for hit in root.captures_iter(code) {
        let name = hit.get(1).expect("the group always takes part");
        found.extend(names_at(code, name.range()));
    }
    for hit in up.captures_iter(code) {
        if hit[1].len() / "super::".len() < depth {
            continue;
        }
        let name = hit.get(2).expect("the group always takes part");
        found.extend(names_at(code, name.range()));
    }
    found.retain(|(_, name)| known.contains(&name.as_str()));
    found
}

/// The name at `range`, or each first name of the group that opens there.
fn names_at(code: &str, range: std::ops::Range<usize>) -> Vec<Named> {
    if &code[range.clone()] != "{" {
        return vec![(line(code, range.start), code[range].to_string())];
    }
    let mut names = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for (at, character) in code[range.start..].char_indices() {
        let at = range.start + at;
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' => fresh = depth == 1,
            _ if depth == 1 && fresh && character.is_alphabetic() => {
                let end = code[at..].find(|c: char| !c.is_alphanumeric() && c != '_');
                let end = end.map_or(code.len(), |end| at + end);
                names.push((line(code, at), code[at..end].to_string()));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

/// Lines that name a foreign crate; `name` may end in `*` for all that begin so.
pub fn foreign(code: &str, name: &str) -> Vec<usize> {
    let stem = match name.strip_suffix('*') {
        Some(stem) => format!(r"{stem}\w*"),
        None => name.to_string(),
    };
    let path = Regex::new(&format!(
        r"(^|[^\w:.]){stem}::|\buse {stem}\b|\bextern crate {stem}\b"
    ))
    .expect("the pattern is valid");
    (1..)
        .zip(code.lines())
        .filter(|(_, text)| path.is_match(text))
        .map(|(line, _)| line)
        .collect()
}

/// Words that betray one machine or one network, as (what, pattern).
pub fn betrayals() -> Vec<(&'static str, Regex)> {
    let hosts = [
        r"pypi\.or",
        r"pythonhosted\.or",
        r"(index|static)\.crates\.i",
        r"npmjs\.(or|co)",
        r"deb\.debian\.or",
        r"proxy\.golang\.or",
        r"artifact[o]ry",
        r"ex[t]ra-index-url",
    ];
    let paths = [r"work", r"root", r"var/folders", r"private/tmp"];
    let pattern = |text: String| Regex::new(&text).expect("the pattern is valid");
    vec![
        (
            "host of a package registry",
            pattern(format!(r"\b({})", hosts.join("|"))),
        ),
        (
            "path of one machine",
            pattern(format!(r#"(^|[\s"'`(=:])/({})/"#, paths.join("|"))),
        ),
    ]
}

/// 1-based line of a byte.
pub fn line(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}
