use std::fs::{self, File};

fn report(text: &str) {
    // ruleid: rust-temp-file-name
    let file = File::create("/tmp/report.txt").unwrap();
    // ruleid: rust-temp-file-name
    fs::write("/tmp/report.log", text).unwrap();
    // ruleid: rust-temp-file-name
    let other = File::create(std::env::temp_dir().join("report.txt")).unwrap();
}

fn good(text: &str, folder: &Path) {
    // ok: rust-temp-file-name
    let file = tempfile::NamedTempFile::new().unwrap();
    // ok: rust-temp-file-name
    fs::write(folder.join("report.txt"), text).unwrap();
    // ok: rust-temp-file-name
    let read = File::open("/tmp/report.txt").unwrap();
}

#[test]
fn writes() {
    // ok: rust-temp-file-name
    fs::write("/tmp/written", "text").unwrap();
}
