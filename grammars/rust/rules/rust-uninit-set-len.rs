fn read(n: usize, source: &mut impl std::io::Read) -> Vec<u8> {
    let mut buffer = Vec::with_capacity(n);
    // ruleid: rust-uninit-set-len
    unsafe { buffer.set_len(n) };
    source.read_exact(&mut buffer).unwrap();
    buffer
}

fn block(n: usize) -> Vec<u8> {
    let mut buffer: Vec<u8> = Vec::with_capacity(n);
    unsafe {
        // ruleid: rust-uninit-set-len
        buffer.set_len(n);
    }
    buffer
}

fn conditional(n: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(n);
    if n > 0 {
        // ruleid: rust-uninit-set-len
        unsafe { out.set_len(n) }
    }
    out
}

fn written(n: usize, source: *const u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(n);
    unsafe {
        std::ptr::copy_nonoverlapping(source, out.as_mut_ptr(), n);
        // ok: rust-uninit-set-len
        out.set_len(n);
    }
    out
}

fn spare(n: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(n);
    for slot in out.spare_capacity_mut() {
        slot.write(0);
    }
    // ok: rust-uninit-set-len
    unsafe { out.set_len(n) };
    out
}

fn shrink(mut out: Vec<u8>, n: usize) -> Vec<u8> {
    // ok: rust-uninit-set-len
    unsafe { out.set_len(n) };
    out
}

fn filled_by_a_call(n: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(n);
    unsafe {
        fill(out.as_mut_slice().as_mut_ptr(), n);
        // ok: rust-uninit-set-len
        out.set_len(n);
    }
    out
}
