package main

import (
	"context"
	"os/exec"
)

func a(ctx context.Context, name string) {
	// ruleid: go-command-shell
	exec.Command("sh", "-c", "ls "+name).Run()
	// ruleid: go-command-shell
	exec.CommandContext(ctx, "/bin/bash", "-c", name).Run()
	// ruleid: go-command-shell
	exec.Command("cmd", "/C", name).Run()
}

func b(name string) {
	// ok: go-command-shell
	exec.Command("ls", name).Run()
	// ok: go-command-shell
	exec.Command("sh", "-c", "ls | wc -l").Run()
	// ok: go-command-shell
	exec.Command("git", "-c", name).Run()
}
