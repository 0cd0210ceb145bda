//! The texts of questions: read once, known by their hash, and refused when they ask for harm.

mod text;
pub(super) mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use moka::sync::Cache;

use super::federation;
use super::limits;
use super::service::{Refused, Why};
use crate::model::hash;

/// Documents that are kept parsed.
const PARSED: u64 = 2_000;
/// Documents that clients may name by their hash.
const NAMED: u64 = 2_000;

/// Documents that stand in files, by the SHA-256 of their text as hexadecimal digits. When there are
/// any, no other is answered.
pub type Trusted = BTreeMap<String, Arc<str>>;

/// A question's text, parsed and within the limits.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) parsed: ExecutableDocument,
}

impl Document {
    /// What kind of operation would be executed; `None` when the name names none.
    pub(super) fn kind(&self, operation: Option<&str>) -> Option<OperationType> {
        self.operation(operation).map(|found| found.ty)
    }

    /// The names of the fields that would be executed at the root, each once, in order; the first
    /// [`limits::ROOTS`] of them.
    pub(super) fn roots(&self, operation: Option<&str>) -> Vec<&str> {
        let (mut names, mut met) = (Vec::new(), BTreeSet::new());
        let mut sets: Vec<&SelectionSet> = Vec::new();
        sets.extend(self.operation(operation).map(|found| &found.selection_set.node));
        let mut at = 0;
        while let Some(set) = sets.get(at).copied() {
            at += 1;
            for item in &set.items {
                match &item.node {
                    Selection::Field(field) => names.push(field.node.name.node.as_str()),
                    Selection::InlineFragment(inline) => {
                        sets.push(&inline.node.selection_set.node);
                    }
                    // Each once: fragments may call one another in circles, and by the thousand.
                    Selection::FragmentSpread(spread) => {
                        let name = &spread.node.fragment_name.node;
                        let fragment = self.parsed.fragments.get(name);
                        if let Some(fragment) = fragment.filter(|_| met.insert(name)) {
                            sets.push(&fragment.node.selection_set.node);
                        }
                    }
                }
            }
        }
        let mut known = BTreeSet::new();
        names.retain(|name| known.insert(*name));
        names.truncate(limits::ROOTS);
        names
    }

    /// Whether there is one field at the root, written there itself, and nothing else.
    pub(super) fn has_one_field(&self, operation: Option<&str>) -> bool {
        let found = self.operation(operation);
        found.is_some_and(|found| {
            matches!(&*found.selection_set.node.items, [only] if matches!(only.node, Selection::Field(_)))
        })
    }

    fn operation(&self, operation: Option<&str>) -> Option<&OperationDefinition> {
        let found = match (&self.parsed.operations, operation) {
            (DocumentOperations::Single(one), _) => one,
            (DocumentOperations::Multiple(all), Some(name)) => all.get(name)?,
            (DocumentOperations::Multiple(all), None) => {
                all.values().next().filter(|_| all.len() == 1)?
            }
        };
        Some(&found.node)
    }
}

/// How a document is named in a request.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Its text.
    pub(super) text: Option<String>,
    /// The SHA-256 of its text, as an automatic persisted query or as the id of a trusted document.
    pub(super) hash: Option<String>,
}

/// The documents that were asked for.
pub(super) struct Documents {
    parsed: Cache<Arc<str>, Arc<Document>>,
    named: Cache<String, Arc<str>>,
    trusted: Option<Trusted>,
    introspection: bool,
}

impl Documents {
    pub(super) fn new(trusted: Option<Trusted>, introspection: bool) -> Self {
        let (parsed, named) = (Cache::new(PARSED), Cache::new(NAMED));
        Self { parsed, named, trusted, introspection }
    }

