//! A model server of the user's own, spoken to as OpenAI's clients do: `/v1/completions` for prompts
//! of parts and `/v1/chat/completions` for chats, streamed. Opens a connection only for a request.

use super::sse::{Chunk, Lines};
use super::tokens::Defuser;
use super::{
    Event, Family, Finish, Info, Model, ModelError, Part, Prompt, Request, Role, Stream, Usage,
};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// What stands between the characters of a control token's spelling in a user's text. The server
/// alone knows its vocabulary, so a prompt goes there as text; broken up by a character of no width
/// the spelling is no control token for any tokenizer, and still reads the same.
const BREAK: &str = "\u{200b}";
/// Characters of an error's body that are shown.
const SHOWN: usize = 300;

/// The server.
pub struct Remote {
    name: String,
    /// Base address without `/v1`.
    url: String,
    model: String,
    api_key: Option<String>,
    family: Arc<Family>,
    defuser: Defuser,
}

impl Remote {
    pub fn new(
        name: String,
        url: &str,
        model: String,
        api_key: Option<String>,
        family: Arc<Family>,
    ) -> Self {
        let url = url.trim_end_matches('/');
        Self {
            name,
            url: url.strip_suffix("/v1").unwrap_or(url).to_string(),
            model,
            api_key,
            defuser: Defuser::new(family.controls()),
            family,
        }
    }

    /// Path and body of a request.
    fn body(&self, request: &Request) -> (&'static str, Value) {
        let mut body = json!({
            "model": self.model,
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "stream": true,
            "stream_options": {"include_usage": true},
        });
        let path = match &request.prompt {
            Prompt::Parts(parts) => {
                let text = parts.iter().map(|part| match part {
                    Part::Text(text) => self.plain(text),
                    Part::Control(spelling) => spelling.clone(),
                });
                body["prompt"] = Value::String(text.collect());
                body["stop"] = json!(self.family.stops);
                body["logprobs"] = json!(1);
                "/v1/completions"
            }
            Prompt::Chat(messages) => {
                let messages = messages.iter().map(|(role, text)| {
                    let role = match role {
                        Role::System => "system",
                        Role::User => "user",
                        Role::Assistant => "assistant",
                    };
                    json!({"role": role, "content": self.plain(text)})
                });
                body["messages"] = Value::Array(messages.collect());
                body["logprobs"] = json!(true);
                "/v1/chat/completions"
            }
        };
        if let Some(schema) = &request.schema {
            body["response_format"] = json!({
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": schema, "strict": true},
            });
        }
        (path, body)
    }

    /// A user's text in which no control token is spelled.
    fn plain(&self, text: &str) -> String {
        self.defuser.pieces(text).join(BREAK)
    }

    fn agent(&self) -> ureq::Agent {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // Code goes to the server that the user named and to no other.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(Duration::from_secs(8)))
            .timeout_connect(Some(Duration::from_secs(10)))
            .user_agent(concat!("inglenook/", env!("CARGO_PKG_VERSION")));
        let host = self.url.split("://").nth(1).unwrap_or_default();
        let own = ["127.", "localhost", "[::1]"];
        if own.iter().any(|start| host.starts_with(start)) {
            // A proxy cannot reach this machine's own servers.
            return config.proxy(None).build().new_agent();
        }
        config.build().new_agent()
    }
}

impl Model for Remote {
    fn info(&self) -> Info {
        Info {
            name: self.name.clone(),
            device: "remote".into(),
            // The protocol does not tell; the least that the known families have.
            context: 8_192,
            load_s: 0.0,
        }
    }

    fn start(&self, request: Request) -> Stream {
        let (sender, stream) = mpsc::channel(64);
        let (path, body) = self.body(&request);
        let agent = self.agent();
        let overdue = Arc::new(AtomicBool::new(false));
        let (done, ended) = oneshot::channel::<()>();
        let call = Call {
            agent: agent.clone(),
            url: format!("{}{path}", self.url),
            base: self.url.clone(),
            api_key: self.api_key.clone(),
            // A warm-up keeps nothing that we could count on over there, and costs its user money.
            body: (request.max_tokens > 0).then_some(body),
            overdue: overdue.clone(),
            started: Instant::now(),
        };
        let (closed, deadline) = (sender.clone(), request.deadline);
        tokio::spawn(async move {
            tokio::select! {
                // The one who asked is gone: closing the connection is what stops a server.
                () = closed.closed() => agent.shutdown(),
                () = tokio::time::sleep(deadline) => {
                    overdue.store(true, Ordering::SeqCst);
                    agent.shutdown();
                }
                _ = ended => {}
            }
        });
        std::thread::spawn(move || {
            let last = call.run(&sender);
            // Nobody may be left to hear it.
            sender.blocking_send(last).ok();
            drop(done);
        });
        stream
    }

