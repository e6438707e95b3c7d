use std::process::Command;

fn list(folder: &str) {
    // ruleid: rust-command-shell
    Command::new("sh").arg("-c").arg(format!("ls {}", folder)).status().unwrap();
    // ok: rust-command-shell
    Command::new("ls").arg(folder).status().unwrap();
}

fn run(line: String) {
    // ruleid: rust-command-shell
    Command::new("/bin/bash").arg("-c").arg(&line).spawn().unwrap();
    // ok: rust-command-shell
    Command::new("sh").arg("-c").arg("sync && sync").status().unwrap();
}

fn windows(line: &str) {
    // ruleid: rust-command-shell
    Command::new("cmd").args(["/C", line]).output().unwrap();
    // ok: rust-command-shell
    Command::new("git").args(["-c", line]).output().unwrap();
}
