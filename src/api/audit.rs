//! Who ordered what, for whoever may know it; and who asks.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};

use super::accounts::PageInfo;
use super::errors::{ApiError, Result};
use super::limits;
use super::scalars::Time;
use super::visit::Visit;
use crate::access::{Area, Viewer as Asker};
use crate::model::Pii;
use crate::store::{AuditFilter, AuditRow};

/// Questions about who asks and who ordered; see [`Query`](super::Query).
pub(super) struct AccessQuery;

/// Who asks, and who ordered.
#[Object]
impl AccessQuery {
    /// Whoever asks this, with what they may.
    async fn viewer(&self, ctx: &Context<'_>) -> Viewer {
        Viewer(Arc::clone(&Visit::of(ctx).sight.viewer))
    }

    /// What was ordered, also what was refused, the newest first. It holds no values of arguments.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 100")]
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 1000.", default = 50)] first: i32,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(
            desc = "Only of this name: an API key's, or a person's e-mail address in small letters."
        )]
        who: Option<String>,
    ) -> Result<Option<AuditPage>> {
        AuditPage::read(&Visit::of(ctx), first, after.as_deref(), who.as_deref())
            .await
            .map(Some)
    }
}

/// Whoever asks.
pub(super) struct Viewer(Arc<Asker>);

/// How many accounts somebody sees.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SeenAccounts {
    /// All.
    All,
    /// Some: those of the role's spans.
    Some,
}

/// A part of what can be asked and ordered.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Area")]
pub(super) enum AccessArea {
    /// Accounts with their people, scores and everything that happened with them.
    Accounts,
    /// Sums, groups and segments of accounts.
    Portfolio,
    /// What goes with what: correlations, tests, forecasts held against what came.
    Proof,
    /// Signals, actions, goals, initiatives, loops; and what is said of an account.
    Acting,
    /// Who is who: reviews, decisions, pins, the quality of records.
    Identity,
    /// Source systems, their runs and what was set aside.
    Sources,
    /// Who asked and ordered what.
    Audit,
}

/// Whoever asks, with what they may.
#[Object(cache_control(no_cache))]
impl Viewer {
    /// An API key's name, or a person's e-mail address.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Their role.
    async fn role(&self) -> &str {
        &self.0.role
    }

    /// What they may ask.
    async fn areas(&self) -> Vec<AccessArea> {
        self.0.rights.reads.iter().map(|area| (*area).into()).collect()
    }

    /// What they may order.
    async fn orders(&self) -> Vec<AccessArea> {
        self.0.rights.orders.iter().map(|area| (*area).into()).collect()
    }

    /// How many accounts they see.
    async fn accounts(&self) -> SeenAccounts {
        if self.0.rights.is_narrowed() { SeenAccounts::Some } else { SeenAccounts::All }
    }

    /// The classes of personal data that they are shown, as `@pii` names them.
    async fn shown(&self) -> Vec<&'static str> {
        let shown = |class: &&(&'static str, Pii)| self.0.rights.shown.contains(&class.1);
        Pii::ALL.iter().filter(shown).map(|(word, _)| *word).collect()
    }

    /// Points that all their requests of a minute may cost; `null` without a limit.
    async fn points_a_minute(&self) -> Option<u32> {
        self.0.points_a_minute
    }
}

/// Something that was ordered.
#[derive(SimpleObject)]
pub(super) struct AuditEntry {
    /// Its number, from 1 without gaps.
    number: i64,
    /// When.
    at: Time,
    /// By whom: an API key's name, or a person's e-mail address.
    who: String,
    /// In which role.
    role: String,
    /// The request's id, as `X-Request-Id` and the log have it; `null` where there was none.
    request_id: Option<String>,
    /// What: the fields of the mutation.
    what: String,
    /// `OK`, or the code of what went wrong.
    outcome: String,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        let AuditRow { number, deed, .. } = row;
        Self {
            number,
            at: Time(deed.at),
            who: deed.who,
            role: deed.role,
            request_id: Some(deed.request).filter(|request| !request.is_empty()),
            what: deed.what,
            outcome: deed.outcome,
        }
    }
}

/// A page of what was ordered.
#[derive(SimpleObject)]
pub(super) struct AuditPage {
    /// The entries, the newest first.
    nodes: Vec<AuditEntry>,
    /// Where the page stands.
    page_info: PageInfo,
}

impl AuditPage {
    async fn read(
        visit: &Visit,
        first: i32,
        after: Option<&str>,
        who: Option<&str>,
    ) -> Result<Self> {
        let most = limits::first(first, limits::ENTITIES)?;
        let number = |text: &str| {
            text.parse::<i64>().ok().filter(|number| *number > 0).ok_or_else(|| {
                let what = "`after` is not a cursor of this list; pass one on as it came";
                ApiError::BadInput(what.to_owned())
            })
        };
        let before = after.map(number).transpose()?;
        // One more, to see whether more follow.
        let filter = AuditFilter { who, since: None, before, first: i64::from(first) + 1 };
        let mut rows = visit.desk.hub.store.audit(filter).await?;
        let has_next_page = rows.len() > most;
        rows.truncate(most);
        let cursor = |row: Option<&AuditRow>| row.map(|row| row.number.to_string());
        let page_info = PageInfo {
            has_next_page,
            has_previous_page: before.is_some(),
            start_cursor: cursor(rows.first()),
            end_cursor: cursor(rows.last()),
        };
        Ok(Self { nodes: rows.into_iter().map(AuditEntry::from).collect(), page_info })
    }
}
