unsafe fn turned(record: *const Record) -> u32 {
    if record.is_null() {
        // ruleid: rust-null-dereference
        return (*record).id;
    }
    // ok: rust-null-dereference
    (*record).id
}

unsafe fn joined(record: *const Record) -> bool {
    // ruleid: rust-null-dereference
    record.is_null() && (*record).id == 0
}

unsafe fn never_set() -> u8 {
    let byte: *const u8 = std::ptr::null();
    // ruleid: rust-null-dereference
    *byte
}

unsafe fn set(value: &mut u8) -> u8 {
    let mut byte: *mut u8 = std::ptr::null_mut();
    byte = value;
    // ok: rust-null-dereference
    *byte
}

unsafe fn good(record: *const Record) -> bool {
    // ok: rust-null-dereference
    record.is_null() || (*record).id == 0
}
