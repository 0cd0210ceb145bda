//! `accord connector try`: one page of a stream, with everything that went over the wire.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use anyhow::bail;

use super::super::say;
use super::folder::Folder;
use super::mask::Mask;
use super::{Asking, input, report};
use crate::connector::rehearsal::{DryRun, Played, tell};
use crate::connector::{Page, Pull, Reply, Request, SendError};
use crate::fetch::Witness;

/// So much of a reply is shown.
const EXCERPT: usize = 600;

/// Read one page of a stream: the request, the reply, the records and what they become.
#[derive(Debug, clap::Args)]
pub(super) struct Try {
    /// The stream.
    stream: String,
    /// The connector's folder.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    connector: PathBuf,
    /// Records that are shown.
    #[arg(long, default_value_t = 3)]
    limit: usize,
    /// Pages of the stream that are read.
    #[arg(long, default_value_t = 1)]
    pages: u64,
    #[command(flatten)]
    asking: Asking,
}

impl Try {
    pub(super) async fn run(&self, config: Option<&Path>) -> anyhow::Result<ExitCode> {
        let folder = Folder::load(&self.connector)?;
        folder.stream(&self.stream)?;
        let config = input::config(&folder.manifest, config)?;
        let mask = Arc::new(Mask::new(&folder.manifest, &config));
        let witness = Arc::new(Shown { mask: Arc::clone(&mask) });
        let driver = self.asking.driver()?.with_witness(witness);
        let clock = self.asking.clock();
        let pull = Pull::new(&folder.manifest, &self.stream, &config, None, clock.now())?
            .with_page_limit(self.pages);
        if let Some(told) = folder.manifest.without_files(&self.stream) {
            say(told);
        }
        let (page, done) = driver.gather(pull).await;
        let Page { records, rejected, state, .. } = page;
        let played = Played { records, rejected, state, ..Played::default() };
        self.show(&folder, &played, &mask);
        if let Err(error) = done {
            bail!("{}", mask.text(&error.to_string()));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self, folder: &Folder, played: &Played, mask: &Mask) {
        let name = folder.name();
        for record in played.records.iter().take(self.limit) {
            let json = record.shaped.as_ref().unwrap_or(&record.raw);
            say(&format!("record {}", record.key));
            pretty(json).lines().for_each(|line| say(&format!("  {}", mask.text(line))));
            let told =
                tell(&folder.mapping, (&name, &self.stream), std::slice::from_ref(record));
            say("  becomes");
            told.lines().skip(1).for_each(|line| say(&format!("  {}", mask.text(line))));
        }
        for rejected in played.rejected.iter().take(self.limit) {
            let key = rejected.key.as_deref().unwrap_or("without a key");
            say(&format!("record {key} is set aside: {} {}", rejected.code, rejected.message));
        }
        let mut dry_run = DryRun::of(name.as_str().into());
        dry_run.add(&folder.mapping, &self.stream, played);
        say("in all");
        report::print(&dry_run, folder.mapping.category());
    }
}

struct Shown {
    mask: Arc<Mask>,
}

impl Witness for Shown {
    fn saw(&self, request: &Request, outcome: &Result<Reply, SendError>) {
        // Requests go out several at a time; their lines should not mix.
        static TURN: Mutex<()> = Mutex::new(());
        let _turn = TURN.lock();
        let mut lines = self.mask.request(request).into_iter();
        say(&format!("→ {}", lines.next().unwrap_or_default()));
        lines.for_each(|line| say(&line));
        match outcome {
            Ok(reply) => {
                let kind = reply.header("content-type").unwrap_or("no content type");
                say(&format!("← {}, {kind}, {} bytes", reply.status, reply.body.len()));
                say(&format!("  {}", self.mask.text(&excerpt(&reply.body))));
            }
            Err(error) => say(&format!("← {}", self.mask.text(&error.to_string()))),
        }
    }
}

fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let start: String = text.chars().take(EXCERPT).collect();
    let start = start.replace(['\n', '\r', '\t'], " ");
    if start.len() < text.len() { format!("{start} …") } else { start }
}

fn pretty(json: &str) -> String {
    let value: Result<serde_json::Value, _> = serde_json::from_str(json);
    value.ok().and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_default()
}
