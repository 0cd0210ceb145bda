//! The one configuration file, and the only reader of the environment.
//!
//! The file is checked by itself first, so that a typo is shown with its line; then variables of
//! the environment are laid over it, then the command line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::Deserialize;
use serde_json::Value as JsonValue;
use toml::{Table, Value};

use super::access::AccessSettings;
use super::subscription::SubscriptionSettings;
use crate::api::{Live, Profile, Trusted};
use crate::insight::Calendar;
use crate::model::{Currency, hash};
use crate::store::Keys;
use crate::sync::{Secrets, Vaults};

/// The file that is read when none is named.
const DEFAULT_FILE: &str = "accord.toml";
/// Every setting's variable begins so.
const PREFIX: &str = "ACCORD_";
/// Variables of the test suite, which are no settings.
const TEST_PREFIX: &str = "ACCORD_TEST_";

/// All settings, with their defaults. Not to be printed: a database URL may hold a password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Config {
    /// `sqlite:PATH` or `postgres://…`; `None` leaves the choice to the command.
    pub(super) database: Option<String>,
    /// Address and port to answer on.
    pub(super) listen: String,
    /// Whether there is a dashboard.
    pub(super) dashboard: bool,
    /// A folder with connectors of one's own, beside those built in.
    pub(super) connectors: Option<PathBuf>,
    /// A health model of one's own instead of the built-in one.
    pub(super) health_model: Option<PathBuf>,
    /// A trust model of one's own instead of the built-in one.
    pub(super) trust_model: Option<PathBuf>,
    /// Numbers of one's own by which surveys and people are judged, instead of the built-in ones.
    pub(super) survey_model: Option<PathBuf>,
    /// Segments of one's own instead of the built-in ones.
    pub(super) segments: Option<PathBuf>,
    /// A revenue model of one's own instead of the built-in one.
    pub(super) revenue_model: Option<PathBuf>,
    /// A catalogue of metrics of one's own, for the health model in force.
    pub(super) metrics_model: Option<PathBuf>,
    /// When to speak up and what to do then, instead of the built-in rules.
    pub(super) signals_model: Option<PathBuf>,
    /// What portfolios are stated in, such as `EUR`; the revenue model's own when not given.
    pub(super) reporting_currency: Option<Currency>,
    /// Survivorship rules of one's own instead of the built-in ones.
    pub(super) survivorship: Option<PathBuf>,
    /// Working days and hours.
    pub(super) calendar: CalendarSettings,
    /// How records are moved.
    pub(super) sync: SyncSettings,
    /// What the outward client may do.
    pub(super) egress: EgressSettings,
    /// Where tokens that sources give out are kept.
    pub(super) vault: VaultSettings,
    /// How strangers are answered.
    pub(super) graphql: GraphqlSettings,
    /// Who may come in.
    pub(super) access: AccessSettings,
    /// The log.
    pub(super) log: LogSettings,
    /// Where traces are sent.
    pub(super) traces: TraceSettings,
    /// The source systems by name.
    pub(super) sources: BTreeMap<String, SourceSettings>,
    /// Who is told of signals.
    pub(super) subscriptions: Vec<SubscriptionSettings>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: None,
            listen: "127.0.0.1:4000".to_owned(),
            dashboard: true,
            connectors: None,
            health_model: None,
            trust_model: None,
            survey_model: None,
            segments: None,
            revenue_model: None,
            metrics_model: None,
            signals_model: None,
            reporting_currency: None,
            survivorship: None,
            calendar: CalendarSettings::default(),
            sync: SyncSettings::default(),
            egress: EgressSettings::default(),
            vault: VaultSettings::default(),
            graphql: GraphqlSettings::default(),
            access: AccessSettings::default(),
            log: LogSettings::default(),
            traces: TraceSettings::default(),
            sources: BTreeMap::new(),
            subscriptions: Vec::new(),
        }
    }
}

/// `[calendar]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CalendarSettings {
    days: Vec<Weekday>,
    opens: NaiveTime,
    closes: NaiveTime,
    zone: chrono_tz_name::Zone,
    holidays: Vec<NaiveDate>,
}

