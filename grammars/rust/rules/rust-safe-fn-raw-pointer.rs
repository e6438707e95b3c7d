use std::ffi::CStr;
use std::slice;

pub fn sum(data: *const u8, length: usize) -> u64 {
    // ruleid: rust-safe-fn-raw-pointer
    let bytes = unsafe { slice::from_raw_parts(data, length) };
    bytes.iter().map(|byte| u64::from(*byte)).sum()
}

pub fn clear(data: *mut u8, length: usize) {
    // ruleid: rust-safe-fn-raw-pointer
    unsafe { std::slice::from_raw_parts_mut(data, length) }.fill(0);
}

pub fn name(text: *const i8) -> String {
    // ruleid: rust-safe-fn-raw-pointer
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

pub unsafe fn declared(data: *const u8, length: usize) -> &'static [u8] {
    // ok: rust-safe-fn-raw-pointer
    unsafe { slice::from_raw_parts(data, length) }
}

pub unsafe extern "C" fn exported(data: *const u8, length: usize) -> u8 {
    // ok: rust-safe-fn-raw-pointer
    unsafe { slice::from_raw_parts(data, length) }[0]
}

fn private(data: *const u8, length: usize) -> u8 {
    // ok: rust-safe-fn-raw-pointer
    unsafe { slice::from_raw_parts(data, length) }[0]
}

pub fn borrowed(data: &[u32]) -> &[u8] {
    // ok: rust-safe-fn-raw-pointer
    unsafe { slice::from_raw_parts(data.as_ptr().cast(), data.len() * 4) }
}

pub unsafe extern fn twopass(data: *const u8, size: usize) -> u8 {
    // ok: rust-safe-fn-raw-pointer
    let bytes = slice::from_raw_parts(data, size);
    bytes[0]
}

pub unsafe extern fn reset(data: *const u8, size: usize) {
    // ok: rust-safe-fn-raw-pointer
    let bytes = slice::from_raw_parts(data, size);
}
