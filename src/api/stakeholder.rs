//! A person at an account, with what is between us and them; and who of us knows whom.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use chrono::NaiveDate;

use super::account::Account;
use super::cohort::Cohort;
use super::contact::Contact;
use super::employee::Employee;
use super::errors::{Result, partial};
use super::personal::Personal;
use super::round;
use super::scalars::{Day, Time};
use super::survey::BuyerRole;
use super::words::ChampionStatus;
use crate::insight::{self, champion, stakeholders, team};
use crate::model::Pii;
use crate::model::{self, ContactId};

/// What they get from us beyond what they bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum ValueTier {
    /// It does what it was bought for.
    Functional,
    /// It makes their own work better.
    Individual,
    /// It changes what they aim for.
    Inspirational,
}

impl ValueTier {
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "FUNCTIONAL" => Some(Self::Functional),
            "INDIVIDUAL" => Some(Self::Individual),
            "INSPIRATIONAL" => Some(Self::Inspirational),
            _ => None,
        }
    }
}

/// A change that a source hints at and that a person has to confirm.
#[derive(SimpleObject)]
pub(super) struct ChampionProposal {
    /// What they may be by now.
    status: ChampionStatus,
    /// Why.
    #[graphql(directive = Personal::apply(Pii::ContactData))]
    because: Option<String>,
}

/// A person at an account, with what is between us and them.
pub(super) struct Stakeholder {
    one: insight::Stakeholder,
    cohort: Arc<Cohort>,
}

impl Stakeholder {
    pub(super) async fn all(
        account: &Account,
        role: Option<BuyerRole>,
        day: NaiveDate,
    ) -> Result<Vec<Self>> {
        let seen = account.cohort.facts(&account.id).await?;
        let hub = &account.cohort.visit.desk.hub;
        let mut all = stakeholders(&seen.facts, &hub.models, &hub.calendar, day);
        let wanted = |one: &insight::Stakeholder| {
            role.is_none_or(|role| BuyerRole::of(one.contact.buying_role.as_deref()) == role)
        };
        all.retain(wanted);
        let one = |one| Self { one, cohort: Arc::clone(&account.cohort) };
        Ok(all.into_iter().map(one).collect())
    }

    pub(super) async fn best_friend(account: &Account, day: NaiveDate) -> Result<Option<Self>> {
        let seen = account.cohort.facts(&account.id).await?;
        let hub = &account.cohort.visit.desk.hub;
        let one = champion(&seen.facts, &hub.models, &hub.calendar, day);
        Ok(one.map(|one| Self { one, cohort: Arc::clone(&account.cohort) }))
    }
}

/// A person at an account, with what is between us and them.
#[Object]
impl Stakeholder {
    /// The person.
    async fn contact(&self) -> Contact {
        self.one.contact.clone().into()
    }

    /// Their own role in a purchase.
    async fn role(&self) -> BuyerRole {
        BuyerRole::of(self.one.contact.buying_role.as_deref())
    }

    /// Influence, 1 (little) to 5 (decisive).
    async fn influence(&self) -> Option<i64> {
        self.one.influence
    }

    /// No record says the influence: it was derived from role or title.
    async fn influence_derived(&self) -> bool {
        self.one.influence_derived
    }

    /// The contact that they report to, when that is one of the account.
    async fn reports_to(&self) -> Option<ID> {
        self.one.reports_to.clone().map(|id| ID(id.0))
    }

    /// How they stand by us, as a person of ours or a source confirmed it; NONE until then.
    async fn champion(&self) -> ChampionStatus {
        let known = self.one.champion.as_ref();
        known.map_or(ChampionStatus::None, |known| ChampionStatus::of(known.word))
    }

    /// When that was confirmed.
    async fn champion_confirmed_on(&self) -> Option<Day> {
        self.one.champion.as_ref().map(|known| Day(known.on))
    }

    /// What a source hints at, for a person of ours to confirm.
    async fn champion_proposal(&self) -> Option<ChampionProposal> {
        let proposal = self.one.proposal.as_ref()?;
        let status = ChampionStatus::of(proposal.word);
        Some(ChampionProposal { status, because: Some(proposal.because.clone()) })
    }

