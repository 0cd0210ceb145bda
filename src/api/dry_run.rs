//! What a sync of a source would bring, found out without keeping anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};

use super::errors::{ApiError, Result};
use super::limits;
use super::round;
use super::run::RecordError;
use super::visit::Visit;
use crate::connector::rehearsal;
use crate::insight::{Models, Supply, UnreadField, could_unlock, needed_rows, unlocked};
use crate::model::{
    Account, Candidate, Category, Draft, Entity as _, EntityKind, Origin, SourceId, Value,
};
use crate::reconcile::matching::{Kind, Model};
use crate::reconcile::{self, Registers};

/// What to do where no source can be reached.
const NO_TRIAL: &str = "this process cannot reach sources; ask the one that `accord serve` runs, or \
                        use `accord connector try` where the connector is";

/// What a sync of a source would bring.
#[derive(SimpleObject)]
pub(super) struct DryRun {
    /// Records read, `limit` at most: companies and people first, each stream with its share.
    read: usize,
    /// Records that would be written: all but those refused as a whole.
    would_write: usize,
    /// Records of which something is refused, or all of it.
    rejected: usize,
    /// Accounts that nobody spoke of before.
    new_accounts: usize,
    /// Accounts there are already that records of the source are part of.
    matched_accounts: usize,
    /// Codes of the KPIs and, as `trust.H1`, of the proxies of trust that these records make
    /// measurable, or measurable as the model wants it instead of by a fallback, and that no other
    /// source does.
    kpis_unlocked: Vec<String>,
    /// Filled fields that the mapping does not read, stream by stream, the most filled first.
    unmapped_fields: Vec<UnmappedField>,
    /// Streams that could not be read as far as wanted, then what the mapping refuses: 500 at most.
    errors: Vec<RecordError>,
}

/// A filled field of a source that the mapping does not read.
#[derive(SimpleObject)]
pub(super) struct UnmappedField {
    /// The stream.
    object: String,
    /// The field's path in the source's record.
    source: String,
    /// The share of the records read in which it is filled, 0 to 1.
    coverage: f64,
    /// Codes of the KPIs and, as `trust.H1`, of the proxies of trust that it could unlock if it is what its name and values say: a guess, for a
    /// person to look at.
    unlocks: Vec<String>,
}

/// What stands already.
struct Known {
    sources: BTreeMap<SourceId, Category>,
    accounts: Vec<Candidate<Account>>,
    /// How account records compare, as far as it was learned.
    matching: Option<Arc<Model>>,
    registers: Registers,
    supply: BTreeMap<SourceId, Vec<usize>>,
    models: Arc<Models>,
    now: DateTime<Utc>,
}

impl DryRun {
    /// Tries a source.
    pub(super) async fn of(visit: &Visit, source: SourceId, limit: usize) -> Result<Self> {
        let hub = &visit.desk.hub;
        let Some(trial) = &hub.trial else {
            return Err(ApiError::Unavailable(NO_TRIAL.to_owned()));
        };
        let name = source.clone();
        let told = trial(source, limit).await;
        let dry_run = told.map_err(|why| {
            ApiError::Source(format!("source `{name}` could not be tried: {why}"))
        })?;
        let sources = visit.sources().await?;
        let known = Known {
            sources: sources.iter().map(|s| (s.id.clone(), s.category)).collect(),
            accounts: hub.store.all_candidates().await?,
            matching: hub.store.match_model(Kind::Account).await?.map(|(_, model)| model),
            registers: hub.registers.clone(),
            supply: hub.store.supply(needed_rows()).await?,
            models: Arc::clone(&hub.models),
            now: visit.desk.now(),
        };
        let work = move || Self::told(&dry_run, known);
        tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
    }

    fn told(dry_run: &rehearsal::DryRun, known: Known) -> Self {
        let drafts = dry_run.drafts();
        let (kpis_unlocked, unmapped_fields) = known.unlocks(dry_run, &drafts);
        let (new_accounts, matched_accounts) = known.accounts(&dry_run.source, &drafts);
        let sum = |part: fn(&rehearsal::StreamReport) -> usize| {
            dry_run.streams.iter().map(part).sum::<usize>()
        };
        Self {
            read: sum(|stream| stream.read),
            would_write: sum(|stream| stream.would_write),
            rejected: sum(|stream| stream.rejected),
            new_accounts,
            matched_accounts,
            kpis_unlocked,
            unmapped_fields,
            errors: errors(dry_run),
        }
    }
}

