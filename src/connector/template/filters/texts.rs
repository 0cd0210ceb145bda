//! The filters that make texts of texts.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over by value")]

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, State, Value};

use super::super::functions::quote_plus;
use super::super::python::{charge, fits, is_list, text, wrong};
use super::lists::items;
use super::named;

pub(super) fn replace(
    state: &mut State<'_, '_>,
    value: Value,
    old: Value,
    new: Value,
    count: Option<usize>,
) -> Result<String, Error> {
    let (text, old, new) = (text(&value)?, text(&old)?, text(&new)?);
    let count = count.unwrap_or(usize::MAX);
    let found = text.matches(&old).take(count).count();
    charge(state, text.len().saturating_add(found.saturating_mul(new.len())))?;
    Ok(text.replacen(&old, &new, count))
}

// As Python's `quote`, with a path's slashes left alone; pairs are a query.
pub(super) fn urlencode(state: &mut State<'_, '_>, value: Value) -> Result<String, Error> {
    let quoted = |value: &Value| text(value).map(|text| quote_plus(&text));
    if value.as_str().is_none() && (value.kind() == ValueKind::Map || is_list(&value)) {
        let mut pairs = Vec::new();
        for item in items(state, &value)? {
            let (key, part) = if value.kind() == ValueKind::Map {
                (item.clone(), value.get_item(&item)?)
            } else if is_list(&item) && item.len() == Some(2) {
                (item.get_item(&Value::from(0))?, item.get_item(&Value::from(1))?)
            } else {
                return Err(wrong("makes a query of what are no pairs"));
            };
            pairs.push(format!("{}={}", quoted(&key)?, quoted(&part)?));
        }
        return Ok(pairs.join("&"));
    }
    let text = text(&value)?;
    charge(state, text.len().saturating_mul(3))?;
    Ok(quote_plus(&text).replace('+', "%20").replace("%2F", "/"))
}

pub(super) fn center(value: Value, width: Option<usize>) -> Result<String, Error> {
    let (text, width) = (text(&value)?, width.unwrap_or(80));
    fits(width)?;
    let missing = width.saturating_sub(text.chars().count());
    let left = missing / 2 + (missing & width & 1);
    Ok(format!("{}{text}{}", " ".repeat(left), " ".repeat(missing - left)))
}

pub(super) fn indent(
    state: &mut State<'_, '_>,
    value: Value,
    width: Option<Value>,
    first: Option<bool>,
    blank: Option<bool>,
) -> Result<String, Error> {
    let text = text(&value)?;
    let by = match width {
        Some(width) => {
            if let Some(by) = width.as_str() {
                by.to_owned()
            } else {
                let width = width.as_usize().unwrap_or(4);
                fits(width)?;
                " ".repeat(width)
            }
        }
        None => " ".repeat(4),
    };
    charge(state, text.len().saturating_add(text.lines().count().saturating_mul(by.len())))?;
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let bare = (index == 0 && first != Some(true))
            || (line.is_empty() && blank != Some(true) && index > 0);
        if bare { line.to_owned() } else { format!("{by}{line}") }
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

pub(super) fn truncate(
    value: Value,
    length: Option<usize>,
    cut: Option<bool>,
    end: Option<String>,
    kwargs: Kwargs,
) -> Result<String, Error> {
    let text = text(&value)?;
    let length = named(length, &kwargs, "length")?.unwrap_or(255);
    let cut = named(cut, &kwargs, "killwords")?.unwrap_or(false);
    let end = named(end, &kwargs, "end")?.unwrap_or_else(|| "...".to_owned());
    let leeway = kwargs.get::<Option<usize>>("leeway")?.unwrap_or(5);
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= length.saturating_add(leeway) {
        return Ok(text);
    }
    let room = length.saturating_sub(end.chars().count());
    let head: String = letters.iter().take(room).collect();
    let head = if cut { &head } else { head.rsplit_once(' ').map_or(&*head, |(head, _)| head) };
    Ok(format!("{head}{end}"))
}

pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((_, after)) = after.split_once('>') else {
            out.push('<');
            out.push_str(after);
            rest = "";
            break;
        };
        rest = after;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
