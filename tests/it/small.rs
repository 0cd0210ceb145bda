//! A small source whose records a test changes as it likes: shops, read in full each time, and
//! their tickets, read incrementally in windows of ten days.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accord::connector::Catalog;
use accord::fetch::{Client, Egress};
use accord::insight::{Calendar, Models};
use accord::model::SourceId;
use accord::store::{Run, Store};
use accord::sync::{SourceSetting, Sync};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::river::Steps;

pub(crate) const START: &str = "2026-03-31T12:00:00Z";
const PAGE: usize = 100;

const MANIFEST: &str = r##"
version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [shops]}
definitions:
  requester:
    type: HttpRequester
    url_base: "{{ config['base_url'] }}"
    error_handler:
      type: DefaultErrorHandler
      response_filters:
        - {type: HttpResponseFilter, action: IGNORE, http_codes: [403, 404]}
  paginator:
    type: DefaultPaginator
    pagination_strategy: {type: PageIncrement, page_size: 100, start_from_page: 1, inject_on_first_request: true}
    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
streams:
  - type: DeclarativeStream
    name: shops
    primary_key: id
    retriever:
      type: SimpleRetriever
      paginator: {$ref: "#/definitions/paginator"}
      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [records]}}
      requester: {$ref: "#/definitions/requester", path: /shops}
  - type: DeclarativeStream
    name: tickets
    primary_key: id
    incremental_sync:
      type: DatetimeBasedCursor
      cursor_field: changed
      datetime_format: "%Y-%m-%dT%H:%M:%SZ"
      start_datetime: "2025-10-01T00:00:00Z"
      step: P10D
      cursor_granularity: PT1S
      start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: from}
      end_time_option: {type: RequestOption, inject_into: request_parameter, field_name: to}
    retriever:
      type: SimpleRetriever
      paginator: {$ref: "#/definitions/paginator"}
      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [records]}}
      requester: {$ref: "#/definitions/requester", path: /tickets}
spec:
  type: Spec
  connection_specification:
    type: object
    required: [base_url]
    properties: {base_url: {type: string}}
"##;

const MAPPING: &str = r#"
category: SUPPORT
title: Small
version: "1"
streams:
  shops:
    sweep: {}
    entities:
      - entity: account
        key: id
        fields: {name: name}
  tickets:
    sweep: {every: P7D}
    entities:
      - entity: ticket
        key: id
        account: shop
        fields: {subject: subject, opened_at: changed}
"#;

/// What the source holds, and what goes wrong with it.
#[derive(Default)]
pub(crate) struct Holds {
    pub(crate) shops: BTreeMap<u64, Value>,
    pub(crate) tickets: BTreeMap<u64, Value>,
    /// Requests whose URL has this in it are answered with this status.
    pub(crate) fault: Option<(&'static str, u16)>,
    /// Path and query of every request.
    pub(crate) asked: Vec<String>,
}

impl Holds {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let url = &request.url;
        let asked = format!("{}?{}", url.path(), url.query().unwrap_or_default());
        self.asked.push(asked.clone());
        if let Some((_, status)) = self.fault.filter(|(part, _)| asked.contains(part)) {
            // The answers to what was asked before arrive first.
            return ResponseTemplate::new(status).set_delay(Duration::from_secs(1));
        }
        let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let kept: Vec<&Value> = match url.path() {
            "/shops" => self.shops.values().collect(),
            _ => self.tickets.values().filter(|ticket| within(ticket, &query)).collect(),
        };
        let page: usize = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let page: Vec<_> = kept.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        ResponseTemplate::new(200).set_body_json(json!({ "records": page }))
    }
}

fn within(ticket: &Value, query: &BTreeMap<String, String>) -> bool {
    let changed = ticket["changed"].as_str().unwrap_or_default();
    let bound = |name: &str| query.get(name).map(String::as_str);
    bound("from").is_none_or(|from| changed >= from)
        && bound("to").is_none_or(|to| changed <= to)
}

struct Answers(Arc<Mutex<Holds>>);

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.lock().expect("no panic while held").answer(request)
    }
}

