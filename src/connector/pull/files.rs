//! The files that go with records: once a page is read, the file of each record is asked for, one
//! after another, and each record is emitted as soon as its file is there.
//!
//! While that goes on the slice has no other request: its next page comes after the last file, and
//! so does its state. Each of the requests is planned, signed and judged as a page is.

use std::collections::VecDeque;

use super::auth::{Credential, enlist};
use super::extract::{self, Raw};
use super::request::Ask;
use super::slice::{Partition, Run, Slice, Stage};
use super::tree::Taken;
use super::{Asked, Context, Page, Pull, PullError, decode};
use crate::connector::manifest::{Decoder, Files, Stream};
use crate::connector::template::{Scope, Var};
use crate::connector::{Json, Reply, RequestId};
use crate::model::{Record, hash};

/// What templates call the address of a file.
const TARGET: &str = "download_target";

/// A file that goes with a record of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The record's place in the page.
    pub record: usize,
    /// The request that it came by.
    pub request: RequestId,
    /// Where it belongs below the folder for files: the stream's name and its own, with `/` between
    /// the steps, of which none is empty, `.` or `..`.
    pub path: String,
    /// Where it lies, once it does.
    pub placed: Option<Placed>,
}

/// A file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its path on this machine.
    pub at: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What holds for all files of a stream.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) login: usize,
    target: extract::Plan,
}

/// A page whose files are being fetched.
#[derive(Debug)]
pub(super) struct Work {
    current: Option<Current>,
    left: VecDeque<Record>,
    /// What else the page gave.
    rest: Taken,
}

/// A record whose file is being fetched.
#[derive(Debug)]
pub(super) struct Current {
    record: Record,
    path: String,
    slice: Slice,
}

impl Current {
    /// What the request for the file is for.
    pub(super) fn ask<'a>(&'a self, stream: &'a Stream, credential: &'a Credential) -> Ask<'a> {
        Ask {
            stream,
            slice: &self.slice,
            is_file: true,
            token: None,
            later_page: false,
            page_size: None,
            credential,
        }
    }
}

/// The file that a run asks for next, when it is one.
pub(super) fn current(run: &Run) -> Option<&Current> {
    run.files.as_ref()?.current.as_ref()
}

impl Pull {
    /// The same pull, which also fetches the files that go with the stream's own records, where the
    /// manifest says how. A record is then emitted once its file has come.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub fn with_files(mut self) -> Result<Self, PullError> {
        let stream = std::sync::Arc::clone(&self.tree.reader(0).stream);
        let Some(Ok(files)) = &stream.files else { return Ok(self) };
        let auth = &files.download.requester.auth;
        let login = enlist(&self.context, &mut self.logins, auth);
        let target = extract::Plan::new(&self.context, &files.target);
        let (login, target) = login
            .and_then(|login| Ok((login, target?)))
            .map_err(|error| self.context.failed(error))?;
        self.tree.fetch_files(Rules { login, target });
        Ok(self)
    }

    /// Whether files are fetched, so that a record without one has none.
    pub fn has_files(&self) -> bool {
        self.tree.reader(0).files.is_some()
    }

    /// Whether the file that came by a request goes with a record. To be asked once the reply is
    /// fed: a reply may also be one that counts as an error.
    pub fn wants(&self, id: RequestId) -> bool {
        self.pages.iter().flat_map(|page| &page.files).any(|file| file.request == id)
    }

    /// Takes a page whose records have files.
    ///
    /// # Errors
    /// When a record does not say where its file is.
    pub(super) fn fetch_files(
        &mut self,
        asked: &Asked<'_>,
        mut done: Taken,
    ) -> Result<(), PullError> {
        let left = std::mem::take(&mut done.page.records).into();
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        run.files = Some(Box::new(Work { current: None, left, rest: done }));
        self.next_file(asked)
    }

    // Goes on with the next record of the page, or with what comes after the page.
    fn next_file(&mut self, asked: &Asked<'_>) -> Result<(), PullError> {
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        let Some(work) = run.files.as_mut() else { return Ok(()) };
        let Some(record) = work.left.pop_front() else {
            let rest = run.files.take().map(|work| work.rest).unwrap_or_default();
            return self.taken(asked, rest);
        };
        let current = self.planned(asked.reader, record)?;
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        (run.stage, run.attempts, run.renewed) = (Stage::Ready, 0, false);
        if let Some(work) = run.files.as_mut() {
            work.current = Some(current);
        }
        Ok(())
    }

    fn planned(&self, reader: usize, record: Record) -> Result<Current, PullError> {
        let reader = self.tree.reader(reader);
        let refused = |why: &str| {
            let (stream, key) = (&self.name, &record.key);
            PullError::Refused(format!("stream `{stream}`: record `{key}` {why}"))
        };
        let (Some(rules), Some(Ok(files))) = (&reader.files, &reader.stream.files) else {
            return Err(refused("has no file"));
        };
        let target = target(&record, &rules.target).ok_or_else(|| {
            refused(
                "does not say where its file is; correct `download_target_extractor` in the \
                 manifest, or leave such records out with a `record_filter`",
            )
        })?;
        let path = path(&self.context, &self.name, files, (&record, &target))?;
        let extra = vec![(TARGET.to_owned(), Json::String(target))];
        let slice = Slice::new(&Partition { extra, ..Partition::default() }, "", None);
        Ok(Current { record, path, slice })
    }

    /// The file of a record has come.
    ///
    /// # Errors
    /// When the next record does not say where its file is.
    pub(super) fn file(&mut self, asked: &Asked<'_>) -> Result<(), PullError> {
        self.emit(asked, Some(asked.id))
    }

    /// There is no file, and the manifest says that this is no matter.
    ///
    /// # Errors
    /// When the next record does not say where its file is.
    pub(super) fn no_file(&mut self, asked: &Asked<'_>) -> Result<(), PullError> {
        self.emit(asked, None)
    }

    fn emit(&mut self, asked: &Asked<'_>, request: Option<RequestId>) -> Result<(), PullError> {
        let run = self.tree.run_mut(asked.reader, asked.run);
        let work = run.and_then(|run| run.files.as_mut());
        let Some(Current { record, path, .. }) = work.and_then(|work| work.current.take())
        else {
            return Ok(());
        };
        let file = request.map(|request| File { record: 0, request, path, placed: None });
        let files = file.into_iter().collect();
        self.pages.push_back(Page { records: vec![record], files, ..Page::default() });
        self.next_file(asked)
    }

    /// An error of a slice, told with the record whose file it was about.
    pub(super) fn of_its_file(
        &self,
        (reader, run): (usize, u64),
        mut error: PullError,
    ) -> PullError {
        let Some(current) = self.tree.run(reader, run).and_then(current) else { return error };
        let about = format!("the file of record `{}`", current.record.key);
        match &mut error {
            PullError::Failed { reason, .. } if reason.starts_with("HTTP status") => {
                *reason = format!(
                    "{about}: {reason}; the `error_handler` of `file_uploader` may ignore that"
                );
            }
            PullError::Failed { reason, .. } | PullError::Unanswered { reason, .. } => {
                *reason = format!("{about}: {reason}");
            }
            PullError::Refused(message) => *message = format!("{message} ({about})"),
            _ => {}
        }
        error
    }
}

