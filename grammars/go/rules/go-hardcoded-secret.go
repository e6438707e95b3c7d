package main

var cookieKey = []byte("0123456789abcdef")

func token(t *jwt.Token) (string, error) {
	key := []byte("a long secret")
	// ruleid: go-hardcoded-secret
	return t.SignedString(key)
}

func block() cipher.Block {
	// ruleid: go-hardcoded-secret
	b, _ := aes.NewCipher([]byte("0123456789abcdef"))
	return b
}

func mac() hash.Hash {
	key := []byte("a long secret")
	// ruleid: go-hardcoded-secret
	return hmac.New(sha256.New, key)
}

func good(t *jwt.Token, config Config) (string, error) {
	// ok: go-hardcoded-secret
	m := hmac.New(sha256.New, []byte(os.Getenv("MAC_KEY")))
	// ok: go-hardcoded-secret
	m.Write([]byte("text"))
	// ok: go-hardcoded-secret
	return t.SignedString(config.Key)
}
