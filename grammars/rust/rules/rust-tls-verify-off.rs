fn client() -> reqwest::Client {
    // ruleid: rust-tls-verify-off
    reqwest::Client::builder().danger_accept_invalid_certs(true).build().unwrap()
}

fn hostnames(builder: native_tls::TlsConnectorBuilder) {
    let mut builder = builder;
    // ruleid: rust-tls-verify-off
    builder.danger_accept_invalid_hostnames(true);
}

fn bound() -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder();
    // ruleid: rust-tls-verify-off
    builder.danger_accept_invalid_certs(true)
}

fn checked() -> reqwest::Client {
    // ok: rust-tls-verify-off
    reqwest::Client::builder().danger_accept_invalid_certs(false).build().unwrap()
}

fn rooted(certificate: reqwest::Certificate) -> reqwest::ClientBuilder {
    // ok: rust-tls-verify-off
    reqwest::Client::builder().add_root_certificate(certificate)
}

fn plain() -> reqwest::Client {
    // ok: rust-tls-verify-off
    reqwest::Client::new()
}

#[test]
fn bad_certificates_are_taken_where_that_is_asked_for() {
    // ok: rust-tls-verify-off
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build().unwrap();
}
