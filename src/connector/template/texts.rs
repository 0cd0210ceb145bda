//! The methods of Python's `str`.

use minijinja::value::Tuple;
use minijinja::{Error, State, Value};

use super::containers;
use super::methods::{Given, place};
use super::operators::check_format;
use super::python::{charge, type_error, type_name, undefined, wrong};

/// Calls a method of a text.
pub(super) fn call(
    state: &mut State<'_, '_>,
    base: &Value,
    name: &str,
    args: &[Value],
) -> Result<Value, Error> {
    if name == "format" {
        let all: Vec<Value> = [base.clone()].into_iter().chain(args.iter().cloned()).collect();
        check_format(&all)?;
        let made =
            minijinja_contrib::pycompat::unknown_method_callback(state, base, name, args)?;
        charge(state, made.as_str().map_or(0, str::len))?;
        return Ok(made);
    }
    let text = base.as_str().unwrap_or_default();
    let given = Given::of(args)?;
    if let Some(told) = asked(text, name) {
        return Ok(Value::from(told));
    }
    if let Some(changed) = changed(text, name, &given)? {
        charge(state, changed.len())?;
        return Ok(Value::from(changed));
    }
    if let Some(parts) = parted(text, name, &given)? {
        charge(state, parts.len() * size_of::<Value>())?;
        return Ok(containers::list(parts.into_iter().map(Value::from).collect()));
    }
    searched(state, text, name, &given)
}

fn asked(text: &str, name: &str) -> Option<bool> {
    let all = |fits: fn(char) -> bool| !text.is_empty() && text.chars().all(fits);
    let cased = |fits: fn(char) -> bool, not: fn(char) -> bool| {
        text.chars().any(fits) && !text.chars().any(not)
    };
    Some(match name {
        "isdigit" | "isnumeric" | "isdecimal" => all(char::is_numeric),
        "isalpha" => all(char::is_alphabetic),
        "isalnum" => all(char::is_alphanumeric),
        "isspace" => all(char::is_whitespace),
        "isascii" => text.is_ascii(),
        "isupper" => cased(char::is_uppercase, char::is_lowercase),
        "islower" => cased(char::is_lowercase, char::is_uppercase),
        "istitle" => text.chars().any(char::is_alphabetic) && title(text) == text,
        "isidentifier" => {
            text.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && text.chars().all(|c| c.is_alphanumeric() || c == '_')
        }
        _ => return None,
    })
}

fn changed(text: &str, name: &str, given: &Given<'_>) -> Result<Option<String>, Error> {
    Ok(Some(match name {
        "upper" => text.to_uppercase(),
        "lower" | "casefold" => text.to_lowercase(),
        "title" => title(text),
        "capitalize" => capitalize(text),
        "swapcase" => text.chars().flat_map(swapped).collect(),
        "strip" => strip(text, given, true, true)?,
        "lstrip" => strip(text, given, true, false)?,
        "rstrip" => strip(text, given, false, true)?,
        "removeprefix" => text.strip_prefix(given.need_text(0)?).unwrap_or(text).to_owned(),
        "removesuffix" => text.strip_suffix(given.need_text(0)?).unwrap_or(text).to_owned(),
        "replace" => return replaced(text, given).map(Some),
        "zfill" => zfill(text, &padding(text, given)?),
        "ljust" => format!("{text}{}", padding(text, given)?),
        "rjust" => format!("{}{text}", padding(text, given)?),
        "center" => {
            let room = padding(text, given)?;
            let length = room.chars().count();
            let width = length + text.chars().count();
            let left = length / 2 + (length & width & 1);
            let (left, right): (Vec<_>, Vec<_>) =
                room.chars().enumerate().partition(|(at, _)| *at < left);
            let side = |part: Vec<(usize, char)>| part.into_iter().map(|(_, c)| c);
            side(left).chain(text.chars()).chain(side(right)).collect()
        }
        "expandtabs" => text.replace('\t', "        "),
        _ => return Ok(None),
    }))
}

fn swapped(letter: char) -> Vec<char> {
    if letter.is_uppercase() {
        letter.to_lowercase().collect()
    } else {
        letter.to_uppercase().collect()
    }
}

