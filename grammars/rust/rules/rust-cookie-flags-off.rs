fn cookies() {
    // ruleid: rust-cookie-flags-off
    let a = Cookie::build(("session", "x")).secure(false).build();
    // ruleid: rust-cookie-flags-off
    let b = Cookie::build(("session", "x")).secure(true).http_only(false).build();
    // ok: rust-cookie-flags-off
    let c = Cookie::build(("session", "x")).secure(true).http_only(true).build();
}

fn sessions(store: Store, key: Key, cookie: &mut Cookie) {
    // ruleid: rust-cookie-flags-off
    let a = SessionMiddleware::builder(store, key).cookie_secure(false).build();
    // ruleid: rust-cookie-flags-off
    let b = SessionManagerLayer::new(store).with_secure(false);
    // ok: rust-cookie-flags-off
    let c = SessionManagerLayer::new(store).with_secure(true);
    // ok: rust-cookie-flags-off
    cookie.set_http_only(true);
}
