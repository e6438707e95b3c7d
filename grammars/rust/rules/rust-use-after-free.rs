unsafe fn freed(size: usize) -> u8 {
    let layout = Layout::from_size_align(size, 1).unwrap();
    let block = std::alloc::alloc(layout);
    // ok: rust-use-after-free
    *block = 1;
    std::alloc::dealloc(block, layout);
    // ruleid: rust-use-after-free
    *block
}

fn boxed(value: *mut Record) {
    unsafe { drop(Box::from_raw(value)); }
    // ruleid: rust-use-after-free
    let name = unsafe { (*value).id };
}

unsafe fn from_c() -> i64 {
    let number = libc::malloc(8) as *mut i64;
    libc::free(number as *mut libc::c_void);
    // ruleid: rust-use-after-free
    *number
}

unsafe fn again(mut block: *mut u8, layout: Layout) -> u8 {
    std::alloc::dealloc(block, layout);
    block = std::alloc::alloc_zeroed(layout);
    // ok: rust-use-after-free
    *block
}

unsafe fn before(block: *mut u8, layout: Layout) -> u8 {
    // ok: rust-use-after-free
    let last = *block;
    std::alloc::dealloc(block, layout);
    last
}