/// Each word with a capital letter.
pub(super) fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for letter in text.chars() {
        if inside {
            out.extend(letter.to_lowercase());
        } else {
            out.extend(letter.to_uppercase());
        }
        inside = letter.is_alphabetic();
    }
    out
}

fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    let first =
        letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    first + &letters.as_str().to_lowercase()
}

fn strip(text: &str, given: &Given<'_>, left: bool, right: bool) -> Result<String, Error> {
    let chars = given.text(0, "chars")?;
    let goes = |letter: char| match &chars {
        Some(chars) => chars.contains(letter),
        None => letter.is_whitespace(),
    };
    let text = if left { text.trim_start_matches(goes) } else { text };
    Ok(if right { text.trim_end_matches(goes) } else { text }.to_owned())
}

fn replaced(text: &str, given: &Given<'_>) -> Result<String, Error> {
    let (old, new) = (given.need_text(0)?, given.need_text(1)?);
    let count = given.whole(2, "count")?.and_then(|count| usize::try_from(count).ok());
    let found = text.matches(old).take(count.unwrap_or(usize::MAX)).count();
    super::python::fits(text.len().saturating_add(found.saturating_mul(new.len())))?;
    Ok(match count {
        Some(count) => text.replacen(old, new, count),
        None => text.replace(old, new),
    })
}

// What is missing to a width.
fn padding(text: &str, given: &Given<'_>) -> Result<String, Error> {
    let width = given.whole(0, "width")?.unwrap_or_default();
    let fill = given.text(1, "fillchar")?;
    let fill = fill.unwrap_or_else(|| " ".to_owned());
    let missing = (width - text.chars().count() as i128).max(0);
    let missing = usize::try_from(missing).unwrap_or(usize::MAX);
    super::python::fits(missing.saturating_mul(fill.len()))?;
    Ok(fill.repeat(missing))
}

fn zfill(text: &str, padding: &str) -> String {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.get(..1).unwrap_or_default(), digits),
        None => ("", text),
    };
    format!("{sign}{}{digits}", padding.replace(' ', "0"))
}

fn parted(text: &str, name: &str, given: &Given<'_>) -> Result<Option<Vec<String>>, Error> {
    let most = |at| -> Result<Option<usize>, Error> {
        Ok(given.whole(at, "maxsplit")?.and_then(|most| usize::try_from(most).ok()))
    };
    let own = |parts: Vec<&str>| parts.into_iter().map(str::to_owned).collect();
    Ok(Some(match name {
        "split" | "rsplit" => {
            let between = given.text(0, "sep")?;
            let (most, from_right) = (most(1)?, name == "rsplit");
            match between.as_deref() {
                Some("") => return Err(wrong("splits a text at nothing")),
                Some(between) => own(split(text, between, most, from_right)),
                None => own(words(text, most, from_right)),
            }
        }
        "splitlines" => {
            let keeps = given.get(0, "keepends").is_some_and(|keeps| keeps.is_true());
            lines(text, keeps)
        }
        _ => return Ok(None),
    }))
}

fn split<'a>(
    text: &'a str,
    between: &str,
    most: Option<usize>,
    from_right: bool,
) -> Vec<&'a str> {
    match most {
        None => text.split(between).collect(),
        Some(most) if from_right => {
            let mut parts: Vec<&str> = text.rsplitn(most.saturating_add(1), between).collect();
            parts.reverse();
            parts
        }
        Some(most) => text.splitn(most.saturating_add(1), between).collect(),
    }
}

// Without a separator, any run of white space is one.
fn words(text: &str, most: Option<usize>, from_right: bool) -> Vec<&str> {
    let Some(most) = most else { return text.split_whitespace().collect() };
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while parts.len() < most && !rest.is_empty() {
        let cut = if from_right {
            rest.rsplit_once(char::is_whitespace).map(|(rest, word)| (word, rest.trim_end()))
        } else {
            rest.split_once(char::is_whitespace).map(|(word, rest)| (word, rest.trim_start()))
        };
        let Some((word, left)) = cut else { break };
        parts.push(word);
        rest = left;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    if from_right {
        parts.reverse();
    }
    parts
}

fn lines(text: &str, keeps: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.strip_suffix('\n').map(|l| l.strip_suffix('\r').unwrap_or(l));
        lines.push(if keeps { line } else { bare.unwrap_or(line) }.to_owned());
    }
    lines
}

