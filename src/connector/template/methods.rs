//! The methods that Python's texts, lists and dictionaries have, as templates call them.

use minijinja::value::{Kwargs, Tuple, ValueKind};
use minijinja::{Error, State, Value};

use super::containers::{self, Dict, List};
use super::operators::{MAX_FIELDS, collect, contains};
use super::python::{
    charge, compare, equal, int, is_list, type_error, type_name, undefined, whole, wrong,
};
use super::texts;

/// The arguments of a call.
pub(super) struct Given<'a> {
    /// Those without a name.
    pub(super) args: &'a [Value],
    /// Those with a name.
    pub(super) named: Option<Kwargs>,
}

impl<'a> Given<'a> {
    pub(super) fn of(args: &'a [Value]) -> Result<Self, Error> {
        match args.split_last() {
            Some((last, before)) if last.is_kwargs() => {
                Ok(Self { args: before, named: Some(Kwargs::try_from(last.clone())?) })
            }
            _ => Ok(Self { args, named: None }),
        }
    }

    /// The argument at a place or of a name.
    pub(super) fn get(&self, at: usize, name: &str) -> Option<Value> {
        let named = || self.named.as_ref()?.get::<Value>(name).ok();
        self.args.get(at).cloned().or_else(named)
    }

    /// The same; it must be there.
    pub(super) fn need(&self, at: usize) -> Result<&'a Value, Error> {
        self.args.get(at).ok_or_else(|| type_error("calls a method with too few arguments"))
    }

    /// A text, `None` when it is not given or `none`.
    pub(super) fn text(&self, at: usize, name: &str) -> Result<Option<String>, Error> {
        match self.get(at, name) {
            None => Ok(None),
            Some(value) if value.is_none() => Ok(None),
            Some(value) => match value.as_str() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(type_error("gives a method something else than a text")),
            },
        }
    }

    /// A text that must be there.
    pub(super) fn need_text(&self, at: usize) -> Result<&'a str, Error> {
        let value = self.need(at)?;
        value.as_str().ok_or_else(|| type_error("gives a method something else than a text"))
    }

    /// A whole number, `None` when it is not given or `none`.
    pub(super) fn whole(&self, at: usize, name: &str) -> Result<Option<i128>, Error> {
        match self.get(at, name) {
            None => Ok(None),
            Some(value) if value.is_none() => Ok(None),
            Some(value) => match whole(&value) {
                Some(number) => Ok(Some(number)),
                None => Err(type_error("gives a method something else than a whole number")),
            },
        }
    }

    fn at_most(&self, count: usize) -> Result<(), Error> {
        if self.args.len() <= count {
            return Ok(());
        }
        Err(type_error("calls a method with too many arguments"))
    }
}

/// Calls a method of a value.
pub(super) fn call(
    state: &mut State<'_, '_>,
    base: &Value,
    name: &str,
    args: &[Value],
) -> Result<Value, Error> {
    if base.is_undefined() {
        return Err(undefined());
    }
    if let (ValueKind::String, Some(text)) = (base.kind(), base.as_str()) {
        charge(state, text.len())?;
        return texts::call(state, base, name, args);
    }
    let given = Given::of(args)?;
    match base.kind() {
        ValueKind::Map
            if base.downcast_object_ref::<Dict>().is_some() || is_plain_map(base) =>
        {
            of_dict(state, base, name, &given, args)
        }
        ValueKind::Seq | ValueKind::Iterable => of_list(state, base, name, &given),
        ValueKind::Bytes => of_bytes(base, name),
        ValueKind::Number if name == "is_integer" && whole(base).is_none() => {
            let number = f64::try_from(base.clone())?;
            Ok(Value::from(number.fract() == 0.0))
        }
        ValueKind::None | ValueKind::Bool | ValueKind::Number => Err(undefined()),
        _ => base.call_method(state, name, args),
    }
}

// Namespaces and modules of macros have a say of their own.
fn is_plain_map(base: &Value) -> bool {
    base.as_object().is_some_and(|object| {
        !["Namespace", "Module", "Loop"].iter().any(|own| object.type_name().contains(own))
    })
}

