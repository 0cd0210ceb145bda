//! What a database holds, told without the numbers and moments that a disturbed sync may change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use accord::sample::{Serving, Shelf, System};
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

/// Tables that tell how it went rather than what is known. `dirty_account` must be empty, and is
/// compared.
const LEFT_OUT: &[&str] = &[
    "run",
    "data_version",
    "setting",
    "migration",
    "budget",
    "peer_snapshot",
    "score_history",
    // Weeks tell what was known in them, and the rest follows from them.
    "account_week",
    "account_outlook",
    "fitted",
];

/// Columns that say when, in which order or how often something was written, or stand for another
/// column (`hash`). `known_to` is compared: a still source gives no record a second version.
const VOLATILE: &[&str] = &[
    "seq",
    "run",
    "hash",
    "state",
    "known_from",
    "parties_seq",
    "parties_top",
    "facts_seq",
    "facts_top",
    "version",
    "computed_at",
    "set_aside_at",
    "last_success",
    "last_record",
    "rate_left",
    "rate_reset",
    "made_at",
    "opened_at",
    "due_at",
];

/// Several deals name a product in the same words: which of them told it last is nobody's concern.
/// Frequencies are bytes, and pairs, keys and records follow from them.
const OF_NO_MATTER: &[(&str, &str)] = &[
    ("product", "record_key"),
    ("match_model", "frequencies"),
    ("signal", "id"),
    ("action", "id"),
    ("action", "signal"),
    ("action", "request_key"),
    ("match_model", "learned_at"),
    ("match_model", "uncounted"),
    ("identity_event", "number"),
    ("identity_event", "at"),
];

/// A day's snapshot of peers is made when it is first needed, and again when many changed: of what it
/// was made, and so what accounts are compared with that day, depends on where a sync was cut.
const OF_THE_DAY: &[&str] = &[
    "peers",
    "renewal_expected",
    "at_risk",
    "at_risk_low",
    "at_risk_high",
    "unknown_at_risk",
    "growth",
    "risk_share",
    "growth_share",
    "position",
];

/// Every row of every table as text, in order.
pub(super) struct Content(BTreeMap<String, Vec<String>>);

impl Content {
    /// Panics with the first rows in which the other differs.
    #[track_caller]
    pub(super) fn assert_same(&self, other: &Self, name: &str) {
        self.assert_like(other, name, &[]);
    }

    /// The same, without these tables.
    #[track_caller]
    pub(super) fn assert_like(&self, other: &Self, name: &str, without: &[&str]) {
        assert_eq!(
            self.0.keys().collect::<Vec<_>>(),
            other.0.keys().collect::<Vec<_>>(),
            "{name}: tables"
        );
        for (table, rows) in &self.0 {
            if without.contains(&table.as_str()) {
                continue;
            }
            let (wanted, found): (BTreeSet<_>, BTreeSet<_>) =
                (rows.iter().collect(), other.0[table].iter().collect());
            let missing: Vec<_> = wanted.difference(&found).take(5).collect();
            let extra: Vec<_> = found.difference(&wanted).take(5).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{name}: {table}: missing {missing:#?}, not in the undisturbed {extra:#?}"
            );
            assert_eq!(rows.len(), other.0[table].len(), "{name}: {table}: rows");
        }
        assert!(self.0["account_score"].len() > 5 && self.0["dirty_account"].is_empty());
    }

    /// The dead letters.
    pub(super) fn dead(&self) -> BTreeSet<&String> {
        self.0["dead_letter"].iter().collect()
    }

    /// For which days the scores are.
    pub(super) fn days(&self) -> BTreeSet<String> {
        let day = |row: &String| {
            row.split('|').find_map(|field| field.strip_prefix("as_of=").map(str::to_owned))
        };
        self.0["account_score"].iter().filter_map(day).collect()
    }
}

/// All that is compared of a database.
pub(super) async fn content(url: &str) -> Content {
    let (tables, columns) = if is_lite(url) {
        (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
            "SELECT name FROM pragma_table_info('{table}') ORDER BY cid",
        )
    } else {
        (
            "SELECT table_name::TEXT FROM information_schema.tables
             WHERE table_schema = 'public'",
            "SELECT column_name::TEXT FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position",
        )
    };
    let mut all = BTreeMap::new();
    for table in texts(url, tables).await {
        if LEFT_OUT.iter().any(|left| table.contains(left)) {
            continue;
        }
        let names = texts(url, &columns.replace("{table}", &table)).await;
        let scores = matches!(&*table, "account_score" | "score_history");
        let fields: Vec<String> = names
            .iter()
            .filter(|name| !VOLATILE.contains(&name.as_str()))
            .filter(|name| !OF_NO_MATTER.contains(&(&*table, name.as_str())))
            .filter(|name| !(scores && OF_THE_DAY.contains(&name.as_str())))
            .map(|name| format!("'{name}=' || COALESCE(CAST(\"{name}\" AS TEXT), '')"))
            .collect();
        let rows = format!("SELECT {} FROM {table}", fields.join(" || '|' || "));
        let mut rows = texts(url, &rows).await;
        rows.sort_unstable();
        all.insert(table, rows);
    }
    Content(all)
}