impl Default for CalendarSettings {
    fn default() -> Self {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a whole hour of the day");
        Self {
            days: vec![Mon, Tue, Wed, Thu, Fri],
            opens: hour(9),
            closes: hour(17),
            zone: chrono_tz_name::Zone(chrono_tz::UTC),
            holidays: Vec::new(),
        }
    }
}

impl CalendarSettings {
    /// The calendar these settings describe.
    pub(super) fn calendar(&self) -> anyhow::Result<Calendar> {
        let Self { days, opens, closes, zone, holidays } = self;
        Calendar::new(days.clone(), *opens, *closes, zone.0, holidays.clone())
            .map_err(|reason| anyhow!("[calendar]: {reason}"))
    }
}

/// `[graphql]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GraphqlSettings {
    introspection: bool,
    get: bool,
    /// Whether there is a query editor.
    pub(super) editor: bool,
    trusted_documents: Option<PathBuf>,
    at_once: u32,
    patience_seconds: u32,
}

impl Default for GraphqlSettings {
    fn default() -> Self {
        let Profile { introspection, get, at_once, patience, .. } = Profile::default();
        Self {
            introspection,
            get,
            editor: true,
            trusted_documents: None,
            at_once: u32::try_from(at_once).unwrap_or(u32::MAX),
            patience_seconds: u32::try_from(patience.as_secs()).unwrap_or(u32::MAX),
        }
    }
}

impl GraphqlSettings {
    /// How requests are answered by these settings; trusted documents are read.
    pub(super) fn profile(&self) -> anyhow::Result<Profile> {
        if self.at_once == 0 {
            bail!("[graphql]: at_once = 0 would answer nothing; set it to 1 or more");
        }
        if !(1..=600).contains(&self.patience_seconds) {
            bail!("[graphql]: patience_seconds must be at least 1 and at most 600");
        }
        Ok(Profile {
            introspection: self.introspection,
            get: self.get,
            trusted: self.trusted_documents.as_deref().map(trusted).transpose()?,
            at_once: self.at_once as usize,
            patience: Duration::from_secs(self.patience_seconds.into()),
            live: Live::default(),
        })
    }
}

/// The documents in a folder's `.graphql` files, each by the hash of its text.
fn trusted(folder: &Path) -> anyhow::Result<Trusted> {
    let unread =
        || format!("[graphql]: trusted_documents = \"{}\" cannot be read", folder.display());
    let mut documents = Trusted::new();
    for entry in std::fs::read_dir(folder).with_context(unread)? {
        let file = entry.with_context(unread)?.path();
        if file.extension().is_some_and(|kind| kind == "graphql") {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            documents.insert(hash(text.as_bytes()), text.into());
        }
    }
    if documents.is_empty() {
        bail!(
            "[graphql]: {} holds no .graphql file; nothing would be answered",
            folder.display()
        );
    }
    Ok(documents)
}

/// `[sync]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SyncSettings {
    /// Seconds that a worker may be silent before another takes its run.
    pub(super) lease_seconds: u32,
    /// Longest pause, in seconds, between two tries of a request to a source.
    pub(super) patience_seconds: u32,
    /// How records compare is learned again when there are 1.3 times as many, or fewer by as much.
    pub(super) relearn: bool,
}

impl Default for SyncSettings {
    fn default() -> Self {
        Self { lease_seconds: 15, patience_seconds: 60, relearn: true }
    }
}

/// `[egress]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct EgressSettings {
    /// Sources on private and loopback addresses may be asked.
    pub(super) allow_private: bool,
    /// Longest time for one reply.
    pub(super) timeout_seconds: u32,
    /// Largest reply after decompression.
    pub(super) max_reply_megabytes: u32,
}

impl Default for EgressSettings {
    fn default() -> Self {
        Self { allow_private: false, timeout_seconds: 60, max_reply_megabytes: 64 }
    }
}

/// `[vault]`. Read as any values: a type's own error would show what was written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct VaultSettings {
    /// The key that seals tokens and opens them.
    key: Option<Value>,
    /// Keys that only open: former ones, until everything is sealed with the new one.
    former_keys: Vec<Value>,
}

