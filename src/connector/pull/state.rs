//! What was read up to when: windows of time to read, and the state that a next pull begins from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::Context;
use super::slice::partition_key;
use super::window::{Clamp, Cut};
use crate::connector::Json;
use crate::connector::manifest::{Bound, Cursor};
use crate::connector::moment::{self, Span};
use crate::connector::template::{RenderError, Template, Typing, python_text};

/// Above so many partitions one position for all of them replaces theirs.
const MAX_STATES: usize = 10_000;

/// A window of time to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) start_name: String,
    pub(super) end_name: String,
    pub(super) start_text: String,
    pub(super) end_text: String,
    /// Records that are newer do not move the state past here: later windows read on.
    pub(super) reach: Option<DateTime<Utc>>,
}

/// The position of an incremental stream.
#[derive(Debug)]
pub(super) struct Position {
    pub(super) field: Vec<String>,
    name: String,
    pub(super) formats: Vec<String>,
    format: String,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    cut: Cut,
    lookback: Span,
    /// The cursor counts: its values are numbers.
    counts: bool,
    start_name: String,
    end_name: String,
    /// Unpartitioned streams have one position, others one each.
    partitioned: bool,
    one: Option<DateTime<Utc>>,
    states: Vec<(Json, DateTime<Utc>)>,
    index: HashMap<String, usize>,
    global: Option<DateTime<Utc>>,
    next_global: Option<DateTime<Utc>>,
    use_global: bool,
    /// How long the run before took: what changed meanwhile is read again by new partitions.
    lookback_seconds: Option<i64>,
    has_seen: bool,
    begun: DateTime<Utc>,
}

impl Position {
    /// The position that a state says, or the start.
    ///
    /// # Errors
    /// When the cursor's expressions cannot be rendered or are no dates.
    pub(super) fn new(
        context: &Context,
        cursor: &Cursor,
        partitioned: bool,
        state: Option<&Json>,
    ) -> Result<Self, RenderError> {
        let scope = context.scope(&[], &[]);
        let text = |template: &Template| context.engine().text(template, &scope);
        let name = text(&cursor.field)?;
        let mut formats = cursor.formats.clone();
        formats.push(cursor.format.clone());
        let mut position = Self {
            field: name.split('.').map(str::to_owned).collect(),
            name,
            formats,
            format: cursor.format.clone(),
            start: bound(context, cursor, &cursor.start)?,
            end: match &cursor.end {
                Some(end) => bound(context, cursor, end)?,
                None => context.now,
            },
            cut: Cut {
                step: span(context, cursor, cursor.step.as_ref())?,
                granularity: cursor.granularity,
                strict: cursor.strict,
                clamp: clamp(context, cursor)?,
            },
            counts: cursor.counts,
            lookback: span(context, cursor, cursor.lookback.as_ref())?.unwrap_or_default(),
            start_name: text(&cursor.start_name)?,
            end_name: text(&cursor.end_name)?,
            partitioned,
            one: None,
            states: Vec::new(),
            index: HashMap::new(),
            global: None,
            next_global: None,
            use_global: partitioned && cursor.global,
            lookback_seconds: None,
            has_seen: false,
            begun: context.now,
        };
        if let Some(clamp) = position.cut.clamp {
            // What is not over yet is left to a later pull.
            let unit = match clamp {
                Clamp::Day => Span::seconds(1),
                _ => Span::seconds(86_400),
            };
            let unit = cursor.granularity.unwrap_or(unit);
            position.end = unit.before(clamp.down(position.end));
        }
        if let Some(state) = state {
            position.restore(state);
        }
        Ok(position)
    }

    fn restore(&mut self, state: &Json) {
        if !self.partitioned {
            self.one = self.read(state);
            return;
        }
        if state.get("states").is_none() && state.get("state").is_none() {
            self.global = self.read(state);
            self.next_global = self.global;
            return;
        }
        self.use_global |= state.get("use_global_cursor") == Some(&Json::Bool(true));
        let seconds = state.get("lookback_window").and_then(Json::text);
        self.lookback_seconds = Some(seconds.and_then(|text| text.parse().ok()).unwrap_or(0));
        if let Some(Json::Array(states)) = state.get("states") {
            for entry in states {
                let at = entry.get("cursor").and_then(|cursor| self.read(cursor));
                if let (Some(partition), Some(at)) = (entry.get("partition"), at) {
                    self.set(partition.clone(), at);
                }
            }
        }
        self.global = state.get("state").and_then(|global| self.read(global));
        self.next_global = self.global;
    }

