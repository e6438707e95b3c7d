//! Attributes and annotations that silence other tools' warnings for an item: `#[allow(...)]` of Rust,
//! `@SuppressWarnings` and `@SuppressFBWarnings` of Java. Each code stands for the rules of ours that
//! look for the same. Reads lines of text and knows no grammar.

use super::Finding;
use std::ops::RangeInclusive;

/// An item that some rules leave alone: its lines, from 1, and how the ids of these rules begin.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub lines: RangeInclusive<usize>,
    pub rules: Vec<&'static str>,
}

impl Span {
    /// Whether a finding lies in the item and its rule is one of these.
    pub fn allows(&self, finding: &Finding) -> bool {
        let mut rules = self.rules.iter();
        self.lines.contains(&finding.start.line)
            && rules.any(|start| finding.rule.starts_with(start))
    }
}

/// What an attribute is opened with.
const OPENERS: &[&str] = &[
    "#[allow(",
    "#[expect(",
    "@SuppressWarnings(",
    "@SuppressFBWarnings(",
];
/// Lines that an item may take; a bracket that is never closed must not silence a file.
const MAX_LINES: usize = 2_000;

/// How a code begins, and how the rules begin that look for the same. Clippy's and rustc's lints,
/// Sonar's and Find Security Bugs' numbers and names, from their documentation.
const CODES: &[(&str, &[&str])] = &[
    ("clippy::await_holding_lock", &["rust-lock-across-await"]),
    (
        "clippy::await_holding_refcell_ref",
        &["rust-lock-across-await"],
    ),
    (
        "clippy::not_unsafe_ptr_arg_deref",
        &["rust-safe-fn-raw-pointer"],
    ),
    ("clippy::uninit_vec", &["rust-uninit-set-len"]),
    ("clippy::uninit_assumed_init", &["rust-uninit-value"]),
    (
        "invalid_value",
        &["rust-uninit-value", "rust-zeroed-reference"],
    ),
    (
        "clippy::non_send_fields_in_send_ty",
        &["rust-send-sync-unbounded"],
    ),
    ("static_mut_refs", &["rust-static-mut"]),
    ("dangling_pointers_from_temporaries", &["rust-dangling-"]),
    ("temporary_cstring_as_ptr", &["rust-dangling-cstring"]),
    ("invalid_reference_casting", &["rust-const-to-mut"]),
    (
        "clippy::cast_possible_truncation",
        &["rust-ffi-length-cast", "rust-length-prefix-truncated"],
    ),
    (
        "clippy::permissions_set_readonly_false",
        &["rust-world-writable"],
    ),
    ("all", &["java-"]),
    ("java:S2076", &["java-command-", "java-runtime-exec"]),
    ("java:S2077", &["java-sql-"]),
    ("java:S3649", &["java-sql-"]),
    ("java:S2078", &["java-ldap-"]),
    ("java:S2083", &["java-path-traversal"]),
    ("java:S2091", &["java-xpath-"]),
    ("java:S2245", &["java-weak-random"]),
    ("java:S2755", &["java-xxe", "java-xml-"]),
    ("java:S4426", &["java-weak-key-size"]),
    ("java:S4790", &["java-weak-hash"]),
    ("java:S4830", &["java-trust-all"]),
    ("java:S5131", &["java-xss"]),
    (
        "java:S5135",
        &["java-deserialization", "java-object-stream"],
    ),
    ("java:S5144", &["java-ssrf"]),
    ("java:S5146", &["java-open-redirect"]),
    ("java:S5542", &["java-weak-cipher"]),
    ("java:S5547", &["java-weak-cipher"]),
    ("SQL_", &["java-sql-"]),
    ("COMMAND_INJECTION", &["java-command-", "java-runtime-exec"]),
    ("PATH_TRAVERSAL", &["java-path-traversal"]),
    ("LDAP_", &["java-ldap-"]),
    ("XPATH_", &["java-xpath-"]),
    ("XXE_", &["java-xxe", "java-xml-"]),
    (
        "OBJECT_DESERIALIZATION",
        &["java-deserialization", "java-object-stream"],
    ),
    ("WEAK_MESSAGE_DIGEST", &["java-weak-hash"]),
    ("PREDICTABLE_RANDOM", &["java-weak-random"]),
    ("WEAK_TRUST_MANAGER", &["java-trust-all"]),
    ("WEAK_HOSTNAME_VERIFIER", &["java-trust-all"]),
    ("XSS_", &["java-xss"]),
    ("URLCONNECTION_SSRF", &["java-ssrf"]),
    ("UNVALIDATED_REDIRECT", &["java-open-redirect"]),
    ("SCRIPT_ENGINE_INJECTION", &["java-script-injection"]),
    ("ECB_MODE", &["java-weak-cipher"]),
    ("DES_USAGE", &["java-weak-cipher"]),
    ("CIPHER_INTEGRITY", &["java-weak-cipher"]),
];

