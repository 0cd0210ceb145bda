//! The vault: what sources give out is sealed, renewed once for all processes, and never shown.
//! Each law is shown on both databases.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accord::connector::{Catalog, Kept, Manifest, Pull, Renewal, RenewalError, Step, Tokens};
use accord::fetch::{Client, Driver, Egress, FetchError, Vault};
use accord::insight::{Calendar, Models};
use accord::model::SourceId;
use accord::store::{Hold, Keys, Refusal, Run, RunState, Store};
use accord::sync::{SourceSetting, SourceVault, Sync, Vaults};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tokio::sync::oneshot;
use wiremock::matchers::{any, method};
use wiremock::{Mock, MockServer, Request as Asked, Respond, ResponseTemplate};

use crate::kit::{Database, databases, sqlite};
use crate::machine::Machine;
use crate::river::Steps;

const START: &str = "2026-03-02T08:00:00Z";
const CRM: &str = "crm";

/// What a source gives out in these tests; none of it may be seen anywhere.
const SECRETS: &[&str] = &["refresh-", "access-", "hush-hush"];

const MANIFEST: &str = r#"
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
definitions:
  requester: &requester
    url_base: "{{ config['base_url'] }}"
    authenticator:
      type: OAuthAuthenticator
      token_refresh_endpoint: "{{ config['base_url'] }}/token"
      client_id: "{{ config['client_id'] }}"
      client_secret: "{{ config['client_secret'] }}"
      refresh_token: "{{ config['refresh_token'] }}"
streams:
  - type: DeclarativeStream
    name: items
    primary_key: id
    retriever:
      requester: {<<: *requester, path: /items}
      record_selector: {extractor: {field_path: []}}
  - type: DeclarativeStream
    name: things
    primary_key: id
    retriever:
      requester: {<<: *requester, path: /things}
      record_selector: {extractor: {field_path: []}}
"#;

const MAPPING: &str = "category: CRM\ntitle: Shop\nversion: \"1\"\nstreams: {}\n";

fn now() -> DateTime<Utc> {
    START.parse().expect("a moment")
}

fn keys(first: &str, further: &[&str]) -> Keys {
    let further: Vec<String> = further.iter().map(|byte| byte.repeat(32)).collect();
    Keys::new(&first.repeat(32), &further).expect("keys")
}

/// A process on a database, with one source.
fn process(store: &Store, clock: &Steps, vaults: Vaults, base_url: &str) -> Sync {
    static COUNT: AtomicUsize = AtomicUsize::new(1);
    let mut catalog = Catalog::default();
    catalog
        .add("shop", ("manifest.yaml", MANIFEST), ("mapping.yaml", MAPPING))
        .expect("a right connector");
    let egress =
        Egress { timeout: Duration::from_secs(20), max_reply: 1 << 20, allow_private: true };
    let setting = SourceSetting {
        kind: "shop".to_owned(),
        free_of_duplicates: false,
        interval: Duration::from_mins(1),
        config: Arc::new(config(base_url)),
    };
    Sync {
        store: store.clone(),
        catalog: Arc::new(catalog),
        client: Client::new(egress).expect("a client"),
        clock: Arc::new(clock.clone()),
        models: Models::built_in(),
        relearns: true,
        signals: accord::insight::SignalModel::built_in(),
        subscriptions: Arc::default(),
        survivorship: accord::reconcile::Survivorship::built_in(),
        calendar: Calendar::default(),
        sources: Arc::new(BTreeMap::from([(SourceId::from(CRM), setting)])),
        worker: format!("process {}", COUNT.fetch_add(1, Ordering::Relaxed)).into(),
        lease: Duration::from_secs(15),
        patience: Duration::ZERO,
        vaults,
        watch: Arc::new(|_| {}),
    }
}

/// A vault of a new process.
fn vault(store: &Store, clock: &Steps, keys: Keys) -> SourceVault {
    process(store, clock, Vaults::sealed(keys), "").vault(&CRM.into())
}

fn config(base_url: &str) -> Value {
    json!({
        "base_url": if base_url.is_empty() { "https://crm.example" } else { base_url },
        "client_id": "me",
        "client_secret": "hush-hush",
        "refresh_token": "refresh-0",
    })
}

