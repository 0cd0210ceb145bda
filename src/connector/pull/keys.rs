//! Changes to the names of a record's fields.

use std::collections::HashMap;

use crate::connector::Json;

/// The names of the record itself in lower case.
pub(super) fn lower(record: &mut Json) {
    rename(record, false, &str::to_lowercase);
}

/// All names in snake case and in ASCII letters.
pub(super) fn snake(record: &mut Json) {
    rename(record, true, &snake_case);
}

/// One text for another in all names.
pub(super) fn replace(record: &mut Json, old: &str, new: &str) {
    rename(record, true, &|name| name.replace(old, new));
}

// Objects in objects go along, but not those in lists. When two names become one, the last counts.
fn rename(record: &mut Json, within: bool, name: &dyn Fn(&str) -> String) {
    let Json::Object(fields) = record else { return };
    let mut renamed = Fields::default();
    for (key, mut value) in std::mem::take(fields) {
        if within {
            rename(&mut value, within, name);
        }
        renamed.set(name(&key), value);
    }
    *fields = renamed.fields;
}

/// Fields of which none comes twice.
#[derive(Default)]
struct Fields {
    fields: Vec<(String, Json)>,
    places: HashMap<String, usize>,
}

impl Fields {
    fn set(&mut self, key: String, value: Json) {
        let known = self.places.get(&key).copied();
        if let Some((_, known)) = known.and_then(|at| self.fields.get_mut(at)) {
            *known = value;
        } else {
            self.places.insert(key.clone(), self.fields.len());
            self.fields.push((key, value));
        }
    }
}

fn snake_case(key: &str) -> String {
    let key = any_ascii::any_ascii(key);
    let mut tokens = tokens(&key);
    // What is no letter or digit parts words, and is seen at the ends only.
    if tokens.len() >= 3 {
        let last = tokens.len() - 1;
        let mut index = 0;
        tokens.retain(|token| {
            index += 1;
            index == 1 || index == last + 1 || !token.is_empty()
        });
    }
    if tokens.first().is_some_and(|token| token.starts_with(|c: char| c.is_ascii_digit())) {
        tokens.insert(0, "");
    }
    tokens.join("_").to_lowercase()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Upper,
    Lower,
    Digit,
    Other,
}

fn kind(letter: char) -> Kind {
    match letter {
        'A'..='Z' => Kind::Upper,
        'a'..='z' => Kind::Lower,
        '0'..='9' => Kind::Digit,
        _ => Kind::Other,
    }
}

// Words, numbers, and an empty text for what is between; capitals go with the small letters after.
fn tokens(key: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = key;
    while let Some(first) = rest.chars().next() {
        let first = kind(first);
        let run =
            |text: &str, wanted: Kind| text.chars().take_while(|c| kind(*c) == wanted).count();
        let mut width = run(rest, first);
        if first == Kind::Upper {
            width += run(rest.get(width..).unwrap_or_default(), Kind::Lower);
        }
        // All of it is ASCII: letters are bytes.
        let (token, after) = rest.split_at_checked(width).unwrap_or((rest, ""));
        tokens.push(if first == Kind::Other { "" } else { token });
        rest = after;
    }
    tokens
}

/// All fields on one level. A name that is taken gets its parent's before it; so do all once a list
/// was opened. The order in which names are taken is the ecosystem's: the last field goes first.
pub(super) fn level(record: &mut Json, lists: bool) {
    let mut flat = Fields::default();
    let mut open = vec![(std::mem::take(record), "_".to_owned())];
    let mut in_list = false;
    while let Some((value, name)) = open.pop() {
        match value {
            Json::Object(fields) => {
                let mut unique = Fields::default();
                for (key, value) in fields {
                    unique.set(key, value);
                }
                for (key, value) in unique.fields {
                    let taken = in_list || flat.places.contains_key(&key);
                    open.push((value, if taken { format!("{name}.{key}") } else { key }));
                }
            }
            Json::Array(items) if lists => {
                in_list |= !items.is_empty();
                for (index, item) in items.into_iter().enumerate() {
                    open.push((item, format!("{name}.{index}")));
                }
            }
            single => flat.set(name, single),
        }
    }
    *record = Json::Object(flat.fields);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text).expect("valid")
    }

    #[test]
    fn names_become_snake_case_as_in_the_ecosystem() {
        let cases = [
            ("camelCase", "camel_case"),
            ("ABCDef", "abcdef"),
            ("Ünïcode Key", "unicode_key"),
            ("1abc", "_1_abc"),
            ("a1b2", "a_1_b_2"),
            ("hello-World!", "hello_world_"),
            ("_x_", "_x_"),
            ("a__b", "a_b"),
            ("HTTPServer2Go", "httpserver_2_go"),
            ("€ amount", "eur_amount"),
            ("日本", "ri_ben"),
            ("", ""),
        ];
        for (key, expected) in cases {
            assert_eq!(snake_case(key), expected, "{key}");
        }
    }

    #[test]
    fn names_change_in_objects_but_not_in_lists() {
        let mut record = json(r#"{"a b":1,"c":{"d e":[{"f g":1}]}}"#);
        replace(&mut record, " ", "_");
        assert_eq!(record.to_string(), r#"{"a_b":1,"c":{"d_e":[{"f g":1}]}}"#);
        let mut record = json(r#"{"ab":1,"a":2,"b":3}"#);
        replace(&mut record, "a", "");
        assert_eq!(record.to_string(), r#"{"b":3,"":2}"#);
        let mut record = json(r#"{"Id":1,"N":{"X":1},"id":2}"#);
        lower(&mut record);
        assert_eq!(record.to_string(), r#"{"id":2,"n":{"X":1}}"#);
    }

    #[test]
    fn all_fields_come_to_one_level_under_the_names_of_the_ecosystem() {
        let cases = [
            // (lists too, before, after)
            (
                true,
                r#"{"a":{"b":1,"c":{"b":2}},"d":[{"x":1},{"x":2}],"e":[],"f":{}}"#,
                r#"{"d.1.x":2,"d.0.x":1,"a.c.b":2,"a.b":1}"#,
            ),
            (true, r#"{"a":1,"b":{"a":2}}"#, r#"{"a":1}"#),
            (true, r#"{"b":{"a":2},"a":1}"#, r#"{"a":1,"b.a":2}"#),
            (true, r#"{"l":[1,2],"m":{"n":1}}"#, r#"{"n":1,"l.1":2,"l.0":1}"#),
            (true, r#"{"m":{"n":1},"l":[1,2]}"#, r#"{"l.1":2,"l.0":1,"m.n":1}"#),
            (false, r#"{"l":[1,2],"m":{"n":1}}"#, r#"{"n":1,"l":[1,2]}"#),
        ];
        for (lists, before, after) in cases {
            let mut record = json(before);
            level(&mut record, lists);
            assert_eq!(record.to_string(), after, "{before}");
        }
    }
}
