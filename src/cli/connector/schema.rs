//! `accord connector schema`: what an editor needs to help with a connector's files.

use std::process::ExitCode;

use clap::ValueEnum;

use super::super::say;
use crate::connector::{manifest_schema, mapping_schema};

/// Print the JSON schema of a connector's manifest or mapping, for an editor that completes words and
/// marks slips. In the file, name it in the first line: `# yaml-language-server: $schema=PATH`.
#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// Which of the two files.
    of: Described,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Described {
    Manifest,
    Mapping,
}

impl Schema {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let schema = match self.of {
            Described::Manifest => manifest_schema(),
            Described::Mapping => mapping_schema(),
        };
        say(&serde_json::to_string_pretty(&schema)?);
        Ok(ExitCode::SUCCESS)
    }
}
