use axum::response::Html;
use maud::PreEscaped;

async fn hello(Query(name): Query<String>) -> Html<String> {
    // ruleid: rust-unescaped-html
    Html(format!("<h1>Hello {}</h1>", name))
}

fn actix(name: &str) -> HttpResponse {
    // ruleid: rust-unescaped-html
    HttpResponse::Ok().content_type("text/html").body(format!("<h1>{}</h1>", name))
}

fn comment(text: String) -> Markup {
    // ruleid: rust-unescaped-html
    PreEscaped(text)
}

fn good(text: String) -> Markup {
    // ok: rust-unescaped-html
    let space = PreEscaped("&nbsp;");
    // ok: rust-unescaped-html
    html! { p { (text) } }
}

async fn template(page: Page) -> Html<String> {
    // ok: rust-unescaped-html
    Html(page.render().unwrap())
}
