//! Finds the connectors: those built into the program and those in a folder of one's own.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use rust_embed::RustEmbed;

use crate::connector::Catalog;

/// The repository's `connectors/`, as it was when the program was built.
#[derive(RustEmbed)]
#[folder = "connectors/"]
#[include = "*/manifest.yaml"]
#[include = "*/mapping.yaml"]
struct BuiltIn;

/// All connectors; one of one's own replaces a built-in one of the same name.
pub(super) fn load(own: Option<&Path>) -> anyhow::Result<Catalog> {
    let mut catalog = Catalog::default();
    let kinds: BTreeSet<String> = BuiltIn::iter()
        .filter_map(|path| path.split_once('/').map(|(kind, _)| kind.to_owned()))
        .collect();
    for kind in kinds {
        let manifest = built_in(&format!("{kind}/manifest.yaml"))?;
        let mapping = built_in(&format!("{kind}/mapping.yaml"))?;
        catalog.add(&kind, (&manifest.0, &manifest.1), (&mapping.0, &mapping.1))?;
    }
    if let Some(folder) = own {
        add_folder(&mut catalog, folder)?;
    }
    Ok(catalog)
}

fn built_in(path: &str) -> anyhow::Result<(String, String)> {
    let file = BuiltIn::get(path).with_context(|| format!("connectors/{path} is missing"))?;
    let text = String::from_utf8(file.data.into_owned())?;
    Ok((format!("connectors/{path}"), text))
}

fn add_folder(catalog: &mut Catalog, folder: &Path) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| {
        format!("the connectors' folder {} cannot be read", folder.display())
    })?;
    for entry in entries {
        let path = entry?.path();
        if !path.join("manifest.yaml").is_file() {
            continue;
        }
        let kind = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let manifest = read(&path.join("manifest.yaml"))?;
        let mapping = read(&path.join("mapping.yaml"))?;
        catalog.add(&kind, (&manifest.0, &manifest.1), (&mapping.0, &mapping.1))?;
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<(String, String)> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).with_context(|| format!("{name} cannot be read"))?;
    Ok((name, text))
}
