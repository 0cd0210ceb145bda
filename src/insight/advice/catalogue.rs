//! The catalogue of what to do, as a YAML file that says it is our assumption.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::insight::{ActionDef, KpiDef, Models};
use crate::model::SettingsError;
use crate::model::settings::{self, Checked, Said, said_twice};

/// What to do about what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// Its code, such as `advice-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    /// A KPI is expected to get better by at most so many points.
    pub step: f64,
    /// Of so many KPIs an advice is given.
    pub drivers: usize,
    /// What to do, by what it is for.
    pub actions: BTreeMap<String, ActionDef>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    code: Said<String>,
    version: Said<String>,
    step: Said<f64>,
    drivers: Said<usize>,
    actions: Vec<ActionFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionFile {
    #[serde(rename = "for")]
    purpose: Said<String>,
    code: Said<String>,
    title: Said<String>,
    because: Said<String>,
}

static BUILT_IN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let text = include_str!("../models/advice-default.yaml");
    let catalogue = Catalogue::parse("advice-default.yaml", text);
    Arc::new(catalogue.expect("the built-in catalogue is checked by a test"))
});

impl Catalogue {
    /// The catalogue that comes with Accord.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Reads and checks a catalogue. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys, a step or a number out of range, two actions for one purpose: file, line,
    /// remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        settings::parse(file, text, "every action must state its own", |written: File| {
            let purposes = written.actions.iter().map(|action| &action.purpose);
            if let Some(twice) = said_twice(purposes) {
                let message =
                    format!("`for: {}` stands twice; give one action each", twice.value);
                return twice.wrong(message);
            }
            Ok(Self {
                code: written.code.filled("code")?,
                version: written.version.filled("version")?,
                step: written.step.within("step", 1.0..=100.0)?,
                drivers: written.drivers.within("drivers", 1..=30)?,
                actions: written.actions.iter().map(action).collect::<Checked<_>>()?,
            })
        })
    }

    /// What to do about a KPI: what the catalogue says, else what trust says of a proxy that is
    /// measured alike, else to improve it.
    pub(super) fn of_kpi(&self, kpi: &KpiDef, models: &Models) -> ActionDef {
        let mut proxies = models.trust.proxies().filter(|proxy| proxy.measure == kpi.measure);
        let alike = || models.trust.actions.get(&proxies.next()?.code);
        let found = self.actions.get(&kpi.code).or_else(alike).cloned();
        found.unwrap_or_else(|| ActionDef {
            code: format!("IMPROVE_{}", kpi.code),
            title: format!("Improve: {}", kpi.name),
            because: "it costs health".to_owned(),
        })
    }

    /// What to do about something else; what it is about in its code's place when the catalogue
    /// has no word on it.
    pub(super) fn of(&self, purpose: &str) -> ActionDef {
        self.actions.get(purpose).cloned().unwrap_or_else(|| ActionDef {
            code: purpose.to_owned(),
            title: format!("See to {purpose}"),
            because: "it holds".to_owned(),
        })
    }
}

fn action(file: &ActionFile) -> Checked<(String, ActionDef)> {
    let def = ActionDef {
        code: file.code.filled("code")?,
        title: file.title.filled("title")?,
        because: file.because.filled("because")?,
    };
    Ok((file.purpose.value.clone(), def))
}
