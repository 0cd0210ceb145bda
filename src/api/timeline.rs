//! What happened with an account, in the order of time, from all its systems.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};

use super::account::Account;
use super::accounts::PageInfo;
use super::errors::{ApiError, Result};
use super::personal::Personal;
use super::scalars::Time;
use super::source::SourceRef;
use super::visit::Visit;
use super::words::Stage;
use crate::insight::journey::{pass_of, purchases};
use crate::insight::{Calendar, Facts, JobChange, JobField, SurveyModel};
use crate::model::Pii;
use crate::model::nearest::unknown;
use crate::model::{Interaction, Milestone, Origin, SurveyResponse, Ticket};

/// Every word of `TimelineEvent.kind`: forms of interactions, then the others.
const KINDS: &[&str] = &[
    "CALL",
    "MEETING",
    "EMAIL",
    "NOTE",
    "CHAT",
    "ENQUIRY",
    "REFERENCE",
    "REVIEW",
    "REFERRAL",
    "CASE_STUDY",
    "TICKET_OPENED",
    "TICKET_SOLVED",
    "DEAL_WON",
    "DEAL_LOST",
    "DELIVERY",
    "INVOICE",
    "SURVEY",
    "MILESTONE_DONE",
    "MILESTONE_MISSED",
    "TITLE_CHANGED",
    "EMPLOYER_CHANGED",
];

/// Something that happened.
pub(super) struct TimelineEvent {
    at: DateTime<Utc>,
    kind: &'static str,
    stage: Option<Stage>,
    pass: usize,
    channel: Option<String>,
    human: Option<bool>,
    title: String,
    origin: Origin,
    visit: Arc<Visit>,
}

impl TimelineEvent {
    fn key(&self) -> String {
        format!("{}:{}", self.kind, self.origin.id)
    }

    /// Newest first; of one moment in the order of the keys.
    fn place(&self) -> (std::cmp::Reverse<DateTime<Utc>>, String) {
        (std::cmp::Reverse(self.at), self.key())
    }

    fn cursor(&self) -> String {
        let text = format!("{}|{}", self.at.timestamp_micros(), self.key());
        BASE64_URL_SAFE_NO_PAD.encode(text)
    }
}

/// Something that happened with an account.
#[Object]
impl TimelineEvent {
    /// Its kind and the source's id of what it was read from.
    async fn id(&self) -> ID {
        ID(self.key())
    }

    /// When. What a source dates by the day stands at the beginning of the day.
    async fn at(&self) -> Time {
        Time(self.at)
    }

    /// CALL, MEETING, EMAIL, NOTE, CHAT, ENQUIRY, REFERENCE, REVIEW, REFERRAL, CASE_STUDY,
    /// TICKET_OPENED, TICKET_SOLVED, DEAL_WON, DEAL_LOST, DELIVERY, INVOICE, SURVEY, MILESTONE_DONE,
    /// MILESTONE_MISSED, TITLE_CHANGED or EMPLOYER_CHANGED.
    async fn kind(&self) -> &str {
        self.kind
    }

    /// The stage of the journey that it belongs to.
    async fn stage(&self) -> Option<Stage> {
        self.stage
    }

    /// Which pass of the journey it belongs to, from 1: every purchase after the first opens another.
    async fn pass(&self) -> usize {
        self.pass
    }

    /// How it came, in the source's own word.
    async fn channel(&self) -> Option<&str> {
        self.channel.as_deref()
    }

    /// One of our people took part; `null` where that is not known.
    async fn human(&self) -> Option<bool> {
        self.human
    }

    /// What it is, in a few words.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    async fn title(&self) -> Option<&str> {
        Some(&self.title)
    }

    /// The record it was read from.
    async fn source(&self) -> Result<SourceRef> {
        let category = self.visit.category(&self.origin.record.source).await?;
        Ok(SourceRef::of_origin(&self.origin, category))
    }
}

/// A page of what happened, newest first.
#[derive(SimpleObject)]
pub(super) struct TimelineConnection {
    /// The events with their cursors.
    edges: Vec<TimelineEdge>,
    /// Where the page stands.
    page_info: PageInfo,
}

