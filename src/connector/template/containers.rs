//! Lists and dictionaries that a template makes and may change, as Python's.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};

use super::python::equal;

/// A list.
#[derive(Default)]
pub(super) struct List(Mutex<Vec<Value>>);

/// A dictionary in the order written.
#[derive(Default)]
pub(super) struct Dict(Mutex<Vec<(Value, Value)>>);

/// A list as a value.
pub(super) fn list(items: Vec<Value>) -> Value {
    Value::from_object(List(Mutex::new(items)))
}

/// A dictionary as a value; of equal keys the last one wins.
pub(super) fn dict(fields: impl IntoIterator<Item = (Value, Value)>) -> Value {
    let dict = Dict::default();
    for (key, value) in fields {
        dict.set(key, value);
    }
    Value::from_object(dict)
}

/// A value whose lists and objects can be changed, as a template may that was given them.
pub(super) fn owned(value: &Value) -> Value {
    match (value.kind(), value.try_iter()) {
        (ValueKind::Seq, Ok(items)) if !value.is_tuple() => {
            list(items.map(|item| owned(&item)).collect())
        }
        (ValueKind::Map, Ok(keys)) => Value::from_object(Dict(Mutex::new(
            keys.map(|key| {
                let field = value.get_item(&key).map(|field| owned(&field));
                (key, field.unwrap_or(Value::UNDEFINED))
            })
            .collect(),
        ))),
        _ => value.clone(),
    }
}

impl List {
    /// The items, to be read or changed.
    pub(super) fn lock(&self) -> MutexGuard<'_, Vec<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Dict {
    /// The fields, to be read or changed.
    pub(super) fn lock(&self) -> MutexGuard<'_, Vec<(Value, Value)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a value under a key.
    pub(super) fn set(&self, key: Value, value: Value) {
        let mut fields = self.lock();
        match fields.iter_mut().find(|(known, _)| equal(known, &key)) {
            Some((_, old)) => *old = value,
            None => fields.push((key, value)),
        }
    }
}

// A chain of lists within lists is taken apart step by step: dropping it whole could exhaust the
// stack.
impl Drop for List {
    fn drop(&mut self) {
        take_apart(std::mem::take(&mut *self.lock()));
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        let fields = std::mem::take(&mut *self.lock());
        take_apart(fields.into_iter().flat_map(|(key, value)| [key, value]).collect());
    }
}

fn take_apart(mut pile: Vec<Value>) {
    while let Some(value) = pile.pop() {
        if let Some(list) = value.downcast_object::<List>() {
            drop(value);
            if let Some(list) = Arc::into_inner(list) {
                pile.append(&mut list.lock());
            }
        } else if let Some(dict) = value.downcast_object::<Dict>() {
            drop(value);
            if let Some(dict) = Arc::into_inner(dict) {
                pile.extend(dict.lock().drain(..).flat_map(|(key, value)| [key, value]));
            }
        }
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({} items)", self.lock().len())
    }
}

impl fmt::Debug for Dict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dict({} fields)", self.lock().len())
    }
}

impl Object for List {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.lock().get(key.as_usize()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.lock().clone())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.lock().len())
    }
}

impl Object for Dict {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.lock().iter().find(|(known, _)| equal(known, key)).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.lock().iter().map(|(key, _)| key.clone()).collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.lock().len())
    }
}

/// A method that is named but not called: `record.items`. It is there, and says no more.
#[derive(Debug)]
pub(super) struct Method(pub(super) &'static str);

impl Object for Method {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<built-in method {} of dict object>", self.0)
    }
}
