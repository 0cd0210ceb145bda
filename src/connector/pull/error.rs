//! Why a pull cannot go on.

use crate::connector::counted::tries;

/// Why a pull cannot go on. Nothing that was emitted is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PullError {
    /// The credentials were refused. A person should look.
    #[error(
        "{}{}",
        refused(system, *status, stream, fields, reconnect.as_deref()),
        said(words.as_deref())
    )]
    Unauthorized {
        /// Host.
        system: String,
        /// Status code.
        status: u16,
        /// Names of the configuration values used to sign in.
        fields: String,
        /// Stream.
        stream: String,
        /// Why a person must connect the source again, in words; `None` when the configuration
        /// is to be checked.
        reconnect: Option<String>,
        /// What the source says itself, on one line, without people's addresses; secrets are taken
        /// out.
        words: Option<String>,
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
    #[error("stream `{stream}`: {url} failed {}", tries(*attempts, reason))]
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
    /// No answer, or none that arrived whole, however often it was asked. The other streams of the
    /// source will fare no better.
    #[error("stream `{stream}`: {url} was asked {}", tries(*attempts, reason))]
    Unanswered {
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

impl PullError {
    /// Whether the source must be connected again: its tokens are good no more, and no retry will
    /// mend that.
    pub fn needs_reconnect(&self) -> bool {
        matches!(self, Self::Unauthorized { reconnect: Some(_), .. })
    }
}

fn refused(
    system: &str,
    status: u16,
    stream: &str,
    fields: &str,
    reconnect: Option<&str>,
) -> String {
    match reconnect {
        Some(why) => format!(
            "{system} {why} ({status}), so stream `{stream}` cannot be read; connect the source again and renew {fields} in its configuration"
        ),
        None => format!(
            "{system} refused the credentials ({status}) for stream `{stream}`; check {fields} in the configuration of the source"
        ),
    }
}

fn said(words: Option<&str>) -> String {
    words.map(|words| format!("; the source says: {words}")).unwrap_or_default()
}
