//! Golden accounts and contacts: what reconciliation reads, and what it decided.

use std::collections::{BTreeMap, BTreeSet};

use super::Store;
use super::changes::{Golden, Named, changed};
use super::columns::{Picked, all_columns, bind, check, entity_columns, read, table};
use super::db::{Arg, Lock, Query, Result, Row, Tx, query, texts};
use super::entities::resolve_rows;
use super::gone::settle;
use super::listing::EntityRow;
use super::scores::{advance, mark_dirty};
use crate::model::{
    AccountId, Candidate, Contact, ContactId, Decisions, Employment, Entity, EntityKind,
    GoldenAccount, GoldenContact, LineageRow, Origin, Value,
};
use crate::reconcile::matching::Parties;
use crate::reconcile::{Registers, Subject};

impl Store {
    /// Every source's records of a kind of party, by id.
    pub async fn all_candidates<E: Entity>(&self) -> Result<Vec<Candidate<E>>> {
        let text = candidates_text::<E>("t.stream IS NOT NULL");
        let rows = self.db.rows(query("read what is to be reconciled", text)).await?;
        rows.iter().map(candidate).collect()
    }

    /// What every source's records of a kind of party say, in the order of their ids.
    pub async fn all_parties<E: Subject>(&self, registers: &Registers) -> Result<Parties> {
        let text = candidates_text::<E>("t.stream IS NOT NULL");
        let mut parties = Parties::default();
        let put = |row: Row| {
            parties.put(&E::said(&candidate(&row)?, registers));
            Ok(())
        };
        self.db.each(query("read what is to be reconciled", text), put).await?;
        Ok(parties)
    }

    /// Writes the decisions: assignments, golden rows with lineage, redirects, employments; facts
    /// follow their records to the new account and every account concerned becomes dirty.
    /// What stands as decided already is left alone. A golden record none of whose records is left
    /// is gone, until one comes back.
    pub async fn decide(&self, decisions: &Decisions) -> Result<()> {
        let mut tx = self.db.begin().await?;
        decide(&mut tx, decisions).await?;
        tx.commit().await
    }
}

/// [`Store::decide`] within a transaction.
pub(super) async fn decide(tx: &mut Tx, held: &Decisions) -> Result<()> {
    check_fields(held)?;
    tx.lock(Lock::Accounts).await?;
    let decisions = &changed(tx, held).await?;
    let (accounts, contacts) = (&decisions.retired_accounts, &decisions.retired_contacts);
    let mut concerned = concerned_before(tx, decisions).await?;
    let movers = movers(tx, &decisions.contacts).await?;
    put_accounts(tx, &decisions.accounts).await?;
    put_contacts(tx, &decisions.contacts).await?;
    put_lineage(tx, decisions).await?;
    assign(tx, "account", &decisions.account_of).await?;
    assign(tx, "contact", &decisions.contact_of).await?;
    retire(tx, "account", accounts).await?;
    retire(tx, "contact", contacts).await?;
    follow(tx, accounts, contacts).await?;
    move_rows(tx, decisions, &movers).await?;
    concerned.extend(concerned_after(tx, decisions).await?);
    concerned.extend(accounts.values().map(|id| id.0.clone()));
    for retired in accounts.keys() {
        concerned.remove(retired.as_str());
    }
    let gone = settle(tx, held, &mut concerned).await?;
    mark_dirty(tx, &concerned).await?;
    mark_served(tx, &concerned).await?;
    clear_scores(tx, gone.iter().map(String::as_str)).await
}

/// These records of a kind of party as far as they are there, by id.
pub(super) async fn candidates<E: Entity>(
    tx: &mut Tx,
    ids: &[&str],
) -> Result<Vec<Candidate<E>>> {
    let text = candidates_text::<E>("t.stream IS NOT NULL AND t.id {in:1}");
    let read = query("read what is to be reconciled", text).bind(ids.to_vec());
    tx.rows(read).await?.iter().map(candidate).collect()
}

