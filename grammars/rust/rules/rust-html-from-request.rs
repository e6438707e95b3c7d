use axum::extract::Query;
use axum::response::Html;

async fn hello(Query(name): Query<String>) -> Html<String> {
    let page = String::from("<h1>Hello ") + &name + "</h1>";
    // ruleid: rust-html-from-request
    Html(page)
}

async fn shown(Query(text): Query<String>) -> Markup {
    // ruleid: rust-html-from-request
    PreEscaped(text)
}

async fn actix(request: HttpRequest) -> HttpResponse {
    let text = request.query_string();
    // ruleid: rust-html-from-request
    HttpResponse::Ok().content_type(ContentType::html()).body(text.to_string())
}

async fn escaped(Query(name): Query<String>) -> Html<String> {
    let name = html_escape::encode_text(&name).to_string();
    // ok: rust-html-from-request
    Html(String::from("<h1>Hello ") + &name + "</h1>")
}

async fn cleaned(Query(text): Query<String>) -> Html<String> {
    // ok: rust-html-from-request
    Html(ammonia::clean(&text))
}

async fn plain(Query(name): Query<String>) -> String {
    // ok: rust-html-from-request
    name.to_uppercase()
}
