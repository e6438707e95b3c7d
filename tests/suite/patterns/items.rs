//! Patterns of whole items, as they stand at the top of a file or of a class: `items/<language>.txt` holds
//! cases of a pattern, a text, and before both the lines where what matches begins. No expressions: those are in
//! `constructs`.

use super::{lines, load};

/// Says which patterns find something else than they should, all at once.
fn hold(language: &str, extension: &str, cases: &str) {
    let cases: Vec<(Vec<usize>, &str, &str)> = cases.split("%% ").skip(1).map(case).collect();
    assert!(cases.len() > 5, "{language}: {}", cases.len());
    let mut yaml = "rules:\n".to_string();
    for (number, (_, code, _)) in cases.iter().enumerate() {
        let indented: Vec<String> = code.lines().map(|line| format!("        {line}")).collect();
        yaml += &format!(
            "  - id: t{number}\n    languages: [{language}]\n    message: m\n    severity: LOW\n    pattern: |\n{}\n",
            indented.join("\n")
        );
    }
    let (rules, problems) = load(&yaml);
    let mut wrong: Vec<String> = problems.iter().map(ToString::to_string).collect();
    for (number, (expected, code, text)) in cases.iter().enumerate() {
        let found = lines(&rules, &format!("t{number}"), extension, text);
        if found != *expected {
            wrong.push(format!("{code:?} finds {found:?} and not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{language}:\n{}", wrong.join("\n"));
}

/// `LINES\nPATTERN\n--\nTEXT`
fn case(text: &str) -> (Vec<usize>, &str, &str) {
    let (lines, rest) = text.split_once('\n').expect("lines");
    let (code, text) = rest.split_once("\n--\n").expect("a pattern and a text");
    let numbers = lines.split_whitespace();
    let lines = numbers.map(|line| line.parse().expect("a number"));
    (lines.collect(), code, text)
}

#[test]
fn items_of_rust() {
    hold("rust", "rs", include_str!("items/rust.txt"));
}

#[test]
fn items_of_python() {
    hold("python", "py", include_str!("items/python.txt"));
}

#[test]
fn items_of_javascript_and_typescript() {
    hold("javascript", "js", include_str!("items/script.txt"));
    hold("typescript", "ts", include_str!("items/script.txt"));
    hold("typescript", "ts", include_str!("items/typescript.txt"));
}

#[test]
fn items_of_go() {
    hold("go", "go", include_str!("items/go.txt"));
}

#[test]
fn items_of_java() {
    hold("java", "java", include_str!("items/java.txt"));
}

#[test]
fn items_of_c() {
    hold("c", "c", include_str!("items/c.txt"));
    hold("cpp", "cpp", include_str!("items/cpp.txt"));
}
