//! The model hub as a source: one file over HTTPS, resumed where an earlier pull stopped.

use super::joined::Joined;
use super::pull::{SourceError, Step, beside};
use std::path::Path;
use std::time::Duration;

/// Broken connections in a row, without a byte in between, after which the source has failed.
const TRIES: usize = 3;

/// Fetches `url` into `part`; gives the digest of the whole.
pub(super) fn fetch(
    url: &str,
    part: &Path,
    bytes: Option<u64>,
    tell: &mut dyn FnMut(Step),
) -> Result<String, SourceError> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        // A hub on the user's own machine may speak HTTP; the public one, and redirects of it, may not.
        .https_only(url.starts_with("https:"))
        .http_status_as_error(false)
        .timeout_resolve(Some(Duration::from_secs(8)))
        .timeout_connect(Some(Duration::from_secs(10)))
        .timeout_per_read(Some(Duration::from_secs(60)))
        .user_agent(concat!("inglenook/", env!("CARGO_PKG_VERSION")))
        .accept_encoding("identity")
        .build()
        .new_agent();
    let mut joined = Joined::resume(part)?;
    let mut failures = 0;
    loop {
        let before = joined.bytes();
        match once(&agent, url, part, bytes, &mut joined, tell) {
            Ok(()) => break,
            Err(Broken::For(error)) => return Err(error),
            Err(Broken::Now(_)) if joined.bytes() > before => failures = 0,
            Err(Broken::Now(why)) => {
                failures += 1;
                // A name that does not resolve, or nobody who answers, will not do so a second later.
                if failures == TRIES || joined.bytes() == 0 {
                    return Err(SourceError::Failed(why));
                }
            }
        }
    }
    joined.finish()
}

/// How one request ended badly: for good, or so that another may go on.
enum Broken {
    For(SourceError),
    Now(String),
}

impl From<SourceError> for Broken {
    fn from(error: SourceError) -> Self {
        Self::For(error)
    }
}

fn once(
    agent: &ureq::Agent,
    url: &str,
    part: &Path,
    bytes: Option<u64>,
    joined: &mut Joined,
    tell: &mut dyn FnMut(Step),
) -> Result<(), Broken> {
    let tag = beside_tag(part);
    let start = joined.bytes();
    if start > 0 && bytes == Some(start) {
        return Ok(());
    }
    let mut request = agent.get(url);
    if start > 0 {
        request = request.header("Range", format!("bytes={start}-"));
        if let Ok(etag) = std::fs::read_to_string(&tag) {
            request = request.header("If-Range", etag);
        }
    }
    let mut response = request.call().map_err(|error| Broken::Now(words(&error)))?;
    let status = response.status().as_u16();
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_string)
    };
    let length = header("content-length").and_then(|length| length.parse::<u64>().ok());
    let etag = header("etag").filter(|etag| etag.starts_with('"'));
    let goes_on = from(header("content-range").as_deref()) == Some(start);
    begins(status, goes_on, joined)?;
    if let Some(etag) = etag {
        std::fs::write(&tag, etag).map_err(SourceError::from)?;
    }
    let total = bytes.or(length.map(|length| length + joined.bytes()));
    let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
    joined
        .take(&mut body, total, tell)
        .map_err(|error| match error {
            SourceError::Failed(why) => Broken::Now(format!("the connection broke: {why}")),
            full @ SourceError::DiskFull => Broken::For(full),
        })?;
    match total {
        Some(total) if joined.bytes() < total => Err(Broken::Now(format!(
            "it ended after {} of {total} bytes",
            joined.bytes()
        ))),
        _ => Ok(()),
    }
}

/// Makes ready for a body that comes with this status, whole or, when it `goes_on`, behind what is there.
fn begins(status: u16, goes_on: bool, joined: &mut Joined) -> Result<(), Broken> {
    let refused = |why: String| Err(Broken::For(SourceError::Failed(why)));
    match status {
        206 if goes_on => Ok(()),
        200 => Ok(joined.restart()?),
        206 | 416 => {
            joined.restart()?;
            let why = "it did not go on where the earlier fetch stopped";
            Err(Broken::Now(why.into()))
        }
        401 | 403 => refused(format!(
            "it answered {status}: the model asks for an account there"
        )),
        404 => refused("it answered 404: the file is not there".into()),
        429 | 500..=599 => Err(Broken::Now(format!("it answered {status}"))),
        _ => refused(format!("it answered {status}")),
    }
}

fn beside_tag(part: &Path) -> std::path::PathBuf {
    beside(part, "etag")
}

/// Start of a `Content-Range: bytes 5-9/10`.
fn from(range: Option<&str>) -> Option<u64> {
    range?
        .strip_prefix("bytes ")?
        .split('-')
        .next()?
        .parse()
        .ok()
}

fn words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "its name cannot be resolved (no network?)".into(),
        ureq::Error::ConnectionFailed => "it does not answer".into(),
        ureq::Error::Timeout(_) => format!("it took too long ({error})"),
        // The standard library has no kind of its own for a failed look-up of a name.
        ureq::Error::Io(error) if error.to_string().contains("lookup address") => {
            "its name cannot be resolved (no network?)".into()
        }
        ureq::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}
