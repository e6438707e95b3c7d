use std::ffi::CString;

unsafe fn given(name: CString) {
    let raw = name.into_raw();
    // ruleid: rust-mismatched-free
    libc::free(raw as *mut libc::c_void);
}

unsafe fn boxed(value: Box<u64>) {
    // ruleid: rust-mismatched-free
    libc::free(Box::into_raw(value) as *mut libc::c_void);
}

unsafe fn adopted() -> Box<u64> {
    let raw = libc::malloc(8) as *mut u64;
    // ruleid: rust-mismatched-free
    Box::from_raw(raw)
}

unsafe fn good(name: CString) {
    let raw = name.into_raw();
    // ok: rust-mismatched-free
    drop(CString::from_raw(raw));
    let block = libc::malloc(8);
    // ok: rust-mismatched-free
    libc::free(block);
}

unsafe fn kept(value: Box<u64>) -> Box<u64> {
    let raw = Box::into_raw(value);
    // ok: rust-mismatched-free
    Box::from_raw(raw)
}
