//! The matching models in force, in memory: each is read once.

use std::sync::{Arc, Mutex, PoisonError};

use crate::reconcile::matching::{Kind, Model};

/// The newest model of each kind that was read, with its number.
#[derive(Debug, Default)]
pub(super) struct Models {
    known: Mutex<Vec<(Kind, i64, Arc<Model>)>>,
}

impl Models {
    pub(super) fn get(&self, kind: Kind, version: i64) -> Option<Arc<Model>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(k, v, _)| *k == kind && *v == version);
        found.map(|(.., model)| Arc::clone(model))
    }

    pub(super) fn put(&self, kind: Kind, version: i64, model: Model) -> Arc<Model> {
        let model = Arc::new(model);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|(k, ..)| *k != kind);
        known.push((kind, version, Arc::clone(&model)));
        model
    }
}
