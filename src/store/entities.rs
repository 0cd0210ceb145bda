//! The unified model's typed tables, and the facts of accounts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::columns::{
    bind, check, columns_of, entity_columns, fact_kinds, field, golden_columns, is_party,
    origin_id, read, read_golden, table,
};
use super::db::{Lock, Query, Result, Row, Tx, clean, query, texts};
use super::golden::contacts_of;
use super::groups::rematch;
use super::jobs::{fill_job_changes, forget_jobs, note_job_changes};
use super::matching::mark_unsettled;
use super::records::{clear_dead, phase_columns, put_dead};
use super::runs::category;
use super::scores::mark_dirty;
use super::statements::fill_statements;
use super::{Store, golden};
use crate::insight::Facts;
use crate::model::{
    AccountId, Cause, DeadLetter, Draft, Entity, EntityKind, Field, Kind, Origin, Product,
    RecordRef, SourceId, TeamMember, Value,
};

/// A batch of landed records given their meaning, written in one transaction.
#[derive(Debug, Clone, Default)]
pub struct MappedBatch {
    /// The source.
    pub source: SourceId,
    /// The stream.
    pub stream: String,
    /// `PARTIES` or `FACTS`.
    pub phase: &'static str,
    /// The mapping's fingerprint.
    pub mapping: String,
    /// Everything of this stream up to this version number is mapped.
    pub through: i64,
    /// Entities and additions.
    pub drafts: Vec<Draft>,
    /// Records whose earlier entities may be in the store (not first versions, or deleted):
    /// whatever was mapped from them and is not in `drafts` goes.
    pub again: Vec<RecordRef>,
    /// What the mapping refused.
    pub dead: Vec<DeadLetter>,
    /// The newest moment in the past that the drafts speak of.
    pub newest: Option<DateTime<Utc>>,
}

impl Store {
    /// Writes a mapped batch: entities, removals, dead letters, the mark; accounts concerned become dirty.
    pub async fn put_mapped(&self, batch: &MappedBatch) -> Result<()> {
        for draft in &batch.drafts {
            check_draft(draft)?;
        }
        let mut tx = self.db.begin().await?;
        tx.about(batch.drafts.len() + batch.again.len()).await?;
        tx.lock(Lock::Accounts).await?;
        let known = Known::of(&mut tx, batch).await?;
        note_job_changes(&mut tx, batch).await?;
        let mut concerned = BTreeSet::new();
        for (kind, drafts) in by_kind(&batch.drafts) {
            put_kind(&mut tx, kind, &drafts, &known, &mut concerned).await?;
        }
        remove(&mut tx, batch, &mut concerned).await?;
        dead(&mut tx, batch).await?;
        mark(&mut tx, batch).await?;
        note_newest(&mut tx, batch).await?;
        mark_dirty(&mut tx, &concerned).await?;
        tx.commit().await
    }

