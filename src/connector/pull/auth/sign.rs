//! Signs as the algorithms of JSON Web Tokens do (RFC 7518, RFC 8037, RFC 8812).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use pkcs8::DecodePrivateKey as _;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RsaEncoding, RsaKeyPair};
use ring::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512};
use ring::signature::{RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512};
use sha2::{Sha256, Sha384, Sha512};

use crate::connector::manifest::Algorithm;

macro_rules! mac {
    ($hash:ty, $secret:expr, $message:expr) => {{
        let mac = Hmac::<$hash>::new_from_slice($secret.as_bytes());
        let mac = mac.expect("a key of any length will do");
        mac.chain_update($message).finalize().into_bytes().to_vec()
    }};
}
// One curve a crate, each with types of its own. The nonce comes from key and message (RFC 6979).
macro_rules! curve {
    ($curve:ident, $key:expr, $message:expr) => {{
        use $curve::ecdsa::signature::Signer as _;
        let key = match $key {
            Key::Pkcs8(der) => $curve::SecretKey::from_pkcs8_der(&der).ok(),
            Key::Sec1(der) => $curve::SecretKey::from_sec1_der(&der).ok(),
            Key::Pkcs1(_) => None,
        };
        let key = key.ok_or("it is no private key of the curve that the algorithm needs")?;
        let signature: $curve::ecdsa::Signature =
            $curve::ecdsa::SigningKey::from(key).sign($message);
        Ok(signature.to_bytes().to_vec())
    }};
}
/// Signs a message with a secret: any text for `HS…`, a private key as PEM for the others.
///
/// # Errors
/// When the secret is no such key, in words that hold nothing of it.
pub(super) fn sign(
    algorithm: Algorithm,
    secret: &str,
    passphrase: &str,
    message: &[u8],
) -> Result<Vec<u8>, String> {
    let key = || Key::read(secret, passphrase);
    match algorithm {
        Algorithm::Hs256 => Ok(mac!(Sha256, secret, message)),
        Algorithm::Hs384 => Ok(mac!(Sha384, secret, message)),
        Algorithm::Hs512 => Ok(mac!(Sha512, secret, message)),
        Algorithm::Es256 => curve!(p256, key()?, message),
        Algorithm::Es256K => curve!(k256, key()?, message),
        Algorithm::Es384 => curve!(p384, key()?, message),
        Algorithm::Es512 => curve!(p521, key()?, message),
        Algorithm::Rs256 => rsa(&key()?, &RSA_PKCS1_SHA256, message),
        Algorithm::Rs384 => rsa(&key()?, &RSA_PKCS1_SHA384, message),
        Algorithm::Rs512 => rsa(&key()?, &RSA_PKCS1_SHA512, message),
        Algorithm::Ps256 => rsa(&key()?, &RSA_PSS_SHA256, message),
        Algorithm::Ps384 => rsa(&key()?, &RSA_PSS_SHA384, message),
        Algorithm::Ps512 => rsa(&key()?, &RSA_PSS_SHA512, message),
        Algorithm::EdDsa => ed25519(&key()?, message),
    }
}

fn rsa(
    key: &Key,
    padding: &'static dyn RsaEncoding,
    message: &[u8],
) -> Result<Vec<u8>, String> {
    let pair = match key {
        Key::Pkcs8(der) => RsaKeyPair::from_pkcs8(der),
        Key::Pkcs1(der) => RsaKeyPair::from_der(der),
        Key::Sec1(_) => return Err("it is no RSA key".to_owned()),
    };
    let pair = pair.map_err(|why| format!("it is no RSA key of 2048 to 4096 bits ({why})"))?;
    let mut signature = vec![0; pair.public().modulus_len()];
    // The one thing in this room that the present does not decide: the salt of `PS…`, which a
    // signature may not do without. `RS…` draws nothing.
    pair.sign(padding, &SystemRandom::new(), message, &mut signature)
        .map_err(|_| "its RSA key cannot sign".to_owned())?;
    Ok(signature)
}

fn ed25519(key: &Key, message: &[u8]) -> Result<Vec<u8>, String> {
    let Key::Pkcs8(der) = key else { return Err("it is no Ed25519 key".to_owned()) };
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
        .map_err(|why| format!("it is no Ed25519 key ({why})"))?;
    Ok(pair.sign(message).as_ref().to_vec())
}

/// A private key as DER, by its encoding.
enum Key {
    Pkcs8(Vec<u8>),
    /// RSA.
    Pkcs1(Vec<u8>),
    /// Elliptic curve.
    Sec1(Vec<u8>),
}

impl Key {
    /// Reads the first private key in a PEM text. Line breaks may be missing or written `\n`, as
    /// they come out of forms and environment variables.
    fn read(pem: &str, passphrase: &str) -> Result<Self, String> {
        let (label, body) = block(pem).ok_or(
            "it is no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----",
        )?;
        if body.contains("ENCRYPTED") {
            return Err("its key is encrypted in OpenSSL's old way; `openssl pkcs8 -topk8` \
                        makes one that can be read"
                .to_owned());
        }
        let text: String = body.replace("\\n", "").replace("\\r", "");
        let text: String = text.split_whitespace().collect();
        let der = STANDARD.decode(text).map_err(|_| "its PEM is cut short or damaged")?;
        match label {
            "PRIVATE KEY" => Ok(Self::Pkcs8(der)),
            "ENCRYPTED PRIVATE KEY" => decrypt(&der, passphrase).map(Self::Pkcs8),
            "RSA PRIVATE KEY" => Ok(Self::Pkcs1(der)),
            "EC PRIVATE KEY" => Ok(Self::Sec1(der)),
            _ => Err("its PEM holds a kind of key that is not known".to_owned()),
        }
    }
}

fn block(pem: &str) -> Option<(&str, &str)> {
    let mut rest = pem;
    loop {
        let (_, after) = rest.split_once("-----BEGIN ")?;
        let (label, after) = after.split_once("-----")?;
        let (body, after) = after.split_once("-----END ")?;
        if label.ends_with("PRIVATE KEY") {
            return Some((label, body));
        }
        rest = after;
    }
}

fn decrypt(der: &[u8], passphrase: &str) -> Result<Vec<u8>, String> {
    let sealed = pkcs8::EncryptedPrivateKeyInfoRef::try_from(der)
        .map_err(|_| "its encrypted key is damaged")?;
    let opened = sealed
        .decrypt(passphrase)
        .map_err(|_| "its key cannot be opened with the `passphrase`")?;
    Ok(opened.as_bytes().to_vec())
}
