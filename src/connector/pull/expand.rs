//! Makes a record of each item of a list within a record.

use serde_json::value::RawValue;

use super::Context;
use super::decode::{Found, MAX_TEXT};
use super::extract::{Raw, matches};
use super::glob::{Step, put, steps, values};
use crate::connector::Json;
use crate::connector::manifest;
use crate::connector::template::RenderError;

/// What to make of the items, for one configuration.
#[derive(Debug)]
pub(super) struct Expander {
    path: Vec<Step>,
    keep_parent: bool,
    merge_parent: bool,
    copies: Vec<(Vec<Step>, Vec<String>)>,
    emit_parent: bool,
}

impl Expander {
    /// Renders the paths.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn new(
        context: &Context,
        expander: &manifest::Expander,
    ) -> Result<Self, RenderError> {
        let mut copies = Vec::with_capacity(expander.copies.len());
        for (from, to) in &expander.copies {
            copies.push((steps(&context.texts(from)?), context.texts(to)?));
        }
        Ok(Self {
            path: steps(&context.texts(&expander.path)?),
            keep_parent: expander.keep_parent,
            merge_parent: expander.merge_parent,
            copies,
            emit_parent: expander.emit_parent,
        })
    }

    /// Puts items in the place of records.
    ///
    /// # Errors
    /// When the items with what they take from their records need more than `room` bytes, or a part
    /// of a record finds no place in an item.
    pub(super) fn expand(
        &self,
        found: &mut Vec<Raw<'_>>,
        room: &mut usize,
    ) -> Result<(), Found> {
        for raw in std::mem::take(found) {
            match raw {
                Raw::Slice(record)
                    if record.get().starts_with('{') && !self.path.is_empty() =>
                {
                    self.one(record, found, room)?;
                }
                other => found.push(other),
            }
        }
        Ok(())
    }

    fn one<'a>(
        &self,
        record: &'a RawValue,
        found: &mut Vec<Raw<'a>>,
        room: &mut usize,
    ) -> Result<(), Found> {
        let before = found.len();
        if self.keep_parent || self.merge_parent || !self.copies.is_empty() {
            // A record that cannot be read is set aside as such by its reader.
            let Ok(parent) = Json::parse(record.get()) else {
                found.push(Raw::Slice(record));
                return Ok(());
            };
            self.build(&parent, found, room)?;
        } else {
            for list in matches(record, &self.path) {
                let items: Vec<&RawValue> =
                    serde_json::from_str(list.get()).unwrap_or_default();
                found.extend(items.into_iter().map(Raw::Slice));
            }
        }
        if found.len() == before && self.emit_parent {
            found.push(Raw::Slice(record));
        }
        Ok(())
    }

    fn build(
        &self,
        parent: &Json,
        found: &mut Vec<Raw<'_>>,
        room: &mut usize,
    ) -> Result<(), Found> {
        let mut base = Json::Object(Vec::new());
        if self.merge_parent {
            base = parent.clone();
            strip(&mut base, &self.path);
        }
        for list in values(parent, &self.path) {
            let Json::Array(items) = list else { continue };
            for item in items {
                let text = self.item(parent, base.clone(), item)?.to_string();
                *room = room.checked_sub(text.len()).ok_or_else(too_large)?;
                found.push(Raw::Built(text));
            }
        }
        Ok(())
    }

    // The order is the ecosystem's: the record below, the item on it, then the copies.
    fn item(&self, parent: &Json, mut child: Json, item: &Json) -> Result<Json, Found> {
        match item {
            Json::Object(fields) => {
                for (key, value) in fields {
                    set(&mut child, key, value.clone());
                }
            }
            single => set(&mut child, "value", single.clone()),
        }
        for (from, to) in &self.copies {
            let value =
                values(parent, from).first().map_or(Json::Null, |value| (*value).clone());
            put(&mut child, to, value).map_err(|step| {
                format!(
                    "items that hold something else where `record_path` wants to write `{step}`"
                )
            })?;
        }
        if self.keep_parent {
            set(&mut child, "original_record", parent.clone());
        }
        Ok(child)
    }
}

fn set(target: &mut Json, key: &str, value: Json) {
    let Json::Object(fields) = target else { return };
    match fields.iter_mut().find(|(known, _)| known == key) {
        Some((_, known)) => *known = value,
        None => fields.push((key.to_owned(), value)),
    }
}

