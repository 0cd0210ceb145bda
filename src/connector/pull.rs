//! A pull of one stream as a state machine: it asks for requests and is fed replies.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Manifest, Reply, Request, RequestId, SendError};
use crate::model::{Record, Rejected};

/// What the pull wants next.
#[derive(Debug)]
pub enum Step {
    /// Send this; feed the outcome to [`Pull::reply`] under the same id. May be asked for several
    /// times before the first reply.
    Send(RequestId, Request),
    /// Nothing to do until a reply comes.
    Await,
    /// Nothing to do until this moment (a limit or a retry), unless a reply comes before.
    Sleep(DateTime<Utc>),
    /// Records to keep. The state in it must be kept in the same transaction.
    Emit(Page),
    /// Everything is read.
    Done,
}

/// Records of one page, with the state that holds once they are kept.
#[derive(Debug, Default)]
pub struct Page {
    /// In the order of the page.
    pub records: Vec<Record>,
    /// What could not become a record.
    pub rejected: Vec<Rejected>,
    /// The stream's state (JSON, the ecosystem's shape), when the page completes a checkpoint.
    pub state: Option<String>,
}

/// Why a pull cannot go on. Nothing that was emitted is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PullError {
    /// The credentials were refused. A person should look.
    #[error("{system} refused the credentials ({status}); check {fields} of source `{stream}`")]
    Unauthorized {
        /// Host.
        system: String,
        /// Status code.
        status: u16,
        /// Names of the configuration values used to sign in.
        fields: String,
        /// Stream.
        stream: String,
    },
    /// The reply is not what the manifest describes, e.g. HTML instead of JSON.
    #[error("stream `{stream}`: {url} answered {status} with {found}; expected {expected}")]
    Unreadable {
        /// Stream.
        stream: String,
        /// URL without query.
        url: String,
        /// Status code.
        status: u16,
        /// What came, in words.
        found: String,
        /// What the manifest expects.
        expected: String,
    },
    /// Retries are used up, or the error handler says FAIL.
    #[error("stream `{stream}`: {url} failed {attempts} times, last: {reason}")]
    Failed {
        /// Stream.
        stream: String,
        /// URL without query.
        url: String,
        /// How often it was tried.
        attempts: u32,
        /// The last failure in words.
        reason: String,
    },
    /// The pages never end: the same next-page token, or many pages without a new key.
    #[error(
        "stream `{stream}`: paging does not end ({reason}); check the paginator in the manifest"
    )]
    Endless {
        /// Stream.
        stream: String,
        /// What was seen.
        reason: String,
    },
    /// A template failed at run time.
    #[error("{file}:{line}: {message}")]
    Template {
        /// Manifest file.
        file: String,
        /// Line.
        line: usize,
        /// What went wrong.
        message: String,
    },
    /// The stream is not in the manifest, or needs what this build does not run.
    #[error("{0}")]
    Refused(String),
}

/// A pull of one stream, parents included.
#[derive(Debug)]
pub struct Pull {}

impl Pull {
    /// Plans a pull. `state` is what an earlier page left; `config` as the manifest's spec says;
    /// `page_limit` bounds how many pages are read (a trial), `None` reads all.
    ///
    /// # Errors
    /// When the stream is unknown or a template cannot be rendered.
    pub fn new(
        manifest: &Arc<Manifest>,
        stream: &str,
        config: &serde_json::Value,
        state: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Self, PullError> {
        let _ = (manifest, stream, config, state, now);
        todo!()
    }

    /// What to do next. Call it again after every outcome and every wait.
    ///
    /// # Errors
    /// When the pull cannot go on.
    pub fn next(&mut self, now: DateTime<Utc>) -> Result<Step, PullError> {
        let _ = now;
        todo!()
    }

    /// Feeds the outcome of a request.
    pub fn reply(
        &mut self,
        id: RequestId,
        outcome: Result<Reply, SendError>,
        now: DateTime<Utc>,
    ) {
        let _ = (id, outcome, now);
        todo!()
    }

    /// The last limit the source told: requests left and when the window ends.
    pub fn rate_limit(&self) -> Option<(u64, Option<Duration>)> {
        todo!()
    }
}