/// The parties for which `which` holds. A contact's company comes with its name.
fn candidates_text<E: Entity>(which: &str) -> String {
    let (company, name, join) = match E::KIND {
        EntityKind::Contact => {
            ("t.account_ref", "a.name", "LEFT JOIN account_record a ON a.id = t.account_ref")
        }
        _ => ("NULL", "NULL", ""),
    };
    format!(
        "SELECT {company}, {name}, COALESCE(t.changed_at, r.known_from), {} FROM {} t {join}
         LEFT JOIN record r ON r.source = t.source AND r.stream = t.stream
              AND r.key = t.record_key AND r.known_to IS NULL
         WHERE {which} ORDER BY t.id {{bin}}",
        entity_columns(E::KIND),
        table(E::KIND)
    )
}

fn candidate<E: Entity>(row: &Row) -> Result<Candidate<E>> {
    Ok(Candidate {
        company: row.opt(0)?,
        employer: row.opt(1)?,
        changed_at: row.opt_time(2)?.unwrap_or_default(),
        entity: read(row, 3)?,
    })
}

fn check_fields(decisions: &Decisions) -> Result<()> {
    for (name, value) in decisions.accounts.iter().flat_map(|account| &account.fields) {
        check(EntityKind::Account, name, Some(value))?;
    }
    for (name, value) in decisions.contacts.iter().flat_map(|contact| &contact.fields) {
        check(EntityKind::Contact, name, Some(value))?;
    }
    Ok(())
}

fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> Arg<'a> {
    Arg::Texts(ids.into_iter().collect())
}

/// The accounts that the changed records and people belong to before anything is written.
async fn concerned_before(tx: &mut Tx, decisions: &Decisions) -> Result<BTreeSet<String>> {
    let companies = decisions.account_of.keys().map(String::as_str).collect();
    let records: Vec<&str> = decisions.contact_of.keys().map(String::as_str).collect();
    let people = decisions.contacts.iter().map(|contact| contact.id.as_str());
    let people = people.chain(decisions.retired_contacts.keys().map(ContactId::as_str));
    let parents = decisions.retired_accounts.keys().map(AccountId::as_str).collect();
    let parts = [
        ("SELECT account_id FROM account_record WHERE id {in:1}", companies),
        ("SELECT account_id FROM contact_record WHERE id {in:1}", records.clone()),
        (
            "SELECT e.account_id FROM employment e
             JOIN contact_record r ON r.contact_id = e.contact_id WHERE r.id {in:1}",
            records,
        ),
        ("SELECT account_id FROM employment WHERE contact_id {in:1}", people.collect()),
        ("SELECT id FROM account WHERE parent_id {in:1}", parents),
    ];
    concerned(tx, parts).await
}

/// The accounts that they belong to now, and those whose own fields changed.
async fn concerned_after(tx: &mut Tx, decisions: &Decisions) -> Result<BTreeSet<String>> {
    let people = decisions.contacts.iter().map(|contact| contact.id.as_str());
    let people = people.chain(decisions.contact_of.values().map(ContactId::as_str));
    let people = people.chain(decisions.retired_contacts.values().map(ContactId::as_str));
    let records = decisions.contact_of.keys().map(String::as_str).collect();
    let parts = [
        ("SELECT account_id FROM contact_record WHERE id {in:1}", records),
        ("SELECT account_id FROM employment WHERE contact_id {in:1}", people.collect()),
    ];
    let mut concerned = concerned(tx, parts).await?;
    concerned.extend(decisions.account_of.values().map(|id| id.0.clone()));
    concerned.extend(decisions.accounts.iter().map(|account| account.id.0.clone()));
    Ok(concerned)
}

/// The accounts that statements find by these ids, as far as there are any to ask for.
async fn concerned<'a>(
    tx: &mut Tx,
    parts: impl IntoIterator<Item = (&'static str, Vec<&'a str>)>,
) -> Result<BTreeSet<String>> {
    let mut concerned = BTreeSet::new();
    for (text, ids) in parts.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        for row in tx.rows(query("find the accounts concerned", text).bind(ids)).await? {
            concerned.extend(row.opt::<String>(0)?);
        }
    }
    Ok(concerned)
}

/// Sets every one of these columns to the value that was to be inserted.
fn overwrite(columns: &[String]) -> String {
    let sets: Vec<String> = columns.iter().map(|c| format!("{c} = excluded.{c}")).collect();
    sets.join(", ")
}

