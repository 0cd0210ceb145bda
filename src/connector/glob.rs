//! Paths with wildcards into a value, as the ecosystem's manifests write them.
//!
//! A step is a key, an index or a pattern of `*`, `?` and `[…]`; `**` stands for any number of
//! steps, but once only.

use super::Json;

/// A way to a place within a value.
pub(crate) type Way = Vec<String>;

/// The ways to all places that a path names, nearer ones first.
pub(crate) fn ways(value: &Json, path: &[String]) -> Vec<Way> {
    let mut found = Vec::new();
    walk(value, &mut Vec::new(), &mut |way, _| {
        if fits(way, path) {
            found.push(way.to_vec());
        }
    });
    found
}

/// The values at all places that a path names.
pub(crate) fn values<'a>(value: &'a Json, path: &[String]) -> Vec<&'a Json> {
    if path.is_empty() {
        return vec![value];
    }
    let mut found = Vec::new();
    walk(value, &mut Vec::new(), &mut |way, value| {
        if fits(way, path) {
            found.push(value);
        }
    });
    found
}

fn walk<'a>(value: &'a Json, way: &mut Way, visit: &mut impl FnMut(&[String], &'a Json)) {
    let children: Vec<(String, &'a Json)> = match value {
        Json::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Json::Array(items) => {
            items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect()
        }
        _ => return,
    };
    for (step, child) in &children {
        way.push(step.clone());
        visit(way, child);
        way.pop();
    }
    for (step, child) in children {
        way.push(step);
        walk(child, way, visit);
        way.pop();
    }
}

/// Whether a way is one that a path means.
pub(crate) fn fits(way: &[String], path: &[String]) -> bool {
    let Some(any) = path.iter().position(|step| step == "**") else {
        return way.len() == path.len()
            && way.iter().zip(path).all(|(key, step)| is(step, key));
    };
    let (head, tail) =
        (path.get(..any).unwrap_or_default(), path.get(any + 1..).unwrap_or_default());
    way.len() >= head.len() + tail.len()
        && head.iter().zip(way).all(|(step, key)| is(step, key))
        && tail.iter().rev().zip(way.iter().rev()).all(|(step, key)| is(step, key))
}

/// Whether a key is one that a step means.
pub(crate) fn is(step: &str, key: &str) -> bool {
    if !step.contains(['*', '?', '[']) {
        return step == key;
    }
    matches(&step.chars().collect::<Vec<_>>(), &key.chars().collect::<Vec<_>>())
}

fn matches(pattern: &[char], key: &[char]) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return key.is_empty() };
    match first {
        '*' => (0..=key.len()).any(|skip| matches(rest, key.get(skip..).unwrap_or_default())),
        '[' => match set(rest) {
            Some((set, rest)) => key
                .split_first()
                .is_some_and(|(first, key)| holds(set, *first) && matches(rest, key)),
            None => key.split_first().is_some_and(|(c, key)| *c == '[' && matches(rest, key)),
        },
        _ => key
            .split_first()
            .is_some_and(|(c, key)| (first == c || *first == '?') && matches(rest, key)),
    }
}

// What stands between brackets, and what follows; a bracket that is first is part of the set.
fn set(pattern: &[char]) -> Option<(&[char], &[char])> {
    let from = if pattern.first() == Some(&'!') { 2 } else { 1 };
    let end = pattern.iter().skip(from).position(|c| *c == ']')? + from;
    Some((pattern.get(..end)?, pattern.get(end + 1..)?))
}

fn holds(set: &[char], c: char) -> bool {
    let (not, mut set) = match set.split_first() {
        Some(('!', rest)) => (true, rest),
        _ => (false, set),
    };
    let mut found = false;
    while let Some((first, rest)) = set.split_first() {
        set = rest;
        if let ['-', last, after @ ..] = rest {
            found |= (*first..=*last).contains(&c);
            set = after;
        } else {
            found |= *first == c;
        }
    }
    found != not
}

