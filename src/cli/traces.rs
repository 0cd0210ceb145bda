//! Sends what requests and syncs did, and how long each part took, to an OpenTelemetry collector. In builds
//! with the feature `traces`; others refuse the setting.
//!
//! Traces are made of the spans of level DEBUG: requests, syncs of a source, statements, each by the words
//! that the code has for it. No query, variable, name or address of a person is in them.

use std::time::Duration;

use anyhow::Context as _;
use opentelemetry::trace::{
    Link, SpanKind, TraceContextExt as _, TraceId, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SamplingResult, SdkTracerProvider, ShouldSample};
use tracing::level_filters::LevelFilter;
use tracing::{Level, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;

use super::config::TraceSettings;
use crate::fetch;

/// A collector has so long to take what is sent.
const PATIENCE: Duration = Duration::from_secs(10);
/// At the end, what was not sent yet has so long to be sent.
const FAREWELL: Duration = Duration::from_secs(3);

/// Sends what is left when it is dropped.
#[derive(Debug)]
pub(super) struct Traces(SdkTracerProvider);

impl Drop for Traces {
    #[expect(clippy::print_stderr, reason = "the log may have ended before")]
    fn drop(&mut self) {
        if let Err(error) = self.0.shutdown_with_timeout(FAREWELL) {
            eprintln!("the last traces could not be sent: {error}");
        }
    }
}

impl Traces {
    /// Ready to send to the collector that the settings name.
    pub(super) fn to(endpoint: &str, settings: &TraceSettings) -> anyhow::Result<Self> {
        fetch::provide_tls();
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(endpoint)
            .with_timeout(PATIENCE)
            .build()
            .with_context(|| format!("[traces]: nothing can be sent to `{endpoint}`"))?;
        let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let resource = Resource::builder()
            .with_service_name(settings.service.clone())
            .with_attribute(version)
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Asked(settings.share))
            .with_resource(resource)
            .build();
        Ok(Self(provider))
    }

    /// What turns spans into traces.
    pub(super) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let kept = filter_fn(|of| {
            of.is_span() && *of.level() == Level::DEBUG && of.target().starts_with("accord")
        });
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("accord"))
            .with_location(false)
            .with_threads(false)
            .with_filter(kept.with_max_level_hint(LevelFilter::DEBUG))
    }
}

/// Takes this share of the traces, and none that would begin with a statement: the worker looks every
/// second whether anything is due. Whoever asks chooses a trace's id, and not that it is kept.
#[derive(Debug, Clone)]
struct Asked(f64);

impl ShouldSample for Asked {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        id: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let above = parent.map(|parent| parent.span().span_context().clone());
        let above = above.filter(opentelemetry::trace::SpanContext::is_valid);
        let sampler = match above {
            Some(above) if !above.is_remote() && above.is_sampled() => Sampler::AlwaysOn,
            Some(above) if !above.is_remote() => Sampler::AlwaysOff,
            None if *kind == SpanKind::Client => Sampler::AlwaysOff,
            _ => Sampler::TraceIdRatioBased(self.0),
        };
        sampler.should_sample(parent, id, name, kind, attributes, links)
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceState};
    use opentelemetry_sdk::trace::SamplingDecision;

    use super::*;

    fn taken(share: f64, parent: Option<(bool, bool)>, kind: &SpanKind) -> bool {
        let parent = parent.map(|(remote, sampled)| {
            let flags = if sampled { TraceFlags::SAMPLED } else { TraceFlags::default() };
            let (id, span) = (TraceId::from(7_u128), SpanId::from(7_u64));
            let above = SpanContext::new(id, span, flags, remote, TraceState::default());
            Context::new().with_remote_span_context(above)
        });
        let id = TraceId::from(u128::MAX / 3);
        let told = Asked(share).should_sample(parent.as_ref(), id, "it", kind, &[], &[]);
        told.decision == SamplingDecision::RecordAndSample
    }

    #[test]
    fn the_share_holds_for_strangers_and_parts_go_with_the_whole() {
        let (server, client) = (SpanKind::Server, SpanKind::Client);
        for (share, parent, kind, wanted) in [
            (1.0, None, &server, true),
            (0.0, None, &server, false),
            (1.0, None, &client, false),
            (0.0, Some((true, true)), &server, false),
            (1.0, Some((true, false)), &server, true),
            (0.0, Some((false, true)), &client, true),
            (1.0, Some((false, false)), &client, false),
        ] {
            assert_eq!(taken(share, parent, kind), wanted, "{share} {parent:?} {kind:?}");
        }
    }
}
