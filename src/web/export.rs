//! Whole lists as files, as long as they are: a part is sent when the part before was taken.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, http};
use futures_util::{StreamExt as _, stream};

use super::body::{NoBody, Whole};
use super::door;
use super::graphql::{Refusal, refuse, whole};
use crate::api::{Doorman, Export, Exporting, Form, Service};

/// Columns that are left out because the role is not shown them.
const MASKED: HeaderName = HeaderName::from_static("accord-masked");
/// The version of the data when the export began.
const VERSION: HeaderName = HeaderName::from_static("accord-data-version");

#[derive(Clone)]
struct Desk {
    service: Service,
    doorman: Doorman,
}

pub(super) fn routes(service: Service, doorman: Doorman) -> Router {
    let desk = Desk { service, doorman };
    Router::new().route("/export/{file}", get(by_address).post(by_body)).with_state(desk)
}

async fn by_address(
    State(desk): State<Desk>,
    Path(file): Path<String>,
    headers: HeaderMap,
    address: Uri,
) -> Response {
    match from_address(&address) {
        Ok(asked) => answer(&desk, &file, &headers, asked).await,
        Err(refusal) => refusal.into_response(),
    }
}

async fn by_body(
    State(desk): State<Desk>,
    Path(file): Path<String>,
    headers: HeaderMap,
    body: Result<Whole, NoBody>,
) -> Response {
    let asked = whole(&headers, body).and_then(|body| {
        serde_json::from_slice(&body).map_err(|error| {
            Refusal::bad(format!("the body does not say what to export: {error}"))
        })
    });
    match asked {
        Ok(asked) => answer(&desk, &file, &headers, asked).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// What is asked in the parameters of an address, where `where` is JSON.
fn from_address(address: &Uri) -> Result<Export, Refusal> {
    let Query(said) = Query::<Vec<(String, String)>>::try_from_uri(address)
        .map_err(|error| Refusal::bad(format!("the address cannot be read: {error}")))?;
    let mut asked = Export::default();
    for (name, value) in said {
        let wrong = |what: &str| Refusal::bad(format!("`{name}` must be {what}"));
        match &*name {
            "fields" => {
                let fields = value.split(',').map(|field| field.trim().to_owned());
                asked.fields = Some(fields.collect());
            }
            "where" => {
                let read = serde_json::from_str(&value);
                asked.filter = Some(read.map_err(|_| wrong("an object in JSON"))?);
            }
            "orderBy" => asked.order_by = Some(value),
            "desc" => asked.desc = value.parse().map_err(|_| wrong("true or false"))?,
            "asOf" => asked.as_of = Some(value),
            "first" => asked.first = Some(value.parse().map_err(|_| wrong("a whole number"))?),
            _ => {
                let known = "fields, where, orderBy, desc, asOf, first";
                return Err(Refusal::bad(format!(
                    "`{name}` is not known here; known: {known}"
                )));
            }
        }
    }
    Ok(asked)
}

async fn answer(desk: &Desk, file: &str, headers: &HeaderMap, asked: Export) -> Response {
    let caller = match door::caller(&desk.doorman, headers, true).await {
        Ok(caller) => caller,
        Err(refusal) => return refusal,
    };
    let named =
        file.rsplit_once('.').and_then(|(list, form)| Some((list, Form::from_word(form)?)));
    let Some((list, form)) = named else {
        let message = "a file is named by its list and its form: tickets.csv, .ndjson, .arrow or .parquet";
        let status = http::StatusCode::NOT_FOUND;
        return Refusal { status, code: "NOT_FOUND", message: message.to_owned() }
            .into_response();
    };
    match desk.service.export(list, form, asked, &caller).await {
        Ok(exporting) => send(exporting, list, form),
        Err(refused) => {
            let mut response = refuse(headers, &refused);
            // A file is there or not; what a GraphQL client reads out of 200 nobody reads here.
            if response.status() == http::StatusCode::OK {
                *response.status_mut() = http::StatusCode::BAD_REQUEST;
            }
            response
        }
    }
}

fn send(exporting: Exporting, list: &str, form: Form) -> Response {
    let masked = exporting.masked().join(",");
    let version = exporting.version();
    // An error here breaks the transfer off: whoever reads knows that it is not the whole.
    let parts = stream::unfold(exporting, async |mut exporting| {
        let part = exporting.next().await?;
        let part = part.map_err(|refused| std::io::Error::other(refused.message));
        Some((part, exporting))
    });
    let mut response = Body::from_stream(parts.fuse()).into_response();
    let own = response.headers_mut();
    own.insert(CONTENT_TYPE, HeaderValue::from_static(form.media()));
    own.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The list is one that is known, so its name is plain letters.
    let file = format!("attachment; filename=\"{list}.{}\"", form.word());
    own.extend(HeaderValue::try_from(file).map(|value| (CONTENT_DISPOSITION, value)));
    if !masked.is_empty() {
        own.extend(HeaderValue::try_from(masked).map(|value| (MASKED, value)));
    }
    own.extend(version.map(|version| (VERSION, HeaderValue::from(version))));
    response
}
