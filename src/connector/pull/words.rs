//! What a source says of why it refuses, fit to be told: one short line, without what signs us in
//! and without the addresses and numbers of people.

use std::sync::LazyLock;

use regex::Regex;

use super::verdict::Verdict;
use super::{Pull, decode};
use crate::connector::{Json, Reply, VEILED};

/// So much of a source's words is told, in characters.
const MOST: usize = 200;
/// A longer body is no message, in bytes.
const MOST_BODY: usize = 64 * 1024;
/// Messages of a list that are told.
const MOST_MESSAGES: usize = 3;
/// A message lies no deeper.
const MAX_DEPTH: usize = 8;
/// Where sources put their words, the telling ones first; in any case of letters.
const KEYS: [&str; 24] = [
    "error_description",
    "message",
    "messages",
    "error_message",
    "errorMessage",
    "errorMessages",
    "faultstring",
    "detail",
    "msg",
    "error",
    "errors",
    "fault",
    "err",
    "failure",
    "failures",
    "description",
    "title",
    "reason",
    "status_message",
    "statusText",
    "details",
    "code",
    "errorCode",
    "error_code",
];

impl Pull {
    /// The verdict on a reply, with the source's own words where it is a refusal.
    pub(super) fn explained(&self, mut verdict: Verdict, reply: &Reply) -> Verdict {
        if let Some(reason) = verdict.reason_mut()
            && let Some(words) = self.words(reply)
            && !reason.contains(&words)
        {
            *reason = format!("{reason}; the source says: {words}");
        }
        verdict
    }

    /// The words of a reply that refuses.
    pub(super) fn words(&self, reply: &Reply) -> Option<String> {
        let said = said(reply)?;
        // Before anything is cut off: half a secret would not be known as one.
        let mut said = self.context.veil.over(&said);
        for secret in self.logins.iter().flat_map(super::auth::Login::shown) {
            said = said.replace(secret, VEILED);
        }
        let line = one_line(&without_people(&said));
        (!line.is_empty()).then_some(line)
    }
}

/// The words of a body, as they are.
fn said(reply: &Reply) -> Option<String> {
    let text = std::str::from_utf8(&reply.body).ok().filter(|text| text.len() <= MOST_BODY)?;
    let text = text.trim();
    let Ok(json) = Json::parse(text) else {
        // Of a page that is fine in itself, any part may be a record.
        let is_plain = reply.status >= 400 && !text.starts_with('<') && !text.is_empty();
        return (is_plain && !decode::is_packed(text)).then(|| text.to_owned());
    };
    message(&json, MAX_DEPTH).filter(|said| !said.trim().is_empty())
}

fn message(json: &Json, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match json {
        Json::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Json::Array(items) => {
            let said = items.iter().filter_map(|item| message(item, depth));
            let said: Vec<String> = said.take(MOST_MESSAGES).collect();
            (!said.is_empty()).then(|| said.join("; "))
        }
        Json::Object(fields) => KEYS.iter().find_map(|key| {
            let mut named = fields.iter().filter(|(name, _)| name.eq_ignore_ascii_case(key));
            named.find_map(|(_, value)| message(value, depth))
        }),
        _ => None,
    }
}

/// Hides mail addresses, phone numbers, and what looks like a key or a token.
pub(super) fn without_people(text: &str) -> String {
    static MAIL: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"[^\s@"'<>(){}\[\],;:=/]+@[^\s@"'<>(){}\[\],;:=/]+"#));
    static PHONE: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"(?:\+|\b0|\(0?\d)[\d ()./-]{5,}\d|\b\d{3}[ .-]\d{3}[ .-]\d{4}\b")
    });
    static OPAQUE: LazyLock<Regex> = LazyLock::new(|| regex(r"[A-Za-z0-9_+=~/-]{24,}"));
    let text = MAIL.replace_all(text, "(a mail address)");
    let text = PHONE.replace_all(&text, "(a phone number)");
    let text = OPAQUE.replace_all(&text, |found: &regex::Captures<'_>| {
        let word = found.get(0).map_or("", |word| word.as_str());
        if is_random(word) { VEILED.to_owned() } else { word.to_owned() }
    });
    text.into_owned()
}

