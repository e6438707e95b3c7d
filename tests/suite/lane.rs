//! The lane to the model: who goes first and who gives way.

use inglenook::model::scripted::Scripted;
use inglenook::model::{Event, Lane, ModelError, Priority, Prompt, Request, Role, Stream};
use std::sync::Arc;
use std::time::Duration;

/// A model that answers with the question's number of letters, one each 10 ms.
fn lane() -> (Lane, Arc<Scripted>) {
    let answer = |request: &Request| "x".repeat(text(request).len());
    let model = Arc::new(Scripted::new(answer).pace(Duration::from_millis(10)));
    (Lane::new(model.clone()), model)
}

fn text(request: &Request) -> String {
    match &request.prompt {
        Prompt::Chat(messages) => messages[0].1.clone(),
        Prompt::Parts(_) => String::new(),
    }
}

fn request(text: &str) -> Request {
    Request {
        prompt: Prompt::Chat(vec![(Role::User, text.into())]),
        keep: 0,
        max_tokens: 1000,
        temperature: 0.0,
        schema: None,
        deadline: Duration::from_secs(600),
    }
}

/// Tokens of the last run of an answer, how often it began again, and its error.
async fn read(mut stream: Stream) -> (usize, usize, Option<ModelError>) {
    let (mut tokens, mut again) = (0, 0);
    while let Some(event) = stream.recv().await {
        match event {
            Ok(Event::Token { .. }) => tokens += 1,
            Ok(Event::Restarted) => (tokens, again) = (0, again + 1),
            Ok(_) => {}
            Err(error) => return (tokens, again, Some(error)),
        }
    }
    (tokens, again, None)
}

fn asked(model: &Scripted) -> Vec<String> {
    model.requests().iter().map(text).collect()
}

#[tokio::test]
async fn the_more_urgent_goes_first_and_equals_in_their_order() {
    let (lane, model) = lane();
    let first = lane.submit(Priority::WarmUp, None, request("first"));
    let streams = [
        lane.submit(Priority::WarmUp, None, request("warm")),
        lane.submit(Priority::WarmUp, None, request("warmer")),
        lane.submit(Priority::Keystroke, None, request("key")),
    ];
    assert_eq!(lane.load(), 4);
    // What is computed ahead is given up, and not begun again.
    assert_eq!(read(first).await.2, Some(ModelError::Superseded));
    for stream in streams {
        assert_eq!(read(stream).await.2, None);
    }
    assert_eq!(asked(&model), ["first", "key", "warm", "warmer"]);
    assert_eq!(lane.load(), 0);
}

#[tokio::test]
async fn a_newer_request_of_the_same_document_ends_the_older() {
    let (lane, model) = lane();
    let old = lane.submit(Priority::Keystroke, Some("a.rs"), request("old"));
    let other = lane.submit(Priority::Keystroke, Some("b.rs"), request("other"));
    let queued = lane.submit(Priority::Keystroke, Some("a.rs"), request("queued"));
    let new = lane.submit(Priority::Keystroke, Some("a.rs"), request("new"));
    assert_eq!(read(old).await.2, Some(ModelError::Superseded));
    assert_eq!(read(queued).await.2, Some(ModelError::Superseded));
    assert_eq!(read(other).await.0, "other".len());
    assert_eq!(read(new).await.0, "new".len());
    assert_eq!(asked(&model), ["old", "other", "new"]);
}

#[tokio::test]
async fn a_review_gives_way_and_is_answered_whole_afterwards() {
    let (lane, model) = lane();
    let review = lane.submit(Priority::Review, None, request("a long review"));
    let review = tokio::spawn(read(review));
    while model.running() == 0 {
        tokio::task::yield_now().await;
    }
    let key = lane.submit(Priority::Keystroke, None, request("key"));
    assert_eq!(read(key).await, (3, 0, None));
    assert_eq!(
        asked(&model),
        ["a long review", "key"],
        "it waits for quiet"
    );
    let (tokens, again, error) = review.await.expect("it does not panic");
    assert_eq!((tokens, again, error), ("a long review".len(), 1, None));
}