impl VaultSettings {
    /// The vaults of all sources: sealed in the database, or in memory when there is no key.
    pub(super) fn vaults(&self) -> anyhow::Result<Vaults> {
        let Some(key) = &self.key else {
            ensure!(
                self.former_keys.is_empty(),
                "vault.former_keys only open; set vault.key as well, which seals"
            );
            return Ok(Vaults::default());
        };
        let former = self.former_keys.iter().enumerate();
        let former: anyhow::Result<Vec<String>> = former
            .map(|(at, key)| referred(key, &format!("vault.former_keys[{at}]")))
            .collect();
        let keys = Keys::new(&referred(key, "vault.key")?, &former?);
        let keys = keys.map_err(|(at, error)| match at {
            0 => anyhow!("vault.key is no key: {error}"),
            at => anyhow!("vault.former_keys[{}] is no key: {error}", at - 1),
        })?;
        Ok(Vaults::sealed(keys))
    }
}

/// What a reference refers to.
pub(super) fn referred(value: &Value, place: &str) -> anyhow::Result<String> {
    let reference = value.as_table().and_then(secret);
    let reference = reference.ok_or_else(|| {
        anyhow!("{place} is a secret: write {{ env = \"NAME\" }} or {{ file = \"PATH\" }}")
    })?;
    reference.read(place)
}

/// `[log]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LogSettings {
    /// `info`, `debug`, or per room: `info,accord::sync=debug`.
    pub(super) filter: String,
    /// `text` or `json`.
    pub(super) form: LogForm,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { filter: "info".to_owned(), form: LogForm::Text }
    }
}

/// `[traces]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TraceSettings {
    endpoint: Option<String>,
    /// Of all requests and syncs, 0 to 1.
    pub(super) share: f64,
    /// The name under which they are found.
    pub(super) service: String,
}

impl Default for TraceSettings {
    fn default() -> Self {
        Self { endpoint: None, share: 1.0, service: "accord".to_owned() }
    }
}

impl TraceSettings {
    /// Where an OpenTelemetry collector takes traces in OTLP over HTTP, if they are wanted.
    pub(super) fn endpoint(&self) -> anyhow::Result<Option<&str>> {
        ensure!(
            (0.0..=1.0).contains(&self.share),
            "[traces]: share = {} must be at least 0 and at most 1",
            self.share
        );
        let Some(endpoint) = self.endpoint.as_deref() else { return Ok(None) };
        let is_web = endpoint.starts_with("http://") || endpoint.starts_with("https://");
        ensure!(
            is_web,
            "[traces]: endpoint = \"{endpoint}\" must begin with http:// or https://"
        );
        Ok(Some(endpoint))
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum LogForm {
    /// Sentences.
    Text,
    /// One JSON object a line.
    Json,
}

/// `[sources.NAME]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceSettings {
    /// The connector's folder name.
    pub(super) connector: String,
    /// Time between two syncs: `30s`, `15m`, `6h`, `1d`.
    #[serde(default = "fifteen_minutes")]
    interval: String,
    /// No company and no person is twice in it: two of its records are never taken for one.
    #[serde(default)]
    pub(super) free_of_duplicates: bool,
    /// What the connector asks for; a secret as `{ env = … }` or `{ file = … }`.
    #[serde(default)]
    config: Table,
    /// What the source signs its webhooks with, as a reference; a list while one secret replaces
    /// another. Without it no webhooks are taken.
    webhook_secret: Option<Value>,
}

/// Only what is no secret.
impl std::fmt::Debug for SourceSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} every {}", self.connector, self.interval)
    }
}

fn fifteen_minutes() -> String {
    "15m".to_owned()
}

impl SourceSettings {
    /// Settings of a source whose configuration is at hand.
    pub(super) fn new(connector: &str, interval: &str, config: Table) -> Self {
        let (connector, interval) = (connector.to_owned(), interval.to_owned());
        Self { connector, interval, free_of_duplicates: false, config, webhook_secret: None }
    }

    /// The time between two syncs.
    pub(super) fn interval(&self, name: &str) -> anyhow::Result<Duration> {
        duration(&self.interval).with_context(|| format!("[sources.{name}] interval"))
    }

