use md5::{Digest, Md5};
use sha2::Sha256;

fn checksum(data: &[u8]) {
    // ruleid: rust-weak-hash
    let mut hasher = Md5::new();
    hasher.update(data);
    // ruleid: rust-weak-hash
    let old = md5::compute(data);
    // ruleid: rust-weak-hash
    let sha = sha1::Sha1::new();
    // ok: rust-weak-hash
    let mut good = Sha256::new();
    // ok: rust-weak-hash
    let better = blake3::Hasher::new();
}

fn through_openssl() {
    // ruleid: rust-weak-hash
    let a = openssl::hash::MessageDigest::md5();
    // ok: rust-weak-hash
    let b = openssl::hash::MessageDigest::sha256();
}