/// Binds a golden row's fields in the order of [`all_columns`]; what is not there is absent.
fn bind_fields<'a>(
    statement: Query<'a>,
    kind: EntityKind,
    fields: &'a BTreeMap<&'static str, Value>,
) -> Query<'a> {
    let bind_one = |statement, field: &'static crate::model::Field| {
        bind(statement, field, fields.get(field.name), "")
    };
    kind.fields().iter().fold(statement, bind_one)
}

/// The name in the form that orders and finds it.
pub(super) fn name_key(name: &str) -> String {
    name.to_lowercase()
}

async fn put_accounts(tx: &mut Tx, accounts: &[GoldenAccount]) -> Result<()> {
    let accounts: BTreeMap<&AccountId, &GoldenAccount> =
        accounts.iter().map(|account| (&account.id, account)).collect();
    let accounts: Vec<&GoldenAccount> = accounts.into_values().collect();
    let mut columns =
        ["fingerprint", "gone", "parent_id", "name_key"].map(str::to_owned).to_vec();
    columns.extend(all_columns(EntityKind::Account));
    let text = format!(
        "INSERT INTO account (id, {}) {{values}}
         ON CONFLICT (id) DO UPDATE SET retired_into = NULL, {}",
        columns.join(", "),
        overwrite(&columns)
    );
    tx.bulk("write accounts", &text, &accounts, |statement, account| {
        let name = match account.fields.get("name") {
            Some(Value::Text(name)) => Some(name_key(name)),
            _ => None,
        };
        let statement = statement
            .bind(account.id.as_str())
            .bind(account.fingerprint())
            .bind(false)
            .bind(account.parent.as_ref().map(AccountId::as_str))
            .bind(name);
        bind_fields(statement, EntityKind::Account, &account.fields)
    })
    .await
    .map(drop)
}

async fn put_contacts(tx: &mut Tx, contacts: &[GoldenContact]) -> Result<()> {
    let contacts: BTreeMap<&ContactId, &GoldenContact> =
        contacts.iter().map(|contact| (&contact.id, contact)).collect();
    let contacts: Vec<&GoldenContact> = contacts.into_values().collect();
    let mut columns = ["fingerprint", "gone", "account_id"].map(str::to_owned).to_vec();
    columns.extend(all_columns(EntityKind::Contact));
    let text = format!(
        "INSERT INTO contact (id, {}) {{values}}
         ON CONFLICT (id) DO UPDATE SET retired_into = NULL, {}",
        columns.join(", "),
        overwrite(&columns)
    );
    tx.bulk("write contacts", &text, &contacts, |statement, contact| {
        let statement = statement
            .bind(contact.id.as_str())
            .bind(contact.fingerprint())
            .bind(false)
            .bind(contact.present().map(AccountId::as_str));
        bind_fields(statement, EntityKind::Contact, &contact.fields)
    })
    .await?;
    put_employments(tx, &contacts).await
}

/// A person's employments replace the earlier ones.
async fn put_employments(tx: &mut Tx, contacts: &[&GoldenContact]) -> Result<()> {
    let people = ids(contacts.iter().map(|contact| contact.id.as_str()));
    let text = "DELETE FROM employment WHERE contact_id {in:1}";
    tx.run(query("clear employments", text).bind(people)).await?;
    let employments: Vec<(i64, &ContactId, &Employment)> = contacts
        .iter()
        .flat_map(|c| (0..).zip(&c.employments).map(|(rank, e)| (rank, &c.id, e)))
        .collect();
    let text = "INSERT INTO employment
         (contact_id, rank, account_id, title, current, ended_on) {values}";
    tx.bulk(
        "write employments",
        text,
        &employments,
        |statement, (rank, contact, employment)| {
            statement
                .bind(contact.as_str())
                .bind(*rank)
                .bind(employment.account.as_str())
                .bind(&employment.title)
                .bind(employment.current)
                .bind(employment.ended_on)
        },
    )
    .await
    .map(drop)
}

