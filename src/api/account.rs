//! A customer account.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};

use super::account_people::AccountPeople;
use super::cohort::Cohort;
use super::contact::Contact;
use super::employee::Employee;
use super::errors::{ApiError, Result, partial};
use super::freshness::SourceFreshness;
use super::health::HealthScore;
use super::identity::Identity;
use super::limits;
use super::lineage::{self, LineageValue};
use super::money::Money;
use super::scalars::Day;
use super::source::SourceRef;
use super::what_if::HealthWhatIf;
use super::words::MissingPolicy;
use crate::model::{self, AccountId, RecordRef};

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
    pub(super) cohort: Arc<Cohort>,
}

impl Account {
    fn fields(&self) -> &model::Account {
        &self.cohort.row(&self.id).account
    }

    async fn freshness_of(&self) -> Result<Vec<SourceFreshness>> {
        let visit = &self.cohort.visit;
        let seen = self.cohort.facts(&self.id).await?;
        let (sources, runs) = (visit.sources().await?, visit.runs().await?);
        let (model, now) = (&visit.desk.hub.models.health, visit.desk.now());
        let speak = sources.iter().filter(|s| seen.facts.sources.contains_key(&s.id));
        let runs_of = |id| runs.get(id).map_or(&[][..], Vec::as_slice);
        let fresh = |s| SourceFreshness::of(s, runs_of(&s.id), model, now);
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

    async fn health_of(&self, asked: Asked) -> Result<HealthScore> {
        let desk = &self.cohort.visit.desk;
        let day = asked.as_of.map_or_else(|| desk.today(), |day| day.0);
        if day > desk.today() {
            let what = format!("`asOf` {day} lies in the future; today is {}", desk.today());
            return Err(ApiError::BadInput(what));
        }
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
        let fields = self.fields();
        fields.name.as_deref().or(fields.legal_name.as_deref()).unwrap_or(self.id.as_str())
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
    async fn lines_of_business(&self) -> Vec<String> {
        self.fields().lines_of_business.clone().unwrap_or_default()
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

    /// The account that owns this one.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Self> {
        partial(ctx, self.cohort.parent(&self.id).await)?
    }

    /// The accounts that this one owns.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    async fn children(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Vec<Self>> {
        let first = limits::first(first, limits::PARTS)?;
        let mut children = self.cohort.children(&self.id).await?;
        children.truncate(first);
        Ok(children)
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

    /// The records of source systems that make up this account.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn source_records(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Vec<SourceRef>> {
        let first = limits::first(first, limits::PARTS)?;
        let records = self.cohort.records(&self.id).await?;
        Ok(records.into_iter().take(first).map(Into::into).collect())
    }

    /// Why a field holds what it holds: every value that a source said for it, the winner first.
    /// None for what no source says of an account: `arr`, which is computed.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn lineage(
        &self,
        #[graphql(desc = "The field, such as `legalName`.")] field: String,
    ) -> Result<Vec<LineageValue>> {
        self.lineage_of(&field).await
    }

    /// How this account came to be: the joins of its records, and its history. Each costs some
    /// statements of its own, so ask it of few accounts.
    #[graphql(complexity = "limits::IDENTITY_COST + child_complexity")]
    async fn identity(&self) -> Identity {
        Identity { id: self.id.clone(), cohort: Arc::clone(&self.cohort) }
    }

    /// How far behind each source that speaks of this account is.
    #[graphql(complexity = "6 * child_complexity + 1")]
    async fn freshness(&self) -> Result<Vec<SourceFreshness>> {
        self.freshness_of().await
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_people(&self) -> AccountPeople {
        AccountPeople(self.clone())
    }

    /// The account's people, present ones first.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn contacts(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Vec<Contact>> {
        let first = limits::first(first, limits::PARTS)?;
        let contacts = self.cohort.contacts(&self.id).await?;
        Ok(contacts.into_iter().take(first).map(Into::into).collect())
    }
}
