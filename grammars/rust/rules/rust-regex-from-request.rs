use axum::extract::Query;
use regex::Regex;

async fn search(Query(text): Query<String>) -> bool {
    // ruleid: rust-regex-from-request
    Regex::new(&text).unwrap().is_match("x")
}

async fn fancy(Query(text): Query<String>) -> bool {
    // ruleid: rust-regex-from-request
    fancy_regex::Regex::new(&format!("^{}", text)).unwrap().is_match("x").unwrap()
}

async fn built(Query(text): Query<String>) {
    // ruleid: rust-regex-from-request
    let re = regex::RegexBuilder::new(&text).case_insensitive(true).build();
}

async fn good(Query(text): Query<String>) -> bool {
    // ok: rust-regex-from-request
    let found = Regex::new(&regex::escape(&text)).unwrap().is_match("x");
    // ok: rust-regex-from-request
    let fixed = Regex::new("^[a-z]+$").unwrap().is_match(&text);
    // ok: rust-regex-from-request
    text.contains("x")
}
