//! Whether a delivery is really the source's: signed with its secret, and just now.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use crate::connector::moment::{self, Span};

/// How a delivery proves where it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    pub(crate) scheme: Scheme,
    pub(crate) header: String,
    /// The item of a header such as `t=1,v1=…` that is meant.
    pub(crate) part: Option<String>,
    pub(crate) prefix: String,
    pub(crate) base64: bool,
    /// What is signed, in order.
    pub(crate) over: Vec<Signed>,
    pub(crate) timestamp: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// The secret itself.
    Token,
    Sha1,
    Sha256,
    Sha512,
}

/// A part of what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signed {
    Text(String),
    Body,
    Timestamp,
    Method,
    /// The address as the vendor knows it, with its query.
    Uri,
}

/// When a delivery was signed, and how old it may be.
#[derive(Debug, Clone)]
pub(crate) struct Timestamp {
    pub(crate) header: String,
    pub(crate) part: Option<String>,
    pub(crate) window: Span,
}

/// A delivery as it came. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Delivery {
    /// The HTTP method in capitals.
    pub method: String,
    /// Host, and port if there is one, as the sender wrote it.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a delivery of {} bytes", self.body.len())
    }
}

/// Why a delivery is not believed. Holds no value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The header that signs it is not there, or is none.
    #[error("it is not signed as the connector's `signature` says")]
    Unsigned,
    /// Signed with another secret, or changed on its way.
    #[error("its signature is wrong; compare `webhook_secret` with the secret at the vendor")]
    Wrong,
    /// Too old, or from the future.
    #[error("its timestamp is outside the window; check the clock of this machine")]
    Stale,
}

impl Delivery {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found =
            self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }

    /// The values of a header, or of those of its items that have this name.
    fn values<'a>(&'a self, header: &str, part: Option<&'a str>) -> Vec<&'a str> {
        let Some(value) = self.header(header) else { return Vec::new() };
        let Some(part) = part else { return vec![value.trim()] };
        let items = value.split(',').filter_map(|item| item.trim().split_once('='));
        items.filter(|(name, _)| *name == part).map(|(_, value)| value).collect()
    }
}

impl Signature {
    /// Whether a delivery is signed with one of these secrets, and just now.
    ///
    /// # Errors
    /// Why it is not believed.
    pub(super) fn verify(
        &self,
        delivery: &Delivery,
        secrets: &[String],
        now: DateTime<Utc>,
    ) -> Result<(), Doubt> {
        let Self { header, part, .. } = self;
        let given = delivery.values(header, part.as_deref());
        if given.is_empty() {
            return Err(Doubt::Unsigned);
        }
        let stamp = match &self.timestamp {
            None => "",
            Some(timestamp) => timestamp.of(delivery).ok_or(Doubt::Unsigned)?,
        };
        let fits = |secret: &String| {
            given.iter().any(|given| self.fits(delivery, stamp, given, secret))
        };
        // Every secret and signature is looked at, whichever fits.
        let fitting = secrets.iter().filter(|secret| fits(secret)).count();
        if fitting == 0 {
            return Err(Doubt::Wrong);
        }
        match &self.timestamp {
            Some(timestamp) if !timestamp.is_fresh(stamp, now) => Err(Doubt::Stale),
            _ => Ok(()),
        }
    }

    fn fits(&self, delivery: &Delivery, stamp: &str, given: &str, secret: &str) -> bool {
        // An empty secret would be everybody's.
        let Some(given) = given.strip_prefix(&self.prefix).filter(|_| !secret.is_empty())
        else {
            return false;
        };
        if self.scheme == Scheme::Token {
            return same(given.as_bytes(), secret.as_bytes());
        }
        let Some(given) = self.bytes(given) else { return false };
        let fits = |uri: &str| {
            let message = self.message(delivery, stamp, uri);
            match self.scheme {
                Scheme::Sha1 => signs::<Hmac<Sha1>>(secret, &message, &given),
                Scheme::Sha512 => signs::<Hmac<Sha512>>(secret, &message, &given),
                Scheme::Sha256 | Scheme::Token => {
                    signs::<Hmac<Sha256>>(secret, &message, &given)
                }
            }
        };
        if !self.over.contains(&Signed::Uri) {
            return fits("");
        }
        // Whether a proxy before us speaks TLS, we do not know; the vendor signed one of the two.
        let uri = format!("://{}{}", delivery.host, delivery.path);
        fits(&format!("https{uri}")) | fits(&format!("http{uri}"))
    }

