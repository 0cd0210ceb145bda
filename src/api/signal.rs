//! Signals: what somebody should know of, why, and what to do about it.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{Days, NaiveDate};

use super::account::Account;
use super::cohort::Cohort;
use super::errors::{ApiError, Result};
use super::limits;
use super::loaders::{Reader, RowOf};
use super::round;
use super::scalars::{Day, Time};
use super::segment::Segment;
use super::source::SourceRef;
use super::visit::Visit;
use crate::insight::signals::{ActionKind, Rule, Suggestion};
use crate::model::AccountId;
use crate::store::{self, Raised};

/// The longest span that may be asked for, in days.
const LONGEST: i32 = 3_650;
/// Ended signals of an account are listed for so many days.
const LISTED_DAYS: i32 = 365;

/// A rule by which signals are raised.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Rule")]
pub(super) enum SignalRule {
    /// Service calls spike while deliveries are late.
    Delivery,
    /// Health fell like for like.
    Fall,
    /// A champion left or turned against us.
    Champion,
    /// Somebody on the map has a new title or employer.
    JobChange,
    /// A source went quiet and coverage fell.
    BlindSpot,
    /// A person with a say at a valuable account is unhappy.
    Influencer,
    /// A contract comes to its end.
    Renewal,
    /// Several members of a segment fired: the others are warned.
    Segment,
    /// A person should be asked now.
    SurveyDue,
}

/// For how long an action is meant to help.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "ActionKind", name = "ActionKind")]
pub(super) enum SuggestedKind {
    /// Now.
    ShortTerm,
    /// So that it does not come back.
    Structural,
}

/// What should be done.
#[derive(SimpleObject)]
pub(super) struct SuggestedAction {
    /// For how long it is meant to help.
    kind: SuggestedKind,
    /// What, in words.
    title: String,
    /// Why, in words and numbers.
    because: String,
    /// Codes of the KPIs that it should move.
    target_kpis: Vec<String>,
    /// Days until it should be done.
    due_days: i64,
}

impl SuggestedAction {
    fn of(suggestion: &Suggestion) -> Self {
        let Suggestion { kind, title, because, targets, due_days } = suggestion.clone();
        Self { kind: kind.into(), title, because, target_kpis: targets, due_days }
    }
}

/// Something that was measured for a signal.
#[derive(SimpleObject)]
pub(super) struct SignalMeasure {
    /// Its name.
    name: String,
    /// The number.
    value: f64,
}

/// Which signals to list.
#[derive(InputObject, Default)]
pub(super) struct SignalFilter {
    /// Of these rules; of all when absent or empty.
    rules: Option<Vec<SignalRule>>,
    /// Alerts for this segment itself, by its code.
    segment: Option<ID>,
    /// Only those that last, or only those that ended.
    open: Option<bool>,
    /// Raised in the last so many days, 1 to 3650.
    days: Option<i32>,
}

/// A signal that was raised.
pub(super) struct CanarySignal {
    visit: Arc<Visit>,
    raised: Raised,
}

impl CanarySignal {
    pub(super) fn all(
        visit: &Arc<Visit>,
        raised: impl IntoIterator<Item = Raised>,
    ) -> Vec<Self> {
        let of = |raised| Self { visit: Arc::clone(visit), raised };
        raised.into_iter().map(of).collect()
    }

    fn measured(&self, name: &str) -> Option<f64> {
        self.raised.signal.measures.get(name).copied().map(round::points)
    }

    fn suggestion(&self, kind: ActionKind) -> Option<SuggestedAction> {
        let mut all = self.raised.signal.suggested.iter();
        all.find(|suggestion| suggestion.kind == kind).map(SuggestedAction::of)
    }

    async fn seated(&self, ids: &[AccountId], first: i32) -> Result<Vec<Account>> {
        let first = limits::first(first, limits::PARTS)?;
        let keys: Vec<RowOf> = ids.iter().take(first).cloned().map(RowOf).collect();
        let mut rows = self.visit.read(keys.clone()).await?;
        // In the signal's order; an account that took another's records stands there once.
        let mut seen = std::collections::BTreeSet::new();
        let rows = keys.iter().filter_map(|key| rows.remove(key));
        let rows = rows.filter(|row| seen.insert(row.account.origin.account.clone()));
        Ok(Cohort::seat(&self.visit, rows.collect()))
    }
}

