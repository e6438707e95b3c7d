package main

import "os"

func a(name string, data []byte) {
	// ruleid: go-world-writable
	os.WriteFile(name, data, 0666)
	// ruleid: go-world-writable
	os.Chmod(name, 0777)
	// ruleid: go-world-writable
	os.MkdirAll(name, 0o777)
}

func b(name string, data []byte) {
	// ok: go-world-writable
	os.WriteFile(name, data, 0600)
	// ok: go-world-writable
	os.Chmod(name, 0644)
	// ok: go-world-writable
	os.MkdirAll(name, 0755)
}
