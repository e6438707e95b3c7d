struct Cellar<T>(*mut T);
struct Shelf<T>(UnsafeCell<T>);

// ruleid: rust-send-sync-unbounded
unsafe impl<T> Send for Cellar<T> {}
// ruleid: rust-send-sync-unbounded
unsafe impl<T> Sync for Cellar<T> {}
// ruleid: rust-send-sync-unbounded
unsafe impl<V> Sync for Shelf<V> {}

// ok: rust-send-sync-unbounded
unsafe impl<T: Send> Send for Shelf<T> {}
// ok: rust-send-sync-unbounded
unsafe impl<T: Send + Sync> Sync for Holder<T> {}
// ok: rust-send-sync-unbounded
unsafe impl Send for Handle {}

struct Reader<'a> {
    at: *const Handle<'a>,
}

// ok: rust-send-sync-unbounded
unsafe impl<'a> Send for Reader<'a> {}
