//! The filters of regular expressions.

use minijinja::Error;

use super::super::python::wrong;
use crate::connector::pattern::{Found, Pattern};

fn pattern(source: &str) -> Result<Pattern, Error> {
    Pattern::new(source).map_err(|why| wrong(&format!("holds a regular expression with {why}")))
}

pub(super) fn regex_search(text: &str, source: &str) -> Result<String, Error> {
    let pattern = pattern(source)?;
    let found = pattern.search(text).filter(|_| pattern.groups() > 0);
    Ok(found.and_then(|found| found.group(1)).unwrap_or_default().to_owned())
}

pub(super) fn regex_replace(text: &str, source: &str, by: &str) -> Result<String, Error> {
    let pattern = pattern(source)?;
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut from = 0;
    while let Some(found) = pattern.search_from(text, from) {
        let (start, end) = found.span();
        out.push_str(text.get(done..start).unwrap_or_default());
        out.push_str(&filled(by, &found));
        done = end;
        // An empty find must not be found again at the same place.
        let next = text.get(end..).and_then(|rest| rest.chars().next());
        from = if end > start { end } else { end + next.map_or(1, char::len_utf8) };
        if from > text.len() {
            break;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Ok(out)
}

// `\1` and `\g<1>` stand for groups.
fn filled(by: &str, found: &Found<'_>) -> String {
    let mut out = String::new();
    let mut letters = by.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let named = letters.as_str().strip_prefix("g<").and_then(|rest| rest.split_once('>'));
        if let Some((name, rest)) = named {
            out.push_str(name.parse().ok().and_then(|i| found.group(i)).unwrap_or_default());
            letters = rest.chars();
            continue;
        }
        match letters.next() {
            Some(digit) if digit.is_ascii_digit() => {
                let index = digit as usize - '0' as usize;
                out.push_str(found.group(index).unwrap_or_default());
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}
