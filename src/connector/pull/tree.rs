//! The stream of a pull and the streams above it: partitions flow down from parent to child.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::auth::Credential;
use super::properties::{self, Chunks};
use super::reader::{Done, Reader, Unread};
use super::record::Kept;
use super::request::{self, Ask};
use super::shape;
use super::slice::{Guard, Partition, Run, Slice, Stage};
use super::source::{Source, listed, parent_of, parent_state};
use super::state::Position;
use super::{Context, Page, adapt, files, job, paginate};
use crate::connector::manifest::{Router, Stream};
use crate::connector::template::RenderError;
use crate::connector::{Json, Reply, Request};

/// So many slices may be unfinished or wait for an earlier one to finish.
const MAX_OPEN: usize = 64;

/// What a page gave.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) page: Page,
    pub(super) next: Option<Json>,
    /// Paging must begin anew.
    pub(super) reset: bool,
    /// The same page needs another request.
    pub(super) again: bool,
}

/// All readers of a pull; the first is the stream itself.
#[derive(Debug)]
pub(super) struct Tree {
    readers: Vec<Reader>,
    next_run: u64,
    /// Requests at once; twice as many partitions are asked of a parent ahead of need.
    level: usize,
    max_jobs: usize,
}

type LoginOf<'a> = dyn FnMut(&Arc<Stream>) -> Result<usize, RenderError> + 'a;