    /// The connector's configuration with its secrets read.
    pub(super) fn config(&self, name: &str) -> anyhow::Result<JsonValue> {
        let place = format!("sources.{name}.config");
        revealed(&Value::Table(self.config.clone()), &place)
    }

    /// What the source signs its webhooks with; empty when none are taken.
    pub(super) fn webhook_secrets(&self, name: &str) -> anyhow::Result<Secrets> {
        let place = format!("sources.{name}.webhook_secret");
        let Some(value) = &self.webhook_secret else { return Ok(Secrets::default()) };
        let secrets = match revealed(value, &place)? {
            JsonValue::Array(secrets) => secrets,
            one => vec![one],
        };
        let text = |secret: JsonValue| match secret {
            JsonValue::String(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(anyhow!("{place} is empty or no text; write {{ env = \"NAME\" }}")),
        };
        Ok(Secrets(secrets.into_iter().map(text).collect::<anyhow::Result<_>>()?))
    }
}

/// `90s`, `15m`, `6h`, `1d`; at least a second.
pub(super) fn duration(text: &str) -> anyhow::Result<Duration> {
    let wrong = || anyhow!("`{text}` is not a time; write it as 30s, 15m, 6h or 1d");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let count: u64 = text.trim_end_matches(unit).trim().parse().map_err(|_| wrong())?;
    count.checked_mul(seconds).filter(|s| *s > 0).map(Duration::from_secs).ok_or_else(wrong)
}

/// A value of a source's configuration as JSON, each `{ env = … }` and `{ file = … }` replaced by
/// what it names.
fn revealed(value: &Value, place: &str) -> anyhow::Result<JsonValue> {
    Ok(match value {
        Value::Table(table) => {
            if let Some(reference) = secret(table) {
                return Ok(JsonValue::String(reference.read(place)?));
            }
            let mut object = serde_json::Map::new();
            for (key, value) in table {
                object.insert(key.clone(), revealed(value, &format!("{place}.{key}"))?);
            }
            JsonValue::Object(object)
        }
        Value::Array(items) => {
            let items: Result<_, _> = items.iter().map(|item| revealed(item, place)).collect();
            JsonValue::Array(items?)
        }
        Value::String(text) => JsonValue::String(text.clone()),
        Value::Integer(number) => JsonValue::from(*number),
        Value::Float(number) => JsonValue::from(*number),
        Value::Boolean(flag) => JsonValue::Bool(*flag),
        Value::Datetime(moment) => JsonValue::String(moment.to_string()),
    })
}

/// Where a secret is kept.
enum Reference<'a> {
    Env(&'a str),
    File(&'a str),
}

fn secret(table: &Table) -> Option<Reference<'_>> {
    if table.len() != 1 {
        return None;
    }
    let (key, value) = table.iter().next()?;
    match (key.as_str(), value.as_str()?) {
        ("env", name) => Some(Reference::Env(name)),
        ("file", path) => Some(Reference::File(path)),
        _ => None,
    }
}

impl Reference<'_> {
    fn read(&self, place: &str) -> anyhow::Result<String> {
        match self {
            Self::Env(name) => variable(name).ok_or_else(|| {
                anyhow!(
                    "{place} wants the variable {name} of the environment, which is not set"
                )
            }),
            Self::File(path) => std::fs::read_to_string(path)
                .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
                .with_context(|| {
                    format!("{place} wants the file {path}, which cannot be read")
                }),
        }
    }
}

/// Reads the settings: the file, then the environment, then the command line.
pub(super) fn load(file: Option<&Path>, database: Option<&str>) -> anyhow::Result<Config> {
    let mut table = read_file(file)?;
    overlay(&mut table, environment())?;
    let mut config: Config = Value::Table(table)
        .try_into()
        .map_err(|error| anyhow!("a setting of the environment is wrong: {error}"))?;
    if let Some(database) = database {
        config.database = Some(database.to_owned());
    }
    Ok(config)
}

