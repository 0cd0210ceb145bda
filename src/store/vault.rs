//! The vault: tokens that sources give out, each sealed in a row that one process at a time renews.
//!
//! The row itself is the lock, a lease that ends by itself: no transaction stays open while a source
//! is asked, and a process that dies holds nobody up for longer than its lease.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Db, Query, Result, Row, StoreError, query};
use super::seal::{Keys, Place};
use crate::connector::{Kept, Tokens};
use crate::model::SourceId;

/// The tokens of one source. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Safe {
    db: Arc<Db>,
    keys: Arc<Keys>,
    source: SourceId,
}

/// What is known of a credential.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The version of its tokens; 0 before the first.
    pub version: u64,
    /// Its tokens.
    pub tokens: Option<Tokens>,
    /// The source does not take it any more.
    pub refusal: Option<Refusal>,
    /// Since when a renewal is under way whose answer is not kept.
    pub asked_at: Option<DateTime<Utc>>,
    /// Its tokens are sealed with another key than the first.
    pub outdated: bool,
}

impl Entry {
    /// The tokens with their version.
    pub fn kept(self) -> Option<Kept> {
        Some(Kept { version: self.version, tokens: self.tokens? })
    }
}

/// A source does not take a credential any more: a person must connect it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// When the source said so.
    pub at: DateTime<Utc>,
    /// Its status code.
    pub status: u16,
}

/// One's turn to renew a credential, or the wish to have it.
#[derive(Debug, Clone, Copy)]
pub struct Hold<'a> {
    /// Names the credential among those of the source.
    pub credential: &'a str,
    /// Whose turn: no two wishes have the same name.
    pub holder: &'a str,
}

const ENTRY: &str = "version, sealed, asked_at, refused_at, refused_status";
/// The row of a turn, as long as it lasts.
const OURS: &str = "WHERE source = $1 AND credential = $2 AND holder = $3";

impl Store {
    /// The tokens of one source, sealed with these keys.
    pub fn safe(&self, keys: Arc<Keys>, source: SourceId) -> Safe {
        Safe { db: Arc::clone(&self.db), keys, source }
    }

    /// Whether tokens of a credential lie in the vault; says it without a key.
    pub async fn has_tokens(&self, source: &SourceId, credential: &str) -> Result<bool> {
        let text = "SELECT 1 FROM token
             WHERE source = $1 AND credential = $2 AND sealed IS NOT NULL";
        let look = query("look for tokens", text).bind(source.as_str()).bind(credential);
        Ok(!self.db.rows(look).await?.is_empty())
    }

    /// Notes whether a source must be connected again: keeps the first moment since when, and
    /// forgets it when all is well.
    pub async fn put_disconnected(
        &self,
        source: &SourceId,
        since: Option<DateTime<Utc>>,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = match since {
            Some(_) => {
                "UPDATE source SET disconnected_at = $2
                 WHERE id = $1 AND disconnected_at IS NULL"
            }
            None => {
                "UPDATE source SET disconnected_at = $2
                 WHERE id = $1 AND disconnected_at IS NOT NULL"
            }
        };
        tx.run(query("note a connection", text).bind(source.as_str()).bind(since)).await?;
        tx.commit().await
    }
}

impl Safe {
    /// The source whose tokens these are.
    pub fn source(&self) -> &SourceId {
        &self.source
    }

    /// What is known of a credential.
    pub async fn entry(&self, credential: &str) -> Result<Option<Entry>> {
        let text = format!("SELECT {ENTRY} FROM token WHERE source = $1 AND credential = $2");
        let read = query("read tokens", text).bind(self.source.as_str()).bind(credential);
        let rows = self.db.rows(read).await?;
        rows.first().map(|row| self.opened(credential, row)).transpose()
    }

    /// Takes the turn to renew, until then; `None` while another has it. Gives what is known.
    pub async fn hold(
        &self,
        hold: Hold<'_>,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Entry>> {
        let text = format!(
            "INSERT INTO token (source, credential, version, holder, held_until)
             VALUES ($1, $2, 0, $3, $4)
             ON CONFLICT (source, credential) DO UPDATE
             SET holder = excluded.holder, held_until = excluded.held_until
             WHERE token.holder IS NULL OR token.holder = excluded.holder
                OR token.held_until <= $5
             RETURNING {ENTRY}"
        );
        let mut tx = self.db.begin().await?;
        let take = self.about(hold, "take the turn to renew tokens", text);
        let rows = tx.rows(take.bind(until).bind(now)).await?;
        // What does not open is not held: the transaction leaves no trace.
        let entry = rows.first().map(|row| self.opened(hold.credential, row)).transpose()?;
        tx.commit().await?;
        Ok(entry)
    }

    /// Makes the turn longer; `false` when it is another's.
    pub async fn prolong(&self, hold: Hold<'_>, until: DateTime<Utc>) -> Result<bool> {
        let text = format!("UPDATE token SET held_until = $4 {OURS}");
        self.touched(self.about(hold, "prolong a turn", text).bind(until)).await
    }