/// Something that somebody should know of: raised once, when its condition began to hold, with one
/// action.
#[Object]
impl CanarySignal {
    /// Its number.
    async fn id(&self) -> ID {
        ID(self.raised.id.to_string())
    }

    /// The rule that raised it.
    async fn rule(&self) -> SignalRule {
        self.raised.signal.rule.into()
    }

    /// When it was raised.
    async fn raised_at(&self) -> Time {
        Time(self.raised.raised_at)
    }

    /// The day on which its condition was found not to hold any more; `null` while it lasts.
    async fn ended_on(&self) -> Option<Day> {
        self.raised.ended_on.map(Day)
    }

    /// Tickets of 14 days against what is usual; for a segment the highest among those hit. `null`
    /// where no tickets are counted.
    async fn ticket_spike(&self) -> Option<f64> {
        self.measured("ticketSpike")
    }

    /// Points by which deliveries on time changed; for a segment the lowest among those hit.
    async fn on_time_delta_points(&self) -> Option<f64> {
        self.measured("onTimeDeltaPoints")
    }

    /// Everything that was measured, by name.
    async fn measures(&self) -> Vec<SignalMeasure> {
        let all = self.raised.signal.measures.iter();
        all.map(|(name, value)| SignalMeasure { name: name.clone(), value: round::raw(*value) })
            .collect()
    }

    /// The accounts that are hit.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn accounts(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Vec<Account>> {
        self.seated(&self.raised.signal.accounts, first).await
    }

    /// Of a segment's alert: the members that are not hit yet. An account counts in the first of its
    /// segments only.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn members_not_yet_hit(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Vec<Account>> {
        self.seated(&self.raised.signal.not_yet_hit, first).await
    }

    /// The segment that is warned; `null` for a signal of one account.
    async fn segment(&self) -> Option<Segment> {
        let code = self.raised.signal.segment.clone()?;
        Segment::of(&self.visit, &[code]).pop()
    }

    /// The person that it is about, by id.
    async fn contact_id(&self) -> Option<ID> {
        self.raised.signal.contact.as_ref().map(|id| ID(id.0.clone()))
    }

    /// The records that show it, the newest first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn evidence(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 20)] first: i32,
    ) -> Result<Vec<SourceRef>> {
        let first = limits::first(first, limits::PARTS)?;
        let mut records = Vec::new();
        for record in self.raised.signal.evidence.iter().take(first) {
            let category = self.visit.category(&record.source).await?;
            records.push(SourceRef::of(record.clone(), category));
        }
        Ok(records)
    }

    /// What helps now: the action that was opened.
    async fn suggested(&self) -> Option<SuggestedAction> {
        self.suggestion(ActionKind::ShortTerm)
    }

    /// What would keep it from coming back.
    async fn structural(&self) -> Option<SuggestedAction> {
        self.suggestion(ActionKind::Structural)
    }

    /// The data's version at which it was raised: pass it as `since` to go on behind it. 0 where that was
    /// not kept.
    async fn version(&self) -> i64 {
        self.raised.version
    }

    /// The code and version of the rules that raised it.
    async fn model(&self) -> &str {
        &self.raised.model
    }
}

/// Fields of an account; see [`Account`].
pub(super) struct AccountSignals(pub(super) Account);

impl AccountSignals {
    async fn read(
        &self,
        days: i32,
        wanted: impl Fn(&Raised) -> bool,
    ) -> Result<Vec<CanarySignal>> {
        let Account { id, cohort, .. } = &self.0;
        let key = SignalsOf(id.clone(), since(&cohort.visit, days)?);
        let mut found = cohort.visit.read([key.clone()]).await?;
        let all = found.remove(&key).unwrap_or_default();
        let wanted = all.iter().filter(|raised| wanted(raised)).cloned();
        Ok(CanarySignal::all(&cohort.visit, wanted))
    }
}

/// What somebody should know of an account.
#[Object]
impl AccountSignals {
    /// Service calls that spiked while deliveries were late: what lasts, and what was raised in so many
    /// days. The newest first.
    #[graphql(complexity = "5 * child_complexity + 5")]
    async fn canary_signals(
        &self,
        #[graphql(desc = "Raised in the last so many days, 1 to 3650.", default = 28)]
        days: i32,
    ) -> Result<Option<Vec<CanarySignal>>> {
        self.read(days, |raised| raised.signal.rule == Rule::Delivery).await.map(Some)
    }