    /// The document that a request names, by text, by hash or by both.
    pub(super) fn find(&self, named: Named) -> Result<Arc<Document>, Refused> {
        let Named { text, hash: stated } = named;
        let text = text.filter(|text| !text.trim().is_empty());
        match (text, stated, &self.trusted) {
            (None, None, _) => Err(Refused::new(Why::Malformed, "the request has no `query`")),
            (None, Some(stated), Some(trusted)) => match trusted.get(&stated) {
                Some(text) => self.read(text),
                None => Err(untrusted()),
            },
            (None, Some(stated), None) => match self.named.get(&stated) {
                Some(text) => self.read(&text),
                // These very words are what clients look for before they send the text too.
                None => Err(Refused::new(Why::UnknownHash, "PersistedQueryNotFound")),
            },
            (Some(text), _, Some(trusted)) => match trusted.get(&hash(text.as_bytes())) {
                Some(text) => self.read(text),
                None => Err(untrusted()),
            },
            (Some(text), None, None) => self.read(&text),
            (Some(text), Some(stated), None) => {
                if stated != hash(text.as_bytes()) {
                    let what = "`sha256Hash` is not the SHA-256 of `query`; send that of the text as it is";
                    return Err(Refused::new(Why::Malformed, what));
                }
                let document = self.read(&text)?;
                self.named.insert(stated, text.into());
                Ok(document)
            }
        }
    }

    fn read(&self, text: &str) -> Result<Arc<Document>, Refused> {
        if let Some(document) = self.parsed.get(text) {
            return Ok(document);
        }
        text::check(text)?;
        let parsed = parse_query(text).map_err(|error| Refused::unread(&error))?;
        self.check(&parsed)?;
        let document = Arc::new(Document { parsed });
        self.parsed.insert(text.into(), Arc::clone(&document));
        Ok(document)
    }

    fn check(&self, parsed: &ExecutableDocument) -> Result<(), Refused> {
        let mut count = Count { introspection: self.introspection, aliases: 0 };
        for (_, operation) in parsed.operations.iter() {
            count.operation(&operation.node)?;
        }
        for fragment in parsed.fragments.values() {
            count.set(&fragment.node.selection_set.node)?;
        }
        let mut spread = Spread { parsed, depth: 0, known: BTreeMap::new() };
        for (_, operation) in parsed.operations.iter() {
            spread.set(&operation.node.selection_set.node)?;
        }
        Ok(())
    }
}

fn untrusted() -> Refused {
    let what = "this hub answers trusted documents only; ask its operator to add yours";
    Refused::new(Why::Untrusted, what)
}

/// What a document asks for, counted.
struct Count {
    introspection: bool,
    aliases: usize,
}

impl Count {
    fn operation(&mut self, operation: &OperationDefinition) -> Result<(), Refused> {
        let set = &operation.selection_set.node;
        if set.items.len() > limits::ROOTS {
            let what = format!("an operation asks for at most {} root fields", limits::ROOTS);
            return Err(Refused::bad(what));
        }
        let first = set.items.first().map(|item| &item.node);
        let alone = set.items.len() == 1 && matches!(first, Some(Selection::Field(_)));
        if operation.ty == OperationType::Subscription && !alone {
            return Err(Refused::bad("a subscription asks for exactly one root field"));
        }
        self.set(set)
    }

    fn set(&mut self, set: &SelectionSet) -> Result<(), Refused> {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for item in &set.items {
            let inner = match &item.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    if let Some((_, closed)) = HIDDEN.iter().find(|(of, _)| *of == name)
                        && !self.introspection
                    {
                        return Err(Refused::new(Why::Untrusted, *closed));
                    }
                    self.aliases += usize::from(field.node.alias.is_some());
                    *times.entry(field.node.response_key().node.as_str()).or_default() += 1;
                    &field.node.selection_set
                }
                Selection::InlineFragment(fragment) => &fragment.node.selection_set,
                Selection::FragmentSpread(_) => continue,
            };
            self.set(&inner.node)?;
        }
        if let Some((key, _)) = times.iter().find(|(_, times)| **times > limits::REPEATED) {
            let most = limits::REPEATED;
            return Err(Refused::bad(format!(
                "`{key}` stands more than {most} times in one place"
            )));
        }
        if self.aliases > limits::ALIASES {
            return Err(Refused::bad(format!(
                "a document has at most {} aliases",
                limits::ALIASES
            )));
        }
        Ok(())
    }
}

