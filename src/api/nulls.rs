//! Nulls where the specification wants them: a field that failed is `null`; where that may not be, what
//! holds it is, up to the whole answer. The library leaves a failed field out of its object.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_graphql::{
    QueryPathNode, QueryPathSegment, Response, ServerError, ServerResult, Value,
};

/// What failed in one answer so far.
#[derive(Debug, Default)]
pub(super) struct Nulls {
    failed: AtomicBool,
    found: Mutex<Found>,
}

#[derive(Debug, Default)]
struct Found {
    errors: Vec<ServerError>,
    /// Paths of what holds a failed field that may not be `null`; `None` is the whole answer.
    broken: BTreeSet<Option<String>>,
}

impl Nulls {
    /// What stands in the answer at this path, of this type, for what its field or its item of a list came to.
    pub(super) fn settle(
        &self,
        (path, ty): (&QueryPathNode<'_>, &str),
        outcome: ServerResult<Option<Value>>,
    ) -> Option<Value> {
        match outcome {
            Ok(value) if !self.failed.load(Ordering::Relaxed) => return value,
            Ok(value) if !self.found().broken.contains(&Some(place(path))) => return value,
            Ok(_) => {}
            Err(error) => {
                self.failed.store(true, Ordering::Relaxed);
                self.found().errors.push(error);
            }
        }
        if ty.ends_with('!') {
            self.found().broken.insert(path.parent.map(place));
        }
        Some(Value::Null)
    }

    /// The answer with what was told of failed fields.
    pub(super) fn finish(&self, mut response: Response) -> Response {
        if self.failed.swap(false, Ordering::Relaxed) {
            let Found { errors, broken } = std::mem::take(&mut *self.found());
            response.errors.extend(errors);
            // Rows are answered without coming by here: what was broken within one is emptied now.
            for path in &broken {
                let mut at = Some(&mut response.data);
                for step in path.iter().flat_map(|path| path.split('.').skip(1)) {
                    at = at.and_then(|holder| below(holder, step));
                }
                if let Some(broken) = at {
                    *broken = Value::Null;
                }
            }
        }
        response
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What stands at a step of a path.
fn below<'a>(holder: &'a mut Value, step: &str) -> Option<&'a mut Value> {
    match holder {
        Value::Object(fields) => fields.get_mut(step),
        Value::List(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    }
}

/// A path with its places in lists, as a word.
fn place(path: &QueryPathNode<'_>) -> String {
    let holder = path.parent.map_or_else(String::new, place);
    match path.segment {
        QueryPathSegment::Index(at) => format!("{holder}.{at}"),
        QueryPathSegment::Name(name) => format!("{holder}.{name}"),
    }
}
