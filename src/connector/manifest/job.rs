//! From the expanded tree to an asynchronous retriever: the source prepares each slice as a job.
//!
//! Each request of a job is a small stream of its own, so that it is built, signed and judged as
//! any other; the stream itself is the download of what the job made.

use std::sync::Arc;

use super::build::{paginator, routers};
use super::components::Stream;
use super::part::{Part, Read, scalar};
use super::reading::{Decoder, Extractor, any_decoder, any_extractor, selector};
use super::requester;
use super::yaml::Node;
use crate::connector::template::{Engine, Template};

/// How a slice is prepared at the source.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) create: Arc<Stream>,
    pub(crate) poll: Arc<Stream>,
    /// Asks where the result lies, when the answer to `poll` does not say.
    pub(crate) find: Option<Arc<Stream>>,
    pub(crate) abort: Option<Arc<Stream>>,
    pub(crate) delete: Option<Arc<Stream>>,
    /// Where the status is in the answer to `poll`.
    pub(crate) status: Vec<Template>,
    /// What the source's words for a status mean.
    pub(crate) words: Vec<(String, JobStatus)>,
    /// Where the download targets are; without it there is one download.
    pub(crate) targets: Option<Vec<Template>>,
    /// Minutes until a job counts as timed out.
    pub(crate) timeout: Option<Template>,
    /// Seconds before a job that failed is created again.
    pub(crate) retry_wait: Option<Template>,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobStatus {
    Running,
    Completed,
    Failed,
    TimedOut,
    /// There is nothing to read, and that is fine.
    Skipped,
}

/// Reads an asynchronous retriever as the download it leads to.
pub(super) fn way(
    engine: &mut Engine,
    retriever: &Part<'_>,
    name: &str,
    schema: Option<&Node>,
) -> Read<Stream> {
    let download = requester::requester(engine, retriever.need("download_requester")?)?;
    let (mut selector, _) = selector(engine, retriever.need("record_selector")?, schema)?;
    let (extractor, theirs) = match retriever.field("download_extractor") {
        Some(node) => any_extractor(engine, node)?,
        None => (Extractor::Path { path: Vec::new(), expander: None }, None),
    };
    selector.extractor = extractor;
    let own = retriever.field("download_decoder").map(any_decoder).transpose()?;
    let decoder = match theirs {
        // A file is read as one, whatever the retriever says.
        Some(table @ Decoder::Table { .. }) => table,
        theirs => own.or(theirs).unwrap_or(Decoder::Json),
    };
    Ok(Stream {
        decoder,
        selector,
        paginator: match retriever.field("download_paginator") {
            Some(node) => paginator(engine, node)?,
            None => None,
        },
        routers: routers(engine, retriever)?,
        job: Some(Box::new(job(engine, retriever, name)?)),
        ..Stream::plain(name, download)
    })
}

fn job(engine: &mut Engine, part: &Part<'_>, name: &str) -> Read<Job> {
    let mut request = |field: &str| -> Read<Option<Arc<Stream>>> {
        let Some(node) = part.field(field) else { return Ok(None) };
        let requester = requester::requester(engine, node)?;
        Ok(Some(Arc::new(Stream::plain(name, requester))))
    };
    let (create, poll) = (request("creation_requester")?, request("polling_requester")?);
    let (Some(create), Some(poll)) = (create, poll) else {
        return part.wrong("a job needs `creation_requester` and `polling_requester`".into());
    };
    let find = request("download_target_requester")?;
    let (abort, delete) = (request("abort_requester")?, request("delete_requester")?);
    let targets = extractor(engine, part, "download_target_extractor")?;
    if find.is_some() && targets.is_none() {
        return part.wrong(
            "`download_target_requester` needs a `download_target_extractor`".to_owned(),
        );
    }
    Ok(Job {
        create,
        poll,
        find,
        abort,
        delete,
        status: extractor(engine, part, "status_extractor")?.unwrap_or_default(),
        words: words(part)?,
        targets,
        timeout: part.filled(engine, "polling_job_timeout")?,
        retry_wait: part.filled(engine, "failed_retry_wait_time_in_seconds")?,
    })
}

fn extractor(engine: &mut Engine, part: &Part<'_>, field: &str) -> Read<Option<Vec<Template>>> {
    let Some(node) = part.field(field) else { return Ok(None) };
    let extractor = Part::of(node, field, &["DpathExtractor"])?;
    Ok(Some(extractor.templates(engine, "field_path")?))
}

fn words(part: &Part<'_>) -> Read<Vec<(String, JobStatus)>> {
    let map = Part::of(part.need("status_mapping")?, "status_mapping", &["AsyncJobStatusMap"])?;
    let all = [
        ("running", JobStatus::Running),
        ("completed", JobStatus::Completed),
        ("failed", JobStatus::Failed),
        ("timeout", JobStatus::TimedOut),
        ("skipped", JobStatus::Skipped),
    ];
    let mut words: Vec<(String, JobStatus)> = Vec::new();
    for (field, status) in all {
        for word in map.list(field)?.iter().filter_map(scalar) {
            if words.iter().any(|(known, _)| *known == word) {
                return map.wrong(format!("`status_mapping` gives `{word}` two meanings"));
            }
            words.push((word, status));
        }
    }
    Ok(words)
}
