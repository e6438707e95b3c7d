//! Credentials without a form of their own: a random value given to a name such as `password` or
//! `api_key`. Precision comes from what is left out.

use super::checks::{classes, entropy, placeholder};
use regex::Regex;
use std::ops::Range;
use std::path::Path;

/// Parts of names that mean a credential.
const NAMES: &str = "password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?key|auth[_-]?key|encryption[_-]?key|signing[_-]?key|credential";
/// Words of names that say that the value is about a credential and is none, in small letters.
const ABOUT: &[&str] = &[
    "file",
    "path",
    "url",
    "uri",
    "endpoint",
    "header",
    "field",
    "column",
    "param",
    "prompt",
    "label",
    "hint",
    "regex",
    "pattern",
    "name",
    "type",
    "length",
    "len",
    "size",
    "expir",
    "ttl",
    "timeout",
    "count",
    "limit",
    "policy",
    "rule",
    "message",
    "error",
    "text",
    "title",
    "placeholder",
    "prefix",
    "suffix",
    "public",
    "tokenizer",
    "tokens",
    "kind",
    "role",
    "scope",
    "provider",
    "class",
    "version",
    "format",
    "example",
    "test",
    "mock",
    "fake",
    "dummy",
    "alg",
    "issuer",
    "audience",
    "arn",
    "selector",
    "input",
    "cookie",
    "hash",
    "digest",
    "checksum",
    "sha",
    "md5",
    "integrity",
    "_id",
    "-id",
    "locale",
    "i18n",
    "description",
    "help",
    "query",
    "topic",
    "event",
    "state",
    "status",
    "action",
    "permission",
];
/// Endings of files whose values stand without quotes.
const PLAIN: &[&str] = &[
    "env",
    "properties",
    "ini",
    "cfg",
    "conf",
    "yml",
    "yaml",
    "sh",
    "bash",
    "tfvars",
];

/// Finds assignments.
pub(super) struct Generic {
    quoted: Regex,
    plain: Regex,
}

impl Generic {
    pub fn new() -> Result<Self, regex::Error> {
        let name = format!("(?P<name>[a-z0-9_.-]{{0,40}}(?:{NAMES})[a-z0-9_-]{{0,30}})");
        // A type may stand between the name and the sign: `let token: &str = "…"`.
        let sign = r#"["'\]]{0,2}\s{0,4}(?::\s{0,3}[&a-z0-9_<>' ]{1,20})?(?:=>|:=|=|:)\s{0,4}"#;
        let value = r#"[rbu]?(?:"(?P<a>[^"\r\n]{8,200})"|'(?P<b>[^'\r\n]{8,200})'|`(?P<c>[^`\r\n]{8,200})`)"#;
        Ok(Self {
            quoted: Regex::new(&format!("(?i){name}{sign}{value}"))?,
            plain: Regex::new(&format!(
                r#"(?im)^[ \t]*(?:export[ \t]+|env[ \t]+|-[ \t]+)?{name}[ \t]*[=:][ \t]*(?P<a>[^\s"'#,;]{{8,200}})[ \t]*\r?$"#
            ))?,
        })
    }

    /// Bytes of the values that look like credentials.
    pub fn find(&self, text: &str, path: &Path) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let plain = PLAIN.iter().any(|ending| ends(path, ending));
        let patterns = [Some(&self.quoted), plain.then_some(&self.plain)];
        for pattern in patterns.into_iter().flatten() {
            for captures in pattern.captures_iter(text) {
                let name = captures.name("name").map_or("", |name| name.as_str());
                let value = ["a", "b", "c"]
                    .iter()
                    .find_map(|group| captures.name(group));
                if let Some(value) = value
                    && credible(name, value.as_str())
                {
                    found.push(value.range());
                }
            }
        }
        found
    }
}

/// Whether a file's name ends so, or is just that behind a dot (`.env`, `.env.local`).
fn ends(path: &Path, ending: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.rsplit('.').next() == Some(ending) || name.starts_with(&format!(".{ending}"))
}

fn credible(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if ABOUT.iter().any(|word| name.contains(word))
        || value.chars().any(char::is_whitespace)
        || placeholder(value)
        || value.contains("://")
        || value.contains("::")
        || (value.contains('(') && value.contains(')'))
        || uuid(value)
    {
        return false;
    }
    let password = ["password", "passwd", "pwd", "passphrase"]
        .iter()
        .any(|word| name.contains(word));
    if password {
        return classes(value) >= 3 && entropy(value) >= 2.5;
    }
    let letters = value.bytes().any(|byte| byte.is_ascii_alphabetic());
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let hex = value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let least = if hex { 2.9 } else { 3.4 };
    let long = value.len() >= if hex { 24 } else { 16 };
    long && letters && digits >= 2 && entropy(value) >= least && !words(value)
}

/// `12345678-1234-…`: an identifier far more often than a credential.
fn uuid(value: &str) -> bool {
    let lengths: Vec<usize> = value.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12]
        && value
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Words put together, as in `auth-token-v2` and `oauth2.access_key`: most parts between the
/// separators are letters alone.
fn words(value: &str) -> bool {
    let parts: Vec<&str> = value
        .split(['-', '_', '.', ':', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    let plain = parts
        .iter()
        .filter(|part| part.bytes().all(|byte| byte.is_ascii_lowercase()))
        .count();
    parts.len() >= 2 && plain * 2 > parts.len()
}
