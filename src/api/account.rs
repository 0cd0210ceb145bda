//! A customer account.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};

use super::account_people::AccountPeople;
use super::action::AccountActions;
use super::advice::AccountAdvice;
use super::assessment::AccountAssessments;
use super::cohort::Cohort;
use super::contact::{self, Contacts};
use super::context::{self, ClientContext};
use super::contract::{self, Contract};
use super::cost::{self, CostToServe};
use super::employee::Employee;
use super::entities::AccountRows;
use super::errors::{Result, partial};
use super::freshness::SourceFreshness;
use super::health::HealthScore;
use super::identity::Identity;
use super::journey::AccountJourney;
use super::learning::AccountOutlook;
use super::limits;
use super::lineage::{self, LineageValue};
use super::loaders::RowOf;
use super::metric_tree::AccountMetrics;
use super::money::Money;
use super::opportunity::RevenueOpportunity;
use super::revenue;
use super::round;
use super::scalars::Day;
use super::segment::Segment;
use super::series::AccountSeries;
use super::signal::AccountSignals;
use super::source::SourceRef;
use super::statement::Statement;
use super::totals::AccountGroup;
use super::trust::TrustScore;
use super::visit::Visit;
use super::what_if::HealthWhatIf;
use super::words::{MissingPolicy, Position, StayRisk};
use crate::model::{self, AccountId, RecordRef};
use crate::store::AccountRow;

/// A record of a source system.
#[derive(InputObject)]
pub(super) struct ExternalKey {
    /// The source's name in the configuration.
    system: String,
    /// The kind of record, as the source's own stream is named.
    object: String,
    /// The record's key in the source.
    record_id: ID,
}

impl From<ExternalKey> for RecordRef {
    fn from(key: ExternalKey) -> Self {
        Self { source: key.system.into(), stream: key.object, key: key.record_id.0 }
    }
}

/// A customer account, with the accounts that it was read beside.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) row: Arc<AccountRow>,
    pub(super) cohort: Arc<Cohort>,
}

impl Account {
    /// An account by its id, alone in its list.
    pub(super) async fn read(visit: &Arc<Visit>, id: &AccountId) -> Result<Option<Self>> {
        let row = visit.reader.load_one(RowOf(id.clone())).await?;
        Ok(Cohort::seat(visit, row.into_iter().collect()).pop())
    }

    /// What sources say of it, reconciled.
    pub(super) fn fields(&self) -> &model::Account {
        &self.row.account
    }

    pub(super) fn shown_name(&self) -> &str {
        let fields = self.fields();
        fields.name.as_deref().or(fields.legal_name.as_deref()).unwrap_or(self.id.as_str())
    }

    async fn freshness_of(&self) -> Result<Vec<SourceFreshness>> {
        let visit = &self.cohort.visit;
        let seen = self.cohort.facts(&self.id).await?;
        let (sources, runs) = (visit.sources().await?, visit.runs().await?);
        let (models, now) = (&visit.desk.hub.models, visit.desk.now());
        let speak = sources.iter().filter(|s| seen.facts.sources.contains_key(&s.id));
        let runs_of = |id| runs.get(id).map_or(&[][..], Vec::as_slice);
        let fresh = |s| SourceFreshness::of(s, runs_of(&s.id), models, now);
        Ok(speak.map(fresh).collect())
    }

    async fn lineage_of(&self, field: &str) -> Result<Vec<LineageValue>> {
        if lineage::is_computed(field) {
            return Ok(Vec::new());
        }
        let field = lineage::field_name(field)?;
        let rows = self.cohort.lineage(&self.id).await?;
        let records = self.cohort.records(&self.id).await?;
        let rows = rows.iter().filter(|row| row.field == field);
        Ok(rows.flat_map(|row| lineage::values(row, &records)).collect())
    }

    async fn trust_of(&self, as_of: Option<Day>) -> Result<TrustScore> {
        let day = self.cohort.visit.desk.day(as_of)?;
        TrustScore::read(&self.cohort, &self.id, day).await
    }

    async fn health_of(&self, asked: Asked) -> Result<HealthScore> {
        let desk = &self.cohort.visit.desk;
        let day = desk.day(asked.as_of)?;
        let what_if =
            HealthWhatIf::checked(asked.what_if, asked.missing, &desk.hub.models.health)?;
        HealthScore::read(Arc::clone(&self.cohort), self.id.clone(), day, what_if).await
    }
}

/// What was asked of an account's health.
struct Asked {
    as_of: Option<Day>,
    what_if: Option<HealthWhatIf>,
    missing: MissingPolicy,
}

/// A customer account: one customer, whatever the number of source records that speak of it.
#[Object]
impl Account {
    /// Stable for as long as any of its records stays with it.
    async fn id(&self) -> ID {
        ID(self.id.0.clone())
    }

    /// The name in daily use; the id when no source says a name.
    async fn name(&self) -> &str {
        self.shown_name()
    }

