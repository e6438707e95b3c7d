struct Counter {
    hits: u64,
    cell: UnsafeCell<u64>,
}

impl Counter {
    fn hit(&self) {
        // ruleid: rust-const-to-mut
        let me = unsafe { &mut *(self as *const Self as *mut Self) };
        me.hits += 1;
    }

    fn field(&self) -> &mut u64 {
        // ruleid: rust-const-to-mut
        unsafe { &mut *(&self.hits as *const u64 as *mut u64) }
    }

    fn cast(&self) -> &mut Counter {
        // ruleid: rust-const-to-mut
        unsafe { std::mem::transmute::<&Counter, &mut Counter>(self) }
    }

    fn allowed(&self) -> &mut u64 {
        // ok: rust-const-to-mut
        unsafe { &mut *self.cell.get() }
    }

    fn taken(&mut self) {
        // ok: rust-const-to-mut
        self.hits += 1;
    }

    fn read(&self) -> u64 {
        // ok: rust-const-to-mut
        unsafe { *(&self.hits as *const u64) }
    }
}
