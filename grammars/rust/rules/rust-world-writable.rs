use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

fn open_to_all(path: &Path) {
    // ruleid: rust-world-writable
    fs::set_permissions(path, Permissions::from_mode(0o777)).unwrap();
    // ruleid: rust-world-writable
    let file = OpenOptions::new().write(true).mode(0o666).open(path);
    let mut permissions = path.metadata().unwrap().permissions();
    // ruleid: rust-world-writable
    permissions.set_mode(0o757);
}

fn closed(path: &Path) {
    // ok: rust-world-writable
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    // ok: rust-world-writable
    let file = OpenOptions::new().write(true).mode(0o600).open(path);
    let mut permissions = path.metadata().unwrap().permissions();
    // ok: rust-world-writable
    permissions.set_mode(0o644);
}
