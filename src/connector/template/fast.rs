//! Reads simple expressions without the engine: `{{ record['score'] >= 10 }}`.
//!
//! A filter and added fields are rendered once a record. What is here borrows from the record and
//! converts nothing; whatever it does not know for certain is `None`, and the engine's.

use std::borrow::Cow;
use std::cmp::Ordering;

use minijinja::Value;
use minijinja::value::ValueKind;

use super::lower::{DICT_METHODS, Part};
use super::python::{float, whole};
use super::syntax::{Args, Expr};
use super::{Json, Scope, Template, python_float};

/// A value on its way.
#[derive(Debug, Clone)]
pub(super) enum Fast<'a> {
    Undefined,
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    /// As it was read.
    Json(&'a Json),
    /// A value of the engine that is a list or an object.
    Value(Value),
}

/// Whether all parts may be read here.
pub(super) fn is_simple(parts: &[Part]) -> bool {
    parts.iter().all(|part| match part {
        Part::Text(_) => true,
        Part::Expr(expr) => simple(expr),
    })
}

fn simple(expr: &Expr) -> bool {
    match expr {
        Expr::None | Expr::Bool(_) | Expr::Int(_) | Expr::Float(_) | Expr::Text(_) => true,
        Expr::Name(name) => name != "self" && !super::functions::is_known(name),
        Expr::Attr(base, name) => !DICT_METHODS.contains(&name.as_str()) && simple(base),
        Expr::Item(base, key) => match &**key {
            Expr::Text(name) => !DICT_METHODS.contains(&name.as_str()) && simple(base),
            Expr::Int(_) => simple(base),
            _ => false,
        },
        Expr::Call(function, args) => match (getter(function, args), method(function, args)) {
            (Some((base, _, default)), _) => simple(base) && default.is_none_or(simple),
            (None, Some((base, _))) => simple(base),
            (None, None) => false,
        },
        Expr::Filter(base, name, args) => {
            is_text_change(name) && *args == Args::default() && simple(base)
        }
        Expr::Test(base, name, args) => {
            matches!(name.as_str(), "none" | "defined" | "undefined")
                && *args == Args::default()
                && simple(base)
        }
        Expr::Binary(sign, left, right) => *sign == "+" && simple(left) && simple(right),
        Expr::Concat(parts) => parts.iter().all(simple),
        Expr::Compare(first, rest) => {
            simple(first)
                && rest.len() == 1
                && rest.iter().all(|(sign, right)| !sign.ends_with("in") && simple(right))
        }
        Expr::And(left, right) | Expr::Or(left, right) => simple(left) && simple(right),
        Expr::Not(base) => simple(base),
        Expr::If(then, condition, otherwise) => {
            simple(then) && simple(condition) && otherwise.as_deref().is_none_or(simple)
        }
        _ => false,
    }
}

// The parts of `base.get('key', default)`.
fn getter<'e>(
    function: &'e Expr,
    args: &'e Args,
) -> Option<(&'e Expr, &'e str, Option<&'e Expr>)> {
    let Expr::Attr(base, name) = function else { return None };
    match (name.as_str(), args.positional.as_slice(), args.named.is_empty()) {
        ("get", [Expr::Text(key)], true) => Some((base, key, None)),
        ("get", [Expr::Text(key), default], true) => Some((base, key, Some(default))),
        _ => None,
    }
}

// A filter, and with another name for `trim` a method of texts, without arguments.
fn is_text_change(name: &str) -> bool {
    matches!(name, "upper" | "lower" | "trim")
}

// The parts of `base.upper()`.
fn method<'e>(function: &'e Expr, args: &Args) -> Option<(&'e Expr, &'e str)> {
    let Expr::Attr(base, name) = function else { return None };
    let name = if name == "strip" { "trim" } else { name };
    (is_text_change(name) && *args == Args::default()).then_some((base, name))
}

/// Reads the one expression that a template is, or the text that its parts make.
pub(super) fn read<'a>(
    parts: &'a [Part],
    template: &Template,
    scope: &Scope<'a>,
) -> Option<Fast<'a>> {
    let reader = Reader { template, scope };
    if let [Part::Expr(expr)] = parts {
        return reader.eval(expr);
    }
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Expr(expr) => out.push_str(&reader.eval(expr)?.text()?),
        }
    }
    Some(Fast::Text(Cow::Owned(out)))
}

