use axum::extract::{Form, Query};

async fn tera_page(Query(text): Query<String>) -> String {
    // ruleid: rust-template-injection
    tera::Tera::one_off(&text, &Context::new(), true).unwrap()
}

async fn jinja(Form(text): Form<String>, env: Environment) -> String {
    // ruleid: rust-template-injection
    env.render_str(&text, context! {}).unwrap()
}

async fn bars(Form(text): Form<String>, bars: Handlebars) -> String {
    // ruleid: rust-template-injection
    bars.render_template(&format!("<p>{}</p>", text), &()).unwrap()
}

async fn good(Form(text): Form<String>, env: Environment, bars: Handlebars) -> String {
    // ok: rust-template-injection
    let page = env.get_template("page.html").unwrap().render(context! { text => text }).unwrap();
    // ok: rust-template-injection
    let line = env.render_str("{{ text }}", context! { text => text }).unwrap();
    // ok: rust-template-injection
    bars.render("page", &text).unwrap()
}
