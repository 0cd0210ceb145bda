//! What values are in Python: their text, their order, the errors that operations on them raise.

use std::cmp::Ordering;
use std::error::Error as _;

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, State, Value};

use super::literal::{python_float, quote};
use super::moments::{Moment, Span};

/// Our own messages begin so; they quote no value and may be shown.
pub(super) const OWN: &str = "the expression ";
/// Deeper values are written as `...`.
const MAX_DEPTH: usize = 64;
/// Most bytes one rendering may make, in texts and lists of more than [`SMALL`].
const BUDGET: usize = 64 * 1024 * 1024;
/// Most bytes of one text.
pub(super) const MAX_TEXT: usize = 4 * 1024 * 1024;
/// What is shorter is paid by fuel alone.
const SMALL: usize = 256;

/// Marks an error that Python would raise as `TypeError`.
#[derive(Debug, thiserror::Error)]
#[error("a value has another type than the expression needs")]
struct TypeFault;

/// What kind of error Python would raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Undefined,
    Type,
    Other,
}

/// Tells errors apart as Python does.
pub(super) fn fault(error: &Error) -> Fault {
    match error.kind() {
        // To Python, a method that is not there is something undefined, too.
        ErrorKind::UndefinedError | ErrorKind::UnknownMethod | ErrorKind::UnknownFunction => {
            Fault::Undefined
        }
        ErrorKind::TooManyArguments
        | ErrorKind::MissingArgument
        | ErrorKind::NonKey
        | ErrorKind::NonPrimitive
        | ErrorKind::CannotUnpack => Fault::Type,
        ErrorKind::InvalidOperation => {
            let own = error.detail().is_some_and(|detail| detail.starts_with(OWN));
            // The engine's own limit on macros that call themselves.
            let endless = error.detail().is_some_and(|detail| detail.contains("recursion"));
            let marked = error
                .source()
                .is_some_and(<(dyn std::error::Error + 'static)>::is::<TypeFault>);
            if endless || (own && !marked) { Fault::Other } else { Fault::Type }
        }
        _ => Fault::Other,
    }
}

/// An error that is none of types.
pub(super) fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{OWN}{what}"))
}

/// An error that Python raises as `TypeError`.
pub(super) fn type_error(what: &str) -> Error {
    wrong(what).with_source(TypeFault)
}

/// An error about something that is not there.
pub(super) fn undefined() -> Error {
    Error::from(ErrorKind::UndefinedError)
}

/// How many bytes a rendering has made so far.
#[derive(Default)]
struct Spent(usize);

/// Counts bytes that a rendering makes.
///
/// # Errors
/// When it makes too many.
pub(super) fn charge(state: &mut State<'_, '_>, bytes: usize) -> Result<(), Error> {
    if bytes < SMALL {
        return Ok(());
    }
    if bytes > MAX_TEXT {
        return Err(wrong("makes a value that is too large"));
    }
    let spent = state.get_or_insert_extension_with(Spent::default);
    spent.0 = spent.0.saturating_add(bytes);
    if spent.0 > BUDGET { Err(wrong("makes too many large values")) } else { Ok(()) }
}

/// Refuses a text that would be too long, before it is made.
///
/// # Errors
/// When it is.
pub(super) fn fits(bytes: usize) -> Result<(), Error> {
    if bytes > MAX_TEXT { Err(wrong("makes a value that is too large")) } else { Ok(()) }
}

/// The name of a value's type.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value.kind() {
        ValueKind::None => "None",
        ValueKind::Bool => "a flag",
        ValueKind::Number if value.is_integer() => "a whole number",
        ValueKind::Number => "a number",
        ValueKind::String => "a text",
        ValueKind::Bytes => "bytes",
        ValueKind::Seq | ValueKind::Iterable if value.is_tuple() => "a tuple",
        ValueKind::Seq | ValueKind::Iterable => "a list",
        ValueKind::Map => "an object",
        _ if value.downcast_object_ref::<Moment>().is_some() => "a date",
        _ if value.downcast_object_ref::<Span>().is_some() => "a duration",
        _ => "a thing",
    }
}

