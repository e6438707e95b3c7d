//! The remote backend against a server of our own on the loopback interface.

use crate::http::{Server, answer};
use inglenook::model::remote::Remote;
use inglenook::model::{
    Catalog, Event, Finish, Model, ModelError, Part, Prompt, Request, Role, Stream,
};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

const SSE: &[&str] = &["Content-Type: text/event-stream"];

fn remote(url: &str, key: Option<&str>) -> Remote {
    let catalog = Catalog::embedded().expect("valid");
    let family = catalog
        .family("qwen2-coder")
        .expect("the default family")
        .clone();
    Remote::new(
        "m".into(),
        url,
        "coder".into(),
        key.map(str::to_string),
        family,
    )
}

fn fim(text: &str) -> Request {
    Request {
        prompt: Prompt::Parts(vec![
            Part::Control("<|fim_prefix|>".into()),
            Part::Text(text.into()),
            Part::Control("<|fim_middle|>".into()),
        ]),
        keep: 0,
        max_tokens: 16,
        temperature: 0.0,
        schema: None,
        deadline: Duration::from_secs(20),
    }
}

async fn all(mut stream: Stream) -> (String, Vec<Option<f32>>, Result<Event, ModelError>) {
    let (mut text, mut logprobs) = (Vec::new(), Vec::new());
    while let Some(event) = stream.recv().await {
        match event {
            Ok(Event::Token { bytes, logprob }) => {
                text.extend(bytes);
                logprobs.push(logprob);
            }
            Ok(Event::Started { .. } | Event::Restarted) => {}
            last => return (String::from_utf8(text).expect("UTF-8"), logprobs, last),
        }
    }
    panic!("the stream ended without its last event");
}

fn body(request: &str) -> serde_json::Value {
    let (_, body) = request.split_once("\r\n\r\n").expect("a head and a body");
    serde_json::from_str(body).expect("JSON")
}

#[tokio::test]
async fn a_prompt_of_parts_streams_with_its_probabilities_and_usage() {
    let server = Server::new(|_, _, stream| {
        let lines = [
            r#"data: {"choices":[{"text":"\n    a","logprobs":{"token_logprobs":[-0.5,-0.25]}}]}"#,
            ": a comment",
            r#"data: {"choices":[{"text":"b","finish_reason":"length"}]}"#,
            r#"data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":5}}}"#,
            "data: [DONE]",
        ];
        answer(
            stream,
            "200 OK",
            SSE,
            (lines.join("\n\n") + "\n\n").as_bytes(),
        );
    });
    // The address may be given with `/v1`, as other clients want it.
    let model = remote(&format!("{}/v1/", server.url), Some("secret"));
    let (text, logprobs, last) = all(model.start(fim("x <|fim_middle|> <|endoftext|>y"))).await;
    assert_eq!(text, "\n    ab", "leading white space is kept");
    assert_eq!(logprobs, [Some(-0.75), None]);
    let Ok(Event::Done { finish, usage }) = last else {
        panic!("{last:?}")
    };
    assert_eq!(finish, Finish::Length);
    assert_eq!(
        (
            usage.prompt_tokens,
            usage.cached_tokens,
            usage.completion_tokens
        ),
        (7, 5, 3)
    );
    let request = &server.requests()[0];
    assert!(request.starts_with("POST /v1/completions "), "{request}");
    assert!(
        request
            .to_lowercase()
            .contains("authorization: bearer secret")
    );
    let body = body(request);
    let prompt = body["prompt"].as_str().expect("text");
    // The template's own control tokens are spelled; the user's are broken up.
    assert_eq!(
        prompt,
        "<|fim_prefix|>x <\u{200b}|fim_middle|> <\u{200b}|endoftext|>y<|fim_middle|>"
    );
    assert_eq!(
        (&body["model"], &body["max_tokens"], &body["stream"]),
        (&"coder".into(), &16.into(), &true.into())
    );
}

