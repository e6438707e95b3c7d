use axum::http::StatusCode;

async fn axum_page(pool: &Pool) -> Result<String, (StatusCode, String)> {
    // ruleid: rust-error-to-client
    load(pool).await.map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
}

async fn axum_good(pool: &Pool) -> Result<String, (StatusCode, String)> {
    load(pool).await.map_err(|error| {
        tracing::error!("load: {error}");
        // ok: rust-error-to-client
        (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong".to_string())
    })
}

fn actix(error: Error) -> HttpResponse {
    // ruleid: rust-error-to-client
    HttpResponse::InternalServerError().body(format!("{:?}", error))
}

fn actix_good(error: Error) -> HttpResponse {
    // ok: rust-error-to-client
    HttpResponse::InternalServerError().body("something went wrong")
}

fn grpc(error: Error) -> tonic::Status {
    // ruleid: rust-error-to-client
    tonic::Status::internal(error.to_string())
}

fn grpc_good(error: Error) -> tonic::Status {
    // ok: rust-error-to-client
    tonic::Status::internal("storage is not available")
}
