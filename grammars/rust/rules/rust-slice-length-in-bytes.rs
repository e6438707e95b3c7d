use std::mem;
use std::slice;

unsafe fn words(data: *const u8, count: usize) -> &'static [u32] {
    // ruleid: rust-slice-length-in-bytes
    slice::from_raw_parts(data as *const u32, count * mem::size_of::<u32>())
}

unsafe fn points(data: *mut u8, count: usize) -> &'static mut [Point] {
    // ruleid: rust-slice-length-in-bytes
    std::slice::from_raw_parts_mut(data as *mut Point, count * std::mem::size_of::<Point>())
}

unsafe fn nth(data: *const u8, n: usize) -> *const u64 {
    // ruleid: rust-slice-length-in-bytes
    (data as *const u64).add(n * size_of::<u64>())
}

unsafe fn good(data: *const u8, count: usize) -> &'static [u32] {
    // ok: rust-slice-length-in-bytes
    let bytes = slice::from_raw_parts(data as *const u8, count * mem::size_of::<u32>());
    // ok: rust-slice-length-in-bytes
    let third = (data as *const u32).add(3);
    // ok: rust-slice-length-in-bytes
    slice::from_raw_parts(data as *const u32, count)
}
