//! Properties that a stream asks for by name: gathered first, cut into requests, and the parts of
//! each record brought together again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::record::{Kept, content_key};
use super::slice::Run;
use super::{Context, shape};
use crate::connector::Json;
use crate::connector::manifest::{Chunking, List, Properties, Stream};
use crate::connector::template::{RenderError, python_text};

/// Under this name templates find the properties of a request.
pub(super) const NAME: &str = "query_properties";
/// A property's separator takes so many characters in an address.
const SEPARATOR: usize = 3;

/// The requests that one page of a slice takes.
#[derive(Debug)]
pub(super) struct Chunks {
    all: Arc<Vec<Vec<String>>>,
    at: usize,
    held: Vec<Kept>,
}

impl Chunks {
    /// The requests for lists of properties.
    pub(super) fn new(all: Arc<Vec<Vec<String>>>) -> Self {
        Self { all, at: 0, held: Vec::new() }
    }

    /// Whether more requests follow for the same page.
    pub(super) fn is_pending(&self) -> bool {
        self.at + 1 < self.all.len()
    }
}

/// The properties from an endpoint, when that is where they come from.
pub(super) fn source(stream: &Stream) -> Option<&Arc<Stream>> {
    match &stream.properties.as_ref()?.list {
        List::Endpoint { stream, .. } => Some(stream),
        List::Fixed(_) => None,
    }
}

/// The names that records of an endpoint tell.
///
/// # Errors
/// When the path cannot be rendered.
pub(super) fn named(
    context: &Context,
    stream: &Stream,
    kept: &[Kept],
) -> Result<Vec<String>, RenderError> {
    let Some(List::Endpoint { path, .. }) = stream.properties.as_ref().map(|p| &p.list) else {
        return Ok(Vec::new());
    };
    let scope = context.scope(&[], &[]);
    let path: Vec<String> = path
        .iter()
        .map(|step| context.engine().text(step, &scope))
        .collect::<Result<_, _>>()?;
    let records = kept.iter().filter_map(|kept| Json::parse(text_of(kept)).ok());
    let names = records.filter_map(|record| shape::find(&record, &path).map(python_text));
    Ok(names.collect())
}

/// The lists of properties to ask for, one a request.
pub(super) fn requests(
    context: &Context,
    plan: &Properties,
    found: &[String],
) -> Vec<Vec<String>> {
    let names = match &plan.list {
        List::Fixed(names) => names,
        List::Endpoint { .. } => found,
    };
    let selected = selected(context, plan);
    let is_wanted = |name: &&String| selected.as_ref().is_none_or(|set| set.contains(*name));
    match &plan.chunking {
        Some(Chunking { limit: None, .. }) => {
            vec![names.iter().chain(&plan.always).cloned().collect()]
        }
        Some(Chunking { limit: Some(limit), by_characters, .. }) => {
            let size = |name: &str| {
                if *by_characters { name.chars().count() + SEPARATOR } else { 1 }
            };
            cut(names.iter().filter(is_wanted), &plan.always, *limit, size)
        }
        None => {
            let names = names.iter().filter(is_wanted);
            vec![plan.always.iter().chain(names).cloned().collect()]
        }
    }
}

fn cut<'a>(
    names: impl Iterator<Item = &'a String>,
    always: &[String],
    limit: usize,
    size_of: impl Fn(&str) -> usize,
) -> Vec<Vec<String>> {
    let mut lists = Vec::new();
    let (mut list, mut size) = (always.to_vec(), 0);
    for name in names {
        if size > 0 && size + size_of(name) > limit {
            lists.push(std::mem::replace(&mut list, always.to_vec()));
            size = 0;
        }
        list.push(name.clone());
        size += size_of(name);
    }
    lists.push(list);
    lists
}

// What the reader of the stream selected. Should its names not be told, all are asked for.
fn selected(context: &Context, plan: &Properties) -> Option<HashSet<String>> {
    let changes = plan.selector.as_ref()?;
    let mut properties = context.selected.clone()?;
    let scope = context.scope(&[], &[]);
    shape::apply(context.engine(), changes, &mut properties, &scope).ok()?;
    match properties {
        Json::Object(fields) => Some(fields.into_iter().map(|(name, _)| name).collect()),
        _ => None,
    }
}

/// Lets a slice's next request ask for its properties.
pub(super) fn prepare(run: &mut Run) {
    let Some(chunks) = &run.chunks else { return };
    let names = chunks.all.get(chunks.at).into_iter().flatten();
    let names = Json::Array(names.map(|name| Json::String(name.clone())).collect());
    run.slice.tell(NAME, names);
}