impl Tree {
    /// The readers of a stream and of all its parents.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(super) fn new(
        context: &Context,
        stream: &Arc<Stream>,
        state: Option<&Json>,
        login: &mut LoginOf<'_>,
    ) -> Result<Self, RenderError> {
        let max_jobs = job::limit(context);
        let level = context.pace.level();
        let mut tree = Self { readers: Vec::new(), next_run: 0, level, max_jobs };
        tree.add(context, stream, state, login)?;
        Ok(tree)
    }

    fn add(
        &mut self,
        context: &Context,
        stream: &Arc<Stream>,
        state: Option<&Json>,
        login: &mut LoginOf<'_>,
    ) -> Result<usize, RenderError> {
        let index = self.readers.len();
        let mut reader = Reader::new(context, stream, state)?;
        reader.login = login(stream)?;
        if let Some(job) = &stream.job {
            reader.jobs = Some(job::Rules::new(context, job, login)?);
        }
        self.readers.push(reader);
        if let Some(source) = properties::source(stream) {
            let added = self.add(context, source, None, login)?;
            if let Some(reader) = self.readers.get_mut(added) {
                reader.namer_of = Some(index);
            }
            if let Some(reader) = self.readers.get_mut(index) {
                reader.names = Some(added);
            }
        }
        for (at, router) in stream.routers.iter().enumerate() {
            let (mut source, routers) = Source::of(router);
            let mut which = 0;
            for router in routers {
                match router {
                    Router::List { field, values, .. } => {
                        for partition in listed(context, field, values)? {
                            source.push(partition);
                        }
                    }
                    Router::Parents(parents) => {
                        for parent in parents {
                            let state = parent_state(state, parent);
                            let resumed = parent.resumed.as_ref().filter(|_| state.is_some());
                            let stream = resumed.unwrap_or(&parent.stream);
                            let added = self.add(context, stream, state, login)?;
                            source.parents.push(added);
                            if let Some(reader) = self.readers.get_mut(added) {
                                reader.child = Some((index, at, which));
                            }
                            which += 1;
                        }
                    }
                    Router::Group { .. } | Router::Union { .. } => {}
                }
            }
            if source.parents.is_empty() {
                source.end();
            }
            if let Some(reader) = self.readers.get_mut(index) {
                reader.sources.push(source);
            }
        }
        Ok(index)
    }

    /// A reader by its number; numbers come from this tree.
    pub(super) fn reader(&self, index: usize) -> &Reader {
        self.readers.get(index).unwrap_or_else(|| &self.readers[0])
    }

    /// The stream whose request a slice asks for next: its own, or one of its job or its files.
    pub(super) fn stream(&self, reader: usize, run: u64) -> &Arc<Stream> {
        let stream = &self.reader(reader).stream;
        if self.run(reader, run).is_some_and(|run| run.files.is_some())
            && let Some(Ok(files)) = &stream.files
        {
            return &files.download;
        }
        let phase = self.run(reader, run).and_then(job::phase_of);
        let job = stream.job.as_ref();
        phase.and_then(|phase| job::stream_of(job?, phase)).unwrap_or(stream)
    }

    /// Who signs in for a slice's next request.
    pub(super) fn login(&self, reader: usize, run: u64) -> usize {
        let known = self.run(reader, run);
        let is_file = known.is_some_and(|run| run.files.is_some());
        let phase = known.and_then(job::phase_of);
        let reader = self.reader(reader);
        if let Some(rules) = reader.files.as_ref().filter(|_| is_file) {
            return rules.login;
        }
        let login = phase.and_then(|phase| reader.jobs.as_ref()?.login(phase));
        login.unwrap_or(reader.login)
    }

    /// A slice whose next page can be asked for.
    pub(super) fn ready(&mut self, context: &Context) -> Option<(usize, u64)> {
        // A reader may end without a request, which can set its child going: hence the rounds.
        loop {
            let mut moved = false;
            for index in 0..self.readers.len() {
                if !self.is_wanted(index) {
                    continue;
                }
                if let Some(run) = self.open(context, index) {
                    return Some((index, run));
                }
                moved |= self.settle(index, context.moment);
            }
            if !moved {
                return None;
            }
        }
    }

    // A parent reads only as far as its child needs partitions.
    fn is_wanted(&self, index: usize) -> bool {
        if let Some(main) = self.reader(index).namer_of {
            let needed = self.reader(main).has_partition() && !self.reader(index).finished;
            return needed && self.is_wanted(main);
        }
        let Some((child, source, which)) = self.reader(index).child else { return true };
        let reader = self.reader(child);
        let Some(source) = reader.sources.get(source) else { return false };
        let open = reader.runs.iter().filter(|run| run.stage != Stage::Closed).count();
        let waiting = reader.planned.len() + open + source.queue.len();
        // Several routers are combined, which needs all partitions of each.
        let enough = reader.sources.len() == 1 && waiting >= 2 * self.level;
        source.current == which && !enough && self.is_wanted(child)
    }

    fn open(&mut self, context: &Context, index: usize) -> Option<u64> {
        let id = self.next_run;
        let runs = self.readers.iter().flat_map(|reader| &reader.runs);
        let jobs = runs.filter_map(|run| run.job.as_ref()).filter(|job| job.is_under_way());
        let no_place = jobs.count() >= self.max_jobs;
        let is_named = self.reader(index).names.is_none_or(|names| self.reader(names).finished);
        if is_named && let Some(names) = self.reader(index).names {
            let named = self.readers.get_mut(names).map(|r| std::mem::take(&mut r.named));
            if let Some(reader) = self.readers.get_mut(index) {
                reader.named.extend(named.unwrap_or_default());
            }
        }
        let reader = self.readers.get_mut(index)?;
        let now = context.moment;
        let ready = reader.runs.iter().find(|run| match run.stage {
            Stage::Ready => true,
            Stage::Waiting(until) => until <= now,
            Stage::Sent | Stage::Closed | Stage::Stuck => false,
        });
        if let Some(run) = ready {
            return Some(run.id);
        }
        if reader.runs.len() >= MAX_OPEN.max(2 * self.level)
            || (reader.jobs.is_some() && no_place)
        {
            return None;
        }
        if !is_named && reader.has_partition() {
            return None;
        }
        let (partition, key, window) = reader.next_planned()?;
        let chunks = reader.chunks(context);
        self.next_run += 1;
        reader.runs.push_back(Run {
            id,
            slice: Slice::new(&partition, &key, window),
            upto: partition.upto,
            stage: Stage::Ready,
            token: match reader.jobs {
                Some(_) => None,
                None => paginate::first(reader.stream.paginator.as_ref()),
            },
            pages: 0,
            attempts: 0,
            renewed: false,
            highest: None,
            guard: Guard::default(),
            adapted: adapt::Adapted::default(),
            job: reader.jobs.as_ref().map(|_| job::Work::new(now)),
            files: None,
            chunks: chunks.map(properties::Chunks::new),
        });
        if let Some(run) = reader.runs.back_mut() {
            properties::prepare(run);
        }
        Some(id)
    }

    // Says whether a reader came to its end just now.
    fn settle(&mut self, index: usize, now: DateTime<Utc>) -> bool {
        let Some(reader) = self.readers.get_mut(index) else { return false };
        let busy = !reader.runs.is_empty() || !reader.planned.is_empty();
        if reader.finished || !reader.exhausted || busy {
            return false;
        }
        reader.finished = true;
        reader.apply_all_marks();
        if let Some(position) = &mut reader.position {
            position.finish(now);
        }
        self.mark(index);
        let Some((child, source, _)) = self.reader(index).child else { return true };
        let source = self.readers.get_mut(child).and_then(|r| r.sources.get_mut(source));
        if let Some(source) = source {
            source.current += 1;
            if source.current >= source.parents.len() {
                source.end();
            }
        }
        true
    }

    // Tells the child up to where the parent's state may move once the child is done so far.
    fn mark(&mut self, index: usize) {
        let reader = self.reader(index);
        let (Some((child, source, which)), Some(state)) = (reader.child, reader.state()) else {
            return;
        };
        let name = reader.stream.name.clone();
        let Some(child) = self.readers.get_mut(child) else { return };
        let stream = Arc::clone(&child.stream);
        if parent_of(&stream, source, which).is_some_and(|parent| parent.incremental) {
            child.marks.push_back((child.produced, name, state));
            child.apply_marks();
        }
    }

    /// Has the files of the stream's own records fetched.
    pub(super) fn fetch_files(&mut self, rules: files::Rules) {
        if let Some(reader) = self.readers.first_mut() {
            reader.files = Some(rules);
        }
    }

    /// Whether everything is read.
    pub(super) fn is_finished(&self) -> bool {
        // Nobody may have needed the names of properties.
        self.readers.iter().all(|reader| reader.finished || reader.namer_of.is_some())
    }

    /// When slices that wait may go on.
    pub(super) fn waits(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.readers.iter().flat_map(|reader| &reader.runs).filter_map(|run| match run.stage {
            Stage::Waiting(until) => Some(until),
            _ => None,
        })
    }

    /// The state when all is read.
    pub(super) fn last_state(&self) -> Option<Json> {
        self.reader(0).state()
    }

    /// The state, when enough was closed since it was last told to be worth its size.
    pub(super) fn checkpoint(&self, untold: usize) -> Option<Json> {
        let reader = self.reader(0);
        let size = reader.position.as_ref().map_or(1, Position::size);
        if untold == 0 || untold <= size / 20 { None } else { reader.state() }
    }

    /// A slice that is being read.
    pub(super) fn run(&self, reader: usize, run: u64) -> Option<&Run> {
        self.reader(reader).runs.iter().find(|known| known.id == run)
    }

    /// The same, to be changed.
    pub(super) fn run_mut(&mut self, reader: usize, run: u64) -> Option<&mut Run> {
        self.readers.get_mut(reader)?.runs.iter_mut().find(|known| known.id == run)
    }

    /// Sets what a slice waits for.
    pub(super) fn set_stage(&mut self, reader: usize, run: u64, stage: Stage) {
        if let Some(run) = self.run_mut(reader, run) {
            run.stage = stage;
        }
    }

    /// How often the present page failed.
    pub(super) fn attempts(&self, reader: usize, run: u64) -> u32 {
        self.run(reader, run).map_or(0, |run| run.attempts)
    }

    /// Counts a failure of the present page.
    pub(super) fn note_failure(&mut self, reader: usize, run: u64) -> u32 {
        let Some(run) = self.run_mut(reader, run) else { return 0 };
        run.attempts += 1;
        run.attempts
    }

    /// Notes that the token is renewed for the present page; false when it was already.
    pub(super) fn note_renewal(&mut self, reader: usize, run: u64) -> bool {
        let Some(run) = self.run_mut(reader, run) else { return false };
        !std::mem::replace(&mut run.renewed, true)
    }

    /// The request for a slice's next page.
    ///
    /// # Errors
    /// When an expression cannot be rendered or the request would go elsewhere.
    pub(super) fn request(
        &self,
        context: &Context,
        reader: usize,
        run: u64,
        credential: &Credential,
    ) -> Result<Request, request::Trouble> {
        let stream = self.stream(reader, run);
        let Some(run) = self.run(reader, run) else {
            return Err(request::Trouble::Elsewhere("the slice is closed".to_owned()));
        };
        if let Some(current) = files::current(run) {
            return request::build(context, &current.ask(stream, credential));
        }
        let ask = Ask {
            stream,
            is_file: false,
            slice: &run.slice,
            token: run.token.as_ref(),
            later_page: run.pages > 0,
            page_size: run.adapted.page_size,
            credential,
        };
        request::build(context, &ask)
    }

    /// Reads a page.
    ///
    /// # Errors
    /// When the body is not what it should be, a template fails or pages never end.
    pub(super) fn read(
        &mut self,
        context: &Context,
        reader: usize,
        run: u64,
        reply: &Reply,
    ) -> Result<Taken, Unread> {
        let Some(known) = self.run(reader, run) else { return Ok(Taken::default()) };
        let mut done = self.reader(reader).page(context, known, reply)?;
        if known.chunks.as_ref().is_some_and(Chunks::is_pending) {
            return Ok(self.hold(reader, run, done));
        }
        let children = self.partitions(context, reader, known, &done.kept)?;
        self.hand_on(reader, children);
        self.name(context, reader, &done.kept)?;
        let reset = self.note_page(reader, run, &mut done).map_err(Unread::Endless)?;
        let records = match reader {
            0 => done.kept.into_iter().map(|kept| kept.record).collect(),
            _ => Vec::new(),
        };
        let page = Page { records, rejected: done.rejected, ..Page::default() };
        Ok(Taken { page, next: done.next, reset, again: false })
    }

    // What a page holds for the streams whose partitions its records are.
    fn hand_on(&mut self, reader: usize, children: Vec<Partition>) {
        if let Some((child, source, _)) = self.reader(reader).child
            && let Some(child) = self.readers.get_mut(child)
        {
            child.receive(source, children);
        }
    }

    // What a page holds for the stream whose properties its records name.
    fn name(
        &mut self,
        context: &Context,
        reader: usize,
        kept: &[Kept],
    ) -> Result<(), RenderError> {
        let Some(main) = self.reader(reader).namer_of else { return Ok(()) };
        let named = properties::named(context, &self.reader(main).stream, kept)?;
        if let Some(reader) = self.readers.get_mut(reader) {
            reader.named.extend(named);
        }
        Ok(())
    }

    // Says whether paging must begin anew; the error is why it does not end.
    fn note_page(&mut self, reader: usize, run: u64, done: &mut Done) -> Result<bool, String> {
        let stream = Arc::clone(&self.reader(reader).stream);
        let Some(known) = self.run_mut(reader, run) else { return Ok(false) };
        known.highest = known.highest.max(done.highest);
        known.pages += 1;
        let page = known.pages;
        known.attempts = 0;
        known.renewed = false;
        properties::rewind(known);
        let reset = adapt::page_read(known, &stream, done.kept.len());
        if let Some(token) = &done.next {
            let keys = std::mem::take(&mut done.keys).into_iter();
            let endless = known.guard.page(keys).or_else(|| known.guard.token(token, page));
            if let Some(reason) = endless {
                return Err(reason);
            }
        }
        Ok(reset)
    }

    // A part of a page: the other requests follow before anything of it counts as read.
    fn hold(&mut self, reader: usize, run: u64, done: Done) -> Taken {
        if let Some(known) = self.run_mut(reader, run) {
            known.highest = known.highest.max(done.highest);
            known.attempts = 0;
            known.renewed = false;
            known.stage = Stage::Ready;
            properties::hold(known, done.kept);
        }
        let page = Page { rejected: done.rejected, ..Page::default() };
        Taken { page, next: None, reset: false, again: true }
    }

    fn partitions(
        &self,
        context: &Context,
        index: usize,
        run: &Run,
        kept: &[Kept],
    ) -> Result<Vec<Partition>, RenderError> {
        let Some((child, source, which)) = self.reader(index).child else {
            return Ok(Vec::new());
        };
        let child = self.reader(child);
        let Some(parent) = parent_of(&child.stream, source, which) else {
            return Ok(Vec::new());
        };
        let scope = context.scope(&[], &[]);
        let text = |template| context.engine().text(template, &scope);
        let key: Vec<String> = text(&parent.key)?.split('/').map(str::to_owned).collect();
        let field = text(&parent.field)?;
        let mut extra = Vec::with_capacity(parent.extra.len());
        for path in &parent.extra {
            extra.push(path.iter().map(text).collect::<Result<Vec<_>, _>>()?);
        }
        let own = Json::Object(run.slice.partition.clone());
        let mut found = Vec::with_capacity(kept.len());
        for kept in kept {
            let text = kept.record.shaped.as_ref().unwrap_or(&kept.record.raw);
            let Ok(json) = Json::parse(text) else { continue };
            let value = shape::find(&json, &key).filter(|value| **value != Json::Null);
            let Some(value) = value else { continue };
            let fields = extra.iter().map(|path| {
                (path.join("."), shape::find(&json, path).cloned().unwrap_or_default())
            });
            let values =
                vec![(field.clone(), value.clone()), ("parent_slice".to_owned(), own.clone())];
            found.push(Partition { values, extra: fields.collect(), upto: 0 });
        }
        Ok(found)
    }

    /// Moves a slice to its next page, or closes it; says how many slices were closed in order.
    pub(super) fn turn(
        &mut self,
        reader: usize,
        run: u64,
        next: Option<Json>,
        now: DateTime<Utc>,
    ) -> usize {
        let stream = Arc::clone(&self.reader(reader).stream);
        let Some(known) = self.run_mut(reader, run) else { return 0 };
        known.attempts = 0;
        if next.is_some() {
            known.stage = Stage::Ready;
            known.token = next;
            return 0;
        }
        if adapt::goes_on(known, &stream) || job::goes_on(known, &stream) {
            return 0;
        }
        known.stage = Stage::Closed;
        let closed = self.readers.get_mut(reader).map_or(0, |reader| reader.close(now));
        if closed > 0 && reader > 0 {
            self.mark(reader);
        }
        if reader == 0 { closed } else { 0 }
    }
}
