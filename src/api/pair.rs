//! Two records that a steward speaks of.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::account::ExternalKey;
use super::errors::{ApiError, Result};
use super::visit::Visit;
use super::words::PartyKind;
use crate::model::RecordRef;
use crate::reconcile::matching::Kind;
use crate::reconcile::{self, Subject, Why};

/// Two records of a kind of party, by their origin ids, as they were named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) kind: Kind,
    pub(super) left: String,
    pub(super) right: String,
}

/// Two records, by where they come from.
#[derive(InputObject)]
pub(super) struct RecordPair {
    /// What kind of party they are about.
    #[graphql(default_with = "PartyKind::Account")]
    kind: PartyKind,
    /// One record.
    left: ExternalKey,
    /// The other.
    right: ExternalKey,
}

impl Pair {
    /// The pair as an opaque word.
    pub(super) fn id(&self) -> ID {
        let parts = [self.kind.word(), &self.left, &self.right];
        let json = serde_json::to_vec(&parts).expect("three texts are always JSON");
        ID(BASE64_URL_SAFE_NO_PAD.encode(json))
    }

    fn of_id(id: &ID) -> Result<Self> {
        let wrong = || {
            let what =
                "`id` is not one of `identityReview` or `whyMatch`; pass it on as it came";
            ApiError::BadInput(what.to_owned())
        };
        let json = BASE64_URL_SAFE_NO_PAD.decode(id.as_bytes()).map_err(|_| wrong())?;
        let parts: [String; 3] = serde_json::from_slice(&json).map_err(|_| wrong())?;
        let [word, left, right] = parts;
        let kinds = [Kind::Account, Kind::Contact];
        let kind = kinds.into_iter().find(|kind| kind.word() == word).ok_or_else(wrong)?;
        Ok(Self { kind, left, right })
    }

    /// The pair that is named in one of two ways.
    pub(super) async fn named(
        visit: &Visit,
        id: Option<ID>,
        records: Option<RecordPair>,
    ) -> Result<Self> {
        match (id, records) {
            (Some(id), None) => Self::of_id(&id),
            (None, Some(RecordPair { kind, left, right })) => {
                Self::of(visit, kind.into(), left, right).await
            }
            _ => {
                let what = "the two records need either `id` or `records`, and not both";
                Err(ApiError::BadInput(what.to_owned()))
            }
        }
    }

    /// The pair of two records.
    pub(super) async fn of(
        visit: &Visit,
        kind: Kind,
        left: ExternalKey,
        right: ExternalKey,
    ) -> Result<Self> {
        let (left, right) =
            (party(visit, kind, left.into()).await?, party(visit, kind, right.into()).await?);
        if left == right {
            let what = "`left` and `right` are the same record; name two";
            return Err(ApiError::BadInput(what.to_owned()));
        }
        Ok(Self { kind, left, right })
    }
}

/// The origin id of a record of a kind of party.
pub(super) async fn party(visit: &Visit, kind: Kind, record: RecordRef) -> Result<String> {
    let found = visit.desk.hub.store.party_of(kind, &record).await?;
    found.ok_or_else(|| {
        let kind = kind.word();
        ApiError::NotFound(format!("no {kind} was read from the record {record}"))
    })
}

/// Why records of a kind are one party or not, pair by pair; `None` where nothing was learned yet,
/// or one of the two is not there any more.
pub(super) async fn whys(
    visit: &Arc<Visit>,
    kind: Kind,
    pairs: Vec<(String, String)>,
) -> Result<Vec<Option<Why>>> {
    match kind {
        Kind::Account => whys_of::<crate::model::Account>(visit, pairs).await,
        Kind::Contact => whys_of::<crate::model::Contact>(visit, pairs).await,
    }
}

async fn whys_of<E: Subject>(
    visit: &Arc<Visit>,
    pairs: Vec<(String, String)>,
) -> Result<Vec<Option<Why>>> {
    let hub = &visit.desk.hub;
    let Some((_, model)) = hub.store.match_model(E::SUBJECT).await? else {
        return Ok(vec![None; pairs.len()]);
    };
    let ids: Vec<&str> = pairs.iter().flat_map(|(a, b)| [a.as_str(), b]).collect();
    let candidates = hub.store.parties::<E>(&ids).await?;
    let visit = Arc::clone(visit);
    let work = move || reconcile::why(&candidates, &model, &visit.desk.hub.registers, &pairs);
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_found_by_its_id_and_by_no_other_word() {
        let pair =
            Pair {
                kind: Kind::Contact, left: "crm:1".to_owned(), right: "erp:ä|2".to_owned()
            };
        assert_eq!(Pair::of_id(&pair.id()), Ok(pair));
        let deal = BASE64_URL_SAFE_NO_PAD.encode(r#"["deal","a","b"]"#);
        for wrong in ["", "acc_1", "W10", &deal] {
            assert!(Pair::of_id(&ID(wrong.to_owned())).is_err(), "{wrong}");
        }
    }
}
