//! From the expanded tree to the files that go with a stream's records.

use std::sync::Arc;

use super::components::{Action, Stream};
use super::part::{Part, Read};
use super::reading::{self, Extractor};
use super::requester;
use crate::connector::template::{Engine, Template};

/// How the file of a record is had.
#[derive(Debug)]
pub(crate) struct Files {
    /// Its request: a stream that is one request. Templates know the file's address as
    /// `download_target`.
    pub(crate) download: Arc<Stream>,
    /// Where in a record the address lies.
    pub(crate) target: Extractor,
    /// What the file is called, below the stream's folder.
    pub(crate) name: Option<Template>,
    /// The line of a `file_extractor`. The ecosystem has the word but no runtime of it.
    pub(crate) passed_over: Option<usize>,
}

/// Reads the files of a stream.
///
/// # Errors
/// When the manifest is wrong, or a custom class would be needed.
pub(super) fn files(engine: &mut Engine, part: &Part<'_>, name: &str) -> Read<Option<Files>> {
    let Some(node) = part.field("file_uploader") else { return Ok(None) };
    let part = Part::of(node, "file_uploader", &["FileUploader"])?;
    let requester = requester::requester(engine, part.need("requester")?)?;
    let filters = requester.errors.iter().flat_map(|handler| &handler.filters);
    let of_pages = [Action::ResetPaging, Action::ReducePageSize, Action::SplitWindow];
    if filters.filter_map(|filter| filter.action).any(|action| of_pages.contains(&action)) {
        let message = "a file has no pages: its error handler cannot ask for RESET_PAGINATION, \
                       REDUCE_PAGE_SIZE or SPLIT_REQUEST_WINDOW";
        return part.wrong(message.to_owned());
    }
    let target = part.need("download_target_extractor")?;
    Part::of(target, "download_target_extractor", &["DpathExtractor", "CombinedExtractor"])?;
    let (target, _) = reading::any_extractor(engine, target)?;
    let download = Arc::new(Stream::plain(name, requester));
    let name = part.filled(engine, "filename_extractor")?;
    let passed_over = part.field("file_extractor").map(|node| node.line);
    Ok(Some(Files { download, target, name, passed_over }))
}
