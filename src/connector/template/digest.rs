//! The digests that the `hash` and `hmac` filters know.
//!
//! MD5 is here because manifests use it to make keys of records; it protects nothing.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use crate::model::hex;

/// The digest of some bytes in hexadecimal, `None` for a name that is not known.
pub(super) fn hash(kind: &str, bytes: &[u8]) -> Option<String> {
    Some(match kind {
        "md5" => hex(&Md5::digest(bytes)),
        "sha1" => hex(&Sha1::digest(bytes)),
        "sha224" => hex(&Sha224::digest(bytes)),
        "sha256" => hex(&Sha256::digest(bytes)),
        "sha384" => hex(&Sha384::digest(bytes)),
        "sha512" => hex(&Sha512::digest(bytes)),
        _ => return None,
    })
}

/// HMAC with SHA-256 in hexadecimal.
pub(super) fn hmac(key: &[u8], message: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length will do");
    hex(&mac.chain_update(message).finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_examples_hold() {
        let cases = [
            ("md5", "", "d41d8cd98f00b204e9800998ecf8427e"),
            ("md5", "abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("md5", "message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "sha256",
                "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(hash(kind, text.as_bytes()).as_deref(), Some(expected), "{kind} {text}");
        }
        assert_eq!(hash("crc7", b""), None);
        assert_eq!(
            hmac(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
