use std::ffi::CString;
use std::os::raw::c_char;

fn constant() {
    // ruleid: rust-ffi-string-unterminated
    unsafe { puts("hello".as_ptr() as *const c_char) };
    // ok: rust-ffi-string-unterminated
    unsafe { puts("hello\0".as_ptr() as *const c_char) };
    // ok: rust-ffi-string-unterminated
    unsafe { puts(c"hello".as_ptr()) };
}

fn argument(name: &str) {
    // ruleid: rust-ffi-string-unterminated
    unsafe { puts(name.as_ptr() as *const c_char) };
}

fn field(user: &User) {
    // ruleid: rust-ffi-string-unterminated
    unsafe { puts(user.name.as_str().as_ptr().cast::<c_char>()) };
}

fn good(name: &str) {
    let name = CString::new(name).unwrap();
    // ok: rust-ffi-string-unterminated
    unsafe { puts(name.as_ptr() as *const c_char) };
}

fn symbol(kind: &str) -> u16 {
    unsafe {
        ts_symbol(
            // ok: rust-ffi-string-unterminated
            kind.as_bytes().as_ptr().cast::<c_char>(),
            kind.len() as u32,
        )
    }
}
