//! `accord connector record`: real replies as recorded ones, shortened and without secrets.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use anyhow::bail;

use super::super::say;
use super::folder::{self, Folder};
use super::mask::Mask;
use super::{Asking, input};
use crate::connector::rehearsal::{Cassette, Exchange};
use crate::connector::{Json, Pull, Reply, Request, SendError};
use crate::fetch::Witness;

/// Replies that are recorded for one stream, beside those of further pages.
const MOST: usize = 12;
/// Records that are kept of a reply when a single page is recorded.
const KEPT: usize = 3;

/// Record real replies into the connector's fixtures/ folder: shortened, without secrets, and with
/// mail addresses and phone numbers replaced. Names and other texts stay: replace them by hand.
#[derive(Debug, clap::Args)]
pub(super) struct Record {
    /// The streams; without any, all that the mapping reads.
    streams: Vec<String>,
    /// The connector's folder.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    connector: PathBuf,
    /// Records that are kept of each reply: 3, or with several pages all of them, because a paging
    /// that counts records ends at a page that is not full.
    #[arg(long)]
    limit: Option<usize>,
    /// Pages of the stream that are recorded, up to 10.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10))]
    pages: u16,
    /// Write over what was recorded before.
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    asking: Asking,
}

impl Record {
    pub(super) async fn run(&self, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let folder = Folder::load(&self.connector)?;
        let config = input::config(&folder.manifest, config)?;
        let mask = Arc::new(Mask::new(&folder.manifest, &config));
        let streams = if self.streams.is_empty() {
            folder.mapped_streams()
        } else {
            self.streams.clone()
        };
        for stream in streams {
            folder.stream(&stream)?;
            let file = folder.path.join("fixtures").join(format!("{stream}.json"));
            if file.exists() && !self.again {
                bail!("{} is there; write over it with --again", file.display());
            }
            let cassette = self.cassette(&folder, &config, &stream, &mask).await?;
            folder::write(&file, &cassette.text())?;
            let count = match cassette.exchanges.len() {
                1 => "1 reply".to_owned(),
                count => format!("{count} replies"),
            };
            say(&format!("{stream}: {count} in {}", file.display()));
        }
        say(
            "Read the files and replace names and texts of real people before you commit them.",
        );
        Ok(ExitCode::SUCCESS)
    }

    fn limit(&self) -> usize {
        self.limit.unwrap_or(if self.pages == 1 { KEPT } else { usize::MAX })
    }

    async fn cassette(
        &self,
        folder: &Folder,
        config: &serde_json::Value,
        stream: &str,
        mask: &Arc<Mask>,
    ) -> anyhow::Result<Cassette> {
        let tape = Arc::new(Tape {
            stream: stream.to_owned(),
            limit: self.limit(),
            most: MOST + usize::from(self.pages - 1),
            mask: Arc::clone(mask),
            exchanges: Mutex::default(),
        });
        let witness: Arc<dyn Witness> = Arc::clone(&tape) as Arc<dyn Witness>;
        let driver = self.asking.driver()?.with_witness(witness);
        let now = self.asking.clock().now();
        let pull = Pull::new(&folder.manifest, stream, config, None, now)?;
        let pull = pull.with_page_limit(u64::from(self.pages));
        let (_, done) = driver.gather(pull).await;
        if let Err(error) = done {
            bail!("{stream}: {}", mask.text(&error.to_string()));
        }
        let exchanges = tape.exchanges.lock().map(|taken| taken.clone()).unwrap_or_default();
        Ok(Cassette { exchanges })
    }
}

struct Tape {
    stream: String,
    /// Records of a reply.
    limit: usize,
    /// Replies.
    most: usize,
    mask: Arc<Mask>,
    exchanges: Mutex<Vec<Exchange>>,
}

impl Witness for Tape {
    fn saw(&self, request: &Request, outcome: &Result<Reply, SendError>) {
        let Ok(reply) = outcome else { return };
        let Ok(mut exchanges) = self.exchanges.lock() else { return };
        if exchanges.len() < self.most {
            exchanges.push(self.exchange(request, reply));
        }
    }
}

impl Tape {
    fn exchange(&self, request: &Request, reply: &Reply) -> Exchange {
        let text = self.mask.text(&String::from_utf8_lossy(&reply.body));
        let mut body = Json::parse(&text).unwrap_or(Json::String(text));
        let records = shorten(&mut body, self.limit);
        anonymise(&mut body);
        let kept = |name: &str| matches!(name, "content-type" | "link" | "retry-after");
        let headers = reply.headers.iter().filter(|(name, _)| kept(name));
        let headers =
            headers.map(|(name, value)| (name.clone(), self.mask.header(name, value)));
        Exchange {
            stream: self.stream.clone(),
            request: without_people(&self.mask.text(&line(request))),
            records,
            lines: false,
            about: None,
            status: reply.status,
            headers: headers.collect(),
            reply: body,
        }
    }
}

