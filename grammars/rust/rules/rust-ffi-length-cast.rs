use std::os::raw::c_int;
use std::slice;

#[no_mangle]
pub unsafe extern "C" fn take(data: *const u8, length: c_int) -> u8 {
    // ruleid: rust-ffi-length-cast
    let bytes = slice::from_raw_parts(data, length as usize);
    bytes[0]
}

unsafe extern "C" fn callback(data: *mut u8, length: i32) {
    // ruleid: rust-ffi-length-cast
    std::slice::from_raw_parts_mut(data, length as usize).fill(0);
}

pub unsafe extern "C" fn reserve(count: libc::c_long) {
    // ruleid: rust-ffi-length-cast
    let buffer: Vec<u8> = Vec::with_capacity(count as usize);
}

pub unsafe extern "C" fn tested(data: *const u8, length: c_int) -> u8 {
    if length <= 0 {
        return 0;
    }
    // ok: rust-ffi-length-cast
    slice::from_raw_parts(data, length as usize)[0]
}

pub unsafe extern "C" fn unsigned(data: *const u8, length: u32) -> u8 {
    // ok: rust-ffi-length-cast
    slice::from_raw_parts(data, length as usize)[0]
}

pub unsafe extern "C" fn whole(data: *const u8, length: usize) -> u8 {
    // ok: rust-ffi-length-cast
    slice::from_raw_parts(data, length)[0]
}
