//! What must be read before a manifest's streams, or the schema of one, are known.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::mpsc;

use super::{Driver, FetchError};
use crate::connector::{Manifest, Need, Page, Pull, PullError};
use crate::model::Record;

impl Driver {
    /// The manifest for one configuration: with the streams that templates become, without those
    /// that a condition leaves out. The same one when nothing depends on the configuration.
    ///
    /// # Errors
    /// When what the templates are filled from cannot be read, or a stream that results is wrong.
    pub async fn prepare(
        &self,
        manifest: &Arc<Manifest>,
        config: &Value,
    ) -> Result<Arc<Manifest>, FetchError> {
        if !manifest.is_dynamic() {
            return Ok(Arc::clone(manifest));
        }
        let records = self.meet(manifest, config, &manifest.needs()).await?;
        let expanded = manifest.expand(config, self.now(), &records);
        let refused =
            |error: crate::connector::ManifestError| PullError::Refused(error.to_string());
        Ok(Arc::new(expanded.map_err(refused)?))
    }

    /// Reads what is needed before, by name.
    ///
    /// # Errors
    /// The first that cannot be read.
    pub async fn meet(
        &self,
        manifest: &Arc<Manifest>,
        config: &Value,
        needs: &[Need],
    ) -> Result<BTreeMap<String, Vec<Record>>, FetchError> {
        let mut met = BTreeMap::new();
        for need in needs {
            let pull = Pull::new(manifest, &need.stream, config, None, self.now())?;
            let pull = pull.keeping_keyless();
            let pull = if need.first_only { pull.with_page_limit(1) } else { pull };
            let (page, done) = self.gather(pull).await;
            done?;
            met.insert(need.stream.clone(), page.records);
        }
        Ok(met)
    }

    /// Reads a pull to its end, or to where it breaks off: all that it gave.
    pub async fn gather(&self, pull: Pull) -> (Page, Result<(), FetchError>) {
        let (sender, mut pages) = mpsc::channel::<Page>(1);
        let take = async {
            let mut all = Page::default();
            while let Some(page) = pages.recv().await {
                all.append(page);
            }
            all
        };
        let (done, all) = tokio::join!(self.drive(pull, sender), take);
        (all, done.map(drop))
    }
}
