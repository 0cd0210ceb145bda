//! How good the records of each source are.

use async_graphql::{ID, SimpleObject};

use super::errors::Result;
use super::round;
use super::visit::Visit;
use super::words::Category;
use crate::model::SourceId;
use crate::store::{self, Part};

/// How good a source's records of companies and people are.
#[derive(SimpleObject)]
pub(super) struct SourceQuality {
    /// The source's name in the configuration.
    source: ID,
    /// What kind of system it is; `null` when it is no longer configured.
    category: Option<Category>,
    /// Records of companies.
    account_records: i64,
    /// Accounts that these are part of.
    accounts: i64,
    /// Records of people.
    contact_records: i64,
    /// Contacts that these are part of.
    contacts: i64,
    /// Records beyond the source's first one for the same account or contact.
    duplicates: QualityIssue,
    /// Records of people whose e-mail address cannot be one; those without one are not counted.
    invalid_email: QualityIssue,
    /// Records of companies whose country is none; those without one are not counted.
    invalid_country: QualityIssue,
    /// Records of companies whose VAT number does not agree with its check digit; those without a
    /// number, or with one of a country whose rule is not known here, are not counted.
    invalid_vat: QualityIssue,
    /// Records of companies without an owner.
    without_owner: QualityIssue,
}

/// How many records have a fault.
#[derive(SimpleObject)]
pub(super) struct QualityIssue {
    /// Records with the fault.
    records: i64,
    /// Records that could have it.
    of: i64,
    /// `records` by `of`, 0 to 1; `null` when there is none that could have it.
    share: Option<f64>,
}

/// The report on all sources, by name.
pub(super) async fn report(visit: &Visit) -> Result<Vec<SourceQuality>> {
    let report = visit.desk.hub.store.quality().await?;
    let mut told = Vec::new();
    for (source, quality) in report {
        let category = visit.category(&source).await?.map(Into::into);
        told.push(of(source, category, quality));
    }
    Ok(told)
}

fn of(source: SourceId, category: Option<Category>, quality: store::Quality) -> SourceQuality {
    SourceQuality {
        source: ID(source.0),
        category,
        account_records: quality.account_records,
        accounts: quality.accounts,
        contact_records: quality.contact_records,
        contacts: quality.contacts,
        duplicates: quality.duplicates().into(),
        invalid_email: quality.email.into(),
        invalid_country: quality.country.into(),
        invalid_vat: quality.vat.into(),
        without_owner: quality.owner.into(),
    }
}

impl From<Part> for QualityIssue {
    fn from(part: Part) -> Self {
        let share = (part.of > 0).then(|| round::share(part.wrong as f64 / part.of as f64));
        Self { records: part.wrong, of: part.of, share }
    }
}
