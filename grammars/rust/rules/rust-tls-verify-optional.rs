fn from_options(options: &Options) -> reqwest::Client {
    reqwest::Client::builder()
        // ruleid: rust-tls-verify-optional
        .danger_accept_invalid_certs(options.insecure)
        .build()
        .unwrap()
}

fn from_argument(insecure: bool) -> reqwest::Client {
    // ruleid: rust-tls-verify-optional
    reqwest::Client::builder().danger_accept_invalid_certs(insecure).build().unwrap()
}

fn from_environment() {
    let off = std::env::var("INSECURE").is_ok();
    // ruleid: rust-tls-verify-optional
    let connector = native_tls::TlsConnector::builder().danger_accept_invalid_hostnames(off).build();
}

fn always_on() {
    let never = false;
    // ok: rust-tls-verify-optional
    let a = reqwest::Client::builder().danger_accept_invalid_certs(never).build();
    // ok: rust-tls-verify-optional
    let b = reqwest::Client::builder().danger_accept_invalid_certs(false).build();
    // ok: rust-tls-verify-optional
    let c = reqwest::Client::builder().add_root_certificate(root()).build();
}
