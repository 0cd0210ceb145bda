//! Paths into JSON with wildcards: `*`, `?` and `[…]` within a name, `**` for any depth, and indexes
//! that may count from the end.

use crate::connector::Json;

/// A list is not made longer than this to hold an added value.
const MAX_INDEX: usize = 10_000;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A field, or an item when it is a number and meets a list.
    Name(String),
    /// Fields and items that look like this.
    Pattern(Vec<char>),
    /// Any number of levels.
    Deep,
}

/// A path's steps.
pub(super) fn steps(path: &[String]) -> Vec<Step> {
    let step = |name: &String| match name.as_str() {
        "**" => Step::Deep,
        name if name.contains(['*', '?', '[']) => Step::Pattern(name.chars().collect()),
        name => Step::Name(name.to_owned()),
    };
    path.iter().map(step).collect()
}

impl Step {
    /// Whether a field of an object is meant.
    pub(super) fn takes_key(&self, key: &str) -> bool {
        match self {
            Self::Name(name) => name == key,
            Self::Pattern(pattern) => is_like(pattern, &key.chars().collect::<Vec<_>>()),
            Self::Deep => true,
        }
    }

    /// Whether an item of a list is meant.
    pub(super) fn takes_index(&self, index: usize, length: usize) -> bool {
        match self {
            Self::Name(name) => position(name, length) == Some(index),
            step => step.takes_key(&index.to_string()),
        }
    }
}

/// The index that a number names in a list; -1 is the last.
pub(super) fn position(name: &str, length: usize) -> Option<usize> {
    let index: i64 = name.trim().parse().ok()?;
    match usize::try_from(index) {
        Ok(index) => Some(index).filter(|index| *index < length),
        Err(_) => length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?),
    }
}

// As in a shell; what is no proper `[…]` stands for itself.
fn is_like(pattern: &[char], text: &[char]) -> bool {
    let (mut at, mut here) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while here < text.len() {
        if pattern.get(at) == Some(&'*') {
            back = Some((at + 1, here));
            at += 1;
            continue;
        }
        let step = text.get(here).and_then(|letter| one_letter(pattern.get(at..)?, *letter));
        match (step, back) {
            (Some(width), _) => (at, here) = (at + width, here + 1),
            (None, Some((after, from))) => {
                back = Some((after, from + 1));
                (at, here) = (after, from + 1);
            }
            (None, None) => return false,
        }
    }
    pattern.iter().skip(at).all(|letter| *letter == '*')
}

// How much of the pattern stands for this letter.
fn one_letter(pattern: &[char], letter: char) -> Option<usize> {
    match pattern.split_first()? {
        ('?', _) => Some(1),
        ('[', rest) => match class(rest) {
            Some(width) => {
                let inside = rest.get(..width - 1)?;
                is_in(inside, letter).then_some(width + 1)
            }
            None => (letter == '[').then_some(1),
        },
        (known, _) => (*known == letter).then_some(1),
    }
}

// The width of what follows a `[`, up to and with its `]`.
fn class(rest: &[char]) -> Option<usize> {
    let negated = usize::from(rest.first() == Some(&'!'));
    let first = negated + usize::from(rest.get(negated) == Some(&']'));
    let end = rest.iter().skip(first).position(|letter| *letter == ']')?;
    Some(first + end + 1)
}

fn is_in(class: &[char], letter: char) -> bool {
    let (negated, mut rest) = match class.split_first() {
        Some(('!', rest)) => (true, rest),
        _ => (false, class),
    };
    let mut found = false;
    while let Some(first) = rest.first() {
        if let [_, '-', last, ..] = rest {
            found |= (*first..=*last).contains(&letter);
            rest = rest.get(3..).unwrap_or_default();
        } else {
            found |= *first == letter;
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    found != negated
}

/// All values at a path, in the order of the document.
pub(super) fn values<'a>(root: &'a Json, path: &[Step]) -> Vec<&'a Json> {
    let mut found = Vec::new();
    collect(root, path, &mut found);
    // Any number of levels is at least one below the root.
    if path.iter().all(|step| *step == Step::Deep) && !path.is_empty() {
        found.retain(|value| !std::ptr::eq(*value, root));
    }
    found
}

