//! New titles and employers of people: what a record said before, and what it says now.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::columns::origin_id;
use super::db::{Result, Row, StoreError, Tx, query};
use super::entities::MappedBatch;
use super::records::phase_columns;
use crate::insight::{Facts, JobChange, JobField};
use crate::model::{AccountId, ContactId, Draft, EntityKind, Origin, RecordRef, Value};

/// What a record says of a person's work.
#[derive(Default)]
struct Job {
    title: Option<String>,
    employer: Option<String>,
}

/// A change on its way to its row.
struct Line<'a> {
    record: String,
    field: JobField,
    at: DateTime<Utc>,
    before: String,
    after: String,
    draft: &'a Draft,
}

/// Keeps what records of people say anew of their work, before they are written. Only where the same
/// record says another thing by the same mapping: a second source with another title is no new job.
pub(super) async fn note_job_changes(tx: &mut Tx, batch: &MappedBatch) -> Result<()> {
    let drafts: BTreeMap<String, &Draft> = batch
        .drafts
        .iter()
        .filter(|draft| draft.kind == EntityKind::Contact && !draft.adds)
        .map(|draft| (origin_id(draft.record.source.as_str(), &draft.key), draft))
        .collect();
    if drafts.is_empty() || !same_mapping(tx, batch).await? {
        return Ok(());
    }
    let text = "SELECT id, stream, record_key, title, account_ref FROM contact_record
         WHERE id {in:1} AND stream IS NOT NULL";
    let ids: Vec<&str> = drafts.keys().map(String::as_str).collect();
    let mut lines = Vec::new();
    for row in tx.rows(query("read what people did before", text).bind(ids)).await? {
        let id = row.text(0)?;
        let Some(draft) = drafts.get(&id) else { continue };
        if (row.text(1)?, row.text(2)?)
            != (draft.record.stream.clone(), draft.record.key.clone())
        {
            continue;
        }
        let before = Job { title: row.opt(3)?, employer: row.opt(4)? };
        for (field, before, after) in changes(before, job(draft)) {
            let at = moment(tx, draft).await?;
            lines.extend(at.map(|at| Line {
                record: id.clone(),
                field,
                at,
                before,
                after,
                draft,
            }));
        }
    }
    put(tx, &lines).await
}

/// The batch is mapped as the stream was before: else what reads differently may be the mapping.
async fn same_mapping(tx: &mut Tx, batch: &MappedBatch) -> Result<bool> {
    let p = phase_columns(batch.phase)?;
    let text = format!("SELECT {p}_mapping FROM stream WHERE source = $1 AND name = $2");
    let read = query("read how a stream was mapped", text)
        .bind(batch.source.as_str())
        .bind(&batch.stream);
    let rows = tx.rows(read).await?;
    let mapping = rows.first().map(|row| row.opt::<String>(0)).transpose()?.flatten();
    Ok(mapping.as_deref() == Some(&batch.mapping))
}

fn job(draft: &Draft) -> Job {
    let title = draft.fields.iter().find_map(|(name, value)| match value {
        Some(Value::Text(title)) if *name == "title" => Some(title.clone()),
        _ => None,
    });
    let employer = draft.account.as_ref();
    let employer = employer.map(|key| origin_id(draft.record.source.as_str(), key));
    Job { title, employer }
}

fn changes(before: Job, after: Job) -> Vec<(JobField, String, String)> {
    let plain =
        |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let both = |field, before: Option<String>, after: Option<String>| {
        let (before, after) = (before?, after?);
        let told = !plain(&before).is_empty() && !plain(&after).is_empty();
        (told && plain(&before) != plain(&after)).then_some((field, before, after))
    };
    let title = both(JobField::Title, before.title, after.title);
    let employer = both(JobField::Employer, before.employer, after.employer);
    title.into_iter().chain(employer).collect()
}

