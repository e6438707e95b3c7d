fn clients() {
    // ruleid: rust-tls-old-version
    let a = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_0).build();
    // ok: rust-tls-old-version
    let b = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_2).build();
}

fn native(builder: &mut TlsConnectorBuilder) {
    // ruleid: rust-tls-old-version
    builder.min_protocol_version(Some(native_tls::Protocol::Tlsv10));
    // ok: rust-tls-old-version
    builder.min_protocol_version(Some(native_tls::Protocol::Tlsv12));
}

fn through_openssl(builder: &mut SslConnectorBuilder) {
    // ruleid: rust-tls-old-version
    builder.set_min_proto_version(Some(SslVersion::TLS1)).unwrap();
    // ok: rust-tls-old-version
    builder.set_min_proto_version(Some(SslVersion::TLS1_2)).unwrap();
}
