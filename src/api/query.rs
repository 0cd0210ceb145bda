//! The questions.

use async_graphql::{Context, ID, Object};

use super::account::ExternalKey;
use super::account_filter::AccountFilter;
use super::account_list::OneAccount;
use super::accounts::{AccountConnection, AccountOrder, Part};
use super::acting::ActingQuery;
use super::audit::AccessQuery;
use super::cohort::Cohort;
use super::connector::Connector;
use super::entities::EntityQuery;
use super::errors::{ApiError, Result};
use super::executive::ExecutiveSummary;
use super::fact::FactQuery;
use super::initiative::InitiativeQuery;
use super::journey::JourneyQuery;
use super::learning::LearningQuery;
use super::limits;
use super::metric::MetricQuery;
use super::model::HealthModel;
use super::pair::Pair;
use super::portfolio::{self, PortfolioGroup};
use super::proof::{self, BeaconResult, CorrelationInput, CorrelationResult, SeparationResult};
use super::quality::{self, SourceQuality};
use super::review::{self, MatchCandidate, WhyMatch};
use super::scalars::Day;
use super::segment::Segment;
use super::series::SeriesQuery;
use super::signal::SignalQuery;
use super::survey::{BuyerRole, Prong, Question, SurveyKind};
use super::survey_group::GroupSurvey;
use super::visit::Visit;
use super::words::{Dimension, PartyKind};
use crate::model::AccountId;

/// What can be asked.
pub struct Query;

