use std::alloc::Layout;

unsafe fn table(count: usize) -> *mut u8 {
    // ruleid: rust-layout-overflow
    std::alloc::alloc(Layout::from_size_align_unchecked(count * size_of::<u64>(), 8))
}

fn checked_late(count: usize) -> Layout {
    // ruleid: rust-layout-overflow
    Layout::from_size_align(count * 8, 8).unwrap()
}

unsafe fn from_c(count: usize) -> *mut libc::c_void {
    // ruleid: rust-layout-overflow
    libc::malloc(count * 16)
}

fn good(count: usize) -> Layout {
    // ok: rust-layout-overflow
    let page = Layout::from_size_align(4096, 4096).unwrap();
    // ok: rust-layout-overflow
    let table = Layout::array::<u64>(count).unwrap();
    // ok: rust-layout-overflow
    Layout::from_size_align(count.checked_mul(8).unwrap(), 8).unwrap()
}

impl<T> Drop for Table<T> {
    fn drop(&mut self) {
        // ok: rust-layout-overflow
        let layout = Layout::from_size_align(self.count * 8, 8).unwrap();
        unsafe { alloc::dealloc(self.start, layout) };
    }
}

fn give_back(start: NonNull<u8>, count: usize) {
    // ok: rust-layout-overflow
    unsafe { Global.deallocate(start, Layout::from_size_align_unchecked(count * 8, 8)) };
}