impl Known {
    /// The KPIs that the drafts unlock, and what unread fields could.
    fn unlocks(
        &self,
        dry_run: &rehearsal::DryRun,
        drafts: &[Draft],
    ) -> (Vec<String>, Vec<UnmappedField>) {
        let source = &dry_run.source;
        let mut supply = Supply::default();
        for (other, rows) in self.supply.iter().filter(|(other, _)| *other != source) {
            if let Some(category) = self.sources.get(other) {
                supply.add(other, *category, rows.iter().copied());
            }
        }
        let without = supply.clone();
        if let Some(category) = self.sources.get(source) {
            supply.add_drafts(source, *category, drafts);
        }
        let unread: Vec<(&str, &crate::connector::UnmappedField)> = dry_run
            .streams
            .iter()
            .flat_map(|stream| {
                stream.unmapped.iter().map(|field| (stream.stream.as_str(), field))
            })
            .collect();
        let fields: Vec<UnreadField<'_>> = unread
            .iter()
            .map(|(stream, field)| UnreadField {
                stream,
                path: &field.path,
                looks: field.looks,
            })
            .collect();
        let hints = could_unlock(&self.models, &supply, (source, drafts), &fields);
        let fields = unread.into_iter().zip(hints).map(|((stream, field), unlocks)| {
            let coverage = round::share(field.coverage);
            let (object, source) = (stream.to_owned(), field.path.clone());
            UnmappedField { object, source, coverage, unlocks }
        });
        let mut fields: Vec<UnmappedField> = fields.collect();
        fields.sort_by(|a, b| a.object.cmp(&b.object).then(b.coverage.total_cmp(&a.coverage)));
        (unlocked(&self.models, &without, &supply), fields)
    }

    /// How many accounts the drafts would make, and of how many known ones they would become part:
    /// decided as a sync decides it.
    fn accounts(self, source: &SourceId, drafts: &[Draft]) -> (usize, usize) {
        let mut all: BTreeMap<String, Candidate<Account>> = self
            .accounts
            .into_iter()
            .map(|candidate| (candidate.entity.origin.id.clone(), candidate))
            .collect();
        let mut tried = BTreeSet::new();
        let drafts = drafts.iter().filter(|draft| draft.kind == EntityKind::Account);
        let (adding, making): (Vec<&Draft>, Vec<&Draft>) = drafts.partition(|d| d.adds);
        for draft in making.into_iter().chain(adding) {
            let id = format!("{source}:{}", draft.key);
            if draft.adds && !all.contains_key(&id) {
                continue;
            }
            let before = all.remove(&id);
            all.insert(id.clone(), candidate(draft, id.clone(), before, self.now));
            tried.insert(id);
        }
        let all: Vec<Candidate<Account>> = all.into_values().collect();
        let fits = |model: &Arc<Model>| model.fits(all.len() as u64);
        // A sync would learn anew from so many.
        let model = self.matching.filter(fits);
        let registers = self.registers;
        let model = model.unwrap_or_else(|| Arc::new(reconcile::learn(&all, &registers)));
        let first = reconcile::clusters(&all, &model, &registers);
        let mut clusters: BTreeMap<u32, Vec<&Origin>> = BTreeMap::new();
        for (candidate, first) in all.iter().zip(first) {
            clusters.entry(first).or_default().push(&candidate.entity.origin);
        }
        let concerned =
            clusters.values().filter(|c| c.iter().any(|origin| tried.contains(&origin.id)));
        let (known, new): (Vec<&Vec<&Origin>>, Vec<&Vec<&Origin>>) =
            concerned.partition(|c| c.iter().any(|origin| origin.account.is_some()));
        (new.len(), known.len())
    }
}

/// An account record as it would stand: what the draft says, over what was known of it.
fn candidate(
    draft: &Draft,
    id: String,
    before: Option<Candidate<Account>>,
    now: DateTime<Utc>,
) -> Candidate<Account> {
    let before = before.map(|candidate| candidate.entity).unwrap_or_default();
    let said = |(name, was): (&str, Option<Value>)| {
        let new = draft.fields.iter().find(|(field, _)| *field == name);
        new.map_or(was, |(_, value)| value.clone())
    };
    let names = EntityKind::Account.fields().iter().map(|field| field.name);
    let values = names.zip(before.values()).map(said).collect();
    let origin = Origin { id, record: draft.record.clone(), ..before.origin };
    let entity = Account::read(origin, values);
    let changed_at = entity.changed_at.unwrap_or(now);
    Candidate { entity, company: None, employer: None, changed_at }
}

fn errors(dry_run: &rehearsal::DryRun) -> Vec<RecordError> {
    let streams = dry_run.failed.iter().map(RecordError::of_stream);
    let refused = dry_run.streams.iter().flat_map(|stream| {
        stream.refused.iter().map(|refused| RecordError::of_refused(&stream.stream, refused))
    });
    let most = usize::try_from(limits::DEAD_LETTERS).unwrap_or(usize::MAX);
    streams.chain(refused).take(most).collect()
}
