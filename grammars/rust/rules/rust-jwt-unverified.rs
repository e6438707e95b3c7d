use jsonwebtoken::{dangerous_insecure_decode, decode, DecodingKey, Validation};

fn claims(token: &str) -> Claims {
    let mut validation = Validation::default();
    // ruleid: rust-jwt-unverified
    validation.insecure_disable_signature_validation();
    decode::<Claims>(token, &DecodingKey::from_secret(&[]), &validation).unwrap().claims
}

fn quick(token: &str) -> Claims {
    // ruleid: rust-jwt-unverified
    dangerous_insecure_decode::<Claims>(token).unwrap().claims
}

fn newer(token: &str) -> Claims {
    // ruleid: rust-jwt-unverified
    jsonwebtoken::dangerous::insecure_decode::<Claims>(token).unwrap().claims
}

fn good(token: &str, key: &DecodingKey) -> Claims {
    // ok: rust-jwt-unverified
    let validation = Validation::new(Algorithm::HS256);
    // ok: rust-jwt-unverified
    decode::<Claims>(token, key, &validation).unwrap().claims
}

fn header(token: &str) {
    // ok: rust-jwt-unverified
    let header = jsonwebtoken::decode_header(token).unwrap();
}
