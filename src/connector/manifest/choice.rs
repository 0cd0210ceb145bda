//! A stream that is read in one way at first and in another once there is a state.

use std::sync::Arc;

use super::build;
use super::components::{Choice, Resumed};
use super::part::{Part, Read};
use super::yaml::Node;
use crate::connector::template::Engine;

/// Reads a stream, or a pair of streams of which the state chooses one.
pub(crate) fn read(engine: &mut Engine, node: &Node) -> Read<Choice> {
    if node.get("type").and_then(Node::text) != Some("StateDelegatingStream") {
        let full = Arc::new(build::stream(engine, node)?);
        return Ok(Choice { full, resumed: None });
    }
    let part = Part::of(node, "streams", &["StateDelegatingStream"])?;
    let full = build::stream(engine, part.need("full_refresh_stream")?)?;
    let stream = build::stream(engine, part.need("incremental_stream")?)?;
    let name = part.text("name")?.unwrap_or_default();
    if full.name != name || stream.name != name {
        return part.wrong(format!(
            "both streams of the StateDelegatingStream `{name}` need its name; found `{}` and `{}`",
            full.name, stream.name
        ));
    }
    let retention = part.filled(engine, "api_retention_period")?;
    let resumed = Some(Resumed { stream: Arc::new(stream), retention });
    Ok(Choice { full: Arc::new(full), resumed })
}
