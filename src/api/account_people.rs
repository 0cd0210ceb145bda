//! The part of an account that is about its people: what they answer, who they are, what happened.

use async_graphql::{Context, Object};

use super::account::Account;
use super::errors::{Result, partial};
use super::experience::Experience;
use super::feedback::Feedback;
use super::limits;
use super::people::People;
use super::scalars::Day;
use super::stakeholder::{Stakeholder, TeamMate, ValueTier};
use super::survey::{BuyerRole, Prong, Question, SurveyKind, SurveyMetric};
use super::timeline::{Asked, TimelineConnection};
use crate::insight::{SurveyFilter, value_tier, voices};

/// Fields of an account; see [`Account`].
pub(super) struct AccountPeople(pub(super) Account);

impl AccountPeople {
    async fn tier(&self, filter: SurveyFilter) -> Result<Option<ValueTier>> {
        let Account { id, cohort, .. } = &self.0;
        let (seen, hub) = (cohort.facts(id).await?, &cohort.visit.desk.hub);
        let voices = voices(&seen.facts, &hub.calendar, filter.as_of);
        let tier = value_tier(voices, &filter, &hub.models).and_then(|tier| tier.tier);
        Ok(tier.as_deref().and_then(ValueTier::of))
    }
}

/// What an account's people answer, who they are, and what happened.
#[Object]
impl AccountPeople {
    /// A metric of what the account's people answered.
    #[graphql(complexity = "3 + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn survey(
        &self,
        #[graphql(desc = "What was asked.")] kind: SurveyKind,
        #[graphql(desc = "What it is about; any but our own people when absent.")]
        prong: Option<Prong>,
        #[graphql(desc = "Only people of exactly this role.")] role: Option<BuyerRole>,
        #[graphql(desc = "Only touchpoints with this in their name, any case.")]
        touchpoint: Option<String>,
        #[graphql(desc = "Answers of the last so many days, 1 to 3650.", default = 365)]
        days: i32,
        #[graphql(desc = "The last day that counts; today when absent.")] as_of: Option<Day>,
    ) -> Result<SurveyMetric> {
        let question = Question { prong, role, touchpoint, days, as_of };
        SurveyMetric::read(&self.0, kind, question).await
    }

    /// What the account's people answered, one by one, the newest first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn feedback(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 20)] first: i32,
        #[graphql(desc = "What was asked; anything when absent.")] kind: Option<SurveyKind>,
        #[graphql(desc = "What it is about; any when absent.")] prong: Option<Prong>,
        #[graphql(desc = "Only people of exactly this role.")] role: Option<BuyerRole>,
        #[graphql(desc = "Only touchpoints with this in their name, any case.")]
        touchpoint: Option<String>,
        #[graphql(desc = "Answers of the last so many days, 1 to 3650.", default = 365)]
        days: i32,
        #[graphql(
            desc = "Only those whose loop is open: bad ones, and those that somebody took up, of \
                    which the customer was not told yet what was done.",
            default
        )]
        only_open_loop: bool,
    ) -> Result<Option<Vec<Feedback>>> {
        let first = limits::first(first, limits::PARTS)?;
        let question = Question { prong, role, touchpoint, days, as_of: None };
        Feedback::all(&self.0, kind, question, (first, only_open_loop)).await.map(Some)
    }

    /// The map of the account's people: everybody who works there, and those who left with a role or a
    /// standing; those with most influence first.
    #[graphql(complexity = "20 * child_complexity + 10")]
    async fn stakeholders(
        &self,
        #[graphql(desc = "Only people of exactly this role; UNKNOWN for those without.")]
        role: Option<BuyerRole>,
        #[graphql(desc = "As it stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Result<Option<Vec<Stakeholder>>> {
        let day = self.0.cohort.visit.desk.day(as_of)?;
        Stakeholder::all(&self.0, role, day).await.map(Some)
    }

    /// The person whose standing decides the account's champion status: the best friend who is there,
    /// or the champion who left. `null` when nobody's standing is confirmed.
    #[graphql(complexity = "10 + child_complexity")]
    async fn champion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As it stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Option<Stakeholder> {
        let read = async || {
            let day = self.0.cohort.visit.desk.day(as_of)?;
            Stakeholder::best_friend(&self.0, day).await
        };
        partial(ctx, read().await)?
    }

    /// The highest tier of value on whose items people agree while all lower tiers have agreement too,
    /// from answers of the last 365 days; `null` when they were not asked or reach none.
    #[graphql(complexity = "3")]
    async fn value_tier(
        &self,
        #[graphql(desc = "Only people of exactly this role.")] role: Option<BuyerRole>,
        #[graphql(desc = "As it stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Result<Option<ValueTier>> {
        let question = Question { prong: None, role, touchpoint: None, days: 365, as_of };
        self.tier(question.filter(&self.0.cohort.visit)?).await
    }

    /// Our people at the account and whom of theirs they touch, those with most touches first.
    #[graphql(complexity = "10 * child_complexity + 10")]
    async fn team(
        &self,
        #[graphql(desc = "As it stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Result<Option<Vec<TeamMate>>> {
        TeamMate::all(&self.0, self.0.cohort.visit.desk.day(as_of)?).await.map(Some)
    }

    /// What is known of the account's people, and what is not.
    #[graphql(complexity = "5 + child_complexity")]
    async fn people(
        &self,
        #[graphql(desc = "As it stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Result<People> {
        People::read(&self.0, self.0.cohort.visit.desk.day(as_of)?).await
    }

    /// What the account's people live through: ease, promises felt or not, whom to ask next.
    #[graphql(complexity = "5 + child_complexity")]
    async fn experience(
        &self,
        #[graphql(desc = "As it stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Result<Experience> {
        Experience::read(&self.0, self.0.cohort.visit.desk.day(as_of)?).await
    }

    /// What happened, from all systems, the newest first.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 10")]
    async fn timeline(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 50)] first: i32,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "Only these kinds; all when absent.")] kinds: Option<Vec<String>>,
    ) -> Result<TimelineConnection> {
        let first = limits::first(first, limits::PARTS)?;
        TimelineConnection::read(&self.0, Asked { first, after, kinds }).await
    }
}
