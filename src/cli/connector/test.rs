//! `accord connector test`: recorded replies in, unified records out, compared with `expected/`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::super::say;
use super::folder::{self, Folder};
use super::report;
use crate::connector::rehearsal::{
    Cassette, DryRun, Played, made_up_config, play, play_again, tell,
};
use chrono::{DateTime, Utc};

/// Lines of a difference that are shown.
const SHOWN: usize = 12;
/// The present moment of a rehearsal, as in the repository's own tests.
const NOW: &str = "2026-10-20T12:00:00Z";

/// Play a connector's recorded replies and compare what comes out with its expected/ folder; then
/// read on from the state that this leaves, as the next sync would.
#[derive(Debug, clap::Args)]
pub(super) struct Test {
    /// Connectors' folders. Without any: the present one, or every one under connectors/.
    folders: Vec<PathBuf>,
    /// Write what comes out as what is expected. Read it before you commit it.
    #[arg(long)]
    accept: bool,
    /// The present moment of the rehearsal.
    #[arg(long, value_name = "TIME", default_value = NOW)]
    now: DateTime<Utc>,
}

impl Test {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let mut fine = true;
        for path in folder::chosen(&self.folders)? {
            let folder = Folder::load(&path)?;
            say(&format!("{}", path.display()));
            fine &= self.rehearse(&folder)?;
        }
        Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn rehearse(&self, folder: &Folder) -> anyhow::Result<bool> {
        let mut dry_run = DryRun::of(folder.name().as_str().into());
        let mut unrecorded = folder.mapped_streams();
        let mut fine = true;
        for (stem, cassette) in folder.cassettes()? {
            let (told, good) = rehearsed(folder, (&cassette, self.now), &mut dry_run);
            unrecorded.retain(|stream| !cassette.streams().contains(&stream.as_str()));
            let same = self.compare(folder, &stem, &told)?;
            fine &= good && same;
        }
        report::print(&dry_run, folder.mapping.category());
        for stream in &unrecorded {
            fine = false;
            say(&format!(
                "  {stream}: no reply is recorded; `accord connector record` makes one"
            ));
        }
        Ok(fine)
    }

    fn compare(&self, folder: &Folder, stem: &str, told: &str) -> anyhow::Result<bool> {
        let file = folder.path.join("expected").join(format!("{stem}.txt"));
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if expected == told {
            say(&format!("  {stem}: as expected"));
            return Ok(true);
        }
        if self.accept {
            folder::write(&file, told)?;
            say(&format!("  {stem}: written to {}", file.display()));
            return Ok(true);
        }
        say(&format!("  {stem}: not what {} says (- expected, + found)", file.display()));
        for line in difference(&expected, told) {
            say(&format!("    {line}"));
        }
        say("    when it is right, write it with --accept");
        Ok(false)
    }
}

fn rehearsed(
    folder: &Folder,
    (cassette, now): (&Cassette, DateTime<Utc>),
    dry_run: &mut DryRun,
) -> (String, bool) {
    let config = made_up_config(&folder.manifest);
    let (mapped, name) = (folder.mapped_streams(), folder.name());
    let (mut told, mut fine) = (String::new(), true);
    for stream in cassette.streams() {
        if !mapped.iter().any(|name| name == stream) {
            continue;
        }
        let (manifest, exchanges) = (&folder.manifest, &cassette.exchanges);
        match play(manifest, &config, (stream, None), exchanges, now) {
            Ok(played) => {
                let again = play_again(manifest, &config, (stream, &played), exchanges, now);
                for wrong in complaints(&played, again) {
                    fine = false;
                    say(&format!("  {stream}: {wrong}"));
                }
                told.push_str(&tell(&folder.mapping, (&name, stream), &played.records));
                dry_run.add(&folder.mapping, stream, &played);
            }
            Err(why) => {
                fine = false;
                say(&format!("  {stream}: {why}"));
            }
        }
    }
    (told, fine)
}

// What no accepted snapshot makes right.
fn complaints(played: &Played, again: Result<(), String>) -> Vec<String> {
    let rejected = played.rejected.iter().map(|rejected| {
        let key = rejected.key.as_deref().unwrap_or("without a key");
        format!("record {key} is set aside: {} {}", rejected.code, rejected.message)
    });
    let again = again.err().map(|why| format!("read on from the state that this left, {why}"));
    rejected.take(SHOWN).chain(again).collect()
}

// The lines from the first to the last that differ.
fn difference(expected: &str, found: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (expected.lines().collect(), found.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let tail =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let part = |lines: &[&str], mark: &str| -> Vec<String> {
        let changed = lines.get(same..lines.len() - tail).unwrap_or_default();
        let more = changed.len().saturating_sub(SHOWN);
        let shown = changed.iter().take(SHOWN).map(|line| format!("{mark} {line}"));
        shown.chain((more > 0).then(|| format!("{mark} … {more} more"))).collect()
    };
    let place = format!("line {}:", same + 1);
    [vec![place], part(&old, "-"), part(&new, "+")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_what_is_between_the_same_lines() {
        let cases = [
            ("a\nb\nc\n", "a\nx\nc\n", vec!["line 2:", "- b", "+ x"]),
            ("a\n", "a\nb\n", vec!["line 2:", "+ b"]),
            ("a\na\n", "a\n", vec!["line 2:", "- a"]),
            ("", "a\n", vec!["line 1:", "+ a"]),
        ];
        for (expected, found, lines) in cases {
            assert_eq!(difference(expected, found), lines, "{expected:?} {found:?}");
        }
    }
}
