//! Every connector's folder, found by looking: recorded replies in, unified records out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use accord::connector::rehearsal::{Cassette, Played, made_up_config, play, play_again, tell};
use accord::connector::{Manifest, Mapping};
use chrono::{DateTime, Utc};

/// A connector's folder, read and checked.
struct Folder {
    path: PathBuf,
    name: String,
    manifest: Arc<Manifest>,
    mapping: Mapping,
    config: serde_json::Value,
    /// File name without ending, and what is in it.
    cassettes: Vec<(String, Cassette)>,
}

/// The folders under `connectors/` that hold a connector.
fn folders() -> Vec<Folder> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("connectors");
    let mut paths = files(&root);
    paths.retain(|path| path.join("manifest.yaml").is_file());
    paths.into_iter().map(folder).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths
}

fn folder(path: PathBuf) -> Folder {
    let name = path.file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let file = |name: &str| path.join(name);
    let manifest = Manifest::parse(
        &format!("connectors/{name}/manifest.yaml"),
        &read(&file("manifest.yaml")),
    )
    .unwrap_or_else(|why| panic!("{why}"));
    let mapping = Mapping::parse(
        &format!("connectors/{name}/mapping.yaml"),
        &read(&file("mapping.yaml")),
    )
    .unwrap_or_else(|why| panic!("{why}"));
    mapping.check_against(&manifest).unwrap_or_else(|why| panic!("{why}"));
    let config = made_up_config(&manifest);
    let cassettes = files(&file("fixtures")).into_iter().map(|path| {
        let stem = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let cassette = Cassette::parse(&path.display().to_string(), &read(&path));
        (stem, cassette.unwrap_or_else(|why| panic!("{why}")))
    });
    let cassettes = cassettes.collect();
    Folder { name, manifest: Arc::new(manifest), mapping, config, cassettes, path }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn now() -> DateTime<Utc> {
    "2026-10-20T12:00:00Z".parse().expect("a moment")
}

impl Folder {
    fn play(&self, stream: &str, cassette: &Cassette) -> Played {
        let stream = (stream, None);
        let played = play(&self.manifest, &self.config, stream, &cassette.exchanges, now())
            .unwrap_or_else(|why| panic!("{} {}: {why}", self.name, stream.0));
        assert!(
            played.rejected.is_empty(),
            "{} {}: {:?}",
            self.name,
            stream.0,
            played.rejected
        );
        played
    }

    /// The mapped streams that a cassette has a reply for, in its order.
    fn streams<'a>(&self, cassette: &'a Cassette) -> Vec<&'a str> {
        let mapped = self.mapping.describe();
        let is_mapped = |stream: &&str| mapped.iter().any(|map| map.stream == *stream);
        cassette.streams().into_iter().filter(is_mapped).collect()
    }
}

#[test]
fn recorded_replies_become_unified_records() {
    for folder in folders() {
        for (stem, cassette) in &folder.cassettes {
            let mut told = String::new();
            for stream in folder.streams(cassette) {
                let records = folder.play(stream, cassette).records;
                told.push_str(&tell(&folder.mapping, (&folder.name, stream), &records));
            }
            let file = folder.path.join("expected").join(format!("{stem}.txt"));
            let expected = std::fs::read_to_string(&file).unwrap_or_default();
            let differs = expected.lines().zip(told.lines()).position(|(a, b)| a != b);
            assert!(
                expected == told,
                "{}:{} is not what comes out; look at `accord connector test connectors/{}` and, \
                 when it is right, write it with --accept",
                file.display(),
                differs.unwrap_or_else(|| expected.lines().count().min(told.lines().count()))
                    + 1,
                folder.name
            );
        }
    }
}

/// As `accord connector test` says it.
#[test]
fn a_pull_goes_on_from_the_state_of_the_last_one() {
    for folder in folders() {
        for (_, cassette) in &folder.cassettes {
            for stream in folder.streams(cassette) {
                let first = folder.play(stream, cassette);
                let again = (stream, &first);
                let config = &folder.config;
                play_again(&folder.manifest, config, again, &cassette.exchanges, now())
                    .unwrap_or_else(|why| {
                        panic!("{} {stream}, read on from its state: {why}", folder.name)
                    });
            }
        }
    }
}

#[test]
fn every_mapped_stream_has_a_recorded_record() {
    for folder in folders() {
        let cassettes = folder.cassettes.iter();
        let recorded: Vec<&str> =
            cassettes.flat_map(|(_, cassette)| folder.streams(cassette)).collect();
        for stream in folder.mapping.describe() {
            let stream = stream.stream.as_str();
            assert!(recorded.contains(&stream), "{}: no reply for `{stream}`", folder.name);
        }
    }
}
