use std::alloc::{self, Layout};

unsafe fn number() -> *mut i64 {
    // ruleid: rust-unchecked-allocation
    let block = alloc::alloc(Layout::new::<i64>()) as *mut i64;
    *block = 1;
    block
}

unsafe fn copied(data: &[u8], layout: Layout) -> *mut u8 {
    // ruleid: rust-unchecked-allocation
    let block = std::alloc::alloc(layout);
    ptr::copy_nonoverlapping(data.as_ptr(), block, data.len());
    block
}

unsafe fn from_c() -> *mut i32 {
    // ruleid: rust-unchecked-allocation
    let block = libc::malloc(4) as *mut i32;
    block.write(1);
    block
}

unsafe fn tested(layout: Layout) -> *mut u8 {
    // ok: rust-unchecked-allocation
    let block = alloc::alloc(layout);
    if block.is_null() {
        alloc::handle_alloc_error(layout);
    }
    *block = 1;
    block
}

unsafe fn asserted() -> *mut i32 {
    // ok: rust-unchecked-allocation
    let block = libc::malloc(4) as *mut i32;
    assert!(!block.is_null());
    *block = 1;
    block
}

fn vector() -> Vec<u8> {
    // ok: rust-unchecked-allocation
    let block = Vec::with_capacity(4);
    block
}