    // `{field: value}`, or the ecosystem's list of slices of time.
    fn read(&self, state: &Json) -> Option<DateTime<Utc>> {
        if let Some(Json::Array(slices)) = state.get("slices") {
            let first = slices.first()?;
            let value = first.get("most_recent_cursor_value").or_else(|| first.get("end"))?;
            return self.parse(value.text()?);
        }
        self.parse(state.get(&self.name)?.text()?)
    }

    fn parse(&self, text: &str) -> Option<DateTime<Utc>> {
        let known = self.formats.iter().find_map(|format| moment::parse(text, format));
        known.or_else(|| moment::parse_iso(text))
    }

    fn set(&mut self, partition: Json, at: DateTime<Utc>) {
        let key = partition_key(&partition);
        if let Some(index) = self.index.get(&key) {
            if let Some((_, known)) = self.states.get_mut(*index) {
                *known = at;
            }
            return;
        }
        self.index.insert(key, self.states.len());
        self.states.push((partition, at));
        if self.states.len() > MAX_STATES {
            self.use_global = true;
        }
    }

    fn position(&self, key: &str) -> Option<DateTime<Utc>> {
        if !self.partitioned {
            return self.one;
        }
        let lookback = Span::seconds(self.lookback_seconds.unwrap_or(0));
        let all = || self.global.map(|at| lookback.before(at));
        self.own(key).or_else(all)
    }

    fn own(&self, key: &str) -> Option<DateTime<Utc>> {
        let (_, at) = self.index.get(key).and_then(|index| self.states.get(*index))?;
        Some(*at)
    }

    /// Up to when an unpartitioned stream was read, when its state says so.
    pub(super) fn reached(&self) -> Option<DateTime<Utc>> {
        self.one
    }

    /// The lowest and highest cursor value that a pull keeps when the source cannot filter.
    pub(super) fn range(&self, key: &str) -> (DateTime<Utc>, DateTime<Utc>) {
        (self.lower(key), self.end)
    }

    fn lower(&self, key: &str) -> DateTime<Utc> {
        let known = self.position(key).map_or(self.start, |at| at.max(self.start));
        self.lookback.before(known).max(self.start)
    }

    /// The windows that a partition is read in.
    pub(super) fn windows(&self, key: &str) -> Vec<Window> {
        let cuttings = self.cut.windows(self.lower(key), self.end);
        cuttings.into_iter().map(|(from, to, reach)| self.window(from, to, reach)).collect()
    }

    fn window(
        &self,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        reach: Option<DateTime<Utc>>,
    ) -> Window {
        Window {
            start_name: self.start_name.clone(),
            end_name: self.end_name.clone(),
            start_text: moment::format(start, &self.format),
            end_text: moment::format(end, &self.format),
            reach,
        }
    }

    /// A slice is read: its records move the position, but never past `now` or past the slice.
    pub(super) fn advance(
        &mut self,
        partition: &[(String, Json)],
        key: &str,
        highest: Option<DateTime<Utc>>,
        limit: DateTime<Utc>,
    ) {
        // A new partition stands where all stand; reading a little earlier does not move it back.
        let own = if self.partitioned { self.own(key).or(self.global) } else { self.one };
        let known = own.unwrap_or(self.start);
        let reached = highest.map_or(known, |at| at.min(limit).max(known));
        if !self.partitioned {
            self.one = Some(reached);
            return;
        }
        self.has_seen |= highest.is_some();
        self.next_global = Some(self.next_global.map_or(reached, |at| at.max(reached)));
        if !self.use_global {
            self.set(Json::Object(partition.to_vec()), reached);
        }
    }

