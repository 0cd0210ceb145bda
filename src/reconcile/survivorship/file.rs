//! Survivorship rules as they are written.

use serde::Deserialize;

use crate::model::settings::{Entries, Said};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    pub(super) code: Said<String>,
    pub(super) version: Said<String>,
    pub(super) account: KindFile,
    pub(super) contact: KindFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindFile {
    pub(super) order: Words,
    #[serde(default)]
    pub(super) trust: Option<Words>,
    #[serde(default)]
    pub(super) fields: Entries<FieldFile>,
    #[serde(default)]
    pub(super) groups: Entries<GroupFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) order: Option<Words>,
    pub(super) trust: Option<Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub(super) fields: Words,
    pub(super) complete: Option<Words>,
    pub(super) order: Option<Words>,
    pub(super) trust: Option<Words>,
}

pub(super) type Words = Said<Vec<Said<String>>>;