// Method and path: the host is not part of what was recorded.
fn line(request: &Request) -> String {
    let method = format!("{:?}", request.method).to_uppercase();
    let rest = request.url.split_once("://").map_or(request.url.as_str(), |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    let query: Vec<String> =
        request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if query.is_empty() {
        return format!("{method} {path}");
    }
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{method} {path}{mark}{}", query.join("&"))
}

/// Keeps the first few elements of the longest list at the top; gives the name of its field.
fn shorten(body: &mut Json, limit: usize) -> String {
    let length = |value: &Json| match value {
        Json::Array(items) => Some(items.len()),
        _ => None,
    };
    match body {
        Json::Array(items) => {
            items.truncate(limit);
            String::new()
        }
        Json::Object(fields) => {
            // A record by itself has an id; its lists are its own.
            if fields.iter().any(|(name, _)| name == "id") {
                return String::new();
            }
            let longest = fields
                .iter_mut()
                .filter_map(|(name, value)| Some((length(value)?, name, value)))
                .max_by_key(|(length, ..)| *length);
            let Some((_, name, Json::Array(items))) = longest else { return String::new() };
            items.truncate(limit);
            name.clone()
        }
        _ => String::new(),
    }
}

/// Mail addresses and phone numbers become made-up ones; equal ones stay equal.
fn anonymise(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(anonymise),
        Json::Object(fields) => fields.iter_mut().for_each(|(_, value)| anonymise(value)),
        Json::String(text) if text.contains("://") => *text = without_people(text),
        Json::String(text) => {
            if let Some(made_up) = made_up(text) {
                *text = made_up;
            }
        }
        _ => {}
    }
}

// As in the replies, so that a path made of a reply still fits.
fn without_people(line: &str) -> String {
    let ends =
        |c: char| matches!(c, '/' | '?' | '&' | '=' | '\'' | '"' | ' ' | ',' | '(' | ')');
    let mut told = String::with_capacity(line.len());
    for part in line.split_inclusive(ends) {
        let word = part.trim_end_matches(ends);
        let end = part.get(word.len()..).unwrap_or_default();
        let mail = word.contains('@').then(|| made_up(word)).flatten();
        told.push_str(mail.as_deref().unwrap_or(word));
        told.push_str(end);
    }
    told
}

fn made_up(text: &str) -> Option<String> {
    let is_mail = text.split_once('@').is_some_and(|(name, host)| {
        let foreign = |c: char| c.is_whitespace() || matches!(c, '/' | ':' | ',' | ';');
        !name.is_empty() && host.contains('.') && !text.contains(foreign)
    });
    if is_mail {
        let short: String = crate::model::short_hash(text.as_bytes()).chars().take(6).collect();
        let host = text.rsplit('.').next().unwrap_or("com");
        return Some(format!("person.{short}@{host}.example"));
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let others = text.chars().all(|c| c.is_ascii_digit() || " +-/().".contains(c));
    let is_phone = others && text.starts_with(['+', '0', '(']) && (7..=16).contains(&digits);
    is_phone.then(|| "+1 555 0100".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_do_not_stay_in_a_recording() {
        let mut json = Json::parse(
            r#"{"a":[{"mail":"ann.berg@kestrel.de","tel":"+49 30 123456","day":"2026-01-02","n":"0"}]}"#,
        )
        .expect("JSON");
        anonymise(&mut json);
        let text = json.to_string();
        assert!(!text.contains("ann") && !text.contains("123456"), "{text}");
        let line = "GET /user/ann.berg@kestrel.de?q=Creator != 'ann.berg@kestrel.de'";
        let told = without_people(line);
        assert!(!told.contains("ann") && told.starts_with("GET /user/person."), "{told}");
        assert!(text.contains("2026-01-02") && text.contains(r#""n":"0""#), "{text}");
    }

    #[test]
    fn the_longest_list_of_a_reply_is_shortened_and_named() {
        let mut json =
            Json::parse(r#"{"page":[1],"items":[1,2,3,4],"total":4}"#).expect("JSON");
        assert_eq!(shorten(&mut json, 2), "items");
        assert_eq!(json.to_string(), r#"{"page":[1],"items":[1,2],"total":4}"#);
    }
}
