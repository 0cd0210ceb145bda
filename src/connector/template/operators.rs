//! What the operators of an expression do, as in Python.

use std::cmp::Ordering;

use minijinja::value::{Rest, Tuple, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, State, Value};

use super::containers::{self, Dict, Method};
use super::lower::DICT_METHODS;
use super::moments;
use super::python::{
    charge, compare, equal, float, int, is_list, text, type_error, type_name, undefined, whole,
    wrong,
};

/// The largest size in a `%` or `str.format` specification.
const MAX_WIDTH: usize = 100_000;
/// Tuples within tuples.
const MAX_NESTING: usize = 64;
/// Most fields of a dictionary that a template makes.
pub(super) const MAX_FIELDS: usize = 10_000;

/// Adds the operators under the names that `lower` writes.
pub(super) fn add_to(env: &mut Environment<'static>) {
    env.add_function("__add", add);
    env.add_function("__sub", sub);
    env.add_function("__mul", mul);
    env.add_function("__div", div);
    env.add_function("__floordiv", |left: Value, right: Value| floor(&left, &right, true));
    env.add_function("__mod", modulo);
    env.add_function("__pow", pow);
    env.add_function("__neg", |value: Value| sign(&value, true));
    env.add_function("__pos", |value: Value| sign(&value, false));
    env.add_function("__concat", concat);
    env.add_function("__eq", |left: Value, right: Value| equal(&left, &right));
    env.add_function("__ne", |left: Value, right: Value| !equal(&left, &right));
    add_order(env);
    env.add_function("__in", |item: Value, inside: Value| contains(&inside, &item));
    env.add_function("__not_in", |item: Value, inside: Value| {
        contains(&inside, &item).map(|found| !found)
    });
    env.add_function("__slice", slice);
    env.add_function("__iter", iterable);
    env.add_function("__list", |items: Rest<Value>| containers::list(items.0));
    env.add_function("__tuple", tuple);
    env.add_function("__dict", dict);
    env.add_function("__attr", |base: Value, name: String| attribute(&base, &name));
    env.add_function("__item", |base: Value, name: String| item(&base, &name));
    env.add_function("__nothing", || Value::UNDEFINED);
    env.add_function("__run", run);
}

fn add_order(env: &mut Environment<'static>) {
    let order = |wanted: fn(Ordering) -> bool| {
        move |left: Value, right: Value| {
            Ok::<_, Error>(compare(&left, &right)?.is_some_and(wanted))
        }
    };
    env.add_function("__lt", order(Ordering::is_lt));
    env.add_function("__le", order(Ordering::is_le));
    env.add_function("__gt", order(Ordering::is_gt));
    env.add_function("__ge", order(Ordering::is_ge));
}

fn unfit(sign: &str, left: &Value, right: &Value) -> Error {
    if left.is_undefined() || right.is_undefined() {
        return undefined();
    }
    let (left, right) = (type_name(left), type_name(right));
    type_error(&format!("uses `{sign}` on {left} and {right}"))
}

fn too_large() -> Error {
    wrong("makes a number that is too large")
}

fn two_ints(left: &Value, right: &Value) -> Option<(i128, i128)> {
    Some((whole(left)?, whole(right)?))
}

fn two_floats(left: &Value, right: &Value) -> Option<(f64, f64)> {
    Some((float(left)?, float(right)?))
}

pub(super) fn add(
    state: &mut State<'_, '_>,
    left: Value,
    right: Value,
) -> Result<Value, Error> {
    if let Some((left, right)) = two_ints(&left, &right) {
        return left.checked_add(right).map(int).ok_or_else(too_large);
    }
    if let Some((left, right)) = two_floats(&left, &right) {
        return Ok(Value::from(left + right));
    }
    if let (Some(left), Some(right)) = (left.as_str(), right.as_str()) {
        charge(state, left.len() + right.len())?;
        return Ok(Value::from([left, right].concat()));
    }
    if is_list(&left) && is_list(&right) && left.is_tuple() == right.is_tuple() {
        let mut items = collect(state, &left)?;
        items.extend(collect(state, &right)?);
        return if left.is_tuple() { tuple(Rest(items)) } else { Ok(containers::list(items)) };
    }
    moments::add(&left, &right)?.ok_or_else(|| unfit("+", &left, &right))
}

