use std::mem::{self, MaybeUninit};

fn old() -> u64 {
    // ruleid: rust-uninit-value
    unsafe { mem::uninitialized() }
}

fn typed() -> u64 {
    // ruleid: rust-uninit-value
    let value = unsafe { std::mem::uninitialized::<u64>() };
    value
}

fn assumed() -> [u8; 16] {
    // ruleid: rust-uninit-value
    let bytes: [u8; 16] = unsafe { MaybeUninit::uninit().assume_init() };
    bytes
}

fn untyped() -> Slots {
    // ok: rust-uninit-value
    Slots { all: unsafe { MaybeUninit::uninit().assume_init() } }
}

fn array() {
    // ok: rust-uninit-value
    let slots: [MaybeUninit<u8>; 16] = unsafe { MaybeUninit::uninit().assume_init() };
    drop(slots);
}

fn written() -> u8 {
    let mut slot = MaybeUninit::uninit();
    slot.write(1u8);
    // ok: rust-uninit-value
    unsafe { slot.assume_init() }
}

fn zeroed() -> u8 {
    // ok: rust-uninit-value
    unsafe { mem::zeroed() }
}
