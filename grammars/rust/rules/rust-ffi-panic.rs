#[no_mangle]
pub unsafe extern "C" fn greet(name: *const c_char) {
    // ruleid: rust-ffi-panic
    let name = CStr::from_ptr(name).to_str().unwrap();
    println!("{name}");
}

#[no_mangle]
pub extern "C" fn count(table: &Mutex<Table>) -> usize {
    // ruleid: rust-ffi-panic
    table.lock().unwrap().len()
}

#[no_mangle]
pub extern "C" fn title(number: u32) -> *mut c_char {
    // ruleid: rust-ffi-panic
    CString::new(text(number)).unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn checked(name: *const c_char) -> i32 {
    // ok: rust-ffi-panic
    let Ok(name) = CStr::from_ptr(name).to_str() else { return -1 };
    0
}

#[no_mangle]
pub extern "C" fn caught(table: &Mutex<Table>) -> i32 {
    // ok: rust-ffi-panic
    std::panic::catch_unwind(|| table.lock().unwrap().len()).map_or(-1, |_| 0)
}

fn own(name: &CStr) -> &str {
    // ok: rust-ffi-panic
    name.to_str().unwrap()
}
