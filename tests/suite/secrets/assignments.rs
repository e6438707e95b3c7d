//! Random values given to telling names, and what only looks like them.

use super::rules;
use super::tokens::Dice;

/// Assignments, and whether each holds a credential.
fn assignments() -> Vec<(&'static str, String, bool)> {
    let mut dice = Dice::new(11);
    let mut cases: Vec<(&str, String, bool)> = Vec::new();
    for (path, before, after) in [
        ("src/a.py", "API_KEY = \"", "\""),
        ("src/a.py", "client.auth_token = '", "'"),
        ("src/a.rs", "const SECRET_KEY: &str = \"", "\";"),
        ("src/a.rs", "let token = \"", "\".to_string();"),
        ("src/a.js", "const clientSecret = '", "';"),
        ("src/a.ts", "  apiKey: \"", "\","),
        ("src/a.go", "secretToken := \"", "\""),
        (
            "src/A.java",
            "private static final String ENCRYPTION_KEY = \"",
            "\";",
        ),
        ("config.json", "  \"api_secret\": \"", "\","),
        ("deploy.yml", "  auth_token: ", ""),
        (".env", "SESSION_SECRET=", ""),
        (".env.production", "export SERVICE_TOKEN=", ""),
        ("app.properties", "service.secret=", ""),
    ] {
        cases.push((path, format!("{before}{}{after}", dice.base62(32)), true));
    }
    for (path, before, after) in [
        ("src/a.py", "password = \"", "\""),
        ("src/a.go", "dbPassword := \"", "\""),
        (".env", "DB_PASSWORD=", ""),
        ("config.json", "\"passwd\": \"", "\""),
    ] {
        cases.push((path, format!("{before}{}{after}", dice.password()), true));
    }
    cases.push((
        "src/a.py",
        format!("signing_key = \"{}\"", dice.hex(64)),
        true,
    ));
    for (path, line) in [
        ("src/a.py", "password = \"changeme\""),
        ("src/a.py", "password = os.environ[\"DB_PASSWORD\"]"),
        ("src/a.py", "password = \"${DB_PASSWORD}\""),
        ("src/a.py", "PASSWORD_FIELD = \"current-password-2\""),
        (
            "src/a.py",
            "token_url = \"https://login.internal/oauth2/token\"",
        ),
        ("src/a.py", "TOKEN_HEADER = \"X-Auth-Token-V2\""),
        ("src/a.py", "secret_name = \"prod/db/Main-Credentials-1\""),
        ("src/a.py", "max_tokens = \"4096 and no more 1\""),
        ("src/a.py", "password_label = \"Enter your Password 1!\""),
        ("src/a.py", "csrf_token = \"{{ csrf_token() }}\""),
        (
            "src/a.js",
            "const tokenType = \"urn:ietf:params:oauth:token-type:jwt2\";",
        ),
        (
            "src/a.rs",
            "let password_hash = \"$argon2id$v=19$m=19456$abcDEF123\";",
        ),
        ("src/a.rs", "let token = \"identifier\";"),
        ("src/a.py", "api_key = \"your-api-key-goes-here-123\""),
        (
            "src/a.py",
            "secret = \"6f1c9d0a-3b5e-4f7a-9c2d-1e8b7a6c5d4f\"",
        ),
        ("deploy.yml", "  password: !vault secret/data/app"),
        ("deploy.yml", "  secretName: app-tls-2024-certificate"),
        (".env", "API_KEY=<your key here>"),
        ("src/a.ts", "password: string = \"\";"),
        ("package.json", "\"token-lexer\": \"^2.1.0-beta.12\","),
        ("src/a.py", "auth_key = settings.AUTH_KEY_2024_primary"),
        ("src/a.py", "assert token == 'aaaaaaaaaaaaaaaaaaaa1111'"),
    ] {
        cases.push((path, line.to_string(), false));
    }
    // Made up in tests and documents, whatever it looks like.
    cases.push((
        "tests/test_a.py",
        format!("password = \"{}\"", dice.password()),
        false,
    ));
    cases.push((
        "README.md",
        format!("api_key = \"{}\"", dice.base62(32)),
        false,
    ));
    cases.push((
        "Cargo.lock",
        format!("secret-token = \"{}\"", dice.hex(64)),
        false,
    ));
    cases.push((
        "src/a.py",
        format!("integrity_token_sha = \"{}\"", dice.hex(64)),
        false,
    ));
    cases
}

#[test]
fn values_of_telling_names_are_found_with_known_precision_and_recall() {
    let (mut right, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for (path, line, secret) in assignments() {
        let found = rules(path, &format!("{line}\n"));
        match (found.as_slice(), secret) {
            ([rule], true) if rule == "secret-assignment" => right += 1,
            ([], false) => {}
            (_, true) => missed.push((path, line)),
            (_, false) => wrong.push((path, line, found)),
        }
    }
    println!(
        "{right} found, {} missed, {} false",
        missed.len(),
        wrong.len()
    );
    assert!(
        missed.is_empty() && wrong.is_empty(),
        "missed {missed:#?}, false {wrong:#?}"
    );
}