    fn bytes(&self, given: &str) -> Option<Vec<u8>> {
        if self.base64 {
            return BASE64_STANDARD.decode(given).ok();
        }
        if !given.len().is_multiple_of(2) || !given.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return None;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
        let pairs = given.as_bytes().chunks_exact(2);
        Some(pairs.map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect())
    }

    fn message(&self, delivery: &Delivery, stamp: &str, uri: &str) -> Vec<u8> {
        let mut message = Vec::with_capacity(delivery.body.len() + 64);
        for part in &self.over {
            message.extend_from_slice(match part {
                Signed::Text(text) => text.as_bytes(),
                Signed::Body => &delivery.body,
                Signed::Timestamp => stamp.as_bytes(),
                Signed::Method => delivery.method.as_bytes(),
                Signed::Uri => uri.as_bytes(),
            });
        }
        message
    }
}

/// In a time that does not depend on where the two differ.
fn signs<M: Mac + KeyInit>(secret: &str, message: &[u8], given: &[u8]) -> bool {
    let mac = <M as KeyInit>::new_from_slice(secret.as_bytes());
    let mac = mac.expect("a key of any length will do");
    mac.chain_update(message).verify_slice(given).is_ok()
}

/// Whether two texts are the same, in a time that depends on their lengths only.
fn same(given: &[u8], secret: &[u8]) -> bool {
    let digest = |text: &[u8]| {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(b"token");
        mac.expect("a key of any length will do").chain_update(text)
    };
    let wanted = digest(secret).finalize().into_bytes();
    digest(given).verify_slice(&wanted).is_ok()
}

impl Timestamp {
    pub(super) fn of<'a>(&'a self, delivery: &'a Delivery) -> Option<&'a str> {
        delivery.values(&self.header, self.part.as_deref()).first().copied()
    }

