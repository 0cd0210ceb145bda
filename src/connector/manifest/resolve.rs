//! Expands a manifest: `$ref`, implied types, `$parameters`.

use super::vocabulary;
use super::yaml::{Entry, Node, Yaml};

/// More nodes than any real manifest has after expansion: references may multiply each other.
const MAX_NODES: usize = 3_000_000;
/// The field that keeps a component's parameters.
pub(crate) const PARAMETERS: &str = "$parameters";

/// What is wrong where.
pub(crate) type Problem = (usize, String);

/// Expands references, each time relative to the whole document.
pub(crate) struct References<'a> {
    root: &'a Node,
    open: Vec<String>,
    made: usize,
}

impl<'a> References<'a> {
    /// References into this document.
    pub(crate) fn new(root: &'a Node) -> Self {
        Self { root, open: Vec::new(), made: 0 }
    }

    /// A node with every reference in it replaced by what it means.
    ///
    /// # Errors
    /// A reference to nothing or to itself.
    pub(crate) fn expand(&mut self, node: &Node) -> Result<Node, Problem> {
        self.made += 1;
        if self.made > MAX_NODES {
            return Err((node.line, "the references expand without end".to_owned()));
        }
        match &node.value {
            Yaml::Text(text) if text.starts_with("#/") => self.follow(text, node.line),
            Yaml::List(items) => {
                let items =
                    items.iter().map(|item| self.expand(item)).collect::<Result<_, _>>()?;
                Ok(Node { line: node.line, value: Yaml::List(items) })
            }
            Yaml::Map(entries) => self.expand_map(node.line, entries),
            _ => Ok(node.clone()),
        }
    }

    fn expand_map(&mut self, line: usize, entries: &[Entry]) -> Result<Node, Problem> {
        let mut own = Vec::with_capacity(entries.len());
        for entry in entries.iter().filter(|entry| entry.key != "$ref") {
            // Values for a configuration are told as they are written.
            let node = if entry.key == "config_overrides" {
                entry.node.clone()
            } else {
                self.expand(&entry.node)?
            };
            own.push(Entry { key: entry.key.clone(), line: entry.line, node });
        }
        let Some(reference) = entries.iter().find(|entry| entry.key == "$ref") else {
            return Ok(Node { line, value: Yaml::Map(own) });
        };
        let target = match reference.node.text() {
            Some(text) if text.starts_with("#/") => self.follow(text, reference.line)?,
            // To the ecosystem this is a text like others; a schema may well have one.
            Some(_) => return Ok(reference.node.clone()),
            None => {
                return Err((
                    reference.line,
                    "`$ref` must be a text such as `#/definitions/x`".into(),
                ));
            }
        };
        let Yaml::Map(mut merged) = target.value else {
            return Ok(target);
        };
        for entry in own {
            match merged.iter_mut().find(|known| known.key == entry.key) {
                Some(known) => *known = entry,
                None => merged.push(entry),
            }
        }
        Ok(Node { line, value: Yaml::Map(merged) })
    }

    fn follow(&mut self, reference: &str, line: usize) -> Result<Node, Problem> {
        if self.open.iter().any(|open| open == reference) {
            return Err((line, format!("`$ref: {reference}` refers to itself")));
        }
        let target = self.look_up(reference).ok_or_else(|| (line, self.missing(reference)))?;
        self.open.push(reference.to_owned());
        let expanded = self.expand(target)?;
        self.open.pop();
        Ok(expanded)
    }

    // A key may hold a slash, so the longest key is tried first, as in the ecosystem.
    fn look_up(&self, reference: &str) -> Option<&'a Node> {
        let mut node = self.root;
        let mut rest = reference.strip_prefix("#/")?;
        loop {
            if let Some(found) = node.get(rest) {
                return Some(found);
            }
            let (head, tail) = rest.split_once('/').unwrap_or((rest, ""));
            node = match &node.value {
                Yaml::List(items) => items.get(head.parse::<usize>().ok()?)?,
                _ => node.get(head)?,
            };
            if tail.is_empty() {
                return Some(node);
            }
            rest = tail;
        }
    }

    fn missing(&self, reference: &str) -> String {
        let path = reference.strip_prefix("#/").unwrap_or(reference);
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        let siblings = if parent.is_empty() {
            Some(self.root)
        } else {
            self.look_up(&format!("#/{parent}"))
        };
        let keys = siblings.map(Node::entries).unwrap_or_default();
        let hint = vocabulary::hint(name, keys.iter().map(|entry| entry.key.as_str()));
        format!("`{reference}` refers to nothing in this manifest{hint}")
    }
}

/// Hands parameters down a component's tree and gives components without a type the implied one.
pub(crate) fn propagate(place: Option<(&str, &str)>, node: &mut Node, inherited: &[Entry]) {
    propagate_as(place, node, inherited, false);
}

