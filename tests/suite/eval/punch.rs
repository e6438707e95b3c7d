//! Holes in every language: fixtures mark bodies with «» and the lines that may be cut with ¶.

use inglenook::eval::punch::{Draw, punch, source};
use inglenook::eval::{Hole, Kind};
use inglenook::syntax::Languages;
use std::collections::BTreeSet;
use std::path::PathBuf;

const RUST: &str = "\
// Adds numbers, one by one.
use std::fmt::Display;¶

fn add(first: usize, second: usize) -> usize {¶
    let sum = first + second;¶
    // A body with a comment is not cut: nobody completes what is said there.
    println!(\"{sum}\");¶
    sum
}

fn twice(number: usize) -> usize {¶
    «let sum = add(number, number);¶
    sum»
}

fn lines() -> &'static str {¶
    «\"a text
over several lines
\"»
}
";
const PYTHON: &str = "\
# Adds numbers.
import json¶

def add(first, second):¶
    «total = first + second¶
    return total¶»

try:
    «print(add(1, 2))¶»
finally:
    pass

VECTOR = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06]
";
const JAVASCRIPT: &str = "\
const limit = read('limit');¶

/* said
   twice */
function add(first, second) {¶
  «const total = first + second;¶
  return total;¶»
}
";
const TYPESCRIPT: &str = "\
interface Named {¶
  «name: string;¶»
}

function greet(named: Named): string {¶
  «return `hello ${named.name}`;¶»
}
";
const TSX: &str = "\
export function Title(props: Props) {¶
  «const name = props.name;¶
  return <h1>{name}</h1>;¶»
}
";
const GO: &str = "\
package main¶

func add(first int, second int) int {¶
\t«total := first + second¶
\treturn total¶»
}
";
const JAVA: &str = "\
class Adder {¶
    private int total;¶

    int add(int first) {¶
        «total += first;¶
        return total;¶»
    }

    int subtract(int first) {¶
        «total -= first;¶
        return total;¶»
    }
}
";
const C: &str = "\
#include <stdio.h>¶

int add(int first, int second)¶
{
    «int total = first + second;¶
    return total;¶»
}
";
const CPP: &str = "\
#include <vector>¶

template <typename T> T add(T first, T second) {¶
  «auto total = first + second;¶
  return total;¶»
}
";

const ALL: [(&str, &str); 9] = [
    ("rs", RUST),
    ("py", PYTHON),
    ("js", JAVASCRIPT),
    ("ts", TYPESCRIPT),
    ("tsx", TSX),
    ("go", GO),
    ("java", JAVA),
    ("c", C),
    ("cpp", CPP),
];

fn plain(fixture: &str) -> String {
    fixture.replace(['«', '»', '¶'], "")
}

/// Texts of the marked bodies.
fn bodies(fixture: &str) -> BTreeSet<String> {
    let parts = fixture.split('«').skip(1);
    let body = |part: &str| plain(part.split('»').next().unwrap_or_default());
    parts.map(body).collect()
}

/// Texts of the marked lines.
fn lines(fixture: &str) -> BTreeSet<String> {
    let marked = fixture.lines().filter(|line| line.contains('¶'));
    marked.map(|line| plain(line).trim().to_string()).collect()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        std::fs::write(path, plain(text)).expect("writable");
    }
    folder
}

fn cut(paths: &[PathBuf], kinds: &[Kind], holes: usize, seed: u64) -> Vec<Hole> {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    let (sources, notes) = source::collect(paths, &languages, None);
    assert_eq!(notes, Vec::<String>::new());
    let draw = Draw {
        holes,
        kinds: kinds.to_vec(),
        seed,
        max_per_file: 100,
    };
    punch(sources, &languages, &draw).0
}

fn texts(holes: &[Hole]) -> BTreeSet<String> {
    holes.iter().map(|hole| hole.expected.clone()).collect()
}

#[test]
fn lines_and_bodies_are_cut_where_the_fixtures_say() {
    for (ending, fixture) in ALL {
        let folder = folder(&[(&format!("a.{ending}"), fixture)]);
        let cut = |kind| cut(&[folder.path().into()], &[kind], 1000, 1);
        assert_eq!(texts(&cut(Kind::Line)), lines(fixture), "lines of {ending}");
        assert_eq!(
            texts(&cut(Kind::Block)),
            bodies(fixture),
            "bodies of {ending}"
        );
    }
}

