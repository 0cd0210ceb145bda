//! The words a mapping may use, and help for those who mistype one.

use super::convert::Form;

pub(super) const HEADER: &[&str] =
    &["category", "title", "version", "default_currency", "tables", "streams", "webhooks"];
pub(super) const STREAM: &[&str] = &["entities", "deleted_when", "tombstones_of", "sweep"];
pub(super) const SWEEP: &[&str] = &["every", "at_most"];
pub(super) const WEBHOOKS: &[&str] = &["signature", "each", "event", "id", "events"];
pub(super) const SIGNATURE: &[&str] = &[
    "scheme",
    "header",
    "part",
    "prefix",
    "as",
    "over",
    "timestamp",
    "timestamp_part",
    "window",
];
pub(super) const SCHEMES: &[&str] = &["hmac_sha256", "hmac_sha1", "hmac_sha512", "token"];
pub(super) const ENCODINGS: &[&str] = &["hex", "base64"];
pub(super) const SIGNED: &[&str] = &["body", "timestamp", "method", "uri"];
pub(super) const PLACE: &[&str] = &["header"];
pub(super) const EVENT: &[&str] = &["stream", "key", "deleted", "record"];
pub(super) const ENTITY: &[&str] = &[
    "entity", "adds_to", "each", "when", "lookup", "key", "account", "contact", "url", "fields",
];
pub(super) const VALUE: &[&str] = &[
    "from",
    "is",
    "as",
    "table",
    "otherwise",
    "currency",
    "unit",
    "format",
    "zone",
    "split",
    "empty",
    "plus_minutes",
    "contains",
];
pub(super) const LOOKUP: &[&str] = &["table", "by", "otherwise"];
pub(super) const TEST: &[&str] = &["not", "filled", "contains"];
pub(super) const CONVERSIONS: &[&str] = &[
    "text", "lower", "upper", "phone", "domain", "country", "int", "number", "money", "day",
    "time", "flag", "list",
];
pub(super) const FORMATS: &[&str] = &["iso", "date", "epoch_s", "epoch_ms"];
pub(super) const UNITS: &[&str] = &["whole", "cents"];

/// The form of text that a conversion word asks for.
pub(super) fn form(word: &str) -> Option<Form> {
    Some(match word {
        "text" => Form::Plain,
        "lower" => Form::Lower,
        "upper" => Form::Upper,
        "phone" => Form::Phone,
        "domain" => Form::Domain,
        "country" => Form::Country,
        _ => return None,
    })
}

/// `; did you mean …?` when a known word is near, else all that are known.
pub(super) fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let likeness = |other: &str| {
        strsim::normalized_damerau_levenshtein(&word.to_lowercase(), &other.to_lowercase())
    };
    let best = known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best {
        Some(best) if likeness(best) >= 0.5 => format!("; did you mean `{best}`?"),
        _ => format!("; expected one of: {}", known.join(", ")),
    }
}
