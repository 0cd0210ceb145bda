//! What to do next at an account, why, and what it is expected to bring.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::account::Account;
use super::cohort::{ByAccount, Cohort, gone};
use super::errors::{ApiError, Result, partial};
use super::limits;
use super::money::Money;
use super::round;
use crate::insight::advice::{Advice, Advised, Catalogue, advise};
use crate::insight::initiative::Footing;
use crate::insight::revenue::Asked;
use crate::insight::{self, Because};
use crate::model::AccountId;

impl Cohort {
    /// What to do at an account today: of all accounts of the cohort it is found together.
    async fn advised(&self, id: &AccountId) -> Result<Arc<Advised>> {
        let all =
            self.advised.get_or_init(async || self.all_advised().await.map(Arc::new)).await;
        all.clone()?.get(id).cloned().ok_or_else(|| gone(id))
    }

    async fn all_advised(&self) -> Result<ByAccount<Arc<Advised>>> {
        let day = self.visit.desk.today();
        let mut ledgers = Vec::new();
        for id in self.ids() {
            let ledger = self.ledger(id, day).await?;
            let currency = ledger.currency(None)?;
            ledgers.push((id.clone(), ledger, currency));
        }
        let desk = Arc::clone(&self.visit.desk);
        let work = move || {
            let (models, calendar) = (&desk.hub.models, &desk.hub.calendar);
            let (catalogue, horizon_months) =
                (Catalogue::built_in(), models.revenue.horizon_months);
            let of = |(id, ledger, currency): (AccountId, Arc<super::revenue::Ledger>, _)| {
                let facts = &ledger.seen.facts;
                let footing =
                    Footing::new(facts, &ledger.book, &ledger.peers, models, calendar);
                let asked = Asked { horizon_months, currency };
                (id, Arc::new(advise(&footing, &catalogue, asked)))
            };
            ledgers.into_iter().map(of).collect()
        };
        tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
    }
}

/// Fields of an account; see [`Account`].
pub(super) struct AccountAdvice(pub(super) Account);

impl AccountAdvice {
    async fn best(&self, first: i32) -> Result<Vec<Recommendation>> {
        let first = limits::first(first, limits::PARTS)?;
        let advised = self.0.cohort.advised(&self.0.id).await?;
        let all = advised.list.iter();
        Ok(all.take(first).map(|advice| Recommendation::worth(advice, &advised)).collect())
    }
}

/// What to do next at an account.
#[Object]
impl AccountAdvice {
    /// What to do next, what is expected to bring most first; what nobody can reckon comes last. Never
    /// empty where health is in RED or not known.
    #[graphql(
        complexity = "10 * limits::SCORE_COST + limits::counted(first) / 10 * child_complexity \
                      + child_complexity"
    )]
    async fn recommendations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.", default = 3)] first: i32,
    ) -> Option<Vec<Recommendation>> {
        partial(ctx, self.best(first).await)
    }
}

/// Something to do, and why.
#[derive(SimpleObject)]
pub(super) struct Recommendation {
    /// Its code in the model.
    code: String,
    /// In words.
    title: String,
    /// Why: the numbers, then words; what was assumed and what could not be reckoned among them.
    because: Vec<String>,
    /// What it is expected to bring within the usual horizon if the target is met that `because` names:
    /// renewals, and what comparable accounts buy. Not calibrated. `null` when nobody can say, and
    /// below trust, where it is not reckoned.
    expected_value: Option<Money>,
    /// The moment that matters to the account and that this is about.
    moment: Option<String>,
}

impl Recommendation {
    /// What follows from trust alone.
    pub(super) fn of(advice: &insight::Recommendation) -> Self {
        Self {
            code: advice.code.clone(),
            title: advice.title.clone(),
            because: advice.because.iter().map(reason).collect(),
            expected_value: None,
            moment: None,
        }
    }

    fn worth(advice: &Advice, among: &Advised) -> Self {
        let money = |amount| Money::reckoned(amount, among.currency, among.rate_date);
        Self {
            code: advice.code.clone(),
            title: advice.title.clone(),
            because: advice.because.iter().map(reason).collect(),
            expected_value: advice.expected.and_then(money),
            moment: advice.moment.clone(),
        }
    }
}

/// `TRANSPARENCY 36.3`, `T1 36 %`, `H2 0.25`.
fn reason(because: &Because) -> String {
    match because {
        Because::Words(words) => words.clone(),
        Because::Number { about, value, unit } => match unit.as_str() {
            "percent" => format!("{about} {} %", round::score(*value)),
            "points" => format!("{about} {}", round::score(*value)),
            "count" | "ratio" | "net" | "scale" => format!("{about} {}", round::points(*value)),
            unit => format!("{about} {} {}", round::points(*value), unit.replace('_', " ")),
        },
    }
}
