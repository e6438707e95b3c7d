package main

import "golang.org/x/crypto/ssh"

func a(c *ssh.ClientConfig) {
	// ruleid: go-ssh-host-key
	_ = &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()}
	// ruleid: go-ssh-host-key
	c.HostKeyCallback = ssh.InsecureIgnoreHostKey()
	// ruleid: go-ssh-host-key
	callback := ssh.InsecureIgnoreHostKey()
	_ = callback
}

func b(c *ssh.ClientConfig, key ssh.PublicKey) {
	// ok: go-ssh-host-key
	c.HostKeyCallback = ssh.FixedHostKey(key)
	// ok: go-ssh-host-key
	_ = &ssh.ClientConfig{User: "a"}
	// ok: go-ssh-host-key
	other.InsecureIgnoreHostKey()
}