/// How many fields there are once every fragment stands where it is called. Each fragment is counted once.
struct Spread<'a> {
    parsed: &'a ExecutableDocument,
    /// Levels that are open.
    depth: usize,
    /// `None` while it is being counted.
    known: BTreeMap<&'a str, Option<usize>>,
}

impl<'a> Spread<'a> {
    fn set(&mut self, set: &'a SelectionSet) -> Result<usize, Refused> {
        if self.depth >= limits::NESTING {
            let most = limits::NESTING;
            let what = format!("with its fragments a document nests at most {most} levels");
            return Err(Refused::bad(what));
        }
        self.depth += 1;
        let mut fields = 0_usize;
        for item in &set.items {
            let more = match &item.node {
                Selection::Field(field) => 1 + self.set(&field.node.selection_set.node)?,
                Selection::InlineFragment(inline) => {
                    self.set(&inline.node.selection_set.node)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(spread.node.fragment_name.node.as_str())?
                }
            };
            fields = fields.saturating_add(more);
        }
        if fields > limits::SPREAD {
            let most = limits::SPREAD;
            let what = format!("with its fragments a document asks for at most {most} fields");
            return Err(Refused::bad(what));
        }
        self.depth -= 1;
        Ok(fields)
    }

    fn fragment(&mut self, name: &'a str) -> Result<usize, Refused> {
        match self.known.get(name) {
            Some(Some(fields)) => return Ok(*fields),
            Some(None) => {
                return Err(Refused::bad(format!("the fragment `{name}` calls itself")));
            }
            None => {}
        }
        // One that is not there is told when the document is held against the contract.
        let parsed = self.parsed;
        let Some((_, found)) =
            parsed.fragments.iter().find(|(known, _)| known.as_str() == name)
        else {
            return Ok(0);
        };
        self.known.insert(name, None);
        let fields = self.set(&found.node.selection_set.node)?;
        self.known.insert(name, Some(fields));
        Ok(fields)
    }
}

/// What tells the schema, and what is said instead.
const HIDDEN: [(&str, &str); 3] =
    [("__schema", CLOSED), ("__type", CLOSED), ("_service", federation::CLOSED)];
