//! One of our own people.

use async_graphql::{Context, Object};

use super::entities::{Row, row_types};
use super::errors::Result;
use super::survey::SurveyMetric;
use super::visit::Visit;
use crate::model::TeamMember;

row_types! {
    /// One of our own people.
    Employee = TeamMember,
}

/// What is said of one of our people beside their own fields: it is said of their team.
pub(super) struct OfTeam(pub(super) Option<String>);

/// What is said of a team.
#[Object]
impl OfTeam {
    /// How this person's team recommends us as an employer; `null` where no team is known. Of a team
    /// with too few answers to hide who gave which, only how many there are.
    async fn engagement(&self, ctx: &Context<'_>) -> Result<Option<SurveyMetric>> {
        let visit = Visit::of(ctx);
        let Some(team) = &self.0 else { return Ok(None) };
        let teams = visit.engagement().await?;
        Ok(teams.get(team).map(|metric| SurveyMetric::of_team(metric.clone(), visit)))
    }
}

impl From<TeamMember> for Employee {
    fn from(member: TeamMember) -> Self {
        Self(Row::of(&member))
    }
}