    /// The registered name.
    async fn legal_name(&self) -> Option<&str> {
        self.fields().legal_name.as_deref()
    }

    /// The main internet domain.
    async fn domain(&self) -> Option<&str> {
        self.fields().domain.as_deref()
    }

    /// ISO 3166-1 alpha-2 code.
    async fn country(&self) -> Option<&str> {
        self.fields().country.as_deref()
    }

    /// State, province or sales region.
    async fn region(&self) -> Option<&str> {
        self.fields().region.as_deref()
    }

    /// Industry in the source's own word.
    async fn industry(&self) -> Option<&str> {
        self.fields().industry.as_deref()
    }

    /// Lines of business that they buy from.
    async fn lines_of_business(&self) -> Option<Vec<String>> {
        // None are as good as none told.
        Some(self.fields().lines_of_business.clone().unwrap_or_default())
    }

    /// The company's own revenue in a year.
    async fn annual_revenue(&self) -> Option<Money> {
        self.fields().annual_revenue.map(Into::into)
    }

    /// Our team member in charge.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Employee> {
        let owner = self.fields().owner.as_deref()?;
        partial(ctx, self.cohort.owner(owner).await)?.map(Into::into)
    }

    /// The segments that it is in, by what it did up to a day, in the order of the rules.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn segments(
        &self,
        #[graphql(desc = "At the end of this day; as of the latest score when absent.")]
        as_of: Option<Day>,
    ) -> Result<Option<Vec<Segment>>> {
        let visit = &self.cohort.visit;
        if let (None, Some(score)) = (&as_of, &self.row.score) {
            return Ok(Some(Segment::of(visit, &score.segments)));
        }
        let hub = &visit.desk.hub;
        let day = visit.desk.day(as_of)?;
        let seen = self.cohort.facts(&self.id).await?;
        let codes = hub.models.segments().codes_of(&seen.facts, &hub.calendar, day);
        Ok(Some(Segment::of(visit, &codes)))
    }

    /// The account that owns this one.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Self> {
        partial(ctx, self.cohort.parent(&self.id).await)?
    }

    /// The accounts that this one owns.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn children(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<Vec<Self>>> {
        let first = limits::first(first, limits::PARTS)?;
        let mut children = self.cohort.children(&self.id).await?;
        children.truncate(first);
        Ok(Some(children))
    }

    /// The Customer Health Index with everything that explains it. Computed on demand and kept
    /// until the account changes; what-ifs and other policies are never kept.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn health(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As the facts stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
        #[graphql(desc = "Changes to try. Nothing is written.")] what_if: Option<HealthWhatIf>,
        #[graphql(
            desc = "What to do about KPIs that are missing.",
            default_with = "MissingPolicy::Exclude"
        )]
        missing: MissingPolicy,
    ) -> Option<HealthScore> {
        partial(ctx, self.health_of(Asked { as_of, what_if, missing }).await)
    }

    /// How far they trust us, by four factors, with everything that explains it. Computed on demand
    /// and kept until the account changes.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn trust(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As the facts stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Option<TrustScore> {
        partial(ctx, self.trust_of(as_of).await)
    }

    /// This account and all below it as one customer: each counted once, in one currency, as of
    /// their latest scores.
    #[graphql(complexity = "limits::BOOKS_COST + child_complexity")]
    async fn group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "ISO 4217; the hub's when absent.")] currency: Option<String>,
    ) -> Option<AccountGroup> {
        partial(ctx, AccountGroup::read(self, currency.as_deref()).await)
    }

    /// The records of source systems that make up this account.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn source_records(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<Vec<SourceRef>>> {
        let first = limits::first(first, limits::PARTS)?;
        let records = self.cohort.records(&self.id).await?;
        Ok(Some(records.into_iter().take(first).map(Into::into).collect()))
    }

    /// Why a field holds what it holds: every value that a source said for it, the winner first.
    /// None for what no source says of an account: `arr`, which is computed.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn lineage(
        &self,
        #[graphql(desc = "The field, such as `legalName`.")] field: String,
    ) -> Result<Option<Vec<LineageValue>>> {
        self.lineage_of(&field).await.map(Some)
    }

    /// How this account came to be: the joins of its records, and its history. Each costs some
    /// statements of its own, so ask it of few accounts.
    #[graphql(complexity = "limits::IDENTITY_COST + child_complexity")]
    async fn identity(&self) -> Option<Identity> {
        // It may be refused, and the account is there all the same.
        Some(Identity { id: self.id.clone(), cohort: Arc::clone(&self.cohort) })
    }

    /// What our people said of this account and its people, the newest first, withdrawn words too.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn statements(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<Vec<Statement>>> {
        let first = limits::first(first, limits::PARTS)?;
        let seen = self.cohort.facts(&self.id).await?;
        Ok(Some(seen.facts.statements.iter().rev().take(first).map(Statement::from).collect()))
    }

    /// How far behind each source that speaks of this account is.
    #[graphql(complexity = "6 * child_complexity + 1")]
    async fn freshness(&self) -> Result<Option<Vec<SourceFreshness>>> {
        self.freshness_of().await.map(Some)
    }

    /// The account's people, present ones first.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.", default_with = "contact::USUAL")] first: i32,
    ) -> Result<Option<Contacts>> {
        let first = limits::first(first, limits::PARTS)?;
        let contacts = self.cohort.own(ctx.item.pos, || Ok(Contacts::wanted(ctx))).await?;
        let contacts = contacts.get(&self.id).into_iter().flat_map(|people| people.iter());
        Ok(Some(Contacts::new(contacts.take(first).cloned())))
    }

    /// Recurring revenue of a year: of running contracts, else of recurring bills.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn arr(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "ISO 4217; the account's own when it has one, else the hub's.")]
        currency: Option<String>,
    ) -> Option<Money> {
        partial(ctx, revenue::arr(self, currency).await)?
    }

    /// Contracts, those that run first, then by their end.
    #[graphql(complexity = "5 * child_complexity + limits::SCORE_COST")]
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Option<Vec<Contract>> {
        partial(ctx, contract::all(self, first).await)
    }

    /// The undecided contract that falls due next, or that ended undecided a short time ago.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn next_renewal(&self, ctx: &Context<'_>) -> Option<Contract> {
        partial(ctx, contract::next(self).await)?
    }

    /// What its revenue may become: at risk, expected, to be won.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn opportunity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Months ahead, 1 to the model's most; its usual number when absent.")]
        horizon_months: Option<i32>,
        #[graphql(desc = "ISO 4217; the hub's when absent.")] currency: Option<String>,
        #[graphql(desc = "As the facts stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Option<RevenueOpportunity> {
        let found = revenue::opportunity_of(self, horizon_months, currency, as_of).await;
        partial(ctx, found).map(|found| RevenueOpportunity::told(ctx, found))
    }

    /// Where it stands: at risk, at growth, both, stable, or nobody knows.
    #[graphql(complexity = "limits::SCORE_COST")]
    async fn position(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Months ahead, 1 to the model's most; its usual number when absent.")]
        horizon_months: Option<i32>,
    ) -> Option<Position> {
        let found = revenue::opportunity_of(self, horizon_months, None, None).await;
        partial(ctx, found).map(|found| found.answer.standing.position.into())
    }

    /// What the account is worth over its life: yearly margin × r ÷ (1 + d − r). The margin, the
    /// discount and, while too few renewals were decided, the retention are the model's.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn lifetime_value(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "ISO 4217; the hub's when absent.")] currency: Option<String>,
    ) -> Option<Money> {
        partial(ctx, revenue::lifetime_value(self, currency).await)?
    }

    /// What serving it cost, by activity.
    #[graphql(complexity = "limits::SCORE_COST + 10 * child_complexity")]
    async fn cost_to_serve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In the last so many days, 1 to 1825.", default = 365)] days: i32,
        #[graphql(desc = "ISO 4217; the hub's when absent.")] currency: Option<String>,
    ) -> Option<CostToServe> {
        partial(ctx, cost::of(self, days, currency).await)
    }

    /// Net revenue retention in percent: what was billed in 365 days of what was in the 365 before,
    /// with what was added; `null` for an account that began since.
    #[graphql(complexity = "limits::SCORE_COST")]
    async fn nrr(&self, ctx: &Context<'_>) -> Option<f64> {
        let parts = partial(ctx, revenue::retention_of(self).await)?;
        parts.nrr().map(round::score)
    }

    /// Gross revenue retention in percent: the same without what was added, product by product.
    #[graphql(complexity = "limits::SCORE_COST")]
    async fn grr(&self, ctx: &Context<'_>) -> Option<f64> {
        let parts = partial(ctx, revenue::retention_of(self).await)?;
        parts.grr().map(round::score)
    }

    /// Whether they like us, and whether they stay; `null` while trust is not known.
    #[graphql(complexity = "limits::SCORE_COST")]
    async fn stay_risk(&self, ctx: &Context<'_>) -> Option<StayRisk> {
        partial(ctx, revenue::stay_risk_of(self).await)?.map(Into::into)
    }

    /// What is known of the customer's own business and market.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn context(&self, ctx: &Context<'_>) -> Option<ClientContext> {
        partial(ctx, context::of(self).await)
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_rows(&self) -> AccountRows {
        AccountRows(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_signals(&self) -> AccountSignals {
        AccountSignals(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_acting(&self) -> AccountActions {
        AccountActions(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_people(&self) -> AccountPeople {
        AccountPeople(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_advice(&self) -> AccountAdvice {
        AccountAdvice(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_outlook(&self) -> AccountOutlook {
        AccountOutlook(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_series(&self) -> AccountSeries {
        AccountSeries(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_assessments(&self) -> AccountAssessments {
        AccountAssessments(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_journey(&self) -> AccountJourney {
        AccountJourney(self.clone())
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_metrics(&self) -> AccountMetrics {
        AccountMetrics(self.clone())
    }
}
