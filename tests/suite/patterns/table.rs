//! The table of constructs in `grammars/README.md`: each row names a test that is there.

use std::fs;
use std::path::Path;

#[test]
fn each_row_names_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("grammars/README.md")).expect("there");
    let mut tests = String::new();
    for folder in ["tests/suite/patterns", "tests/suite/taint", "server/lint"] {
        for entry in ignore::Walk::new(root.join(folder)).flatten() {
            if entry.path().extension().is_some_and(|end| end == "rs") {
                tests += &fs::read_to_string(entry.path()).expect("readable");
            }
        }
    }
    let (mut supported, mut rows) = (0, 0);
    for line in page
        .lines()
        .filter(|line| line.starts_with("| `") || line.starts_with("| "))
    {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, state, .., test] = cells.as_slice() else {
            continue;
        };
        if !["supported", "differs", "refused"].contains(state) {
            continue;
        }
        rows += 1;
        supported += usize::from(*state == "supported");
        let name = test.trim_matches('`');
        assert!(
            tests.contains(&format!("fn {name}()")),
            "no test `{name}`: {line}"
        );
    }
    assert!(rows >= 60, "{rows} rows");
    assert!(
        supported * 100 >= rows * 90,
        "{supported} of {rows} supported"
    );
}
