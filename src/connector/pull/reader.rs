//! One stream of a pull while it is read: its slices, and what a page of it holds.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::decode::{self, Decoded, Found};
use super::extract::{self, Raw};
use super::record::{Kept, Outcome, Reading, fingerprint};
use super::request::{self, slice_vars};
use super::slice::{Partition, Run, Stage, product};
use super::source::Source;
use super::state::{Position, Window};
use super::{Context, files, job, paginate, properties};
use crate::connector::manifest::Stream;
use crate::connector::template::RenderError;
use crate::connector::{Json, Reply};

/// Why a page could not be read.
pub(super) enum Unread {
    /// The body is not what it should be.
    Body(Found),
    /// An expression cannot be rendered.
    Template(RenderError),
    /// The pages never end, and how that shows.
    Endless(String),
}

impl From<Found> for Unread {
    fn from(found: Found) -> Self {
        Self::Body(found)
    }
}

impl From<RenderError> for Unread {
    fn from(error: RenderError) -> Self {
        Self::Template(error)
    }
}

/// One stream while it is read.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) stream: Arc<Stream>,
    pub(super) login: usize,
    /// How its jobs are run, when it is asynchronous.
    pub(super) jobs: Option<job::Rules>,
    /// How the files of its records are had, when they are wanted.
    pub(super) files: Option<files::Rules>,
    plan: extract::Plan,
    pub(super) position: Option<Position>,
    pub(super) sources: Vec<Source>,
    combined: bool,
    pub(super) planned: VecDeque<(Partition, String, Option<Window>)>,
    pub(super) runs: VecDeque<Run>,
    seen: HashSet<String>,
    pub(super) exhausted: bool,
    pub(super) finished: bool,
    pub(super) produced: u64,
    closed_upto: u64,
    pub(super) marks: VecDeque<(u64, String, Json)>,
    parent_state: BTreeMap<String, Json>,
    /// The reader that this one's records are partitions of, its source, and which parent it is.
    pub(super) child: Option<(usize, usize, usize)>,
    /// The reader of the names of its properties.
    pub(super) names: Option<usize>,
    /// The reader whose properties this one names.
    pub(super) namer_of: Option<usize>,
    /// Names of properties, as they were found.
    pub(super) named: Vec<String>,
    chunks: Option<Arc<Vec<Vec<String>>>>,
}

/// What a page held.
pub(super) struct Done {
    pub(super) kept: Vec<Kept>,
    pub(super) rejected: Vec<crate::model::Rejected>,
    pub(super) keys: Vec<u64>,
    pub(super) highest: Option<DateTime<Utc>>,
    pub(super) next: Option<Json>,
}

impl Reader {
    pub(super) fn new(
        context: &Context,
        stream: &Arc<Stream>,
        state: Option<&Json>,
    ) -> Result<Self, RenderError> {
        let partitioned = !stream.routers.is_empty();
        let position = match &stream.cursor {
            Some(cursor) => Some(Position::new(context, cursor, partitioned, state)?),
            None => None,
        };
        let parents = match state.and_then(|state| state.get("parent_state")) {
            Some(Json::Object(fields)) => fields.iter().cloned().collect(),
            _ => BTreeMap::new(),
        };
        Ok(Self {
            stream: Arc::clone(stream),
            login: 0,
            jobs: None,
            files: None,
            plan: extract::Plan::new(context, &stream.selector.extractor)?,
            position,
            sources: Vec::new(),
            combined: false,
            planned: VecDeque::new(),
            runs: VecDeque::new(),
            seen: HashSet::new(),
            exhausted: false,
            finished: false,
            produced: 0,
            closed_upto: 0,
            marks: VecDeque::new(),
            parent_state: parents,
            child: None,
            names: None,
            namer_of: None,
            named: Vec::new(),
            chunks: None,
        })
    }

