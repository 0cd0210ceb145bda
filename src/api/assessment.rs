//! What our people judged of an account: how mature it is, and what a business review came to.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::account::Account;
use super::errors::{Result, partial};
use super::personal::Personal;
use super::scalars::Day;
use super::visit::Visit;
use super::words::Topic;
use crate::model::{self, Pii, Statement};

/// How mature a customer is at most; at least 1.
pub(super) const MOST_MATURE: f64 = 5.0;

/// An assessment of how mature a customer is, or a business review, as one of our people stated it.
#[derive(SimpleObject)]
pub(super) struct Assessment {
    /// The statement's number, to withdraw it.
    id: ID,
    /// MATURITY or BUSINESS_REVIEW.
    kind: Topic,
    /// How mature it is, 1 (not at all) to 5; `null` of a review.
    level: Option<f64>,
    /// What the review came to; `null` of an assessment.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    outcome: Option<String>,
    /// What it rests on.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    reason: Option<String>,
    /// The day.
    assessed_on: Day,
    /// Who assessed it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    assessor: Option<String>,
}

impl Assessment {
    fn of(visit: &Visit, said: &Statement) -> Self {
        let review = said.topic == model::Topic::BusinessReview;
        Self {
            id: ID(said.id.to_string()),
            kind: said.topic.into(),
            level: said.number().filter(|_| !review),
            outcome: review.then(|| said.value.clone()),
            reason: Some(said.reason.clone()),
            assessed_on: Day(visit.desk.hub.calendar.local_day(said.said_at)),
            assessor: Some(said.author.clone()),
        }
    }
}

/// Fields of an account; see [`Account`].
pub(super) struct AccountAssessments(pub(super) Account);

/// What our people judged of an account.
#[Object]
impl AccountAssessments {
    /// Assessments of how mature the customer is and business reviews, as `stateFact` kept them and
    /// nobody withdrew them, the newest first: the first MATURITY is what holds.
    #[graphql(complexity = "child_complexity + 5")]
    async fn assessments(&self, ctx: &Context<'_>) -> Option<Vec<Assessment>> {
        partial(ctx, self.read().await)
    }
}

impl AccountAssessments {
    async fn read(&self) -> Result<Vec<Assessment>> {
        let Account { id, cohort, .. } = &self.0;
        let (seen, visit) = (cohort.facts(id).await?, &cohort.visit);
        let about = [model::Topic::Maturity, model::Topic::BusinessReview];
        let now = visit.desk.now();
        let said = seen.facts.statements.iter().rev();
        let holding = said.filter(|said| about.contains(&said.topic) && said.holds(now));
        Ok(holding.map(|said| Assessment::of(visit, said)).collect())
    }
}