struct Reader<'r, 'a> {
    template: &'r Template,
    scope: &'r Scope<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn eval(&self, expr: &'a Expr) -> Option<Fast<'a>> {
        Some(match expr {
            Expr::None => Fast::None,
            Expr::Bool(flag) => Fast::Bool(*flag),
            Expr::Int(digits) => Fast::Int(digits.parse().ok()?),
            Expr::Float(digits) => Fast::Float(digits.parse().ok()?),
            Expr::Text(text) => Fast::Text(Cow::Borrowed(text)),
            Expr::Name(name) => self.name(name)?,
            Expr::Attr(base, name) => self.eval(base)?.field(name)?,
            Expr::Item(base, key) => match &**key {
                Expr::Text(name) => self.eval(base)?.field(name)?,
                Expr::Int(digits) => self.eval(base)?.item(digits.parse().ok()?)?,
                _ => return None,
            },
            Expr::Filter(base, name, _) => self.eval(base)?.changed(name)?,
            Expr::Call(function, args) if method(function, args).is_some() => {
                let (base, name) = method(function, args)?;
                self.eval(base)?.changed(name)?
            }
            Expr::Call(function, args) => {
                let (base, key, default) = getter(function, args)?;
                match self.eval(base)?.key(key)? {
                    Fast::Undefined => default.map_or(Some(Fast::None), |d| self.eval(d))?,
                    found => found,
                }
            }
            Expr::Test(base, name, _) => Fast::Bool(self.eval(base)?.is(name)?),
            Expr::Binary(_, left, right) => sum(self.eval(left)?, self.eval(right)?)?,
            Expr::Concat(parts) => {
                let mut out = String::new();
                for part in parts {
                    out.push_str(&self.eval(part)?.text()?);
                }
                Fast::Text(Cow::Owned(out))
            }
            Expr::Compare(left, rest) => {
                let [(sign, right)] = rest.as_slice() else { return None };
                Fast::Bool(compare(sign, self.eval(left)?, self.eval(right)?)?)
            }
            Expr::And(left, right) => {
                let left = self.eval(left)?;
                if left.is_true() { self.eval(right)? } else { left }
            }
            Expr::Or(left, right) => {
                let left = self.eval(left)?;
                if left.is_true() { left } else { self.eval(right)? }
            }
            Expr::Not(base) => Fast::Bool(!self.eval(base)?.is_true()),
            Expr::If(then, condition, otherwise) => {
                match (self.eval(condition)?.is_true(), otherwise) {
                    (true, _) => self.eval(then)?,
                    (false, Some(otherwise)) => self.eval(otherwise)?,
                    (false, None) => Fast::Undefined,
                }
            }
            _ => return None,
        })
    }

    fn name(&self, name: &str) -> Option<Fast<'a>> {
        if let Some(json) = self.scope.json(name) {
            return Some(Fast::Json(json));
        }
        let value = self.scope.value(name, &self.template.parameters)?;
        Fast::of(value)
    }
}

impl<'a> Fast<'a> {
    // A scalar of the engine as one of ours.
    fn of(value: Value) -> Option<Self> {
        Some(match value.kind() {
            ValueKind::Undefined => Fast::Undefined,
            ValueKind::None => Fast::None,
            ValueKind::Bool => Fast::Bool(value.is_true()),
            ValueKind::Number => match whole(&value) {
                Some(number) => Fast::Int(number.try_into().ok()?),
                None => Fast::Float(float(&value)?),
            },
            ValueKind::String => Fast::Text(Cow::Owned(value.as_str()?.to_owned())),
            ValueKind::Seq | ValueKind::Map => Fast::Value(value),
            _ => return None,
        })
    }

    // JSON that is a scalar as such; a number beyond ours is for the engine.
    fn plain(self) -> Option<Self> {
        Some(match self {
            Fast::Json(Json::Null) => Fast::None,
            Fast::Json(Json::Bool(flag)) => Fast::Bool(*flag),
            Fast::Json(Json::String(text)) => Fast::Text(Cow::Borrowed(text)),
            Fast::Json(Json::Number(text)) => match text.parse() {
                Ok(number) => Fast::Int(number),
                Err(_) if text.contains(['.', 'e', 'E']) => {
                    Fast::Float(text.parse().ok().filter(|f: &f64| f.is_finite())?)
                }
                Err(_) => return None,
            },
            other => other,
        })
    }

    fn field(self, name: &str) -> Option<Self> {
        match self {
            // The engine says what is undefined.
            Fast::Undefined => None,
            Fast::Json(json) => Some(json.get(name).map_or(Fast::Undefined, Fast::Json)),
            Fast::Value(value) => Fast::of(value.get_attr(name).ok()?),
            _ => Some(Fast::Undefined),
        }
    }

