//! Hides secrets in what is shown or recorded.

use serde_json::Value;

use crate::connector::{Body, Manifest, Request, VEILED, Veil};

/// Headers that hold nothing else.
const SECRET_HEADERS: [&str; 6] =
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key"];

/// The secrets of a configuration.
pub(super) struct Mask {
    veil: Veil,
}

impl Mask {
    /// The values that the manifest's specification marks as secret.
    pub(super) fn new(manifest: &Manifest, config: &Value) -> Self {
        Self { veil: manifest.veil(config) }
    }

    /// A text without secrets.
    pub(super) fn text(&self, text: &str) -> String {
        self.veil.over(text)
    }

    /// A request as lines: method and address, headers, body.
    pub(super) fn request(&self, request: &Request) -> Vec<String> {
        let method = format!("{:?}", request.method).to_uppercase();
        let query: Vec<String> =
            request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let query =
            if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let mut lines = vec![self.text(&format!("{method} {}{query}", request.url))];
        for (name, value) in &request.headers {
            lines.push(format!("  {name}: {}", self.header(name, value)));
        }
        match &request.body {
            Body::Empty => {}
            Body::Json(text) | Body::Text(text) => lines.push(format!("  {}", self.text(text))),
            Body::Form(fields) => {
                let fields = fields.iter().map(|(name, value)| format!("{name}={value}"));
                lines.push(self.text(&format!("  {}", fields.collect::<Vec<_>>().join("&"))));
            }
        }
        lines
    }

    /// A header's value without secrets.
    pub(super) fn header(&self, name: &str, value: &str) -> String {
        let name = name.to_ascii_lowercase();
        let telling = ["token", "secret", "password", "signature"];
        if SECRET_HEADERS.contains(&name.as_str()) || telling.iter().any(|w| name.contains(w)) {
            return VEILED.to_owned();
        }
        self.text(value)
    }
}
