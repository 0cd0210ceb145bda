//! What Prometheus reads of the hub: the requests that this process answered, and how the sources are.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use tracing::warn;

use super::door;
use super::graphql::{self, Refusal};
use crate::access::Area;
use crate::api::{self, SourceVitals, Vitals};

const MEDIA: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// The way that a request that no route answers goes.
const NOWHERE: &str = "other";

/// What this process counts of its requests. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Meters(Arc<Counts>);

struct Counts {
    requests: Family<Asked, Counter>,
    seconds: Family<Way, Histogram, fn() -> Histogram>,
    answers: Family<Outcome, Counter>,
}

impl Default for Counts {
    fn default() -> Self {
        // From a millisecond to half a minute, which is as long as a request may take.
        let histogram = || Histogram::new(exponential_buckets(0.001, 2.0, 16));
        Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(histogram),
            answers: Family::default(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
    status: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Way {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfSource {
    source: String,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRun {
    source: String,
    records: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfSubscription {
    subscription: String,
    state: &'static str,
}

impl Meters {
    /// Counts a request: by which route, as that is written and not as it was asked for.
    pub(super) fn request(
        &self,
        route: Option<&str>,
        method: &Method,
        status: u16,
        took: Duration,
    ) {
        let route = route.unwrap_or(NOWHERE).to_owned();
        let asked = Asked { route: route.clone(), method: word(method), status: status.into() };
        self.0.requests.get_or_create(&asked).inc();
        self.0.seconds.get_or_create(&Way { route }).observe(took.as_secs_f64());
    }

    /// Counts what came of a GraphQL request that has one answer.
    pub(super) fn answered(&self, outcome: &'static str) {
        self.0.answers.get_or_create(&Outcome { outcome }).inc();
    }

    fn enter(&self, registry: &mut Registry) {
        let Counts { requests, seconds, answers } = &*self.0;
        let help = "Requests that were answered, by the route's pattern";
        registry.register("http_requests", help, requests.clone());
        let help = "How long answering took";
        registry.register_with_unit("http_request", help, Unit::Seconds, seconds.clone());
        let help = "GraphQL requests with one answer: KEPT from an earlier one, EXECUTED, or the \
                    code of the refusal";
        registry.register("answers", help, answers.clone());
    }
}

/// A method's name; of what nobody knows, one name for all, because who asks makes it up.
fn word(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => NOWHERE,
    }
}

pub(super) fn routes(counter: graphql::Counter<api::Schema>) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(counter)
}

async fn metrics(
    State(counter): State<graphql::Counter<api::Schema>>,
    headers: HeaderMap,
) -> Response {
    let viewer = match door::viewer(&counter.doorman, &headers).await {
        Ok(viewer) => viewer,
        Err(refusal) => return refusal,
    };
    if !viewer.rights.reads.contains(&Area::Sources) {
        let message = "metrics are for roles that read SOURCES".to_owned();
        let (status, code) = (StatusCode::FORBIDDEN, "FORBIDDEN");
        return Refusal { status, code, message }.into_response();
    }
    let mut registry = Registry::default();
    process(&mut registry);
    let own = registry.sub_registry_with_prefix("accord");
    counter.meters.enter(own);
    let connections = ConstGauge::new(count(counter.seats.taken()));
    own.register("live_connections", "Connections that follow what happens", connections);
    let vitals = counter.service.vitals().await;
    let up = Gauge::<i64>::default();
    up.set(vitals.is_ok().into());
    own.register("store_up", "1 when the store answered this very request", up);
    if let Ok(Some(vitals)) = vitals {
        hub(own, vitals);
    }
    let mut text = String::new();
    if let Err(error) = encode(&mut text, &registry) {
        warn!(%error, "Metrics could not be written");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    ([(CONTENT_TYPE, MEDIA)], text).into_response()
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// What the store tells of the hub.
fn hub(registry: &mut Registry, vitals: Vitals) {
    let Vitals { accounts, data_version, statements, sources, backlogs } = vitals;
    let gauge = |value: i64| ConstGauge::new(value);
    registry.register("accounts", "Accounts", gauge(count(accounts)));
    registry.register("data_version", "The version of the data", gauge(data_version));
    let help = "Statements that this process sent to the database";
    registry.register("database_statements", help, ConstCounter::new(statements));
    of_sources(registry, &sources);
    let deliveries = Family::<OfSubscription, Gauge>::default();
    for (subscription, backlog) in backlogs {
        for (state, count) in [("WAITING", backlog.waiting), ("GIVEN_UP", backlog.given_up)] {
            let of = OfSubscription { subscription: subscription.clone(), state };
            deliveries.get_or_create(&of).set(count);
        }
    }
    let help = "Signals that have not arrived at their subscribers";
    registry.register("signal_deliveries", help, deliveries);
}

fn of_sources(registry: &mut Registry, sources: &[SourceVitals]) {
    let state = Family::<OfSource, Gauge>::default();
    let success = Family::<Of, Gauge>::default();
    let newest = Family::<Of, Gauge>::default();
    let interval = Family::<Of, Gauge>::default();
    let aside = Family::<Of, Gauge>::default();
    let last_run = Family::<OfRun, Gauge>::default();
    for SourceVitals { source, state: now, set_aside, last_run: run } in sources {
        let name = source.id.as_str().to_owned();
        let of = Of { source: name.clone() };
        for word in api::source_states() {
            let of = OfSource { source: name.clone(), state: word };
            state.get_or_create(&of).set((word == *now).into());
        }
        put(&success, &of, source.last_success);
        put(&newest, &of, source.last_record);
        interval.get_or_create(&of).set(source.interval_seconds);
        aside.get_or_create(&of).set(*set_aside);
        let Some(run) = run else { continue };
        let counts = [
            ("READ", run.read),
            ("WRITTEN", run.written),
            ("SKIPPED", run.skipped),
            ("REJECTED", run.rejected),
        ];
        for (records, count) in counts {
            last_run.get_or_create(&OfRun { source: name.clone(), records }).set(count);
        }
    }
    let help = "1 at the state that a source is in, 0 at the others";
    registry.register("source_state", help, state);
    let help = "When a sync of a source last succeeded";
    let seconds = || Unit::Seconds;
    registry.register_with_unit("source_last_success_timestamp", help, seconds(), success);
    let help = "The newest moment that a source's records speak of";
    registry.register_with_unit("source_last_record_timestamp", help, seconds(), newest);
    let help = "The time between two scheduled syncs of a source";
    registry.register_with_unit("source_interval", help, seconds(), interval);
    let help = "Records of which something is set aside";
    registry.register("source_records_set_aside", help, aside);
    let help = "What became of the records of a source's last run that ended";
    registry.register("source_last_run_records", help, last_run);
}

/// A moment that is known; what is not known has no value, rather than 1970.
fn put(family: &Family<Of, Gauge>, of: &Of, at: Option<DateTime<Utc>>) {
    if let Some(at) = at {
        family.get_or_create(of).set(at.timestamp());
    }
}

/// What is usually told of a process, by its usual names, where the system tells it.
fn process(registry: &mut Registry) {
    let registry = registry.sub_registry_with_prefix("process");
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let spent = spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9;
    let help = "CPU time of this process";
    registry.register_with_unit("cpu", help, Unit::Seconds, ConstCounter::new(spent));
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<i64>().ok());
    if let Some(kilobytes) = kilobytes {
        let help = "Memory that this process holds";
        let memory = ConstGauge::new(kilobytes * 1024);
        registry.register_with_unit("resident_memory", help, Unit::Bytes, memory);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_makes_up_no_name_of_a_series() {
        let meters = Meters::default();
        let made_up = Method::from_bytes(b"X-EVIL").expect("a method");
        for _ in 0..2 {
            meters.request(None, &made_up, 404, Duration::from_millis(3));
        }
        let mut registry = Registry::default();
        meters.enter(&mut registry);
        let mut text = String::new();
        encode(&mut text, &registry).expect("text");
        let series = "http_requests_total{route=\"other\",method=\"other\",status=\"404\"} 2";
        assert!(text.contains(series), "{text}");
    }
}
