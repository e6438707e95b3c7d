//! Where a text stands in a project, and where bytes stand in a text.

use crate::finding::Place;
use std::ops::Range;
use std::path::Path;

/// Characters of a line that are shown around a secret at most.
const MAX_LINE: usize = 2_000;
/// Parts of paths of tests and examples, in small letters.
const TESTS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "testdata",
    "test-data",
    "__tests__",
    "spec",
    "specs",
    "fixture",
    "fixtures",
    "__fixtures__",
    "mock",
    "mocks",
    "__mocks__",
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "snapshots",
    "__snapshots__",
    "cassettes",
];
/// Endings of documents and of files that are written by tools.
const DOCUMENTS: &[&str] = &[
    "md", "mdx", "rst", "adoc", "txt", "html", "ipynb", "svg", "map", "lock", "sum",
];

/// What kind of file a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surroundings {
    Product,
    Test,
    Document,
}

impl Surroundings {
    pub fn of(path: &Path) -> Self {
        let small = path.to_string_lossy().to_lowercase();
        let mut parts: Vec<&str> = small.split(['/', '\\']).collect();
        let name = parts.pop().unwrap_or_default();
        let in_tests = parts.iter().any(|part| TESTS.contains(part));
        let stem = name.split('.').next().unwrap_or_default();
        let own = name.contains(".test.")
            || name.contains(".spec.")
            || name.contains(".example")
            || name.contains(".sample")
            || stem.starts_with("test_")
            || stem.ends_with("_test")
            || stem.ends_with("_spec")
            || ["test", "tests", "conftest"].contains(&stem);
        if in_tests || own {
            return Surroundings::Test;
        }
        let ending = name.rsplit('.').next().unwrap_or_default();
        let written = name.contains(".min.") || name.ends_with("-lock.json");
        if DOCUMENTS.contains(&ending) || written {
            return Surroundings::Document;
        }
        Surroundings::Product
    }
}

/// Starts of the lines of a text, lines ended as in the Language Server Protocol.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(at + 1);
            }
        }
        Self(starts)
    }

    pub fn place(&self, text: &str, offset: usize) -> Place {
        let line = self.0.partition_point(|start| *start <= offset);
        let start = self.0[line - 1];
        Place {
            line,
            column: text[start..offset].chars().count() + 1,
        }
    }

    /// The lines that a range covers; of an overlong line only the range itself.
    pub fn excerpt(&self, text: &str, range: &Range<usize>) -> String {
        let first = self.0.partition_point(|start| *start <= range.start);
        let start = self.0[first - 1];
        let next = self
            .0
            .partition_point(|start| *start < range.end.max(range.start + 1));
        let end = self.0.get(next).copied().unwrap_or(text.len());
        if end - start > MAX_LINE {
            return text[range.clone()].to_string();
        }
        text[start..end].trim_end_matches(['\r', '\n']).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_documents_are_told_from_the_product() {
        for (path, kind) in [
            ("src/main.rs", Surroundings::Product),
            ("src/latest/attestation.py", Surroundings::Product),
            ("tests/a.py", Surroundings::Test),
            ("src/store_test.go", Surroundings::Test),
            ("web/login.spec.ts", Surroundings::Test),
            (".env.example", Surroundings::Test),
            ("README.md", Surroundings::Document),
            ("package-lock.json", Surroundings::Document),
        ] {
            assert_eq!(Surroundings::of(Path::new(path)), kind, "{path}");
        }
    }
}
