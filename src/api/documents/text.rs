//! How much a document's text says, counted before it is parsed: a parser may be asked to nest deeper
//! than its stack.

use super::super::limits;
use super::super::service::Refused;

/// Refuses a text that is too long, has too many words or nests too deeply.
pub(super) fn check(text: &str) -> Result<(), Refused> {
    if text.len() > limits::TEXT {
        return Err(Refused::bad(format!("a document has at most {} bytes", limits::TEXT)));
    }
    let Size { tokens, nesting } = size(text);
    if tokens > limits::TOKENS {
        return Err(Refused::bad(format!("a document has at most {} tokens", limits::TOKENS)));
    }
    if nesting > limits::NESTING {
        return Err(Refused::bad(format!(
            "a document nests at most {} levels",
            limits::NESTING
        )));
    }
    Ok(())
}

#[derive(Debug, PartialEq)]
struct Size {
    tokens: usize,
    nesting: usize,
}

fn size(text: &str) -> Size {
    let (mut tokens, mut nesting, mut deepest) = (0, 0_usize, 0);
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                rest = after;
                continue;
            }
            b'#' => {
                rest = skip(after, |byte| byte != b'\n');
                continue;
            }
            b'"' => string(rest),
            byte if in_word(*byte) => skip(after, in_word),
            b'{' | b'[' | b'(' => {
                nesting += 1;
                deepest = deepest.max(nesting);
                after
            }
            b'}' | b']' | b')' => {
                nesting = nesting.saturating_sub(1);
                after
            }
            _ => after,
        };
        tokens += 1;
    }
    Size { tokens, nesting: deepest }
}

/// Part of a name or a number.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn skip(bytes: &[u8], which: impl Fn(u8) -> bool) -> &[u8] {
    let end = bytes.iter().position(|byte| !which(*byte)).unwrap_or(bytes.len());
    bytes.get(end..).unwrap_or_default()
}

/// What comes after the string at the beginning.
fn string(bytes: &[u8]) -> &[u8] {
    let (marks, block) = match bytes.strip_prefix(b"\"\"\"") {
        Some(rest) => (rest, true),
        None => (bytes.get(1..).unwrap_or_default(), false),
    };
    let mut rest = marks;
    loop {
        rest = match rest {
            [] => return rest,
            [b'\\', b'"', b'"', b'"', after @ ..] if block => after,
            [b'"', b'"', b'"', after @ ..] if block => return after,
            [b'\\', _, after @ ..] if !block => after,
            [b'"' | b'\n', after @ ..] if !block => return after,
            [_, after @ ..] => after,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_levels_are_counted_outside_strings_and_comments() {
        let cases = [
            ("", (0, 0)),
            ("{ a }", (3, 1)),
            ("{a,b(c:[1,2]){d}}# {{{{ a\n", (15, 3)),
            (r#"{a(b:"{{{ \" {",c:"d")}"#, (11, 2)),
            ("{a(b:\"\"\"{{ \" \\\"\"\" {\"\"\")}", (8, 2)),
            ("\"never ends {", (1, 0)),
            ("}}}{", (4, 1)),
        ];
        for (text, (tokens, nesting)) in cases {
            assert_eq!(size(text), Size { tokens, nesting }, "{text}");
        }
    }

    #[test]
    fn a_text_that_would_break_a_parser_is_refused() {
        for text in
            ["{a".repeat(40_000), "[".repeat(90_000), "a ".repeat(40_000), "a".repeat(200_000)]
        {
            assert!(check(&text).is_err(), "{} bytes", text.len());
        }
    }
}
