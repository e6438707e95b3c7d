//! Helpers for tests: fixture marks and random edits. Product code never uses it.

/// Takes the cursor mark `$0` out of a fixture; gives the text and the cursor's byte offset.
pub fn cursor(fixture: &str) -> (String, usize) {
    let offset = fixture.find("$0").expect("the fixture has a cursor `$0`");
    (fixture.replacen("$0", "", 1), offset)
}
