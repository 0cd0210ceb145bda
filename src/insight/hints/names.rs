//! How systems call the fields that measures need. Our assumption: add the word that yours uses.

use crate::model::EntityKind;

/// Field of the unified model → what a source may call it, without the words for a date or a number.
const CALLED: &[(&str, &[&str])] = &[
    ("quote.requested_at", &["requested", "request", "asked", "rfq", "enquiry", "inquiry"]),
    ("quote.sent_at", &["sent", "issued", "quoted", "submitted"]),
    ("deal.closed_at", &["closed"]),
    ("deal.won", &["won"]),
    (
        "deal.first_expected_close_on",
        &["first expected close", "original expected close", "original close", "initial close"],
    ),
    ("delivery.promised_on", PROMISED),
    ("order.promised_on", PROMISED),
    ("delivery.ordered_on", &["ordered", "order", "order placed"]),
    ("order.ordered_on", &["ordered", "order", "order placed", "placed"]),
    ("delivery.delivered_on", &["delivered", "actual delivery", "proof of delivery", "pod"]),
    ("delivery.order", &["order", "sales order"]),
    ("delivery.product", &["product", "item", "article", "sku", "material"]),
    ("product.family", &["family", "product family", "product group", "product line"]),
    ("invoice.issued_on", &["issued", "issue", "invoice", "invoiced", "billed"]),
    ("invoice.due_on", &["due", "payment due", "invoice due"]),
    ("invoice.amount", &["total", "amount", "total amount", "gross amount", "grand total"]),
    ("invoice.net_amount", &["net", "net amount", "net total", "subtotal", "sub total"]),
    (
        "invoice.open_amount",
        &["open amount", "outstanding", "outstanding amount", "remaining amount", "amount due"],
    ),
    ("payment.paid_on", &["paid", "payment", "received"]),
    ("payment.invoice", &["invoice"]),
    ("payment.amount", &["amount", "paid amount", "amount paid", "payment amount"]),
    ("dispute.opened_at", &["opened", "raised", "disputed"]),
    ("ticket.solved_at", &["solved", "resolved", "resolution"]),
    ("ticket.replies", &["replies", "reply", "public replies", "agent replies"]),
    ("ticket.reopens", &["reopens", "reopen", "reopened", "times reopened", "reopenings"]),
    ("sla_target.met", &["met", "kept", "achieved", "fulfilled", "sla met", "within sla"]),
    ("usage_measure.day", &["used", "usage", "activity"]),
    ("contract.starts_on", &["start", "starts", "contract start", "term start", "valid from"]),
    (
        "contract.ends_on",
        &[
            "end",
            "ends",
            "contract end",
            "term end",
            "expiry",
            "expires",
            "expiration",
            "valid to",
            "valid until",
        ],
    ),
    (
        "contract.annual_value",
        &["arr", "acv", "annual value", "annual contract value", "annual recurring revenue"],
    ),
    (
        "contract.seats",
        &["seats", "seat", "licences", "licenses", "licensed seats", "licensed users"],
    ),
    ("contract.modules", &["modules", "entitled modules", "entitlements"]),
    ("contract.renewed_on", &["renewed"]),
    ("contract.renewed_value", &["renewed value", "renewed arr", "renewed amount"]),
    (
        "contract.go_live_planned",
        &["planned go live", "go live planned", "target go live", "go live target"],
    ),
    ("milestone.due_on", &["due", "deadline", "target", "planned", "committed"]),
    ("contact.buying_role", &["buying role", "purchase role", "decision role"]),
    ("contact.influence", &["influence", "influence level"]),
    ("contact.champion", &["champion", "champion status"]),
    ("contact.champion_confirmed_on", &["champion confirmed"]),
    ("contact.left_on", &["left", "left company"]),
];

const PROMISED: &[&str] = &[
    "promised",
    "promise",
    "promised delivery",
    "promised ship",
    "promised shipping",
    "promised shipment",
    "committed",
    "commit",
    "committed delivery",
    "committed ship",
    "confirmed delivery",
    "agreed delivery",
    "delivery due",
];

/// Words that only say what kind of value a field holds.
const KINDS_OF_VALUE: &[&str] = &[
    "date",
    "day",
    "datetime",
    "time",
    "timestamp",
    "at",
    "on",
    "utc",
    "by",
    "id",
    "no",
    "nr",
    "number",
    "key",
    "ref",
    "reference",
    "count",
    "num",
    "is",
    "was",
    "has",
    "custom",
    "cf",
    "field",
    "value",
    "c",
];

/// A field's name as words: `promisedDeliveryDate`, `promised_delivery_date` are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Of the last part of the path.
    pub(super) words: Vec<String>,
    /// Of the parts before it.
    pub(super) before: Vec<String>,
}

impl Name {
    pub(super) fn of(path: &str) -> Self {
        let (before, last) = path.trim_end_matches(".*").rsplit_once('.').unwrap_or(("", path));
        Self { words: words(last), before: words(before) }
    }

    /// It may be what the unified model calls so.
    pub(super) fn may_mean(&self, kind: EntityKind, field: &str) -> bool {
        let target = format!("{}.{field}", kind.word());
        let Some((_, called)) = CALLED.iter().find(|(name, _)| *name == target) else {
            return false;
        };
        let telling: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let telling = trim(&telling);
        let plain = telling.join(" ");
        let own = telling.split_first().filter(|(first, _)| **first == kind.word());
        let without_own = own.map(|(_, rest)| rest.join(" ")).filter(|rest| !rest.is_empty());
        called.iter().any(|name| *name == plain || Some(*name) == without_own.as_deref())
    }
}

/// Without the words at both ends that only say what kind of value it is.
fn trim<'a, 'b>(words: &'b [&'a str]) -> &'b [&'a str] {
    let tells = |word: &&str| !KINDS_OF_VALUE.contains(word);
    let (first, last) = (words.iter().position(tells), words.iter().rposition(tells));
    let telling = first.zip(last).and_then(|(first, last)| words.get(first..=last));
    telling.unwrap_or_default()
}

/// The words of a name, small.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_small = false;
    for letter in name.chars() {
        let begins = letter.is_uppercase() && was_small;
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        was_small = letter.is_lowercase() || letter.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The names that are looked up, for a test that the model has them.
#[cfg(test)]
pub(super) fn targets() -> impl Iterator<Item = &'static str> {
    CALLED.iter().map(|(target, _)| *target)
}
