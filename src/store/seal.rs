//! Seals what nobody may read in the database: XChaCha20-Poly1305, bound to the row it stands in.
//!
//! Sealed bytes are a format number, the mark of the key, a random nonce, then the ciphertext with
//! its tag. Source, credential and version are authenticated with it, so that bytes which are moved
//! to another row, or brought back after a renewal, do not open.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chacha20poly1305::aead::{Aead as _, Generate as _, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

/// Bytes of a key.
const KEY: usize = 32;
/// Bytes that name a key.
const MARK: usize = 4;
/// Bytes of a nonce: so many that random ones never meet.
const NONCE: usize = 24;
/// How sealed bytes are laid out; the first of them.
const FORMAT: u8 = 1;

/// The keys of the vault: the first seals, all open. Its `Debug` shows nothing.
pub struct Keys(Vec<Sealer>);

struct Sealer {
    cipher: XChaCha20Poly1305,
    mark: [u8; MARK],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

/// Why a text is no key. Shows nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Neither base64 nor hexadecimal.
    #[error("it is neither base64 nor hexadecimal; make one with `openssl rand -base64 32`")]
    Unreadable,
    /// Another length than a key has.
    #[error("it has {0} bytes instead of 32; make one with `openssl rand -base64 32`")]
    Length(usize),
}

/// Why sealed bytes do not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum OpenError {
    #[error(
        "they are sealed with a key that is not configured; put that key back, as a further one \
         when a new one has taken its place"
    )]
    OtherKey,
    #[error(
        "they were damaged, or moved there from another row; restore that row from a backup, or \
         delete it and connect the source again"
    )]
    Damaged,
}

/// Where sealed bytes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) source: &'a str,
    pub(super) credential: &'a str,
    pub(super) version: u64,
}

impl Place<'_> {
    /// Every part with its length before it, so that no two places are the same bytes.
    fn bytes(self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        for part in [self.source, self.credential] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes.extend(self.version.to_be_bytes());
        bytes
    }
}

impl Keys {
    /// The keys in these texts: 32 bytes each, as base64 or hexadecimal. `first` seals, all open.
    ///
    /// # Errors
    /// The first text that is no key, by its place among all (0 for `first`), and why.
    pub fn new(first: &str, further: &[String]) -> Result<Self, (usize, KeyError)> {
        let texts = std::iter::once(first).chain(further.iter().map(String::as_str));
        let keys = texts.enumerate().map(|(at, text)| Sealer::new(text).map_err(|e| (at, e)));
        Ok(Self(keys.collect::<Result<_, _>>()?))
    }

    /// Seals with the first key and a nonce of its own.
    pub(super) fn seal(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        let first = self.0.first().expect("`new` takes at least one key");
        let nonce = XNonce::generate();
        let payload = Payload { msg: plain, aad: &place.bytes() };
        let secret = first.cipher.encrypt(&nonce, payload);
        let secret = secret.expect("only some hundred gigabytes cannot be sealed");
        let mut sealed = Vec::with_capacity(1 + MARK + NONCE + secret.len());
        sealed.push(FORMAT);
        sealed.extend(first.mark);
        sealed.extend(nonce);
        sealed.extend(secret);
        sealed
    }

    /// Opens what [`Self::seal`] sealed at this place, with whichever key it was.
    pub(super) fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (mark, nonce, secret) = parts(sealed).ok_or(OpenError::Damaged)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| OpenError::Damaged)?;
        let aad = place.bytes();
        let mut error = OpenError::OtherKey;
        for sealer in self.0.iter().filter(|sealer| sealer.mark == mark) {
            match sealer.cipher.decrypt(&nonce, Payload { msg: secret, aad: &aad }) {
                Ok(plain) => return Ok(plain),
                Err(_) => error = OpenError::Damaged,
            }
        }
        Err(error)
    }

    /// Whether another key than the first sealed these bytes.
    pub(super) fn is_outdated(&self, sealed: &[u8]) -> bool {
        let first = self.0.first().map(|sealer| &sealer.mark[..]);
        parts(sealed).map(|(mark, ..)| mark) != first
    }
}

fn parts(sealed: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (&FORMAT, rest) = sealed.split_first()? else { return None };
    let (mark, rest) = rest.split_at_checked(MARK)?;
    let (nonce, secret) = rest.split_at_checked(NONCE)?;
    Some((mark, nonce, secret))
}

impl Sealer {
    fn new(text: &str) -> Result<Self, KeyError> {
        let bytes = decoded(text.trim()).ok_or(KeyError::Unreadable)?;
        let key = Key::try_from(&bytes[..]).map_err(|_| KeyError::Length(bytes.len()))?;
        let digest =
            Sha256::new().chain_update(b"accord vault key").chain_update(key).finalize();
        let mut mark = [0; MARK];
        mark.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Ok(Self { cipher: XChaCha20Poly1305::new(&key), mark })
    }
}

