//! What tells a credential from text that only looks like one: checksums, entropy, the words that
//! people write in its place. Pure.

/// Digits of base 62 as GitHub and npm write their checksums.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// What stands for a credential where there is none, in small letters.
const PLACEHOLDERS: &[&str] = &[
    "example",
    "changeme",
    "change_me",
    "change-me",
    "changeit",
    "placeholder",
    "dummy",
    "sample",
    "redacted",
    "removed",
    "your",
    "xxxx",
    "....",
    "****",
    "----",
    "____",
    "todo",
    "fixme",
    "insert",
    "replace",
    "fake",
    "mock",
    "foobar",
    "lorem",
    "notasecret",
    "not-a-secret",
    "not_a_secret",
    "notreal",
    "secret",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "default",
    "test",
    "demo",
    "invalid",
    "undefined",
    "secure",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "mykey",
    "hunter2",
    "letmein",
    "admin",
    "qwerty",
    "s3cr3t",
    "abcdef",
    "123456",
    "654321",
    "correct-horse",
];
/// Runs that no generator gives.
const RUNS: &[&str] = &[
    "example",
    "xxxx",
    "....",
    "****",
    "____",
    "abcdefgh",
    "12345678",
    "87654321",
    "01234567",
    "deadbeef",
    "000000",
    "111111",
    "ffffff",
    "aaaaaa",
    "placeholder",
    "redacted",
    "changeme",
    "your_",
    "your-",
];

/// Whether the last six characters of a token are the checksum of the thirty before them, as GitHub
/// documented for its tokens of 2021 and npm took over.
pub(super) fn crc32_base62(token: &str) -> bool {
    let Some((_, body)) = token.split_once('_') else {
        return false;
    };
    if body.len() != 36 || !body.is_ascii() {
        return false;
    }
    let (random, sum) = body.split_at(30);
    let mut number = crc32(random.as_bytes());
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(number % 62) as usize];
        number /= 62;
    }
    sum.as_bytes() == digits
}

/// CRC-32 of IEEE 802.3, bit by bit: tokens are short.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let low = crc & 1;
            crc = (crc >> 1) ^ (0xEDB8_8320 * low);
        }
    }
    !crc
}

/// Whether a token's header is the JSON object of a signed one.
pub(super) fn jwt(token: &str) -> bool {
    let header = token.split('.').next().unwrap_or_default();
    let Some(bytes) = base64url(header) else {
        return false;
    };
    let Ok(header) = serde_json::from_slice::<serde_json::Value>(&bytes) else {
        return false;
    };
    let signed = |name: &str| !name.eq_ignore_ascii_case("none");
    header
        .get("alg")
        .and_then(|alg| alg.as_str())
        .is_some_and(signed)
}

fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for character in text.bytes() {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

/// Bits of information a character, from how often each occurs (Shannon).
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let length = text.len() as f64;
    let share = |count: &u32| f64::from(*count) / length;
    let filled = counts.iter().filter(|count| **count > 0);
    -filled
        .map(share)
        .map(|share| share * share.log2())
        .sum::<f64>()
}

/// Whether a value of a known form came out of a generator: no words of documentation, no runs.
pub(super) fn random(secret: &str) -> bool {
    let small = secret.to_ascii_lowercase();
    if RUNS.iter().any(|run| small.contains(run)) {
        return false;
    }
    entropy(secret) >= 2.8
}

/// Whether a value only holds the place of a credential, or names where it comes from.
pub(super) fn placeholder(value: &str) -> bool {
    let small = value.to_ascii_lowercase();
    let inserted = [
        "${", "{{", "#{", "$(", "%(", "<%", "%s", "{}", "env.", "environ", "getenv",
    ];
    PLACEHOLDERS.iter().any(|word| small.contains(word))
        || inserted.iter().any(|mark| small.contains(mark))
        || value.starts_with(['$', '<', '{', '%', '@', '/', '.', '~', '[', '(', '*'])
        || distinct(value) < 5
}

fn distinct(text: &str) -> usize {
    let mut seen: Vec<char> = text.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

/// How many of small letters, capitals, digits and other signs a text holds.
pub(super) fn classes(text: &str) -> usize {
    let has = |class: fn(&char) -> bool| usize::from(text.chars().any(|c| class(&c)));
    has(|c| c.is_lowercase())
        + has(|c| c.is_uppercase())
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        // The check value of CRC-32: that of the digits 1 to 9.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert!(!crc32_base62("ghp_short"));
    }

    #[test]
    fn entropy_is_in_bits() {
        assert!((entropy("aaaa") - 0.0).abs() < 1e-9);
        assert!((entropy("abab") - 1.0).abs() < 1e-9);
        assert!((entropy("abcdefgh") - 3.0).abs() < 1e-9);
    }
}