/// An event in a page.
#[derive(SimpleObject)]
pub(super) struct TimelineEdge {
    /// Pass it as `after` to go on behind this event.
    cursor: String,
    /// The event.
    node: TimelineEvent,
}

/// Which events are asked for.
pub(super) struct Asked {
    pub(super) first: usize,
    pub(super) after: Option<String>,
    pub(super) kinds: Option<Vec<String>>,
}

impl TimelineConnection {
    pub(super) async fn read(account: &Account, asked: Asked) -> Result<Self> {
        for kind in asked.kinds.iter().flatten() {
            if !KINDS.contains(&kind.as_str()) {
                let unknown = unknown("kind of event", kind, KINDS.iter().copied());
                return Err(ApiError::BadInput(unknown));
            }
        }
        let from = asked.after.as_deref().map(place_of).transpose()?;
        let visit = Arc::clone(&account.cohort.visit);
        let seen = account.cohort.facts(&account.id).await?;
        let mut events = Events::of(&seen.facts, &visit);
        let wanted = |event: &TimelineEvent| {
            asked.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|kind| kind == event.kind))
                && from.as_ref().is_none_or(|from| event.place() > *from)
        };
        events.retain(wanted);
        events.sort_by_cached_key(TimelineEvent::place);
        let more = events.len() > asked.first;
        events.truncate(asked.first);
        let edge = |node: TimelineEvent| TimelineEdge { cursor: node.cursor(), node };
        let edges: Vec<TimelineEdge> = events.into_iter().map(edge).collect();
        let page_info = PageInfo {
            has_next_page: more,
            has_previous_page: asked.after.is_some(),
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(Self { edges, page_info })
    }
}

/// The place that a cursor stands for.
fn place_of(text: &str) -> Result<(std::cmp::Reverse<DateTime<Utc>>, String)> {
    let read = || {
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (micros, key) = text.split_once('|')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some((std::cmp::Reverse(at), key.to_owned()))
    };
    read().ok_or_else(|| {
        let what = "`after` is not a cursor of this list; pass an `endCursor` on as it came";
        ApiError::BadInput(what.to_owned())
    })
}

/// Events as they are gathered: what had happened by now.
struct Events<'a> {
    all: Vec<TimelineEvent>,
    visit: &'a Arc<Visit>,
    calendar: &'a Calendar,
    now: DateTime<Utc>,
    /// Days, rising.
    purchases: Vec<NaiveDate>,
}

/// What an event says beside when and from where.
struct Says {
    kind: &'static str,
    stage: Option<Stage>,
    channel: Option<String>,
    human: Option<bool>,
    title: String,
}

impl Says {
    fn plain(kind: &'static str, stage: Stage, title: String) -> Self {
        Self { kind, stage: Some(stage), channel: None, human: None, title }
    }
}

impl<'a> Events<'a> {
    fn of(facts: &Facts, visit: &'a Arc<Visit>) -> Vec<TimelineEvent> {
        let hub = &visit.desk.hub;
        let now = visit.desk.now();
        let purchases = purchases(facts, &hub.calendar, visit.desk.today());
        let mut events =
            Self { all: Vec::new(), visit, calendar: &hub.calendar, now, purchases };
        facts.interactions.iter().for_each(|touch| events.interaction(touch));
        facts.tickets.iter().for_each(|ticket| events.ticket(ticket));
        events.trade(facts);
        facts.surveys.iter().for_each(|said| events.survey(said, &hub.models.survey));
        facts.milestones.iter().for_each(|step| events.milestone(step));
        facts.job_changes.iter().for_each(|change| events.job(change));
        events.all
    }

    fn add(&mut self, at: Option<DateTime<Utc>>, origin: &Origin, says: Says) {
        let Some(at) = at.filter(|at| *at <= self.now) else { return };
        let Says { kind, stage, channel, human, title } = says;
        let (origin, visit) = (origin.clone(), Arc::clone(self.visit));
        let pass = pass_of(&self.purchases, self.calendar.local_day(at));
        let event =
            TimelineEvent { at, kind, stage, pass, channel, human, title, origin, visit };
        self.all.push(event);
    }

    /// The beginning of a day in our zone.
    fn begins(&self, day: Option<NaiveDate>) -> Option<DateTime<Utc>> {
        Some(self.calendar.end_of(day?.pred_opt()?))
    }