/// The same; when `parents_win`, a parameter of an outer component counts over one of the same
/// name of an inner one.
pub(crate) fn propagate_as(
    place: Option<(&str, &str)>,
    node: &mut Node,
    inherited: &[Entry],
    parents_win: bool,
) {
    let line = node.line;
    let Yaml::Map(entries) = &mut node.value else { return };
    add_implied_type(place, entries, line);
    let parameters = merged_parameters(entries, inherited, parents_win);
    let kind = entries.iter().find(|e| e.key == "type").map(|e| e.node.clone());
    match kind.as_ref().map(|node| &node.value) {
        Some(Yaml::Text(kind)) if kind != "object" => {
            fill_from(entries, &parameters);
            propagate_fields(kind, entries, &parameters, parents_win);
            if !parameters.is_empty() {
                let node = Node { line, value: Yaml::Map(parameters) };
                entries.push(Entry { key: PARAMETERS.to_owned(), line, node });
            }
        }
        Some(_) => {}
        // No component itself, but components may lie in it.
        None => {
            for entry in entries.iter_mut() {
                if entry.node.get("type").is_some_and(|kind| !kind.is_falsy()) {
                    propagate_as(place, &mut entry.node, &parameters, parents_win);
                }
            }
        }
    }
}

fn add_implied_type(place: Option<(&str, &str)>, entries: &mut Vec<Entry>, line: usize) {
    if entries.iter().any(|entry| entry.key == "type") {
        return;
    }
    let Some((parent, field)) = place else { return };
    let custom = entries.iter().any(|entry| entry.key == "class_name");
    let kind = if custom { Some("Custom") } else { vocabulary::implied(parent, field) };
    if let Some(kind) = kind {
        let node = Node { line, value: Yaml::Text(kind.to_owned()) };
        entries.push(Entry { key: "type".to_owned(), line, node });
    }
}

fn merged_parameters(
    entries: &mut Vec<Entry>,
    inherited: &[Entry],
    parents_win: bool,
) -> Vec<Entry> {
    let own = entries.iter().position(|entry| entry.key == PARAMETERS);
    let own = own.map(|index| entries.remove(index).node);
    let mut merged = inherited.to_vec();
    for entry in own.as_ref().map(Node::entries).unwrap_or_default() {
        match merged.iter_mut().find(|known| known.key == entry.key) {
            Some(_) if parents_win => {}
            Some(known) => *known = entry.clone(),
            None => merged.push(entry.clone()),
        }
    }
    merged
}

fn fill_from(entries: &mut Vec<Entry>, parameters: &[Entry]) {
    for parameter in parameters {
        match entries.iter_mut().find(|entry| entry.key == parameter.key) {
            Some(entry) if entry.node.is_falsy() => entry.node = parameter.node.clone(),
            Some(_) => {}
            None => entries.push(parameter.clone()),
        }
    }
}

fn propagate_fields(
    kind: &str,
    entries: &mut [Entry],
    parameters: &[Entry],
    parents_win: bool,
) {
    for entry in entries {
        // A parameter of the field's own name would go round in circles.
        let handed: Vec<Entry>;
        let place = Some((kind, entry.key.as_str()));
        let inherited = if parameters.iter().any(|p| p.key == entry.key) {
            handed = parameters.iter().filter(|p| p.key != entry.key).cloned().collect();
            &handed
        } else {
            parameters
        };
        match &mut entry.node.value {
            Yaml::Map(_) => propagate_as(place, &mut entry.node, inherited, parents_win),
            Yaml::List(items) => {
                for item in items.iter_mut().filter(|i| matches!(i.value, Yaml::Map(_))) {
                    propagate_as(place, item, inherited, parents_win);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::parse;
    use super::*;

    fn expand(text: &str, key: &str) -> Result<String, Problem> {
        let root = parse(text).expect("valid YAML");
        let mut node = References::new(&root).expand(root.get(key).expect("the key"))?;
        propagate(None, &mut node, &[]);
        Ok(node.json().to_string())
    }

    #[test]
    fn references_merge_and_the_nearer_value_wins() {
        let text =
            "d: {base: {a: 1, b: 2}, n: '#/d/base/a'}\nx: {$ref: '#/d/base', b: 3}\ny: '#/d/n'";
        assert_eq!(expand(text, "x"), Ok(r#"{"a":1,"b":3}"#.to_owned()));
        assert_eq!(expand(text, "y"), Ok("1".to_owned()));
    }

    #[test]
    fn a_reference_to_nothing_or_to_itself_names_its_line() {
        let text = "d:\n  base: {}\nx:\n  $ref: '#/d/bas'\ny:\n  $ref: '#/y'";
        let told = expand(text, "x").expect_err("nothing there");
        assert_eq!(told.0, 4);
        assert!(told.1.ends_with("did you mean `base`?"), "{}", told.1);
        assert!(expand(text, "y").expect_err("circular").1.contains("itself"));
    }

    #[test]
    fn parameters_fill_what_is_missing_all_the_way_down() {
        let text = "x: {type: DeclarativeStream, $parameters: {name: deals, path: /d}, \
                    retriever: {requester: {path: ''}}}";
        let json = expand(text, "x").expect("expands");
        assert!(json.contains(r#""type":"SimpleRetriever""#), "{json}");
        assert!(
            json.contains(r#""requester":{"path":"/d","type":"HttpRequester","name":"deals""#)
        );
    }
}