/// Whether a value is a list or tuple.
pub(super) fn is_list(value: &Value) -> bool {
    matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable)
}

/// A value that counts as a whole number; flags do.
pub(super) fn whole(value: &Value) -> Option<i128> {
    match value.kind() {
        ValueKind::Bool => Some(i128::from(value.is_true())),
        ValueKind::Number if value.is_integer() => i128::try_from(value.clone()).ok(),
        _ => None,
    }
}

/// A value that counts as a number.
pub(super) fn float(value: &Value) -> Option<f64> {
    match value.kind() {
        ValueKind::Number if !value.is_integer() => f64::try_from(value.clone()).ok(),
        _ => whole(value).map(|whole| whole as f64),
    }
}

/// A whole number as a value.
pub(super) fn int(value: i128) -> Value {
    i64::try_from(value).map_or_else(|_| Value::from(value), Value::from)
}

/// A value as `str` writes it; what is undefined is empty.
///
/// # Errors
/// When the text is too long.
pub(super) fn text(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Undefined => Ok(String::new()),
        ValueKind::String => Ok(value.as_str().unwrap_or_default().to_owned()),
        _ => {
            let mut out = String::new();
            represent(value, 0, &mut out)?;
            Ok(out)
        }
    }
}

/// Writes a value as `repr` does.
///
/// # Errors
/// When the text is too long.
pub(super) fn represent(value: &Value, depth: usize, out: &mut String) -> Result<(), Error> {
    if out.len() > MAX_TEXT {
        return Err(wrong("makes a text that is too long"));
    }
    match value.kind() {
        ValueKind::Undefined => out.push_str("Undefined"),
        ValueKind::None => out.push_str("None"),
        ValueKind::Bool => out.push_str(if value.is_true() { "True" } else { "False" }),
        ValueKind::Number => match f64::try_from(value.clone()) {
            Ok(float) if !value.is_integer() => out.push_str(&python_float(float)),
            _ => out.push_str(&value.to_string()),
        },
        ValueKind::String => quote(value.as_str().unwrap_or_default(), out),
        ValueKind::Seq | ValueKind::Iterable => items(value, depth, out)?,
        ValueKind::Map => fields(value, depth, out)?,
        ValueKind::Bytes => bytes(value.as_bytes().unwrap_or_default(), out),
        ValueKind::Invalid => return Err(wrong("uses a value that is broken")),
        _ => out.push_str(&value.to_string()),
    }
    Ok(())
}

fn bytes(bytes: &[u8], out: &mut String) {
    out.push_str("b'");
    for byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' | b'\'' => out.extend(['\\', char::from(*byte)]),
            0x20..0x7f => out.push(char::from(*byte)),
            other => out.push_str(&format!("\\x{other:02x}")),
        }
    }
    out.push('\'');
}

fn items(value: &Value, depth: usize, out: &mut String) -> Result<(), Error> {
    let (open, close) = if value.is_tuple() { ('(', ')') } else { ('[', ']') };
    out.push(open);
    if depth > MAX_DEPTH {
        out.push_str("...");
        out.push(close);
        return Ok(());
    }
    let mut count = 0;
    for item in value.try_iter()?.checked() {
        out.push_str(if count == 0 { "" } else { ", " });
        represent(&item?, depth + 1, out)?;
        count += 1;
    }
    if count == 1 && value.is_tuple() {
        out.push(',');
    }
    out.push(close);
    Ok(())
}

fn fields(value: &Value, depth: usize, out: &mut String) -> Result<(), Error> {
    out.push('{');
    if depth > MAX_DEPTH {
        out.push_str("...}");
        return Ok(());
    }
    for (index, key) in value.try_iter()?.checked().enumerate() {
        let key = key?;
        out.push_str(if index == 0 { "" } else { ", " });
        represent(&key, depth + 1, out)?;
        out.push_str(": ");
        represent(&value.get_item(&key)?, depth + 1, out)?;
    }
    out.push('}');
    Ok(())
}

/// Whether two values are equal.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    equal_at(left, right, 0)
}