    /// The facts of these accounts and the version they were read at, in one snapshot: the number of
    /// statements does not depend on the number of accounts.
    pub async fn facts(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, (i64, Facts)>> {
        if accounts.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut tx = self.db.snapshot().await?;
        let mut all = bare_facts(&mut tx, accounts).await?;
        for (account, contacts) in contacts_of(&mut tx, accounts).await? {
            if let Some((_, facts)) = all.get_mut(&account) {
                facts.contacts = contacts;
            }
        }
        let mut sources = party_sources(&mut tx, accounts).await?;
        fill(&mut tx, accounts, &mut all, &mut sources).await?;
        name_sources(&mut tx, sources, &mut all).await?;
        fill_statements(&mut tx, &mut all).await?;
        fill_job_changes(&mut tx, accounts, &mut all).await?;
        Ok(all)
    }

    /// Team members by origin id.
    pub async fn team_members(&self, ids: &[String]) -> Result<BTreeMap<String, TeamMember>> {
        let text = format!(
            "SELECT {} FROM team_member t WHERE t.id {{in:1}} AND t.stream IS NOT NULL",
            entity_columns(EntityKind::TeamMember)
        );
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let rows = self.db.rows(query("read team members", text).bind(ids)).await?;
        rows.iter()
            .map(|row| {
                read::<TeamMember>(row, 0).map(|member| (member.origin.id.clone(), member))
            })
            .collect()
    }
}

fn check_draft(draft: &Draft) -> Result<()> {
    for (name, value) in &draft.fields {
        check(draft.kind, name, value.as_ref())?;
    }
    Ok(())
}

fn by_kind(drafts: &[Draft]) -> BTreeMap<EntityKind, Vec<&Draft>> {
    let mut kinds: BTreeMap<EntityKind, Vec<&Draft>> = BTreeMap::new();
    for draft in drafts {
        kinds.entry(draft.kind).or_default().push(draft);
    }
    kinds
}

fn id(draft: &Draft) -> String {
    clean(origin_id(draft.record.source.as_str(), &draft.key).into()).into_owned()
}

fn reference(draft: &Draft, key: Option<&String>) -> Option<String> {
    let key = key?;
    Some(clean(origin_id(draft.record.source.as_str(), key).into()).into_owned())
}

/// Whom the batch's references are resolved to.
struct Known {
    /// Account record → golden account.
    accounts: HashMap<String, String>,
    /// Contact record → golden contact and the account where the person works now.
    contacts: HashMap<String, (String, Option<String>)>,
}

impl Known {
    async fn of(tx: &mut Tx, batch: &MappedBatch) -> Result<Self> {
        let accounts = refs(&batch.drafts, |draft| draft.account.as_ref());
        let contacts = refs(&batch.drafts, |draft| draft.contact.as_ref());
        let mut known = Self { accounts: HashMap::new(), contacts: HashMap::new() };
        if !accounts.is_empty() {
            let text = "SELECT id, account_id FROM account_record
                 WHERE id {in:1} AND account_id IS NOT NULL";
            let ids: Vec<&str> = accounts.iter().map(String::as_str).collect();
            for row in tx.rows(query("resolve accounts", text).bind(ids)).await? {
                known.accounts.insert(row.text(0)?, row.text(1)?);
            }
        }
        if !contacts.is_empty() {
            let text = "SELECT r.id, c.id, c.account_id
                 FROM contact_record r JOIN contact c ON c.id = r.contact_id WHERE r.id {in:1}";
            let ids: Vec<&str> = contacts.iter().map(String::as_str).collect();
            for row in tx.rows(query("resolve contacts", text).bind(ids)).await? {
                known.contacts.insert(row.text(0)?, (row.text(1)?, row.opt(2)?));
            }
        }
        Ok(known)
    }
}

fn refs<'a>(
    drafts: &'a [Draft],
    key: impl Fn(&'a Draft) -> Option<&'a String>,
) -> BTreeSet<String> {
    drafts.iter().filter_map(|draft| reference(draft, key(draft))).collect()
}

/// A draft as it will stand in its row.
struct Line<'a> {
    draft: &'a Draft,
    id: String,
    account: Option<String>,
    contact: Option<String>,
    account_id: Option<&'a str>,
    contact_id: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn of(draft: &'a Draft, known: &'a Known) -> Self {
        let account = reference(draft, draft.account.as_ref());
        let contact = reference(draft, draft.contact.as_ref());
        let person = contact.as_ref().and_then(|contact| known.contacts.get(contact));
        let employer = person.and_then(|(_, account)| account.as_deref());
        let company = account.as_ref().and_then(|account| known.accounts.get(account));
        Self {
            draft,
            id: id(draft),
            account_id: company.map(String::as_str).or(employer),
            contact_id: person.map(|(contact, _)| contact.as_str()),
            account,
            contact,
        }
    }
}

/// What drafts have in common that one statement can write.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    adds: bool,
    /// An addition speaks of the account.
    account: bool,
    /// An addition speaks of the contact.
    contact: bool,
    fields: Vec<&'static str>,
}

impl Shape {
    fn of(draft: &Draft) -> Self {
        let belongs = draft.kind.belongs();
        Self {
            adds: draft.adds,
            account: belongs.account && (!draft.adds || draft.account.is_some()),
            contact: belongs.contact && (!draft.adds || draft.contact.is_some()),
            fields: draft.fields.iter().map(|(name, _)| *name).collect(),
        }
    }
}

/// Which of several records that tell the same party is to be believed: the one that changed last,
/// whatever the order in which they were landed. The record's name decides between equals. An
/// entity that says nothing of its changes has no age, and the last one told stands.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Age<'a>(Option<(Option<DateTime<Utc>>, &'a str, &'a str)>);

