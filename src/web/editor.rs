//! The query editor: GraphiQL from embedded files. See `graphiql/README.md` for where they are from.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Nothing inline and nothing from elsewhere. The one style that the editor then misses would only
/// keep the page from scrolling under a dialog.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src data:; connect-src 'self'; frame-ancestors 'none'; \
    base-uri 'none'; form-action 'none'";

const PAGE: &str = include_str!("graphiql/index.html");

/// Name, media type, content.
const FILES: [(&str, &str, &[u8]); 6] = [
    ("boot.js", "text/javascript", include_bytes!("graphiql/boot.js")),
    ("boot.css", "text/css", include_bytes!("graphiql/boot.css")),
    ("graphiql.min.js", "text/javascript", include_bytes!("graphiql/graphiql.min.js")),
    ("graphiql.min.css", "text/css", include_bytes!("graphiql/graphiql.min.css")),
    (
        "react.production.min.js",
        "text/javascript",
        include_bytes!("graphiql/react.production.min.js"),
    ),
    (
        "react-dom.production.min.js",
        "text/javascript",
        include_bytes!("graphiql/react-dom.production.min.js"),
    ),
];

pub(super) fn routes() -> Router {
    Router::new()
        .route("/graphiql", get(page))
        .route("/graphiql/", get(page))
        .route("/graphiql/{file}", get(file))
}

/// The editor's page.
pub(super) async fn page() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, PAGE).into_response()
}

async fn file(Path(name): Path<String>) -> Response {
    let Some((_, media, bytes)) = FILES.iter().find(|(known, ..)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, String); 2] = [
        (CONTENT_TYPE, format!("{media}; charset=utf-8")),
        (CACHE_CONTROL, "public, max-age=3600".to_owned()),
    ];
    (headers, *bytes).into_response()
}

#[cfg(test)]
mod tests {
    use crate::model::hash;

    use super::*;

    #[test]
    fn foreign_files_are_the_ones_that_the_readme_names() {
        let readme = include_str!("graphiql/README.md");
        for (name, _, bytes) in FILES.iter().filter(|(name, ..)| !name.starts_with("boot")) {
            let sum = hash(bytes);
            let line = readme.lines().find(|line| line.contains(&format!("`{name}`")));
            assert!(line.is_some_and(|line| line.contains(&sum)), "{name} {sum}");
        }
    }

    #[test]
    fn the_page_loads_nothing_from_elsewhere() {
        assert!(!PAGE.contains("//"), "no address of another host");
        for (_, rest) in PAGE.match_indices("/graphiql/").map(|(at, _)| PAGE.split_at(at)) {
            let file = rest.trim_start_matches("/graphiql/").split('"').next().unwrap_or("");
            assert!(FILES.iter().any(|(name, ..)| *name == file), "{file}");
        }
    }
}