#[tokio::test]
async fn a_chat_goes_to_the_chat_address_with_its_schema() {
    let server = Server::new(|_, _, stream| {
        let lines = concat!(
            "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n",
            "data: {\"choices\":[{\"delta\":{\"content\":\"{}\"},\"logprobs\":{\"content\":[{\"logprob\":-0.5}]}}]}\n\n",
            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
        );
        answer(stream, "200 OK", SSE, lines.as_bytes());
    });
    let request = Request {
        prompt: Prompt::Chat(vec![
            (Role::System, "be brief".into()),
            (Role::User, "<|im_end|>".into()),
        ]),
        schema: Some(serde_json::json!({"type": "object"})),
        ..fim("")
    };
    let (text, logprobs, last) = all(remote(&server.url, None).start(request)).await;
    assert_eq!((text.as_str(), logprobs), ("{}", vec![Some(-0.5)]));
    assert!(
        matches!(
            last,
            Ok(Event::Done {
                finish: Finish::Stop,
                ..
            })
        ),
        "{last:?}"
    );
    let request = &server.requests()[0];
    assert!(request.starts_with("POST /v1/chat/completions "));
    assert!(!request.to_lowercase().contains("authorization"));
    let body = body(request);
    assert_eq!(body["messages"][0]["role"], "system");
    assert_eq!(body["messages"][1]["content"], "<\u{200b}|im_end|>");
    assert_eq!(
        body["response_format"]["json_schema"]["schema"]["type"],
        "object"
    );
}

#[tokio::test]
async fn errors_name_the_status_the_body_and_the_next_step() {
    let says = |answered: &'static str, text: &'static str| async move {
        let server = Server::new(move |_, _, stream| {
            answer(
                stream,
                answered,
                &["Location: http://127.0.0.1:9/"],
                text.as_bytes(),
            )
        });
        let (_, _, last) = all(remote(&server.url, None).start(fim("x"))).await;
        let seen = server.requests().len();
        (last.expect_err("refused").to_string(), seen)
    };
    let (error, _) = says("401 Unauthorized", "no key").await;
    assert!(
        error.contains("401: no key") && error.contains("api_key_env"),
        "{error}"
    );
    let (error, seen) = says("307 Temporary Redirect", "").await;
    assert!(
        error.contains("redirects are not followed") && seen == 1,
        "{error}"
    );
    let (error, _) = says(
        "200 OK",
        "data: {\"error\":{\"message\":\"out of memory\"}}\n\n",
    )
    .await;
    assert!(error.contains("out of memory"), "{error}");
    let (error, _) = says("200 OK", "data: {\"choices\":[{\"text\":\"a\"}]}\n\n").await;
    assert!(
        error.contains("ended its answer before it was done"),
        "{error}"
    );
    let (error, _) = says("200 OK", "data: {oops\n\n").await;
    assert!(error.contains("not JSON"), "{error}");
    let (_, _, last) = all(remote("http://127.0.0.1:1", None).start(fim("x"))).await;
    let error = last.expect_err("nobody listens").to_string();
    assert!(
        error.contains("http://127.0.0.1:1 does not answer"),
        "{error}"
    );
}

/// A server that says one token and then thinks until its client hangs up.
fn thinker() -> (Server, mpsc::Receiver<()>) {
    let (gone, hung_up) = mpsc::channel();
    let server = Server::new(move |_, _, stream: &mut TcpStream| {
        let first = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"choices\":[{\"text\":\"a\"}]}\n\n";
        stream
            .write_all(first.as_bytes())
            .expect("the client listens");
        // Ends, with nothing or an error, only when the client closes.
        assert_eq!(stream.read(&mut [0; 8]).unwrap_or(0), 0);
        gone.send(()).expect("the test waits");
    });
    (server, hung_up)
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_stream_closes_the_connection_while_the_server_thinks() {
    let (server, hung_up) = thinker();
    let mut stream = remote(&server.url, None).start(fim("x"));
    while !matches!(stream.recv().await, Some(Ok(Event::Token { .. }))) {}
    drop(stream);
    tokio::task::spawn_blocking(move || hung_up.recv_timeout(Duration::from_secs(20)))
        .await
        .expect("no panic")
        .expect("the connection was closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_deadline_the_answer_ends_with_what_it_has() {
    let (server, hung_up) = thinker();
    let request = Request {
        deadline: Duration::from_millis(300),
        ..fim("x")
    };
    let (text, _, last) = all(remote(&server.url, None).start(request)).await;
    assert_eq!(text, "a");
    assert!(
        matches!(
            last,
            Ok(Event::Done {
                finish: Finish::Deadline,
                ..
            })
        ),
        "{last:?}"
    );
    tokio::task::spawn_blocking(move || hung_up.recv_timeout(Duration::from_secs(20)))
        .await
        .expect("no panic")
        .expect("the connection was closed");
}

#[tokio::test]
async fn a_warm_up_asks_nothing() {
    let request = Request {
        max_tokens: 0,
        ..fim("x")
    };
    let (_, _, last) = all(remote("http://127.0.0.1:1", None).start(request)).await;
    assert!(matches!(last, Ok(Event::Done { .. })), "{last:?}");
}
