//! Which streams tell by their first record that a source can be reached.

use super::entry::Entry;
use super::part::{Part, Read, Trouble};
use super::{resolve, told, vocabulary};
use crate::connector::Json;

/// A manifest's `check`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Check {
    /// Streams by name.
    pub(crate) names: Vec<String>,
    /// Of a dynamic stream so many of those that it became; without a number all.
    dynamic: Vec<(String, Option<usize>)>,
    /// So many of all streams.
    first: usize,
    /// Values that hold for a check only.
    pub(crate) overrides: Vec<(String, Json)>,
    /// Why this build cannot check as the manifest says.
    pub(crate) refused: Option<String>,
}

impl Check {
    /// Reads a manifest's `check`, whose streams must be among `streams`.
    ///
    /// # Errors
    /// When it is wrong.
    pub(crate) fn read(
        top: &Part<'_>,
        streams: &[Entry],
        file: &str,
    ) -> Result<Self, resolve::Problem> {
        let node = top.need("check").map_err(told)?;
        let part = match Part::of(node, "check", &["CheckStream", "CheckDynamicStream"]) {
            Ok(part) => part,
            // Another way to check only means that nothing is named to be checked.
            Err(Trouble::Later(line, why)) => {
                let refused = Some(format!("{file}:{line}: {why}"));
                return Ok(Self { refused, ..Self::default() });
            }
            Err(wrong) => return Err(told(wrong)),
        };
        let mut check = Self::of(&part).map_err(told)?;
        for node in part.list("stream_names").map_err(told)? {
            let name = super::part::scalar(node).unwrap_or_default();
            let known = || streams.iter().map(|entry| entry.info.name.as_str());
            let dynamic = top.field("dynamic_streams").is_some();
            if !dynamic && !known().any(|stream| stream == name) {
                let hint = vocabulary::hint(&name, known());
                return Err((node.line, format!("`check` names no stream: `{name}`{hint}")));
            }
            check.names.push(name);
        }
        Ok(check)
    }

    fn of(part: &Part<'_>) -> Read<Self> {
        let mut check = Self::default();
        if let Some(overrides) = part.field("config_overrides") {
            let own = overrides.entries().iter().filter(|entry| !entry.key.starts_with('$'));
            check.overrides = own.map(|entry| (entry.key.clone(), entry.node.json())).collect();
        }
        let count = |whole: i64| usize::try_from(whole).unwrap_or(0);
        if part.kind == "CheckDynamicStream" {
            let asked = part.flag_or("use_check_availability", true)?;
            check.first = part.whole("stream_count")?.map_or(0, count);
            check.first *= usize::from(asked);
            return Ok(check);
        }
        for node in part.list("dynamic_streams_check_configs")? {
            let place = "dynamic_streams_check_configs";
            let rule = Part::of(node, place, &["DynamicStreamCheckConfig"])?;
            let name = rule.text("dynamic_stream_name")?.unwrap_or_default();
            check.dynamic.push((name, rule.whole("stream_count")?.map(count)));
        }
        Ok(check)
    }

    /// The streams to read a record of, among those there are.
    pub(crate) fn streams(&self, streams: &[Entry]) -> Vec<String> {
        let name = |entry: &Entry| entry.info.name.clone();
        let mut names = self.names.clone();
        for (dynamic, count) in &self.dynamic {
            let made = streams.iter().filter(|e| e.made_from.as_ref() == Some(dynamic));
            names.extend(made.take(count.unwrap_or(usize::MAX)).map(name));
        }
        names.extend(streams.iter().take(self.first).map(name));
        names
    }
}

/// The names of streams that a configuration wants checked instead.
pub(crate) fn asked(config: &serde_json::Value) -> Option<Vec<String>> {
    let list = config.get("__airbyte_check_stream_names")?.as_array()?;
    let names = list.iter().map(|name| name.as_str().map(str::to_owned));
    names.collect::<Option<Vec<_>>>().filter(|names| !names.is_empty())
}