    /// Notes that the source is about to be asked; `false` when the turn is another's. An earlier
    /// question that was never answered stays noted with its time.
    pub async fn begin(&self, hold: Hold<'_>, now: DateTime<Utc>) -> Result<bool> {
        let text = format!("UPDATE token SET asked_at = COALESCE(asked_at, $4) {OURS}");
        self.touched(self.about(hold, "note a renewal", text).bind(now)).await
    }

    /// Keeps new tokens and ends the turn; `false`, and nothing is written, when the turn is
    /// another's or the version is not a newer one.
    pub async fn keep(&self, hold: Hold<'_>, kept: &Kept) -> Result<bool> {
        let text = format!(
            "UPDATE token SET version = $4, sealed = $5, holder = NULL, held_until = NULL,
                    asked_at = NULL, refused_at = NULL, refused_status = NULL
             {OURS} AND version < $4"
        );
        let sealed = self.sealed(hold.credential, kept);
        let keep = self.about(hold, "keep tokens", text);
        self.touched(keep.bind(signed(kept.version)?).bind(&sealed[..])).await
    }

    /// Notes that the source does not take the credential any more, and ends the turn; `false` when
    /// the turn is another's.
    pub async fn refuse(&self, hold: Hold<'_>, refusal: Refusal) -> Result<bool> {
        let text = format!(
            "UPDATE token SET refused_at = $4, refused_status = $5, holder = NULL,
                    held_until = NULL {OURS}"
        );
        let note = self.about(hold, "note a refusal", text);
        self.touched(note.bind(refusal.at).bind(i64::from(refusal.status))).await
    }

    /// Ends the turn without an answer.
    pub async fn free(&self, hold: Hold<'_>) -> Result<()> {
        let text = format!("UPDATE token SET holder = NULL, held_until = NULL {OURS}");
        self.touched(self.about(hold, "end a turn", text)).await.map(drop)
    }

    /// Seals tokens anew with the first key, unless they were renewed meanwhile.
    pub async fn reseal(&self, credential: &str, kept: &Kept) -> Result<()> {
        let text = "UPDATE token SET sealed = $4
             WHERE source = $1 AND credential = $2 AND version = $3";
        let sealed = self.sealed(credential, kept);
        let update = query("seal tokens anew", text)
            .bind(self.source.as_str())
            .bind(credential)
            .bind(signed(kept.version)?)
            .bind(&sealed[..]);
        self.touched(update).await.map(drop)
    }

    /// Forgets that the source refused: it is asked again.
    pub async fn forgive(&self) -> Result<()> {
        let text = "UPDATE token SET refused_at = NULL, refused_status = NULL
             WHERE source = $1 AND refused_at IS NOT NULL";
        self.touched(query("forget refusals", text).bind(self.source.as_str())).await.map(drop)
    }

    fn about<'a>(&'a self, hold: Hold<'a>, doing: &'static str, text: String) -> Query<'a> {
        let statement = query(doing, text).bind(self.source.as_str());
        statement.bind(hold.credential).bind(hold.holder)
    }

    async fn touched(&self, statement: Query<'_>) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let touched = tx.run(statement).await?;
        tx.commit().await?;
        Ok(touched > 0)
    }

    fn sealed(&self, credential: &str, kept: &Kept) -> Vec<u8> {
        let plain = serde_json::to_vec(&kept.tokens).expect("texts and a moment are JSON");
        self.keys.seal(self.place(credential, kept.version), &plain)
    }

    fn place<'a>(&'a self, credential: &'a str, version: u64) -> Place<'a> {
        Place { source: self.source.as_str(), credential, version }
    }

    fn opened(&self, credential: &str, row: &Row) -> Result<Entry> {
        let version = row.get::<i64>(0)?.unsigned_abs();
        let sealed: Option<Vec<u8>> = row.opt(1)?;
        let tokens = sealed.as_deref().map(|sealed| self.open(credential, version, sealed));
        let status: Option<i64> = row.opt(4)?;
        let refusal = row.opt_time(3)?.zip(status).map(|(at, status)| Refusal {
            at,
            status: u16::try_from(status).unwrap_or_default(),
        });
        Ok(Entry {
            version,
            tokens: tokens.transpose()?,
            refusal,
            asked_at: row.opt_time(2)?,
            outdated: sealed.is_some_and(|sealed| self.keys.is_outdated(&sealed)),
        })
    }

    fn open(&self, credential: &str, version: u64, sealed: &[u8]) -> Result<Tokens> {
        let plain = self.keys.open(self.place(credential, version), sealed);
        let plain = plain.map_err(|error| self.locked(error.to_string()))?;
        // Never the parser's own words: they may hold what it read.
        let other = "another version of Accord sealed them; use that one, or a newer one";
        serde_json::from_slice(&plain).map_err(|_| self.locked(other.to_owned()))
    }

    fn locked(&self, reason: String) -> StoreError {
        StoreError::Sealed { source_id: self.source.clone(), reason }
    }
}

fn signed(version: u64) -> Result<i64> {
    i64::try_from(version)
        .map_err(|_| StoreError::Contradiction("tokens have an endless version".to_owned()))
}
