use std::path::{Path, PathBuf};

fn extract(archive: &mut ZipArchive<File>, out: &Path) -> Result<()> {
    let mut file = archive.by_index(0)?;
    // ruleid: rust-zip-slip
    let target = out.join(file.name());
    std::io::copy(&mut file, &mut File::create(target)?)?;
    Ok(())
}

fn extract_all(archive: &mut ZipArchive<File>) {
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        // ruleid: rust-zip-slip
        let target = PathBuf::from(file.name());
    }
}

fn untar(archive: &mut tar::Archive<File>, out: &Path) -> Result<()> {
    for entry in archive.entries()? {
        let mut entry = entry?;
        // ruleid: rust-zip-slip
        let target = out.join(entry.path()?);
        // ok: rust-zip-slip
        entry.unpack_in(out)?;
    }
    Ok(())
}

fn good(archive: &mut ZipArchive<File>, out: &Path) -> Result<()> {
    let mut file = archive.by_index(0)?;
    // ok: rust-zip-slip
    let Some(name) = file.enclosed_name() else { return Ok(()) };
    // ok: rust-zip-slip
    let target = out.join(name);
    Ok(())
}
