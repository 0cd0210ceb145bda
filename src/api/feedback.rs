//! One answer of one person.

use std::sync::Arc;

use async_graphql::{ID, Object};

use super::account::Account;
use super::contact::Contact;
use super::errors::Result;
use super::feedback_loop::{self, LoopState};
use super::loaders::{ContactsOf, Seen};
use super::personal::Personal;
use super::round;
use super::scalars::Time;
use super::source::SourceRef;
use super::survey::{BuyerRole, Prong, Question, SurveyKind};
use super::visit::Visit;
use super::words::Stage;
use crate::insight::{self, voices};
use crate::model::Pii;
use crate::model::{self, SurveyResponse};

/// An answer to one question of a survey.
pub(super) struct Feedback {
    visit: Arc<Visit>,
    said: SurveyResponse,
    /// The facts that it was read with, when it was.
    seen: Option<Arc<Seen>>,
}

impl Feedback {
    /// The answers that are asked for, the newest first; with `only_open` those whose loop is open.
    pub(super) async fn all(
        account: &Account,
        kind: Option<SurveyKind>,
        question: Question,
        (first, only_open): (usize, bool),
    ) -> Result<Vec<Self>> {
        let visit = Arc::clone(&account.cohort.visit);
        let filter = question.filter(&visit)?;
        let seen = account.cohort.facts(&account.id).await?;
        let kind = kind.map(insight::SurveyKind::from).map(insight::SurveyKind::word);
        let admitted = voices(&seen.facts, &visit.desk.hub.calendar, filter.as_of);
        let mut shown: Vec<&SurveyResponse> = admitted
            .iter()
            .filter(|voice| filter.admits(voice))
            .map(|voice| voice.response)
            .filter(|said| kind.is_none() || said.instrument.as_deref() == kind)
            .collect();
        shown.sort_by(|a, b| (b.at, &a.origin.id).cmp(&(a.at, &b.origin.id)));
        if only_open {
            feedback_loop::keep_open(&visit, &mut shown).await?;
        }
        shown.truncate(first);
        let one = |said: SurveyResponse| Self {
            visit: Arc::clone(&visit),
            said,
            seen: Some(Arc::clone(&seen)),
        };
        Ok(shown.into_iter().cloned().map(one).collect())
    }

    /// An answer that was read without the facts around it.
    pub(super) fn alone(visit: &Arc<Visit>, said: SurveyResponse) -> Self {
        Self { visit: Arc::clone(visit), said, seen: None }
    }

    fn said(&self) -> &SurveyResponse {
        &self.said
    }

    async fn person(&self) -> Result<Option<model::Contact>> {
        let (Some(who), Some(account)) =
            (self.said.origin.contact.as_ref(), self.said.origin.account.as_ref())
        else {
            return Ok(None);
        };
        let is = |person: &&model::Contact| person.origin.contact.as_ref() == Some(who);
        if let Some(seen) = &self.seen {
            return Ok(seen.facts.contacts.iter().find(is).cloned());
        }
        let people = self.visit.reader.load_one(ContactsOf(account.clone())).await?;
        Ok(people.unwrap_or_default().iter().find(is).cloned())
    }
}

/// An answer to one question of a survey.
#[Object]
impl Feedback {
    /// The source that says it, and its key there.
    async fn id(&self) -> ID {
        ID(self.said().origin.id.clone())
    }

    /// When it was given.
    async fn at(&self) -> Option<Time> {
        self.said().at.map(Time)
    }

    /// What was asked; `null` for an instrument that has no metric.
    async fn kind(&self) -> Option<SurveyKind> {
        let word = self.said().instrument.as_deref()?;
        insight::SurveyKind::from_word(word).map(Into::into)
    }

    /// What it asks about.
    async fn prong(&self) -> Option<Prong> {
        Prong::of(self.said().prong.as_deref()?)
    }

    /// What was rated, in the source's own word.
    async fn touchpoint(&self) -> Option<&str> {
        self.said().touchpoint.as_deref()
    }

    /// The stage of the journey that the touchpoint belongs to.
    async fn stage(&self) -> Option<Stage> {
        let touchpoint = self.said().touchpoint.as_deref()?;
        self.visit.desk.hub.models.survey.stage_of(touchpoint).and_then(Stage::of)
    }

    /// For trust the factor, for value the tier.
    async fn item(&self) -> Option<&str> {
        self.said().item.as_deref()
    }

    /// The answer on its own scale.
    async fn score(&self) -> Option<f64> {
        self.said().score.map(round::raw)
    }

    /// The lowest and the highest answer possible.
    async fn scale(&self) -> Option<Vec<f64>> {
        let (low, high) = self.said().scale_low.zip(self.said().scale_high)?;
        Some(vec![low, high])
    }

    /// What was written, word for word.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    async fn text(&self) -> Option<&str> {
        self.said().verbatim.as_deref()
    }

    /// What it is about, in the source's own words.
    async fn themes(&self) -> Vec<String> {
        self.said().themes.clone().unwrap_or_default()
    }

    /// The mood as the source judged it, -1 (bad) to 1 (good).
    async fn sentiment(&self) -> Option<f64> {
        self.said().sentiment.map(round::share)
    }

    /// Who gave it.
    async fn contact(&self) -> Result<Option<Contact>> {
        Ok(self.person().await?.map(Into::into))
    }

    /// The account whose person gave it; `null` when it is not known.
    async fn account(&self) -> Result<Option<Account>> {
        let Some(id) = &self.said.origin.account else { return Ok(None) };
        Account::read(&self.visit, id).await
    }

    /// Where we stand with it. Opened by answers on the bad side of their scale, and by whoever takes
    /// another one up; `null` for all others.
    #[graphql(name = "loop")]
    async fn feedback_loop(&self) -> Result<Option<LoopState>> {
        LoopState::of(&self.visit, &self.said).await
    }

    /// Their role in a purchase, as it is known now.
    async fn role(&self) -> Result<BuyerRole> {
        let person = self.person().await?;
        Ok(BuyerRole::of(person.as_ref().and_then(|person| person.buying_role.as_deref())))
    }

    /// The record it was read from.
    async fn source(&self) -> Result<SourceRef> {
        let origin = &self.said().origin;
        let category = self.visit.category(&origin.record.source).await?;
        Ok(SourceRef::of_origin(origin, category))
    }
}
