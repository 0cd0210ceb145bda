//! A record that the source told by itself, shaped as if it had been pulled.

use super::record::{Outcome, Reading};
use super::request::slice_vars;
use super::slice::{Partition, Slice};
use super::{Pull, Record, Rejected};

impl Pull {
    /// Gives a raw record of the stream the key and shape that a pull would give it; `None` when
    /// the manifest's filter does not want it.
    ///
    /// # Errors
    /// When it cannot become a record, as a part of a page could not.
    pub fn shape(&self, raw: &str) -> Result<Option<Record>, Rejected> {
        let slice = Slice::new(&Partition::default(), "", None);
        let vars = slice_vars(&slice, None);
        let reading = Reading {
            engine: self.context.engine(),
            stream: &self.tree.reader(0).stream,
            scope: self.context.scope(&vars, &[]),
            cursor: None,
            only: None,
            dirty: false,
            keyless: false,
        };
        match reading.read(raw) {
            Outcome::Kept(kept) => Ok(Some(kept.record)),
            Outcome::Filtered => Ok(None),
            Outcome::Rejected(rejected) => Err(rejected),
        }
    }
}
