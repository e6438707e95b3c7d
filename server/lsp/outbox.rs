//! What the server says of its own accord: notifications in the order they were posted, requests
//! with a time limit. Nothing here waits while state is changed.

use futures::future::BoxFuture;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tower_lsp::Client;
use tower_lsp::lsp_types::{MessageType, notification::Notification, request::Request};

/// How long a client has to answer a request of ours.
const ANSWER: Duration = Duration::from_secs(5);

/// The way to the client.
pub struct Outbox {
    client: Client,
    queue: mpsc::UnboundedSender<BoxFuture<'static, ()>>,
}

impl Outbox {
    /// Must be called inside the runtime.
    pub fn new(client: Client) -> Self {
        let (queue, mut posted) = mpsc::unbounded_channel::<BoxFuture<'static, ()>>();
        tokio::spawn(async move {
            while let Some(message) = posted.recv().await {
                message.await;
            }
        });
        Self { client, queue }
    }

    /// Queues a message. `make` runs when its turn has come and may decide to send nothing.
    pub fn post<N>(&self, make: impl FnOnce() -> Option<N::Params> + Send + 'static)
    where
        N: Notification,
        N::Params: Send,
    {
        let client = self.client.clone();
        self.queue_up(async move {
            if let Some(params) = make() {
                client.send_notification::<N>(params).await;
            }
        });
    }

    /// A line in the client's log.
    pub fn log(&self, kind: MessageType, text: String) {
        let client = self.client.clone();
        self.queue_up(async move { client.log_message(kind, text).await });
    }

    /// A message that the user sees.
    pub fn show(&self, kind: MessageType, text: String) {
        let client = self.client.clone();
        self.queue_up(async move { client.show_message(kind, text).await });
    }

    /// Asks the client. `None` when it refuses or does not answer in time. The request runs in a task
    /// of its own, for the framework must find a receiver whenever the answer comes.
    pub async fn ask<R>(&self, params: R::Params) -> Option<R::Result>
    where
        R: Request,
        R::Params: Send + 'static,
        R::Result: Send + 'static,
    {
        let client = self.client.clone();
        let (sender, receiver) = oneshot::channel();
        tokio::spawn(async move {
            let answer = client.send_request::<R>(params).await;
            // The asker may have given up, and then nobody wants the answer.
            sender.send(answer).ok();
        });
        tokio::time::timeout(ANSWER, receiver)
            .await
            .ok()?
            .ok()?
            .ok()
    }

    fn queue_up(&self, message: impl Future<Output = ()> + Send + 'static) {
        // The receiver lives as long as the runtime does.
        self.queue.send(Box::pin(message)).ok();
    }
}
