fn flag(byte: u8) -> bool {
    // ruleid: rust-transmute-invalid-value
    unsafe { std::mem::transmute::<u8, bool>(byte) }
}

fn letter(code: u32) -> char {
    // ruleid: rust-transmute-invalid-value
    unsafe { mem::transmute::<u32, char>(code) }
}

pub fn unchecked(code: u32) -> char {
    // ruleid: rust-transmute-invalid-value
    unsafe { char::from_u32_unchecked(code) }
}

fn good(byte: u8, code: u32, bits: u32) -> Option<char> {
    // ok: rust-transmute-invalid-value
    let flag = byte != 0;
    // ok: rust-transmute-invalid-value
    let number = unsafe { std::mem::transmute::<u32, f32>(bits) };
    // ok: rust-transmute-invalid-value
    char::from_u32(code)
}

unsafe fn promised(code: u32) -> char {
    // ok: rust-transmute-invalid-value
    char::from_u32_unchecked(code)
}
