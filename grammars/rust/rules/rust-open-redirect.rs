use axum::extract::Query;
use axum::response::Redirect;

async fn back(Query(next): Query<String>) -> Redirect {
    // ruleid: rust-open-redirect
    Redirect::to(&next)
}

async fn forever(Query(next): Query<String>) -> Redirect {
    // ruleid: rust-open-redirect
    Redirect::permanent(next.as_str())
}

async fn actix(request: HttpRequest) -> HttpResponse {
    let next = request.query_string();
    // ruleid: rust-open-redirect
    HttpResponse::Found().insert_header(("Location", next)).finish()
}

async fn good(Query(id): Query<String>) -> Redirect {
    // ok: rust-open-redirect
    let home = Redirect::to("/home");
    // ok: rust-open-redirect
    Redirect::to(&format!("/items/{}", id))
}

async fn counted(Query(page): Query<String>) -> Redirect {
    let page = page.parse::<u32>().unwrap();
    // ok: rust-open-redirect
    Redirect::to(&format!("{}", page))
}
