package main

func client() *tls.Config {
	// ruleid: go-tls-old-version
	return &tls.Config{MinVersion: tls.VersionTLS10}
}

func changed(config *tls.Config) {
	// ruleid: go-tls-old-version
	config.MinVersion = tls.VersionSSL30
	// ruleid: go-tls-old-version
	config.MaxVersion = tls.VersionTLS11
	// ok: go-tls-old-version
	config.MaxVersion = tls.VersionTLS13
}

func good() *tls.Config {
	// ok: go-tls-old-version
	a := &tls.Config{MinVersion: tls.VersionTLS12}
	// ok: go-tls-old-version
	return &tls.Config{ServerName: "example.com"}
}
