//! `accord connector new`: a folder that works from its first minute.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

use super::super::say;
use super::folder;

/// The files of a new connector.
const FILES: [(&str, &str); 4] = [
    ("manifest.yaml", include_str!("skeleton/manifest.yaml")),
    ("mapping.yaml", include_str!("skeleton/mapping.yaml")),
    ("fixtures/companies.json", include_str!("skeleton/companies.json")),
    ("expected/companies.txt", include_str!("skeleton/companies.txt")),
];

/// Begin a connector: a folder with a manifest, a mapping and a recorded reply that work.
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The folder to make; its name is the connector's, such as `connectors/acme`.
    folder: PathBuf,
}

impl New {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let name = name(&self.folder)?;
        if self.folder.join("manifest.yaml").exists() {
            bail!("{} is a connector already", self.folder.display());
        }
        for (file, text) in FILES {
            let path = self.folder.join(file);
            folder::write(&path, &text.replace("NAME", &name))?;
            say(&format!("wrote {}", path.display()));
        }
        let folder = self.folder.display();
        say(&format!(
            "\nIt describes a made-up system; `accord connector test {folder}` plays its recorded reply.\n\
             Put the real addresses and fields in, then ask it:\n\
             \x20 accord connector try companies --connector {folder} --config config.json"
        ));
        Ok(ExitCode::SUCCESS)
    }
}

fn name(folder: &Path) -> anyhow::Result<String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let good = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if name.is_empty() || !good {
        bail!("`{name}` cannot name a connector; use small letters, digits and _");
    }
    Ok(name)
}