fn equal_at(left: &Value, right: &Value, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    if let (Some(left), Some(right)) = (whole(left), whole(right)) {
        return left == right;
    }
    if let (Some(left), Some(right)) = (float(left), float(right)) {
        return left.partial_cmp(&right) == Some(Ordering::Equal);
    }
    match (left.kind(), right.kind()) {
        (ValueKind::String, ValueKind::String) => left.as_str() == right.as_str(),
        (ValueKind::Bytes, ValueKind::Bytes) => left.as_bytes() == right.as_bytes(),
        (ValueKind::None, ValueKind::None) | (ValueKind::Undefined, ValueKind::Undefined) => {
            true
        }
        (ValueKind::Map, ValueKind::Map) => same_fields(left, right, depth),
        (ValueKind::Plain, ValueKind::Plain) => match (moment(left), moment(right)) {
            (Some(left), Some(right)) => left == right,
            _ => match (span(left), span(right)) {
                (Some(left), Some(right)) => left == right,
                _ => left == right,
            },
        },
        _ if is_list(left) && is_list(right) && left.is_tuple() == right.is_tuple() => {
            same_items(left, right, depth)
        }
        _ => false,
    }
}

fn same_items(left: &Value, right: &Value, depth: usize) -> bool {
    let (Ok(mut left), Ok(mut right)) = (left.try_iter(), right.try_iter()) else {
        return false;
    };
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(left), Some(right)) if equal_at(&left, &right, depth + 1) => {}
            _ => return false,
        }
    }
}

fn same_fields(left: &Value, right: &Value, depth: usize) -> bool {
    let Ok(mut keys) = left.try_iter() else { return false };
    left.len() == right.len()
        && keys.all(|key| match (left.get_item(&key), right.get_item(&key)) {
            (Ok(left), Ok(right)) => equal_at(&left, &right, depth + 1),
            _ => false,
        })
}

/// A date or time.
pub(super) fn moment(value: &Value) -> Option<&Moment> {
    value.downcast_object_ref::<Moment>()
}

/// A duration.
pub(super) fn span(value: &Value) -> Option<&Span> {
    value.downcast_object_ref::<Span>()
}

/// The order of two values; `None` when one is not a number.
///
/// # Errors
/// When Python does not order them.
pub(super) fn compare(left: &Value, right: &Value) -> Result<Option<Ordering>, Error> {
    compare_at(left, right, 0)
}

fn compare_at(left: &Value, right: &Value, depth: usize) -> Result<Option<Ordering>, Error> {
    if left.is_undefined() || right.is_undefined() {
        return Err(undefined());
    }
    if let (Some(left), Some(right)) = (whole(left), whole(right)) {
        return Ok(Some(left.cmp(&right)));
    }
    if let (Some(left), Some(right)) = (float(left), float(right)) {
        return Ok(left.partial_cmp(&right));
    }
    if let (Some(left), Some(right)) = (left.as_str(), right.as_str()) {
        return Ok(Some(left.cmp(right)));
    }
    if let (Some(left), Some(right)) = (moment(left), moment(right))
        && left.is_day() == right.is_day()
    {
        return Ok(Some(left.at().cmp(&right.at())));
    }
    if let (Some(left), Some(right)) = (span(left), span(right))
        && let (Some(left), Some(right)) = (left.exact(), right.exact())
    {
        return Ok(Some(left.cmp(&right)));
    }
    if is_list(left)
        && is_list(right)
        && left.is_tuple() == right.is_tuple()
        && depth < MAX_DEPTH
    {
        return compare_items(left, right, depth);
    }
    let (left, right) = (type_name(left), type_name(right));
    Err(type_error(&format!("compares {left} with {right}")))
}

fn compare_items(left: &Value, right: &Value, depth: usize) -> Result<Option<Ordering>, Error> {
    let (mut left, mut right) = (left.try_iter()?, right.try_iter()?);
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ok(Some(Ordering::Equal)),
            (None, Some(_)) => return Ok(Some(Ordering::Less)),
            (Some(_), None) => return Ok(Some(Ordering::Greater)),
            (Some(left), Some(right)) if equal_at(&left, &right, depth + 1) => {}
            (Some(left), Some(right)) => return compare_at(&left, &right, depth + 1),
        }
    }
}