/// The first column of each row.
async fn texts(url: &str, sql: &str) -> Vec<String> {
    try_texts(url, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

async fn try_texts(url: &str, sql: &str) -> Result<Vec<String>, sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    if is_lite(url) {
        let mut connection = SqliteConnection::connect(url).await?;
        let rows = sqlx::query_scalar(sql).fetch_all(&mut connection).await?;
        connection.close().await?;
        return Ok(rows);
    }
    let mut connection = PgConnection::connect(url).await?;
    let rows = sqlx::query_scalar(sql).fetch_all(&mut connection).await?;
    connection.close().await?;
    Ok(rows)
}

fn is_lite(url: &str) -> bool {
    url.starts_with("sqlite:")
}

/// Takes away how far every stream was read, so that the next sync reads everything again.
pub(super) async fn forget_states(url: &str) {
    texts(url, "UPDATE stream SET state = NULL WHERE state IS NOT NULL RETURNING name").await;
}

/// How far a killed program had come. It looks at a copy of a SQLite file: opening the file itself
/// would put in order what the program must be able to put in order.
pub(super) async fn progress(url: &str) -> String {
    let copy = is_lite(url).then(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = url.trim_start_matches("sqlite:");
        for end in ["", "-wal"] {
            let to = folder.path().join(format!("copy.db{end}"));
            // There may be none yet.
            drop(std::fs::copy(Path::new(&format!("{file}{end}")), to));
        }
        folder
    });
    let path = copy.as_ref().map(|folder| folder.path().join("copy.db"));
    let url = path.map_or(url.to_owned(), |path| format!("sqlite:{}", path.display()));
    let count = async |what: &str| {
        let rows = try_texts(&url, &format!("SELECT CAST(COUNT(*) AS TEXT) FROM {what}")).await;
        rows.ok().and_then(|rows| rows.first()?.parse::<u64>().ok())
    };
    let Some(open) = count("run WHERE state IN ('QUEUED', 'RUNNING')").await else {
        return "opening the database".to_owned();
    };
    let records = count("record").await.unwrap_or_default();
    let parties = count("account_record").await.unwrap_or_default();
    let accounts = count("account").await.unwrap_or_default();
    let facts = count("stream WHERE facts_seq > 0").await.unwrap_or_default();
    let scores = count("account_score").await.unwrap_or_default();
    let step = match (open, parties, accounts, facts, scores) {
        (1.., ..) => "pulling",
        (0, 0, ..) => "before companies and people",
        (0, _, 0, ..) => "companies and people, or reconciling",
        (0, _, _, _, 0) => "facts, or before scores",
        _ => "scores, or after",
    };
    format!(
        "{step}; {open} runs open, {records} records, {parties} company records, {accounts} \
         accounts, facts of {facts} streams, {scores} scores"
    )
}

/// The objects of the systems that are streams of their connectors.
const STREAMS: &[(System, &[&str])] = &[
    (
        System::Hubspot,
        &[
            "owners",
            "companies",
            "contacts",
            "deals",
            "subscriptions",
            "quotes",
            "calls",
            "meetings",
            "emails",
            "tasks",
            "deals/companies",
            "subscriptions/companies",
            "quotes/companies",
            "quotes/deals",
            "calls/contacts",
            "meetings/contacts",
            "emails/contacts",
            "tasks/companies",
        ],
    ),
    (
        System::BusinessCentral,
        &[
            "companies",
            "customers",
            "items",
            "salesOrders",
            "salesShipments",
            "salesInvoices",
            "salesCreditMemos",
            "customerPaymentJournals",
            "customerPayments",
            "currencyExchangeRates",
        ],
    ),
    (
        System::Zendesk,
        &["organizations", "users", "tickets", "ticket_metric_events", "satisfaction_ratings"],
    ),
    (System::Klaviyo, &["metrics", "profiles", "events"]),
    (System::SurveyMonkey, &["surveys", "survey_details", "responses"]),
    (System::Mixpanel, &["events"]),
];