// A path or a name has letters of one case, or hardly a digit.
fn is_random(word: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| word.bytes().filter(kind).count();
    has(u8::is_ascii_digit) >= 2
        && has(u8::is_ascii_lowercase) >= 1
        && has(u8::is_ascii_uppercase) >= 2
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours is right")
}

fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, body: &str) -> Option<String> {
        let reply = Reply { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
        said(&reply).map(|said| one_line(&without_people(&said)))
    }

    #[test]
    fn the_words_of_a_refusal_are_found_where_sources_put_them() {
        let cases = [
            (r#"{"message":"No such field"}"#, Some("No such field")),
            (r#"{"Message":"No such field"}"#, Some("No such field")),
            (
                r#"{"error":"invalid_grant","error_description":"The token ended"}"#,
                Some("The token ended"),
            ),
            (r#"{"error":{"code":40,"message":"Too long"}}"#, Some("Too long")),
            (
                r#"{"errors":[{"title":"Bad","detail":"since is late"},"x","","y","z"]}"#,
                Some("since is late; x; y"),
            ),
            (r#"{"errors":[],"title":"Gone"}"#, Some("Gone")),
            (r#"{"fault":{"faultstring":"No"},"status":500}"#, Some("No")),
            (r#"[{"errorCode":"INVALID_FIELD"}]"#, Some("INVALID_FIELD")),
            (r#"{"code":"long"}"#, Some("long")),
            (r#""Not you""#, Some("Not you")),
            ("Upstream\r\n\tis  down\u{7}", Some("Upstream is down")),
            (r#"{"items":[{"name":"Ann Berg"}]}"#, None),
            (r#"{"error":true,"message":null}"#, None),
            ("<!DOCTYPE html><h1>Oh</h1>", None),
            ("", None),
            ("  ", None),
            ("null", None),
        ];
        for (body, expected) in cases {
            assert_eq!(told(400, body).as_deref(), expected, "{body}");
        }
        assert_eq!(told(200, "Ann Berg; Kestrel"), None);
        assert_eq!(told(200, r#"{"error":"busy"}"#).as_deref(), Some("busy"));
        let deep = format!("{}\"x\"{}", r#"{"error":"#.repeat(9), "}".repeat(9));
        assert_eq!(told(400, &deep), None);
    }

    #[test]
    fn words_are_short() {
        let line = told(400, &"ä ".repeat(300)).expect("words");
        assert!(line.ends_with('…') && line.chars().count() <= MOST + 1, "{line}");
        assert_eq!(told(400, &"a".repeat(MOST_BODY + 1)), None);
    }

    #[test]
    fn nobodys_address_number_or_key_is_told() {
        let cases = [
            ("Contact ann.berg@kestrel.de exists", "Contact (a mail address) exists"),
            ("`a+b@x.co.uk`, <c@d.io>", "(a mail address), <(a mail address)>"),
            ("is +49 30 1234567 right?", "is (a phone number) right?"),
            ("call (030) 123-4567 now", "call (a phone number) now"),
            ("of 555-010-0123.", "of (a phone number)."),
            ("key sk_live_4eC39HqLyjWDarjtT1zdp7dc is off", "key **** is off"),
            // What helps to find the fault stays.
            ("since 2026-01-31T10:00:00Z is after 2026-01-30", ""),
            ("request 0f8fad5b-d9cb-469f-a165-70867728950e at 10:00", ""),
            ("see https://developers.example.com/docs/v3/errors/too-many-filters", ""),
            ("limit 100 of 2000000, customfield_10010_with_a_long_name", ""),
        ];
        for (text, expected) in cases {
            let expected = if expected.is_empty() { text } else { expected };
            assert_eq!(without_people(text), expected);
        }
    }
}