/// What can be asked.
#[Object]
impl Query {
    /// One customer account, by its id or by a record of a source system. A retired id answers
    /// with the account that took its records. `null` when there is none.
    async fn account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account's id.")] id: Option<ID>,
        #[graphql(desc = "A record of a source system that is part of the account.")]
        external_key: Option<ExternalKey>,
    ) -> Result<Option<OneAccount>> {
        let visit = Visit::of(ctx);
        let id = match (id, external_key) {
            (Some(id), None) => Some(AccountId(id.0)),
            (None, Some(key)) => visit.desk.hub.store.account_of_record(&key.into()).await?,
            _ => {
                let what = "`account` needs either `id` or `externalKey`, and not both";
                return Err(ApiError::BadInput(what.to_owned()));
            }
        };
        let Some(id) = id else { return Ok(None) };
        let row = visit.row(id).await?;
        Ok(Cohort::seat(&visit, row.into_iter().collect()).pop().map(OneAccount))
    }

    /// Customer accounts, page by page: the `first` ones behind `after`, or the `last` ones before `before`.
    /// Ties go by id; a page's end stays where it was when accounts before it change.
    #[graphql(
        complexity = "limits::counted(first.or(last).unwrap_or(50)) * child_complexity + 1"
    )]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(desc = "In which order; by name when absent.")] order_by: Option<
            AccountOrder,
        >,
        #[graphql(desc = "How many, 1 to 200; 50 when neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page behind.")] before: Option<String>,
    ) -> Result<Option<AccountConnection>> {
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let part = Part { first, after, last, before };
        AccountConnection::read(&Visit::of(ctx), &filter, &order, part).await.map(Some)
    }

    /// The connected source systems, by name.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn connectors(&self, ctx: &Context<'_>) -> Result<Option<Vec<Connector>>> {
        Connector::all(&Visit::of(ctx)).await.map(Some)
    }

    /// One connected source system; `null` when none is configured under this name.
    async fn connector(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in the configuration.")] id: ID,
    ) -> Result<Option<Connector>> {
        let all = Connector::all(&Visit::of(ctx)).await?;
        Ok(all.into_iter().find(|connector| connector.source.id.as_str() == id.as_str()))
    }

    /// Pairs of records that may be one party and on which no steward said anything: first those
    /// with the most money at stake, those with none last; of equal ones the most uncertain, whose
    /// score is nearest to one half; then by the records' ids.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn identity_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What kind of party the records are about.",
            default_with = "PartyKind::Account"
        )]
        kind: PartyKind,
        #[graphql(desc = "The least score, 0 to 1.", default = 0.5)] min_score: f64,
        #[graphql(desc = "The greatest score, 0 to 1.", default = 0.95)] max_score: f64,
        #[graphql(desc = "How many, 1 to 200.", default = 20)] first: i32,
    ) -> Result<Option<Vec<MatchCandidate>>> {
        let asked = review::Asked { kind: kind.into(), min_score, max_score, first };
        review::queue(&Visit::of(ctx), asked).await.map(Some)
    }

    /// Why any two records are one party or not, part by part.
    #[graphql(complexity = "10 * child_complexity + 100")]
    async fn why_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What kind of party the records are about.",
            default_with = "PartyKind::Account"
        )]
        kind: PartyKind,
        #[graphql(desc = "One record.")] left: ExternalKey,
        #[graphql(desc = "The other.")] right: ExternalKey,
    ) -> Result<Option<WhyMatch>> {
        let visit = Visit::of(ctx);
        let pair = Pair::of(&visit, kind.into(), left, right).await?;
        review::why(&visit, pair).await.map(Some)
    }

    /// How good the records of each source are: duplicates, values that cannot be right, records
    /// without an owner. Reads every record of companies and people.
    #[graphql(complexity = "10 * child_complexity + 10000")]
    async fn data_quality(&self, ctx: &Context<'_>) -> Result<Option<Vec<SourceQuality>>> {
        quality::report(&Visit::of(ctx)).await.map(Some)
    }

    /// The segments in force: groups of accounts that behave alike.
    #[graphql(complexity = "10 * child_complexity + 100")]
    async fn segments(&self, ctx: &Context<'_>) -> Option<Vec<Segment>> {
        Some(Segment::all(&Visit::of(ctx)))
    }

    /// One segment; `null` when the rules know none of this code.
    #[graphql(complexity = "child_complexity + 100")]
    async fn segment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its code in the rules.")] id: ID,
    ) -> Option<Segment> {
        Segment::all(&Visit::of(ctx)).into_iter().find(|segment| segment.code() == id.as_str())
    }

    /// The portfolio in groups by any combination of dimensions. The money of all groups adds up to the
    /// whole. Scores of the past are those that were kept on the day, of accounts as they are known now.
    #[graphql(complexity = "20 * child_complexity + 1000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn portfolio(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(
            desc = "By what, each once; one group of everybody when absent.",
            default_with = "vec![Dimension::Global]"
        )]
        group_by: Vec<Dimension>,
        #[graphql(desc = "Of which day; today when absent.")] as_of: Option<Day>,
        #[graphql(desc = "ISO 4217 code of all amounts; the reporting currency when absent.")]
        currency: Option<String>,
    ) -> Result<Option<Vec<PortfolioGroup>>> {
        let asked = portfolio::Asked { filter, as_of, currency };
        portfolio::of(&Visit::of(ctx), group_by, asked).await.map(Some)
    }

    /// Which metrics go with which result, over accounts and the quarters of two years; all tests of one
    /// question share one rate of false findings. Association, not cause. Reads every account.
    #[graphql(complexity = "100 * child_complexity + 5000")]
    async fn correlation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CorrelationInput,
    ) -> Result<Option<Vec<CorrelationResult>>> {
        proof::correlation(&Visit::of(ctx), input).await.map(Some)
    }

    /// Which metric tells beforehand whether a contract is renewed in the next quarter, and in whose
    /// mouth. Reads every account.
    #[graphql(complexity = "20 * child_complexity + 5000")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn beacon_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be told: RENEWED.", default = "RENEWED")] outcome: String,
        #[graphql(desc = "Codes of metrics, as `correlation` knows them.")] candidates: Vec<
            String,
        >,
        #[graphql(desc = "Within a segment.")] segment: Option<ID>,
        #[graphql(desc = "Survey metrics in the mouth of each role too.", default)]
        by_role: bool,
    ) -> Result<Option<Vec<BeaconResult>>> {
        let whom = (segment.map(|id| id.0), by_role);
        proof::beacons(&Visit::of(ctx), &outcome, candidates, whom).await.map(Some)
    }

    /// Whether segments differ in these metrics at the end of the last quarter, by more than chance.
    #[graphql(complexity = "10 * child_complexity + 5000")]
    async fn separation_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Codes of metrics, as `correlation` knows them.")] metrics: Vec<
            String,
        >,
    ) -> Result<Option<Vec<SeparationResult>>> {
        proof::separations(&Visit::of(ctx), metrics).await.map(Some)
    }

    /// The whole portfolio on one page.
    #[graphql(complexity = "child_complexity + 1000")]
    async fn executive_summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(desc = "Of which day; today when absent.")] as_of: Option<Day>,
        #[graphql(desc = "ISO 4217 code of all amounts; the reporting currency when absent.")]
        currency: Option<String>,
    ) -> Result<Option<ExecutiveSummary>> {
        let asked = portfolio::Asked { filter, as_of, currency };
        ExecutiveSummary::read(&Visit::of(ctx), asked).await.map(Some)
    }

    /// A metric of what the people of many accounts answered, pooled: every answer counts the same, so
    /// that it is no mean of the accounts' own. Refused above 100,000 answers.
    #[graphql(complexity = "limits::GROUP_COST + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn survey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was asked.")] kind: SurveyKind,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(desc = "What it is about; any when absent.")] prong: Option<Prong>,
        #[graphql(desc = "Only people of exactly this role.")] role: Option<BuyerRole>,
        #[graphql(desc = "Only touchpoints with this in their name, any case.")]
        touchpoint: Option<String>,
        #[graphql(desc = "Answers of the last so many days, 1 to 3650.", default = 365)]
        days: i32,
        #[graphql(desc = "The last day that counts; today when absent.")] as_of: Option<Day>,
    ) -> Result<Option<GroupSurvey>> {
        let visit = Visit::of(ctx);
        let accounts = filter.unwrap_or_default().stored(&visit).await?;
        let question = Question { prong, role, touchpoint, days, as_of };
        GroupSurvey::read(&visit, accounts, kind, question).await.map(Some)
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_signals(&self) -> SignalQuery {
        SignalQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_acting(&self) -> ActingQuery {
        ActingQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_initiatives(&self) -> InitiativeQuery {
        InitiativeQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_learning(&self) -> LearningQuery {
        LearningQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_journeys(&self) -> JourneyQuery {
        JourneyQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_entities(&self) -> EntityQuery {
        EntityQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_access(&self) -> AccessQuery {
        AccessQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_metrics(&self) -> MetricQuery {
        MetricQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_facts(&self) -> FactQuery {
        FactQuery
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_series(&self) -> SeriesQuery {
        SeriesQuery
    }

    /// The health model in force.
    async fn health_model(&self, ctx: &Context<'_>) -> HealthModel {
        HealthModel::of(&Visit::of(ctx))
    }
}