/// Begins the page anew.
pub(super) fn rewind(run: &mut Run) {
    if let Some(chunks) = &mut run.chunks {
        chunks.at = 0;
        chunks.held.clear();
    }
    prepare(run);
}

/// Keeps a part of a page until the others are there.
pub(super) fn hold(run: &mut Run, kept: Vec<Kept>) {
    if let Some(chunks) = &mut run.chunks {
        chunks.held.extend(kept);
        chunks.at += 1;
    }
    prepare(run);
}

/// With the last part of a page, the records of all parts.
pub(super) fn gather(run: &Run, stream: &Stream, kept: &mut Vec<Kept>) {
    let Some(chunks) = run.chunks.as_ref().filter(|chunks| !chunks.is_pending()) else {
        return;
    };
    let chunking = stream.properties.as_ref().and_then(|plan| plan.chunking.as_ref());
    let Some(chunking) = chunking else { return };
    let parts = chunks.held.iter().cloned().chain(std::mem::take(kept));
    *kept = merged(parts, &chunking.key, stream.key.is_empty());
}

fn text_of(kept: &Kept) -> &str {
    kept.record.shaped.as_ref().unwrap_or(&kept.record.raw)
}

// A record without a key stands alone, and before the others, as in the ecosystem.
fn merged(parts: impl Iterator<Item = Kept>, key: &[String], keyless: bool) -> Vec<Kept> {
    let (mut alone, mut together): (Vec<Kept>, Vec<Kept>) = (Vec::new(), Vec::new());
    let mut known: HashMap<String, usize> = HashMap::new();
    for part in parts {
        let Some(name) = merge_key(&part, key) else {
            alone.push(part);
            continue;
        };
        if let Some(whole) = known.get(&name).and_then(|at| together.get_mut(*at)) {
            join(whole, &part, keyless)
        } else {
            known.insert(name, together.len());
            together.push(part);
        }
    }
    alone.extend(together);
    alone
}

fn merge_key(kept: &Kept, key: &[String]) -> Option<String> {
    let record = Json::parse(text_of(kept)).ok()?;
    let parts = key.iter().map(|name| match record.get(name)? {
        Json::Null | Json::Bool(false) => None,
        value => Some(python_text(value)).filter(|text| !text.is_empty()),
    });
    parts.collect::<Option<Vec<_>>>().map(|parts| parts.join(","))
}

fn join(whole: &mut Kept, part: &Kept, keyless: bool) {
    let shaped = whole.record.shaped.is_some() || part.record.shaped.is_some();
    let shaped = shaped.then(|| both(text_of(whole), text_of(part)));
    whole.record.raw = both(&whole.record.raw, &part.record.raw);
    whole.record.shaped = shaped;
    whole.at = part.at.or(whole.at);
    if keyless {
        whole.record.key = content_key(&whole.record.raw);
    }
}

fn both(one: &str, other: &str) -> String {
    let (Ok(mut whole), Ok(part)) = (Json::parse(one), Json::parse(other)) else {
        return one.to_owned();
    };
    deepen(&mut whole, part);
    whole.to_string()
}

fn deepen(whole: &mut Json, part: Json) {
    match (whole, part) {
        (Json::Object(fields), Json::Object(others)) => {
            for (name, value) in others {
                match fields.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => deepen(known, value),
                    None => fields.push((name, value)),
                }
            }
        }
        (whole, part) => *whole = part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_cut_where_the_limit_is() {
        let names = ["a", "bb", "ccc"].map(str::to_owned);
        let always = ["id".to_owned()];
        let cases: [(usize, bool, &[&str]); 4] = [
            (2, false, &["id,a,bb", "id,ccc"]),
            (1, false, &["id,a", "id,bb", "id,ccc"]),
            (9, true, &["id,a,bb", "id,ccc"]),
            (3, true, &["id,a", "id,bb", "id,ccc"]),
        ];
        for (limit, by_characters, expected) in cases {
            let size = |name: &str| if by_characters { name.len() + SEPARATOR } else { 1 };
            let lists = cut(names.iter(), &always, limit, size);
            let told: Vec<String> = lists.iter().map(|list| list.join(",")).collect();
            assert_eq!(told, expected, "{limit} {by_characters}");
        }
    }

    #[test]
    fn parts_of_a_record_are_merged_within_their_objects_too() {
        let whole = both(r#"{"id":1,"p":{"a":1.50}}"#, r#"{"p":{"b":2},"id":1,"q":[3]}"#);
        assert_eq!(whole, r#"{"id":1,"p":{"a":1.50,"b":2},"q":[3]}"#);
    }
}
