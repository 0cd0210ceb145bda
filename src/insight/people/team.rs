//! Who of us touches whom of them: teams serve teams, so it is many to many.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::insight::measure::Room;
use crate::insight::{Calendar, Facts, Models};
use crate::model::ContactId;

/// One of our people who serves the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamMate {
    /// The team member's origin id.
    pub member: String,
    /// `OWNER`, the role of an assignment, `SALES` for an open deal's owner, `SUPPORT` for a ticket's.
    pub roles: Vec<String>,
    /// Deals of theirs that are open.
    pub deals: usize,
    /// Whom they touched.
    pub edges: Vec<TeamEdge>,
}

/// What went on between one of ours and one of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamEdge {
    /// One of theirs.
    pub contact: ContactId,
    /// Calls, meetings, mails, chats.
    pub interactions: usize,
    /// Tickets of theirs that ours was in charge of.
    pub tickets: usize,
    /// The newest of them.
    pub last_at: DateTime<Utc>,
}

/// Our people at the account: those in charge on the day, and those who touched anybody within the
/// model's days; those with most touches first.
pub fn team(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Vec<TeamMate> {
    in_room(&Room::new(facts, as_of, calendar), models)
}

#[derive(Default)]
struct Draft<'a> {
    roles: BTreeSet<String>,
    deals: usize,
    edges: BTreeMap<&'a ContactId, TeamEdge>,
}

type Drafts<'a> = BTreeMap<&'a str, Draft<'a>>;

pub(super) fn in_room(room: &Room, models: &Models) -> Vec<TeamMate> {
    let mut mates = Drafts::new();
    in_charge(room, &mut mates);
    let recent = |at: Option<DateTime<Utc>>| {
        let day = room.day(at).filter(|day| room.within(*day, models.survey.contact.team));
        day.and(at)
    };
    for (_, touch) in room.touches() {
        let (Some(member), Some(at)) = (&touch.team_member, recent(touch.at)) else { continue };
        let mate = mates.entry(member).or_default();
        if let Some(person) = &touch.origin.contact {
            edge(mate, person, at).interactions += 1;
        }
    }
    for ticket in &room.facts().tickets {
        let (Some(member), Some(at)) = (&ticket.assignee, recent(ticket.opened_at)) else {
            continue;
        };
        let mate = mates.entry(member).or_default();
        mate.roles.insert("SUPPORT".to_owned());
        if let Some(person) = &ticket.origin.contact {
            edge(mate, person, at).tickets += 1;
        }
    }
    let mut team: Vec<TeamMate> = mates.into_iter().map(finish).collect();
    team.sort_by_key(|mate| (std::cmp::Reverse(touches(mate)), mate.member.clone()));
    team
}

/// Those who are in charge of the account, or of a deal that is open on the day.
fn in_charge<'a>(room: &Room<'a>, mates: &mut Drafts<'a>) {
    let facts = room.facts();
    if let Some(owner) = &facts.account.owner {
        mates.entry(owner).or_default().roles.insert("OWNER".to_owned());
    }
    for assignment in &facts.assignments {
        let Some(member) = &assignment.team_member else { continue };
        let begun = assignment.since.is_none_or(|day| day <= room.as_of());
        let over = assignment.until.is_some_and(|day| day < room.as_of());
        if begun && !over {
            let role = assignment.role.as_deref().unwrap_or("owner").trim().to_uppercase();
            mates.entry(member).or_default().roles.insert(role);
        }
    }
    for deal in &facts.deals {
        let opened = deal.opened_at.is_none_or(|at| at < room.end());
        let closed = deal.closed_at.is_some_and(|at| at < room.end());
        let Some(owner) = deal.owner.as_deref().filter(|_| opened && !closed) else { continue };
        let mate = mates.entry(owner).or_default();
        mate.roles.insert("SALES".to_owned());
        mate.deals += 1;
    }
}

fn edge<'d, 'a>(
    mate: &'d mut Draft<'a>,
    person: &'a ContactId,
    at: DateTime<Utc>,
) -> &'d mut TeamEdge {
    let fresh =
        || TeamEdge { contact: person.clone(), interactions: 0, tickets: 0, last_at: at };
    let edge = mate.edges.entry(person).or_insert_with(fresh);
    edge.last_at = edge.last_at.max(at);
    edge
}

fn finish((member, draft): (&str, Draft)) -> TeamMate {
    let mut edges: Vec<TeamEdge> = draft.edges.into_values().collect();
    edges.sort_by_key(|edge| std::cmp::Reverse(edge.interactions + edge.tickets));
    TeamMate {
        member: member.to_owned(),
        roles: draft.roles.into_iter().collect(),
        deals: draft.deals,
        edges,
    }
}

fn touches(mate: &TeamMate) -> usize {
    mate.edges.iter().map(|edge| edge.interactions + edge.tickets).sum()
}

/// Who of us knows a person best: the most touches, of equals the newest; else the account's owner.
pub(super) fn closest(team: &[TeamMate], person: &ContactId) -> Option<String> {
    let edges = team.iter().flat_map(|mate| mate.edges.iter().map(move |edge| (mate, edge)));
    let best = edges.filter(|(_, edge)| edge.contact == *person).max_by_key(|(mate, edge)| {
        (edge.interactions + edge.tickets, edge.last_at, &mate.member)
    });
    let owner = || team.iter().find(|mate| mate.roles.iter().any(|role| role == "OWNER"));
    best.map(|(mate, _)| mate).or_else(owner).map(|mate| mate.member.clone())
}
