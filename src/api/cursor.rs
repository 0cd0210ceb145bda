//! Where a page of accounts ended, as an opaque word.
//!
//! It holds the order's value and the id of the last account, so that a walk goes on from there
//! whatever changed before it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::errors::{ApiError, Result};
use crate::model::AccountId;
use crate::store::{AccountOrder, AccountRow, After};

/// An order with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sorting {
    pub(super) order: AccountOrder,
    pub(super) descending: bool,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cursor {
    /// The order it was made in.
    o: String,
    /// The order's value.
    v: Option<String>,
    /// The account.
    i: String,
}

impl Sorting {
    fn word(self) -> String {
        let name = match self.order {
            AccountOrder::Name => "name",
            AccountOrder::Health => "health",
            AccountOrder::Trust => "trust",
            AccountOrder::AtRisk => "atRisk",
            AccountOrder::Growth => "growthExpected",
            AccountOrder::Arr => "arr",
        };
        format!("{name}{}", if self.descending { "-" } else { "+" })
    }

    /// The cursor of an account in this order.
    pub(super) fn cursor(self, id: &AccountId, row: &AccountRow) -> String {
        let v = self.order.value(row);
        let cursor = Cursor { o: self.word(), v, i: id.0.clone() };
        let json = serde_json::to_vec(&cursor).expect("a cursor is three texts");
        BASE64_URL_SAFE_NO_PAD.encode(json)
    }

    /// The place that a cursor stands for.
    pub(super) fn after(self, text: &str) -> Result<After> {
        let wrong = || {
            let what =
                "`after` is not a cursor of this list; pass an `endCursor` on as it came";
            ApiError::BadInput(what.to_owned())
        };
        let json = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| wrong())?;
        if cursor.o != self.word() {
            let what = "`after` was made in another order; begin anew when `orderBy` changes";
            return Err(ApiError::BadInput(what.to_owned()));
        }
        let number = |value: &String| value.parse::<f64>().is_ok_and(f64::is_finite);
        if self.order != AccountOrder::Name && !cursor.v.iter().all(number) {
            return Err(wrong());
        }
        Ok(After { value: cursor.v, id: AccountId(cursor.i) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Account;

    fn row(name: Option<&str>) -> AccountRow {
        let account = Account { name: name.map(str::to_owned), ..Account::default() };
        AccountRow { account, parent: None, version: 1, score: None }
    }

    #[test]
    fn a_cursor_round_trips() {
        let by_name = Sorting { order: AccountOrder::Name, descending: false };
        for name in [None, Some(""), Some("Zürich \"Pumpen\" & Co")] {
            let cursor = by_name.cursor(&"acc_1".into(), &row(name));
            let after = After { value: name.map(str::to_owned), id: "acc_1".into() };
            assert_eq!(by_name.after(&cursor), Ok(after));
        }
    }

    #[test]
    fn a_cursor_of_another_order_or_none_at_all_is_refused() {
        let by_name = Sorting { order: AccountOrder::Name, descending: false };
        let cursor = by_name.cursor(&"acc_1".into(), &row(None));
        let other = Sorting { descending: true, ..by_name };
        assert!(other.after(&cursor).is_err());
        for text in ["", "%%%", "bm9wZQ", "eyJvIjoxfQ"] {
            assert!(by_name.after(text).is_err(), "{text}");
        }
    }
}
