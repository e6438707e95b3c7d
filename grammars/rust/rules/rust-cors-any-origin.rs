use tower_http::cors::{AllowOrigin, CorsLayer};

fn axum_layer() {
    // ruleid: rust-cors-any-origin
    let a = CorsLayer::very_permissive();
    // ruleid: rust-cors-any-origin
    let b = CorsLayer::new().allow_origin(AllowOrigin::mirror_request()).allow_credentials(true);
    // ok: rust-cors-any-origin
    let c = CorsLayer::new().allow_origin(["https://app.example.com".parse().unwrap()]).allow_credentials(true);
    // ok: rust-cors-any-origin
    let d = CorsLayer::new().allow_origin(Any);
}

fn actix_layer() {
    // ruleid: rust-cors-any-origin
    let a = Cors::permissive();
    // ruleid: rust-cors-any-origin
    let b = Cors::default().allow_any_origin().supports_credentials();
    // ok: rust-cors-any-origin
    let c = Cors::default().allowed_origin("https://app.example.com").supports_credentials();
}
