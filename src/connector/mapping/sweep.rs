//! How deletions are found in a stream whose source tells of none: what a full read does not meet
//! any more is gone.

use chrono::{DateTime, Utc};

use super::compile::{Compiler, Result};
use super::vocabulary as words;
use super::yaml::{Node, Yaml};
use crate::connector::Json;
use crate::connector::moment::Span;

/// Below so many records no share is too large: a stream of ten may well lose three.
const FEW: u64 = 50;
/// The share of a stream that may go when nothing else is said.
const SHARE: f64 = 20.0;

/// How a stream is swept.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    every: Option<Span>,
    most: Most,
    /// Where it stands in the file.
    pub(super) line: usize,
}

/// How much may go at once.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Most {
    /// Per cent of the records that are there, 0 to 100, but never fewer than [`FEW`].
    Share(f64),
    /// So many records.
    Records(u64),
}

impl Sweep {
    /// Whether the stream is read in full at times only, beside its ordinary reads.
    pub fn is_apart(&self) -> bool {
        self.every.is_some()
    }

    /// Whether a full read is due, when the last one ended at this moment.
    pub fn is_due(&self, ended: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.every.is_none_or(|every| every.after(ended) <= now)
    }

    /// How many of so many records may be deleted at once without a person's word.
    pub fn at_most(&self, known: u64) -> u64 {
        match self.most {
            Most::Share(share) => FEW.max((known as f64 * share / 100.0) as u64),
            Most::Records(most) => most,
        }
    }
}

impl std::fmt::Display for Sweep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.most {
            Most::Share(share) => write!(f, "at_most {share}%, and {FEW} in any case"),
            Most::Records(most) => write!(f, "at_most {most}"),
        }
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn sweep(&self, node: &'a Node) -> Result<Sweep> {
        let sweep = self.section(node, "a sweep", words::SWEEP)?;
        let every = sweep.get("every").map(|node| self.span(node)).transpose()?;
        let most = sweep.get("at_most").map(|node| self.at_most(node)).transpose()?;
        Ok(Sweep { every, most: most.unwrap_or(Most::Share(SHARE)), line: node.line })
    }

    /// A length of time above zero.
    pub(super) fn span(&self, node: &Node) -> Result<Span> {
        let text = self.text(node)?;
        let longer = |span: &Span| span.after(DateTime::UNIX_EPOCH) > DateTime::UNIX_EPOCH;
        Span::parse(&text).filter(longer).ok_or_else(|| {
            let message =
                format!("`{text}` is no length of time; write ISO 8601, such as P7D or PT12H");
            self.error(node.line, message)
        })
    }

    fn at_most(&self, node: &Node) -> Result<Most> {
        let wrong = || {
            let message = "`at_most` is a share such as 20%, or a number of records";
            self.error(node.line, message)
        };
        if let Yaml::Scalar(Json::Number(number)) = &node.value {
            return number.parse().map(Most::Records).map_err(|_| wrong());
        }
        let text = self.text(node)?;
        let share = text.strip_suffix('%').and_then(|share| share.trim().parse::<f64>().ok());
        let share = share.filter(|share| (0.0..=100.0).contains(share));
        share.map(Most::Share).ok_or_else(wrong)
    }
}