fn of_bytes(base: &Value, name: &str) -> Result<Value, Error> {
    let bytes = base.as_bytes().unwrap_or_default();
    match name {
        "decode" => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Value::from(text)),
            Err(_) => Err(wrong("decodes bytes that are no text")),
        },
        "hex" => Ok(Value::from(crate::model::hex(bytes))),
        _ => Err(undefined()),
    }
}

fn pair(key: Value, value: Value) -> Value {
    Value::from(Tuple::from([key, value]))
}

fn fields(base: &Value) -> Result<Vec<(Value, Value)>, Error> {
    let mut fields = Vec::new();
    for key in base.try_iter()?.checked() {
        let key = key?;
        let value = base.get_item(&key)?;
        fields.push((key, value));
    }
    Ok(fields)
}

fn found(base: &Value, key: &Value) -> Result<Option<Value>, Error> {
    let value = base.get_item(key)?;
    let is_there = !value.is_undefined() || contains(base, key)?;
    Ok(is_there.then_some(value))
}

fn of_dict(
    state: &mut State<'_, '_>,
    base: &Value,
    name: &str,
    given: &Given<'_>,
    args: &[Value],
) -> Result<Value, Error> {
    charge(state, base.len().unwrap_or_default() * size_of::<Value>())?;
    match name {
        "get" => {
            given.at_most(2)?;
            let default = given.args.get(1).cloned().unwrap_or(Value::from(()));
            Ok(found(base, given.need(0)?)?.unwrap_or(default))
        }
        "keys" => Ok(containers::list(collect(state, base)?)),
        "values" => Ok(containers::list(fields(base)?.into_iter().map(|(_, v)| v).collect())),
        "items" => {
            Ok(containers::list(fields(base)?.into_iter().map(|(k, v)| pair(k, v)).collect()))
        }
        "copy" => Ok(containers::dict(fields(base)?)),
        "update" | "setdefault" | "pop" | "popitem" | "clear" => {
            let dict = base
                .downcast_object_ref::<Dict>()
                .ok_or_else(|| type_error("changes an object that is not its own"))?;
            change_dict(dict, base, name, given)
        }
        _ => {
            let value = base.get_item(&Value::from(name))?;
            match value.kind() {
                ValueKind::Undefined => Err(undefined()),
                ValueKind::Plain => value.call(state, args),
                _ => Err(type_error(&format!("calls {} as a method", type_name(&value)))),
            }
        }
    }
}

fn change_dict(
    dict: &Dict,
    base: &Value,
    name: &str,
    given: &Given<'_>,
) -> Result<Value, Error> {
    let room = |more: usize| {
        if dict.lock().len() + more > MAX_FIELDS {
            return Err(wrong("makes an object with too many fields"));
        }
        Ok(())
    };
    let nothing = Value::from(());
    match name {
        "update" => {
            let mut news = match given.args.first() {
                Some(news) if news.kind() == ValueKind::Map => fields(news)?,
                Some(pairs) => pairs_of(pairs)?,
                None => Vec::new(),
            };
            if let Some(named) = &given.named {
                for key in named.args() {
                    news.push((Value::from(key), named.get(key)?));
                }
            }
            room(news.len())?;
            news.into_iter().for_each(|(key, value)| dict.set(key, value));
            Ok(nothing)
        }
        "setdefault" => {
            let key = given.need(0)?;
            if let Some(value) = found(base, key)? {
                return Ok(value);
            }
            room(1)?;
            let value = given.args.get(1).cloned().unwrap_or(nothing);
            dict.set(key.clone(), value.clone());
            Ok(value)
        }
        "pop" => {
            let key = given.need(0)?;
            let mut fields = dict.lock();
            if let Some(at) = fields.iter().position(|(known, _)| equal(known, key)) {
                Ok(fields.remove(at).1)
            } else {
                let default = given.args.get(1).cloned();
                default.ok_or_else(|| wrong("takes a key that is not there"))
            }
        }
        "popitem" => {
            let last = dict.lock().pop();
            last.map(|(key, value)| pair(key, value))
                .ok_or_else(|| wrong("takes a key that is not there"))
        }
        _ => {
            let old = std::mem::take(&mut *dict.lock());
            drop(old);
            Ok(nothing)
        }
    }
}