    /// Everything is read.
    pub(super) fn finish(&mut self, now: DateTime<Utc>) {
        if self.partitioned && self.has_seen {
            self.global = self.next_global.or(self.global);
            let took = now.signed_duration_since(self.begun).num_milliseconds().max(0);
            self.lookback_seconds = Some(took.unsigned_abs().div_ceil(1000).cast_signed());
        }
        if !self.partitioned && self.one.is_none() {
            self.one = Some(self.start);
        }
    }

    /// How many positions the state holds: how much it costs to write it.
    pub(super) fn size(&self) -> usize {
        if self.use_global { 1 } else { self.states.len().max(1) }
    }

    /// The state in the ecosystem's shape.
    pub(super) fn state(&self) -> Json {
        let at = |at: DateTime<Utc>| {
            let text = moment::format(at, &self.format);
            let value = if self.counts { Json::Number(text) } else { Json::String(text) };
            Json::Object(vec![(self.name.clone(), value)])
        };
        if !self.partitioned {
            return at(self.one.unwrap_or(self.start));
        }
        let mut fields = vec![("use_global_cursor".to_owned(), Json::Bool(self.use_global))];
        if !self.use_global {
            let states = self.states.iter().map(|(partition, position)| {
                Json::Object(vec![
                    ("partition".to_owned(), partition.clone()),
                    ("cursor".to_owned(), at(*position)),
                ])
            });
            fields.push(("states".to_owned(), Json::Array(states.collect())));
        }
        if let Some(global) = self.global {
            fields.push(("state".to_owned(), at(global)));
        }
        if let Some(seconds) = self.lookback_seconds {
            fields.push(("lookback_window".to_owned(), Json::Number(seconds.to_string())));
        }
        Json::Object(fields)
    }
}

fn span(
    context: &Context,
    cursor: &Cursor,
    template: Option<&Template>,
) -> Result<Option<Span>, RenderError> {
    let Some(template) = template else { return Ok(None) };
    let scope = context.scope(&[], &[]);
    let Some(text) = context.engine().typed(template, &scope, Typing::Text)? else {
        return Ok(None);
    };
    match Span::parse(&python_text(&text)) {
        Some(span) => Ok(Some(span)),
        None => Err(bad(cursor, template, "an ISO 8601 duration such as P30D")),
    }
}

fn clamp(context: &Context, cursor: &Cursor) -> Result<Option<Clamp>, RenderError> {
    let Some((target, weekday)) = &cursor.clamping else { return Ok(None) };
    let word = context.engine().text(target, &context.scope(&[], &[]))?;
    match (word.as_str(), weekday) {
        ("DAY", _) => Ok(Some(Clamp::Day)),
        ("MONTH", _) => Ok(Some(Clamp::Month)),
        ("WEEK", Some(weekday)) => Ok(Some(Clamp::Week(*weekday))),
        ("WEEK", None) => {
            Err(bad(cursor, target, "a week's first day: set target_details.weekday"))
        }
        _ => Err(bad(cursor, target, "DAY, WEEK or MONTH")),
    }
}

fn bound(
    context: &Context,
    cursor: &Cursor,
    bound: &Bound,
) -> Result<DateTime<Utc>, RenderError> {
    let format = bound.format.as_ref().unwrap_or(&cursor.format);
    let scope = context.scope(&[], &[]);
    let read = |template: &Template| {
        let text = context.engine().text(template, &scope)?;
        // Configurations hold dates in more forms than a manifest foresees.
        moment::parse(&text, format)
            .or_else(|| moment::parse_iso(&text))
            .ok_or_else(|| bad(cursor, template, &format!("a date in the format {format}")))
    };
    let mut at = read(&bound.at)?;
    if let Some(least) = &bound.least {
        at = at.max(read(least)?);
    }
    if let Some(most) = &bound.most {
        at = at.min(read(most)?);
    }
    Ok(at)
}

// The value itself may come from the configuration and is not told.
fn bad(cursor: &Cursor, template: &Template, expected: &str) -> RenderError {
    let message = format!("`{}` does not give {expected}", template.source());
    RenderError { line: cursor.line, undefined: false, message }
}