impl<'a> Age<'a> {
    fn of(draft: &'a Draft) -> Self {
        let told = draft.fields.iter().find(|(name, _)| *name == CHANGED_AT);
        let told = told.filter(|_| !draft.adds).map(|(_, value)| match value {
            Some(Value::Time(at)) => {
                (Some(*at), draft.record.stream.as_str(), &*draft.record.key)
            }
            _ => (None, draft.record.stream.as_str(), &*draft.record.key),
        });
        Self(told)
    }
}

/// The field in which a party's record says when it changed.
const CHANGED_AT: &str = "changed_at";

/// The same as [`Age`], between the row that stands and the one that is to be written. A record
/// always replaces what it told itself, and what only additions told so far.
fn believed(table: &str) -> String {
    let record = |of: &str| format!("({of}.stream || ' ' || {of}.record_key)");
    let (told, known) = (record("excluded"), record(table));
    let (at, known_at) = (format!("excluded.{CHANGED_AT}"), format!("{table}.{CHANGED_AT}"));
    format!(
        " WHERE {table}.stream IS NULL OR {told} = {known}
          OR COALESCE({at} > {known_at}, {at} IS NOT NULL)
          OR ({at} IS NOT DISTINCT FROM {known_at} AND {told} {{bin}} > {known} {{bin}})"
    )
}

/// Writes the drafts of one kind, and collects the accounts that they belonged or belong to.
async fn put_kind(
    tx: &mut Tx,
    kind: EntityKind,
    drafts: &[&Draft],
    known: &Known,
    concerned: &mut BTreeSet<String>,
) -> Result<()> {
    let ids: Vec<String> = drafts.iter().map(|draft| id(draft)).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let merged = accounts_of(tx, kind, &ids, concerned).await?;
    let merged = merged || drafts.iter().any(|draft| draft.adds);
    let products = products(tx, kind, &ids).await?;
    // One draft of an id and shape wins, the last of equals: a statement may not touch a row twice.
    let mut shapes: BTreeMap<Shape, BTreeMap<String, &Draft>> = BTreeMap::new();
    for draft in drafts {
        let winner = shapes.entry(Shape::of(draft)).or_default().entry(id(draft));
        let winner = winner.or_insert(draft);
        if Age::of(draft) >= Age::of(winner) {
            *winner = draft;
        }
    }
    for (shape, drafts) in &shapes {
        let lines: Vec<Line> = drafts.values().map(|draft| Line::of(draft, known)).collect();
        put_shape(tx, kind, shape, &lines).await?;
    }
    resolve_merged(tx, kind, &ids, merged).await?;
    resolve_targets(tx, kind, &ids).await?;
    if golden_column(kind).is_some() {
        rematch(tx, kind.word(), ids.iter().copied(), Cause::Records).await?;
    }
    let now = self::products(tx, kind, &ids).await?;
    let changed = ids.iter().copied().filter(|id| products.get(*id) != now.get(*id));
    accounts_with(tx, &changed.collect::<Vec<_>>(), concerned).await?;
    accounts_of(tx, kind, &ids, concerned).await.map(drop)
}

/// The products of these ids, when products are what is written.
async fn products(
    tx: &mut Tx,
    kind: EntityKind,
    ids: &[&str],
) -> Result<BTreeMap<String, Product>> {
    if kind != EntityKind::Product {
        return Ok(BTreeMap::new());
    }
    let text = format!(
        "SELECT {} FROM product t WHERE t.id {{in:1}} AND t.stream IS NOT NULL",
        entity_columns(kind)
    );
    let rows = tx.rows(query("read products", text).bind(ids.to_vec())).await?;
    rows.iter().map(|row| read(row, 0).map(|p: Product| (p.origin.id.clone(), p))).collect()
}