fn searched(
    state: &mut State<'_, '_>,
    text: &str,
    name: &str,
    given: &Given<'_>,
) -> Result<Value, Error> {
    match name {
        "startswith" | "endswith" => {
            let (inside, _) = window(text, given)?;
            edges(inside, given.need(0)?, name == "startswith").map(Value::from)
        }
        "find" | "rfind" | "index" | "rindex" => {
            let (inside, before) = window(text, given)?;
            let wanted = given.need_text(0)?;
            let found =
                if name.starts_with('r') { inside.rfind(wanted) } else { inside.find(wanted) };
            let at = found.and_then(|at| Some(before + inside.get(..at)?.chars().count()));
            if at.is_none() && name.ends_with("index") {
                return Err(wrong("looks for a part that is not in the text"));
            }
            Ok(place(at))
        }
        "count" => {
            let (inside, _) = window(text, given)?;
            Ok(Value::from(inside.matches(given.need_text(0)?).count()))
        }
        "partition" | "rpartition" => {
            let between = given.need_text(0)?;
            let parts = if name == "partition" {
                text.split_once(between).map_or([text, "", ""], |(a, b)| [a, between, b])
            } else {
                text.rsplit_once(between).map_or(["", "", text], |(a, b)| [a, between, b])
            };
            Ok(Value::from(Tuple::from(parts.map(Value::from))))
        }
        "join" => join(state, text, given.need(0)?),
        "encode" => Ok(Value::from_bytes(text.as_bytes().to_vec())),
        _ => Err(undefined()),
    }
}

// The part between the places that the second and third argument name.
fn window<'a>(text: &'a str, given: &Given<'_>) -> Result<(&'a str, usize), Error> {
    let (start, end) = (given.whole(1, "start")?, given.whole(2, "end")?);
    if start.is_none() && end.is_none() {
        return Ok((text, 0));
    }
    let length = text.chars().count() as i128;
    let at = |place: Option<i128>, default: i128| {
        let place = place.unwrap_or(default);
        usize::try_from(if place < 0 { place + length } else { place }.clamp(0, length))
            .unwrap_or_default()
    };
    let (start, end) = (at(start, 0), at(end, length));
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    Ok((text.get(byte(start)..byte(end)).unwrap_or_default(), start))
}

fn edges(text: &str, wanted: &Value, first: bool) -> Result<bool, Error> {
    let one = |part: &str| if first { text.starts_with(part) } else { text.ends_with(part) };
    if let Some(part) = wanted.as_str() {
        return Ok(one(part));
    }
    if !wanted.is_tuple() {
        return Err(type_error("looks at the edge of a text for what is no text"));
    }
    let mut found = false;
    for part in wanted.try_iter()?.checked() {
        let part = part?;
        let part =
            part.as_str().ok_or_else(|| type_error("looks in a text for what is no text"))?;
        found = found || one(part);
    }
    Ok(found)
}

fn join(state: &mut State<'_, '_>, between: &str, items: &Value) -> Result<Value, Error> {
    if let Some(text) = items.as_str() {
        let letters: Vec<String> = text.chars().map(String::from).collect();
        charge(state, text.len().saturating_mul(between.len() + 1))?;
        return Ok(Value::from(letters.join(between)));
    }
    if !items.is_undefined() && items.try_iter().is_err() || items.is_none() {
        return Err(type_error(&format!("joins {} as if it were a list", type_name(items))));
    }
    let mut out = String::new();
    for (index, item) in items.try_iter()?.checked().enumerate() {
        let item = item?;
        let Some(part) = item.as_str() else {
            return Err(type_error(&format!("joins texts with {}", type_name(&item))));
        };
        out.push_str(if index == 0 { "" } else { between });
        out.push_str(part);
        super::python::fits(out.len())?;
    }
    charge(state, out.len())?;
    Ok(Value::from(out))
}