    fn interaction(&mut self, touch: &Interaction) {
        let form = touch.form.as_deref().unwrap_or("NOTE");
        let Some(kind) = KINDS.iter().find(|kind| **kind == form) else { return };
        let stage = match *kind {
            "ENQUIRY" => Stage::Consideration,
            "REFERENCE" | "REVIEW" | "REFERRAL" | "CASE_STUDY" => Stage::Renewal,
            _ => Stage::Relationship,
        };
        let title = touch.subject.clone().unwrap_or_else(|| kind.to_lowercase());
        let channel = touch.direction.clone();
        let says = Says { kind, stage: Some(stage), channel, human: touch.human, title };
        self.add(touch.at, &touch.origin, says);
    }

    fn ticket(&mut self, ticket: &Ticket) {
        let title = ticket.subject.clone().unwrap_or_else(|| "ticket".to_owned());
        let channel = ticket.channel.clone();
        let opened = Says {
            channel: channel.clone(),
            ..Says::plain("TICKET_OPENED", Stage::Support, title.clone())
        };
        self.add(ticket.opened_at, &ticket.origin, opened);
        let solved = Says { channel, ..Says::plain("TICKET_SOLVED", Stage::Support, title) };
        self.add(ticket.solved_at, &ticket.origin, solved);
    }

    fn trade(&mut self, facts: &Facts) {
        for deal in &facts.deals {
            let Some(won) = deal.won else { continue };
            let kind = if won { "DEAL_WON" } else { "DEAL_LOST" };
            let renewal = deal.form.as_deref() == Some("RENEWAL");
            let stage = if renewal { Stage::Renewal } else { Stage::Purchase };
            let title = deal.name.clone().unwrap_or_else(|| "deal".to_owned());
            self.add(deal.closed_at, &deal.origin, Says::plain(kind, stage, title));
        }
        for line in &facts.deliveries {
            let product = line.product.as_ref().and_then(|id| facts.products.get(id));
            let name = product.and_then(|p| p.name.as_deref().or(p.sku.as_deref()));
            let title =
                name.map_or("delivery".to_owned(), |name| format!("delivery of {name}"));
            let says = Says::plain("DELIVERY", Stage::Delivery, title);
            self.add(self.begins(line.delivered_on), &line.origin, says);
        }
        for bill in &facts.invoices {
            let number = bill.number.as_deref();
            let title =
                number.map_or("invoice".to_owned(), |number| format!("invoice {number}"));
            let says = Says::plain("INVOICE", Stage::Billing, title);
            self.add(self.begins(bill.issued_on), &bill.origin, says);
        }
    }

    fn survey(&mut self, said: &SurveyResponse, model: &SurveyModel) {
        let (kind, touchpoint) = (said.instrument.as_deref(), said.touchpoint.as_deref());
        let stage = touchpoint.and_then(|word| model.stage_of(word)).and_then(Stage::of);
        let title = match (kind, said.score) {
            (Some(kind), Some(score)) => format!("{kind} {score}"),
            _ => "answer to a survey".to_owned(),
        };
        let says = Says { kind: "SURVEY", stage, channel: None, human: None, title };
        self.add(said.at, &said.origin, says);
    }

    /// A title is told, an employer is a key that says nothing to a reader.
    fn job(&mut self, change: &JobChange) {
        let (kind, title) = match change.field {
            JobField::Title => {
                ("TITLE_CHANGED", format!("{} → {}", change.before, change.after))
            }
            JobField::Employer => ("EMPLOYER_CHANGED", "works for another company".to_owned()),
        };
        let says = Says::plain(kind, Stage::Relationship, title);
        self.add(Some(change.at), &change.origin, says);
    }

    fn milestone(&mut self, step: &Milestone) {
        let title = step.name.clone().unwrap_or_else(|| "milestone".to_owned());
        let (kind, day) = match step.done_on {
            Some(done) => ("MILESTONE_DONE", Some(done)),
            None => ("MILESTONE_MISSED", step.due_on.and_then(|day| day.succ_opt())),
        };
        let says = Says::plain(kind, Stage::Implementation, title);
        self.add(self.begins(day), &step.origin, says);
    }
}