fn collect<'a>(value: &'a Json, path: &[Step], found: &mut Vec<&'a Json>) {
    let Some((step, rest)) = path.split_first() else {
        found.push(value);
        return;
    };
    // Below any number of levels the same path goes on.
    let next = if *step == Step::Deep { path } else { rest };
    if *step == Step::Deep {
        collect(value, rest, found);
    }
    match value {
        Json::Object(fields) => {
            for (_, value) in fields.iter().filter(|(key, _)| step.takes_key(key)) {
                collect(value, next, found);
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if step.takes_index(index, items.len()) {
                    collect(item, next, found);
                }
            }
        }
        _ => {}
    }
}

/// Takes away what is at a path. In a list, only the last item goes; others become null.
pub(super) fn remove(value: &mut Json, path: &[Step]) {
    let path = match path {
        // What is at any level below a value includes the value.
        [start @ .., Step::Deep] if !start.is_empty() => start,
        path => path,
    };
    let Some((step, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        take(value, step);
        return;
    }
    let next = if *step == Step::Deep { path } else { rest };
    if *step == Step::Deep {
        remove(value, rest);
    }
    match value {
        Json::Object(fields) => {
            for (_, value) in fields.iter_mut().filter(|(key, _)| step.takes_key(key)) {
                remove(value, next);
            }
        }
        Json::Array(items) => {
            let length = items.len();
            for (index, item) in items.iter_mut().enumerate() {
                if step.takes_index(index, length) {
                    remove(item, next);
                }
            }
        }
        _ => {}
    }
}

fn take(value: &mut Json, step: &Step) {
    match value {
        Json::Object(fields) => fields.retain(|(key, _)| !step.takes_key(key)),
        Json::Array(items) => {
            let length = items.len();
            for index in (0..length).filter(|index| step.takes_index(*index, length)) {
                drop_item(items, index);
            }
        }
        _ => {}
    }
}

fn drop_item(items: &mut Vec<Json>, index: usize) {
    if index + 1 == items.len() {
        items.pop();
    } else if let Some(item) = items.get_mut(index) {
        *item = Json::Null;
    }
}

type Doomed<'a, E> = dyn FnMut(&Json) -> Result<bool, E> + 'a;

/// Takes away every single value, at any level, that is doomed; lists and objects are looked into.
///
/// # Errors
/// What `doomed` says.
pub(super) fn remove_where<E>(value: &mut Json, doomed: &mut Doomed<'_, E>) -> Result<(), E> {
    let mut judge = |value: &mut Json| match value {
        Json::Object(_) | Json::Array(_) => remove_where(value, doomed).map(|()| false),
        single => doomed(single),
    };
    match value {
        Json::Object(fields) => {
            let mut kept = Vec::with_capacity(fields.len());
            for (key, mut value) in std::mem::take(fields) {
                if !judge(&mut value)? {
                    kept.push((key, value));
                }
            }
            *fields = kept;
        }
        Json::Array(items) => {
            for index in 0..items.len() {
                if let Some(item) = items.get_mut(index)
                    && judge(item)?
                {
                    drop_item(items, index);
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Sets the value at a path. What is missing or null on the way is made: a list where a number
/// follows, else an object.
///
/// # Errors
/// The step that meets a text, number or flag, or a name that meets a list.
pub(super) fn put<'a>(
    target: &mut Json,
    path: &'a [String],
    value: Json,
) -> Result<(), &'a str> {
    let Some((step, rest)) = path.split_first() else {
        *target = value;
        return Ok(());
    };
    let slot = match target {
        Json::Object(fields) => {
            let known = fields.iter().rposition(|(key, _)| key == step);
            let at = known.unwrap_or(fields.len());
            if known.is_none() {
                fields.push((step.clone(), Json::Null));
            }
            fields.get_mut(at).map(|(_, value)| value)
        }
        Json::Array(items) => {
            let index = step.parse::<usize>().ok().filter(|index| *index < MAX_INDEX);
            let index = index.ok_or(step.as_str())?;
            if index >= items.len() {
                items.resize(index + 1, Json::Null);
            }
            items.get_mut(index)
        }
        _ => None,
    };
    let slot = slot.ok_or(step.as_str())?;
    if let (Json::Null, Some(next)) = (&*slot, rest.first()) {
        let numbered = !next.is_empty() && next.bytes().all(|b| b.is_ascii_digit());
        *slot = if numbered { Json::Array(Vec::new()) } else { Json::Object(Vec::new()) };
    }
    put(slot, rest, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<Step> {
        steps(&words(text))
    }

    fn words(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    fn json(text: &str) -> Json {
        Json::parse(text).expect("valid")
    }

    #[test]
    fn wildcards_find_what_dpath_finds() {
        let document = r#"{"a":{"b1":[1,2,3],"b2":{"c":4}},"x[0]":5,"d":[{"c":6},{"c":7}]}"#;
        let cases = [
            ("a/b1", "[1,2,3]"),
            ("a/b1/-1", "3"),
            ("a/b1/-4", ""),
            ("a/b?/*", "1 2 3 4"),
            ("a/b[12]/c", "4"),
            ("a/b[!1]/c", "4"),
            ("*/c", ""),
            ("d/*/c", "6 7"),
            ("d/0/c", "6"),
            ("**/c", "4 6 7"),
            ("d/**", r#"[{"c":6},{"c":7}] {"c":6} 6 {"c":7} 7"#),
            ("x[[]0]", "5"),
            ("q", ""),
        ];
        let document = json(document);
        for (text, expected) in cases {
            let found = values(&document, &path(text));
            let found: Vec<String> = found.into_iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn what_is_taken_from_a_list_leaves_its_place() {
        let cases = [
            (r#"{"k":["a","b","c"]}"#, "k/0", r#"{"k":[null,"b","c"]}"#),
            (r#"{"k":["a","b","c"]}"#, "k/-1", r#"{"k":["a","b"]}"#),
            (r#"{"k":["a","b","c"]}"#, "k/*", r#"{"k":[null,null]}"#),
            (r#"{"k":[{"a":1,"b":2}]}"#, "k/*/a", r#"{"k":[{"b":2}]}"#),
            (r#"{"a":1,"b":{"a":2,"c":{"a":3}}}"#, "**/a", r#"{"b":{"c":{}}}"#),
            (r#"{"a":1,"b":{"c":2}}"#, "b/**", r#"{"a":1}"#),
            (r#"{"a":1,"b":{"c":2}}"#, "**", "{}"),
            (r#"{"a_id":1,"b_id":2,"c":3}"#, "*_id", r#"{"c":3}"#),
            (r#"{"a":1}"#, "b/c", r#"{"a":1}"#),
        ];
        for (before, at, expected) in cases {
            let mut value = json(before);
            remove(&mut value, &path(at));
            assert_eq!(value.to_string(), expected, "{at}");
        }
    }

    #[test]
    fn a_value_is_put_where_no_other_stands_in_the_way() {
        let cases = [
            ("{}", "a/b", Ok(r#"{"a":{"b":1}}"#)),
            ("{}", "a/2/b", Ok(r#"{"a":[null,null,{"b":1}]}"#)),
            (r#"{"a":null}"#, "a/b", Ok(r#"{"a":{"b":1}}"#)),
            (r#"{"a":[5]}"#, "a/0", Ok(r#"{"a":[1]}"#)),
            (r#"{"a":"text"}"#, "a/b", Err("b")),
            (r#"{"a":[]}"#, "a/b", Err("b")),
            (r#"{"a":[]}"#, "a/99999999", Err("99999999")),
        ];
        for (before, at, expected) in cases {
            let mut value = json(before);
            let steps = words(at);
            let done = put(&mut value, &steps, json("1")).map(|()| value.to_string());
            assert_eq!(done.as_deref().map_err(|step| *step), expected, "{at}");
        }
    }
}
