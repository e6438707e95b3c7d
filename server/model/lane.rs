//! One lane to the model: one request at a time, the more urgent first, the newer instead of the older.
//! Knows urgency and order; what a request means is nobody's business here.

use super::pace::{Pace, Speed, Watch};
use super::quiet::Quiet;
use super::{Event, Model, ModelError, Request, Stream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};

/// Who goes first. The order is the order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Reviews: wait for everything, and start again when something more urgent came between.
    Review,
    /// Computing a prompt ahead of its use; given up when something more urgent comes.
    WarmUp,
    /// Somebody is looking at the cursor.
    Keystroke,
}

type Sender = mpsc::Sender<Result<Event, ModelError>>;

struct Job {
    priority: Priority,
    key: Option<String>,
    request: Request,
    out: Sender,
}

/// Why the running request has to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Never,
    /// A newer request of the same key.
    Superseded,
    /// A more urgent request.
    Yield,
}

struct Running {
    priority: Priority,
    key: Option<String>,
    stop: watch::Sender<Stop>,
}

#[derive(Default)]
struct State {
    waiting: Vec<Job>,
    running: Option<Running>,
    quiet: Quiet,
}

/// The way to a model. Cheap to clone.
#[derive(Clone)]
pub struct Lane {
    model: Arc<dyn Model>,
    state: Arc<Mutex<State>>,
    pace: Arc<Mutex<Pace>>,
}

impl Lane {
    pub fn new(model: Arc<dyn Model>) -> Self {
        Self {
            model,
            state: Arc::default(),
            pace: Arc::default(),
        }
    }

    /// The same lane, which begins with a speed that was measured before.
    pub fn at(self, speed: Speed) -> Self {
        *self.pace() = Pace::known(speed);
        self
    }

    /// The model's speed here, as steady as prompts want it; `None` before it was measured.
    pub fn speed(&self) -> Option<Speed> {
        self.pace().settled()
    }

    /// Queues a request. A newer one of the same `key` (a document's URI) ends the older, whose
    /// stream then yields [`ModelError::Superseded`]. Dropping the stream cancels it, queued or
    /// running. Call it inside a tokio runtime.
    pub fn submit(&self, priority: Priority, key: Option<&str>, request: Request) -> Stream {
        let (out, stream) = mpsc::channel(64);
        let key = key.map(str::to_string);
        let mut state = self.lock();
        state.supersede(priority, key.as_deref());
        state.touch(priority);
        state.waiting.push(Job {
            priority,
            key,
            request,
            out,
        });
        if state.running.is_none() {
            self.clone().run_next(&mut state);
        }
        stream
    }

    /// Requests that wait or run.
    pub fn load(&self) -> usize {
        let state = self.lock();
        state.waiting.len() + usize::from(state.running.is_some())
    }

    /// Starts the most urgent waiting request, the oldest of equals, if any.
    fn run_next(self, state: &mut State) {
        state.waiting.retain(|job| !job.out.is_closed());
        let Some(next) = state.most_urgent() else {
            return;
        };
        if let Some(rest) = state.rest(next) {
            tokio::spawn(async move {
                tokio::time::sleep(rest).await;
                let mut state = self.lock();
                if state.running.is_none() {
                    self.clone().run_next(&mut state);
                }
            });
            return;
        }
        let job = state.waiting.remove(next);
        let (stop, stopped) = watch::channel(Stop::Never);
        state.running = Some(Running {
            priority: job.priority,
            key: job.key.clone(),
            stop,
        });
        tokio::spawn(async move {
            let priority = job.priority;
            let again = self.run(job, stopped).await;
            let mut state = self.lock();
            state.running = None;
            state.touch(priority);
            state.waiting.extend(again);
            self.clone().run_next(&mut state);
        });
    }

    /// Passes a request's events on until it ends; gives the job back when it has to start again.
    async fn run(&self, job: Job, mut stopped: watch::Receiver<Stop>) -> Option<Job> {
        let mut stream = self.model.start(job.request.clone());
        let mut passed = false;
        let mut watch = Watch::new();
        let stop = loop {
            tokio::select! {
                biased;
                _ = job.out.closed() => break None,
                Ok(()) = stopped.changed() => break Some(*stopped.borrow()),
                event = stream.recv() => match event {
                    None => break None,
                    Some(event) => {
                        passed = true;
                        if let Ok(event) = &event {
                            watch.see(event, &mut self.pace());
                        }
                        if job.out.send(event).await.is_err() {
                            break None;
                        }
                    }
                },
            }
        };
        drop(stream);
        watch.end(&mut self.pace());
        let Some(stop) = stop else {
            if job.priority == Priority::Review {
                self.lock().quiet.answered();
            }
            return None;
        };
        let yields = stop == Stop::Yield && job.priority == Priority::Review;
        let last = match (yields, passed) {
            (true, false) => return Some(job),
            (true, true) => Ok(Event::Restarted),
            (false, _) => Err(ModelError::Superseded),
        };
        let told = job.out.send(last).await.is_ok();
        (yields && told).then_some(job)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl State {
    /// Ends what a newcomer replaces: older requests of its key, and a running one that it outranks.
    fn supersede(&mut self, priority: Priority, key: Option<&str>) {
        let replaced = |other: &Option<String>, rank: Priority| {
            key.is_some() && other.as_deref() == key && rank <= priority
        };
        let (gone, stay): (Vec<Job>, Vec<Job>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|job| replaced(&job.key, job.priority));
        self.waiting = stay;
        for job in gone {
            // A full or closed channel has nobody waiting for this answer.
            job.out.try_send(Err(ModelError::Superseded)).ok();
        }
        let Some(running) = &self.running else {
            return;
        };
        if replaced(&running.key, running.priority) {
            running.stop.send_replace(Stop::Superseded);
        } else if running.priority < priority {
            if running.priority == Priority::Review && *running.stop.borrow() != Stop::Yield {
                self.quiet.interrupted();
            }
            running.stop.send_replace(Stop::Yield);
        }
    }

    fn touch(&mut self, priority: Priority) {
        if priority == Priority::Keystroke {
            self.quiet.typed(Instant::now());
        }
    }

    /// How long the waiting request at `next` has to wait because somebody is typing.
    fn rest(&self, next: usize) -> Option<Duration> {
        let review = self.waiting[next].priority == Priority::Review;
        if review {
            self.quiet.left(Instant::now())
        } else {
            None
        }
    }

    fn most_urgent(&self) -> Option<usize> {
        let ranks = self.waiting.iter().enumerate();
        ranks
            .max_by_key(|(at, job)| (job.priority, std::cmp::Reverse(*at)))
            .map(|(at, _)| at)
    }
}
