//! Takes the secrets of a configuration out of what is told, shown or recorded.

/// What stands for a secret.
pub const VEILED: &str = "****";

/// The secrets of one configuration. Its `Debug` shows none.
#[derive(Clone)]
pub struct Veil {
    /// The longest first: one may begin with another.
    secrets: Vec<String>,
}

impl std::fmt::Debug for Veil {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Veil({} secrets)", self.secrets.len())
    }
}

impl Veil {
    pub(super) fn new(mut secrets: Vec<String>) -> Self {
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets }
    }

    /// A text without the secrets.
    pub fn over(&self, text: &str) -> String {
        let secrets = self.secrets.iter();
        secrets.fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), VEILED))
    }
}