/// The source, and a sync that reads it as `small`.
pub(crate) struct Small {
    pub(crate) clock: Steps,
    pub(crate) sync: Sync,
    holds: Arc<Mutex<Holds>>,
    _server: MockServer,
}

pub(crate) fn source() -> SourceId {
    "small".into()
}

impl Small {
    /// With so many shops, and one ticket for each, changed on the 1st, 2nd, … of March.
    pub(crate) async fn of(store: Store, count: u64) -> Self {
        Self::with_mapping(store, count, MAPPING).await
    }

    /// The same with more at the end of its mapping.
    pub(crate) async fn with_more(store: Store, count: u64, more: &str) -> Self {
        Self::with_mapping(store, count, &format!("{MAPPING}{more}")).await
    }

    /// The same with a mapping of its own.
    pub(crate) async fn with_mapping(store: Store, count: u64, mapping: &str) -> Self {
        let holds = Arc::new(Mutex::new(Holds::default()));
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Answers(Arc::clone(&holds))).mount(&server).await;
        let mut catalog = Catalog::default();
        catalog
            .add("small", ("small/manifest.yaml", MANIFEST), ("small/mapping.yaml", mapping))
            .unwrap_or_else(|error| panic!("{error}"));
        let client = Client::new(Egress {
            timeout: Duration::from_secs(20),
            max_reply: 64 << 20,
            allow_private: true,
        });
        let clock = Steps::at(START);
        let setting = SourceSetting {
            kind: "small".to_owned(),
            free_of_duplicates: false,
            interval: Duration::from_hours(1),
            config: Arc::new(json!({"base_url": server.uri()})),
        };
        let sync = Sync {
            store,
            catalog: Arc::new(catalog),
            client: client.expect("a client"),
            clock: Arc::new(clock.clone()),
            models: Models::built_in(),
            relearns: true,
            signals: accord::insight::SignalModel::built_in(),
            subscriptions: Arc::default(),
            survivorship: accord::reconcile::Survivorship::built_in(),
            calendar: Calendar::default(),
            sources: Arc::new(BTreeMap::from([(source(), setting)])),
            worker: "a test".into(),
            lease: Duration::from_mins(10),
            patience: Duration::ZERO,
            vaults: accord::sync::Vaults::default(),
            watch: Arc::new(|_| {}),
        };
        sync.register().await.expect("sources are kept");
        let small = Self { clock, sync, holds, _server: server };
        small.change(|holds| (1..=count).for_each(|id| holds.add(id)));
        small
    }

    /// Changes what the source holds.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Holds) -> T) -> T {
        change(&mut self.holds.lock().expect("no panic while held"))
    }

    /// What the source was asked since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.change(|holds| std::mem::take(&mut holds.asked))
    }

    /// Syncs once.
    pub(crate) async fn synced(&self) -> Run {
        self.sync.once(&[]).await.expect("a sync").pop().expect("one source")
    }

    /// Syncs once, whatever is deleted by it.
    pub(crate) async fn synced_allowing_deletes(&self) -> Run {
        let runs = self.sync.once_allowing_deletes(&[source()]).await;
        runs.expect("a sync").pop().expect("one source")
    }

    /// How many records of a stream are there, by the landed records.
    pub(crate) async fn landed(&self, stream: &str) -> i64 {
        let counts = self.sync.store.counts().await.expect("counts");
        counts
            .iter()
            .find(|(_, name, ..)| name == stream)
            .map_or(0, |(_, _, records, _)| *records)
    }

    /// How many shops are in the unified model.
    pub(crate) async fn accounts(&self) -> usize {
        self.sync
            .store
            .all_candidates::<accord::model::Account>()
            .await
            .expect("candidates")
            .len()
    }
}

impl Holds {
    /// Adds a shop and a ticket of it.
    pub(crate) fn add(&mut self, id: u64) {
        let name = format!("Shop {id} of {}", id * 7919);
        self.shops.insert(id, json!({"id": id, "name": name}));
        let changed = format!("2026-03-{:02}T08:00:00Z", (id - 1) % 28 + 1);
        let ticket = json!({"id": id, "shop": id, "subject": "Help", "changed": changed});
        self.tickets.insert(id, ticket);
    }
}
