//! Reads the `webhooks` part of a mapping: how a source signs, and what its events mean.

use super::compile::{Compiler, Result, Section};
use super::vocabulary::{self as words, near};
use super::yaml::{Node, Yaml};
use crate::connector::moment::Span;
use crate::connector::webhook::{
    Meaning, Pattern, Place, Scheme, Signature, Signed, Timestamp, Told, Webhooks,
};

/// How old a signed delivery may be when nothing else is said: 5 minutes.
const WINDOW_S: i64 = 300;

impl<'a> Compiler<'a> {
    pub(super) fn webhooks(&self, node: &'a Node) -> Result<Webhooks> {
        let part = self.section(node, "`webhooks`", words::WEBHOOKS)?;
        let events = self.entries(self.need(&part, "events")?, "`events`")?;
        Ok(Webhooks {
            signature: self.signature(self.need(&part, "signature")?)?,
            each: part.get("each").map(|node| self.text(node)).transpose()?,
            event: self.place(self.need(&part, "event")?)?,
            id: part.get("id").map(|node| self.place(node)).transpose()?,
            events: events
                .iter()
                .map(|(line, kind, node)| Ok((Pattern::of(kind), self.meaning(*line, node)?)))
                .collect::<Result<_>>()?,
        })
    }

    fn signature(&self, node: &'a Node) -> Result<Signature> {
        let part = self.section(node, "a signature", words::SIGNATURE)?;
        let text = |key: &str| part.get(key).map(|node| self.text(node)).transpose();
        let scheme = self.scheme(self.need(&part, "scheme")?)?;
        let timestamp = self.timestamp(&part)?;
        let over = match part.get("over") {
            Some(node) => self.over(node)?,
            None => vec![Signed::Body],
        };
        if scheme == Scheme::Token
            && let Some(line) = ["over", "as", "timestamp"].iter().find_map(|k| part.get(k))
        {
            let message = "a token signs nothing; it takes `header`, `part` and `prefix` only";
            return Err(self.error(line.line, message));
        }
        if scheme != Scheme::Token && !over.contains(&Signed::Body) {
            return Err(
                self.error(part.line, "`over` must hold {body}, or anybody can change it")
            );
        }
        if timestamp.is_some() != over.contains(&Signed::Timestamp) {
            let message = "`timestamp` and {timestamp} in `over` go together: what is not signed proves \
                           nothing";
            return Err(self.error(part.line, message));
        }
        Ok(Signature {
            scheme,
            header: self.text(self.need(&part, "header")?)?,
            part: text("part")?,
            prefix: text("prefix")?.unwrap_or_default(),
            base64: self.encoding(&part)?,
            over,
            timestamp,
        })
    }

    fn scheme(&self, node: &Node) -> Result<Scheme> {
        let word = self.text(node)?;
        Ok(match word.as_str() {
            "token" => Scheme::Token,
            "hmac_sha1" => Scheme::Sha1,
            "hmac_sha256" => Scheme::Sha256,
            "hmac_sha512" => Scheme::Sha512,
            _ => {
                let near = near(&word, words::SCHEMES.iter().copied());
                return Err(self.error(node.line, format!("`{word}` is no scheme{near}")));
            }
        })
    }

    fn encoding(&self, part: &Section<'a>) -> Result<bool> {
        let Some(node) = part.get("as") else { return Ok(false) };
        let word = self.text(node)?;
        if !words::ENCODINGS.contains(&word.as_str()) {
            let near = near(&word, words::ENCODINGS.iter().copied());
            return Err(self.error(node.line, format!("`{word}` is no encoding{near}")));
        }
        Ok(word == "base64")
    }

    fn timestamp(&self, part: &Section<'a>) -> Result<Option<Timestamp>> {
        let Some(header) = part.get("timestamp") else {
            return match ["timestamp_part", "window"].iter().find_map(|key| part.get(key)) {
                None => Ok(None),
                Some(node) => {
                    Err(self
                        .error(node.line, "without `timestamp` there is nothing to hold it to"))
                }
            };
        };
        let named = part.get("timestamp_part").map(|node| self.text(node)).transpose()?;
        let window = part.get("window").map(|node| self.span(node)).transpose()?;
        let window = window.unwrap_or(Span::seconds(WINDOW_S));
        Ok(Some(Timestamp { header: self.text(header)?, part: named, window }))
    }

    fn over(&self, node: &Node) -> Result<Vec<Signed>> {
        let source = self.text(node)?;
        let mut parts = Vec::new();
        let mut rest = source.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let closed = after.split_once('}');
            let (name, after) = closed.ok_or_else(|| {
                self.error(node.line, format!("`{source}` lacks a closing brace"))
            })?;
            if !before.is_empty() {
                parts.push(Signed::Text(before.to_owned()));
            }
            parts.push(match name {
                "body" => Signed::Body,
                "timestamp" => Signed::Timestamp,
                "method" => Signed::Method,
                "uri" => Signed::Uri,
                _ => {
                    let near = near(name, words::SIGNED.iter().copied());
                    let message = format!("nothing signed is called `{name}`{near}");
                    return Err(self.error(node.line, message));
                }
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Signed::Text(rest.to_owned()));
        }
        Ok(parts)
    }

    /// A path of the event, or `{header: Name}`.
    fn place(&self, node: &'a Node) -> Result<Place> {
        if !matches!(node.value, Yaml::Map(_)) {
            return self.text(node).map(Place::Path);
        }
        let place = self.section(node, "a place", words::PLACE)?;
        self.text(self.need(&place, "header")?).map(Place::Header)
    }

    fn meaning(&self, line: usize, node: &'a Node) -> Result<Meaning> {
        let event = self.section(node, "an event", words::EVENT)?;
        let stream = self.text(self.need(&event, "stream")?)?;
        let deleted = match event.get("deleted").map(|node| (node, node.text())) {
            None => false,
            Some((_, Some(text))) if text == "true" => true,
            Some((node, _)) => {
                return Err(self.error(node.line, "`deleted` is true, or left out"));
            }
        };
        let told = match (event.get("key"), event.get("record"), deleted) {
            (Some(key), None, deleted) => {
                let paths = self.text(key)?.split('|').map(str::to_owned).collect();
                if deleted { Told::Deleted(paths) } else { Told::Changed(paths) }
            }
            (None, Some(path), false) => Told::Record(steps(&self.text(path)?)),
            _ => {
                let message = "an event has either a `key`, with `deleted` if it says so, or the \
                               whole `record`";
                return Err(self.error(line, message));
            }
        };
        Ok(Meaning { line, stream, told })
    }
}

/// A single dot is the event itself.
fn steps(path: &str) -> Vec<String> {
    path.split('.').filter(|step| !step.is_empty()).map(str::to_owned).collect()
}
