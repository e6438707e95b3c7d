//! A model that counts what is asked of another: tokens, times and prompts of each request.

use crate::model::{Engine, Event, Info, Lane, Model, Prompt, Request, Stream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

/// One request to the engine.
#[derive(Clone, Debug)]
pub struct Call {
    pub began: Instant,
    pub prompt: Prompt,
    /// 0: a prompt computed ahead.
    pub max_tokens: usize,
    pub prompt_tokens: usize,
    pub cached_tokens: usize,
    pub tokens: usize,
    /// Milliseconds from the beginning to the first and to the last token; `None` when it was ended
    /// before.
    pub ttft_ms: Option<f64>,
    pub total_ms: Option<f64>,
    /// What was generated.
    pub answer: Vec<u8>,
}

impl Call {
    pub fn ahead(&self) -> bool {
        self.max_tokens == 0
    }
}

/// The model in between.
pub struct Meter {
    inner: Arc<dyn Model>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Meter {
    pub fn new(inner: Arc<dyn Model>) -> Self {
        Self {
            inner,
            calls: Arc::default(),
        }
    }

    /// The same engine with a meter in between. The speed that is known stays known, so prompts are
    /// sized as in the editor.
    pub fn of(engine: Engine) -> (Engine, Arc<Self>) {
        let meter = Arc::new(Self::new(engine.model.clone()));
        let lane = Lane::new(meter.clone());
        let engine = Engine {
            lane: match engine.lane.speed() {
                Some(speed) => lane.at(speed),
                None => lane,
            },
            model: meter.clone(),
            ..engine
        };
        (engine, meter)
    }

    /// All requests for completions so far, in the order in which the engine began with them.
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.calls).clone()
    }

    pub fn count(&self) -> usize {
        lock(&self.calls).len()
    }
}

fn lock(calls: &Mutex<Vec<Call>>) -> MutexGuard<'_, Vec<Call>> {
    calls
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl Model for Meter {
    fn info(&self) -> Info {
        self.inner.info()
    }

    fn start(&self, request: Request) -> Stream {
        if matches!(request.prompt, Prompt::Chat(_)) {
            return self.inner.start(request);
        }
        let began = Instant::now();
        let number = {
            let mut calls = lock(&self.calls);
            calls.push(Call {
                began,
                prompt: request.prompt.clone(),
                max_tokens: request.max_tokens,
                prompt_tokens: 0,
                cached_tokens: 0,
                tokens: 0,
                ttft_ms: None,
                total_ms: None,
                answer: Vec::new(),
            });
            calls.len() - 1
        };
        let mut events = self.inner.start(request);
        let (out, stream) = tokio::sync::mpsc::channel(1);
        let calls = self.calls.clone();
        tokio::spawn(async move {
            loop {
                // Whoever drops our stream ends the request below at once.
                let event = tokio::select! {
                    biased;
                    () = out.closed() => return,
                    event = events.recv() => event,
                };
                let Some(event) = event else { return };
                if let Ok(event) = &event {
                    count(&mut lock(&calls)[number], event);
                }
                if out.send(event).await.is_err() {
                    return;
                }
            }
        });
        stream
    }

    fn count(&self, text: &str) -> usize {
        self.inner.count(text)
    }

    fn encode(&self, prompt: &Prompt) -> Option<Vec<u32>> {
        self.inner.encode(prompt)
    }
}

fn count(call: &mut Call, event: &Event) {
    let now = call.began.elapsed().as_secs_f64() * 1e3;
    match event {
        Event::Started {
            prompt_tokens,
            cached_tokens,
        } => {
            call.prompt_tokens = *prompt_tokens;
            call.cached_tokens = *cached_tokens;
        }
        Event::Token { bytes, .. } => {
            call.tokens += 1;
            call.ttft_ms.get_or_insert(now);
            call.total_ms = Some(now);
            call.answer.extend(bytes);
        }
        Event::Restarted | Event::Done { .. } => {}
    }
}