    // The tests that need no engine.
    fn is(self, test: &str) -> Option<bool> {
        Some(match test {
            "none" => matches!(self.plain()?, Fast::None),
            "defined" => !matches!(self, Fast::Undefined),
            _ => matches!(self, Fast::Undefined),
        })
    }

    // A text in other letters; of anything else the engine knows what comes of it.
    fn changed(self, how: &str) -> Option<Self> {
        let Fast::Text(text) = self.plain()? else { return None };
        Some(Fast::Text(match how {
            "upper" => Cow::Owned(text.to_uppercase()),
            "lower" => Cow::Owned(text.to_lowercase()),
            _ => Cow::Owned(text.trim().to_owned()),
        }))
    }

    fn item(self, at: usize) -> Option<Self> {
        match self {
            Fast::Json(Json::Array(items)) => {
                Some(items.get(at).map_or(Fast::Undefined, Fast::Json))
            }
            Fast::Value(value) if value.kind() == ValueKind::Seq => {
                Fast::of(value.get_item_by_index(at).ok()?)
            }
            _ => None,
        }
    }

    // What `get` finds in an object; nothing else has that method.
    fn key(self, name: &str) -> Option<Self> {
        match &self {
            Fast::Json(Json::Object(_)) => self.field(name),
            Fast::Value(value) if value.kind() == ValueKind::Map => self.field(name),
            _ => None,
        }
    }

    /// Whether Python takes it for true.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Fast::Undefined | Fast::None | Fast::Json(Json::Null) => false,
            Fast::Bool(flag) | Fast::Json(Json::Bool(flag)) => *flag,
            Fast::Int(number) => *number != 0,
            Fast::Float(number) => *number != 0.0,
            Fast::Text(text) => !text.is_empty(),
            Fast::Json(Json::Number(text)) => text.parse() != Ok(0.0),
            Fast::Json(Json::String(text)) => !text.is_empty(),
            Fast::Json(Json::Array(items)) => !items.is_empty(),
            Fast::Json(Json::Object(fields)) => !fields.is_empty(),
            Fast::Value(value) => value.is_true(),
        }
    }

    /// What Python writes for it, when it is a scalar.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        Some(match self.plain()? {
            Fast::Undefined => Cow::Borrowed(""),
            Fast::None => Cow::Borrowed("None"),
            Fast::Bool(true) => Cow::Borrowed("True"),
            Fast::Bool(false) => Cow::Borrowed("False"),
            Fast::Int(number) => Cow::Owned(number.to_string()),
            Fast::Float(number) => Cow::Owned(python_float(number)),
            Fast::Text(text) => text,
            Fast::Json(_) | Fast::Value(_) => return None,
        })
    }
}

fn sum<'a>(left: Fast<'a>, right: Fast<'a>) -> Option<Fast<'a>> {
    Some(match (left.plain()?, right.plain()?) {
        (Fast::Int(left), Fast::Int(right)) => Fast::Int(left.checked_add(right)?),
        (Fast::Float(left), Fast::Float(right)) => Fast::Float(left + right),
        (Fast::Text(left), Fast::Text(right)) => Fast::Text(left + right),
        _ => return None,
    })
}

fn compare(sign: &str, left: Fast<'_>, right: Fast<'_>) -> Option<bool> {
    let (left, right) = (left.plain()?, right.plain()?);
    let order = match (&left, &right) {
        (Fast::Int(left), Fast::Int(right)) => Some(left.cmp(right)),
        (Fast::Int(left), Fast::Float(right)) => (*left as f64).partial_cmp(right),
        (Fast::Float(left), Fast::Int(right)) => left.partial_cmp(&(*right as f64)),
        (Fast::Float(left), Fast::Float(right)) => left.partial_cmp(right),
        (Fast::Text(left), Fast::Text(right)) => Some(left.cmp(right)),
        (Fast::Bool(left), Fast::Bool(right)) => Some(left.cmp(right)),
        _ => return same(sign, &left, &right),
    }?;
    Some(match sign {
        "==" => order == Ordering::Equal,
        "!=" => order != Ordering::Equal,
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    })
}

// What is of two types is equal only among numbers, and has no order.
fn same(sign: &str, left: &Fast<'_>, right: &Fast<'_>) -> Option<bool> {
    let equal = match (left, right) {
        (Fast::None, Fast::None) | (Fast::Undefined, Fast::Undefined) => true,
        (Fast::None | Fast::Undefined | Fast::Text(_), _)
        | (_, Fast::None | Fast::Undefined | Fast::Text(_)) => false,
        _ => return None,
    };
    match sign {
        "==" => Some(equal),
        "!=" => Some(!equal),
        _ => None,
    }
}