/// Adds the accounts that have a fact of one of these products: what is measured of them may
/// depend on its family. Reads whole tables, but products change seldom.
async fn accounts_with(
    tx: &mut Tx,
    products: &[&str],
    concerned: &mut BTreeSet<String>,
) -> Result<()> {
    if products.is_empty() {
        return Ok(());
    }
    for kind in fact_kinds() {
        let refers = |field: &&Field| field.kind == Kind::Ref(EntityKind::Product.word());
        for field in kind.fields().iter().filter(refers) {
            let (table, column) = (table(kind), field.name);
            let text = format!("SELECT account_id FROM {table} WHERE \"{column}\" {{in:1}}");
            let read = query("find the accounts concerned", text).bind(products.to_vec());
            for row in tx.rows(read).await? {
                concerned.extend(row.opt::<String>(0)?);
            }
        }
    }
    Ok(())
}

async fn put_shape(
    tx: &mut Tx,
    kind: EntityKind,
    shape: &Shape,
    lines: &[Line<'_>],
) -> Result<()> {
    let fields =
        shape.fields.iter().map(|name| field(kind, name)).collect::<Result<Vec<_>>>()?;
    let text = upsert(kind, shape)?;
    tx.bulk("write entities", &text, lines, |mut statement, line| {
        let draft = line.draft;
        statement = statement.bind(&line.id).bind(draft.record.source.as_str());
        if !shape.adds {
            statement =
                statement.bind(&draft.record.stream).bind(&draft.record.key).bind(&draft.url);
        }
        if shape.account {
            statement = statement.bind(&line.account).bind(shape.adds).bind(line.account_id);
        }
        if shape.contact {
            statement = statement.bind(&line.contact).bind(shape.adds).bind(line.contact_id);
        }
        for (field, (_, value)) in fields.iter().zip(&draft.fields) {
            statement = bind(statement, field, value.as_ref(), draft.record.source.as_str());
        }
        statement
    })
    .await
    .map(drop)
}

/// The statement for drafts of a shape. An addition's account stays when the row's own record
/// says nothing of one.
fn upsert(kind: EntityKind, shape: &Shape) -> Result<String> {
    let table = table(kind);
    let mut columns: Vec<String> = vec!["id".to_owned(), "source".to_owned()];
    let mut sets = Vec::new();
    if !shape.adds {
        columns.extend(["stream", "record_key", "url"].map(str::to_owned));
    }
    for whom in [("account", shape.account), ("contact", shape.contact)] {
        let (whom, true) = whom else { continue };
        columns.extend(["ref", "added", "id"].map(|part| format!("{whom}_{part}")));
        let kept = format!("excluded.{whom}_ref IS NULL AND {table}.{whom}_added");
        sets.push(format!(
            "{whom}_ref = CASE WHEN {kept} THEN {table}.{whom}_ref ELSE excluded.{whom}_ref END"
        ));
        sets.push(format!(
            "{whom}_added = CASE WHEN {kept} THEN TRUE ELSE excluded.{whom}_added END"
        ));
        sets.push(format!("{whom}_id = excluded.{whom}_id"));
    }
    for name in &shape.fields {
        columns.extend(columns_of(field(kind, name)?));
    }
    let plain = columns
        .iter()
        .skip(2)
        .filter(|c| !c.starts_with("account_") && !c.starts_with("contact_"));
    sets.extend(plain.map(|column| format!("{column} = excluded.{column}")));
    let aged = !shape.adds && shape.fields.contains(&CHANGED_AT);
    let which = if aged { believed(table) } else { String::new() };
    let update = if sets.is_empty() {
        "NOTHING".to_owned()
    } else {
        format!("UPDATE SET {}{which}", sets.join(", "))
    };
    let columns = columns.join(", ");
    Ok(format!("INSERT INTO {table} ({columns}) {{values}} ON CONFLICT (id) DO {update}"))
}

/// How a row's references are resolved, as SQL expressions for `account_id` and `contact_id`.
fn resolution(kind: EntityKind) -> Vec<(&'static str, &'static str)> {
    const COMPANY: &str =
        "(SELECT a.account_id FROM account_record a WHERE a.id = t.account_ref)";
    const OR_EMPLOYER: &str =
        "COALESCE((SELECT a.account_id FROM account_record a WHERE a.id = t.account_ref),
         (SELECT c.account_id FROM contact_record r JOIN contact c ON c.id = r.contact_id
          WHERE r.id = t.contact_ref))";
    const OF_CONTACT: &str =
        "COALESCE((SELECT a.account_id FROM account_record a WHERE a.id = t.account_ref),
         (SELECT c.account_id FROM contact c WHERE c.id = t.contact_id))";
    // Whose a target is, only its ticket knows.
    const OF_TICKET: &str =
        "COALESCE((SELECT a.account_id FROM account_record a WHERE a.id = t.account_ref),
         (SELECT k.account_id FROM ticket k WHERE k.id = t.ticket))";
    const PERSON: &str =
        "(SELECT r.contact_id FROM contact_record r WHERE r.id = t.contact_ref)";
    match (kind, kind.belongs()) {
        (EntityKind::Contact, _) => vec![("account_id", OF_CONTACT)],
        (EntityKind::SlaTarget, _) => vec![("account_id", OF_TICKET)],
        (_, belongs) if belongs.account && belongs.contact => {
            vec![("account_id", OR_EMPLOYER), ("contact_id", PERSON)]
        }
        (_, belongs) if belongs.account => vec![("account_id", COMPANY)],
        _ => Vec::new(),
    }
}

