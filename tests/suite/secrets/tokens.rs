//! Invented credentials in the forms that providers document. Put together while the tests run, so
//! that no file of this repository holds anything that looks like a real one. Holds no tests.

const DIGITS: &str = "0123456789";
const HEX: &str = "0123456789abcdef";
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const UPPER36: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const BECH32: &str = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

/// Characters that look random and are the same on every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn take(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        let mut next = || {
            // Knuth's MMIX generator; the high bits are the good ones.
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            letters[(self.0 >> 33) as usize % letters.len()]
        };
        (0..length).map(|_| next()).collect()
    }

    /// A password as people's managers make them.
    pub fn password(&mut self) -> String {
        format!("{}9!{}", self.take(LETTERS, 7), self.take(BASE62, 8))
    }

    pub fn base62(&mut self, length: usize) -> String {
        self.take(BASE62, length)
    }

    pub fn hex(&mut self, length: usize) -> String {
        self.take(HEX, length)
    }
}

/// The CRC-32 of IEEE 802.3 by table-free division, written apart from the product's on purpose.
fn crc32(text: &str) -> u32 {
    let mut register = !0_u32;
    for byte in text.bytes() {
        for bit in 0..8 {
            let carry = (register ^ u32::from(byte >> bit)) & 1;
            register >>= 1;
            if carry == 1 {
                register ^= 0xEDB8_8320;
            }
        }
    }
    !register
}

/// `prefix_`, thirty characters, and their checksum in base 62.
pub fn with_checksum(prefix: &str, dice: &mut Dice) -> String {
    let random = dice.take(BASE62, 30);
    let (mut number, mut sum) = (crc32(&random), String::new());
    let digits: Vec<char> = BASE62.chars().collect();
    for _ in 0..6 {
        sum.insert(0, digits[(number % 62) as usize]);
        number /= 62;
    }
    format!("{prefix}_{random}{sum}")
}

/// A token with a header that says how it is signed.
pub fn jwt(alg: &str, dice: &mut Dice) -> String {
    let part = |text: &str| {
        let table: Vec<char> = URL64.chars().collect();
        let bits: String = text.bytes().map(|byte| format!("{byte:08b}")).collect();
        let six = |chunk: &[u8]| {
            let mut chunk = String::from_utf8_lossy(chunk).into_owned();
            while chunk.len() < 6 {
                chunk.push('0');
            }
            table[usize::from_str_radix(&chunk, 2).expect("bits")]
        };
        bits.as_bytes().chunks(6).map(six).collect::<String>()
    };
    let header = part(&format!("{{\"alg\":\"{alg}\",\"typ\":\"JWT\"}}"));
    let body = part("{\"sub\":\"1234\",\"admin\":true}");
    format!("{header}.{body}.{}", dice.take(URL64, 43))
}

/// A key in the form of RFC 7468, with `end` between its lines.
pub fn pem(kind: &str, end: &str, dice: &mut Dice) -> String {
    let dashes = "-----";
    let lines: Vec<String> = (0..6).map(|_| dice.take(BASE64, 64)).collect();
    let body = lines.join(end);
    format!(
        "{dashes}BEGIN {kind}PRIVATE KEY{dashes}{end}{body}{end}{dashes}END {kind}PRIVATE KEY{dashes}"
    )
}

