use actix_files::Files;

fn actix() {
    // ruleid: rust-directory-listing
    let a = Files::new("/static", "./static").show_files_listing();
    // ruleid: rust-directory-listing
    let b = Files::new("/", "/");
    // ok: rust-directory-listing
    let c = Files::new("/static", "./static").index_file("index.html");
}

fn others() {
    // ruleid: rust-directory-listing
    let a = FileServer::new("static", Options::DotFiles);
    // ruleid: rust-directory-listing
    let b = ServeDir::new("/");
    // ok: rust-directory-listing
    let c = FileServer::from("static");
    // ok: rust-directory-listing
    let d = ServeDir::new("assets");
}
