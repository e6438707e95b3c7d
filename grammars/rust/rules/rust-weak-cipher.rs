use des::{Des, TdesEde3};
use openssl::symm::Cipher;

fn single(key: &[u8]) {
    // ruleid: rust-weak-cipher
    let cipher = Des::new_from_slice(key).unwrap();
    // ruleid: rust-weak-cipher
    let triple = TdesEde3::new(key.into());
    // ruleid: rust-weak-cipher
    let named = des::Des::new(key.into());
}

fn mode(key: &[u8], iv: &[u8]) {
    // ruleid: rust-weak-cipher
    let cipher = cbc::Encryptor::<des::Des>::new(key.into(), iv.into());
    // ok: rust-weak-cipher
    let good = cbc::Encryptor::<aes::Aes128>::new(key.into(), iv.into());
}

fn through_openssl() {
    // ruleid: rust-weak-cipher
    let cipher = Cipher::des_ede3_cbc();
    // ok: rust-weak-cipher
    let good = Cipher::aes_256_gcm();
}

fn good(key: &[u8]) {
    // ok: rust-weak-cipher
    let cipher = aes_gcm::Aes256Gcm::new_from_slice(key).unwrap();
    // ok: rust-weak-cipher
    let order = Description::new(key);
}
