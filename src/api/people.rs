//! What is known of an account's people, and what is not.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use chrono::NaiveDate;

use super::account::Account;
use super::contact::Contact;
use super::errors::Result;
use super::limits;
use super::loaders::Seen;
use super::round;
use super::stakeholder::person;
use super::visit::Visit;
use crate::insight::{
    self, blind_spot, completeness, dialogue_ratio, human_touch, unseen_players,
};

/// An account's people on a day.
pub(super) struct People {
    seen: Arc<Seen>,
    visit: Arc<Visit>,
    day: NaiveDate,
}

impl People {
    pub(super) async fn read(account: &Account, day: NaiveDate) -> Result<Self> {
        let seen = account.cohort.facts(&account.id).await?;
        Ok(Self { seen, visit: Arc::clone(&account.cohort.visit), day })
    }
}

/// What is known of an account's people, and what is not.
#[Object]
impl People {
    /// Whether those who decide are out of sight.
    async fn blind_spot(&self) -> BlindSpot {
        let hub = &self.visit.desk.hub;
        let spot = blind_spot(&self.seen.facts, &hub.models, &hub.calendar, self.day);
        BlindSpot {
            blind: spot.blind,
            decision_makers: spot.decision_makers,
            touched: spot.touched,
            heard: spot.heard,
        }
    }

    /// People who opened tickets, wrote about invoices or were invited, who have no role in a
    /// purchase and whom nobody of ours ever spoke to.
    #[graphql(complexity = "5 * child_complexity + 1")]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn unseen_players(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 20)] first: i32,
    ) -> Result<Vec<UnseenPlayer>> {
        let first = limits::first(first, limits::PARTS)?;
        let facts = &self.seen.facts;
        let unseen = unseen_players(facts, &self.visit.desk.hub.calendar, self.day);
        let player = |one: insight::Unseen| UnseenPlayer {
            contact: person(&facts.contacts, &one.contact),
            met_in: one.met_in.into_iter().map(str::to_owned).collect(),
        };
        Ok(unseen.into_iter().take(first).map(player).collect())
    }

    /// How many of our touches a person of ours took part in.
    async fn human_touch(&self) -> HumanTouch {
        let hub = &self.visit.desk.hub;
        let touch = human_touch(&self.seen.facts, &hub.models, &hub.calendar, self.day);
        HumanTouch {
            human: touch.human,
            all: touch.all,
            ratio: touch.ratio.map(round::share),
            floor: round::share(touch.floor),
            below_floor: touch.below_floor,
        }
    }

    /// What they began and what of ours they answered ÷ what either side began, 0 to 1, of
    /// one-to-one touches; `null` without any.
    async fn dialogue_ratio(&self) -> Option<f64> {
        let hub = &self.visit.desk.hub;
        let of = (None, self.day);
        dialogue_ratio(&self.seen.facts, &hub.models, &hub.calendar, of).map(round::share)
    }

    /// How much of what we should know of the account we know.
    async fn completeness(&self) -> Completeness {
        let hub = &self.visit.desk.hub;
        let known = completeness(&self.seen.facts, &hub.models, &hub.calendar, self.day);
        let words = |wanted: bool| {
            let items = known.items.iter().filter(|item| item.known == wanted);
            items.map(|item| item.item.to_owned()).collect()
        };
        Completeness { score: known.score, known: words(true), missing: words(false) }
    }
}

/// Whether those who decide are out of sight.
#[derive(SimpleObject)]
pub(super) struct BlindSpot {
    /// Nobody who decides spoke with us in 90 days or gave feedback in 180; so too when none is known.
    blind: bool,
    /// Decision makers and economic buyers who work there.
    decision_makers: usize,
    /// Of them those who spoke with us.
    touched: usize,
    /// Of them those who gave feedback.
    heard: usize,
}

/// Somebody who acts at the account and whom nobody of ours knows.
#[derive(SimpleObject)]
pub(super) struct UnseenPlayer {
    /// Who.
    contact: Option<Contact>,
    /// Where they were met: TICKET, INVOICE, MEETING, EVENT.
    met_in: Vec<String>,
}

/// How many touches of the last 90 days a person of ours took part in.
#[derive(SimpleObject)]
pub(super) struct HumanTouch {
    /// With one of our people.
    human: usize,
    /// All, marketing mails included.
    all: usize,
    /// human ÷ all, 0 to 1; `null` when nothing touched them.
    ratio: Option<f64>,
    /// The least that the model asks for.
    floor: f64,
    /// There is a ratio, and it lies below the floor.
    below_floor: bool,
}

/// How much of the ten things that we should know of an account we know.
#[derive(SimpleObject)]
pub(super) struct Completeness {
    /// 0 to 100, ten for each.
    score: u8,
    /// Those that are known.
    known: Vec<String>,
    /// Those that are not.
    missing: Vec<String>,
}