/// A row's lineage replaces the earlier one.
async fn put_lineage(tx: &mut Tx, decisions: &Decisions) -> Result<()> {
    let accounts = decisions.accounts.iter().map(|a| ("account", a.id.as_str(), &a.lineage));
    let contacts = decisions.contacts.iter().map(|c| ("contact", c.id.as_str(), &c.lineage));
    let all: Vec<(&str, &str, &Vec<LineageRow>)> = accounts.chain(contacts).collect();
    let mut lines: BTreeMap<(&str, &str, &str), (i64, &LineageRow)> = BTreeMap::new();
    for kind in ["account", "contact"] {
        let of_kind = all.iter().filter(|(k, ..)| *k == kind);
        let text = "DELETE FROM lineage WHERE kind = $1 AND id {in:2}";
        let clear = query("clear lineage", text).bind(kind);
        tx.run(clear.bind(ids(of_kind.map(|(_, id, _)| *id)))).await?;
    }
    for (kind, id, rows) in all {
        for (rank, row) in (0..).zip(rows) {
            lines.insert((kind, id, &row.field), (rank, row));
        }
    }
    let lines: Vec<_> = lines.into_iter().collect();
    let text = "INSERT INTO lineage
         (kind, id, field, rank, value, source, stream, key, rule, losers) {values}";
    tx.bulk("write lineage", text, &lines, |statement, ((kind, id, field), (rank, row))| {
        let losers = serde_json::to_string(&row.losers).expect("losers are always JSON");
        statement
            .bind(*kind)
            .bind(*id)
            .bind(*field)
            .bind(*rank)
            .bind(&row.value)
            .bind(row.record.source.as_str())
            .bind(&row.record.stream)
            .bind(&row.record.key)
            .bind(&row.rule)
            .bind(losers)
    })
    .await
    .map(drop)
}

/// Gives records (origin ids) their golden `whom`: account or contact.
async fn assign<I: Named>(tx: &mut Tx, whom: &str, of: &BTreeMap<String, I>) -> Result<()> {
    let of: Vec<(&String, &I)> = of.iter().collect();
    let text = format!(
        "WITH given (id, golden) AS ({{values}})
         UPDATE {whom}_record AS t SET {whom}_id = given.golden
         FROM given WHERE given.id = t.id"
    );
    tx.bulk("assign records", &text, &of, |statement, (record, golden)| {
        statement.bind(*record).bind(golden.name())
    })
    .await
    .map(drop)
}

/// Accounts served by a partner among these changed too: which golden account that is stands in the read
/// model beside them.
async fn mark_served(tx: &mut Tx, concerned: &BTreeSet<String>) -> Result<()> {
    if concerned.is_empty() {
        return Ok(());
    }
    let changed = advance(tx).await?;
    let text = "UPDATE account SET changed = $2 WHERE partner IN
         (SELECT id FROM account_record WHERE account_id {in:1})";
    let partners: Vec<&str> = concerned.iter().map(String::as_str).collect();
    let mark = query("mark whom partners serve", text).bind(partners).bind(changed);
    tx.run(mark).await.map(drop)
}

/// Redirects the retired, and those that were redirected to them before.
async fn retire<I: Named>(tx: &mut Tx, whom: &str, retired: &BTreeMap<I, I>) -> Result<()> {
    let retired: Vec<(&I, &I)> = retired.iter().collect();
    let text = format!(
        "WITH given (id, golden) AS ({{values}})
         UPDATE {whom} AS t SET retired_into = given.golden
         FROM given WHERE given.id = t.id OR given.id = t.retired_into"
    );
    tx.bulk("retire golden records", &text, &retired, |statement, (from, to)| {
        statement.bind(from.name()).bind(to.name())
    })
    .await
    .map(drop)
}

/// What hung on the retired hangs on those that took their records: records that no decision
/// spoke of, children, employments; and the retired have no score.
async fn follow(
    tx: &mut Tx,
    accounts: &BTreeMap<AccountId, AccountId>,
    contacts: &BTreeMap<ContactId, ContactId>,
) -> Result<()> {
    let accounts: Vec<_> = accounts.iter().collect();
    let contacts: Vec<_> = contacts.iter().collect();
    for (table, column) in [
        ("account_record", "account_id"),
        ("account", "parent_id"),
        ("contact", "account_id"),
        ("employment", "account_id"),
    ] {
        let text = redirect(table, column);
        tx.bulk("follow redirects", &text, &accounts, |statement, (from, to)| {
            statement.bind(from.as_str()).bind(to.as_str())
        })
        .await?;
    }
    for (table, column) in [("contact_record", "contact_id")] {
        let text = redirect(table, column);
        tx.bulk("follow redirects", &text, &contacts, |statement, (from, to)| {
            statement.bind(from.as_str()).bind(to.as_str())
        })
        .await?;
    }
    // A retired person's employments are told by the one who took the records.
    let text = "DELETE FROM employment WHERE contact_id {in:1}";
    let gone = ids(contacts.iter().map(|(from, _)| from.as_str()));
    tx.run(query("clear employments", text).bind(gone)).await?;
    clear_scores(tx, accounts.iter().map(|(from, _)| from.as_str())).await
}

