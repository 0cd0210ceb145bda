//! Recorded exchanges: what was asked and what came.

use std::fmt::Write as _;

use super::super::{Body, Json, Reply, Request, Tokens};

/// The exchanges of one file of a connector's `fixtures/`.
#[derive(Debug, Clone, Default)]
pub struct Cassette {
    /// In the order of the file.
    pub exchanges: Vec<Exchange>,
}

/// A recorded exchange.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The stream it belongs to; empty for signing in.
    pub stream: String,
    /// Method and path; the query is for the reader.
    pub request: String,
    /// The field of the reply that holds the records; empty when the reply itself is the list.
    pub records: String,
    /// The reply is a list that is sent line by line.
    pub lines: bool,
    /// Text that the request must hold, where several have the same path.
    pub about: Option<String>,
    /// Status code, 200 when the file says none.
    pub status: u16,
    /// Headers of the reply, with lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body: JSON, or a text when it is something else.
    pub reply: Json,
}

/// Why a file of recorded exchanges cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct CassetteError {
    /// The file.
    pub file: String,
    /// What is wrong, with the number of the exchange.
    pub message: String,
}

impl Cassette {
    /// Reads a file: a list of `{stream, request, records, lines?, about?, status?, headers?, reply}`.
    ///
    /// # Errors
    /// The file, the exchange and what is wrong with it.
    pub fn parse(file: &str, text: &str) -> Result<Self, CassetteError> {
        let wrong = |message: String| CassetteError { file: file.to_owned(), message };
        let json = Json::parse(text).map_err(|error| wrong(format!("the file is {error}")))?;
        let Json::Array(items) = json else {
            return Err(wrong("the file is no list of exchanges".to_owned()));
        };
        let items = items.iter().enumerate();
        let exchanges = items.map(|(at, item)| {
            exchange(item).map_err(|why| wrong(format!("exchange {}: {why}", at + 1)))
        });
        Ok(Self { exchanges: exchanges.collect::<Result<_, _>>()? })
    }

    /// The streams that it has replies for, in its order.
    pub fn streams(&self) -> Vec<&str> {
        let mut streams: Vec<&str> = Vec::new();
        for exchange in &self.exchanges {
            if !exchange.stream.is_empty() && !streams.contains(&exchange.stream.as_str()) {
                streams.push(&exchange.stream);
            }
        }
        streams
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let list = self.exchanges.iter().map(Exchange::json).collect();
        let value: serde_json::Value =
            serde_json::from_str(&Json::Array(list).to_string()).unwrap_or_default();
        let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn exchange(json: &Json) -> Result<Exchange, String> {
    let text = |key: &str| json.get(key).and_then(Json::text).map(str::to_owned);
    let need = |key: &str| text(key).ok_or_else(|| format!("`{key}` is missing"));
    let request = need("request")?;
    if !request.contains(" /") {
        return Err(format!("`request` is `{request}`; expected such as `GET /v1/contacts`"));
    }
    let headers = match json.get("headers") {
        Some(Json::Object(fields)) => fields
            .iter()
            .filter_map(|(name, value)| Some((name.to_lowercase(), value.text()?.to_owned())))
            .collect(),
        _ => vec![("content-type".to_owned(), "application/json".to_owned())],
    };
    let status = match text("status") {
        None => 200,
        Some(text) => {
            text.parse().map_err(|_| format!("`status` is `{text}`, no status code"))?
        }
    };
    Ok(Exchange {
        stream: need("stream")?,
        request,
        records: text("records").unwrap_or_default(),
        lines: json.get("lines") == Some(&Json::Bool(true)),
        about: text("about"),
        status,
        headers,
        reply: json.get("reply").cloned().ok_or("`reply` is missing")?,
    })
}

impl Exchange {
    fn json(&self) -> Json {
        let text = |text: &str| Json::String(text.to_owned());
        let mut fields = vec![
            ("stream".to_owned(), text(&self.stream)),
            ("request".to_owned(), text(&self.request)),
            ("records".to_owned(), text(&self.records)),
        ];
        if self.lines {
            fields.push(("lines".to_owned(), Json::Bool(true)));
        }
        if let Some(about) = &self.about {
            fields.push(("about".to_owned(), text(about)));
        }
        if self.status != 200 {
            fields.push(("status".to_owned(), Json::Number(self.status.to_string())));
        }
        if !self.headers.is_empty() {
            let headers = self.headers.iter().map(|(name, value)| (name.clone(), text(value)));
            fields.push(("headers".to_owned(), Json::Object(headers.collect())));
        }
        fields.push(("reply".to_owned(), self.reply.clone()));
        Json::Object(fields)
    }

    /// Whether it is the answer to this request.
    pub fn answers(&self, request: &Request) -> bool {
        let recorded = self.request.split('?').next().unwrap_or_default();
        let (method, path) = recorded.split_once(' ').unwrap_or(("GET", recorded));
        let asked = request.url.split('?').next().unwrap_or_default();
        format!("{:?}", request.method).eq_ignore_ascii_case(method)
            && asked.ends_with(path)
            && self.about.as_ref().is_none_or(|about| said(request).contains(about.as_str()))
    }

    /// The reply; without its records when the same was asked before, as for a later window.
    pub(super) fn reply(&self, again: bool) -> Reply {
        let body = self.body(again).into_bytes();
        Reply { status: self.status, headers: self.headers.clone(), body }
    }

    fn body(&self, again: bool) -> String {
        match &self.reply {
            Json::String(text) => text.clone(),
            Json::Array(_) if again => if self.lines { "" } else { "[]" }.to_owned(),
            Json::Array(lines) if self.lines => {
                lines.iter().fold(String::new(), |all, line| format!("{all}{line}\n"))
            }
            Json::Object(fields) if again && !self.records.is_empty() => {
                let kept = fields.iter().map(|(name, value)| {
                    let emptied = *name == self.records;
                    let value = if emptied { Json::Array(Vec::new()) } else { value.clone() };
                    (name.clone(), value)
                });
                Json::Object(kept.collect()).to_string()
            }
            whole => whole.to_string(),
        }
    }
}

// Everything that a request says besides its headers, which hold the secrets.
pub(super) fn said(request: &Request) -> String {
    let mut said = request.url.clone();
    for (name, value) in &request.query {
        write!(said, "&{name}={value}").expect("a String takes all");
    }
    match &request.body {
        Body::Empty => {}
        Body::Json(text) | Body::Text(text) => said.push_str(text),
        Body::Form(fields) => {
            for (name, value) in fields {
                write!(said, "&{name}={value}").expect("a String takes all");
            }
        }
    }
    said
}

/// Tokens for a rehearsal: nobody is asked.
pub(super) fn tokens() -> Tokens {
    Tokens { access: "rehearsed".to_owned(), refresh: None, expires: None }
}
