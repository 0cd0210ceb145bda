//! Reads streams for the protocol.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::input::Input;
use super::protocol::{Failure, Speaker};
use crate::connector::{Page, Pull, PullError};
use crate::fetch::{Driver, FetchError};
use crate::model::Clock;

/// Pages that may wait to be written.
const PAGES_IN_FLIGHT: usize = 2;
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
) -> Result<(), String> {
    for name in input.manifest.check_streams() {
        let pull = Pull::new(&input.manifest, &name, &input.config, None, clock.now())
            .map_err(|error| error.to_string())?
            .with_page_limit(1);
        let (sender, mut pages) = mpsc::channel(PAGES_IN_FLIGHT);
        let (done, ()) = tokio::join!(driver.drive(pull, sender), async {
            while pages.recv().await.is_some() {}
        });
        done.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Reads one stream, given with its state; says whether it was read to its end.
pub(super) async fn stream(
    driver: &Driver,
    input: &Input,
    clock: &Arc<dyn Clock>,
    (name, state): (&str, Option<&str>),
    speaker: &mut Speaker,
) -> bool {
    speaker.progress(name, "STARTED");
    let pull = Pull::new(&input.manifest, name, &input.config, state, clock.now());
    let done = match pull {
        Ok(pull) => follow(driver, pull.keeping_keyless(), name, speaker).await,
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => speaker.progress(name, "COMPLETE"),
        Err(FetchError::Abandoned) => return false,
        Err(FetchError::Pull(error)) => {
            speaker.failure(&failure(&error), Some(name));
            speaker.progress(name, "INCOMPLETE");
            return false;
        }
    }
    true
}

async fn follow(
    driver: &Driver,
    pull: Pull,
    name: &str,
    speaker: &mut Speaker,
) -> Result<(), FetchError> {
    let (sender, mut pages) = mpsc::channel(PAGES_IN_FLIGHT);
    let is_stateless = pull.is_stateless();
    let mut told = Told::default();
    let write = async {
        while let Some(page) = pages.recv().await {
            told.page(name, page, speaker);
            if speaker.is_unheard() {
                pages.close();
            }
        }
        speaker
    };
    let (done, speaker) = tokio::join!(driver.drive(pull, sender), write);
    done?;
    if is_stateless {
        speaker.state(name, NO_CURSOR, told.since_state);
    }
    Ok(())
}

/// What was written of a stream.
#[derive(Debug, Default)]
struct Told {
    is_running: bool,
    since_state: u64,
}

impl Told {
    fn page(&mut self, name: &str, page: Page, speaker: &mut Speaker) {
        if !self.is_running && !page.records.is_empty() {
            self.is_running = true;
            speaker.progress(name, "RUNNING");
        }
        self.since_state += page.records.len() as u64;
        speaker.records(name, &page.records);
        for rejected in page.rejected {
            let key = rejected.key.unwrap_or_else(|| "without a key".to_owned());
            let (code, message) = (rejected.code, rejected.message);
            speaker
                .log("WARN", &format!("{name}: record {key} is left out ({code}): {message}"));
        }
        if let Some(state) = page.state {
            speaker.state(name, &state, self.since_state);
            self.since_state = 0;
        }
    }
}

fn failure(error: &PullError) -> Failure {
    let message = error.to_string();
    match error {
        PullError::Unauthorized { .. } | PullError::Template { .. } | PullError::Refused(_) => {
            Failure::config(message)
        }
        PullError::Unanswered { .. } => Failure::transient(message),
        _ => Failure::system(message),
    }
}
