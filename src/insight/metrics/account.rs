//! Every metric of one account, as its facts stood at the end of a day.

use chrono::NaiveDate;

use super::model::{MetricCatalogue, MetricDef, MetricKind};
use super::tree::{Reading, Readings};
use crate::insight::revenue::Retention;
use crate::insight::{
    Health, KpiScore, KpiStatus, Models, SurveyFilter, SurveyKind, Trust, TrustFactor, Voice,
    metric,
};

/// Answers of so many days count.
const DAYS: i64 = 365;

/// What is known of an account on a day.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its health.
    pub health: &'a Health,
    /// Its trust.
    pub trust: &'a Trust,
    /// What became of its revenue; `Err` says why nobody can tell.
    pub retention: Result<Retention, &'a str>,
    /// What its people answered.
    pub voices: &'a [Voice<'a>],
    /// The day.
    pub as_of: NaiveDate,
}

/// All metrics of the catalogue, by code.
pub fn readings(catalogue: &MetricCatalogue, known: &Known, models: &Models) -> Readings {
    let of = |def: &MetricDef| {
        let (told, reading) = (Some(known.as_of), known.reading(def, models));
        let accounts = usize::from(reading.score.is_some());
        (def.code.clone(), Reading { as_of: told, accounts, ..reading })
    };
    catalogue.metrics.iter().map(of).collect()
}

impl Known<'_> {
    fn reading(&self, def: &MetricDef, models: &Models) -> Reading {
        let net = Retention::nrr;
        match def.kind {
            MetricKind::Kpi => self.kpi(&def.code),
            MetricKind::Health => {
                told(def, self.health.value, "too little of the evidence was seen")
            }
            MetricKind::Trust => told(def, self.trust.value, "too few factors have a score"),
            MetricKind::Factor(factor) => {
                told(def, self.factor(factor), "neither enough answers nor facts tell it")
            }
            MetricKind::Survey(kind) => self.survey(def, (kind, &[]), models),
            MetricKind::NetRetention => self.retained(def, net),
            MetricKind::GrossRetention => self.retained(def, Retention::grr),
            MetricKind::Amount => {
                Reading::unknown("it depends on how large the customer is and has no scale")
            }
        }
    }

    fn kpi(&self, code: &str) -> Reading {
        let mut kpis = self.health.stages.iter().flat_map(|stage| &stage.kpis);
        let Some(kpi) = kpis.find(|kpi| kpi.code == *code) else {
            return Reading::unknown("the health model does not measure it");
        };
        let why = kpi.normalised.is_none().then(|| why(kpi));
        Reading { raw: kpi.raw, score: kpi.normalised, why, ..Reading::default() }
    }

    /// A KPI as an attitude: what was measured in its place is none.
    pub(super) fn felt(&self, code: &str) -> Reading {
        let mut kpis = self.health.stages.iter().flat_map(|stage| &stage.kpis);
        let stand_in =
            kpis.find(|kpi| kpi.code == *code).and_then(|kpi| kpi.fallback_used.as_ref());
        match stand_in {
            Some(other) => {
                Reading::unknown(format!("nobody answered; {other} stands in for it"))
            }
            None => self.kpi(code),
        }
    }

    fn factor(&self, wanted: TrustFactor) -> Option<f64> {
        self.trust.factors.iter().find(|factor| factor.factor == wanted)?.score
    }

    fn retained(&self, def: &MetricDef, of: fn(Retention) -> Option<f64>) -> Reading {
        match self.retention {
            Ok(parts) => told(def, of(parts), "nothing was billed in the year before"),
            Err(why) => Reading::unknown(why),
        }
    }

    /// Answers to an instrument, at touchpoints with one of these words in their name; at all when
    /// there is none.
    pub(super) fn survey(
        &self,
        def: &MetricDef,
        (kind, words): (SurveyKind, &[String]),
        models: &Models,
    ) -> Reading {
        let about = |voice: &&Voice| {
            let said = voice.response.touchpoint.as_deref().unwrap_or_default().to_lowercase();
            words.is_empty() || words.iter().any(|word| said.contains(word.as_str()))
        };
        let filter = SurveyFilter::last(DAYS, self.as_of);
        let said = metric(kind, self.voices.iter().filter(about).copied(), &filter, models);
        match said.error {
            Some(error) => Reading::unknown(error),
            None => told(def, said.value, "nobody was asked, or nobody answered, in 365 days"),
        }
    }
}

/// A raw value with its score, or why there is none.
fn told(def: &MetricDef, raw: Option<f64>, why: &str) -> Reading {
    let score = raw.and_then(|raw| def.score(raw));
    let why = score.is_none().then(|| why.to_owned());
    Reading { raw, score, why, ..Reading::default() }
}

fn why(kpi: &KpiScore) -> String {
    match (kpi.status, &kpi.error, kpi.observed_on) {
        (_, Some(error), _) => error.clone(),
        (KpiStatus::NotApplicable, ..) => "it does not apply to the account".to_owned(),
        (KpiStatus::Expired, _, Some(day)) => {
            format!("it was last seen on {day}, too long ago")
        }
        _ => format!("no record of a {} system tells it", kpi.source.word()),
    }
}
