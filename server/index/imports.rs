//! Imports as written in a file, brought into one form, and the files of the project that they mean.
//! Rough on purpose: no build system is asked, the nearest file with a fitting name is taken.

use super::modules::ANCHORS;

/// Names that stand for a place relative to the file, not for a file.
const RELATIVE: &[&str] = &["crate", "self", "super", ".", "..", "@", "~", ""];
/// Imports of one statement at most, and parts of one import.
const MOST: usize = 64;
const DEPTH: usize = 12;

/// Brings an import's text into the form `outer/inner/name`, one for each name of a group
/// (`a::{b, c}`), and adds them to `out`. `name` is a name taken out of it, where the grammar tells. A
/// path of Rust keeps the `crate`, `self` or `super` that says where it begins.
pub fn normal(text: &str, name: Option<&str>, out: &mut Vec<Box<str>>) {
    let quotes = ['"', '\'', '<', '>', '`'];
    let quoted = text.trim().starts_with(quotes);
    let text = text.trim().trim_matches(quotes);
    let mut whole = Vec::new();
    expand("", text, &mut whole, 0);
    for path in whole {
        let path = path.split(" as ").next().unwrap_or_default();
        let is_file = quoted || path.contains('/');
        let anchored = !is_file && path.contains("::");
        let anchors = path.split("::").map(str::trim);
        let anchors = anchors.take_while(|part| anchored && ANCHORS.contains(part));
        let mut parts: Vec<&str> = path
            .split(|c: char| c == '/' || c == ':' || c == '\\' || (c == '.' && !is_file))
            .map(str::trim)
            .filter(|part| !RELATIVE.contains(part) && *part != "*")
            .collect();
        let stem = parts.pop().map(|last| match last.rsplit_once('.') {
            Some((stem, _)) if is_file && !stem.is_empty() => stem,
            _ => last,
        });
        parts.extend(stem);
        parts.extend(name);
        parts.truncate(DEPTH);
        if !parts.is_empty() && out.len() < MOST * MOST {
            let all: Vec<&str> = anchors.take(DEPTH).chain(parts).collect();
            out.push(all.join("/").into());
        }
    }
}

/// Takes groups in braces apart: `a::{b, c::{d, e}}` is `a::b`, `a::c::d`, `a::c::e`.
fn expand(before: &str, text: &str, out: &mut Vec<String>, depth: usize) {
    if out.len() >= MOST || depth > DEPTH {
        return;
    }
    let Some(open) = text.find('{') else {
        out.push(format!("{before}{}", text.trim()));
        return;
    };
    let head = format!("{before}{}", text[..open].trim());
    let inside = text[open + 1..].trim_end().trim_end_matches('}');
    let inside = match text[open + 1..].rfind('}') {
        Some(close) => &text[open + 1..open + 1 + close],
        None => inside,
    };
    let (mut level, mut start) = (0usize, 0);
    for (at, character) in inside.char_indices() {
        match character {
            '{' => level += 1,
            '}' => level = level.saturating_sub(1),
            ',' if level == 0 => {
                part(&head, &inside[start..at], out, depth);
                start = at + 1;
            }
            _ => {}
        }
    }
    part(&head, &inside[start..], out, depth);
}

fn part(head: &str, text: &str, out: &mut Vec<String>, depth: usize) {
    match text.trim() {
        "" => {}
        "self" => out.push(head.trim_end_matches(':').to_string()),
        text => expand(head, text, out, depth + 1),
    }
}

/// A file's names as an import may call it: its path without ending, and its folder where the
/// language says that the file stands for it. Each as parts, innermost last.
pub fn called<'a>(path: &'a str, folder_files: &[String]) -> Vec<Vec<&'a str>> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split('.').next().unwrap_or(file);
    let parts = |text: &'a str| -> Vec<&'a str> {
        text.split('/').filter(|part| !part.is_empty()).collect()
    };
    let mut names = Vec::new();
    let mut own = parts(folder);
    own.push(stem);
    names.push(own);
    let stands = |known: &String| known == "*" || known == stem;
    if !folder.is_empty() && folder_files.iter().any(stands) {
        names.push(parts(folder));
    }
    names
}

/// Whether the file called `name` is what the first so many parts of an import mean: the number of
/// parts that are used up, 0 when it is not. The rest of the import is a name inside the file.
pub fn fits(import: &[&str], name: &[&str]) -> usize {
    (1..=import.len())
        .rev()
        .find(|used| name.ends_with(&import[..*used]))
        .unwrap_or(0)
}

/// How far two files are apart: folders that one has to leave and enter.
pub fn distance(from: &str, to: &str) -> usize {
    let common = folders(from)
        .zip(folders(to))
        .take_while(|(a, b)| a == b)
        .count();
    folders(from).count() + folders(to).count() - 2 * common
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, name: Option<&str>) -> Vec<String> {
        let mut out = Vec::new();
        normal(text, name, &mut out);
        out.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn imports_of_all_languages_come_into_one_form() {
        assert_eq!(
            all("crate::text::{Text, position::{self, Position as P}}", None),
            [
                "crate/text/Text",
                "crate/text/position",
                "crate/text/position/Position"
            ]
        );
        assert_eq!(all("super::super::a::b", None), ["super/super/a/b"]);
        assert_eq!(all("\"super/a.h\"", None), ["a"]);
        assert_eq!(all("super::*", None), Vec::<String>::new());
        assert_eq!(all("..pkg.mod", Some("f")), ["pkg/mod/f"]);
        assert_eq!(all("./util.js", Some("go")), ["util/go"]);
        assert_eq!(
            all("\"example.org/a/pkg\"", None),
            ["example.org/a/pkg"],
            "a dot in a folder's name stays"
        );
        assert_eq!(all("<sys/stat.h>", None), ["sys/stat"]);
        assert_eq!(all("\"list.h\"", None), ["list"]);
        assert_eq!(all("com.acme.Widget", None), ["com/acme/Widget"]);
    }

    #[test]
    fn an_import_means_the_file_whose_path_ends_like_it() {
        let folder_files = ["mod".to_string()];
        let names = called("server/text/mod.rs", &folder_files);
        assert_eq!(names[1], ["server", "text"]);
        assert_eq!(fits(&["text", "Text"], &names[1]), 1);
        assert_eq!(fits(&["text", "Text"], &names[0]), 0);
        assert_eq!(fits(&["com", "acme", "W"], &["src", "com", "acme", "W"]), 3);
        assert_eq!(fits(&["std", "text"], &names[1]), 0, "another's `text`");
    }

    #[test]
    fn distance_counts_folders() {
        assert_eq!(distance("a/b/c.rs", "a/b/d.rs"), 0);
        assert_eq!(distance("a/b/c.rs", "a/d/e.rs"), 2);
        assert_eq!(distance("c.rs", "a/d/e.rs"), 2);
    }
}