/// What a pull wants renewed that holds this version.
fn renewal(held: u64) -> Renewal {
    let manifest = Arc::new(Manifest::parse("manifest.yaml", MANIFEST).expect("right"));
    let mut pull = Pull::new(&manifest, "items", &config(""), None, now()).expect("planned");
    let Step::Renew(_, mut renewal) = pull.next(now()).expect("a step") else {
        panic!("a source that has no token yet wants one")
    };
    renewal.held = held;
    renewal
}

fn tokens(number: u64) -> Tokens {
    Tokens {
        access: format!("access-{number}"),
        refresh: Some(format!("refresh-{number}")),
        expires: Some(now() + chrono::Duration::hours(1)),
    }
}

fn kept(number: u64) -> Kept {
    Kept { version: number, tokens: tokens(number) }
}

/// A source that counts how often it is asked.
#[derive(Default)]
struct Source(AtomicUsize);

impl Source {
    fn asked(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Renews with an answer that comes when it is ready.
    async fn renew(
        &self,
        vault: &SourceVault,
        held: u64,
        answer: impl Future<Output = Result<Tokens, RenewalError>> + Send,
    ) -> Result<Kept, RenewalError> {
        let ask = async {
            self.0.fetch_add(1, Ordering::SeqCst);
            answer.await
        };
        vault.renew(&renewal(held), Box::pin(ask)).await
    }

    async fn gives(
        &self,
        vault: &SourceVault,
        held: u64,
        number: u64,
    ) -> Result<Kept, RenewalError> {
        self.renew(vault, held, async move { Ok(tokens(number)) }).await
    }

    async fn refuses(&self, vault: &SourceVault, held: u64) -> Result<Kept, RenewalError> {
        self.renew(vault, held, async {
            Err(RenewalError::Revoked { status: 400, error: None })
        })
        .await
    }
}

const REVOKED: Result<Kept, RenewalError> =
    Err(RenewalError::Revoked { status: 400, error: None });

/// Rows of one text, or of what was changed.
async fn sql(database: &Database, text: &str) -> Vec<String> {
    let text = AssertSqlSafe(text.to_owned());
    if database.name == "sqlite" {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("opens");
        return sqlx::query_scalar(text).fetch_all(&mut connection).await.expect("answers");
    }
    let mut connection = PgConnection::connect(&database.url).await.expect("opens");
    sqlx::query_scalar(text).fetch_all(&mut connection).await.expect("answers")
}

/// All that the vault's table holds, bytes in hexadecimal.
async fn rows(database: &Database) -> Vec<String> {
    let hex = if database.name == "sqlite" { "hex(sealed)" } else { "encode(sealed, 'hex')" };
    let text = ["holder", "held_until", "asked_at", "refused_at", "refused_status"];
    let text =
        text.map(|name| format!("COALESCE(CAST({name} AS TEXT), '-')")).join(" || ' ' || ");
    let version = "CAST(version AS TEXT)";
    sql(
        database,
        &format!(
            "SELECT source || ' ' || credential || ' ' || {version} || ' ' || \
             COALESCE(lower({hex}), '-') || ' ' || {text} FROM token ORDER BY 1"
        ),
    )
    .await
}

#[track_caller]
fn shows_nothing(text: &str) {
    for secret in SECRETS {
        let hex = secret.bytes().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        assert!(
            !text.contains(secret) && !text.contains(&hex),
            "`{secret}` is seen in: {text}"
        );
    }
}

#[tokio::test]
async fn two_processes_that_renew_at_once_ask_once() {
    for database in databases().await {
        let (clock, source) = (Steps::at(START), Source::default());
        let stores = [database.open().await, database.open().await];
        let [first, second] = stores.each_ref().map(|s| vault(s, &clock, keys("0a", &[])));
        assert_eq!(first.kept(&renewal(0).credential).await, Ok(None));
        let (started, start) = oneshot::channel();
        let (answer, reply) = oneshot::channel();
        let slow = source.renew(&first, 0, async {
            started.send(()).expect("awaited");
            reply.await.expect("answered")
        });
        let waiting = async {
            start.await.expect("the first has its turn");
            source.gives(&second, 0, 9).await
        };
        // The source answers when the second has looked and found the turn taken.
        let watching = async {
            let before = stores[1].statements();
            while stores[1].statements() < before + 3 {
                tokio::task::yield_now().await;
            }
            answer.send(Ok(tokens(1))).expect("awaited");
        };
        let (one, two, ()) = tokio::join!(slow, waiting, watching);
        assert_eq!((one, two), (Ok(kept(1)), Ok(kept(1))), "{}", database.name);
        assert_eq!(source.asked(), 1);
        // Who holds what is kept wants more than that; who holds less has it already.
        assert_eq!(source.gives(&second, 1, 2).await, Ok(kept(2)));
        assert_eq!(source.gives(&first, 1, 9).await, Ok(kept(2)));
        assert_eq!(first.kept(&renewal(0).credential).await, Ok(Some(kept(2))));
        assert_eq!(source.asked(), 2);
    }
}

#[tokio::test]
async fn a_crash_while_asking_holds_nobody_up_for_longer_than_a_lease() {
    for database in databases().await {
        let (store, clock, source) =
            (database.open().await, Steps::at(START), Source::default());
        let dies = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(source.gives(&dies, 0, 1).await, Ok(kept(1)));
        let (started, start) = oneshot::channel();
        tokio::select! {
            _ = source.renew(&dies, 1, async { started.send(()).expect("awaited"); pending().await }) => {}
            _ = start => {}
        }
        let row = rows(&database).await.pop().expect("a row");
        assert!(row.contains("process") && row.contains("2026-03-02"), "{row}");
        clock.forward(chrono::Duration::seconds(16));
        // The source took the dead one's request for the token's only use.
        let next = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(source.refuses(&next, 1).await, REVOKED, "{}", database.name);
        assert_eq!(source.asked(), 3);
    }
}

#[tokio::test]
async fn a_refusal_is_remembered_by_all_until_a_person_forgives_it() {
    for database in databases().await {
        let (store, clock, source) =
            (database.open().await, Steps::at(START), Source::default());
        let first = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(first.refusal(), None);
        assert_eq!(source.refuses(&first, 0).await, REVOKED);
        let refusal = Some(Refusal { at: now(), status: 400 });
        assert_eq!(first.refusal(), refusal);
        clock.forward(chrono::Duration::days(3));
        let later = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(source.gives(&later, 0, 9).await, REVOKED);
        assert_eq!((source.asked(), later.refusal()), (1, refusal), "{}", database.name);
        later.forgive().await.expect("forgiven");
        assert_eq!(source.gives(&later, 0, 1).await, Ok(kept(1)));
        let other = store.safe(Arc::new(keys("0a", &[])), CRM.into());
        let entry = other.entry(&renewal(0).credential).await.expect("read").expect("known");
        assert_eq!((entry.refusal, entry.asked_at), (None, None));
    }
}

#[tokio::test]
async fn a_failure_gives_the_turn_back_and_keeps_since_when_an_answer_is_owed() {
    for database in databases().await {
        let (store, clock, source) =
            (database.open().await, Steps::at(START), Source::default());
        let (vault, credential) =
            (vault(&store, &clock, keys("0a", &[])), renewal(0).credential);
        let lost = || RenewalError::Failed { reason: "cut short".to_owned(), wait_s: None };
        for _ in 0..2 {
            let failed = source.renew(&vault, 0, async { Err(lost()) }).await;
            assert_eq!(failed, Err(lost()), "{}", database.name);
            clock.forward(chrono::Duration::seconds(1));
        }
        let safe = store.safe(Arc::new(keys("0a", &[])), CRM.into());
        let entry = safe.entry(&credential).await.expect("read").expect("known");
        assert_eq!((entry.version, entry.asked_at), (0, Some(now())));
        assert_eq!(source.gives(&vault, 0, 1).await, Ok(kept(1)));
    }
}

/// Tokens that come after another process took the turn are kept if that one brought none, and are
/// not used if it did.
#[tokio::test]
async fn an_answer_that_comes_after_the_turn_was_lost_is_fenced_but_not_lost() {
    for database in databases().await {
        for other_succeeds in [false, true] {
            let (store, clock) = (database.open().await, Steps::at(START));
            let source = Source::default();
            let slow = vault(&store, &clock, keys("0a", &[]));
            let quick = vault(&store, &clock, keys("0a", &[]));
            let held = slow.kept(&renewal(0).credential).await.expect("read");
            let held = held.map_or(0, |kept| kept.version);
            let late = source.renew(&slow, held, async {
                clock.forward(chrono::Duration::seconds(16));
                let other = if other_succeeds {
                    source.gives(&quick, held, held + 1).await
                } else {
                    source.refuses(&quick, held).await
                };
                assert_eq!(other.is_ok(), other_succeeds);
                Ok(tokens(if other_succeeds { 99 } else { held + 1 }))
            });
            assert_eq!(late.await, Ok(kept(held + 1)), "{} {other_succeeds}", database.name);
            assert_eq!(quick.kept(&renewal(0).credential).await, Ok(Some(kept(held + 1))));
        }
    }
}

#[tokio::test]
async fn only_the_holder_of_the_turn_writes() {
    for database in databases().await {
        let store = database.open().await;
        let safe = store.safe(Arc::new(keys("0a", &[])), CRM.into());
        let (until, later) =
            (now() + chrono::Duration::seconds(15), now() + chrono::Duration::seconds(20));
        let [one, two] = ["one", "two"].map(|holder| Hold { credential: "c", holder });
        assert!(safe.hold(one, now(), until).await.expect("asked").is_some());
        assert!(safe.hold(two, now(), until).await.expect("asked").is_none());
        let refusal = Refusal { at: now(), status: 400 };
        assert!(!safe.begin(two, now()).await.expect("asked"));
        assert!(!safe.keep(two, &kept(1)).await.expect("asked"));
        assert!(!safe.refuse(two, refusal).await.expect("asked"));
        assert!(!safe.prolong(two, later).await.expect("asked"));
        safe.free(two).await.expect("asked");
        assert!(safe.hold(two, now(), until).await.expect("asked").is_none());
        assert!(safe.prolong(one, later).await.expect("asked"));
        assert!(safe.hold(two, until, later).await.expect("asked").is_none());
        assert!(safe.hold(two, later, later).await.expect("asked").is_some());
        assert!(!safe.keep(one, &kept(1)).await.expect("asked"));
        assert!(safe.keep(two, &kept(1)).await.expect("asked"));
        // An older version never comes back.
        assert!(safe.hold(one, now(), until).await.expect("asked").is_some());
        assert!(!safe.keep(one, &kept(1)).await.expect("asked"));
    }
}

#[tokio::test]
async fn what_lies_in_the_database_shows_no_token_and_opens_in_its_own_row_only() {
    for database in databases().await {
        let (store, clock, source) =
            (database.open().await, Steps::at(START), Source::default());
        let own = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(source.gives(&own, 0, 1).await, Ok(kept(1)));
        let before = rows(&database).await;
        assert_eq!(before.len(), 1);
        shows_nothing(&before[0]);
        let credential = renewal(0).credential;
        let moves = [
            "UPDATE token SET source = 'erp' RETURNING source",
            "UPDATE token SET source = 'crm', version = 7 RETURNING source",
            "UPDATE token SET version = 1, credential = 'other' RETURNING source",
        ];
        for (text, moved_to) in moves.into_iter().zip(["erp", CRM, CRM]) {
            sql(&database, text).await;
            let name = if text.contains("'other'") { "other" } else { credential.as_str() };
            let safe = store.safe(Arc::new(keys("0a", &[])), moved_to.into());
            let error = safe.entry(name).await.expect_err("it was moved").to_string();
            assert!(error.contains(moved_to) && error.contains("moved"), "{error}");
            shows_nothing(&error);
        }
    }
}

#[tokio::test]
async fn with_a_wrong_key_nothing_is_sent_and_nothing_is_overwritten() {
    for database in databases().await {
        let (store, clock, source) =
            (database.open().await, Steps::at(START), Source::default());
        let right = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(source.gives(&right, 0, 1).await, Ok(kept(1)));
        let before = rows(&database).await;
        let wrong = vault(&store, &clock, keys("0b", &[]));
        let errors = [
            wrong.kept(&renewal(0).credential).await.map(drop),
            source.gives(&wrong, 0, 9).await.map(drop),
            source.gives(&wrong, 1, 9).await.map(drop),
        ];
        for error in errors {
            let Err(RenewalError::Refused(told)) = error else { panic!("{error:?}") };
            assert!(told.contains("source `crm`") && told.contains("key"), "{told}");
            shows_nothing(&told);
        }
        assert_eq!(source.asked(), 1, "{}", database.name);
        assert_eq!(rows(&database).await, before);
        assert_eq!(right.kept(&renewal(0).credential).await, Ok(Some(kept(1))));
        // A pull does not begin without its tokens.
        let sync = process(&store, &clock, Vaults::sealed(keys("0b", &[])), "");
        let driver = Driver::new(sync.client.clone(), Arc::clone(&sync.clock))
            .with_vault(Arc::new(wrong));
        let manifest = Arc::new(Manifest::parse("manifest.yaml", MANIFEST).expect("right"));
        let pull = Pull::new(&manifest, "items", &config(""), None, now()).expect("planned");
        let (pages, _read) = tokio::sync::mpsc::channel(1);
        let outcome = driver.drive(pull, pages).await;
        assert!(matches!(outcome, Err(FetchError::Vault(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn after_a_new_key_has_read_everything_the_old_one_can_go() {
    for database in databases().await {
        let (store, clock, source) =
            (database.open().await, Steps::at(START), Source::default());
        let credential = renewal(0).credential;
        let old = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(source.gives(&old, 0, 1).await, Ok(kept(1)));
        let both = vault(&store, &clock, keys("0b", &["0a"]));
        assert_eq!(both.kept(&credential).await, Ok(Some(kept(1))), "{}", database.name);
        let new = vault(&store, &clock, keys("0b", &[]));
        assert_eq!(new.kept(&credential).await, Ok(Some(kept(1))));
        assert!(old.kept(&credential).await.is_err());
        assert_eq!(source.asked(), 1);
    }
}

#[tokio::test]
async fn without_a_key_tokens_live_with_the_process_and_never_reach_the_database() {
    let database = sqlite();
    let (store, clock, source) = (database.open().await, Steps::at(START), Source::default());
    let sync = process(&store, &clock, Vaults::default(), "");
    let (log, said) = (Log::default(), sync.vault(&CRM.into()));
    let _listening = log.listen();
    assert_eq!(source.gives(&said, 0, 1).await, Ok(kept(1)));
    let again = sync.vault(&CRM.into());
    assert_eq!(source.gives(&again, 0, 9).await, Ok(kept(1)));
    assert_eq!(source.refuses(&again, 1).await, REVOKED);
    clock.forward(chrono::Duration::hours(1));
    let later = sync.vault(&CRM.into());
    assert_eq!(source.gives(&later, 1, 9).await, REVOKED);
    assert_eq!(later.refusal(), Some(Refusal { at: now(), status: 400 }));
    assert_eq!((source.asked(), rows(&database).await.len()), (2, 0));
    later.forgive().await.expect("forgiven");
    assert_eq!(source.gives(&later, 1, 2).await, Ok(kept(2)));
    let other = sync.vault(&"erp".into());
    assert_eq!(other.kept(&renewal(0).credential).await, Ok(None));
    let text = log.text();
    assert_eq!(text.matches("openssl rand").count(), 1, "said once: {text}");
    assert_eq!(text.matches("crm gave a new refresh token").count(), 1, "{text}");
    shows_nothing(&text);
}

/// Beginning anew beside sealed tokens would show the source a token that it took back long ago.
#[tokio::test]
async fn a_key_that_was_taken_out_of_the_settings_is_missed() {
    for database in databases().await {
        let (store, clock, source) =
            (database.open().await, Steps::at(START), Source::default());
        let sealed = vault(&store, &clock, keys("0a", &[]));
        assert_eq!(source.gives(&sealed, 0, 1).await, Ok(kept(1)));
        let before = rows(&database).await;
        let keyless = process(&store, &clock, Vaults::default(), "").vault(&CRM.into());
        let errors = [
            keyless.kept(&renewal(0).credential).await.map(drop),
            source.gives(&keyless, 0, 9).await.map(drop),
        ];
        for error in errors {
            let Err(RenewalError::Refused(told)) = error else { panic!("{error:?}") };
            assert!(
                told.contains("source `crm`") && told.contains("`key` in [vault]"),
                "{told}"
            );
        }
        assert_eq!((source.asked(), rows(&database).await), (1, before), "{}", database.name);
        assert_eq!(keyless.kept("another").await, Ok(None));
    }
}

#[tokio::test]
async fn nothing_secret_is_shown_by_what_holds_it() {
    let database = sqlite();
    let (store, clock, source) = (database.open().await, Steps::at(START), Source::default());
    let sealed = process(&store, &clock, Vaults::sealed(keys("0a", &[])), "");
    let memory = process(&store, &clock, Vaults::default(), "");
    for sync in [&sealed, &memory] {
        let vault = sync.vault(&CRM.into());
        let kept = source.gives(&vault, 0, 1).await;
        shows_nothing(&format!("{vault:?} {kept:?} {:?}", sync.vaults));
    }
    let safe = store.safe(Arc::new(keys("0a", &[])), CRM.into());
    let entry = safe.entry(&renewal(0).credential).await.expect("read");
    assert!(entry.as_ref().is_some_and(|entry| entry.tokens.is_some()));
    shows_nothing(&format!("{entry:?} {safe:?}"));
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let level = tracing_subscriber::filter::LevelFilter::TRACE;
        tracing::subscriber::set_default(
            tracing_subscriber::fmt()
                .with_max_level(level)
                .with_ansi(false)
                .with_writer(move || log.clone())
                .finish(),
        )
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no panic while held").clone()).expect("text")
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic while held").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A source whose refresh tokens are good for one use; the answer of the `loses`-th is lost.
struct Shop {
    state: Mutex<u32>,
    loses: u32,
}

impl Respond for Shop {
    fn respond(&self, asked: &Asked) -> ResponseTemplate {
        let mut state = self.state.lock().expect("no panic while held");
        let body = String::from_utf8_lossy(&asked.body);
        match asked.url.path() {
            "/token" if body.contains(&format!("refresh-{}", *state)) => {
                *state += 1;
                if *state == self.loses {
                    return ResponseTemplate::new(502);
                }
                ResponseTemplate::new(200).set_body_json(json!({
                    "access_token": format!("access-{state}"),
                    "refresh_token": format!("refresh-{state}"),
                    "expires_in": 3600,
                }))
            }
            "/token" => {
                ResponseTemplate::new(400).set_body_json(json!({"error": "invalid_grant"}))
            }
            _ => {
                let shown = asked.headers.get("authorization");
                let right = format!("Bearer access-{state}");
                if shown.is_some_and(|shown| shown.as_bytes() == right.as_bytes()) {
                    return ResponseTemplate::new(200).set_body_json(json!([{"id": 1}]));
                }
                ResponseTemplate::new(401)
            }
        }
    }
}

impl Shop {
    async fn open(loses: u32) -> MockServer {
        let server = MockServer::start().await;
        Self { state: Mutex::new(0), loses }.mount(&server).await;
        server
    }

    async fn mount(self, server: &MockServer) {
        Mock::given(any()).respond_with(self).mount(server).await;
    }
}

/// How often the token endpoint was asked.
async fn renewals(server: &MockServer) -> usize {
    let asked = server.received_requests().await.expect("recorded");
    asked.iter().filter(|asked| asked.url.path() == "/token").count()
}

/// A person's machine with the shop as its source.
fn machine(server: &MockServer) -> Machine {
    let mut machine = Machine::new(None).set("connectors", "own");
    machine.write("own/shop/manifest.yaml", MANIFEST);
    machine.write("own/shop/mapping.yaml", MAPPING);
    let config = toml::Value::try_from(config(&server.uri())).expect("plain values");
    machine.set_source(CRM, "shop", config);
    machine
}

/// Runs a command while the server answers.
async fn told(machine: Machine, command: &'static str) -> (Machine, bool, String) {
    let run = move || {
        let said = machine.run(&[command]);
        (machine, said.fine, said.text)
    };
    tokio::task::spawn_blocking(run).await.expect("the command ends")
}

#[tokio::test]
async fn a_check_keeps_what_it_is_given_and_asks_again_what_was_refused() {
    let server = Shop::open(u32::MAX).await;
    let machine = machine(&server);
    let key = machine.write("vault.key", &"0a".repeat(32)).display().to_string();
    let vault = toml::Table::from_iter([("key".to_owned(), reference("file", &key))]);
    let (machine, fine, text) = told(machine.set("vault", vault), "check").await;
    assert!(fine && !text.contains("WARNING"), "{text}");
    let (machine, fine, text) = told(machine, "sync").await;
    assert!(fine && renewals(&server).await == 1, "{text}");
    // The source takes its tokens back, and the person mends that there.
    server.reset().await;
    let back = Mock::given(method("POST")).respond_with(ResponseTemplate::new(400));
    let back = back.up_to_n_times(1).mount_as_scoped(&server).await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let (machine, fine, text) = told(machine, "sync").await;
    assert!(!fine && text.contains("source `crm` needs to be connected again"), "{text}");
    let (machine, fine, _) = told(machine, "sync").await;
    assert!(!fine && renewals(&server).await == 1, "a dead token is not shown again");
    drop(back);
    let shop = Shop { state: Mutex::new(1), loses: u32::MAX };
    server.reset().await;
    shop.mount(&server).await;
    let (machine, fine, text) = told(machine, "check").await;
    assert!(fine, "{text}");
    let (_, fine, text) = told(machine, "sync").await;
    assert!(fine, "{text}");
    shows_nothing(&text);
}

#[tokio::test]
async fn a_check_without_a_key_says_what_to_set() {
    let server = Shop::open(u32::MAX).await;
    let (machine, fine, text) = told(machine(&server), "check").await;
    assert!(fine && text.contains("WARNING: no key is set in [vault]"), "{text}");
    shows_nothing(&text);
    // A key in the settings themselves is refused, and not shown.
    let vault = toml::Table::from_iter([("key".to_owned(), "hush-hush".into())]);
    let (_, fine, text) = told(machine.set("vault", vault), "check").await;
    assert!(!fine && text.contains("vault.key is a secret"), "{text}");
    shows_nothing(&text);
}

fn reference(kind: &str, to: &str) -> toml::Value {
    toml::Table::from_iter([(kind.to_owned(), to.into())]).into()
}

/// One sync by a new process.
async fn synced(store: &Store, clock: &Steps, base_url: &str) -> Run {
    let sync = process(store, clock, Vaults::sealed(keys("0a", &[])), base_url);
    sync.register().await.expect("sources are kept");
    sync.once(&[]).await.expect("a sync").pop().expect("one source")
}

#[tokio::test]
async fn a_refresh_token_that_changes_outlives_the_process() {
    for database in databases().await {
        let (store, clock, log) = (database.open().await, Steps::at(START), Log::default());
        let _listening = log.listen();
        let server = Shop::open(u32::MAX).await;
        for turn in 1..=3 {
            for _ in 0..2 {
                let run = synced(&store, &clock, &server.uri()).await;
                assert_eq!(run.state, RunState::Succeeded, "{}: {run:?}", database.name);
            }
            assert_eq!(renewals(&server).await, turn, "once for all streams and processes");
            clock.forward(chrono::Duration::hours(2));
        }
        shows_nothing(&log.text());
    }
}

#[tokio::test]
async fn a_source_that_loses_its_answer_needs_to_be_connected_again_and_is_left_alone() {
    for database in databases().await {
        let (store, clock, log) = (database.open().await, Steps::at(START), Log::default());
        let _listening = log.listen();
        let server = Shop::open(2).await;
        let run = synced(&store, &clock, &server.uri()).await;
        assert_eq!(run.state, RunState::Succeeded, "{}: {run:?}", database.name);
        clock.forward(chrono::Duration::hours(2));
        let run = synced(&store, &clock, &server.uri()).await;
        assert_eq!(run.state, RunState::Failed, "{run:?}");
        let asked = renewals(&server).await;
        let sources = store.sources().await.expect("read");
        let first = sources[0].disconnected_at;
        let mut refused = Vec::new();
        for _ in 0..3 {
            clock.forward(chrono::Duration::hours(2));
            let run = synced(&store, &clock, &server.uri()).await;
            assert_eq!(run.state, RunState::Failed, "{run:?}");
            refused.extend(run.errors);
        }
        assert!(
            renewals(&server).await <= asked + 1,
            "a dead token is shown once more at most"
        );
        assert_eq!(refused.len(), 3, "one stream speaks for all: {refused:?}");
        let since = store.sources().await.expect("read")[0].disconnected_at;
        assert!(since.is_some() && first.is_none_or(|first| Some(first) == since));
        let shown = since.expect("known").to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        for (_, message) in &refused {
            assert!(message.contains("source `crm` needs to be connected again"), "{message}");
            assert!(message.contains(&shown) && message.contains("refresh_token"), "{message}");
            shows_nothing(message);
        }
        shows_nothing(&log.text());
    }
}
