//! Every model that accounts are scored by, together: what a score's version names.

use std::sync::{Arc, LazyLock};

use super::{Calendar, HealthModel, SurveyModel};

/// The models in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Models {
    /// The Customer Health Index.
    pub health: HealthModel,
    /// What surveys and people are judged by.
    pub survey: SurveyModel,
}

impl Models {
    /// The models that come with Accord.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<Models>> = LazyLock::new(|| {
            Arc::new(Models {
                health: HealthModel::clone(&HealthModel::built_in()),
                survey: SurveyModel::built_in(),
            })
        });
        Arc::clone(&BUILT_IN)
    }

    /// The same models with the working hours of a configuration.
    #[must_use]
    pub fn with_calendar(self, calendar: &Calendar) -> Self {
        Self { health: self.health.with_calendar(calendar.clone()), ..self }
    }

    /// `chi-default@1.0.0 …`: the codes and versions of all of them.
    pub fn id(&self) -> String {
        self.health.id()
    }
}
