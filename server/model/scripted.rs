//! A model that says what a test told it to say. Tests and the light build's self-checks only.

use super::{Event, Finish, Info, Model, Part, Prompt, Request, Stream, Usage};
use std::sync::{Arc, Mutex};
use std::time::Duration;

type Script = Box<dyn Fn(&Request) -> String + Send + Sync>;

/// Answers each request with what its script makes of it, a character a token.
pub struct Scripted {
    script: Script,
    /// Pause before each token.
    pace: Duration,
    requests: Mutex<Vec<Request>>,
    /// Requests that are running now.
    running: Arc<Mutex<usize>>,
}

impl Scripted {
    pub fn new(script: impl Fn(&Request) -> String + Send + Sync + 'static) -> Self {
        Self {
            script: Box::new(script),
            pace: Duration::ZERO,
            requests: Mutex::default(),
            running: Arc::default(),
        }
    }

    /// Waits this long before each token.
    pub fn pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests
            .lock()
            .expect("no test panics while holding it")
            .clone()
    }

    /// Requests that are running now.
    pub fn running(&self) -> usize {
        *self
            .running
            .lock()
            .expect("no test panics while holding it")
    }
}

impl Model for Scripted {
    fn info(&self) -> Info {
        Info {
            name: "scripted".into(),
            device: "scripted".into(),
            context: 32_768,
            load_s: 0.0,
        }
    }

    fn start(&self, request: Request) -> Stream {
        let (sender, stream) = tokio::sync::mpsc::channel(1);
        let answer = (self.script)(&request);
        let pace = self.pace;
        let running = self.running.clone();
        let count = |by: isize| {
            let running = running.clone();
            move || {
                let mut running = running.lock().expect("no test panics while holding it");
                *running = running.saturating_add_signed(by);
            }
        };
        let (begin, end) = (count(1), count(-1));
        let max_tokens = request.max_tokens;
        self.requests
            .lock()
            .expect("no test panics while holding it")
            .push(request);
        begin();
        tokio::spawn(async move {
            let mut usage = Usage::default();
            let started = Event::Started {
                prompt_tokens: 0,
                cached_tokens: 0,
            };
            if sender.send(Ok(started)).await.is_err() {
                end();
                return;
            }
            let mut finish = Finish::Stop;
            for character in answer.chars() {
                if usage.completion_tokens == max_tokens {
                    finish = Finish::Length;
                    break;
                }
                tokio::time::sleep(pace).await;
                let event = Event::Token {
                    bytes: character.to_string().into_bytes(),
                    logprob: Some(0.0),
                };
                if sender.send(Ok(event)).await.is_err() {
                    end();
                    return;
                }
                usage.completion_tokens += 1;
            }
            end();
            // The receiver may be gone by now, which is its way to cancel.
            sender.send(Ok(Event::Done { finish, usage })).await.ok();
        });
        stream
    }

    fn count(&self, text: &str) -> usize {
        text.len().div_ceil(3)
    }

    fn encode(&self, prompt: &Prompt) -> Option<Vec<u32>> {
        let Prompt::Parts(parts) = prompt else {
            return None;
        };
        let mut ids = Vec::new();
        for part in parts {
            match part {
                Part::Text(text) => ids.extend(text.bytes().map(u32::from)),
                Part::Control(_) => ids.push(256),
            }
        }
        Some(ids)
    }
}