    fn is_fresh(&self, stamp: &str, now: DateTime<Utc>) -> bool {
        let at = match stamp.parse::<i64>() {
            // Seconds have eleven digits from the year 5138 on.
            Ok(number) if stamp.len() > 11 => DateTime::from_timestamp_millis(number),
            Ok(number) => DateTime::from_timestamp(number, 0),
            Err(_) => moment::parse_iso(stamp),
        };
        let fresh = |at| self.window.before(now) <= at && at <= self.window.after(now);
        at.is_some_and(fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hex;

    const BODY: &str = r#"{"say": "hello"}"#;

    fn signature(scheme: Scheme, header: &str, over: Vec<Signed>) -> Signature {
        Signature {
            scheme,
            header: header.to_owned(),
            part: None,
            prefix: String::new(),
            base64: false,
            over,
            timestamp: None,
        }
    }

    fn timestamp(header: &str, part: Option<&str>) -> Timestamp {
        let part = part.map(str::to_owned);
        Timestamp { header: header.to_owned(), part, window: Span::seconds(300) }
    }

    fn delivery(headers: &[(&str, &str)]) -> Delivery {
        let headers =
            headers.iter().map(|(name, value)| (name.to_lowercase(), (*value).to_owned()));
        Delivery {
            method: "POST".to_owned(),
            host: "hub.example".to_owned(),
            path: "/webhooks/crm?x=1".to_owned(),
            headers: headers.collect(),
            body: BODY.as_bytes().to_vec(),
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    fn hmac256(secret: &str, message: &str) -> Vec<u8> {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.chain_update(message).finalize().into_bytes().to_vec()
    }

    fn verdict(signature: &Signature, delivery: &Delivery, now: &str) -> Result<(), Doubt> {
        signature.verify(delivery, &["old".to_owned(), "secret".to_owned()], at(now))
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of five ways to sign")]
    fn the_vendors_ways_to_sign_are_all_understood() {
        use Signed::{Body, Method, Text, Timestamp as Stamp, Uri};
        let now = "2026-03-02T08:00:00Z";
        let (seconds, millis) = ("1772438400", "1772438400000");
        // Over the body, with a prefix.
        let hub = Signature {
            prefix: "sha256=".to_owned(),
            ..signature(Scheme::Sha256, "X-Hub-Signature-256", vec![Body])
        };
        let signed = format!("sha256={}", hex(&hmac256("secret", BODY)));
        // Parts of one header; an older secret's signature may stand beside.
        let listed = Signature {
            part: Some("v1".to_owned()),
            timestamp: Some(timestamp("Listed-Signature", Some("t"))),
            ..signature(Scheme::Sha256, "Listed-Signature", vec![Stamp, Text(".".into()), Body])
        };
        let over = hex(&hmac256("secret", &format!("{seconds}.{BODY}")));
        let list = format!("t={seconds},v1={},v1={over},v0=ab", "0".repeat(64));
        // A version before the timestamp.
        let versioned = Signature {
            prefix: "v0=".to_owned(),
            timestamp: Some(timestamp("X-Request-Timestamp", None)),
            ..signature(
                Scheme::Sha256,
                "X-Signature",
                vec![Text("v0:".into()), Stamp, Text(":".into()), Body],
            )
        };
        let version =
            format!("v0={}", hex(&hmac256("secret", &format!("v0:{seconds}:{BODY}"))));
        // Method and address too, in milliseconds and base 64.
        let whole = Signature {
            base64: true,
            timestamp: Some(timestamp("X-Whole-Timestamp", None)),
            ..signature(Scheme::Sha256, "X-Whole", vec![Method, Uri, Body, Stamp])
        };
        let message = format!("POSThttps://hub.example/webhooks/crm?x=1{BODY}{millis}");
        let base64 = BASE64_STANDARD.encode(hmac256("secret", &message));
        let token = signature(Scheme::Token, "X-Token", vec![Body]);
        let cases = [
            (&hub, vec![("X-Hub-Signature-256", signed.as_str())]),
            (&listed, vec![("Listed-Signature", list.as_str())]),
            (
                &versioned,
                vec![("X-Signature", version.as_str()), ("X-Request-Timestamp", seconds)],
            ),
            (&whole, vec![("X-Whole", base64.as_str()), ("X-Whole-Timestamp", millis)]),
            (&token, vec![("X-Token", "secret")]),
        ];
        for (signature, headers) in cases {
            let good = delivery(&headers);
            assert_eq!(verdict(signature, &good, now), Ok(()), "{headers:?}");
            assert_eq!(
                signature.verify(&good, &["other".to_owned()], at(now)),
                Err(Doubt::Wrong)
            );
            assert_eq!(signature.verify(&good, &[], at(now)), Err(Doubt::Wrong));
            assert_eq!(verdict(signature, &delivery(&[]), now), Err(Doubt::Unsigned));
            let stale = verdict(signature, &good, "2026-03-02T08:05:01Z");
            let early = verdict(signature, &good, "2026-03-02T07:54:59Z");
            let expected =
                if signature.timestamp.is_some() { Err(Doubt::Stale) } else { Ok(()) };
            assert_eq!((stale, early), (expected, expected), "{headers:?}");
            if signature.scheme != Scheme::Token {
                let changed = Delivery { body: b"{}".to_vec(), ..good };
                assert_eq!(verdict(signature, &changed, now), Err(Doubt::Wrong), "{headers:?}");
            }
        }
    }

    #[test]
    fn a_signature_that_is_none_is_wrong_and_an_empty_secret_opens_nothing() {
        let hub = signature(Scheme::Sha256, "X-Signature", vec![Signed::Body]);
        let good = hex(&hmac256("secret", BODY));
        let empty = hex(&hmac256("", BODY));
        let short = good.split_at(10).0.to_owned();
        for given in ["", "zz", "a", "é", &short, &format!("{good}00"), &empty] {
            let delivery = delivery(&[("X-Signature", given)]);
            let verdict = hub.verify(
                &delivery,
                &[String::new(), "secret".to_owned()],
                at("2026-03-02T08:00:00Z"),
            );
            assert_eq!(verdict, Err(Doubt::Wrong), "{given}");
        }
    }

    #[test]
    fn older_digests_are_known_by_their_published_examples() {
        // RFC 2202, case 2, and RFC 4231, case 2.
        let cases = [
            (Scheme::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (
                Scheme::Sha256,
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                Scheme::Sha512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ),
        ];
        for (scheme, expected) in cases {
            let signature = signature(scheme, "X-Signature", vec![Signed::Body]);
            let body = b"what do ya want for nothing?".to_vec();
            let delivery = Delivery { body, ..delivery(&[("X-Signature", expected)]) };
            let now = at("2026-03-02T08:00:00Z");
            assert_eq!(signature.verify(&delivery, &["Jefe".to_owned()], now), Ok(()));
        }
    }
}
