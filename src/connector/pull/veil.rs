//! Takes the secrets of the configuration out of what a failed pull tells: some systems want their
//! token in the address, and an address is part of the message.

use super::{Context, PullError};

/// What stands for a secret.
const VEIL: &str = "****";

impl Context {
    /// The error as it may be told.
    pub(super) fn veiled(&self, error: &PullError) -> PullError {
        let mut error = error.clone();
        for text in texts(&mut error) {
            for secret in &self.secrets {
                if text.contains(secret.as_str()) {
                    *text = text.replace(secret.as_str(), VEIL);
                }
            }
        }
        error
    }
}

// What may hold a value; names of streams and files are the manifest's own.
fn texts(error: &mut PullError) -> Vec<&mut String> {
    match error {
        PullError::Unauthorized { system, reconnect, .. } => {
            std::iter::once(system).chain(reconnect).collect()
        }
        PullError::Unreadable { url, found, .. } => vec![url, found],
        PullError::Failed { url, reason, .. } | PullError::Unanswered { url, reason, .. } => {
            vec![url, reason]
        }
        PullError::Endless { reason, .. } => vec![reason],
        PullError::Template { message, .. } => vec![message],
        PullError::Refused(message) => vec![message],
    }
}
