//! `accord schema`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::say;
use crate::api;

/// Print the GraphQL schema, or write it to a file.
#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// The file to write, such as schema.graphql.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// As a subgraph, for the composition of a federated graph.
    #[arg(long)]
    federation: bool,
}

impl Schema {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let sdl =
            if self.federation { api::subgraph_sdl().to_owned() } else { api::schema_sdl() };
        match self.output {
            None => say(sdl.trim_end()),
            Some(path) => std::fs::write(&path, sdl)
                .with_context(|| format!("{} cannot be written", path.display()))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
