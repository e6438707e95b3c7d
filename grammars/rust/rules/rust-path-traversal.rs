use axum::extract::{Path, Query};
use std::fs;
use std::path::PathBuf;

async fn show(Query(name): Query<String>) -> String {
    // ruleid: rust-path-traversal
    fs::read_to_string(name).unwrap()
}

async fn joined(Path(name): Path<String>) -> Vec<u8> {
    let path = PathBuf::from("/srv/files").join(name);
    // ruleid: rust-path-traversal
    tokio::fs::read(path).await.unwrap()
}

async fn actix(request: HttpRequest) -> NamedFile {
    let name = request.match_info().query("name");
    // ruleid: rust-path-traversal
    NamedFile::open(name).unwrap()
}

async fn number(Path(id): Path<String>) -> String {
    let id = id.parse::<u32>().unwrap();
    // ok: rust-path-traversal
    fs::read_to_string(format!("/srv/files/{}", id)).unwrap()
}

async fn within(Path(name): Path<String>) -> Result<String> {
    let path = PathBuf::from("/srv/files").join(name);
    let path = path.canonicalize().unwrap();
    if !path.starts_with("/srv/files") {
        return Err(Error::NotFound);
    }
    // ok: rust-path-traversal
    Ok(fs::read_to_string(path).unwrap())
}

fn plain(name: &str) -> String {
    // ok: rust-path-traversal
    fs::read_to_string(name).unwrap()
}
