//! One of our own people.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};

use super::errors::Result;
use super::survey::SurveyMetric;
use super::visit::Visit;
use crate::model::TeamMember;

/// One of our own people.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct Employee {
    /// The source that names the person, and its key there.
    id: ID,
    /// The full name.
    name: Option<String>,
    /// The team.
    team: Option<String>,
}

#[ComplexObject]
impl Employee {
    /// How this person's team recommends us as an employer; `null` where no team is known. Of a team
    /// with too few answers to hide who gave which, only how many there are.
    async fn engagement(&self, ctx: &Context<'_>) -> Result<Option<SurveyMetric>> {
        let visit = Visit::of(ctx);
        let Some(team) = &self.team else { return Ok(None) };
        let teams = visit.engagement().await?;
        Ok(teams.get(team).map(|metric| SurveyMetric::of_team(metric.clone(), visit)))
    }
}

impl From<TeamMember> for Employee {
    fn from(member: TeamMember) -> Self {
        Self { id: ID(member.origin.id), name: member.name, team: member.team }
    }
}
