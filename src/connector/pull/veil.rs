//! Takes the secrets of the configuration out of what a failed pull tells: some systems want their
//! token in the address, and an address is part of the message.

use super::{Context, PullError};

impl Context {
    /// The error as it may be told.
    pub(super) fn veiled(&self, error: &PullError) -> PullError {
        let mut error = error.clone();
        if let PullError::Unreadable { url, .. }
        | PullError::Failed { url, .. }
        | PullError::Unanswered { url, .. } = &mut error
        {
            *url = unsigned(url);
        }
        for text in texts(&mut error) {
            *text = self.veil.over(text);
        }
        error
    }
}

// What may hold a value; names of streams and files are the manifest's own.
fn texts(error: &mut PullError) -> Vec<&mut String> {
    match error {
        PullError::Unauthorized { system, reconnect, words, .. } => {
            std::iter::once(system).chain(reconnect).chain(words).collect()
        }
        PullError::Unreadable { url, found, .. } => vec![url, found],
        PullError::Failed { url, reason, .. } | PullError::Unanswered { url, reason, .. } => {
            vec![url, reason]
        }
        PullError::Endless { reason, .. } => vec![reason],
        PullError::Template { message, .. } | PullError::Refused(message) => vec![message],
    }
}

// An address may hold a name and a password: `https://me:password@host/`.
fn unsigned(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    rest.strip_prefix(authority)
        .map_or_else(|| url.to_owned(), |path| format!("{scheme}://{host}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_without_name_and_password() {
        let cases = [
            ("https://me:pass@x.example.com/a@b", "https://x.example.com/a@b"),
            ("https://me@x.example.com:8080", "https://x.example.com:8080"),
            ("https://x.example.com/a/b", "https://x.example.com/a/b"),
            ("nothing of the kind", "nothing of the kind"),
        ];
        for (url, told) in cases {
            assert_eq!(unsigned(url), told);
        }
    }
}
