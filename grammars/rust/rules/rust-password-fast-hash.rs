use argon2::{Argon2, PasswordHasher};
use sha2::{Digest, Sha256};

fn store(password: &str, user: &User) {
    // ruleid: rust-password-fast-hash
    let stored = Sha256::digest(password);
    // ruleid: rust-password-fast-hash
    let other = Sha256::digest(user.password.as_bytes());
    let mut hasher = Sha256::new();
    // ok: rust-password-fast-hash
    hasher.update(user.name.as_bytes());
    // ruleid: rust-password-fast-hash
    hasher.update(password.as_bytes());
    // ruleid: rust-password-fast-hash
    let old = md5::compute(password);
}

fn good(password: &str, salt: Salt, file: &[u8], encrypted_password: &[u8]) {
    // ok: rust-password-fast-hash
    let stored = Argon2::default().hash_password(password.as_bytes(), salt);
    // ok: rust-password-fast-hash
    let sum = Sha256::digest(file);
    // ok: rust-password-fast-hash
    let sealed = Sha256::digest(password_file_name);
}