/// The items of a list, counted.
pub(super) fn collect(state: &mut State<'_, '_>, value: &Value) -> Result<Vec<Value>, Error> {
    let items = value.try_iter()?.checked().collect::<Result<Vec<_>, _>>()?;
    charge(state, items.len() * size_of::<Value>())?;
    Ok(items)
}

fn sub(left: Value, right: Value) -> Result<Value, Error> {
    if let Some((left, right)) = two_ints(&left, &right) {
        return left.checked_sub(right).map(int).ok_or_else(too_large);
    }
    if let Some((left, right)) = two_floats(&left, &right) {
        return Ok(Value::from(left - right));
    }
    moments::sub(&left, &right)?.ok_or_else(|| unfit("-", &left, &right))
}

fn mul(state: &mut State<'_, '_>, left: Value, right: Value) -> Result<Value, Error> {
    if let Some((left, right)) = two_ints(&left, &right) {
        return left.checked_mul(right).map(int).ok_or_else(too_large);
    }
    if let Some((left, right)) = two_floats(&left, &right) {
        return Ok(Value::from(left * right));
    }
    if let Some(product) = moments::mul(&left, &right)? {
        return Ok(product);
    }
    let (many, count) = match (whole(&left), whole(&right)) {
        (None, Some(count)) => (&left, count),
        (Some(count), None) => (&right, count),
        _ => return Err(unfit("*", &left, &right)),
    };
    let count = usize::try_from(count.max(0)).map_err(|_| too_large())?;
    if let Some(text) = many.as_str() {
        charge(state, text.len().saturating_mul(count))?;
        return Ok(Value::from(text.repeat(count)));
    }
    if !is_list(many) {
        return Err(unfit("*", &left, &right));
    }
    let items = collect(state, many)?;
    charge(state, items.len().saturating_mul(count).saturating_mul(size_of::<Value>()))?;
    let repeated = items.iter().cycle().take(items.len() * count).cloned().collect();
    if many.is_tuple() { tuple(Rest(repeated)) } else { Ok(containers::list(repeated)) }
}

fn by_zero() -> Error {
    wrong("divides by zero")
}

fn div(left: Value, right: Value) -> Result<Value, Error> {
    if let Some((left, right)) = two_floats(&left, &right) {
        return if right == 0.0 { Err(by_zero()) } else { Ok(Value::from(left / right)) };
    }
    moments::div(&left, &right)?.ok_or_else(|| unfit("/", &left, &right))
}

// The quotient or the remainder, both rounded towards minus infinity.
fn floor(left: &Value, right: &Value, quotient: bool) -> Result<Value, Error> {
    if let Some((left, right)) = two_ints(left, right) {
        if right == 0 {
            return Err(by_zero());
        }
        let (rest, whole) = (left.checked_rem(right), left.checked_div(right));
        let (Some(rest), Some(whole)) = (rest, whole) else { return Err(too_large()) };
        let crosses = rest != 0 && (rest < 0) != (right < 0);
        let shift = i128::from(crosses);
        return Ok(int(if quotient { whole - shift } else { rest + shift * right }));
    }
    let Some((a, b)) = two_floats(left, right) else {
        return Err(unfit(if quotient { "//" } else { "%" }, left, right));
    };
    if b == 0.0 {
        return Err(by_zero());
    }
    let rest = a % b;
    let rest = if rest != 0.0 && (rest < 0.0) != (b < 0.0) { rest + b } else { rest };
    Ok(Value::from(if quotient { ((a - rest) / b).round() } else { rest }))
}

fn modulo(state: &mut State<'_, '_>, left: Value, right: Value) -> Result<Value, Error> {
    if left.as_str().is_none() {
        return floor(&left, &right, false);
    }
    let mut args = vec![left.clone()];
    if right.is_tuple() {
        args.extend(collect(state, &right)?);
    } else {
        args.push(right);
    }
    check_format(&args)?;
    let made = state.apply_filter("__printf", &args)?;
    charge(state, made.as_str().map_or(0, str::len))?;
    Ok(made)
}