#[test]
fn a_hole_and_what_stands_around_it_are_the_file() {
    for (ending, fixture) in ALL {
        let folder = folder(&[(&format!("a.{ending}"), fixture)]);
        let holes = cut(&[folder.path().into()], &Kind::ALL, 1000, 7);
        assert!(holes.iter().any(|hole| hole.kind == Kind::Mid), "{ending}");
        for hole in &holes {
            let (before, after) = hole.around();
            assert_eq!(format!("{before}{}{after}", hole.expected), plain(fixture));
            assert_eq!(hole.document(), format!("{before}{after}"));
            assert_eq!(before.len(), hole.offset);
            assert_eq!(hole.expected.trim(), hole.expected);
            let typed = before.rsplit('\n').next().unwrap_or_default();
            match hole.kind {
                Kind::Line | Kind::Block => assert_eq!(typed.trim(), "", "{}", hole.id),
                Kind::Mid => {
                    assert_ne!(typed.trim(), "", "{}", hole.id);
                    assert!(!hole.expected.contains('\n'), "{}", hole.id);
                }
            }
        }
        let ids: BTreeSet<&str> = holes.iter().map(|hole| hole.id.as_str()).collect();
        assert_eq!(ids.len(), holes.len(), "{ending}");
    }
}

#[test]
fn the_seed_decides_and_a_smaller_number_is_the_beginning_of_a_larger() {
    let files: Vec<(String, &str)> = (0..12)
        .map(|at| {
            (
                format!("src/{at}.{}", ALL[at % ALL.len()].0),
                ALL[at % ALL.len()].1,
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    let folder = folder(&files);
    let cut = |holes, seed| cut(&[folder.path().into()], &Kind::ALL, holes, seed);
    let ids = |holes: Vec<Hole>| -> Vec<String> { holes.into_iter().map(|hole| hole.id).collect() };
    assert_eq!(ids(cut(12, 3)), ids(cut(12, 3)));
    assert_ne!(ids(cut(12, 3)), ids(cut(12, 4)));
    let (few, many) = (ids(cut(6, 3)), ids(cut(18, 3)));
    assert!(few.iter().all(|id| many.contains(id)), "{few:?} {many:?}");
    let kinds = |kind| cut(12, 3).iter().filter(|hole| hole.kind == kind).count();
    assert_eq!(Kind::ALL.map(kinds), [4, 4, 4]);
    let files: BTreeSet<String> = cut(12, 3).into_iter().map(|hole| hole.file).collect();
    assert_eq!(files.len(), 12, "each file once before any comes again");
}

#[test]
fn files_that_nobody_typed_give_no_holes() {
    let generated = format!("// Code generated by a tool. DO NOT EDIT.\n{RUST}");
    let long = format!("fn f() {{ let x = \"{}\"; }}\n", "a b ".repeat(400));
    let numbers = "const T: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];\n".to_string()
        + &"    0x01, 0x02, 0x03, 0x04, 0x05, 0x06,\n".repeat(20);
    let folder = folder(&[
        ("a.rs", &generated),
        ("b.rs", &long),
        ("c.rs", &numbers),
        ("tests/fixtures/d.rs", RUST),
        ("notes.txt", RUST),
    ]);
    assert_eq!(cut(&[folder.path().into()], &Kind::ALL, 100, 1), Vec::new());
}

#[test]
fn each_given_path_has_its_turn() {
    let big: Vec<(String, &str)> = (0..30).map(|at| (format!("big/{at}.rs"), RUST)).collect();
    let mut files: Vec<(&str, &str)> = big
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    files.push(("small/a.rs", RUST));
    let folder = folder(&files);
    let paths = [folder.path().join("big"), folder.path().join("small")];
    let holes = cut(&paths, &[Kind::Line], 4, 1);
    let small = holes
        .iter()
        .filter(|hole| hole.file == "small/a.rs")
        .count();
    assert_eq!(small, 1, "one file of each path before the second of any");
    assert!(
        holes
            .iter()
            .all(|hole| hole.file.starts_with("big/") || hole.file.starts_with("small/"))
    );
}