const CLOSED: &str = "introspection is off; ask the operator for schema.graphql";

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Named {
        Named { text: Some(text.to_owned()), hash: None }
    }

    #[test]
    fn root_fields_are_named_once_however_fragments_call_one_another() {
        let of = |text: &str| {
            let document = Document { parsed: parse_query(text).expect("it is read") };
            document.roots(None).join(" ")
        };
        assert_eq!(of("mutation { a: x y z: x }"), "x y");
        assert_eq!(of("mutation { ...f ... on M { y } } fragment f on M { x ...f }"), "x y");
        let chain =
            (0..60).map(|n| format!("fragment f{n} on M {{ ...f{0} ...f{0} }} ", n + 1));
        let text = chain.collect::<String>() + "mutation { ...f0 } fragment f60 on M { x }";
        assert_eq!(of(&text), "x", "and at once");
        let many = (0..100).map(|n| format!("x{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(of(&format!("mutation {{ {many} }}")).split(' ').count(), limits::ROOTS);
    }

    fn by_hash(hash: &str) -> Named {
        Named { text: None, hash: Some(hash.to_owned()) }
    }

    fn open() -> Documents {
        Documents::new(None, true)
    }

    #[test]
    fn a_document_is_known_by_its_hash_once_it_was_sent_with_it() {
        let (documents, text) = (open(), "{ segments { id } }");
        let name = hash(text.as_bytes());
        let unknown = documents.find(by_hash(&name)).expect_err("nobody sent it");
        assert_eq!(
            (unknown.why, &*unknown.message),
            (Why::UnknownHash, "PersistedQueryNotFound")
        );
        let both = Named { text: Some(text.to_owned()), hash: Some(name.clone()) };
        documents.find(both).expect("text and hash agree");
        documents.find(by_hash(&name)).expect("it is known now");
        let wrong = Named { text: Some("{ a }".to_owned()), hash: Some(name) };
        assert_eq!(documents.find(wrong).expect_err("another text").why, Why::Malformed);
    }

    #[test]
    fn only_trusted_documents_are_answered_where_there_are_any() {
        let text = "{ segments { id } }";
        let trusted = Trusted::from([(hash(text.as_bytes()), text.into())]);
        let documents = Documents::new(Some(trusted), false);
        documents.find(asked(text)).expect("the text is trusted");
        documents.find(by_hash(&hash(text.as_bytes()))).expect("its hash too");
        for other in [asked("{ segments { name } }"), by_hash("0")] {
            assert_eq!(documents.find(other).expect_err("not ours").why, Why::Untrusted);
        }
    }

    #[test]
    fn what_only_does_harm_is_refused_before_it_is_asked() {
        let many = |part: &str, times: usize| format!("{{ {} }}", part.repeat(times));
        let each = |times: usize, part: fn(usize) -> String| {
            (0..times).map(part).collect::<Vec<_>>().join(" ")
        };
        let aliases = each(61, |n| format!("a{n}: id"));
        let cases = [
            (many("id ", 11), "stands more than 10 times"),
            (format!("{{ account(id: 1) {{ {aliases} }} }}"), "at most 60 aliases"),
            (each(31, |n| format!("f{n}")), "at most 30 root fields"),
            ("subscription { a b }".to_owned(), "exactly one root field"),
            (
                "subscription { ...a } fragment a on S { b }".to_owned(),
                "exactly one root field",
            ),
            ("{ ...a } fragment a on Q { b { ...a } }".to_owned(), "`a` calls itself"),
            (
                each(20, |n| {
                    format!("fragment f{n} on Q {{ a {{ ...f{0} }} b {{ ...f{0} }} }}", n + 1)
                }) + " fragment f20 on Q { c } query { ...f0 }",
                "at most 10000 fields",
            ),
            (
                each(70, |n| format!("fragment f{n} on Q {{ ...f{} }}", n + 1))
                    + " fragment f70 on Q { c } query { ...f0 }",
                "nests at most 64 levels",
            ),
        ];
        for (text, message) in cases {
            let text = if text.starts_with(['{', 's', 'f']) && text.contains('{') {
                text
            } else {
                format!("{{ {text} }}")
            };
            let refused = open().find(asked(&text)).expect_err(&text);
            assert!(refused.message.contains(message), "{}", refused.message);
        }
        let shut = Documents::new(None, false);
        for text in [
            "{ __schema { types { name } } }",
            "{ ...a } fragment a on Query { __type(name: \"A\") { name } }",
            "{ a: _service { sdl } }",
        ] {
            assert!(shut.find(asked(text)).is_err(), "{text}");
            assert!(open().find(asked(text)).is_ok(), "{text}");
        }
        assert!(shut.find(asked("{ __typename }")).is_ok());
    }

    #[test]
    fn the_kind_of_what_is_executed_is_told_by_its_name() {
        let text = "query a { id } mutation b { id }";
        let document = open().find(asked(text)).expect("two operations");
        assert_eq!(document.kind(Some("a")), Some(OperationType::Query));
        assert_eq!(document.kind(Some("b")), Some(OperationType::Mutation));
        assert_eq!((document.kind(None), document.kind(Some("c"))), (None, None));
    }
}