/// An update that resolves the rows for which `which` holds, where that changes anything.
fn resolve(kind: EntityKind, which: &str) -> Option<String> {
    let parts = resolution(kind);
    if parts.is_empty() {
        return None;
    }
    let sets: Vec<String> = parts.iter().map(|(c, expr)| format!("{c} = {expr}")).collect();
    let changes: Vec<String> =
        parts.iter().map(|(c, expr)| format!("t.{c} IS DISTINCT FROM {expr}")).collect();
    Some(format!(
        "UPDATE {} AS t SET {} WHERE ({which}) AND ({})",
        table(kind),
        sets.join(", "),
        changes.join(" OR ")
    ))
}

/// Which rows of a kind point at these account records `{in:1}` and contact records `{in:2}`.
fn pointing(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Contact => "t.account_ref {in:1} OR t.id {in:2}",
        EntityKind::SlaTarget => {
            "t.account_ref {in:1} OR t.ticket IN (SELECT k.id FROM ticket k
             WHERE k.account_ref {in:1} OR k.contact_ref {in:2})"
        }
        _ if kind.belongs().contact => "t.account_ref {in:1} OR t.contact_ref {in:2}",
        _ => "t.account_ref {in:1}",
    }
}

/// A statement about the rows that point at them.
fn about<'a>(
    doing: &'static str,
    text: String,
    companies: &'a BTreeSet<String>,
    people: &'a BTreeSet<String>,
) -> Query<'a> {
    let two = text.contains("{in:2}");
    let list = |ids: &'a BTreeSet<String>| ids.iter().map(String::as_str).collect::<Vec<_>>();
    let statement = query(doing, text).bind(list(companies));
    if two { statement.bind(list(people)) } else { statement }
}

/// Resolves anew every row that points at these account records and contact records.
pub(super) async fn resolve_rows(
    tx: &mut Tx,
    companies: &BTreeSet<String>,
    people: &BTreeSet<String>,
) -> Result<()> {
    if companies.is_empty() && people.is_empty() {
        return Ok(());
    }
    for kind in fact_kinds().chain([EntityKind::Contact]) {
        let Some(text) = resolve(kind, pointing(kind)) else { continue };
        tx.run(about("move facts", text, companies, people)).await?;
    }
    Ok(())
}

/// The column that says which golden record a record of this kind is part of.
fn golden_column(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Account => Some("account_id"),
        EntityKind::Contact => Some("contact_id"),
        _ => None,
    }
}

/// Adds the accounts of the rows that point at these account records and contact records.
async fn accounts_pointing(
    tx: &mut Tx,
    companies: &BTreeSet<String>,
    people: &BTreeSet<String>,
    concerned: &mut BTreeSet<String>,
) -> Result<()> {
    for kind in fact_kinds().chain([EntityKind::Contact]) {
        let text =
            format!("SELECT t.account_id FROM {} t WHERE {}", table(kind), pointing(kind));
        let read = about("find the accounts concerned", text, companies, people);
        for row in tx.rows(read).await? {
            concerned.extend(row.opt::<String>(0)?);
        }
    }
    Ok(())
}