/// Refuses a format that asks for more room than any text has.
pub(super) fn check_format(args: &[Value]) -> Result<(), Error> {
    let format = args.first().and_then(Value::as_str).unwrap_or_default();
    let mut width = 0_usize;
    for letter in format.chars() {
        width = match letter.to_digit(10) {
            Some(digit) => width.saturating_mul(10).saturating_add(digit as usize),
            None => 0,
        };
        if width > MAX_WIDTH {
            return Err(wrong("asks for a text that is too wide"));
        }
    }
    let is_wide = |value: &Value| value.as_usize().is_some_and(|width| width > MAX_WIDTH);
    let asks = format.contains('*') || format.contains(":{");
    if asks && args.iter().any(is_wide) {
        return Err(wrong("asks for a text that is too wide"));
    }
    Ok(())
}

fn pow(left: Value, right: Value) -> Result<Value, Error> {
    if let Some((base, power)) = two_ints(&left, &right)
        && let Ok(power) = u32::try_from(power)
    {
        return base.checked_pow(power).map(int).ok_or_else(too_large);
    }
    let Some((base, power)) = two_floats(&left, &right) else {
        return Err(unfit("**", &left, &right));
    };
    if base == 0.0 && power < 0.0 {
        return Err(by_zero());
    }
    Ok(Value::from(base.powf(power)))
}

fn sign(value: &Value, negative: bool) -> Result<Value, Error> {
    if let Some(number) = whole(value) {
        return Ok(int(if negative { -number } else { number }));
    }
    if let Some(number) = float(value) {
        return Ok(Value::from(if negative { -number } else { number }));
    }
    if value.is_undefined() {
        return Err(undefined());
    }
    moments::sign(value, negative)
        .ok_or_else(|| type_error(&format!("puts a sign before {}", type_name(value))))
}

fn concat(state: &mut State<'_, '_>, parts: Rest<Value>) -> Result<Value, Error> {
    let mut out = String::new();
    for part in parts.iter() {
        out.push_str(&text(part)?);
        charge(state, out.len())?;
    }
    Ok(Value::from(out))
}

