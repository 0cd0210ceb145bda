//! Every connector's folder, found by looking: recorded replies in, unified records out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use accord::connector::{
    Json, Kept, Manifest, Mapped, Mapping, Phase, Pull, Reply, Request, Step,
};
use accord::model::{Draft, LandedRecord, Record, RecordRef, Value};
use chrono::{TimeZone, Utc};

/// A connector's folder, read and checked.
struct Folder {
    path: PathBuf,
    name: String,
    manifest: Arc<Manifest>,
    mapping: Mapping,
    config: serde_json::Value,
}

/// The folders under `connectors/` that hold a connector.
fn folders() -> Vec<Folder> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("connectors");
    let entries = std::fs::read_dir(root).expect("connectors/ is in the repository");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.join("manifest.yaml").is_file())
        .collect();
    paths.sort();
    paths.into_iter().map(folder).collect()
}

fn folder(path: PathBuf) -> Folder {
    let name = path.file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let manifest = read(&path.join("manifest.yaml"));
    let config = config(&manifest);
    let manifest = Manifest::parse(&format!("connectors/{name}/manifest.yaml"), &manifest)
        .unwrap_or_else(|why| panic!("{why}"));
    let mapping = read(&path.join("mapping.yaml"));
    let mapping = Mapping::parse(&format!("connectors/{name}/mapping.yaml"), &mapping)
        .unwrap_or_else(|why| panic!("{why}"));
    mapping.check_against(&manifest).unwrap_or_else(|why| panic!("{why}"));
    Folder { path, name, manifest: Arc::new(manifest), mapping, config }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A configuration with every value that the manifest's specification names: its own name, but for
/// addresses and the start.
fn config(manifest: &str) -> serde_json::Value {
    let manifest: serde_json::Value = serde_saphyr::from_str(manifest).expect("valid YAML");
    let properties = &manifest["spec"]["connection_specification"]["properties"];
    let names = properties.as_object().expect("a specification has properties").keys();
    let value = |name: &str| match name {
        "start_date" => "2026-08-01T00:00:00Z".to_owned(),
        "base_url" => "https://source.example".to_owned(),
        "token_url" => "https://source.example/token".to_owned(),
        name => name.to_owned(),
    };
    names
        .map(|name| (name.clone(), value(name).into()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// A recorded exchange: what was asked, and the vendor's reply.
struct Exchange {
    /// The stream it belongs to; empty for signing in.
    stream: String,
    /// Method and path; the query is for the reader.
    request: String,
    /// Dotted path of the reply's list of records; empty when the reply is the list, line by line.
    records: String,
    /// Text that the request must hold, where several have the same path.
    about: Option<String>,
    reply: Json,
}

fn exchanges(fixture: &Path) -> Vec<Exchange> {
    let json = Json::parse(&read(fixture))
        .unwrap_or_else(|error| panic!("{}: {error}", fixture.display()));
    let Json::Array(exchanges) = json else { panic!("{}: not a list", fixture.display()) };
    let text = |exchange: &Json, key: &str| {
        let found = exchange.get(key).and_then(Json::text).map(str::to_owned);
        found.unwrap_or_else(|| panic!("{}: an exchange has no `{key}`", fixture.display()))
    };
    let exchange = |exchange: &Json| Exchange {
        stream: text(exchange, "stream"),
        request: text(exchange, "request").split('?').next().unwrap_or_default().to_owned(),
        records: text(exchange, "records"),
        about: exchange.get("about").and_then(Json::text).map(str::to_owned),
        reply: exchange.get("reply").expect("an exchange has a reply").clone(),
    };
    exchanges.iter().map(exchange).collect()
}

impl Exchange {
    fn answers(&self, request: &Request) -> bool {
        let (method, path) = self.request.split_once(' ').expect("METHOD /path");
        let path_asked = request.url.split('?').next().unwrap_or_default();
        let said = || format!("{}{:?}{:?}", request.url, request.query, request.body);
        let about = |about: &String| said().contains(about.as_str());
        format!("{:?}", request.method).eq_ignore_ascii_case(method)
            && path_asked.ends_with(path)
            && self.about.as_ref().is_none_or(about)
    }

    /// The reply's body; without its records when the same was asked before, as for a later window.
    fn body(&self, again: bool) -> String {
        if self.records.is_empty() {
            return match &self.reply {
                Json::Array(_) if again => String::new(),
                Json::Array(lines) => {
                    lines.iter().fold(String::new(), |all, line| format!("{all}{line}\n"))
                }
                whole => whole.to_string(),
            };
        }
        let Json::Object(fields) = &self.reply else { panic!("{}: no object", self.request) };
        let kept = fields.iter().map(|(name, value)| {
            let emptied = again && *name == self.records;
            (name.clone(), if emptied { Json::Array(Vec::new()) } else { value.clone() })
        });
        Json::Object(kept.collect()).to_string()
    }
}

fn fixtures(folder: &Folder) -> Vec<PathBuf> {
    let mut fixtures: Vec<PathBuf> = std::fs::read_dir(folder.path.join("fixtures"))
        .unwrap_or_else(|error| panic!("{}/fixtures: {error}", folder.name))
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    fixtures.sort();
    fixtures
}

/// What a pull left behind.
#[derive(Default)]
struct Pulled {
    records: Vec<Record>,
    state: Option<String>,
}

/// Pulls a stream to its end, every request answered from the record.
fn pull(folder: &Folder, stream: &str, exchanges: &[Exchange], state: Option<&str>) -> Pulled {
    let mut now = Utc.with_ymd_and_hms(2026, 10, 20, 12, 0, 0).single().expect("a real moment");
    let mut pull = Pull::new(&folder.manifest, stream, &folder.config, state, now)
        .unwrap_or_else(|why| panic!("{}: {why}", folder.name));
    let mut asked = vec![false; exchanges.len()];
    let mut pulled = Pulled::default();
    for _ in 0..10_000 {
        match pull.next(now).unwrap_or_else(|why| panic!("{}: {why}", folder.name)) {
            Step::Done => return pulled,
            Step::Await => panic!("{} {stream}: waits for a reply that was given", folder.name),
            Step::Sleep(until) => now = until,
            Step::Send(id, request) => {
                let reply = answer(folder, &request, exchanges, &mut asked);
                pull.reply(id, Ok(reply), now);
            }
            Step::Renew(id, renewal) => {
                let reply = answer(folder, &renewal.request, exchanges, &mut asked);
                let tokens = renewal.read(&reply, now);
                let kept = tokens.map(|tokens| Kept { version: renewal.held + 1, tokens });
                pull.renewed(id, kept, now);
            }
            Step::Emit(page) => {
                assert!(
                    page.rejected.is_empty(),
                    "{} {stream}: {:?}",
                    folder.name,
                    page.rejected
                );
                pulled.records.extend(page.records);
                pulled.state = page.state.or(pulled.state);
            }
        }
    }
    panic!("{} {stream}: no end", folder.name)
}

fn answer(folder: &Folder, request: &Request, all: &[Exchange], asked: &mut [bool]) -> Reply {
    let place = all.iter().position(|exchange| exchange.answers(request));
    let place = place.unwrap_or_else(|| {
        panic!("{}: nothing recorded for {:?} {}", folder.name, request.method, request.url)
    });
    let again = std::mem::replace(&mut asked[place], true);
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Reply { status: 200, headers, body: all[place].body(again).into_bytes() }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(int) => int.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Amount(money) => money.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Time(time) => time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        Value::Flag(flag) => flag.to_string(),
        Value::List(words) => words.join(", "),
    }
}

fn show_draft(draft: &Draft, out: &mut String) {
    let verb = if draft.adds { "adds to " } else { "" };
    writeln!(out, "  {verb}{} {}", draft.kind.word(), draft.key).expect("a String takes all");
    let owners =
        [("account", &draft.account), ("contact", &draft.contact), ("url", &draft.url)];
    let owners = owners.into_iter().filter_map(|(name, key)| Some((name, key.clone()?)));
    let fields =
        draft.fields.iter().filter_map(|(name, value)| Some((*name, shown(value.as_ref()?))));
    for (name, value) in owners.chain(fields) {
        writeln!(out, "    {name}: {value}").expect("a String takes all");
    }
}

fn show(mapped: &Mapped, out: &mut String) {
    if mapped.deleted {
        out.push_str("  deleted\n");
    }
    for draft in &mapped.drafts {
        show_draft(draft, out);
    }
    for (rejected, path) in &mapped.rejected {
        let path = path.as_deref().unwrap_or("-");
        writeln!(out, "  refused {} at {path}: {}", rejected.code, rejected.message)
            .expect("a String takes all");
    }
}

fn show_record(folder: &Folder, stream: &str, record: Record, out: &mut String) {
    writeln!(out, "{stream} {}", record.key).expect("a String takes all");
    if let Some(of) = folder.mapping.tombstones(stream) {
        writeln!(out, "  deletes {of} {}", record.key).expect("a String takes all");
    }
    let landed = LandedRecord {
        seq: 1,
        record: RecordRef {
            source: folder.name.as_str().into(),
            stream: stream.to_owned(),
            key: record.key,
        },
        json: record.shaped.unwrap_or(record.raw),
        deleted: record.deleted,
        first: true,
    };
    let json = Json::parse(&landed.json).expect("a pulled record is JSON");
    for phase in [Phase::Parties, Phase::Facts] {
        let mapped = folder.mapping.map(&landed, &json, phase);
        if phase == Phase::Parties || !mapped.deleted {
            show(&mapped, out);
        }
    }
}

/// The mapped streams that a fixture has a reply for, in its order.
fn streams(folder: &Folder, exchanges: &[Exchange]) -> Vec<String> {
    let mapped: Vec<String> = folder.mapping.describe().into_iter().map(|s| s.stream).collect();
    let mut streams: Vec<String> = Vec::new();
    for Exchange { stream, .. } in exchanges {
        if mapped.contains(stream) && !streams.contains(stream) {
            streams.push(stream.clone());
        }
    }
    streams
}

#[test]
fn recorded_replies_become_unified_records() {
    for folder in folders() {
        for fixture in fixtures(&folder) {
            let exchanges = exchanges(&fixture);
            let mut out = String::new();
            for stream in streams(&folder, &exchanges) {
                for record in pull(&folder, &stream, &exchanges, None).records {
                    show_record(&folder, &stream, record, &mut out);
                }
            }
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(folder.path.join("expected"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let stem = fixture.file_stem().expect("a file has a stem").to_string_lossy();
            settings.bind(|| insta::assert_snapshot!(stem.as_ref(), out));
        }
    }
}

/// The replies hold everything again, as after a change of everything: no record is lost or new.
#[test]
fn a_pull_goes_on_from_the_state_of_the_last_one() {
    for folder in folders() {
        for fixture in fixtures(&folder) {
            let exchanges = exchanges(&fixture);
            for stream in streams(&folder, &exchanges) {
                let first = pull(&folder, &stream, &exchanges, None);
                let Some(state) = first.state else { continue };
                let second = pull(&folder, &stream, &exchanges, Some(&state));
                let keys = |pulled: &[Record]| {
                    pulled.iter().map(|record| record.key.clone()).collect::<Vec<_>>()
                };
                assert_eq!(
                    keys(&second.records),
                    keys(&first.records),
                    "{} {stream}",
                    folder.name
                );
            }
        }
    }
}

#[test]
fn every_mapped_stream_has_a_recorded_record() {
    for folder in folders() {
        let fixtures = fixtures(&folder);
        let recorded: Vec<Exchange> =
            fixtures.iter().flat_map(|fixture| exchanges(fixture)).collect();
        let recorded = streams(&folder, &recorded);
        for stream in folder.mapping.describe() {
            let stream = stream.stream;
            assert!(recorded.contains(&stream), "{}: no reply for `{stream}`", folder.name);
        }
    }
}