/// Where a record says that its file is: the first thing found, which must be text.
fn target(record: &Record, plan: &extract::Plan) -> Option<String> {
    let text = record.shaped.as_ref().unwrap_or(&record.raw);
    let reply = Reply { status: 200, headers: Vec::new(), body: text.clone().into_bytes() };
    let decoded = decode::decode(&Decoder::Json, &reply).ok()?;
    let found = extract::records(&decoded, plan).ok()?;
    let json = match found.first()? {
        Raw::Slice(raw) => Json::parse(raw.get()),
        Raw::Built(raw) => Json::parse(raw),
        Raw::Line(_) | Raw::Empty => return None,
    };
    match json.ok()? {
        Json::String(target) if !target.is_empty() => Some(target),
        _ => None,
    }
}

/// Where a record's file belongs below the folder for files.
fn path(
    context: &Context,
    stream: &str,
    files: &Files,
    (record, target): (&Record, &str),
) -> Result<String, PullError> {
    let text = record.shaped.as_ref().unwrap_or(&record.raw);
    let name = match &files.name {
        Some(template) => {
            let json = Json::parse(text).unwrap_or_default();
            let vars = [("record", Var::Json(&json))];
            let scope: Scope<'_> = context.scope(&vars, &[]);
            let name = context.engine().text(template, &scope);
            steps(&name.map_err(|error| context.failed(error))?)
        }
        None => Vec::new(),
    };
    let mut path = steps(stream);
    if name.is_empty() {
        path.push(made_up(&[stream, &record.key, text, target]));
    }
    path.extend(name);
    Ok(path.join("/"))
}

/// The steps of a path, none of which leads upwards or to somewhere else.
fn steps(path: &str) -> Vec<String> {
    let steps = path.split('/').filter(|step| !matches!(*step, "" | "."));
    let harmless = |c: char| if c.is_control() || c == '\\' { '_' } else { c };
    steps
        .map(|step| match step {
            ".." => "_".to_owned(),
            step => step.chars().map(harmless).collect(),
        })
        .collect()
}

/// A name in the form of a UUID. Made of content, as all ids here are: a file that is fetched again
/// takes the place of the one before.
fn made_up(of: &[&str]) -> String {
    let hash = hash(of.join("\n").as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    let (a, b, c, d) = (part(0, 8), part(8, 12), part(12, 15), part(15, 18));
    format!("{a}-{b}-8{c}-a{d}-{}", part(18, 30))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_stays_below_where_it_begins() {
        let cases = [
            ("a/b.pdf", "a/b.pdf"),
            ("/etc/passwd", "etc/passwd"),
            ("../../etc/passwd", "_/_/etc/passwd"),
            ("a/../../b", "a/_/_/b"),
            ("..\\..\\b", ".._.._b"),
            ("a//./b/", "a/b"),
            ("a\0b\n", "a_b_"),
            ("...", "..."),
            ("..", "_"),
            ("/", ""),
        ];
        for (path, expected) in cases {
            assert_eq!(steps(path).join("/"), expected, "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn no_name_has_a_step_that_leads_elsewhere(name in "[./\\\\a-c\0]{0,24}") {
            for step in steps(&name) {
                let leads = matches!(step.as_str(), "" | "." | "..");
                prop_assert!(!leads && !step.contains(['/', '\\', '\0']), "{step:?}");
            }
        }
    }

    #[test]
    fn a_made_up_name_looks_like_a_uuid_and_differs_by_content() {
        let name = made_up(&["items", "1", "{}", "https://x"]);
        let lengths: Vec<usize> = name.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_ne!(name, made_up(&["items", "2", "{}", "https://x"]));
    }
}