/// The items of a text that an attribute with a known code stands above.
pub(super) fn read(text: &str) -> Vec<Span> {
    if !OPENERS.iter().any(|opener| text.contains(opener)) {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut spans = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim_start();
        let Some(opener) = OPENERS.iter().find(|opener| line.starts_with(**opener)) else {
            continue;
        };
        let inside = line[opener.len()..].split(')').next().unwrap_or_default();
        let java = opener.starts_with('@');
        let codes = inside.split([',', '"', '{', '}', ' ', '=']);
        let known = |code: &str| {
            let row = CODES.iter().filter(|(known, _)| match java {
                true => {
                    code == *known
                        || (known.ends_with('_') || known.len() > 12) && code.starts_with(known)
                }
                false => code == *known,
            });
            row.flat_map(|(_, rules)| rules.iter().copied())
                .collect::<Vec<_>>()
        };
        let rules: Vec<&'static str> = codes
            .flat_map(known)
            .filter(|rule| rule.starts_with("java-") == java)
            .collect();
        if !rules.is_empty() {
            let last = end(&lines[index..]).map_or(index, |count| index + count);
            spans.push(Span {
                lines: index + 1..=last + 1,
                rules,
            });
        }
    }
    spans
}

/// How many lines after its attribute an item ends: where its outermost bracket closes, or at the `;`
/// before any opens. `None` when that cannot be told.
fn end(lines: &[&str]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, line) in lines.iter().enumerate().skip(1).take(MAX_LINES) {
        let line = line.trim_start();
        if line.starts_with(['#', '@']) || line.starts_with("//") {
            continue;
        }
        let characters: Vec<char> = line.chars().collect();
        let next = |at: usize| characters.get(at).copied().unwrap_or(' ');
        let (mut quoted, mut at) = (false, 0);
        while at < characters.len() {
            match characters[at] {
                '\\' => at += 1,
                '"' => quoted = !quoted,
                _ if quoted => {}
                // A character, not a lifetime.
                '\'' if next(at + 1) == '\\' => at += 3,
                '\'' if next(at + 2) == '\'' => at += 2,
                '/' if next(at + 1) == '/' => break,
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 && characters[at] == '}' {
                        return Some(index);
                    }
                }
                ';' if depth == 0 => return Some(index),
                _ => {}
            }
            at += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(usize, usize)> {
        let spans = read(text).into_iter();
        spans
            .map(|span| (*span.lines.start(), *span.lines.end()))
            .collect()
    }

    #[test]
    fn an_attribute_counts_for_its_item() {
        let text = "#[allow(static_mut_refs)]\n#[inline]\nfn f(a: &str) {\n    g(\"}\", '}');\n}\nfn g() {}\n";
        assert_eq!(lines(text), [(1, 5)]);
        assert_eq!(
            lines("    #[allow(dead_code, invalid_value)]\n    let x = f();\n    let y = 1;\n"),
            [(1, 2)]
        );
        let java = "@SuppressWarnings({\"unchecked\", \"java:S2077\"})\nvoid run() throws A {\n  q();\n}\n";
        assert_eq!(lines(java), [(1, 4)]);
        assert_eq!(read(java)[0].rules, ["java-sql-"]);
        let find = "@SuppressFBWarnings(value = \"SQL_INJECTION_JDBC\", justification = \"fixed\")\nint x;\n";
        assert_eq!(read(find)[0].rules, ["java-sql-"]);
    }

    #[test]
    fn other_codes_and_open_ends_silence_nothing_more() {
        assert!(lines("#[allow(dead_code)]\nfn f() {}\n").is_empty());
        assert!(lines("let text = \"#[allow(static_mut_refs)]\";\n").is_empty());
        assert_eq!(lines("#[allow(static_mut_refs)]\nfn f() {\n"), [(1, 1)]);
        assert!(lines("@SuppressWarnings(\"unchecked\")\nvoid f() {}\n").is_empty());
    }
}