    /// They have a new title or employer since this day, and nobody of ours confirmed since how they stand by
    /// us (`confirmChampion`): the map may be wrong about them. `null` when it is not.
    async fn stale_since(&self) -> Option<Day> {
        self.one.stale_since.map(Day)
    }

    /// They do not work there any more.
    async fn left(&self) -> bool {
        self.one.left
    }

    /// The mean mood of what they wrote in a year, as sources judged it, -1 to 1; `null` when none did.
    async fn sentiment(&self) -> Option<f64> {
        self.one.sentiment.map(round::share)
    }

    /// When both sides last spoke.
    async fn last_two_way_contact(&self) -> Option<Time> {
        self.one.last_two_way.map(Time)
    }

    /// Both sides spoke within the last 90 days.
    async fn coverage(&self) -> bool {
        self.one.covered
    }

    /// The tier of value that they say they get; `null` when not asked or not reached.
    async fn value_tier(&self) -> Option<ValueTier> {
        self.one.value_tier.as_deref().and_then(ValueTier::of)
    }

    /// Their newest rating, 0 to 10.
    async fn last_nps(&self) -> Option<f64> {
        self.one.last_nps.map(round::raw)
    }

    /// Who of us touches them most; else who is in charge of the account.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Employee> {
        let member = self.one.owner.as_deref()?;
        partial(ctx, self.cohort.member(member).await)?.map(Into::into)
    }
}

/// One of our people who serves the account.
pub(super) struct TeamMate {
    mate: insight::TeamMate,
    cohort: Arc<Cohort>,
    people: Arc<Vec<model::Contact>>,
}

impl TeamMate {
    pub(super) async fn all(account: &Account, day: NaiveDate) -> Result<Vec<Self>> {
        let seen = account.cohort.facts(&account.id).await?;
        let hub = &account.cohort.visit.desk.hub;
        let people = Arc::new(seen.facts.contacts.clone());
        let mates = team(&seen.facts, &hub.models, &hub.calendar, day);
        let mate = |mate| Self {
            mate,
            cohort: Arc::clone(&account.cohort),
            people: Arc::clone(&people),
        };
        Ok(mates.into_iter().map(mate).collect())
    }
}

/// One of our people who serves the account.
#[Object]
impl TeamMate {
    /// Who; `null` when no source tells more than a key.
    async fn employee(&self, ctx: &Context<'_>) -> Option<Employee> {
        partial(ctx, self.cohort.member(&self.mate.member).await)?.map(Into::into)
    }

    /// The source that names the person, and its key there.
    async fn id(&self) -> ID {
        ID(self.mate.member.clone())
    }

    /// OWNER, the role of an assignment, SALES for an open deal's owner, SUPPORT for a ticket's.
    async fn roles(&self) -> &[String] {
        &self.mate.roles
    }

    /// Their deals that are open.
    async fn open_deals(&self) -> usize {
        self.mate.deals
    }

    /// Whom of theirs they touched in the last year, the most touched first.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn contacts(&self) -> Vec<TeamEdge> {
        let edge = |edge: &insight::TeamEdge| TeamEdge {
            contact: person(&self.people, &edge.contact),
            interactions: edge.interactions,
            tickets: edge.tickets,
            last_at: Time(edge.last_at),
        };
        self.mate.edges.iter().map(edge).collect()
    }
}

/// A person of the account by id.
pub(super) fn person(people: &[model::Contact], id: &ContactId) -> Option<Contact> {
    let found = people.iter().find(|person| person.origin.contact.as_ref() == Some(id));
    found.cloned().map(Into::into)
}

/// What went on between one of ours and one of theirs.
#[derive(SimpleObject)]
pub(super) struct TeamEdge {
    /// One of theirs; `null` when they are at another account now.
    contact: Option<Contact>,
    /// Calls, meetings, mails, chats.
    interactions: usize,
    /// Tickets of theirs that ours was in charge of.
    tickets: usize,
    /// The newest of them.
    last_at: Time,
}
