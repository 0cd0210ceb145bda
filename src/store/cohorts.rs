//! What groups of accounts are summed up from: what their people answered, and what is kept of each
//! account. No other fact is read.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::answers::{AccountFilter, narrow};
use super::columns::{entity_columns, read};
use super::db::{Result, Row, query};
use super::{Store, Unpriced};
use crate::model::{AccountId, EntityKind, SurveyResponse};

/// Whose answers to what are asked for.
#[derive(Debug, Clone, Copy)]
pub struct GroupQuestion<'a> {
    /// Whose.
    pub accounts: &'a AccountFilter,
    /// The instrument, as the unified model names it.
    pub instrument: &'a str,
    /// Answers given at this moment or later.
    pub from: DateTime<Utc>,
    /// And before this one.
    pub to: DateTime<Utc>,
}

/// An answer, with what of its account and its person it can be told apart by. What was written is
/// left out.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupAnswer {
    /// The account's country.
    pub country: Option<String>,
    /// Codes of the segments that the account is in, as of its latest score.
    pub segments: Vec<String>,
    /// The person's role in a purchase, of one whom the account employs or employed.
    pub role: Option<String>,
    /// The answer.
    pub response: SurveyResponse,
}

impl Store {
    /// Answers of the people of many accounts, by id; `None` when there are more than `most`.
    pub async fn group_answers(
        &self,
        asked: GroupQuestion<'_>,
        most: usize,
    ) -> Result<Option<Vec<GroupAnswer>>> {
        let text = format!(
            "SELECT a.country, s.segments, c.buying_role, {} FROM survey_response t
             JOIN account a ON a.id = t.account_id
             LEFT JOIN account_score s ON s.account_id = a.id
             LEFT JOIN contact c ON c.id = t.contact_id AND c.retired_into IS NULL
                  AND c.gone = FALSE AND EXISTS (SELECT 1 FROM employment e
                      WHERE e.contact_id = c.id AND e.account_id = t.account_id)
             WHERE t.stream IS NOT NULL AND t.\"instrument\" = $1 AND t.\"at\" >= $2
               AND t.\"at\" < $3 AND t.account_id IN (SELECT t.id FROM account t
                   LEFT JOIN account_score s ON s.account_id = t.id",
            entity_columns(EntityKind::SurveyResponse)
        );
        let mut statement = query("read the answers of many accounts", text)
            .bind(asked.instrument)
            .bind(asked.from)
            .bind(asked.to);
        narrow(&mut statement, asked.accounts);
        let limit = statement.push(i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1));
        statement.text(&format!(") LIMIT ${limit}"));
        let mut answers = Vec::new();
        let take = |row: Row| {
            answers.push(group_answer(&row)?);
            Ok(())
        };
        self.db.each(statement, take).await?;
        if answers.len() > most {
            return Ok(None);
        }
        answers.sort_by(|a, b| a.response.origin.id.cmp(&b.response.origin.id));
        Ok(Some(answers))
    }

    /// Every account with all that are below it, at any depth, each once; `None` when there are more
    /// than `most` in all.
    pub async fn trees(
        &self,
        tops: &[AccountId],
        most: usize,
    ) -> Result<Option<BTreeMap<AccountId, Vec<AccountId>>>> {
        // UNION, not UNION ALL: a circle of owners comes to an end.
        let text = "WITH RECURSIVE tree (top, id) AS (
                SELECT id, id FROM account WHERE id {in:1}
                UNION
                SELECT tree.top, a.id FROM tree JOIN account a ON a.parent_id = tree.id
                WHERE a.retired_into IS NULL AND a.gone = FALSE)
             SELECT top, id FROM tree LIMIT $2";
        let tops: Vec<&str> = tops.iter().map(AccountId::as_str).collect();
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let read = query("read accounts with those below", text).bind(tops).bind(limit);
        let rows = self.db.rows(read).await?;
        if rows.len() > most {
            return Ok(None);
        }
        let mut trees: BTreeMap<AccountId, Vec<AccountId>> = BTreeMap::new();
        for row in &rows {
            trees.entry(row.text(0)?.into()).or_default().push(row.text(1)?.into());
        }
        for tree in trees.values_mut() {
            tree.sort();
        }
        Ok(Some(trees))
    }

    /// What these accounts are priced by, as of their latest scores. One that was not scored is not
    /// there.
    pub async fn books_of(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Unpriced>> {
        let text = "SELECT account_id, value, trust, book, version FROM account_score
             WHERE account_id {in:1} AND book IS NOT NULL";
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let rows = self.db.rows(query("read the books of accounts", text).bind(ids)).await?;
        let kept = rows.iter().map(super::scores::unpriced);
        kept.map(|kept| kept.map(|kept| (kept.account.clone(), kept))).collect()
    }
}

fn group_answer(row: &Row) -> Result<GroupAnswer> {
    let segments: Option<String> = row.opt(1)?;
    let segments = segments.unwrap_or_default();
    let segments = segments.split(';').filter(|code| !code.is_empty());
    let mut response: SurveyResponse = read(row, 3)?;
    (response.verbatim, response.themes) = (None, None);
    Ok(GroupAnswer {
        country: row.opt(0)?,
        segments: segments.map(str::to_owned).collect(),
        role: row.opt(2)?,
        response,
    })
}
