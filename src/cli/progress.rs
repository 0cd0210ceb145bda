//! Draws what a sync does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::house::Watch;
use crate::model::SourceId;
use crate::store::RunState;
use crate::sync::Event;

/// A line per source and one for the step over all of them. Draws nothing when standard error is
/// no terminal.
pub(super) struct Progress {
    lines: Arc<Mutex<Lines>>,
}

struct Lines {
    all: MultiProgress,
    sources: BTreeMap<SourceId, ProgressBar>,
    step: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn start() -> Self {
        let lines = Lines { all: MultiProgress::new(), sources: BTreeMap::new(), step: None };
        Self { lines: Arc::new(Mutex::new(lines)) }
    }

    /// What a sync tells its events.
    pub(super) fn watch(&self) -> Watch {
        let lines = Arc::clone(&self.lines);
        Arc::new(move |event| {
            lines.lock().unwrap_or_else(PoisonError::into_inner).draw(event);
        })
    }

    /// Leaves the lines as they are.
    pub(super) fn finish(&self) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).end_step();
    }
}

impl Lines {
    fn draw(&mut self, event: Event) {
        match event {
            Event::Started(source) => {
                let line = self.line(&format!("{source:<18}"));
                self.sources.insert(source, line);
            }
            Event::Landed(source, records) => {
                if let Some(line) = self.sources.get(&source) {
                    line.inc(records);
                }
            }
            Event::Finished(source, state) => {
                if let Some(line) = self.sources.remove(&source) {
                    line.finish_with_message(match state {
                        RunState::Succeeded => "records landed",
                        RunState::Partial => "records landed, with losses",
                        _ => "records landed, then failed",
                    });
                }
            }
            Event::Step(name) => {
                self.end_step();
                self.step = Some(self.line(&format!("{name:<18}")));
            }
            Event::Advanced(count) => {
                if let Some(step) = &self.step {
                    step.inc(count);
                }
            }
        }
    }

    fn line(&self, name: &str) -> ProgressBar {
        let style =
            ProgressStyle::with_template("{spinner} {prefix} {human_pos:>9} {msg}  {elapsed}")
                .expect("a template that a test run has shown");
        let line = self.all.add(ProgressBar::no_length().with_style(style));
        line.set_prefix(name.to_owned());
        line.enable_steady_tick(Duration::from_millis(120));
        line
    }

    fn end_step(&mut self) {
        if let Some(step) = self.step.take() {
            step.finish();
        }
    }
}