/// Accounts that are no more have no score and wait for none.
async fn clear_scores(tx: &mut Tx, accounts: impl Iterator<Item = &str>) -> Result<()> {
    let accounts: Vec<&str> = accounts.collect();
    if accounts.is_empty() {
        return Ok(());
    }
    for table in ["account_score", "dirty_account"] {
        let text = format!("DELETE FROM {table} WHERE account_id {{in:1}}");
        tx.run(query("clear scores", text).bind(accounts.clone())).await?;
    }
    let changed = advance(tx).await?;
    let text = "UPDATE account SET changed = $2 WHERE id {in:1}";
    tx.run(query("note that accounts went", text).bind(accounts).bind(changed)).await.map(drop)
}

fn redirect(table: &str, column: &str) -> String {
    format!(
        "WITH given (id, golden) AS ({{values}})
         UPDATE {table} AS t SET {column} = given.golden FROM given WHERE given.id = t.{column}"
    )
}

/// Resolves anew every row that points at a record whose account or contact may have changed.
async fn move_rows(tx: &mut Tx, decisions: &Decisions, movers: &[&str]) -> Result<()> {
    let (companies, people) = moved(tx, decisions, movers).await?;
    resolve_rows(tx, &companies, &people).await
}

/// The people among these who work elsewhere than before. Most that change do not, and then
/// nothing has to follow them.
async fn movers<'a>(tx: &mut Tx, contacts: &'a [GoldenContact]) -> Result<Vec<&'a str>> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT id, account_id FROM contact WHERE id {in:1}";
    let all = contacts.iter().map(|contact| contact.id.as_str());
    let rows = tx.rows(query("see who works where", text).bind(ids(all))).await?;
    let known: BTreeMap<String, Option<String>> =
        rows.iter().map(|row| Ok((row.text(0)?, row.opt(1)?))).collect::<Result<_>>()?;
    let moved = |contact: &&GoldenContact| {
        let now = contact.present().map(AccountId::as_str);
        known.get(contact.id.as_str()).is_none_or(|before| before.as_deref() != now)
    };
    Ok(contacts.iter().filter(moved).map(|contact| contact.id.as_str()).collect())
}

/// The account records and contact records whose golden ones may have changed.
async fn moved(
    tx: &mut Tx,
    decisions: &Decisions,
    movers: &[&str],
) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let (accounts, contacts) = (&decisions.retired_accounts, &decisions.retired_contacts);
    let mut companies: BTreeSet<String> = decisions.account_of.keys().cloned().collect();
    let mut people: BTreeSet<String> = decisions.contact_of.keys().cloned().collect();
    let text = "SELECT id FROM account_record WHERE account_id {in:1}";
    let taken = ids(accounts.values().map(AccountId::as_str));
    companies.extend(texts(&tx.rows(query("find moved records", text).bind(taken)).await?)?);
    let text = "SELECT r.id FROM contact_record r WHERE r.contact_id {in:1}
         UNION SELECT r.id FROM contact c JOIN contact_record r ON r.contact_id = c.id
               WHERE c.account_id {in:2}";
    let golden = movers.iter().copied().chain(contacts.values().map(ContactId::as_str));
    let read = query("find moved records", text)
        .bind(ids(golden))
        .bind(ids(accounts.values().map(AccountId::as_str)));
    people.extend(texts(&tx.rows(read).await?)?);
    Ok((companies, people))
}

/// The origin of a golden account.
pub(super) fn account_origin(id: String) -> Origin {
    Origin { account: Some(AccountId(id.clone())), id, ..Origin::default() }
}

