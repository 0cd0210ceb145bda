//! Places within a manifest's tree: found, set, made. `glob` says which ones a path means.

use super::yaml::{self, Entry, Node, Yaml};
use crate::connector::{Json, glob};

/// Sets all places that a path means; how many there are.
pub(crate) fn set(node: &mut Node, path: &[String], value: &Node) -> usize {
    let mut places = Vec::new();
    ways(node, &mut Vec::new(), &mut |way| {
        if glob::fits(way, path) {
            places.push(way.to_vec());
        }
    });
    for way in &places {
        if let Some(place) = at(node, way) {
            *place = value.clone();
        }
    }
    places.len()
}

/// A text as the YAML that it is: `[a, b]` becomes a list.
pub(crate) fn reread(text: &str, line: usize) -> Node {
    if text.is_empty() {
        return Node { line, value: Yaml::Null };
    }
    match yaml::parse(text) {
        Ok(node) => node_of(&node.json(), line),
        Err(_) => Node { line, value: Yaml::Text(text.to_owned()) },
    }
}

/// JSON as a part of the tree, all of it at one line.
pub(crate) fn node_of(value: &Json, line: usize) -> Node {
    let value = match value {
        Json::Null => Yaml::Null,
        Json::Bool(flag) => Yaml::Bool(*flag),
        Json::Number(text) => Yaml::Number(text.clone()),
        Json::String(text) => Yaml::Text(text.clone()),
        Json::Array(items) => {
            Yaml::List(items.iter().map(|item| node_of(item, line)).collect())
        }
        Json::Object(fields) => {
            let entry = |(key, value): &(String, Json)| Entry {
                key: key.clone(),
                line,
                node: node_of(value, line),
            };
            Yaml::Map(fields.iter().map(entry).collect())
        }
    };
    Node { line, value }
}

fn ways(node: &Node, way: &mut Vec<String>, visit: &mut impl FnMut(&[String])) {
    let mut into = |step: String, child: &Node, visit: &mut _| {
        way.push(step);
        visit_and_walk(child, way, visit);
        way.pop();
    };
    match &node.value {
        Yaml::Map(entries) => {
            for entry in entries {
                into(entry.key.clone(), &entry.node, visit);
            }
        }
        Yaml::List(items) => {
            for (index, item) in items.iter().enumerate() {
                into(index.to_string(), item, visit);
            }
        }
        _ => {}
    }
}

fn visit_and_walk(node: &Node, way: &mut Vec<String>, visit: &mut impl FnMut(&[String])) {
    visit(way);
    ways(node, way, visit);
}

fn at<'a>(node: &'a mut Node, way: &[String]) -> Option<&'a mut Node> {
    way.iter().try_fold(node, |node, step| match &mut node.value {
        Yaml::Map(entries) => {
            entries.iter_mut().find(|entry| entry.key == *step).map(|entry| &mut entry.node)
        }
        Yaml::List(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Sets the value at a path; objects that are missing on the way are made.
pub(crate) fn create(node: &mut Node, path: &[String], value: Node) {
    let Some((step, rest)) = path.split_first() else {
        *node = value;
        return;
    };
    let line = value.line;
    if let Yaml::Map(entries) = &mut node.value
        && !entries.iter().any(|entry| entry.key == *step)
    {
        let empty = Node { line, value: Yaml::Map(Vec::new()) };
        entries.push(Entry { key: step.clone(), line, node: empty });
    }
    if let Some(inner) = at(node, std::slice::from_ref(step)) {
        create(inner, rest, value);
    }
}