/// What the systems hold, as `source stream key`, with ` deleted` behind what the source deleted.
pub(super) fn census(
    serving: &Serving,
    shelves: &BTreeMap<System, Shelf>,
    at: DateTime<Utc>,
) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (system, objects) in STREAMS {
        let (shelf, source) = (&shelves[system], system.kind());
        let since = serving.config(*system)["start_date"].as_str().map(str::parse);
        let since = since.and_then(Result::ok);
        for object in *objects {
            let stream = object.replace('/', "_");
            for row in shelf.changed(object, since, at) {
                let id = &row.id;
                // HubSpot lists archived records apart from the others, and links of none of them.
                let archived = *system == System::Hubspot
                    && object.split('/').next().is_some_and(|whole| {
                        shelf.get(whole, id, at).is_some_and(|record| record.gone)
                    });
                // The owners of a company before are a record of their own.
                if !archived && (*system, *object) == (System::Hubspot, "companies") {
                    ids.insert(format!("{source} companies_owners {id}"));
                }
                match (archived, object.contains('/')) {
                    (false, _) => ids.insert(format!("{source} {stream} {id}")),
                    (true, true) => false,
                    (true, false) => {
                        ids.insert(format!("{source} {stream}_archived {id}"));
                        ids.insert(format!("{source} {stream} {id} deleted"))
                    }
                };
            }
        }
    }
    ids
}

/// The current records, as [`census`] tells them.
pub(super) async fn landed(url: &str) -> BTreeSet<String> {
    let sql = "SELECT source || ' ' || stream || ' ' || key
             || CASE WHEN deleted THEN ' deleted' ELSE '' END
         FROM record WHERE known_to IS NULL";
    let rows = texts(url, sql).await;
    let ids: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(ids.len(), rows.len(), "a record is current twice");
    ids
}

/// Every id of the sources is landed, nothing else is, and nothing was set aside.
pub(super) async fn assert_landed(url: &str, ids: &BTreeSet<String>) {
    assert_ids(ids, &landed(url).await);
    let dead =
        "SELECT source || ' ' || stream || ' ' || key || ' ' || message FROM dead_letter";
    assert_eq!(texts(url, dead).await, Vec::<String>::new(), "nothing is to be set aside");
}

/// Panics with the first of each side that the other lacks.
#[track_caller]
pub(super) fn assert_ids(ids: &BTreeSet<String>, landed: &BTreeSet<String>) {
    let missing: Vec<_> = ids.difference(landed).take(10).collect();
    let extra: Vec<_> = landed.difference(ids).take(10).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "of {} ids, not landed: {missing:#?}; landed, but not in a source: {extra:#?}",
        ids.len()
    );
}

/// Every id of the sources is landed or was set aside without its id, and nothing else is.
pub(super) async fn assert_landed_or_dead(
    url: &str,
    ids: &BTreeSet<String>,
    zendesk: &Shelf,
    at: DateTime<Utc>,
) {
    let mut found = landed(url).await;
    let dead = "SELECT stream || ' ' || CAST(raw AS TEXT) FROM dead_letter WHERE step = 'LAND'";
    let dead = dead.replace("CAST(raw AS TEXT)", decoded(url));
    let dead: BTreeSet<String> =
        texts(url, &dead).await.iter().map(|line| sorted(line)).collect();
    assert!(!dead.is_empty());
    let mut explained = BTreeSet::new();
    for (_, objects) in STREAMS.iter().filter(|(system, _)| *system == System::Zendesk) {
        for object in *objects {
            for row in zendesk.changed(object, None, at) {
                let record = without_id(object, &row.body);
                if dead.contains(&record) {
                    explained.insert(record);
                    found.insert(format!("zendesk {object} {}", row.id));
                }
            }
        }
    }
    assert_eq!(explained, dead, "what was set aside is a record of the source each");
    assert_ids(ids, &found);
}

/// Bytes as the text that they are.
fn decoded(url: &str) -> &'static str {
    if is_lite(url) { "CAST(raw AS TEXT)" } else { "convert_from(raw, 'UTF8')" }
}

/// `stream {json}` with its keys in order, and without what a ticket is sent along with.
fn sorted(line: &str) -> String {
    let (stream, json) = line.split_once(' ').expect("a stream and its record");
    let mut fields: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(json).expect("a record without its id is JSON");
    fields.remove("metric_set");
    format!("{stream} {}", serde_json::to_string(&fields).expect("JSON"))
}

fn without_id(stream: &str, body: &str) -> String {
    let mut fields: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(body).expect("a record is JSON");
    fields.remove("id");
    format!("{stream} {}", serde_json::to_string(&fields).expect("JSON"))
}

/// Says how a test went, for whoever runs it with `--nocapture`.
#[expect(clippy::print_stdout, reason = "where programs were killed differs from run to run")]
pub(super) fn tell(text: &str) {
    println!("{text}");
}