fn pairs_of(pairs: &Value) -> Result<Vec<(Value, Value)>, Error> {
    let mut fields = Vec::new();
    for pair in pairs.try_iter()?.checked() {
        let pair = pair?;
        let parts: Vec<Value> = pair.try_iter()?.collect();
        match parts.as_slice() {
            [key, value] => fields.push((key.clone(), value.clone())),
            _ => return Err(wrong("updates an object with what is no pair")),
        }
    }
    Ok(fields)
}

fn of_list(
    state: &mut State<'_, '_>,
    base: &Value,
    name: &str,
    given: &Given<'_>,
) -> Result<Value, Error> {
    match name {
        "index" | "count" => {
            let wanted = given.need(0)?;
            let items = collect(state, base)?;
            let mut places = items.iter().enumerate().filter(|(_, item)| equal(item, wanted));
            if name == "count" {
                return Ok(Value::from(places.count()));
            }
            let place = places.next().map(|(at, _)| Value::from(at));
            place.ok_or_else(|| wrong("looks for an item that is not in the list"))
        }
        "copy" if !base.is_tuple() => Ok(containers::list(collect(state, base)?)),
        "append" | "extend" | "insert" | "pop" | "remove" | "sort" | "reverse" | "clear"
            if !base.is_tuple() =>
        {
            let list = base
                .downcast_object_ref::<List>()
                .ok_or_else(|| type_error("changes a list that is not its own"))?;
            change_list(state, list, name, given)
        }
        _ => Err(undefined()),
    }
}

fn change_list(
    state: &mut State<'_, '_>,
    list: &List,
    name: &str,
    given: &Given<'_>,
) -> Result<Value, Error> {
    let place = |at: i128, length: usize| {
        let length = length as i128;
        let at = if at < 0 { at + length } else { at };
        usize::try_from(at.clamp(0, length)).unwrap_or_default()
    };
    match name {
        "append" => list.lock().push(given.need(0)?.clone()),
        "extend" => {
            let more = given.need(0)?;
            let more = match more.as_str() {
                Some(text) => text.chars().map(Value::from).collect(),
                None if is_list(more) || more.kind() == ValueKind::Map => collect(state, more)?,
                None => return Err(type_error("extends a list by what is none")),
            };
            list.lock().extend(more);
        }
        "insert" => {
            let at = given.whole(0, "index")?.unwrap_or_default();
            let item = given.need(1)?.clone();
            let mut items = list.lock();
            charge(state, items.len() * size_of::<Value>())?;
            let at = place(at, items.len());
            items.insert(at, item);
        }
        "pop" => {
            let mut items = list.lock();
            charge(state, items.len() * size_of::<Value>())?;
            let at = given.whole(0, "index")?.unwrap_or(-1);
            let length = items.len() as i128;
            let at = usize::try_from(if at < 0 { at + length } else { at });
            return match at.ok().filter(|at| *at < items.len()) {
                Some(at) => Ok(items.remove(at)),
                None => Err(wrong("takes an item that is not in the list")),
            };
        }
        "remove" => {
            let wanted = given.need(0)?;
            let mut items = list.lock();
            charge(state, items.len() * size_of::<Value>())?;
            let at = items.iter().position(|item| equal(item, wanted));
            items.remove(at.ok_or_else(|| wrong("removes an item that is not in the list"))?);
        }
        "sort" => {
            let mut items = collect(state, &containers::list(list.lock().clone()))?;
            sort(&mut items)?;
            if given.get(usize::MAX, "reverse").is_some_and(|reverse| reverse.is_true()) {
                items.reverse();
            }
            *list.lock() = items;
        }
        "reverse" => list.lock().reverse(),
        _ => {
            let old = std::mem::take(&mut *list.lock());
            drop(old);
        }
    }
    Ok(Value::from(()))
}

fn sort(items: &mut [Value]) -> Result<(), Error> {
    let mut failed = None;
    items.sort_by(|left, right| match compare(left, right) {
        Ok(order) => order.unwrap_or(std::cmp::Ordering::Equal),
        Err(error) => {
            failed.get_or_insert(error);
            std::cmp::Ordering::Equal
        }
    });
    failed.map_or(Ok(()), Err)
}

/// A place in a text or list as a value.
pub(super) fn place(at: Option<usize>) -> Value {
    at.map_or(Value::from(-1), |at| int(at as i128))
}