    pub(super) fn state(&self) -> Option<Json> {
        // Without a position of its own a stream is read whole each time, parents included.
        let mut state = self.position.as_ref()?.state();
        if let Json::Object(fields) = &mut state
            && !self.stream.routers.is_empty()
        {
            let parents = self.parent_state.clone().into_iter().collect();
            fields.push(("parent_state".to_owned(), Json::Object(parents)));
        }
        Some(state)
    }

    pub(super) fn has_partition(&self) -> bool {
        let mut queues = self.sources.iter().map(|source| &source.queue);
        self.sources.is_empty() || queues.any(|queue| !queue.is_empty())
    }

    // The lists of properties for one page, cut once.
    pub(super) fn chunks(&mut self, context: &Context) -> Option<Arc<Vec<Vec<String>>>> {
        let plan = self.stream.properties.as_ref()?;
        if self.chunks.is_none() {
            self.chunks = Some(Arc::new(properties::requests(context, plan, &self.named)));
        }
        self.chunks.clone()
    }

    pub(super) fn receive(&mut self, source: usize, partitions: Vec<Partition>) {
        let Some(source) = self.sources.get_mut(source) else { return };
        for mut partition in partitions {
            self.produced += 1;
            partition.upto = self.produced;
            source.push(partition);
        }
    }

    pub(super) fn next_planned(&mut self) -> Option<(Partition, String, Option<Window>)> {
        loop {
            if let Some(planned) = self.planned.pop_front() {
                return Some(planned);
            }
            let partition = self.next_partition()?;
            let key = partition.key();
            let is_new = self.position.is_none() || self.seen.insert(key.clone());
            let windows: Vec<Option<Window>> = match &self.position {
                // A partition has one position; without positions it may well come twice.
                Some(_) if !is_new => Vec::new(),
                Some(position) => position.windows(&key).into_iter().map(Some).collect(),
                None => vec![None],
            };
            if windows.is_empty() {
                self.done_with(partition.upto);
            }
            let last = windows.len().saturating_sub(1);
            for (index, window) in windows.into_iter().enumerate() {
                let mut part = partition.clone();
                // Only the last of its windows ends a partition.
                part.upto = if index == last { partition.upto } else { 0 };
                self.planned.push_back((part, key.clone(), window));
            }
        }
    }

    fn next_partition(&mut self) -> Option<Partition> {
        let done = self.sources.iter().all(|source| source.done);
        match self.sources.as_mut_slice() {
            [] if self.exhausted => None,
            [] => {
                self.exhausted = true;
                Some(Partition::default())
            }
            [source] => {
                let partition = source.queue.pop_front();
                self.exhausted = partition.is_none() && done;
                partition
            }
            several => {
                if !done {
                    return None;
                }
                if !self.combined {
                    let lists: Vec<_> = several
                        .iter_mut()
                        .map(|source| std::mem::take(&mut source.queue))
                        .collect();
                    several[0].queue = product(&lists);
                    self.combined = true;
                }
                let partition = several[0].queue.pop_front();
                self.exhausted = partition.is_none();
                partition
            }
        }
    }

    // Slices are closed in the order in which they were opened, so the state covers no gap.
    pub(super) fn close(&mut self, now: DateTime<Utc>) -> usize {
        let mut closed = 0;
        while let Some(run) = self.runs.pop_front_if(|run| run.stage == Stage::Closed) {
            closed += 1;
            if let Some(position) = &mut self.position {
                let reach = run.slice.window.as_ref().and_then(|window| window.reach);
                let limit = reach.map_or(now, |reach| reach.min(now));
                position.advance(&run.slice.partition, &run.slice.key, run.highest, limit);
            }
            self.closed_upto = self.closed_upto.max(run.upto);
        }
        if closed > 0 {
            self.apply_marks();
        }
        closed
    }

    // A partition that needs no request is done when all before it are.
    fn done_with(&mut self, upto: u64) {
        match self.runs.back_mut() {
            Some(run) => run.upto = run.upto.max(upto),
            None => self.closed_upto = self.closed_upto.max(upto),
        }
    }