/// Resolves anew whose the targets of these tickets are, when tickets are what was written.
async fn resolve_targets(tx: &mut Tx, kind: EntityKind, tickets: &[&str]) -> Result<()> {
    if kind != EntityKind::Ticket {
        return Ok(());
    }
    let text =
        resolve(EntityKind::SlaTarget, "t.ticket {in:1}").expect("a target has an account");
    tx.run(query("resolve references", text).bind(tickets.to_vec())).await.map(drop)
}

/// Resolves anew where a row's references may come from two drafts, as `merged` says that some
/// do, or from its own person.
async fn resolve_merged(
    tx: &mut Tx,
    kind: EntityKind,
    ids: &[&str],
    merged: bool,
) -> Result<()> {
    let which = match kind {
        EntityKind::Contact | EntityKind::SlaTarget => "t.id {in:1}".to_owned(),
        _ if merged => format!("t.id {{in:1}} AND ({})", added(kind)),
        _ => return Ok(()),
    };
    let which = which.as_str();
    let Some(text) = resolve(kind, which) else { return Ok(()) };
    tx.run(query("resolve references", text).bind(ids.to_vec())).await.map(drop)
}

/// Whether a reference of the row is an addition's.
fn added(kind: EntityKind) -> &'static str {
    let belongs = kind.belongs();
    match (belongs.account, belongs.contact) {
        (true, true) => "t.account_added OR t.contact_added",
        (true, false) => "t.account_added",
        (false, _) => "FALSE",
    }
}

/// Adds the accounts where people work or worked.
async fn employers_of(
    tx: &mut Tx,
    people: &BTreeSet<String>,
    concerned: &mut BTreeSet<String>,
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let text = "SELECT DISTINCT account_id FROM employment WHERE contact_id {in:1}";
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let read = query("find the accounts concerned", text).bind(people);
    concerned.extend(texts(&tx.rows(read).await?)?);
    Ok(())
}

/// Adds the accounts that these rows belong to; whether a reference of one is an addition's.
async fn accounts_of(
    tx: &mut Tx,
    kind: EntityKind,
    ids: &[&str],
    concerned: &mut BTreeSet<String>,
) -> Result<bool> {
    if !kind.belongs().account && kind != EntityKind::Account {
        return Ok(false);
    }
    // Neither DISTINCT nor IS NOT NULL: they tempt SQLite to walk the index of all accounts.
    let person = if kind == EntityKind::Contact { "t.contact_id" } else { "NULL" };
    let text = format!(
        "SELECT t.account_id, {}, {person} FROM {} t WHERE t.id {{in:1}}",
        added(kind),
        table(kind)
    );
    let rows = tx.rows(query("find the accounts concerned", text).bind(ids.to_vec())).await?;
    let mut merged = false;
    let mut people: BTreeSet<String> = BTreeSet::new();
    for row in &rows {
        concerned.extend(row.opt::<String>(0)?);
        merged |= row.get::<bool>(1)?;
        people.extend(row.opt::<String>(2)?);
    }
    employers_of(tx, &people, concerned).await?;
    Ok(merged)
}

