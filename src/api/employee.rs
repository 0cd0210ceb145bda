//! One of our own people.

use async_graphql::{ID, SimpleObject};

use crate::model::TeamMember;

/// One of our own people.
#[derive(SimpleObject)]
pub(super) struct Employee {
    /// The source that names the person, and its key there.
    id: ID,
    /// The full name.
    name: Option<String>,
    /// The team.
    team: Option<String>,
}

impl From<TeamMember> for Employee {
    fn from(member: TeamMember) -> Self {
        Self { id: ID(member.origin.id), name: member.name, team: member.team }
    }
}
