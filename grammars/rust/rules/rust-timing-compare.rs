fn webhook(mac: HmacSha256, signature: &str, expected_signature: &str) -> bool {
    // ruleid: rust-timing-compare
    if hex::encode(mac.finalize().into_bytes()) != signature {
        return false;
    }
    // ruleid: rust-timing-compare
    signature == expected_signature
}

fn session(given_token: &str, user: &User) -> bool {
    // ruleid: rust-timing-compare
    given_token == user.stored_token
}

fn good(mac: HmacSha256, signature: &[u8], expected: &[u8], expected_count: usize, count: usize) -> bool {
    // ok: rust-timing-compare
    let right = mac.verify_slice(signature).is_ok();
    // ok: rust-timing-compare
    let same: bool = signature.ct_eq(expected).into();
    // ok: rust-timing-compare
    right && same && count == expected_count
}
