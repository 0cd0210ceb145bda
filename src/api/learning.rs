//! What was learnt from the own history: the questions, and the account's outlook.

use async_graphql::{Context, ID, Object};

use super::account::Account;
use super::account_filter::AccountFilter;
use super::calibration::RenewalCalibration;
use super::errors::{Result, partial};
use super::limits;
use super::outlook::{EarlyWarningTest, EarlyWarnings, HealthOutlook};
use super::promoter::{LeadingIndicators, PromoterEconomics, Strip};
use super::scalars::Day;
use super::visit::Visit;
use super::words::Compared;

/// Questions about what was learnt; see [`Query`](super::Query).
pub(super) struct LearningQuery;

/// What was learnt from the own history.
#[Object]
impl LearningQuery {
    /// What promoters, passives and detractors bring at the end of the last quarter: revenue, retention,
    /// years. Reads every account.
    #[graphql(complexity = "child_complexity + 2000")]
    async fn promoter_economics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Within a segment.")] segment: Option<ID>,
    ) -> Result<Option<PromoterEconomics>> {
        PromoterEconomics::read(&Visit::of(ctx), segment).await.map(Some)
    }

    /// The metrics that move before an outcome does, over the quarters of two years: every metric at lags
    /// of 0 to 4 quarters, in one family of tests. Association, not cause.
    #[graphql(complexity = "20 * child_complexity + 5000")]
    async fn leading_indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of a metric, as `correlation` knows it, such as NRR.")]
        outcome: String,
        #[graphql(desc = "Within a segment.")] segment: Option<ID>,
        #[graphql(
            desc = "Where accounts stand, or how they moved.",
            default_with = "Compared::Levels"
        )]
        of: Compared,
    ) -> Result<Option<LeadingIndicators>> {
        LeadingIndicators::read(&Visit::of(ctx), Strip { outcome, segment, of }).await.map(Some)
    }

    /// Accounts whose health will be below 50 within 60 days, those most likely or nearest first, as the
    /// daily run told.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 100")]
    async fn early_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
    ) -> Result<Option<EarlyWarnings>> {
        EarlyWarnings::read(&Visit::of(ctx), filter, first).await.map(Some)
    }

    /// How good early warnings were on the own history, as the daily run tested them last.
    #[graphql(complexity = "child_complexity + 10")]
    async fn early_warning_test(&self, ctx: &Context<'_>) -> Result<Option<EarlyWarningTest>> {
        EarlyWarningTest::read(&Visit::of(ctx)).await.map(Some)
    }

    /// How good the renewal probability was on contracts of our own, the default and what was fitted.
    #[graphql(complexity = "child_complexity + 10")]
    async fn renewal_calibration(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<RenewalCalibration>> {
        RenewalCalibration::read(&Visit::of(ctx)).await.map(Some)
    }
}

/// Fields of an account; see [`Account`].
pub(super) struct AccountOutlook(pub(super) Account);

/// How an account will go on.
#[Object]
impl AccountOutlook {
    /// Whether its health will be below 50 within 60 days, from its last twelve weeks.
    #[graphql(complexity = "child_complexity + 2")]
    async fn outlook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As it was known at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Option<HealthOutlook> {
        partial(ctx, HealthOutlook::read(&self.0, as_of).await)
    }
}
