use openssl::symm::Cipher;

fn rust_crypto(key: &[u8]) {
    // ruleid: rust-ecb-mode
    let a = ecb::Encryptor::<aes::Aes128>::new(key.into());
    // ruleid: rust-ecb-mode
    let b = ecb::Decryptor::<aes::Aes256>::new_from_slice(key).unwrap();
    // ok: rust-ecb-mode
    let c = cbc::Encryptor::<aes::Aes128>::new(key.into(), iv.into());
    // ok: rust-ecb-mode
    let d = aes_gcm::Aes256Gcm::new(key.into());
}

fn through_openssl() {
    // ruleid: rust-ecb-mode
    let a = Cipher::aes_256_ecb();
    // ok: rust-ecb-mode
    let b = Cipher::aes_256_gcm();
}
