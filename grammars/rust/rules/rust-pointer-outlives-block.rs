fn local() -> i64 {
    let pointer: *const i64;
    {
        let value = 7;
        pointer = &raw const value;
    }
    // ruleid: rust-pointer-outlives-block
    unsafe { *pointer }
}

fn vector() -> u8 {
    let pointer: *const u8;
    {
        let bytes = vec![1, 2, 3];
        pointer = bytes.as_ptr();
        // ok: rust-pointer-outlives-block
        let first = unsafe { *pointer };
    }
    // ruleid: rust-pointer-outlives-block
    unsafe { *pointer }
}

fn in_macro() -> i64 {
    let pointer: *const i64;
    {
        let value = 7;
        pointer = std::ptr::addr_of!(value);
    }
    // ruleid: rust-pointer-outlives-block
    unsafe { *pointer }
}

fn outside() -> i64 {
    let value = 7;
    let pointer: *const i64;
    {
        pointer = &raw const value;
    }
    // ok: rust-pointer-outlives-block
    unsafe { *pointer }
}

fn new_value(other: &i64) -> i64 {
    let mut pointer: *const i64;
    {
        let value = 7;
        pointer = &raw const value;
    }
    pointer = other;
    // ok: rust-pointer-outlives-block
    unsafe { *pointer }
}
