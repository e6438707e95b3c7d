use std::ffi::CString;

fn open(path: &str) {
    // ruleid: rust-dangling-cstring
    let pointer = CString::new(path).unwrap().as_ptr();
    unsafe { libc::open(pointer, 0) };
}

fn expected(path: &str) {
    // ruleid: rust-dangling-cstring
    let pointer = CString::new(path).expect("no NUL").as_ptr();
    unsafe { libc::unlink(pointer) };
}

fn tried(path: &str) -> Result<(), std::ffi::NulError> {
    // ruleid: rust-dangling-cstring
    let pointer = CString::new(path)?.as_ptr();
    unsafe { libc::unlink(pointer) };
    Ok(())
}

fn kept(path: &str) {
    // ok: rust-dangling-cstring
    let owned = CString::new(path).unwrap();
    let pointer = owned.as_ptr();
    unsafe { libc::unlink(pointer) };
}

fn in_call(path: &str) {
    // ok: rust-dangling-cstring
    unsafe { libc::unlink(CString::new(path).unwrap().as_ptr()) };
}

fn raw(path: &str) -> *mut i8 {
    // ok: rust-dangling-cstring
    CString::new(path).unwrap().into_raw()
}
