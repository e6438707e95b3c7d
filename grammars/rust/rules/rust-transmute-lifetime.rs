use std::mem;

fn text(s: &str) -> &'static str {
    // ruleid: rust-transmute-lifetime
    unsafe { mem::transmute::<&str, &'static str>(s) }
}

fn bytes(s: &[u8]) -> &'static [u8] {
    // ruleid: rust-transmute-lifetime
    unsafe { std::mem::transmute::<&[u8], &'static [u8]>(s) }
}

fn mutable(s: &mut State) -> &'static mut State {
    // ruleid: rust-transmute-lifetime
    unsafe { mem::transmute::<&mut State, &'static mut State>(s) }
}

fn number(x: f32) -> u32 {
    // ok: rust-transmute-lifetime
    unsafe { mem::transmute::<f32, u32>(x) }
}

fn function(p: *const ()) -> fn() {
    // ok: rust-transmute-lifetime
    unsafe { mem::transmute::<*const (), fn()>(p) }
}

fn leaked(s: String) -> &'static str {
    // ok: rust-transmute-lifetime
    Box::leak(s.into_boxed_str())
}
