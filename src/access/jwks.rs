//! The public keys of an issuer of tokens, and what they say of a signature.
//!
//! The arithmetic is ring's; here is only which key may be asked for what.

use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;

/// More keys of one issuer are not looked at.
const MOST: usize = 100;

/// How a token may be signed. There is none without a key, and none with a key that both sides hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// RSA, PKCS #1 v1.5, SHA-256.
    Rs256,
    /// RSA, PSS, SHA-256.
    Ps256,
    /// ECDSA over P-256.
    Es256,
    /// ECDSA over P-384.
    Es384,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// Every algorithm with its word.
    pub const ALL: [(&str, Self); 5] = [
        ("RS256", Self::Rs256),
        ("PS256", Self::Ps256),
        ("ES256", Self::Es256),
        ("ES384", Self::Es384),
        ("EdDSA", Self::EdDsa),
    ];
}

impl FromStr for Algorithm {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, one)| *one).ok_or(())
    }
}

/// An issuer's public keys.
#[derive(Debug, Clone, Default)]
pub struct KeySet(Vec<PublicKey>);

#[derive(Debug, Clone)]
struct PublicKey {
    kid: Option<String>,
    /// The only algorithm it is for, where it says one.
    alg: Option<String>,
    material: Material,
}

#[derive(Debug, Clone)]
enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    P384(Vec<u8>),
    Ed25519(Vec<u8>),
}

#[derive(Deserialize)]
struct Written {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct WrittenKey {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySet {
    /// Reads a set of keys as RFC 7517 writes it. Keys that we could not use are left out.
    ///
    /// # Errors
    /// When it is no such set, or holds no key that we could use; in words.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(json)
            .map_err(|_| "it is no set of keys: an object with a list `keys`".to_owned())?;
        let known = written.keys.into_iter().take(MOST).filter_map(|key| {
            serde_json::from_value::<WrittenKey>(key).ok().as_ref().and_then(PublicKey::read)
        });
        let keys: Vec<PublicKey> = known.collect();
        if keys.is_empty() {
            return Err(
                "it holds no public key of kind RSA, P-256, P-384 or Ed25519".to_owned()
            );
        }
        Ok(Self(keys))
    }

    /// Whether one of them may be meant by this name.
    pub(super) fn knows(&self, kid: &str) -> bool {
        self.0.iter().any(|key| key.kid.as_deref() == Some(kid))
    }

    /// Whether the key of this name signed this; without a name the only one there is for the algorithm.
    pub(super) fn signed(
        &self,
        (algorithm, kid): (Algorithm, Option<&str>),
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let fit = self.0.iter().filter(|key| key.is_for(algorithm));
        let named: Vec<&PublicKey> =
            fit.filter(|key| kid.is_none() || key.kid.as_deref() == kid).collect();
        if kid.is_none() && named.len() != 1 {
            return false;
        }
        named.iter().any(|key| key.signed(algorithm, message, signature))
    }
}

impl PublicKey {
    fn read(written: &WrittenKey) -> Option<Self> {
        let signs = written.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && written.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        let bytes = |text: &Option<String>| BASE64_URL_SAFE_NO_PAD.decode(text.as_ref()?).ok();
        let point = |length: usize| {
            let (x, y) = (bytes(&written.x)?, bytes(&written.y)?);
            // As SEC 1 writes a point: uncompressed.
            (x.len() == length && y.len() == length).then(|| [&[4], &x[..], &y[..]].concat())
        };
        let material = match (written.kty.as_str(), written.crv.as_deref()) {
            ("RSA", _) => {
                let whole =
                    |number: Vec<u8>| number.into_iter().skip_while(|b| *b == 0).collect();
                let (n, e) = (whole(bytes(&written.n)?), whole(bytes(&written.e)?));
                Material::Rsa { n, e }
            }
            ("EC", Some("P-256")) => Material::P256(point(32)?),
            ("EC", Some("P-384")) => Material::P384(point(48)?),
            ("OKP", Some("Ed25519")) => Material::Ed25519(bytes(&written.x)?),
            _ => return None,
        };
        let (kid, alg) = (written.kid.clone(), written.alg.clone());
        signs.then_some(Self { kid, alg, material })
    }

    fn is_for(&self, algorithm: Algorithm) -> bool {
        let says = self.alg.as_deref().is_none_or(|alg| alg.parse() == Ok(algorithm));
        let is = match self.material {
            Material::Rsa { .. } => matches!(algorithm, Algorithm::Rs256 | Algorithm::Ps256),
            Material::P256(_) => algorithm == Algorithm::Es256,
            Material::P384(_) => algorithm == Algorithm::Es384,
            Material::Ed25519(_) => algorithm == Algorithm::EdDsa,
        };
        says && is
    }

    fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let by = |how: &'static dyn VerificationAlgorithm, key: &[u8]| {
            UnparsedPublicKey::new(how, key).verify(message, signature)
        };
        let verified = match &self.material {
            Material::Rsa { n, e } => {
                let how = match algorithm {
                    Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
                    _ => &RSA_PKCS1_2048_8192_SHA256,
                };
                RsaPublicKeyComponents { n, e }.verify(how, message, signature)
            }
            Material::P256(point) => by(&ECDSA_P256_SHA256_FIXED, point),
            Material::P384(point) => by(&ECDSA_P384_SHA384_FIXED, point),
            Material::Ed25519(point) => by(&ED25519, point),
        };
        self.is_for(algorithm) && verified.is_ok()
    }
}