/// 64 hexadecimal digits, or base64 of either alphabet, with or without its padding.
fn decoded(text: &str) -> Option<Vec<u8>> {
    const CONFIG: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const BASE64: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, CONFIG);
    if text.len() == 2 * KEY
        && let Some(bytes) = hex(text)
    {
        return Some(bytes);
    }
    BASE64.decode(text.replace('-', "+").replace('_', "/")).ok()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| Some(c.to_digit(16)? as u8)).collect();
    Some(
        digits?
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(first: u8, further: &[u8]) -> Keys {
        let text = |byte: u8| format!("{byte:02x}").repeat(KEY);
        let further: Vec<String> = further.iter().copied().map(text).collect();
        Keys::new(&text(first), &further).expect("keys")
    }

    const HERE: Place<'_> = Place { source: "crm", credential: "a", version: 3 };

    #[test]
    fn a_key_is_written_as_base64_or_hexadecimal() {
        let byte = |n: usize| (0..n).map(|i| (i * 7 + 251) as u8).collect::<Vec<u8>>();
        let base64 = base64::engine::general_purpose::STANDARD.encode(byte(32));
        let hex = byte(32).iter().fold(String::new(), |hex, b| format!("{hex}{b:02X}"));
        let url = base64.replace('+', "-").replace('/', "_");
        let sealed = Keys::new(&base64, &[]).expect("a key").seal(HERE, b"token");
        for text in [
            base64.as_str(),
            &format!("{base64}\n"),
            base64.trim_end_matches('='),
            &url,
            &hex,
            &hex.to_lowercase(),
        ] {
            let same = Keys::new(text, &[]).expect("a key");
            assert_eq!(same.open(HERE, &sealed), Ok(b"token".to_vec()), "{text}");
        }
        let short = base64::engine::general_purpose::STANDARD.encode(byte(31));
        let cases = [
            ("", KeyError::Length(0)),
            ("correct horse battery staple", KeyError::Unreadable),
            (short.as_str(), KeyError::Length(31)),
        ];
        for (text, expected) in cases {
            assert_eq!(Keys::new(text, &[]).err(), Some((0, expected)), "{text}");
        }
        assert_eq!(Keys::new(&hex, &["x".to_owned()]).err().map(|(at, _)| at), Some(1));
    }

    #[test]
    fn a_new_key_opens_nothing_old_unless_the_old_one_stays_beside_it() {
        let sealed = keys(1, &[]).seal(HERE, b"token");
        assert_eq!(keys(2, &[]).open(HERE, &sealed), Err(OpenError::OtherKey));
        let rotated = keys(2, &[1]);
        assert_eq!(rotated.open(HERE, &sealed), Ok(b"token".to_vec()));
        assert!(rotated.is_outdated(&sealed));
        let anew = rotated.seal(HERE, b"token");
        assert!(!rotated.is_outdated(&anew));
        assert_eq!(keys(2, &[]).open(HERE, &anew), Ok(b"token".to_vec()));
        assert_eq!(keys(1, &[]).open(HERE, &anew), Err(OpenError::OtherKey));
    }

    #[test]
    fn keys_show_nothing() {
        assert_eq!(format!("{:?}", keys(7, &[8])), "Keys(2)");
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_at_its_place_alone(
            plain in proptest::collection::vec(any::<u8>(), 0..200),
            (source, credential, version) in (".{0,6}", ".{0,6}", any::<u64>()),
            (other_source, other_credential, other_version) in (".{0,6}", ".{0,6}", any::<u64>()),
        ) {
            let keys = keys(1, &[]);
            let place = Place { source: &source, credential: &credential, version };
            let sealed = keys.seal(place, &plain);
            prop_assert_eq!(keys.open(place, &sealed), Ok(plain.clone()));
            prop_assert_ne!(keys.seal(place, &plain), sealed.clone(), "no nonce comes twice");
            for other in [
                Place { source: &other_source, ..place },
                Place { credential: &other_credential, ..place },
                Place { version: other_version, ..place },
                Place { source: &credential, credential: &source, ..place },
            ] {
                let opened = keys.open(other, &sealed);
                prop_assert_eq!(opened.is_ok(), other == place, "{:?}", other);
            }
        }

        #[test]
        fn a_changed_byte_opens_nothing(
            plain in proptest::collection::vec(any::<u8>(), 0..60),
            at in any::<proptest::sample::Index>(),
            by in 1..=u8::MAX,
        ) {
            let keys = keys(1, &[]);
            let mut sealed = keys.seal(HERE, &plain);
            let at = at.index(sealed.len());
            sealed[at] ^= by;
            prop_assert!(keys.open(HERE, &sealed).is_err());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            prop_assert!(keys(1, &[]).open(HERE, &bytes).is_err());
        }
    }
}
