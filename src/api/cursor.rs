//! Where a page of accounts ended, as an opaque word.
//!
//! It holds the order's value and the id of the last account, so that a walk goes on from there
//! whatever changed before it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::errors::{ApiError, Result};
use crate::model::AccountId;
use crate::portfolio::{Order, Place, Sorting, Value};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cursor {
    /// The order it was made in.
    o: String,
    /// The order's value.
    v: Option<String>,
    /// The account.
    i: String,
}

fn word(sorting: Sorting) -> String {
    format!("{}{}", sorting.order.name(), if sorting.descending { "-" } else { "+" })
}

/// A place in this order as a word.
pub(super) fn cursor(sorting: Sorting, place: Place) -> String {
    let v = place.value.map(|value| match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.into(),
    });
    let cursor = Cursor { o: word(sorting), v, i: place.id.0 };
    let json = serde_json::to_vec(&cursor).expect("a cursor is three texts");
    BASE64_URL_SAFE_NO_PAD.encode(json)
}

/// The place that a cursor stands for; `argument` is the one that holds it.
pub(super) fn place(sorting: Sorting, argument: &str, text: &str) -> Result<Place> {
    let wrong = || {
        ApiError::BadInput(format!(
            "`{argument}` is not a cursor of this list; pass one on as it came"
        ))
    };
    let json = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| wrong())?;
    if cursor.o != word(sorting) {
        let what = format!(
            "`{argument}` was made in another order; begin anew when `orderBy` changes"
        );
        return Err(ApiError::BadInput(what));
    }
    let value = cursor.v.map(|value| match sorting.order {
        Order::Number(_) => {
            let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
            number.map(Value::Number).ok_or_else(wrong)
        }
        Order::Id | Order::Name | Order::Word(_) => Ok(Value::Text(value.into())),
    });
    Ok(Place { value: value.transpose()?, id: AccountId(cursor.i) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::Number;

    const BY_NAME: Sorting = Sorting { order: Order::Name, descending: false };

    #[test]
    fn a_cursor_round_trips() {
        let values = [None, Some(""), Some("zürich \"pumpen\" & co")];
        let texts = values.map(|text| (BY_NAME, text.map(|text| Value::Text(text.into()))));
        let by_health = Sorting { order: Order::Number(Number::Health), descending: true };
        let numbers = [None, Some(0.1 + 0.2), Some(-1e-300)];
        let numbers = numbers.map(|number| (by_health, number.map(Value::Number)));
        for (sorting, value) in texts.into_iter().chain(numbers) {
            let there = Place { value, id: "acc_1".into() };
            assert_eq!(place(sorting, "after", &cursor(sorting, there.clone())), Ok(there));
        }
    }

    #[test]
    fn a_cursor_of_another_order_or_none_at_all_is_refused() {
        let there = Place { value: None, id: "acc_1".into() };
        let made = cursor(BY_NAME, there.clone());
        let other = Sorting { descending: true, ..BY_NAME };
        assert!(place(other, "after", &made).is_err());
        let by_health = Sorting { order: Order::Number(Number::Health), descending: false };
        let text = Place { value: Some(Value::Text("NaN".into())), ..there };
        assert!(place(by_health, "after", &cursor(by_health, text)).is_err());
        for text in ["", "%%%", "bm9wZQ", "eyJvIjoxfQ"] {
            assert!(place(BY_NAME, "after", text).is_err(), "{text}");
        }
    }
}
