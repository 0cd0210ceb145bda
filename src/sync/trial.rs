//! A dry run of a configured source: some of its records are read and given their meaning, and
//! nothing of it is kept. Only tokens that the source changes go where they always go.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::{SourceVault, Sync, SyncError};
use crate::connector::rehearsal::{DryRun, Played};
use crate::connector::{Connector, Manifest, Page, Phase, Pull, PullError};
use crate::fetch::{Driver, FetchError};
use crate::model::SourceId;

/// All of it must be read by then: somebody waits for the answer.
const TIME: Duration = Duration::from_secs(20);
/// No pause between two tries may be longer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Pages of one stream, however few records they hold.
const PAGES: u64 = 100;

/// Why a source cannot be tried. The text holds no secret.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// It is not configured in this process.
    #[error(transparent)]
    Unknown(#[from] SyncError),
    /// Nothing could be read from it.
    #[error("{0}")]
    Source(String),
}

type Driving = JoinHandle<Result<(), FetchError>>;

/// A stream that is read as far as it is wanted.
struct Taste {
    stream: String,
    /// Its pages as they come, and who drives it; `None` when it has ended.
    driving: Option<(mpsc::Receiver<Page>, Driving)>,
    all: Page,
    /// So many of what it gave are wanted.
    wanted: usize,
}

impl Taste {
    fn length(&self) -> usize {
        self.all.records.len() + self.all.rejected.len()
    }

    /// What is wanted of it.
    fn served(self) -> (String, Played) {
        let Page { records, rejected, state, .. } = self.all;
        let mut played = Played { records, rejected, state, ..Played::default() };
        cut(&mut played, self.wanted);
        (self.stream, played)
    }
}

/// Why a stream gave no more.
struct Fault {
    why: String,
    /// The other streams would meet the same.
    hopeless: bool,
}

impl Sync {
    /// Reads at most `limit` records of a source and maps them. Streams with companies and people
    /// come first; each has its share, and what one leaves over the others get.
    ///
    /// # Errors
    /// When the source is not configured here, or nothing can be read from it.
    pub async fn dry_run(&self, source: &SourceId, limit: usize) -> Result<DryRun, TrialError> {
        let (setting, connector) = self.connector(source)?;
        let vault = Arc::new(self.vault(source));
        // Its own budget: the shared one is kept in the store.
        let driver = Driver::new(self.client.clone(), Arc::clone(&self.clock))
            .with_vault(Arc::<SourceVault>::clone(&vault));
        let trial = Trial {
            sync: self,
            connector: Arc::clone(connector),
            config: Arc::clone(&setting.config),
            driver,
            vault,
            until: Instant::now() + TIME,
        };
        let manifest = trial.prepare().await.map_err(|f| TrialError::Source(f.why))?;
        let (tasted, failed) = trial.read(&manifest, limit).await;
        let is_empty = tasted.iter().all(|(_, played)| length(played) == 0);
        if let Some((_, why)) = failed.first().filter(|_| is_empty) {
            return Err(TrialError::Source(why.clone()));
        }
        Ok(trial.map(source, tasted, failed).await)
    }
}

struct Trial<'a> {
    sync: &'a Sync,
    connector: Arc<Connector>,
    config: Arc<serde_json::Value>,
    driver: Driver,
    vault: Arc<SourceVault>,
    until: Instant,
}