/// One line of code with an invented credential for each provider: (rule, line, credential).
pub fn documented(dice: &mut Dice) -> Vec<(&'static str, String, String)> {
    let quoted = |secret: &str| format!("x = \"{secret}\"");
    let mut all = Vec::new();
    let mut add = |rule: &'static str, secret: String| all.push((rule, quoted(&secret), secret));
    for kind in ["p", "o", "u", "s", "r"] {
        add(
            "secret-github-token",
            with_checksum(&format!("gh{kind}"), dice),
        );
    }
    add("secret-npm-token", with_checksum("npm", dice));
    let mut plain = |rule, parts: &[(&str, &str, usize)]| {
        let parts: Vec<String> = parts
            .iter()
            .map(|(start, alphabet, length)| format!("{start}{}", dice.take(alphabet, *length)))
            .collect();
        add(rule, parts.concat());
    };
    plain(
        "secret-github-fine-grained-token",
        &[("github_pat_", BASE62, 22), ("_", BASE62, 59)],
    );
    plain(
        "secret-gitlab-token",
        &[("glpat-", URL64, 19), ("", BASE62, 1)],
    );
    plain("secret-aws-access-key-id", &[("AKIA", BASE32, 16)]);
    plain("secret-google-api-key", &[("AIza", BASE62, 35)]);
    plain(
        "secret-google-oauth-client-secret",
        &[("GOCSPX-", BASE62, 28)],
    );
    plain(
        "secret-slack-token",
        &[("xoxb-", DIGITS, 12), ("-", DIGITS, 12), ("-", BASE62, 24)],
    );
    plain("secret-stripe-live-key", &[("sk_live_", BASE62, 24)]);
    plain("secret-stripe-test-key", &[("rk_test_", BASE62, 24)]);
    plain("secret-stripe-webhook-secret", &[("whsec_", BASE62, 32)]);
    plain(
        "secret-openai-key",
        &[("sk-proj-", BASE62, 40), ("T3BlbkFJ", BASE62, 40)],
    );
    plain(
        "secret-anthropic-key",
        &[("sk-ant-api03-", BASE62, 93), ("AA", BASE62, 0)],
    );
    plain("secret-hugging-face-token", &[("hf_", LETTERS, 34)]);
    plain(
        "secret-pypi-token",
        &[("pypi-AgEIcHlwaS5vcmc", BASE62, 120)],
    );
    plain("secret-crates-io-token", &[("cio", BASE62, 32)]);
    plain("secret-rubygems-key", &[("rubygems_", HEX, 48)]);
    plain("secret-docker-hub-token", &[("dckr_pat_", BASE62, 27)]);
    plain(
        "secret-sendgrid-key",
        &[("SG.", BASE62, 22), (".", BASE62, 43)],
    );
    plain("secret-mailchimp-key", &[("", HEX, 32), ("-us", DIGITS, 1)]);
    plain("secret-mailgun-key", &[("key-", HEX, 32)]);
    plain("secret-digitalocean-token", &[("dop_v1_", HEX, 64)]);
    plain(
        "secret-azure-client-secret",
        &[("", BASE62, 3), ("8Q~", BASE62, 34)],
    );
    plain("secret-shopify-token", &[("shpat_", HEX, 32)]);
    plain("secret-square-token", &[("sq0csp-", BASE62, 43)]);
    plain(
        "secret-telegram-bot-token",
        &[("", "12345679", 9), (":AA", BASE62, 33)],
    );
    plain("secret-databricks-token", &[("dapi", HEX, 32)]);
    plain("secret-vault-token", &[("hvs.", BASE62, 90)]);
    plain(
        "secret-terraform-cloud-token",
        &[("", BASE62, 14), (".atlasv1.", BASE62, 66)],
    );
    plain("secret-atlassian-token", &[("ATATT3", BASE62, 186)]);
    plain(
        "secret-grafana-token",
        &[("glsa_", BASE62, 32), ("_", HEX, 8)],
    );
    plain("secret-new-relic-key", &[("NRAK-", UPPER36, 27)]);
    plain("secret-linear-key", &[("lin_api_", BASE62, 40)]);
    plain("secret-postman-key", &[("PMAK-", HEX, 24), ("-", HEX, 34)]);
    plain("secret-doppler-token", &[("dp.pt.", BASE62, 43)]);
    plain("secret-age-key", &[("AGE-SECRET-KEY-1", BECH32, 58)]);
    add("secret-jwt", jwt("HS256", dice));
    in_context(dice, &mut all);
    all
}

/// Credentials that only their surroundings tell.
fn in_context(dice: &mut Dice, all: &mut Vec<(&'static str, String, String)>) {
    let secret = dice.take(BASE64, 40);
    let line = format!("aws_secret_access_key = {secret}");
    all.push(("secret-aws-secret-access-key", line, secret));
    let secret = format!("{}==", dice.take(BASE64, 86));
    let line = format!("x = \"AccountName=a;AccountKey={secret};EndpointSuffix=b\"");
    all.push(("secret-azure-storage-key", line, secret));
    let secret = format!("SK{}", dice.take(HEX, 32));
    all.push((
        "secret-twilio-key",
        format!("twilio = \"{secret}\""),
        secret,
    ));
    let secret = format!(
        "T{}/B{}/{}",
        dice.take(UPPER36, 8),
        dice.take(UPPER36, 10),
        dice.take(BASE62, 24)
    );
    let line = format!("x = \"https://hooks.slack.com/services/{secret}\"");
    all.push(("secret-slack-webhook", line, secret));
    let secret = format!(
        "M{}.{}.{}",
        dice.take(BASE62, 23),
        dice.take(BASE62, 6),
        dice.take(BASE62, 27)
    );
    all.push((
        "secret-discord-bot-token",
        format!("discord_bot = \"{secret}\""),
        secret,
    ));
    let secret = dice.base62(14);
    all.push((
        "secret-password-in-url",
        format!("x = \"postgres://app:{secret}@db.internal/app\""),
        secret,
    ));
}
