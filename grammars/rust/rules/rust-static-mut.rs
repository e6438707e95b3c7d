// ruleid: rust-static-mut
static mut COUNTER: u32 = 0;

mod inner {
    // ruleid: rust-static-mut
    pub static mut TABLE: [u8; 4] = [0; 4];
}

fn local() {
    // ruleid: rust-static-mut
    static mut CALLS: usize = 0;
    unsafe { CALLS += 1 };
}

// ok: rust-static-mut
static LIMIT: u32 = 10;

// ok: rust-static-mut
static TOTAL: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

fn shared() {
    // ok: rust-static-mut
    static NAMES: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());
    NAMES.lock().unwrap().clear();
}
