package main

import "math/rand"

func session() int64 {
	// ruleid: go-weak-random-secret
	sessionID := rand.Int63()
	return sessionID
}

func reset(letters string) string {
	password := make([]byte, 8)
	for i := range password {
		// ruleid: go-weak-random-secret
		password[i] = letters[rand.Intn(len(letters))]
	}
	return string(password)
}

func newToken() uint64 {
	// ruleid: go-weak-random-secret
	return rand.Uint64()
}

func dice() int {
	// ok: go-weak-random-secret
	roll := rand.Intn(6)
	// ok: go-weak-random-secret
	delay := rand.Int63n(100)
	return roll + int(delay)
}

func jitter() int64 {
	// ok: go-weak-random-secret
	return rand.Int63n(100)
}

func generateToken(n int) string {
	out := make([]byte, n)
	for i := range out {
		// ruleid: go-weak-random-secret
		out[i] = letters[rand.Intn(len(letters))]
	}
	return string(out)
}

func rollDice() int {
	// ok: go-weak-random-secret
	return rand.Intn(6)
}
