package main

import "crypto/tls"

func a(c *tls.Config) {
	// ruleid: go-tls-skip-verify
	_ = &tls.Config{InsecureSkipVerify: true}
	// ruleid: go-tls-skip-verify
	_ = tls.Config{MinVersion: 1, InsecureSkipVerify: true}
	// ruleid: go-tls-skip-verify
	c.InsecureSkipVerify = true
}

func b(c *tls.Config) {
	// ok: go-tls-skip-verify
	_ = &tls.Config{InsecureSkipVerify: false}
	// ok: go-tls-skip-verify
	_ = &tls.Config{MinVersion: tls.VersionTLS12}
	// ok: go-tls-skip-verify
	c.InsecureSkipVerify = false
}

func byFlag(config *tls.Config, insecure bool) {
	if insecure {
		// ok: go-tls-skip-verify
		config.InsecureSkipVerify = true
	}
}