/// When the record says that it changed, else when this version of it was landed.
async fn moment(tx: &mut Tx, draft: &Draft) -> Result<Option<DateTime<Utc>>> {
    let told = draft.fields.iter().find_map(|(name, value)| match value {
        Some(Value::Time(at)) if *name == "changed_at" => Some(*at),
        _ => None,
    });
    if told.is_some() {
        return Ok(told);
    }
    let text = "SELECT known_from FROM record
         WHERE key = $1 AND source = $2 AND stream = $3 AND known_to IS NULL";
    let read = query("read when a record was landed", text)
        .bind(&draft.record.key)
        .bind(draft.record.source.as_str())
        .bind(&draft.record.stream);
    tx.rows(read).await?.first().map(|row| row.time(0)).transpose()
}

async fn put(tx: &mut Tx, lines: &[Line<'_>]) -> Result<()> {
    let text = "INSERT INTO job_change
            (record_id, field, at, before, after, source, stream, record_key) {values}
         ON CONFLICT (record_id, field, at) DO NOTHING";
    tx.bulk("keep a new title or employer", text, lines, |statement, line| {
        statement
            .bind(&line.record)
            .bind(line.field.word())
            .bind(line.at)
            .bind(&line.before)
            .bind(&line.after)
            .bind(line.draft.record.source.as_str())
            .bind(&line.draft.record.stream)
            .bind(&line.draft.record.key)
    })
    .await
    .map(drop)
}

/// Forgets what records that are gone said.
pub(super) async fn forget_jobs(tx: &mut Tx, people: &BTreeSet<String>) -> Result<()> {
    let ids: Vec<&str> = people.iter().map(String::as_str).collect();
    let text = "DELETE FROM job_change WHERE record_id {in:1}";
    tx.run(query("forget titles of who is gone", text).bind(ids)).await.map(drop)
}

/// Reads the changes of everybody who works or worked at the accounts, oldest first.
pub(super) async fn fill_job_changes(
    tx: &mut Tx,
    accounts: &[AccountId],
    all: &mut BTreeMap<AccountId, (i64, Facts)>,
) -> Result<()> {
    const COLUMNS: &str = "j.record_id, j.source, j.stream, j.record_key, r.url, r.contact_id,
        j.field, j.at, j.before, j.after, (c.buying_role IS NOT NULL OR c.influence IS NOT NULL)";
    let text = format!(
        "SELECT e.account_id, {COLUMNS} FROM employment e
         JOIN contact_record r ON r.contact_id = e.contact_id
         JOIN contact c ON c.id = r.contact_id
         JOIN job_change j ON j.record_id = r.id WHERE e.account_id {{in:1}}
         UNION SELECT a.account_id, {COLUMNS} FROM account_record a
         JOIN job_change j ON j.before = a.id AND j.field = 'EMPLOYER'
         JOIN contact_record r ON r.id = j.record_id
         JOIN contact c ON c.id = r.contact_id WHERE a.account_id {{in:1}}"
    );
    let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
    let rows = tx.rows(query("read new titles and employers", text).bind(ids)).await?;
    let mut found = rows.iter().map(change).collect::<Result<Vec<_>>>()?;
    found.sort_by(|a, b| {
        (a.1.at, &a.1.origin.id, a.1.field.word()).cmp(&(
            b.1.at,
            &b.1.origin.id,
            b.1.field.word(),
        ))
    });
    for (account, change) in found {
        if let Some((_, facts)) = all.get_mut(&account) {
            facts.job_changes.push(change);
        }
    }
    Ok(())
}

fn change(row: &Row) -> Result<(AccountId, JobChange)> {
    let account = AccountId(row.text(0)?);
    let word = row.text(7)?;
    let field = JobField::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a title or employer should"))
    })?;
    let origin = Origin {
        id: row.text(1)?,
        record: RecordRef {
            source: row.text(2)?.into(),
            stream: row.text(3)?,
            key: row.text(4)?,
        },
        url: row.opt(5)?,
        account: Some(account.clone()),
        contact: row.opt::<String>(6)?.map(ContactId),
    };
    let change = JobChange {
        origin,
        field,
        at: row.time(8)?,
        before: row.text(9)?,
        after: row.text(10)?,
        mapped: row.get(11)?,
    };
    Ok((account, change))
}