/// Golden contacts of each account, whole, present ones first; see [`People`].
pub(super) async fn contacts_of(
    tx: &mut Tx,
    accounts: &[AccountId],
) -> Result<BTreeMap<AccountId, Vec<Contact>>> {
    let people = People::of(None);
    let rows = tx.rows(people.query(accounts)).await?;
    let contact = |row: EntityRow| Contact::read(row.origin, row.values);
    let whole = |(account, people): (_, Vec<EntityRow>)| {
        (account, people.into_iter().map(contact).collect())
    };
    Ok(people.read(&rows)?.into_iter().map(whole).collect())
}

/// How the people of accounts are read: present ones first, then by id. Of one who left, the title is the
/// one held there and `left_on` the last day there; when that day is not known, `champion` says LEFT.
pub(super) struct People {
    picked: Picked,
}

impl People {
    /// With these fields; all when `None`.
    pub(super) fn of(wanted: Option<&BTreeSet<&str>>) -> Self {
        // Whether somebody left without a day is seen by the day.
        let wanted = wanted.map(|wanted| wanted.iter().copied().chain(["left_on"]).collect());
        Self { picked: Picked::of(EntityKind::Contact, wanted.as_ref()) }
    }

    /// The statement that reads them.
    pub(super) fn query<'a>(&self, accounts: &'a [AccountId]) -> Query<'a> {
        // Golden rows hold no reference to a record: the boss is the person whom the winning one names.
        let (boss, joins) = if self.picked.place("reports_to").is_some() {
            let joins = "LEFT JOIN lineage said ON said.kind = 'contact' AND said.id = t.id
                  AND said.field = 'reports_to'
             LEFT JOIN contact_record boss ON boss.id = said.value AND boss.contact_id <> t.id";
            ("boss.contact_id", joins)
        } else {
            ("NULL", "")
        };
        let text = format!(
            "SELECT e.account_id, e.current, e.title, e.ended_on, {boss}, t.id{}
             FROM employment e JOIN contact t ON t.id = e.contact_id {joins}
             WHERE e.account_id {{in:1}} AND t.retired_into IS NULL AND t.gone = FALSE
             ORDER BY e.current DESC, t.id {{bin}}, e.rank",
            self.picked.columns()
        );
        let accounts = ids(accounts.iter().map(AccountId::as_str));
        query("read an account's contacts", text).bind(accounts)
    }

    /// What the statement answered.
    pub(super) fn read(&self, rows: &[Row]) -> Result<BTreeMap<AccountId, Vec<EntityRow>>> {
        let mut all: BTreeMap<AccountId, Vec<EntityRow>> = BTreeMap::new();
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for row in rows {
            let (account, id) = (row.text(0)?, row.text(5)?);
            // One who came back is shown once, as present.
            if seen.insert((account.clone(), id.clone())) {
                let account = AccountId(account);
                let person = self.employed(row, (&account, ContactId(id)))?;
                all.entry(account).or_default().push(person);
            }
        }
        Ok(all)
    }

    fn employed(&self, row: &Row, (account, id): (&AccountId, ContactId)) -> Result<EntityRow> {
        let mut values = self.picked.read(row, 6)?;
        let picked = &self.picked;
        picked.put(&mut values, "reports_to", row.opt(4)?.map(Value::Text));
        if !row.get::<bool>(1)? {
            if let Some(title) = row.opt(2)? {
                picked.put(&mut values, "title", Some(Value::Text(title)));
            }
            if let Some(ended) = row.opt(3)? {
                picked.put(&mut values, "left_on", Some(Value::Day(ended)));
            }
            let left_on = picked.place("left_on").and_then(|place| values[place].as_ref());
            if left_on.is_none() {
                // Whatever was confirmed, was of them where they work now.
                let left = Value::Text("LEFT".to_owned());
                picked.put(&mut values, "champion", Some(left));
                picked.put(&mut values, "champion_confirmed_on", None);
            }
        }
        let origin = Origin {
            id: id.0.clone(),
            account: Some(account.clone()),
            contact: Some(id),
            ..Origin::default()
        };
        Ok(EntityRow { kind: EntityKind::Contact, origin, values })
    }
}
