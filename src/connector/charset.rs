//! Text in the encodings that sources still use, by the names that Python knows them by.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// How text is written in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Charset {
    #[default]
    Utf8,
    /// ISO-8859-1 to the letter, which the web takes for windows-1252.
    Latin1,
    Other(&'static Encoding),
}

impl Charset {
    /// The encoding of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace('_', "-");
        match name.as_str() {
            "" | "utf-8" | "utf8" | "utf-8-sig" | "u8" | "ascii" | "us-ascii" => {
                Some(Self::Utf8)
            }
            "iso-8859-1" | "iso8859-1" | "latin-1" | "latin1" | "l1" | "8859" => {
                Some(Self::Latin1)
            }
            "utf-16-le" => Some(Self::Other(encoding_rs::UTF_16LE)),
            "utf-16-be" => Some(Self::Other(encoding_rs::UTF_16BE)),
            "cp932" => Some(Self::Other(encoding_rs::SHIFT_JIS)),
            "cp949" => Some(Self::Other(encoding_rs::EUC_KR)),
            "cp936" => Some(Self::Other(encoding_rs::GBK)),
            "big5hkscs" => Some(Self::Other(encoding_rs::BIG5)),
            name => Encoding::for_label_no_replacement(name.as_bytes()).map(Self::Other),
        }
    }

    /// Bytes as text, without a mark of their order. What is no text becomes U+FFFD; `false` says
    /// that there was some.
    pub(crate) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Self::Utf8 => {
                let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
                let text = String::from_utf8_lossy(bytes);
                let clean = matches!(text, Cow::Borrowed(_));
                (text, clean)
            }
            Self::Latin1 => (encoding_rs::mem::decode_latin1(bytes), true),
            Self::Other(encoding) => {
                let (text, _, broken) = encoding.decode(bytes);
                (text, !broken)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_the_same_in_every_encoding() {
        let cases: [(&str, &[u8]); 8] = [
            ("utf-8", b"\xef\xbb\xbf\xc3\xa9\xe2\x82\xac"),
            ("UTF_8_SIG", b"\xc3\xa9\xe2\x82\xac"),
            ("cp1252", b"\xe9\x80"),
            ("iso-8859-15", b"\xe9\xa4"),
            ("utf-16", b"\xff\xfe\xe9\x00\xac\x20"),
            ("utf-16-le", b"\xe9\x00\xac\x20"),
            ("utf-16-be", b"\x00\xe9\x20\xac"),
            ("windows-1250", b"\xe9\x80"),
        ];
        for (name, bytes) in cases {
            let charset = Charset::named(name).expect(name);
            assert_eq!(charset.decode(bytes), (Cow::Borrowed("é€"), true), "{name}");
        }
        let latin = Charset::named("latin-1").expect("known");
        assert_eq!(latin.decode(b"\xe9\x80"), (Cow::Borrowed("é\u{80}"), true));
    }

    #[test]
    fn what_is_no_text_is_noticed() {
        assert_eq!(Charset::Utf8.decode(b"a\xff"), (Cow::Borrowed("a\u{fffd}"), false));
        assert_eq!(Charset::named("klingon"), None);
    }
}