    pub(super) fn apply_marks(&mut self) {
        let several = self.sources.len() > 1;
        while let Some((upto, ..)) = self.marks.front() {
            if *upto > self.closed_upto || (several && *upto > 0) {
                return;
            }
            if let Some((_, name, state)) = self.marks.pop_front() {
                self.parent_state.insert(name, state);
            }
        }
    }

    pub(super) fn apply_all_marks(&mut self) {
        while let Some((_, name, state)) = self.marks.pop_front() {
            self.parent_state.insert(name, state);
        }
    }

    pub(super) fn page(
        &self,
        context: &Context,
        run: &Run,
        reply: &Reply,
    ) -> Result<Done, Unread> {
        let decoded = decode::decode(&self.stream.decoder, reply)?;
        let done = self.read(context, run, reply, &decoded);
        let Err(Unread::Body(found)) = done else { return done };
        // What Python would have read may be read without the words that are no JSON.
        match decoded.relaxed() {
            Some(relaxed) => self.read(context, run, reply, &relaxed),
            None => Err(Unread::Body(found)),
        }
    }

    fn read(
        &self,
        context: &Context,
        run: &Run,
        reply: &Reply,
        decoded: &Decoded<'_>,
    ) -> Result<Done, Unread> {
        let raws = extract::records(decoded, &self.plan)?;
        let page_token = request::next_page_token(run.token.as_ref());
        let vars = slice_vars(&run.slice, Some(&page_token));
        let position = self.position.as_ref();
        let range = position.map(|position| position.range(&run.slice.key));
        let cursor = self.stream.cursor.as_ref();
        let reading = Reading {
            engine: context.engine(),
            stream: &self.stream,
            scope: context.scope(&vars, &run.slice.extra),
            cursor: position.map(|p| (p.field.as_slice(), p.formats.as_slice())),
            only: range.filter(|_| cursor.is_some_and(|cursor| cursor.client_side)),
            dirty: !decoded.clean,
            keyless: context.keyless,
        };
        let extracted = raws.len();
        let mut done = Done {
            kept: Vec::with_capacity(extracted),
            rejected: Vec::new(),
            keys: Vec::with_capacity(extracted),
            highest: None,
            next: None,
        };
        for raw in raws {
            done.add(&reading, &raw);
        }
        properties::gather(run, &self.stream, &mut done.kept);
        let last = done.kept.last();
        let last_at = last.and_then(|kept| kept.at);
        let read = paginate::Read {
            stream: &self.stream,
            slice: &run.slice,
            reply,
            decoded,
            token: run.token.as_ref(),
            page_size: run.adapted.page_size,
            extracted,
            kept: done.kept.len(),
            last: last
                .map(|kept| kept.record.shaped.as_ref().unwrap_or(&kept.record.raw).as_str()),
            bulk: self.plan.bulk(),
        };
        done.next = paginate::next(context, &read)?;
        if cursor.is_some_and(|cursor| cursor.data_feed)
            && let Some((from, _)) = range
        {
            // A feed runs from new to old: what is older was read before.
            if last_at.is_some_and(|at| at < from) {
                done.next = None;
            }
            done.kept.retain(|kept| kept.at.is_none_or(|at| at >= from));
        }
        Ok(done)
    }
}

impl Done {
    fn add(&mut self, reading: &Reading<'_>, raw: &Raw<'_>) {
        let raw = match raw {
            Raw::Slice(raw) => raw.get(),
            Raw::Built(raw) => raw,
            Raw::Empty => return,
            Raw::Line(line) => {
                self.keys.push(fingerprint(line));
                self.rejected.push(reading.reject(
                    line,
                    "BAD_JSON",
                    "the line is not valid JSON",
                ));
                return;
            }
        };
        match reading.read(raw) {
            Outcome::Kept(kept) => {
                self.keys.push(fingerprint(&kept.record.key));
                self.highest = self.highest.max(kept.at);
                self.kept.push(kept);
            }
            Outcome::Filtered => self.keys.push(fingerprint(raw)),
            Outcome::Rejected(rejected) => {
                self.keys.push(fingerprint(raw));
                self.rejected.push(rejected);
            }
        }
    }
}