    fn count(&self, text: &str) -> usize {
        text.len().div_ceil(3)
    }

    fn encode(&self, _prompt: &Prompt) -> Option<Vec<u32>> {
        None
    }
}

/// One request on its way.
struct Call {
    agent: ureq::Agent,
    url: String,
    base: String,
    api_key: Option<String>,
    /// `None`: nothing is asked.
    body: Option<Value>,
    overdue: Arc<AtomicBool>,
    started: Instant,
}

type Sent = Result<Event, ModelError>;

impl Call {
    /// Sends tokens as they come; gives the last event.
    fn run(&self, sender: &mpsc::Sender<Sent>) -> Sent {
        let mut usage = Usage::default();
        let started = Event::Started {
            prompt_tokens: 0,
            cached_tokens: 0,
        };
        if sender.blocking_send(Ok(started)).is_err() {
            return Err(ModelError::Superseded);
        }
        let finish = match &self.body {
            Some(body) => self.ask(body, sender, &mut usage),
            None => Ok(Finish::Length),
        };
        usage.total_ms = self.elapsed();
        match finish {
            _ if self.overdue.load(Ordering::SeqCst) => Ok(Event::Done {
                finish: Finish::Deadline,
                usage,
            }),
            Ok(finish) => Ok(Event::Done { finish, usage }),
            Err(why) => Err(ModelError::Failed(why)),
        }
    }

    fn ask(
        &self,
        body: &Value,
        sender: &mpsc::Sender<Sent>,
        usage: &mut Usage,
    ) -> Result<Finish, String> {
        let mut request = self
            .agent
            .post(&self.url)
            .header("Accept", "text/event-stream");
        if let Some(key) = &self.api_key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        let mut response = request
            .send_json(body)
            .map_err(|error| format!("the server at {} does not answer: {error}", self.base))?;
        let status = response.status();
        if !status.is_success() {
            let text = response.body_mut().read_to_string().unwrap_or_default();
            return Err(self.refused(status.as_u16(), &text));
        }
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        let mut finish = None;
        for chunk in Lines::new(reader) {
            match chunk.map_err(|why| format!("the server at {} broke off: {why}", self.base))? {
                Chunk::End => break,
                Chunk::Error(why) => return Err(format!("the server at {}: {why}", self.base)),
                Chunk::Piece(piece) => {
                    if let Some((prompt, cached, completion)) = piece.usage {
                        usage.prompt_tokens = prompt;
                        usage.cached_tokens = cached;
                        usage.completion_tokens = completion;
                    }
                    finish = piece.finish.or(finish);
                    if piece.text.is_empty() {
                        continue;
                    }
                    if usage.ttft_ms == 0.0 {
                        usage.ttft_ms = self.elapsed();
                    }
                    if piece.usage.is_none() {
                        usage.completion_tokens += 1;
                    }
                    let token = Event::Token {
                        bytes: piece.text.into_bytes(),
                        logprob: piece.logprob,
                    };
                    if sender.blocking_send(Ok(token)).is_err() {
                        return Ok(Finish::Stop);
                    }
                }
            }
        }
        finish.ok_or_else(|| {
            format!(
                "the server at {} ended its answer before it was done",
                self.base
            )
        })
    }

    fn refused(&self, status: u16, body: &str) -> String {
        let next = match status {
            401 | 403 => "; set the key in the variable that `model.remote.api_key_env` names",
            404 => "; check `model.remote.url` and `model.remote.model`",
            300..=399 => {
                "; redirects are not followed: set `model.remote.url` to the final address"
            }
            _ => "",
        };
        let head: String = body.trim().chars().take(SHOWN).collect();
        format!(
            "the server at {} answered {status}: {head}{next}",
            self.base
        )
    }

    fn elapsed(&self) -> f64 {
        self.started.elapsed().as_secs_f64() * 1000.0
    }
}
