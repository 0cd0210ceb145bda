//! One sync of one source.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::errors::Result;
use super::limits;
use super::loaders::DeadOf;
use super::scalars::Time;
use super::visit::Visit;
use super::words::RunState;
use crate::connector::rehearsal::Refused;
use crate::model::DeadLetter;
use crate::store::Run;

/// A run of the store.
pub(super) struct SyncRun {
    pub(super) run: Run,
}

/// One sync of one source. `read` is always `written` + `skipped` + `rejected`.
#[Object]
impl SyncRun {
    /// Its number.
    async fn id(&self) -> ID {
        ID(self.run.id.to_string())
    }

    /// The source.
    async fn source(&self) -> ID {
        ID(self.run.source.0.clone())
    }

    /// How it stands.
    async fn state(&self) -> RunState {
        self.run.state.into()
    }

    /// When it was asked for.
    async fn queued_at(&self) -> Time {
        Time(self.run.queued_at)
    }

    /// When a worker took it.
    async fn started_at(&self) -> Option<Time> {
        self.run.started_at.map(Time)
    }

    /// When it ended.
    async fn finished_at(&self) -> Option<Time> {
        self.run.finished_at.map(Time)
    }

    /// Records read.
    async fn read(&self) -> i64 {
        self.run.read
    }

    /// New records and new versions.
    async fn written(&self) -> i64 {
        self.run.written
    }

    /// Records already known in exactly this form.
    async fn skipped(&self) -> i64 {
        self.run.skipped
    }

    /// Records set aside.
    async fn rejected(&self) -> i64 {
        self.run.rejected
    }

    /// What went wrong: streams that failed, then records that were set aside during the run.
    #[graphql(complexity = "limits::counted(first) / 5 * child_complexity + child_complexity")]
    async fn errors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.", default = 10)] first: i32,
    ) -> Result<Vec<RecordError>> {
        let first = limits::first(first, limits::PARTS)?;
        let letters = Visit::of(ctx).reader.load_one(DeadOf(self.run.source.clone())).await?;
        let letters = letters.unwrap_or_default();
        let streams = self.run.errors.iter().map(RecordError::of_stream);
        let records = letters.iter().filter(|letter| self.covers(letter.at));
        Ok(streams.chain(records.map(RecordError::of_record)).take(first).collect())
    }
}

impl SyncRun {
    /// Whether a moment lies within the run.
    fn covers(&self, at: DateTime<Utc>) -> bool {
        self.run.started_at.is_some_and(|started| at >= started)
            && self.run.finished_at.is_none_or(|finished| at <= finished)
    }
}

/// A record that was set aside, or a stream that failed. Never holds a record's values.
#[derive(SimpleObject)]
pub(super) struct RecordError {
    /// The record's key; `null` when it has none or a whole stream failed.
    record_id: Option<ID>,
    /// The stream.
    object: String,
    /// A stable code, such as `BAD_DATE`; `STREAM_FAILED` for a stream.
    code: String,
    /// What went wrong and what helps.
    message: String,
    /// The path of the field at fault, when one is.
    path: Option<String>,
}

impl RecordError {
    pub(super) fn of_stream((stream, message): &(String, String)) -> Self {
        Self {
            record_id: None,
            object: stream.clone(),
            code: "STREAM_FAILED".to_owned(),
            message: message.clone(),
            path: None,
        }
    }

    /// A record, or a part of one, that a dry run refused.
    pub(super) fn of_refused(stream: &str, refused: &Refused) -> Self {
        let Refused { key, code, message, path } = refused.clone();
        Self { record_id: key.map(ID), object: stream.to_owned(), code, message, path }
    }

    fn of_record(letter: &DeadLetter) -> Self {
        Self {
            record_id: Some(ID(letter.record.key.clone())),
            object: letter.record.stream.clone(),
            code: letter.code.clone(),
            message: letter.message.clone(),
            path: letter.path.clone(),
        }
    }
}
