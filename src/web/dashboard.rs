//! The dashboard: one page and what it loads, from embedded files. Its sources, and how it is built, are
//! in `dashboard/`.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

/// What was built.
#[derive(RustEmbed)]
#[folder = "dashboard/dist"]
#[exclude = "sources.sha256"]
struct Built;

/// Nothing inline and nothing from elsewhere.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
);

/// The addresses of the page; which of its parts is shown, it reads from the address itself.
const PAGES: [&str; 7] =
    ["/", "/accounts/{id}", "/executive", "/experience", "/sources", "/review", "/sign-in"];

pub(super) fn routes() -> Router {
    let pages = PAGES.iter().fold(Router::new(), |routes, path| routes.route(path, get(page)));
    pages
        .route("/accounts", get(|| async { Redirect::permanent("/") }))
        .route("/mark.svg", get(|| async { file("mark.svg", "no-cache") }))
        .route("/assets/{name}", get(asset))
}

async fn page() -> Response {
    file("index.html", "no-cache")
}

/// The name of an asset holds the hash of its content.
async fn asset(Path(name): Path<String>) -> Response {
    file(&format!("assets/{name}"), "public, max-age=31536000, immutable")
}

fn file(name: &str, cached: &'static str) -> Response {
    let Some(EmbeddedFile { data, .. }) = Built::get(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media(name))),
        (CACHE_CONTROL, HeaderValue::from_static(cached)),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, data).into_response()
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_loads_only_what_is_embedded() {
        let page = Built::get("index.html").expect("the page is built");
        let page = String::from_utf8(page.data.into_owned()).expect("text");
        assert!(!page.contains("//"), "no address of another host");
        assert!(!page.contains("style="), "the policy lets nothing inline pass");
        let named: Vec<&str> = page
            .split(['"', '\''])
            .filter(|part| part.starts_with('/') && part.contains('.'))
            .collect();
        assert!(named.len() >= 3, "{page}");
        for name in named {
            assert!(Built::get(name.trim_start_matches('/')).is_some(), "{name} is embedded");
        }
    }
}