fn read_file(file: Option<&Path>) -> anyhow::Result<Table> {
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    if file.is_none() && !path.exists() {
        return Ok(Table::new());
    }
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the configuration {} cannot be read", path.display()))?;
    // The whole file as settings first: only this way does an error know its line.
    toml::from_str::<Config>(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| anyhow!("{}: {error}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "the only reader of the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The settings in the environment, by their path.
fn environment() -> Vec<(Vec<String>, String)> {
    let mut settings: Vec<(Vec<String>, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with(PREFIX) && !name.starts_with(TEST_PREFIX))
        .map(|(name, value)| {
            let path = name.trim_start_matches(PREFIX).to_lowercase();
            (path.split("__").map(str::to_owned).collect(), value)
        })
        .collect();
    if let Some(url) = variable("DATABASE_URL") {
        settings.push((vec!["database".to_owned()], url));
    }
    // ACCORD_DATABASE wins over DATABASE_URL: the last one laid over counts.
    settings.sort_by_key(|(path, _)| path.len());
    settings.reverse();
    settings
}

/// Lays variables over the file's settings. A text that reads as a TOML value is one.
fn overlay(table: &mut Table, settings: Vec<(Vec<String>, String)>) -> anyhow::Result<()> {
    for (path, text) in settings {
        let (last, parents) = path.split_last().expect("a name has at least one part");
        let mut place = &mut *table;
        for parent in parents {
            let entry =
                place.entry(parent.clone()).or_insert_with(|| Value::Table(Table::new()));
            let Value::Table(inner) = entry else {
                bail!(
                    "{PREFIX}{} sets something inside a plain value",
                    path.join("__").to_uppercase()
                );
            };
            place = inner;
        }
        place.insert(last.clone(), typed(text, place.get(last)));
    }
    Ok(())
}

/// A variable's text as the kind of value it replaces, else as TOML would read it, else as text.
fn typed(text: String, replaces: Option<&Value>) -> Value {
    if matches!(replaces, Some(Value::String(_))) {
        return Value::String(text);
    }
    let parsed = toml::from_str::<Table>(&format!("value = {text}"));
    parsed.ok().and_then(|mut table| table.remove("value")).unwrap_or(Value::String(text))
}

/// A time zone by its IANA name.
mod chrono_tz_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer};

    #[derive(Debug, Clone, Copy)]
    pub(super) struct Zone(pub(super) chrono_tz::Tz);

    impl<'de> Deserialize<'de> for Zone {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let name = String::deserialize(deserializer)?;
            let zone = name.parse().map_err(|_| {
                D::Error::custom(format!(
                    "`{name}` is not an IANA time zone such as Europe/Berlin"
                ))
            })?;
            Ok(Self(zone))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(file: &str, environment: &[(&str, &str)]) -> anyhow::Result<Config> {
        let mut table: Table = toml::from_str(file)?;
        let environment = environment.iter().map(|(path, value)| {
            (path.split("__").map(str::to_owned).collect(), (*value).to_owned())
        });
        overlay(&mut table, environment.collect())?;
        Ok(Value::Table(table).try_into()?)
    }

    #[test]
    fn the_environment_is_laid_over_the_file() {
        let file = "listen = \"127.0.0.1:1\"\n[sources.crm]\nconnector = \"hubspot\"";
        let environment = [
            ("listen", "127.0.0.1:2"),
            ("sync__lease_seconds", "7"),
            ("sources__crm__interval", "2h"),
            ("sources__crm__config__access_token", "123"),
        ];
        let config = settings(file, &environment).expect("right settings");
        assert_eq!(config.listen, "127.0.0.1:2");
        assert_eq!(config.sync.lease_seconds, 7);
        let crm = &config.sources["crm"];
        assert_eq!(crm.interval("crm").expect("a time"), Duration::from_hours(2));
        assert_eq!(crm.config("crm").expect("no secret")["access_token"], 123);
    }

    #[test]
    fn the_example_file_states_the_defaults() {
        let example = settings(include_str!("../../accord.example.toml"), &[]).expect("right");
        let default = Config::default();
        assert_eq!(example.listen, default.listen);
        assert_eq!(example.sync.lease_seconds, default.sync.lease_seconds);
        assert_eq!(example.sync.patience_seconds, default.sync.patience_seconds);
        assert_eq!(example.sync.relearn, default.sync.relearn);
        assert_eq!(example.egress.timeout_seconds, default.egress.timeout_seconds);
        assert_eq!(example.egress.max_reply_megabytes, default.egress.max_reply_megabytes);
        assert_eq!(example.egress.allow_private, default.egress.allow_private);
        assert_eq!(example.log.filter, default.log.filter);
        assert_eq!(example.survivorship, default.survivorship);
        assert_eq!(example.health_model, default.health_model);
        assert_eq!(example.trust_model, default.trust_model);
        assert_eq!(example.survey_model, default.survey_model);
        assert_eq!(example.segments, default.segments);
        assert_eq!(example.metrics_model, default.metrics_model);
        let calendars = (example.calendar.calendar(), default.calendar.calendar());
        assert_eq!(calendars.0.expect("hours"), calendars.1.expect("hours"));
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        let error =
            settings("lissten = \"x\"", &[]).err().expect("no such setting").to_string();
        assert!(error.contains("lissten") && error.contains("listen"), "{error}");
    }

    #[test]
    fn a_missing_secret_names_its_place_and_shows_nothing() {
        let file = "[sources.crm]\nconnector = \"hubspot\"\nconfig = { t = { env = \"ACCORD_TEST_NOT_SET\" } }";
        let config = settings(file, &[]).expect("right settings");
        let error = config.sources["crm"].config("crm").expect_err("not set").to_string();
        assert!(
            error.contains("sources.crm.config.t") && error.contains("ACCORD_TEST_NOT_SET"),
            "{error}"
        );
    }

    #[test]
    fn the_vaults_key_is_a_reference_to_a_right_one_and_never_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("a file");
            format!("{{ file = {:?} }}", path.display().to_string())
        };
        let (long, hex) = (file("long", &"QUFB".repeat(11)), file("hex", &"0f".repeat(32)));
        let (short, word) = (file("short", "c2VjcmV0"), file("word", "hush, hush"));
        let cases = [
            ("", Ok(false)),
            ("key = \"hush, hush\"", Err("vault.key is a secret")),
            ("key = { env = \"ACCORD_TEST_NOT_SET\" }", Err("ACCORD_TEST_NOT_SET")),
            (&format!("key = {short}"), Err("vault.key is no key: it has 6 bytes")),
            (
                &format!("key = {hex}\nformer_keys = [{word}]"),
                Err("vault.former_keys[0] is no"),
            ),
            (&format!("former_keys = [{hex}]"), Err("set vault.key as well")),
            (&format!("key = {hex}"), Ok(true)),
            (&format!("key = {long}\nformer_keys = [{hex}]"), Err("it has 33 bytes")),
        ];
        for (text, expected) in cases {
            let config = settings(&format!("[vault]\n{text}"), &[]).expect("settings");
            let found = config.vault.vaults().map(|vaults| vaults.are_sealed());
            let found = found.map_err(|error| error.to_string());
            match (&found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(*found, expected, "{text}"),
                (Err(found), Err(expected)) => {
                    assert!(found.contains(expected) && !found.contains("hush"), "{found}");
                }
                _ => panic!("{text}: {found:?}"),
            }
        }
    }

    #[test]
    fn webhook_secrets_are_one_or_two_texts_and_never_empty() {
        let source = |secret: &str| {
            let file = format!("[sources.crm]\nconnector = \"hubspot\"\n{secret}");
            let config = settings(&file, &[]).expect("right settings");
            config.sources["crm"].webhook_secrets("crm").map(|secrets| secrets.0)
        };
        assert_eq!(source("").expect("none"), Vec::<String>::new());
        assert_eq!(source("webhook_secret = \"a\"").expect("one"), ["a"]);
        assert_eq!(source("webhook_secret = [\"a\", \"b\"]").expect("two"), ["a", "b"]);
        for wrong in ["\"\"", "7", "[\"a\", \"\"]", "{ env = \"ACCORD_TEST_NOT_SET\" }"] {
            let error = source(&format!("webhook_secret = {wrong}")).expect_err(wrong);
            assert!(error.to_string().contains("sources.crm.webhook_secret"), "{error}");
        }
    }

    #[test]
    fn times_are_written_with_a_unit() {
        for wrong in ["", "15", "m", "-1h", "0s", "1w", "1.5h"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
        assert_eq!(duration("90s").expect("a time"), Duration::from_secs(90));
    }
}
