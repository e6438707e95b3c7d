package main

func store(password string, user User) {
	// ruleid: go-password-fast-hash
	sum := sha256.Sum256([]byte(password))
	// ruleid: go-password-fast-hash
	old := md5.Sum([]byte(user.Password))
	h := sha1.New()
	// ruleid: go-password-fast-hash
	h.Write([]byte(password))
	// ok: go-password-fast-hash
	h.Write([]byte(user.Name))
}

func good(password string, file []byte) {
	// ok: go-password-fast-hash
	hash, _ := bcrypt.GenerateFromPassword([]byte(password), 12)
	// ok: go-password-fast-hash
	sum := sha256.Sum256(file)
}
