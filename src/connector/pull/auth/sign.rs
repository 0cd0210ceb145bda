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

#[cfg(test)]
mod tests {
    use ring::signature::{KeyPair as _, UnparsedPublicKey, VerificationAlgorithm};
    use ring::signature::{
        RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512,
    };
    use sha2::Digest as _;

    use super::*;
    use crate::model::hex;

    macro_rules! key {
        ($name:literal) => {
            include_str!(concat!("../../../../tests/cases/keys/", $name, ".pem"))
        };
    }

    const RSA: [&str; 2] = [key!("rsa_pkcs1"), key!("rsa_pkcs8")];
    const SEALED: [&str; 2] = [key!("rsa_sealed"), key!("rsa_sealed_3des")];

    fn digest(algorithm: Algorithm, secret: &str, passphrase: &str) -> Result<String, String> {
        let signature = sign(algorithm, secret, passphrase, b"message")?;
        Ok(hex(&Sha256::digest(signature)))
    }

    #[test]
    fn rsa_and_ed25519_sign_as_openssl_does() {
        let cases = [
            (
                Algorithm::Rs256,
                "69e0195bb257f6b83e6b29da1460555de581af95df1f8a36e04b8d25720204b8",
            ),
            (
                Algorithm::Rs384,
                "2df068726386299a1f82371450cfa8b07b3e630693c277fdd0c72bbb69fecc81",
            ),
            (
                Algorithm::Rs512,
                "4074afec804a7398c226772926f76639900523fb0a89f79c632584813e286ddd",
            ),
        ];
        for (algorithm, expected) in cases {
            for pem in RSA {
                assert_eq!(digest(algorithm, pem, "").as_deref(), Ok(expected));
            }
            for pem in SEALED {
                assert_eq!(digest(algorithm, pem, "open-sesame").as_deref(), Ok(expected));
            }
        }
        let found = digest(Algorithm::EdDsa, key!("ed25519"), "");
        assert_eq!(
            found.as_deref(),
            Ok("5f858dad014d62405106682bb8633ce7ef265f78e3abc68d4133c3941f23278a")
        );
    }

    #[test]
    fn a_salted_signature_is_one_of_its_key() {
        let cases: [(Algorithm, &'static dyn VerificationAlgorithm); 3] = [
            (Algorithm::Ps256, &RSA_PSS_2048_8192_SHA256),
            (Algorithm::Ps384, &RSA_PSS_2048_8192_SHA384),
            (Algorithm::Ps512, &RSA_PSS_2048_8192_SHA512),
        ];
        let Ok(Key::Pkcs1(der)) = Key::read(RSA[0], "") else { panic!("a PKCS 1 key") };
        let pair = RsaKeyPair::from_der(&der).expect("a key");
        for (algorithm, checks) in cases {
            let signature = sign(algorithm, RSA[0], "", b"message").expect("signed");
            let public = UnparsedPublicKey::new(checks, pair.public_key().as_ref());
            assert!(public.verify(b"message", &signature).is_ok(), "{algorithm:?}");
        }
    }

    macro_rules! verifies {
        ($curve:ident, $pem:expr, $signature:expr) => {{
            use $curve::ecdsa::signature::Verifier as _;
            let key = match Key::read($pem, "").expect("a key") {
                Key::Sec1(der) => $curve::SecretKey::from_sec1_der(&der),
                Key::Pkcs8(der) => Ok($curve::SecretKey::from_pkcs8_der(&der).expect("a key")),
                Key::Pkcs1(_) => panic!("no key of a curve"),
            };
            let key = $curve::ecdsa::SigningKey::from(key.expect("a key"));
            let signature =
                $curve::ecdsa::Signature::from_slice($signature).expect("a signature");
            assert!(key.verifying_key().verify(b"message", &signature).is_ok());
        }};
    }

    #[test]
    fn a_signature_on_a_curve_is_one_of_its_key_and_always_the_same() {
        let cases = [
            (Algorithm::Es256, key!("es256")),
            (Algorithm::Es256, key!("es256_pkcs8")),
            (Algorithm::Es256K, key!("es256k")),
            (Algorithm::Es384, key!("es384")),
            (Algorithm::Es512, key!("es512")),
        ];
        for (algorithm, pem) in cases {
            let signature = sign(algorithm, pem, "", b"message").expect("signed");
            match algorithm {
                Algorithm::Es256 => verifies!(p256, pem, &signature),
                Algorithm::Es256K => verifies!(k256, pem, &signature),
                Algorithm::Es384 => verifies!(p384, pem, &signature),
                _ => verifies!(p521, pem, &signature),
            }
            assert_eq!(sign(algorithm, pem, "", b"message"), Ok(signature), "{algorithm:?}");
        }
    }

    #[test]
    fn a_key_that_went_through_a_form_is_read() {
        let expected = digest(Algorithm::Rs256, RSA[0], "");
        for line_break in ["\\n", " ", "\r\n", ""] {
            assert_eq!(
                digest(Algorithm::Rs256, &RSA[0].replace('\n', line_break), ""),
                expected
            );
        }
    }

    #[test]
    fn a_key_that_does_not_fit_is_told_in_words_that_hold_nothing_of_it() {
        let cut = RSA[0].get(..300).expect("long enough");
        let cases = [
            // (algorithm, key, passphrase, told)
            (Algorithm::Rs256, "s3cret", "", "no private key in PEM"),
            (Algorithm::Rs256, cut, "", "no private key in PEM"),
            (Algorithm::Rs256, key!("es256"), "", "no RSA key"),
            (Algorithm::Es256, RSA[1], "", "no private key of the curve"),
            (Algorithm::Es384, key!("es256"), "", "no private key of the curve"),
            (Algorithm::EdDsa, RSA[1], "", "no Ed25519 key"),
            (Algorithm::Rs256, SEALED[0], "s3cret", "cannot be opened with the `passphrase`"),
            (Algorithm::Rs256, key!("rsa_old_seal"), "x", "openssl pkcs8 -topk8"),
        ];
        for (algorithm, secret, passphrase, told) in cases {
            let error = sign(algorithm, secret, passphrase, b"message").expect_err(told);
            assert!(error.contains(told) && !error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn the_published_example_of_a_shared_secret_holds() {
        let signature = sign(Algorithm::Hs256, "Jefe", "", b"what do ya want for nothing?");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signature.map(|bytes| hex(&bytes)).as_deref(), Ok(expected));
    }
}
