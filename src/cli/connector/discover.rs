//! The streams that a source offers, with their schemas.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::input::Input;
use crate::connector::Given;
use crate::fetch::{Driver, FetchError};

/// Each stream as the protocol tells it, and why others are not there.
///
/// # Errors
/// When it cannot even be known which streams there are.
pub(super) async fn streams(
    driver: &Driver,
    input: &Input,
    now: DateTime<Utc>,
) -> Result<(Vec<Value>, Vec<String>), FetchError> {
    let manifest = driver.prepare(&input.manifest, &input.config).await?;
    let mut off: Vec<String> = manifest.unusable().into_values().collect();
    off.extend(manifest.skipped());
    let unusable = manifest.unusable();
    let mut offered = Vec::new();
    for stream in manifest.streams() {
        if unusable.contains_key(&stream.name) {
            continue;
        }
        let needs = manifest.schema_needs(&stream.name);
        let records = match driver.meet(&manifest, &input.config, &needs).await {
            Ok(records) => records,
            Err(error) => {
                off.push(format!(
                    "the schema of stream `{}` is not known: {error}",
                    stream.name
                ));
                BTreeMap::new()
            }
        };
        let files = |path: &str| input.beside(path);
        let given = Given { config: &input.config, now, files: &files, records: &records };
        match manifest.airbyte_stream(&stream.name, &given) {
            Ok(told) => offered.push(told),
            Err(why) => off.push(why),
        }
    }
    Ok((offered, off))
}
