use rustls::client::danger::{ServerCertVerified, ServerCertVerifier};

impl ServerCertVerifier for Anything {
    // ruleid: rust-tls-custom-verifier
    fn verify_server_cert(&self, end: &Cert, name: &ServerName) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }
}

impl ServerCertVerifier for Pinned {
    // ok: rust-tls-custom-verifier
    fn verify_server_cert(&self, end: &Cert, name: &ServerName) -> Result<ServerCertVerified, Error> {
        if end.as_ref() != self.pin {
            return Err(Error::General("another certificate".into()));
        }
        Ok(ServerCertVerified::assertion())
    }
}

fn through_openssl(builder: &mut SslConnectorBuilder, connector: &mut SslContextBuilder) {
    // ruleid: rust-tls-custom-verifier
    builder.set_verify(SslVerifyMode::NONE);
    // ruleid: rust-tls-custom-verifier
    connector.set_verify(openssl::ssl::SslVerifyMode::NONE);
    // ok: rust-tls-custom-verifier
    builder.set_verify(SslVerifyMode::PEER);
    // ok: rust-tls-custom-verifier
    connector.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
}
