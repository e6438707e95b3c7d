package main

func seal(key, text []byte) []byte {
	block, _ := des.NewCipher(key)
	out := make([]byte, len(text))
	// ruleid: go-weak-cipher
	block.Encrypt(out, text)
	return out
}

func stream(key, text []byte) {
	c, _ := rc4.NewCipher(key)
	// ruleid: go-weak-cipher
	c.XORKeyStream(text, text)
}

func mode(key, iv, text []byte) {
	block, _ := des.NewTripleDESCipher(key)
	cbc := cipher.NewCBCEncrypter(block, iv)
	// ruleid: go-weak-cipher
	cbc.CryptBlocks(text, text)
}

func good(key, nonce, text []byte) []byte {
	block, _ := aes.NewCipher(key)
	// ok: go-weak-cipher
	gcm, _ := cipher.NewGCM(block)
	// ok: go-weak-cipher
	return gcm.Seal(nil, nonce, text, nil)
}

func old(key, text []byte) {
	block, _ := des.NewCipher(key)
	// ok: go-weak-cipher
	block.Decrypt(text, text)
}
