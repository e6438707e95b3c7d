use std::ffi::CStr;

#[no_mangle]
pub extern "C" fn greet(name: *const c_char) {
    // ruleid: rust-ffi-null-argument
    let name = unsafe { CStr::from_ptr(name) };
    println!("{name:?}");
}

#[no_mangle]
pub unsafe extern "C" fn sum(data: *const u8, count: usize) -> u64 {
    // ruleid: rust-ffi-null-argument
    let bytes = std::slice::from_raw_parts(data, count);
    bytes.iter().map(|byte| u64::from(*byte)).sum()
}

#[no_mangle]
pub unsafe extern "C" fn length(text: *const c_char) -> usize {
    // ruleid: rust-ffi-null-argument
    CStr::from_ptr(text).to_bytes().len()
}

#[no_mangle]
pub unsafe extern "C" fn tested(text: *const c_char) -> usize {
    if text.is_null() {
        return 0;
    }
    // ok: rust-ffi-null-argument
    CStr::from_ptr(text).to_bytes().len()
}

#[no_mangle]
pub unsafe extern "C" fn inside(text: *const c_char) -> usize {
    if !text.is_null() {
        // ok: rust-ffi-null-argument
        return CStr::from_ptr(text).to_bytes().len();
    }
    0
}

unsafe fn own(text: *const c_char) -> usize {
    // ok: rust-ffi-null-argument
    CStr::from_ptr(text).to_bytes().len()
}