impl Trial<'_> {
    /// The manifest as the configuration makes it. In a task of its own, as all reading is: a
    /// source may give its next token once, so a request for one is never broken off.
    async fn prepare(&self) -> Result<Arc<Manifest>, Fault> {
        let (driver, config) = (self.driver.clone(), Arc::clone(&self.config));
        let connector = Arc::clone(&self.connector);
        let preparing =
            tokio::spawn(async move { driver.prepare(&connector.manifest, &config).await });
        match timeout_at(self.until, preparing).await {
            Ok(prepared) => prepared
                .expect("preparing neither panics nor is aborted")
                .map_err(|error| self.fault(&error)),
            Err(_) => Err(late("its streams were not known")),
        }
    }

    /// Reads the streams in turn, then on in those that have more, until there are enough records.
    async fn read(
        &self,
        manifest: &Arc<Manifest>,
        limit: usize,
    ) -> (Vec<(String, Played)>, Vec<(String, String)>) {
        let streams = self.streams(manifest);
        let (mut tasted, mut failed) = (Vec::new(), Vec::new());
        let mut left = limit;
        for (at, stream) in streams.iter().enumerate() {
            let share = left.div_ceil(streams.len() - at);
            let mut taste = self.begin(manifest, stream);
            let fault = self.taste(&mut taste, share).await;
            taste.wanted = taste.length().min(share);
            left -= taste.wanted;
            tasted.push(taste);
            let Some(fault) = fault else { continue };
            failed.push((stream.clone(), fault.why));
            if fault.hopeless {
                left = 0;
                break;
            }
        }
        for taste in &mut tasted {
            let wanted = taste.wanted + left;
            if let Some(fault) = self.taste(taste, wanted).await {
                failed.push((taste.stream.clone(), fault.why));
            }
            let more = taste.length().min(wanted) - taste.wanted;
            (left, taste.wanted) = (left - more, taste.wanted + more);
        }
        (tasted.into_iter().map(Taste::served).collect(), failed)
    }

    /// The streams that the mapping reads, those with parties first.
    fn streams(&self, manifest: &Manifest) -> Vec<String> {
        let known = manifest.streams();
        let mut streams: Vec<String> = Vec::new();
        for phase in [Phase::Parties, Phase::Facts] {
            for stream in self.connector.mapping.streams(phase) {
                if !streams.contains(&stream) && known.iter().any(|k| k.name == stream) {
                    streams.push(stream);
                }
            }
        }
        streams
    }

    /// Begins to read a stream; it waits while nobody takes its pages. In a task of its own, which
    /// ends by itself when nobody takes them any more.
    fn begin(&self, manifest: &Arc<Manifest>, stream: &str) -> Taste {
        let now = self.sync.clock.now();
        let pull = Pull::new(manifest, stream, &self.config, None, now);
        let pull = pull.map(|pull| pull.with_page_limit(PAGES).with_patience(PATIENCE));
        let (sender, pages) = mpsc::channel(1);
        let driver = self.driver.clone();
        let driving = tokio::spawn(async move { driver.drive(pull?, sender).await.map(drop) });
        Taste {
            stream: stream.to_owned(),
            driving: Some((pages, driving)),
            all: Page::default(),
            wanted: 0,
        }
    }

    /// Reads a stream on, page by page, until it has given enough; gives why it did not.
    async fn taste(&self, taste: &mut Taste, enough: usize) -> Option<Fault> {
        while taste.length() < enough {
            let (mut pages, driving) = taste.driving.take()?;
            match timeout_at(self.until, pages.recv()).await {
                Ok(Some(page)) => {
                    taste.all.append(page);
                    taste.driving = Some((pages, driving));
                }
                Ok(None) => return self.ended(driving).await,
                Err(_) => {
                    return Some(late(&format!(
                        "stream `{}` did not give enough",
                        taste.stream
                    )));
                }
            }
        }
        None
    }

    /// Why a stream that gives no more pages ended, when it is not its end.
    async fn ended(&self, driving: Driving) -> Option<Fault> {
        match timeout_at(self.until, driving).await {
            Ok(ended) => {
                let ended = ended.expect("the driver neither panics nor is aborted");
                ended.err().map(|error| self.fault(&error))
            }
            Err(_) => Some(late("a token was not given")),
        }
    }

    fn fault(&self, error: &FetchError) -> Fault {
        let hopeless = match error {
            FetchError::Pull(error) => {
                matches!(error, PullError::Unauthorized { .. } | PullError::Unanswered { .. })
            }
            FetchError::Vault(_) => true,
            FetchError::Abandoned => false,
        };
        let why = match self.vault.refusal() {
            Some(_) => format!(
                "the source needs to be connected again: {error}; when it was mended there, \
                 `accord check` asks it anew"
            ),
            None => error.to_string(),
        };
        let why = self.connector.manifest.veil(&self.config).over(&why);
        Fault { why, hopeless }
    }

    async fn map(
        &self,
        source: &SourceId,
        tasted: Vec<(String, Played)>,
        failed: Vec<(String, String)>,
    ) -> DryRun {
        let connector = Arc::clone(&self.connector);
        let mut dry_run = DryRun { failed, ..DryRun::of(source.clone()) };
        tokio::task::spawn_blocking(move || {
            for (stream, played) in &tasted {
                dry_run.add(&connector.mapping, stream, played);
            }
            dry_run
        })
        .await
        .expect("mapping neither panics nor is aborted")
    }
}

fn late(what: &str) -> Fault {
    let seconds = TIME.as_secs();
    let why = format!(
        "{what} after {seconds} seconds; ask for fewer records, or try one stream with \
         `accord connector try`"
    );
    Fault { why, hopeless: true }
}

fn length(played: &Played) -> usize {
    played.records.len() + played.rejected.len()
}

/// Keeps so many of what was read, and of what was set aside a part that fits.
fn cut(played: &mut Played, most: usize) {
    let all = length(played);
    if all <= most {
        return;
    }
    let rejected = (played.rejected.len() * most).div_ceil(all);
    played.rejected.truncate(rejected);
    played.records.truncate(most - rejected);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Record, Rejected};

    #[test]
    fn a_cut_keeps_the_share_of_what_was_set_aside() {
        // (records, set aside, most, records kept, set aside kept)
        let cases = [(10, 0, 4, 4, 0), (8, 2, 5, 4, 1), (0, 9, 3, 0, 3), (5, 5, 20, 5, 5)];
        for (records, rejected, most, kept, aside) in cases {
            let record =
                Record { key: "1".into(), raw: "{}".into(), shaped: None, deleted: false };
            let part = Rejected {
                key: None,
                raw: String::new(),
                code: "NO_KEY".to_owned(),
                message: String::new(),
            };
            let mut played = Played {
                records: vec![record; records],
                rejected: vec![part; rejected],
                ..Played::default()
            };
            cut(&mut played, most);
            assert_eq!((played.records.len(), played.rejected.len()), (kept, aside));
        }
    }
}
