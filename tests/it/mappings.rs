//! Every connector's folder, found by looking: recorded replies in, unified records out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use accord::connector::{Json, Mapped, Mapping, Phase};
use accord::model::{Draft, LandedRecord, RecordRef, Value};

/// The folders under `connectors/` that hold a connector.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("connectors");
    let entries = std::fs::read_dir(root).expect("connectors/ is in the repository");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.join("manifest.yaml").is_file())
        .collect();
    folders.sort();
    folders
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn name(path: &Path) -> String {
    path.file_name().expect("a folder or file has a name").to_string_lossy().into_owned()
}

fn mapping(folder: &Path) -> Mapping {
    let file = format!("connectors/{}/mapping.yaml", name(folder));
    Mapping::parse(&file, &read(&folder.join("mapping.yaml")))
        .unwrap_or_else(|why| panic!("{why}"))
}

/// A recorded exchange: what was asked, and the vendor's reply with its list of records.
struct Exchange {
    stream: String,
    records: Vec<Json>,
}

/// A fixture is a list of `{stream, request, records, adds, reply}`: `records` is the path of the
/// list in the reply, `adds` what the manifest adds to each record of it.
fn exchanges(fixture: &Path) -> Vec<Exchange> {
    let json = Json::parse(&read(fixture))
        .unwrap_or_else(|error| panic!("{}: {error}", fixture.display()));
    let Json::Array(exchanges) = json else { panic!("{}: not a list", fixture.display()) };
    exchanges.iter().map(|exchange| exchange_of(fixture, exchange)).collect()
}

fn exchange_of(fixture: &Path, exchange: &Json) -> Exchange {
    let text = |key: &str| {
        let found = exchange.get(key).and_then(Json::text);
        found.unwrap_or_else(|| panic!("{}: an exchange has no `{key}`", fixture.display()))
    };
    let reply = exchange.get("reply").expect("an exchange has a reply");
    let list = if text("records").is_empty() { Some(reply) } else { reply.at(text("records")) };
    let Some(Json::Array(records)) = list else {
        panic!("{}: no list at `{}`", fixture.display(), text("records"))
    };
    let records = records.iter().map(|record| shaped(record, exchange.get("adds")));
    Exchange { stream: text("stream").to_owned(), records: records.collect() }
}

fn shaped(record: &Json, adds: Option<&Json>) -> Json {
    match (record, adds) {
        (Json::Object(fields), Some(Json::Object(adds))) => {
            Json::Object(fields.iter().chain(adds).cloned().collect())
        }
        _ => record.clone(),
    }
}

fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let mut fixtures: Vec<PathBuf> = std::fs::read_dir(folder.join("fixtures"))
        .unwrap_or_else(|error| panic!("{}/fixtures: {error}", folder.display()))
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    fixtures.sort();
    fixtures
}

fn landed(folder: &Path, stream: &str, json: &Json) -> LandedRecord {
    let record = RecordRef {
        source: name(folder).into(),
        stream: stream.to_owned(),
        key: json
            .at("id")
            .or(json.at("insert_id"))
            .and_then(Json::text)
            .unwrap_or("?")
            .to_owned(),
    };
    LandedRecord { seq: 1, record, json: json.to_string(), deleted: false, first: true }
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

fn show_exchange(folder: &Path, mapping: &Mapping, exchange: &Exchange, out: &mut String) {
    for json in &exchange.records {
        let record = landed(folder, &exchange.stream, json);
        writeln!(out, "{} {}", exchange.stream, record.record.key).expect("a String takes all");
        if let Some(of) = mapping.tombstones(&exchange.stream) {
            writeln!(out, "  deletes {of} {}", record.record.key).expect("a String takes all");
        }
        for phase in [Phase::Parties, Phase::Facts] {
            let mapped = mapping.map(&record, json, phase);
            if phase == Phase::Parties || !mapped.deleted {
                show(&mapped, out);
            }
        }
    }
}

#[test]
fn recorded_replies_become_unified_records() {
    for folder in folders() {
        let mapping = mapping(&folder);
        for fixture in fixtures(&folder) {
            let mut out = String::new();
            for exchange in exchanges(&fixture) {
                show_exchange(&folder, &mapping, &exchange, &mut out);
            }
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(folder.join("expected"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let stem = fixture.file_stem().expect("a file has a stem").to_string_lossy();
            settings.bind(|| insta::assert_snapshot!(stem.as_ref(), out));
        }
    }
}

#[test]
fn every_mapped_stream_has_a_recorded_record() {
    for folder in folders() {
        let recorded: Vec<String> = fixtures(&folder)
            .iter()
            .flat_map(|fixture| exchanges(fixture))
            .filter(|exchange| !exchange.records.is_empty())
            .map(|exchange| exchange.stream)
            .collect();
        for stream in mapping(&folder).describe() {
            let stream = stream.stream;
            assert!(
                recorded.contains(&stream),
                "{}: no record of `{stream}`",
                folder.display()
            );
        }
    }
}
