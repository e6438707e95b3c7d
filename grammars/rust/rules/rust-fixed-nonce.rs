use aes_gcm::{Aes256Gcm, Nonce};

fn seal(cipher: &Aes256Gcm, text: &[u8]) -> Vec<u8> {
    // ruleid: rust-fixed-nonce
    let nonce = Nonce::from_slice(b"unique nonce");
    cipher.encrypt(nonce, text).unwrap()
}

fn zero(cipher: &Aes256Gcm, text: &[u8]) -> Vec<u8> {
    // ruleid: rust-fixed-nonce
    let nonce = Nonce::from([0u8; 12]);
    cipher.encrypt(&nonce, text).unwrap()
}

fn ring_zero() {
    // ruleid: rust-fixed-nonce
    let nonce = aead::Nonce::assume_unique_for_key([0u8; 12]);
}

fn fresh(cipher: &Aes256Gcm, text: &[u8]) -> Vec<u8> {
    // ok: rust-fixed-nonce
    let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
    cipher.encrypt(&nonce, text).unwrap()
}

fn opened(cipher: &Aes256Gcm, bytes: &[u8]) -> Vec<u8> {
    // ok: rust-fixed-nonce
    let nonce = Nonce::from_slice(&bytes[..12]);
    cipher.decrypt(nonce, &bytes[12..]).unwrap()
}

fn counted(counter: [u8; 12]) {
    // ok: rust-fixed-nonce
    let nonce = aead::Nonce::assume_unique_for_key(counter);
}
