impl Table {
    pub fn at(&self, index: usize) -> u8 {
        // ruleid: rust-get-unchecked-argument
        unsafe { *self.bytes.get_unchecked(index) }
    }

    pub fn set(&mut self, index: usize, value: u8) {
        // ruleid: rust-get-unchecked-argument
        unsafe { *self.bytes.get_unchecked_mut(index) = value };
    }

    pub fn raw(&self, index: usize) -> *const u8 {
        // ruleid: rust-get-unchecked-argument
        unsafe { self.bytes.as_ptr().add(index) }
    }

    pub fn checked(&self, index: usize) -> u8 {
        assert!(index < self.bytes.len());
        // ok: rust-get-unchecked-argument
        unsafe { *self.bytes.get_unchecked(index) }
    }

    pub fn tested(&self, index: usize) -> Option<u8> {
        if index < self.bytes.len() {
            // ok: rust-get-unchecked-argument
            Some(unsafe { *self.bytes.get_unchecked(index) })
        } else {
            None
        }
    }

    pub unsafe fn promised(&self, index: usize) -> u8 {
        // ok: rust-get-unchecked-argument
        *self.bytes.get_unchecked(index)
    }

    fn private(&self, index: usize) -> u8 {
        // ok: rust-get-unchecked-argument
        unsafe { *self.bytes.get_unchecked(index) }
    }
}

pub fn remove_char(text: &mut Text, at: usize) -> char {
    let found = match text[at..].chars().next() {
        Some(found) => found,
        None => panic!("past the end"),
    };
    // ok: rust-get-unchecked-argument
    unsafe { shift(text.bytes.as_mut_ptr().add(at), found) };
    found
}

pub fn indexed(all: &[u8], at: usize) -> u8 {
    let first = all[at];
    // ok: rust-get-unchecked-argument
    first + unsafe { *all.get_unchecked(at) }
}

pub fn insert(all: &mut Bytes, at: usize) {
    all.reserve(1);
    unsafe {
        // ok: rust-get-unchecked-argument
        let place = all.as_mut_ptr().add(at);
        if at < all.len() {
            shift(place);
        } else if at > all.len() {
            panic!("past the end");
        }
    }
}
