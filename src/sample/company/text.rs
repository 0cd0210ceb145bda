//! JSON text as vendors write it, put together without a detour over floating point.

use std::fmt::Write as _;

/// A JSON object under construction. Keys and raw values are our own literals and go in as they are.
#[derive(Debug)]
pub(super) struct Object(String);

impl Object {
    pub(super) fn new() -> Self {
        let mut text = String::with_capacity(512);
        text.push('{');
        Self(text)
    }

    fn key(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push('"');
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    /// A string, escaped.
    pub(super) fn text(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        push_string(&mut self.0, value);
        self
    }

    /// A string that is known to need no escaping: an id, a date, a number.
    pub(super) fn word(mut self, key: &str, value: impl AsRef<str>) -> Self {
        self.key(key);
        self.0.push('"');
        self.0.push_str(value.as_ref());
        self.0.push('"');
        self
    }

    /// A string or null.
    pub(super) fn maybe(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self.raw(key, "null"),
        }
    }

    /// JSON text as it stands.
    pub(super) fn raw(mut self, key: &str, value: impl AsRef<str>) -> Self {
        self.key(key);
        self.0.push_str(value.as_ref());
        self
    }

    pub(super) fn int(mut self, key: &str, value: i64) -> Self {
        self.key(key);
        write!(self.0, "{value}").expect("writing to a String cannot fail");
        self
    }

    pub(super) fn flag(self, key: &str, value: bool) -> Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// An amount in hundredths, as a JSON number with its exact decimals.
    pub(super) fn money(self, key: &str, cents: i64) -> Self {
        self.raw(key, decimal(cents))
    }

    pub(super) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A JSON list of texts that are JSON already.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut text = String::from("[");
    for item in items {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&item);
    }
    text.push(']');
    text
}

/// A JSON string.
pub(super) fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    push_string(&mut text, value);
    text
}

fn push_string(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            c if u32::from(c) < 0x20 => {
                write!(text, "\\u{:04x}", u32::from(c))
                    .expect("writing to a String cannot fail");
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

/// Hundredths as decimal text: `-5` is `-0.05`.
pub(super) fn decimal(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

/// A GUID made of a kind and a number, always the same.
pub(super) fn guid(kind: u64, number: u64) -> String {
    let a = super::chance::mix(kind, number);
    let b = super::chance::mix(a, kind ^ 0x5bd1);
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        (b >> 48) & 0xfff,
        b & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_json_and_keeps_exact_decimals() {
        let text = Object::new()
            .text("a", "say \"x\"\n\\")
            .money("m", -1_234_567_890_123_405)
            .money("n", -5)
            .maybe("z", None)
            .finish();
        assert_eq!(text, r#"{"a":"say \"x\"\n\\","m":-12345678901234.05,"n":-0.05,"z":null}"#);
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }
}
