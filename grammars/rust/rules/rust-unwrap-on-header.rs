async fn actix(request: HttpRequest) -> String {
    // ruleid: rust-unwrap-on-header
    let agent = request.headers().get("user-agent").unwrap();
    // ruleid: rust-unwrap-on-header
    let host = request.headers().get("host").expect("there is a host");
    format!("{agent:?} {host:?}")
}

async fn axum_page(headers: HeaderMap) -> String {
    // ruleid: rust-unwrap-on-header
    headers.get("x-user").unwrap().to_str().unwrap_or("").to_string()
}

async fn good(headers: HeaderMap) -> Result<String, StatusCode> {
    // ok: rust-unwrap-on-header
    let value = headers.get("x-user").ok_or(StatusCode::BAD_REQUEST)?;
    // ok: rust-unwrap-on-header
    let name = value.to_str().map_err(|_| StatusCode::BAD_REQUEST)?;
    // ok: rust-unwrap-on-header
    Ok(name.to_string())
}
