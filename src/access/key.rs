//! API keys: `acc_`, eight hexadecimal digits that name the key, `_`, and its secret.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use crate::model::{hash, hex};

/// What every key begins with.
const PREFIX: &str = "acc_";
/// Digits of an id.
const ID: usize = 8;
/// Characters of a secret: 256 bits as base64url.
const SECRET: usize = 43;

/// An API key as whoever holds it has it. Nothing shows its secret but [`ApiKey::text`].
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    id: String,
    secret: String,
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the API key {}", self.id)
    }
}

impl ApiKey {
    /// A new one out of these random bytes.
    pub fn new(id: [u8; 4], secret: &[u8; 32]) -> Self {
        Self { id: hex(&id), secret: BASE64_URL_SAFE_NO_PAD.encode(secret) }
    }

    /// Reads one; `None` when the text has another form.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let fits = id.len() == ID
            && secret.len() == SECRET
            && id.bytes().all(digit)
            && secret.bytes().all(letter);
        fits.then(|| Self { id: id.to_owned(), secret: secret.to_owned() })
    }

    /// Whether a text can only be meant as a key.
    pub fn is_meant_by(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// What names it, as `key list` shows it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The whole key, to be shown to its holder once.
    pub fn text(&self) -> String {
        format!("{PREFIX}{}_{}", self.id, self.secret)
    }

    /// What is kept of its secret: its SHA-256, as 64 hexadecimal digits. 256 random bits need no slower one.
    pub fn hash(&self) -> String {
        hash(self.secret.as_bytes())
    }

    /// Whether this is what was kept of it, in a time that does not depend on where the two differ.
    pub fn fits(&self, kept: &str) -> bool {
        self.hash().as_bytes().ct_eq(kept.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_shows_no_secret() {
        let key = ApiKey::new([0, 1, 0xab, 0xff], &[7; 32]);
        let text = key.text();
        assert_eq!((text.len(), key.id()), (4 + 8 + 1 + 43, "0001abff"));
        assert_eq!(ApiKey::parse(&text), Some(key.clone()));
        assert!(key.fits(&key.hash()) && !key.fits(&"0".repeat(64)) && !key.fits(""));
        assert_eq!(format!("{key:?}"), "the API key 0001abff");
    }

    #[test]
    fn another_form_is_no_key() {
        let right = ApiKey::new([1; 4], &[7; 32]).text();
        let cases = [
            String::new(),
            "acc_".to_owned(),
            right.replacen("acc_", "ACC_", 1),
            right.replacen("acc_", "", 1),
            format!("{right}a"),
            format!("{right} "),
            right.chars().take(right.len() - 1).collect(),
            right.replacen("01", "0G", 1),
            right.replacen("01", "0A", 1),
            right.replacen('B', "=", 1),
            right.replacen('B', "ä", 1),
        ];
        for text in cases {
            assert_eq!(ApiKey::parse(&text), None, "{text}");
        }
    }
}
