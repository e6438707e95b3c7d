fn number() -> *const i64 {
    let value: i64 = 1;
    // ruleid: rust-return-local-pointer
    return &value;
}

fn changed() -> *mut i64 {
    let mut value = 2;
    // ruleid: rust-return-local-pointer
    return &mut value as *mut i64;
}

fn bytes(count: usize) -> *const u8 {
    let buffer = vec![0u8; count];
    // ruleid: rust-return-local-pointer
    return buffer.as_ptr();
}

fn kept() -> *mut i64 {
    let value = Box::new(1);
    // ok: rust-return-local-pointer
    return Box::into_raw(value);
}

static TABLE: [u8; 4] = [1, 2, 3, 4];

fn table() -> *const u8 {
    // ok: rust-return-local-pointer
    return &TABLE[0];
}

fn inner(text: &str) -> &str {
    let part = &text[1..];
    // ok: rust-return-local-pointer
    return &part;
}
