use jsonwebtoken::{DecodingKey, EncodingKey};

type HmacSha256 = hmac::Hmac<sha2::Sha256>;

fn tokens(secret: &str) {
    // ruleid: rust-hardcoded-key
    let a = EncodingKey::from_secret("a long secret".as_ref());
    // ruleid: rust-hardcoded-key
    let b = DecodingKey::from_secret(b"a long secret");
    // ok: rust-hardcoded-key
    let c = EncodingKey::from_secret(secret.as_bytes());
}

fn mac(key: &[u8], config: &Config) {
    // ruleid: rust-hardcoded-key
    let a = HmacSha256::new_from_slice(b"0123456789abcdef").unwrap();
    // ruleid: rust-hardcoded-key
    let b = Aes256Gcm::new_from_slice(&[0u8; 32]).unwrap();
    // ok: rust-hardcoded-key
    let c = HmacSha256::new_from_slice(key).unwrap();
    // ok: rust-hardcoded-key
    let d = Aes256Gcm::new_from_slice(&config.key).unwrap();
}

#[cfg(test)]
mod tests {
    fn any_key() -> HmacSha256 {
        // ok: rust-hardcoded-key
        HmacSha256::new_from_slice(b"0123456789abcdef").unwrap()
    }

    #[test]
    fn signs() {
        // ok: rust-hardcoded-key
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[0; 32]);
    }
}