/// Removes what was mapped earlier from the records mapped again, and not made by them now.
async fn remove(
    tx: &mut Tx,
    batch: &MappedBatch,
    concerned: &mut BTreeSet<String>,
) -> Result<()> {
    let parties = phase_columns(batch.phase)? == "parties";
    let (mut companies, mut people) = (BTreeSet::new(), BTreeSet::new());
    let mut products = BTreeSet::new();
    let mut lost: BTreeMap<EntityKind, BTreeSet<String>> = BTreeMap::new();
    let mut streams: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for record in &batch.again {
        let stream = (record.source.as_str(), record.stream.as_str());
        streams.entry(stream).or_default().push(&record.key);
    }
    for kind in EntityKind::ALL.iter().copied().filter(|kind| is_party(*kind) == parties) {
        let made = batch.drafts.iter().filter(|draft| draft.kind == kind && !draft.adds);
        let made: Vec<String> = made.map(id).collect();
        for ((source, stream), keys) in &streams {
            let account = kind.belongs().account || kind == EntityKind::Account;
            let account = if account { "account_id" } else { "NULL" };
            let golden = golden_column(kind).unwrap_or("NULL");
            let text = format!(
                "DELETE FROM {} WHERE record_key {{in:1}} AND source = $2 AND stream = $3
                 AND NOT (id {{in:4}}) RETURNING {account}, id, {golden}",
                table(kind)
            );
            let delete = query("remove what is gone", text)
                .bind(keys.clone())
                .bind(*source)
                .bind(*stream)
                .bind(made.iter().map(String::as_str).collect::<Vec<_>>());
            for row in tx.rows(delete).await? {
                concerned.extend(row.opt::<String>(0)?);
                if let Some(golden) = row.opt::<String>(2)? {
                    lost.entry(kind).or_default().insert(golden);
                }
                match kind {
                    EntityKind::Account => companies.insert(row.text(1)?),
                    EntityKind::Contact => people.insert(row.text(1)?),
                    EntityKind::Product => products.insert(row.text(1)?),
                    _ => false,
                };
            }
        }
    }
    let products: Vec<&str> = products.iter().map(String::as_str).collect();
    accounts_with(tx, &products, concerned).await?;
    if companies.is_empty() && people.is_empty() {
        return Ok(());
    }
    forget_jobs(tx, &people).await?;
    for (kind, lost) in &lost {
        let lost: Vec<&str> = lost.iter().map(String::as_str).collect();
        mark_unsettled(tx, kind.word(), &lost).await?;
    }
    for (whom, gone) in [("account", &companies), ("contact", &people)] {
        rematch(tx, whom, gone.iter().map(String::as_str), Cause::Records).await?;
    }
    // What pointed at them points at nothing now, as if they had never been.
    accounts_pointing(tx, &companies, &people, concerned).await?;
    resolve_rows(tx, &companies, &people).await?;
    accounts_pointing(tx, &companies, &people, concerned).await
}

/// Keeps what the mapping refused, and forgets what it refused of these records before.
async fn dead(tx: &mut Tx, batch: &MappedBatch) -> Result<()> {
    let mapped = batch.again.iter().chain(batch.drafts.iter().map(|draft| &draft.record));
    let mut streams: BTreeMap<(&SourceId, &str), BTreeSet<&str>> = BTreeMap::new();
    for record in mapped {
        streams.entry((&record.source, &record.stream)).or_default().insert(&record.key);
    }
    for ((source, stream), keys) in streams {
        clear_dead(tx, source, stream, batch.phase, keys.into_iter().collect()).await?;
    }
    put_dead(tx, &batch.dead, batch.phase).await
}

/// Notes how far the stream is mapped.
async fn mark(tx: &mut Tx, batch: &MappedBatch) -> Result<()> {
    let p = phase_columns(batch.phase)?;
    let text = format!(
        "INSERT INTO stream (source, name, {p}_seq, {p}_top, {p}_mapping)
         VALUES ($1, $2, $3, $3, $4)
         ON CONFLICT (source, name) DO UPDATE SET {p}_seq = excluded.{p}_seq,
         {p}_mapping = excluded.{p}_mapping,
         {p}_top = CASE WHEN excluded.{p}_top > stream.{p}_top THEN excluded.{p}_top
                        ELSE stream.{p}_top END"
    );
    let put = query("note how far a stream is mapped", text)
        .bind(batch.source.as_str())
        .bind(&batch.stream)
        .bind(batch.through)
        .bind(&batch.mapping);
    tx.run(put).await.map(drop)
}

/// Notes when the source last said something new about the world.
async fn note_newest(tx: &mut Tx, batch: &MappedBatch) -> Result<()> {
    let Some(newest) = batch.newest else { return Ok(()) };
    let text = "UPDATE source SET last_record = $1
         WHERE id = $2 AND (last_record IS NULL OR last_record < $1)";
    let put =
        query("note a source's newest record", text).bind(newest).bind(batch.source.as_str());
    tx.run(put).await.map(drop)
}

fn names(accounts: &[AccountId]) -> Vec<&str> {
    accounts.iter().map(AccountId::as_str).collect()
}