    /// What somebody should know of the account: what lasts, and what was raised in 365 days. The
    /// newest first.
    #[graphql(complexity = "10 * child_complexity + 5")]
    async fn signals(
        &self,
        #[graphql(desc = "Only of this rule.")] rule: Option<SignalRule>,
        #[graphql(desc = "Only those that last, or only those that ended.")] open: Option<bool>,
    ) -> Result<Option<Vec<CanarySignal>>> {
        let wanted = |raised: &Raised| {
            rule.is_none_or(|rule| rule == raised.signal.rule.into())
                && open.is_none_or(|open| raised.ended_on.is_none() == open)
        };
        self.read(LISTED_DAYS, wanted).await.map(Some)
    }
}

/// Fields of a segment; see [`Segment`].
pub(super) struct SegmentSignals {
    visit: Arc<Visit>,
    code: String,
}

impl SegmentSignals {
    pub(super) fn of(visit: &Arc<Visit>, code: &str) -> Self {
        Self { visit: Arc::clone(visit), code: code.to_owned() }
    }
}

/// What somebody should know of a segment.
#[Object]
impl SegmentSignals {
    /// Alerts for the segment: several members had late deliveries and a spike of service calls. With
    /// the members that are not hit yet. What was raised in so many days, the newest first.
    #[graphql(complexity = "5 * child_complexity + 5")]
    async fn canary_signals(
        &self,
        #[graphql(desc = "Raised in the last so many days, 1 to 3650.", default = 28)]
        days: i32,
    ) -> Result<Option<Vec<CanarySignal>>> {
        let filter = store::SignalFilter {
            rules: vec![Rule::Segment],
            segment: Some(self.code.clone()),
            open: None,
            since: Some(since(&self.visit, days)?),
            within: None,
            first: limits::PARTS.into(),
        };
        self.visit.sight.needs_all("an alert for a segment")?;
        let found = self.visit.desk.hub.store.signals(&filter).await?;
        Ok(Some(CanarySignal::all(&self.visit, found)))
    }
}

/// Questions about signals; see [`Query`](super::Query).
pub(super) struct SignalQuery;

/// What somebody should know of all accounts.
#[Object]
impl SignalQuery {
    /// Signals of all accounts, segments and sources, the newest first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 10")]
    async fn signals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which signals; all when absent.")] filter: Option<SignalFilter>,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<Vec<CanarySignal>>> {
        let visit = Visit::of(ctx);
        let filter = filter.unwrap_or_default();
        let rules = filter.rules.unwrap_or_default();
        let filter = store::SignalFilter {
            rules: rules.into_iter().map(Into::into).collect(),
            segment: filter.segment.map(|code| code.0),
            open: filter.open,
            since: filter.days.map(|days| since(&visit, days)).transpose()?,
            within: visit.sight.only().await?,
            first: limits::first(first, limits::PARTS).map(|_| first.into())?,
        };
        let found = visit.desk.hub.store.signals(&filter).await?;
        Ok(Some(CanarySignal::all(&visit, found)))
    }
}

/// The first of the last so many days.
fn since(visit: &Visit, days: i32) -> Result<NaiveDate> {
    if !(1..=LONGEST).contains(&days) {
        return Err(ApiError::BadInput(format!("`days` {days} must be 1 to {LONGEST}")));
    }
    let back = Days::new(days.unsigned_abs().into());
    let today = visit.desk.today();
    Ok(today.checked_sub_days(back).and_then(|day| day.succ_opt()).unwrap_or(today))
}

/// An account's signals that last or were raised since a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct SignalsOf(AccountId, NaiveDate);

impl Loader<SignalsOf> for Reader {
    type Value = Arc<[Raised]>;
    type Error = ApiError;

    async fn load(&self, keys: &[SignalsOf]) -> Result<HashMap<SignalsOf, Arc<[Raised]>>> {
        let ids: Vec<AccountId> = keys.iter().map(|key| key.0.clone()).collect();
        let Some(since) = keys.iter().map(|key| key.1).min() else { return Ok(HashMap::new()) };
        let found = self.store.signals_of(&ids, since).await?;
        let of = |key: &SignalsOf| {
            let all = found.get(&key.0)?.iter();
            let wanted =
                all.filter(|one| one.ended_on.is_none() || one.signal.raised_on >= key.1);
            Some((key.clone(), wanted.cloned().collect()))
        };
        Ok(keys.iter().filter_map(of).collect())
    }
}
