//! One answer of one person.

use std::sync::Arc;

use async_graphql::{ID, Object};

use super::account::Account;
use super::contact::Contact;
use super::errors::Result;
use super::loaders::Seen;
use super::round;
use super::scalars::Time;
use super::source::SourceRef;
use super::survey::{BuyerRole, Prong, Question, SurveyKind};
use super::visit::Visit;
use super::words::Stage;
use crate::insight::{self, voices};
use crate::model::{self, SurveyResponse};

/// An answer to one question of a survey.
pub(super) struct Feedback {
    seen: Arc<Seen>,
    visit: Arc<Visit>,
    /// Its place among the account's answers.
    place: usize,
}

impl Feedback {
    /// The answers that are asked for, the newest first.
    pub(super) async fn all(
        account: &Account,
        kind: Option<SurveyKind>,
        question: Question,
        first: usize,
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
        shown.truncate(first);
        let surveys = &seen.facts.surveys;
        let place = |said: &SurveyResponse| surveys.iter().position(|s| std::ptr::eq(s, said));
        let places: Vec<usize> = shown.into_iter().filter_map(place).collect();
        let one = |place| Self { seen: Arc::clone(&seen), visit: Arc::clone(&visit), place };
        Ok(places.into_iter().map(one).collect())
    }

    fn said(&self) -> &SurveyResponse {
        &self.seen.facts.surveys[self.place]
    }

    fn person(&self) -> Option<&model::Contact> {
        let who = self.said().origin.contact.as_ref()?;
        self.seen.facts.contacts.iter().find(|c| c.origin.contact.as_ref() == Some(who))
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
    async fn contact(&self) -> Option<Contact> {
        self.person().cloned().map(Into::into)
    }

    /// Their role in a purchase, as it is known now.
    async fn role(&self) -> BuyerRole {
        BuyerRole::of(self.person().and_then(|person| person.buying_role.as_deref()))
    }

    /// The record it was read from.
    async fn source(&self) -> Result<SourceRef> {
        let origin = &self.said().origin;
        let category = self.visit.category(&origin.record.source).await?;
        Ok(SourceRef::of_origin(origin, category))
    }
}
