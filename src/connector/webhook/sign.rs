//! How what we send is signed: as Standard Webhooks have it, so that receivers find a library.
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret of that standard begins with; base64 follows.
const PREFIX: &str = "whsec_";
/// Fewer bytes could be guessed.
const LEAST: usize = 16;

/// The secret that a subscriber knows as well. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey(Vec<u8>);

/// Why a text is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SigningKeyError {
    /// What follows `whsec_` is no base64.
    #[error("what follows `whsec_` is no base64; copy the whole secret")]
    NoBase64,
    /// Too short.
    #[error("it has fewer than {LEAST} bytes; make one with `openssl rand -base64 32`")]
    TooShort,
}

impl SigningKey {
    /// A secret as it is handed over: `whsec_` and base64, or any text, whose bytes are the key.
    ///
    /// # Errors
    /// When it is broken or too short.
    pub fn parse(text: &str) -> Result<Self, SigningKeyError> {
        let key = match text.trim().strip_prefix(PREFIX) {
            Some(rest) => {
                BASE64_STANDARD.decode(rest).map_err(|_| SigningKeyError::NoBase64)?
            }
            None => text.trim().as_bytes().to_vec(),
        };
        if key.len() < LEAST {
            return Err(SigningKeyError::TooShort);
        }
        Ok(Self(key))
    }

    /// The headers that go with a message: its id, when it was signed, and the signature.
    #[expect(clippy::missing_panics_doc, reason = "a key of any length will do")]
    pub fn headers(&self, id: &str, at: DateTime<Utc>, body: &str) -> [(String, String); 3] {
        let stamp = at.timestamp().to_string();
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0);
        let mac = mac.expect("a key of any length will do");
        let mac = mac.chain_update(format!("{id}.{stamp}.{body}"));
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        [
            ("webhook-id".to_owned(), id.to_owned()),
            ("webhook-timestamp".to_owned(), stamp),
            ("webhook-signature".to_owned(), format!("v1,{signature}")),
        ]
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_signed_as_the_standards_own_example() {
        let key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a key");
        let at = DateTime::from_timestamp(1_614_265_330, 0).expect("a moment");
        let headers =
            key.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, r#"{"test": 2432232314}"#);
        let wanted = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(headers[2].1, wanted);
        assert_eq!(headers[1].1, "1614265330");
    }

    #[test]
    fn a_broken_or_short_secret_is_refused_and_none_is_shown() {
        let cases = [
            ("whsec_%%", Err(SigningKeyError::NoBase64)),
            ("whsec_c2hvcnQ=", Err(SigningKeyError::TooShort)),
            ("short", Err(SigningKeyError::TooShort)),
            ("0123456789abcdef", Ok("a secret".to_owned())),
        ];
        for (text, wanted) in cases {
            assert_eq!(SigningKey::parse(text).map(|key| format!("{key:?}")), wanted, "{text}");
        }
    }
}
