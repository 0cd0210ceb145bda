//! What stewards order: that two records are one party or two, that a record is right about a field.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, ID};

use super::account::{Account, ExternalKey};
use super::cohort::Cohort;
use super::errors::{ApiError, Result, report};
use super::lineage;
use super::loaders::RowOf;
use super::pair::{Pair, party};
use super::visit::Visit;
use crate::model::{AccountId, EntityKind, Pin, RecordRef};
use crate::reconcile::matching::Kind;
use crate::store::Verdict;

/// So long an order waits for its effect before it is answered.
const PATIENCE: Duration = Duration::from_secs(30);

/// A field of an account that a record is, or is to be, right about.
pub(super) struct PinnedValue {
    /// The account's id, a retired one too.
    pub(super) account: ID,
    /// The field, such as `legalName`. Of a group such as an address the record gives all of it.
    pub(super) field: String,
    /// The record, which must be one of the account's.
    pub(super) record: ExternalKey,
}

/// Keeps what a steward says of two records, and gives the account that the left one is part of then.
pub(super) async fn decide(
    ctx: &Context<'_>,
    pair: Pair,
    same: bool,
    reason: Option<String>,
) -> Result<Option<Account>> {
    let visit = Visit::of(ctx);
    let verdict = Verdict {
        kind: pair.kind,
        a: pair.left.clone(),
        b: pair.right.clone(),
        same,
        reason: reason.unwrap_or_default(),
        said_by: visit.author(),
        said_at: visit.desk.now(),
        undone_at: None,
    };
    if !visit.desk.hub.store.say(&verdict).await? {
        let what = "one of the two records is not there any more; nothing was kept";
        return Err(ApiError::NotFound(what.to_owned()));
    }
    take_effect(ctx, &visit).await;
    answer(&visit, pair.kind, &pair.left).await
}

/// Takes back what a steward said of two records.
pub(super) async fn undo(ctx: &Context<'_>, pair: Pair) -> Result<Option<Account>> {
    let visit = Visit::of(ctx);
    let (store, now) = (&visit.desk.hub.store, visit.desk.now());
    if !store.unsay(pair.kind, &pair.left, &pair.right, now).await? {
        let what = "no steward's word on these two records is in force";
        return Err(ApiError::NotFound(what.to_owned()));
    }
    take_effect(ctx, &visit).await;
    answer(&visit, pair.kind, &pair.left).await
}

/// Pins a record for a field of an account.
pub(super) async fn pin(
    ctx: &Context<'_>,
    asked: PinnedValue,
    reason: Option<String>,
) -> Result<Option<Account>> {
    let visit = Visit::of(ctx);
    let (record, field) = pinned(&visit, asked).await?;
    let pin = Pin {
        kind: EntityKind::Account,
        record: record.clone(),
        field: field.to_owned(),
        reason,
        pinned_by: visit.author(),
        pinned_at: visit.desk.now(),
    };
    if !visit.desk.hub.store.pin(&pin).await? {
        let what = "the record is not there any more; nothing was pinned";
        return Err(ApiError::NotFound(what.to_owned()));
    }
    take_effect(ctx, &visit).await;
    answer(&visit, Kind::Account, &record).await
}

/// Takes a pin back.
pub(super) async fn unpin(ctx: &Context<'_>, asked: PinnedValue) -> Result<Option<Account>> {
    let visit = Visit::of(ctx);
    let (record, field) = pinned(&visit, asked).await?;
    if !visit.desk.hub.store.unpin(EntityKind::Account, &record, field).await? {
        let what = format!("the record is not pinned for `{field}`");
        return Err(ApiError::NotFound(what));
    }
    take_effect(ctx, &visit).await;
    answer(&visit, Kind::Account, &record).await
}

/// The record's origin id and the field's name, when the record is one of the account's.
async fn pinned(visit: &Visit, asked: PinnedValue) -> Result<(String, &'static str)> {
    let field = lineage::field_name(&asked.field)?;
    if field == "changed_at" {
        let what = "`changedAt` is said of a record, not of an account; it cannot be pinned";
        return Err(ApiError::BadInput(what.to_owned()));
    }
    let rows = visit.read([RowOf(AccountId(asked.account.0.clone()))]).await?;
    let Some(row) = rows.into_values().next() else {
        let what = format!("no account has the id `{}`", asked.account.0);
        return Err(ApiError::NotFound(what));
    };
    let named = RecordRef::from(asked.record);
    let record = party(visit, Kind::Account, named.clone()).await?;
    let of = visit.desk.hub.store.account_of_party(Kind::Account, &record).await?;
    if of != row.account.origin.account {
        let what = format!("the record {named} is no part of account `{}`", asked.account.0);
        return Err(ApiError::BadInput(what));
    }
    Ok((record, field))
}

/// Has what was ordered take effect. It is kept already: what fails here is told beside the answer.
pub(super) async fn take_effect(ctx: &Context<'_>, visit: &Visit) {
    let Some(digest) = &visit.desk.hub.digest else { return };
    match tokio::time::timeout(PATIENCE, digest()).await {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => report(ctx, ApiError::internal(failure.as_ref())),
        Err(_) => {
            let what = "it is kept, and takes effect when the work under way is done";
            report(ctx, ApiError::Unavailable(what.to_owned()));
        }
    }
}

/// The account of a record as it is now, whatever this request read before.
async fn answer(visit: &Arc<Visit>, kind: Kind, record: &str) -> Result<Option<Account>> {
    let visit = visit.anew();
    let id = visit.desk.hub.store.account_of_party(kind, record).await?;
    let rows = visit.read(id.map(RowOf)).await?.into_values().collect();
    Ok(Cohort::seat(&visit, rows).pop())
}
