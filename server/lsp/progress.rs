//! A progress bar of the client, where it has any. Knows nothing of what is on its way.

use super::protocol::{CreateProgress, Progress};
use super::session::Session;
use serde_json::{Value, json};

/// One progress bar.
pub struct Bar {
    token: &'static str,
    state: State,
    last: Option<(String, Option<u8>)>,
}

#[derive(PartialEq)]
enum State {
    New,
    Open,
    /// The client has no bars, or refused this one.
    Refused,
}

impl Bar {
    /// A bar that is opened by its first report; `token` tells it from others.
    pub fn new(token: &'static str) -> Self {
        Self {
            token,
            state: State::New,
            last: None,
        }
    }

    pub async fn report(&mut self, session: &Session, what: &str, percent: Option<u8>) {
        let state = Some((what.to_string(), percent));
        if self.state == State::Refused || self.last == state {
            return;
        }
        self.last = state;
        let kind = match self.state {
            State::New => {
                let token = json!({ "token": self.token });
                let open = session.client().progress
                    && session.outbox.ask::<CreateProgress>(token).await.is_some();
                if !open {
                    self.state = State::Refused;
                    return;
                }
                self.state = State::Open;
                "begin"
            }
            _ => "report",
        };
        let mut value = json!({ "kind": kind, "message": what });
        if kind == "begin" {
            value["title"] = json!("inglenook");
        }
        if let Some(percent) = percent {
            value["percentage"] = json!(percent);
        }
        self.send(session, value);
    }

    pub fn end(&self, session: &Session, what: &str) {
        if self.state == State::Open {
            self.send(session, json!({ "kind": "end", "message": what }));
        }
    }

    fn send(&self, session: &Session, value: Value) {
        let params = json!({ "token": self.token, "value": value });
        session.outbox.post::<Progress>(move || Some(params));
    }
}