/// Sets the value at a path, whose wildcards are keys like others. What is missing on the way is
/// made: a list where the next step is a number, else an object. Beneath a text or a number there
/// is no place: then nothing is set.
pub(crate) fn create(target: &mut Json, path: &[String], value: Json) {
    let Some((step, rest)) = path.split_first() else {
        *target = value;
        return;
    };
    let inner = match target {
        Json::Array(items) => {
            let Ok(index) = step.parse::<usize>() else { return };
            // A manifest that asks for a list of millions is wrong or hostile.
            if index > 10_000 {
                return;
            }
            if items.len() <= index {
                items.resize(index + 1, Json::Null);
            }
            items.get_mut(index)
        }
        Json::Object(fields) => {
            if !fields.iter().any(|(key, _)| key == step) {
                fields.push((step.clone(), Json::Null));
            }
            fields.iter_mut().rev().find(|(key, _)| key == step).map(|(_, value)| value)
        }
        _ => return,
    };
    let Some(inner) = inner else { return };
    if let Some(next) = rest.first()
        && *inner == Json::Null
    {
        let is_index = !next.is_empty() && next.bytes().all(|b| b.is_ascii_digit());
        *inner = if is_index { Json::Array(Vec::new()) } else { Json::Object(Vec::new()) };
    }
    create(inner, rest, value);
}

/// Takes away all that a path names. An item of a list leaves null behind, unless it is the last.
pub(crate) fn delete(target: &mut Json, path: &[String]) {
    for way in ways(target, path) {
        let Some((last, parent)) = way.split_last() else { continue };
        match at(target, parent) {
            Some(Json::Object(fields)) => fields.retain(|(key, _)| key != last),
            Some(Json::Array(items)) => {
                let Ok(index) = last.parse::<usize>() else { continue };
                if index + 1 == items.len() {
                    items.pop();
                } else if let Some(item) = items.get_mut(index) {
                    *item = Json::Null;
                }
            }
            _ => {}
        }
    }
}

/// The place that a way leads to.
pub(crate) fn at<'a>(target: &'a mut Json, way: &[String]) -> Option<&'a mut Json> {
    way.iter().try_fold(target, |value, step| match value {
        Json::Object(fields) => {
            fields.iter_mut().rev().find(|(key, _)| key == step).map(|(_, value)| value)
        }
        Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect()
    }

    fn json(text: &str) -> Json {
        Json::parse(text).expect("valid")
    }

    #[test]
    fn a_path_finds_what_the_ecosystem_finds() {
        let value = json(r#"{"a":{"b":[{"c":1},{"c":2}],"bb":3},"a*":4,"x":{"y":{"c":5}}}"#);
        let cases = [
            // (path, values)
            ("", r#"[{"a":{"b":[{"c":1},{"c":2}],"bb":3},"a*":4,"x":{"y":{"c":5}}}]"#),
            ("a/b/*/c", "[1,2]"),
            ("a/b/1/c", "[2]"),
            ("a/b?", "[3]"),
            ("**/c", "[1,2,5]"),
            ("x/**/c", "[5]"),
            ("x/**", r#"[{"y":{"c":5}},{"c":5},5]"#),
            ("[!a]/y", r#"[{"c":5}]"#),
            ("[w-z]/y/c", "[5]"),
            ("a/none", "[]"),
        ];
        for (from, expected) in cases {
            let found = values(&value, &path(from)).into_iter().cloned().collect();
            assert_eq!(Json::Array(found).to_string(), expected, "{from}");
        }
    }

    #[test]
    fn what_is_missing_on_the_way_is_made_and_what_is_deleted_is_gone() {
        let mut value = json(r#"{"a":1}"#);
        create(&mut value, &path("b/1/c"), json("2"));
        create(&mut value, &path("a/d"), json("3"));
        assert_eq!(value.to_string(), r#"{"a":1,"b":[null,{"c":2}]}"#, "a value stays one");
        let mut value = json(r#"{"k":[1,2,3],"m":[{"n":1,"o":2},{"n":3}]}"#);
        delete(&mut value, &path("k/0"));
        delete(&mut value, &path("m/*/n"));
        delete(&mut value, &path("no/such"));
        assert_eq!(value.to_string(), r#"{"k":[null,2,3],"m":[{"o":2},{}]}"#);
        delete(&mut value, &path("k/*"));
        assert_eq!(value.to_string(), r#"{"k":[null,null],"m":[{"o":2},{}]}"#);
    }
}