/// The accounts with their versions, our products, and no facts yet.
async fn bare_facts(
    tx: &mut Tx,
    accounts: &[AccountId],
) -> Result<BTreeMap<AccountId, (i64, Facts)>> {
    let text = format!(
        "SELECT {} FROM product t WHERE t.stream IS NOT NULL",
        entity_columns(EntityKind::Product)
    );
    let rows = tx.rows(query("read the products", text)).await?;
    let products = rows.iter().map(|row| read::<Product>(row, 0));
    let products: BTreeMap<String, Product> =
        products.map(|p| p.map(|p| (p.origin.id.clone(), p))).collect::<Result<_>>()?;
    let products = Arc::new(products);
    let text = format!(
        "SELECT t.version, {} FROM account t WHERE t.id {{in:1}} AND t.retired_into IS NULL",
        golden_columns(EntityKind::Account)
    );
    let rows = tx.rows(query("read accounts", text).bind(names(accounts))).await?;
    rows.iter()
        .map(|row| {
            let account = read_golden(row, 1, golden::account_origin)?;
            let facts = Facts { account, products: products.clone(), ..Facts::default() };
            Ok((AccountId(row.text(1)?), (row.get(0)?, facts)))
        })
        .collect()
}

type Sources = BTreeMap<AccountId, BTreeSet<SourceId>>;

/// Which sources have a record of the account or of its people.
async fn party_sources(tx: &mut Tx, accounts: &[AccountId]) -> Result<Sources> {
    let text = "SELECT account_id, source FROM account_record
             WHERE account_id {in:1} AND stream IS NOT NULL
         UNION SELECT account_id, source FROM contact_record
             WHERE account_id {in:1} AND stream IS NOT NULL";
    let mut sources = Sources::new();
    for row in tx.rows(query("read an account's sources", text).bind(names(accounts))).await? {
        sources.entry(row.text(0)?.into()).or_default().insert(row.text(1)?.into());
    }
    Ok(sources)
}

macro_rules! fill {
    ($tx:expr, $accounts:expr, $all:expr, $sources:expr; $($list:ident),+ $(,)?) => {$(
        for entity in rows_of($tx, $accounts).await? {
            take(entity, $all, $sources, |facts| &mut facts.$list, |entity| &entity.origin);
        }
    )+};
}

/// Reads every kind of fact, one statement each.
async fn fill(
    tx: &mut Tx,
    accounts: &[AccountId],
    all: &mut BTreeMap<AccountId, (i64, Facts)>,
    sources: &mut Sources,
) -> Result<()> {
    fill!(tx, accounts, all, sources;
        contracts, deals, quotes, orders, deliveries, returns, invoices, credits, payments,
        disputes, tickets, sla_targets, interactions, campaign_touches, web_visits, usage,
        surveys, milestones, invoice_lines, survey_invitations, assignments, contexts,
    );
    Ok(())
}

async fn rows_of<E: Entity>(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<E>> {
    let text = format!(
        "SELECT {} FROM {} t WHERE t.account_id {{in:1}} AND t.stream IS NOT NULL
         ORDER BY t.id {{bin}}",
        entity_columns(E::KIND),
        table(E::KIND)
    );
    let rows = tx.rows(query("read facts", text).bind(names(accounts))).await?;
    rows.iter().map(|row| read(row, 0)).collect()
}

fn take<E>(
    entity: E,
    all: &mut BTreeMap<AccountId, (i64, Facts)>,
    sources: &mut Sources,
    list: impl Fn(&mut Facts) -> &mut Vec<E>,
    origin: impl Fn(&E) -> &Origin,
) {
    let Some(account) = origin(&entity).account.clone() else { return };
    let Some((_, facts)) = all.get_mut(&account) else { return };
    let source = &origin(&entity).record.source;
    let known = sources.entry(account).or_default();
    if !known.contains(source) {
        known.insert(source.clone());
    }
    list(facts).push(entity);
}

/// Gives each source its category; one that was never configured has none and is left out.
async fn name_sources(
    tx: &mut Tx,
    sources: Sources,
    all: &mut BTreeMap<AccountId, (i64, Facts)>,
) -> Result<()> {
    let rows = tx.rows(query("read categories", "SELECT id, category FROM source")).await?;
    let of = |row: &Row| Ok((SourceId(row.text(0)?), category(&row.text(1)?)?));
    let categories: BTreeMap<SourceId, _> = rows.iter().map(of).collect::<Result<_>>()?;
    for (account, sources) in sources {
        let Some((_, facts)) = all.get_mut(&account) else { continue };
        let named = sources.into_iter().filter_map(|source| {
            let category = *categories.get(&source)?;
            Some((source, category))
        });
        facts.sources.extend(named);
    }
    Ok(())
}
