pub fn text(bytes: &[u8]) -> &str {
    // ruleid: rust-utf8-unchecked-argument
    unsafe { std::str::from_utf8_unchecked(bytes) }
}

pub fn owned(bytes: Vec<u8>) -> String {
    // ruleid: rust-utf8-unchecked-argument
    unsafe { String::from_utf8_unchecked(bytes) }
}

pub fn copied(bytes: &[u8]) -> String {
    // ruleid: rust-utf8-unchecked-argument
    unsafe { String::from_utf8_unchecked(bytes.to_vec()) }
}

pub fn checked(bytes: &[u8]) -> Option<&str> {
    // ok: rust-utf8-unchecked-argument
    std::str::from_utf8(bytes).ok()
}

pub fn ascii(bytes: &[u8]) -> &str {
    if bytes.is_ascii() {
        // ok: rust-utf8-unchecked-argument
        return unsafe { std::str::from_utf8_unchecked(bytes) };
    }
    ""
}

pub unsafe fn promised(bytes: &[u8]) -> &str {
    // ok: rust-utf8-unchecked-argument
    std::str::from_utf8_unchecked(bytes)
}