// Takes away the lists at a path.
fn strip(value: &mut Json, path: &[Step]) {
    let Some((step, rest)) = path.split_first() else { return };
    let deep = *step == Step::Deep;
    if deep {
        strip(value, rest);
    }
    let next = if deep { path } else { rest };
    let gone = |value: &Json| rest.is_empty() && matches!(value, Json::Array(_));
    match value {
        Json::Object(fields) => {
            fields.retain(|(key, value)| !(step.takes_key(key) && gone(value)));
            for (_, value) in fields.iter_mut().filter(|(key, _)| step.takes_key(key)) {
                strip(value, next);
            }
        }
        Json::Array(items) => {
            let length = items.len();
            let mut index = 0;
            items.retain_mut(|item| {
                let taken = step.takes_index(index, length);
                index += 1;
                if taken && gone(item) {
                    return false;
                }
                if taken {
                    strip(item, next);
                }
                true
            });
        }
        _ => {}
    }
}

fn too_large() -> Found {
    let limit = MAX_TEXT / (1024 * 1024);
    format!("items that take more than {limit} MiB with their records; take only some fields")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expander(path: &[&str]) -> Expander {
        let path: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
        Expander {
            path: steps(&path),
            keep_parent: false,
            merge_parent: false,
            copies: Vec::new(),
            emit_parent: false,
        }
    }

    fn expand(expander: &Expander, record: &str) -> Result<Vec<String>, Found> {
        let record: &RawValue = serde_json::from_str(record).expect("valid");
        let mut found = vec![Raw::Slice(record)];
        expander.expand(&mut found, &mut 1_000)?;
        let told = |raw: Raw<'_>| match raw {
            Raw::Slice(raw) => raw.get().to_owned(),
            Raw::Built(raw) => raw,
            other => format!("{other:?}"),
        };
        Ok(found.into_iter().map(told).collect())
    }

    fn told(expander: &Expander, record: &str) -> String {
        expand(expander, record).expect("room").join(" ")
    }

    #[test]
    fn items_take_the_place_of_their_record() {
        let lines = expander(&["lines", "data"]);
        let record = r#"{"id":1,"lines":{"data":[{"n": 1.50},2]}}"#;
        assert_eq!(told(&lines, record), r#"{"n": 1.50} 2"#);
        assert_eq!(told(&lines, r#"{"id":1,"lines":{"data":[]}}"#), "");
        assert_eq!(told(&lines, "5"), "5");
        let kept = Expander { emit_parent: true, ..expander(&["lines", "data"]) };
        assert_eq!(told(&kept, r#"{"id":1}"#), r#"{"id":1}"#);
        let all = expander(&["s", "*", "items"]);
        assert_eq!(told(&all, r#"{"s":[{"items":[1]},{"items":7},{"items":[2]}]}"#), "1 2");
    }

    #[test]
    fn items_take_along_what_they_are_told() {
        let record = r#"{"id":1,"u":"x","lines":{"more":true,"data":[{"id":7},8]}}"#;
        let path = &["lines", "data"];
        let parent = Expander { keep_parent: true, ..expander(path) };
        assert_eq!(
            told(&parent, r#"{"lines":{"data":[{"id":7}]}}"#),
            r#"{"id":7,"original_record":{"lines":{"data":[{"id":7}]}}}"#
        );
        let merged = Expander { merge_parent: true, ..expander(path) };
        let expected = concat!(
            r#"{"id":7,"u":"x","lines":{"more":true}} "#,
            r#"{"id":1,"u":"x","lines":{"more":true},"value":8}"#
        );
        assert_eq!(told(&merged, record), expected);
        let to = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let copy = |from: &[&str], at: &[&str]| (steps(&to(from)), to(at));
        let copies = vec![copy(&["id"], &["parent", "id"]), copy(&["nope"], &["none"])];
        let taking = Expander { copies, ..expander(path) };
        let expected = concat!(
            r#"{"id":7,"parent":{"id":1},"none":null} "#,
            r#"{"value":8,"parent":{"id":1},"none":null}"#
        );
        assert_eq!(told(&taking, record), expected);
        let copies = vec![copy(&["id"], &["id", "x"])];
        let blocked = Expander { copies, ..expander(path) };
        assert!(expand(&blocked, record).is_err());
    }

    #[test]
    fn a_record_cannot_be_multiplied_without_bound() {
        let parent = Expander { keep_parent: true, ..expander(&["items"]) };
        let record = format!(r#"{{"items":[{}1]}}"#, "1,".repeat(100));
        assert!(expand(&parent, &record).expect_err("too much").contains("MiB"));
    }
}
