//! What a trace says of a request.

use axum::http::{HeaderMap, Method};
use tracing::field::Empty;
use tracing::{Span, debug_span};

/// The span that traces take for a request, named by the pattern of its route and not by what was asked for.
/// It goes on with the trace that the caller began.
pub(super) fn span(
    headers: &HeaderMap,
    method: &Method,
    route: Option<&str>,
    request_id: &str,
) -> Span {
    let span = debug_span!(
        "http",
        otel.name = format!("{method} {}", route.unwrap_or("other")),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method.as_str(),
        http.route = route,
        http.response.status_code = Empty,
        request_id,
    );
    follow(&span, headers);
    span
}

/// Notes how a request ended.
pub(super) fn ended(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

#[cfg(feature = "traces")]
fn follow(span: &Span, headers: &HeaderMap) {
    use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
    use opentelemetry_sdk::propagation::TraceContextPropagator;
    use tracing_opentelemetry::OpenTelemetrySpanExt as _;

    struct Headers<'a>(&'a HeaderMap);
    impl Extractor for Headers<'_> {
        fn get(&self, key: &str) -> Option<&str> {
            self.0.get(key)?.to_str().ok()
        }

        fn keys(&self) -> Vec<&str> {
            self.0.keys().map(axum::http::HeaderName::as_str).collect()
        }
    }
    if headers.contains_key("traceparent") {
        // It fails where nobody takes the span, which is no failure of the request's.
        span.set_parent(TraceContextPropagator::new().extract(&Headers(headers))).ok();
    }
}

#[cfg(not(feature = "traces"))]
fn follow(_: &Span, _: &HeaderMap) {}
