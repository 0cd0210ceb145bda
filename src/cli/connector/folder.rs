//! A connector's folder: its files, read and checked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::connector::rehearsal::Cassette;
use crate::connector::{Manifest, Mapping};

/// A connector's folder.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) manifest: Arc<Manifest>,
    pub(super) mapping: Mapping,
}

impl Folder {
    /// Reads manifest and mapping and checks them against each other.
    pub(super) fn load(path: &Path) -> anyhow::Result<Self> {
        let manifest = path.join("manifest.yaml");
        let mapping = path.join("mapping.yaml");
        if !manifest.is_file() {
            bail!(
                "{} is missing; name a connector's folder, or begin one with `accord connector new`",
                manifest.display()
            );
        }
        let manifest = Manifest::parse(&manifest.display().to_string(), &read(&manifest)?)?;
        let mapping = Mapping::parse(&mapping.display().to_string(), &read(&mapping)?)?;
        mapping.check_against(&manifest)?;
        Ok(Self { path: path.to_owned(), manifest: Arc::new(manifest), mapping })
    }

    /// The recorded replies: the name of each file without its ending, and what is in it.
    pub(super) fn cassettes(&self) -> anyhow::Result<Vec<(String, Cassette)>> {
        let folder = self.path.join("fixtures");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut files = entries(&folder)?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
        let cassette = |path: PathBuf| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let cassette = Cassette::parse(&path.display().to_string(), &read(&path)?)?;
            Ok((stem, cassette))
        };
        files.into_iter().map(cassette).collect()
    }

    /// The folder's name, which is the connector's.
    pub(super) fn name(&self) -> String {
        let path = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The streams that the mapping reads.
    pub(super) fn mapped_streams(&self) -> Vec<String> {
        self.mapping.describe().into_iter().map(|map| map.stream).collect()
    }

    /// A stream's name, checked.
    pub(super) fn stream(&self, name: &str) -> anyhow::Result<()> {
        let mut streams = self.manifest.streams().into_iter();
        if streams.any(|stream| stream.name == name) {
            return Ok(());
        }
        bail!("{}", self.manifest.no_stream(name))
    }
}

/// The folders that were named; without any, the present one, or each under `connectors/`.
pub(super) fn chosen(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let here = PathBuf::from(".");
    if here.join("manifest.yaml").is_file() {
        return Ok(vec![here]);
    }
    let all = Path::new("connectors");
    if !all.is_dir() {
        bail!("there is no manifest.yaml and no connectors/ here; name a connector's folder");
    }
    let mut folders = entries(all)?;
    folders.retain(|path| path.join("manifest.yaml").is_file());
    Ok(folders)
}

/// A file's text.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Writes a file and the folders it needs.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, text))
        .with_context(|| format!("{} cannot be written", path.display()))
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed = std::fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths =
        listed.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