/// Whether a value is in another.
pub(super) fn contains(inside: &Value, item: &Value) -> Result<bool, Error> {
    if let Some(text) = inside.as_str() {
        return match item.as_str() {
            Some(part) => Ok(text.contains(part)),
            None => Err(type_error("looks in a text for what is no text")),
        };
    }
    match inside.kind() {
        ValueKind::Undefined => Ok(false),
        ValueKind::Map => {
            if is_list(item) && !item.is_tuple() || item.kind() == ValueKind::Map {
                return Err(type_error("looks for a key that cannot be one"));
            }
            let fits = |key: Value| equal(&key, item);
            Ok(match inside.downcast_object_ref::<Dict>() {
                Some(dict) => dict.lock().iter().any(|(key, _)| equal(key, item)),
                None if item.as_str().is_some() => {
                    // A key may be there without a value.
                    !inside.get_item(item)?.is_undefined() || inside.try_iter()?.any(fits)
                }
                None => inside.try_iter()?.any(fits),
            })
        }
        _ if is_list(inside) => {
            for known in inside.try_iter()?.checked() {
                if equal(&known?, item) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Err(type_error(&format!("looks for something in {}", type_name(inside)))),
    }
}

fn iterable(value: Value) -> Result<Value, Error> {
    if let Some(text) = value.as_str() {
        return Ok(text.chars().map(Value::from).collect());
    }
    match value.kind() {
        ValueKind::None | ValueKind::Bool | ValueKind::Number | ValueKind::Plain => {
            Err(type_error(&format!("goes through {} as if it were a list", type_name(&value))))
        }
        _ => Ok(value),
    }
}

fn bound(value: &Value) -> Result<Option<i128>, Error> {
    match whole(value) {
        _ if value.is_none() => Ok(None),
        Some(bound) => Ok(Some(bound)),
        None => Err(type_error("cuts a value at what is no whole number")),
    }
}

fn slice(
    state: &mut State<'_, '_>,
    base: Value,
    start: Value,
    stop: Value,
    step: Value,
) -> Result<Value, Error> {
    if base.is_undefined() {
        return Err(undefined());
    }
    let (start, stop, step) = (bound(&start)?, bound(&stop)?, bound(&step)?.unwrap_or(1));
    if step == 0 {
        return Err(wrong("cuts a value in steps of zero"));
    }
    if let Some(text) = base.as_str() {
        charge(state, text.len())?;
        let letters: Vec<char> = text.chars().collect();
        let picked = picks(letters.len(), start, stop, step);
        return Ok(Value::from(picked.filter_map(|at| letters.get(at)).collect::<String>()));
    }
    if !is_list(&base) {
        return Err(type_error(&format!("cuts {} as if it were a list", type_name(&base))));
    }
    let items = collect(state, &base)?;
    let picked = picks(items.len(), start, stop, step);
    let picked = picked.filter_map(|at| items.get(at).cloned()).collect();
    if base.is_tuple() { tuple(Rest(picked)) } else { Ok(containers::list(picked)) }
}

// The places that Python's `start:stop:step` names.
fn picks(
    length: usize,
    start: Option<i128>,
    stop: Option<i128>,
    step: i128,
) -> impl Iterator<Item = usize> {
    let length = length as i128;
    let (least, most) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let place = |bound: Option<i128>, default: i128| match bound {
        None => default,
        Some(bound) if bound < 0 => (bound + length).clamp(least, most),
        Some(bound) => bound.clamp(least, most),
    };
    let (first, last) = if step > 0 { (least, most) } else { (most, least) };
    let (mut at, end) = (place(start, first), place(stop, last));
    std::iter::from_fn(move || {
        let inside = if step > 0 { at < end } else { at > end };
        let now = usize::try_from(at).ok().filter(|_| inside)?;
        at = at.saturating_add(step);
        Some(now)
    })
}

fn tuple(items: Rest<Value>) -> Result<Value, Error> {
    if items.iter().any(|item| is_deep(item, 0)) {
        return Err(wrong("nests values too deep"));
    }
    Ok(Value::from(Tuple::from(items.0)))
}

// Only tuples can be nested without end by a template that the engine must take apart itself.
fn is_deep(value: &Value, depth: usize) -> bool {
    let mut items =
        value.is_tuple().then(|| value.try_iter().ok()).flatten().into_iter().flatten();
    depth > MAX_NESTING || items.any(|item| is_deep(&item, depth + 1))
}

fn dict(flat: Rest<Value>) -> Result<Value, Error> {
    if flat.len() > 2 * MAX_FIELDS {
        return Err(wrong("makes an object with too many fields"));
    }
    let pairs = flat.chunks_exact(2).filter_map(|pair| match pair {
        [key, value] => Some((key.clone(), value.clone())),
        _ => None,
    });
    Ok(containers::dict(pairs))
}

// `record.items` is the method, even where there is a key of that name.
fn attribute(base: &Value, name: &str) -> Result<Value, Error> {
    match (base.kind(), method(name)) {
        (ValueKind::Map, Some(method)) => Ok(method),
        _ => base.get_attr(name),
    }
}

// `record['items']` is the key, and the method where there is none.
fn item(base: &Value, name: &str) -> Result<Value, Error> {
    let found = base.get_item(&Value::from(name))?;
    match (base.kind(), method(name)) {
        (ValueKind::Map, Some(method)) if found.is_undefined() => Ok(method),
        _ => Ok(found),
    }
}

fn method(name: &str) -> Option<Value> {
    let name = DICT_METHODS.into_iter().find(|known| *known == name)?;
    Some(Value::from_object(Method(name)))
}

fn run(
    state: &mut State<'_, '_>,
    function: Value,
    args: Rest<ValueOrKwargs>,
) -> Result<Value, Error> {
    if function.is_undefined() {
        return Err(undefined());
    }
    function.call(state, &args.into_values())
}
