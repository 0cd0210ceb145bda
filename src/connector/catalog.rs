//! The connectors there are, found by looking into folders, never registered.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Manifest, ManifestError, Mapping, MappingError};

/// A source system's folder: how to pull and what it means.
#[derive(Debug)]
pub struct Connector {
    /// The folder's name, such as `hubspot`.
    pub kind: String,
    /// How to pull.
    pub manifest: Arc<Manifest>,
    /// What it means.
    pub mapping: Arc<Mapping>,
}

/// All connectors by kind.
#[derive(Debug, Default)]
pub struct Catalog {
    connectors: BTreeMap<String, Arc<Connector>>,
}

/// Why a connector's folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// See the cause.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// See the cause.
    #[error(transparent)]
    Mapping(#[from] MappingError),
}

impl Catalog {
    /// Adds a connector from its two files, replacing one of the same kind.
    ///
    /// # Errors
    /// When a file is wrong; the message names file, line and remedy.
    pub fn add(
        &mut self,
        kind: &str,
        manifest: (&str, &str),
        mapping: (&str, &str),
    ) -> Result<(), CatalogError> {
        let manifest = Arc::new(Manifest::parse(manifest.0, manifest.1)?);
        let mapping = Arc::new(Mapping::parse(mapping.0, mapping.1)?);
        mapping.check_against(&manifest)?;
        let connector = Connector { kind: kind.to_owned(), manifest, mapping };
        self.connectors.insert(kind.to_owned(), Arc::new(connector));
        Ok(())
    }

    /// The connector of a kind.
    pub fn get(&self, kind: &str) -> Option<&Arc<Connector>> {
        self.connectors.get(kind)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Connector>> {
        self.connectors.values()
    }
}
