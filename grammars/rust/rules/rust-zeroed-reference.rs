fn made() {
    // ruleid: rust-zeroed-reference
    let text: String = unsafe { std::mem::zeroed() };
    // ruleid: rust-zeroed-reference
    let boxed = unsafe { std::mem::zeroed::<Box<u8>>() };
    // ruleid: rust-zeroed-reference
    let callback: fn(u8) -> u8 = unsafe { mem::zeroed() };
}

fn good() {
    // ok: rust-zeroed-reference
    let stat: libc::stat = unsafe { std::mem::zeroed() };
    // ok: rust-zeroed-reference
    let pair = unsafe { std::mem::zeroed::<(u8, u16)>() };
    // ok: rust-zeroed-reference
    let text: Option<String> = None;
}
