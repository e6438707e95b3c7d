package main

func client() *tls.Config {
	return &tls.Config{
		// ruleid: go-tls-weak-suite
		CipherSuites: []uint16{
			tls.TLS_RSA_WITH_RC4_128_SHA,
			tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		},
	}
}

func more(config *tls.Config) {
	// ruleid: go-tls-weak-suite
	config.CipherSuites = append(config.CipherSuites, tls.TLS_RSA_WITH_AES_128_CBC_SHA)
	// ok: go-tls-weak-suite
	config.CipherSuites = append(config.CipherSuites, tls.TLS_AES_128_GCM_SHA256)
	// ruleid: go-tls-weak-suite
	config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA}
	// ok: go-tls-weak-suite
	config.CipherSuites = []uint16{tls.TLS_CHACHA20_POLY1305_SHA256}
	// ok: go-tls-weak-suite
	config.CipherSuites = nil
}
