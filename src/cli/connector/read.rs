//! Reads streams for the protocol, several at once as far as the source allows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::mpsc;

use super::control::Announced;
use super::input::{Configured, Input};
use super::protocol::{Failure, Speaker};
use crate::connector::{Manifest, Pace, Page, Pull, PullError};
use crate::fetch::{Driver, FetchError};
use crate::model::Clock;

/// Pages that may wait to be written.
const PAGES_IN_FLIGHT: usize = 2;
/// Streams that are read at once, at most.
const STREAMS: usize = 8;
/// What a stream without a cursor says in the end, as in the ecosystem.
const NO_CURSOR: &str = r#"{"__ab_no_cursor_state_message":true}"#;

/// Reads a first page of the streams that the manifest checks by.
///
/// # Errors
/// Why the source does not answer as it should.
pub(super) async fn reach(
    driver: &Driver,
    input: &Input,
    clock: &Arc<dyn Clock>,
) -> Result<(), FetchError> {
    let manifest = Arc::new(input.manifest.for_check());
    let manifest = driver.prepare(&manifest, &input.config).await?;
    for name in manifest.check_streams_for(&input.config) {
        let pull = Pull::new(&manifest, &name, &input.config, None, clock.now())?;
        driver.gather(pull.with_page_limit(1)).await.1?;
    }
    Ok(())
}

/// What comes of streams that are read at once.
enum Said {
    Started(String),
    Page(String, Page),
    /// So many records have no file, though there are files in the stream.
    Bare(String, usize),
    Ended(String, Result<bool, FetchError>),
}

/// Reads of streams, with all they need.
pub(super) struct Reading<'a> {
    pub(super) driver: &'a Driver,
    pub(super) input: &'a Input,
    pub(super) clock: Arc<dyn Clock>,
    /// Tokens that the source gave meanwhile, as the configuration then is.
    pub(super) announced: Announced,
}

impl Reading<'_> {
    /// Reads the streams of a catalog; says whether all were read to their end.
    ///
    /// # Errors
    /// When it cannot even be known which streams there are.
    pub(super) async fn all(
        mut self,
        streams: Vec<Configured>,
        speaker: &mut Speaker,
    ) -> Result<bool, FetchError> {
        let manifest = self.driver.prepare(&self.input.manifest, &self.input.config).await?;
        for lack in streams.iter().filter_map(|stream| manifest.lack(&stream.name)) {
            speaker.log("WARN", lack);
        }
        let level = Pace::of(&manifest, &self.input.config, self.clock.now())?.level();
        let (sender, mut said) = mpsc::channel::<Said>(PAGES_IN_FLIGHT);
        let (driver, input, now) = (self.driver, self.input, self.clock.now());
        let read = async move {
            let reads = streams.into_iter().map(|stream| {
                let one = One { driver, manifest: Arc::clone(&manifest), input, now };
                one.read(stream, sender.clone())
            });
            let mut reads = stream::iter(reads).buffer_unordered(level.min(STREAMS));
            while reads.next().await.is_some() {}
        };
        let announced = &mut self.announced;
        let tell = async {
            let mut told = Told { is_whole: true, ..Told::default() };
            while let Some(heard) = said.recv().await {
                while let Some(config) = announced.next() {
                    speaker.control(&config);
                }
                told.hear(heard, speaker);
                if speaker.is_unheard() {
                    said.close();
                }
            }
            told.is_whole
        };
        let ((), whole) = tokio::join!(read, tell);
        Ok(whole)
    }
}

/// What one stream is read with.
struct One<'a> {
    driver: &'a Driver,
    manifest: Arc<Manifest>,
    input: &'a Input,
    now: DateTime<Utc>,
}

impl One<'_> {
    // That nobody listens any more shows in the writing.
    async fn read(self, stream: Configured, said: mpsc::Sender<Said>) {
        let name = stream.name.clone();
        drop(said.send(Said::Started(name.clone())).await);
        let done = self.follow(stream, &said).await;
        drop(said.send(Said::Ended(name, done)).await);
    }

    /// Gives whether the stream has no state.
    async fn follow(
        &self,
        stream: Configured,
        said: &mpsc::Sender<Said>,
    ) -> Result<bool, FetchError> {
        let Configured { name, state, properties } = stream;
        let config = &self.input.config;
        let pull = Pull::new(&self.manifest, &name, config, state.as_deref(), self.now)?;
        let pull = pull.keeping_keyless().with_files()?;
        let pull =
            if properties.is_object() { pull.with_properties(&properties) } else { pull };
        let (is_stateless, has_files) = (pull.is_stateless(), pull.has_files());
        let mut bare = 0;
        let (sender, mut pages) = mpsc::channel::<Page>(1);
        let pass = async {
            while let Some(page) = pages.recv().await {
                bare += page.records.len() - page.files.len();
                if said.send(Said::Page(name.clone(), page)).await.is_err() {
                    pages.close();
                }
            }
        };
        let (done, ()) = tokio::join!(self.driver.drive(pull, sender), pass);
        if has_files && bare > 0 {
            drop(said.send(Said::Bare(name, bare)).await);
        }
        done.map(|_| is_stateless)
    }
}

/// What was written.
#[derive(Debug, Default)]
struct Told {
    running: BTreeSet<String>,
    /// Records since the state of a stream was last told.
    since_state: BTreeMap<String, u64>,
    is_whole: bool,
}

impl Told {
    fn hear(&mut self, said: Said, speaker: &mut Speaker) {
        match said {
            Said::Started(name) => speaker.progress(&name, "STARTED"),
            Said::Page(name, page) => self.page(&name, page, speaker),
            Said::Bare(name, count) => speaker.log(
                "WARN",
                &format!("{name}: files that the `error_handler` lets be missing: {count}"),
            ),
            Said::Ended(name, Ok(is_stateless)) => {
                if is_stateless {
                    let records = self.since_state.remove(&name).unwrap_or_default();
                    speaker.state(&name, NO_CURSOR, records);
                }
                speaker.progress(&name, "COMPLETE");
            }
            Said::Ended(_, Err(FetchError::Abandoned)) => self.is_whole = false,
            Said::Ended(name, Err(error)) => {
                self.is_whole = false;
                speaker.failure(&failure(&error), Some(&name));
                speaker.progress(&name, "INCOMPLETE");
            }
        }
    }

    fn page(&mut self, name: &str, page: Page, speaker: &mut Speaker) {
        if !page.records.is_empty() && self.running.insert(name.to_owned()) {
            speaker.progress(name, "RUNNING");
        }
        let since = self.since_state.entry(name.to_owned()).or_default();
        *since += page.records.len() as u64;
        speaker.records(name, &page);
        for rejected in page.rejected {
            let key = rejected.key.unwrap_or_else(|| "without a key".to_owned());
            let (code, message) = (rejected.code, rejected.message);
            speaker
                .log("WARN", &format!("{name}: record {key} is left out ({code}): {message}"));
        }
        if let Some(state) = page.state {
            speaker.state(name, &state, std::mem::take(since));
        }
    }
}

/// Who must do something about an error.
pub(super) fn failure(error: &FetchError) -> Failure {
    let message = error.to_string();
    match error {
        FetchError::Vault(_)
        | FetchError::Pull(
            PullError::Unauthorized { .. } | PullError::Template { .. } | PullError::Refused(_),
        ) => Failure::config(message),
        FetchError::Pull(PullError::Unanswered { .. }) => Failure::transient(message),
        FetchError::Pull(_) | FetchError::Abandoned => Failure::system(message),
    }
}
