fn call(name: &str, data: &[u8]) {
    // ruleid: rust-dangling-temporary
    let a = format!("{}\0", name).as_ptr();
    // ruleid: rust-dangling-temporary
    let b = name.to_string().as_ptr();
    // ruleid: rust-dangling-temporary
    let c = data.to_vec().as_mut_ptr();
    unsafe { take(a, b, c) };
}

fn good(name: &str, data: &[u8]) {
    let text = format!("{}\0", name);
    // ok: rust-dangling-temporary
    let a = text.as_ptr();
    // ok: rust-dangling-temporary
    let b = data.as_ptr();
    // ok: rust-dangling-temporary
    let c = c"constant".as_ptr();
    unsafe { take(a, b, c) };
}
