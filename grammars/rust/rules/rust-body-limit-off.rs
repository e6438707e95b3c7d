use axum::extract::DefaultBodyLimit;

fn routes(app: Router) -> Router {
    // ruleid: rust-body-limit-off
    app.layer(DefaultBodyLimit::disable())
}

async fn whole(body: Body) {
    // ruleid: rust-body-limit-off
    let bytes = axum::body::to_bytes(body, usize::MAX).await;
}

fn grpc(service: GreeterServer) {
    // ruleid: rust-body-limit-off
    let service = service.max_decoding_message_size(usize::MAX);
}

fn good(app: Router, service: GreeterServer) -> Router {
    // ok: rust-body-limit-off
    let service = service.max_decoding_message_size(8 << 20);
    // ok: rust-body-limit-off
    app.layer(DefaultBodyLimit::max(1 << 20))
}

async fn bounded(body: Body) {
    // ok: rust-body-limit-off
    let bytes = axum::body::to_bytes(body, 65536).await;
}
