//! `accord match`: who is who in a CSV of records.

use std::io::{self, IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::match_table::Table;
use super::say;
use crate::reconcile::matching::{Kind, Matcher, Phase, Settings};

/// Finds the records of a CSV that are one company or one person, and writes their clusters.
///
/// Columns are known by usual names (record_id, name, website, phone, email, vat_id, street …); for
/// others, --columns names a YAML file with a line such as `name: site_name` for each.
#[derive(Debug, clap::Args)]
pub(super) struct MatchRecords {
    /// What the records are about.
    #[arg(long, value_enum)]
    kind: About,

    /// A YAML file that says which column is which: `name: site_name`.
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,

    /// Where to write the parents found among accounts, as cluster_id,parent_cluster_id.
    #[arg(long, value_name = "FILE")]
    relations: Option<PathBuf>,

    /// Print why two records, by their ids, are one party or not, instead of clusters.
    #[arg(long, value_name = "A,B")]
    explain: Option<String>,

    /// The records, as CSV with a header; `-` reads standard input.
    #[arg(value_name = "RECORDS")]
    records: PathBuf,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum About {
    /// Companies.
    Account,
    /// Persons.
    Contact,
}

impl MatchRecords {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let kind = match self.kind {
            About::Account => Kind::Account,
            About::Contact => Kind::Contact,
        };
        if self.relations.is_some() && kind == Kind::Contact {
            bail!("--relations finds parents of companies; use it with --kind account");
        }
        let map = self.columns.as_deref().map(read_text).transpose()?;
        let map = map.as_deref().zip(self.columns.as_deref());
        let progress = Progress::start();
        let name = self.records.display().to_string();
        let table = Table::read(open(&self.records)?, &name, kind, map)?;
        let matcher = Matcher::learn(kind, table.parties(), |phase| progress.show(phase));
        if let Some(pair) = &self.explain {
            progress.finish();
            return explain(&matcher, &table, pair);
        }
        let clusters = matcher.clusters(&Settings::default());
        progress.finish();
        if let Some(path) = &self.relations {
            write_relations(path, &matcher, &table, &clusters)?;
        }
        match write_clusters(io::stdout().lock(), &table, &clusters) {
            // Whoever read may have seen enough, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
            other => {
                other.context("the clusters cannot be written").map(|()| ExitCode::SUCCESS)
            }
        }
    }
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = std::fs::File::open(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Box::new(file))
}

fn explain(matcher: &Matcher, table: &Table, pair: &str) -> anyhow::Result<ExitCode> {
    let Some((a, b)) = pair.split_once(',') else {
        bail!("--explain takes two record ids with a comma between, not `{pair}`");
    };
    let place = |id: &str| {
        let id = id.trim();
        table.place(id).with_context(|| format!("no record has the id `{id}`; see --explain"))
    };
    say(&matcher.explain(place(a)?, place(b)?).to_string());
    Ok(ExitCode::SUCCESS)
}

fn write_clusters(out: impl Write, table: &Table, clusters: &[u32]) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(["record_id", "cluster_id"])?;
    for (record, first) in clusters.iter().enumerate() {
        out.write_record([table.id(record), table.id(*first as usize)])?;
    }
    out.flush()
}

fn write_relations(
    path: &Path,
    matcher: &Matcher,
    table: &Table,
    clusters: &[u32],
) -> anyhow::Result<()> {
    let write = || -> io::Result<()> {
        let mut out = csv::Writer::from_path(path)?;
        out.write_record(["cluster_id", "parent_cluster_id"])?;
        for (child, parent) in matcher.parents(clusters) {
            out.write_record([table.id(child as usize), table.id(parent as usize)])?;
        }
        out.flush()
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}

/// A line on standard error, when that is a terminal, which says what is done.
struct Progress {
    bar: ProgressBar,
}

impl Progress {
    fn start() -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let style = ProgressStyle::with_template("{spinner} {bar:24} {msg}  {elapsed}")
            .expect("a template that a test run has shown");
        let bar = ProgressBar::new(PHASES.len() as u64 + 1).with_style(style);
        bar.set_message("reading records");
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar }
    }

    fn show(&self, phase: Phase) {
        let known = PHASES.iter().position(|(known, _)| *known == phase);
        if let Some(at) = known {
            self.bar.set_position(at as u64 + 1);
            self.bar.set_message(PHASES[at].1);
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

const PHASES: &[(Phase, &str)] = &[
    (Phase::Reading, "putting values into comparable form"),
    (Phase::Blocking, "finding records that share a key"),
    (Phase::Learning, "learning weights"),
    (Phase::Clustering, "comparing pairs and clustering"),
];
