//! Checks a model as it is written and makes the model that scores.

use std::collections::BTreeMap;

use super::file::{CapFile, KpiFile, ModelFile, MomentFile, StageFile};
use super::{CapDef, HealthModel, KpiDef, Moment, StageDef};
use crate::insight::health::CAPS;
use crate::insight::measure::names as measure_names;
use crate::insight::segments::ATTRIBUTES;
use crate::insight::{Calendar, SegmentModel};
use crate::model::settings::{Checked, Entries, Said, said_twice};
use crate::model::{BUYING_ROLES, Band, CHAMPION, Category, Confidence};

/// The journey of the default index, in its order.
pub(in crate::insight) const JOURNEY: &[&str] = &[
    "AWARENESS",
    "CONSIDERATION",
    "PURCHASE",
    "DELIVERY",
    "IMPLEMENTATION",
    "ADOPTION",
    "SUPPORT",
    "BILLING",
    "RELATIONSHIP",
    "RENEWAL",
];
const CATEGORIES: &[Category] = &[
    Category::Crm,
    Category::Erp,
    Category::Support,
    Category::Marketing,
    Category::Digital,
    Category::Survey,
    Category::Hr,
    Category::External,
];

pub(super) fn model(file: ModelFile) -> Checked<HealthModel> {
    distinct_codes(&file)?;
    if file.code.value == "chi-default" {
        default_journey(&file)?;
    }
    file.stages.some("a model needs at least one stage")?;
    let moments = file.moments.iter().map(|m| moment(m, &file.stages.value));
    Ok(HealthModel {
        moments: moments.collect::<Checked<_>>()?,
        code: file.code.filled("code")?,
        version: file.version.filled("version")?,
        bands: bands(&file.bands)?,
        confidence: confidence(&file.confidence)?,
        stages: file.stages.value.into_iter().map(stage).collect::<Checked<_>>()?,
        caps: file.caps.into_iter().map(cap).collect::<Checked<_>>()?,
        role_weights: role_weights(file.role_weights)?,
        calendar: Calendar::default(),
        segments: SegmentModel::built_in(),
    })
}

fn distinct_codes(file: &ModelFile) -> Checked<()> {
    let mut codes = Vec::new();
    for stage in &file.stages.value {
        codes.push(&stage.code);
        for kpi in &stage.kpis {
            codes.push(&kpi.code);
            codes.extend(kpi.fallback.as_ref().map(|fallback| &fallback.code));
        }
    }
    match said_twice(codes) {
        Some(code) => {
            code.wrong(format!("the code `{}` is used twice; codes name one thing", code.value))
        }
        None => Ok(()),
    }
}

/// What is published of the default index must hold for whoever edits it under its name.
fn default_journey(file: &ModelFile) -> Checked<()> {
    let stages = &file.stages;
    for stage in &stages.value {
        stage.code.known("stage", JOURNEY.iter().copied())?;
        if stage.kpis.len() != 3 {
            let message = format!(
                "stage {} has {} KPIs; chi-default has three per stage, give a changed model another code",
                stage.code.value,
                stage.kpis.len()
            );
            return stage.code.wrong(message);
        }
    }
    if stages.value.len() != JOURNEY.len() {
        let message = format!(
            "{} stages; chi-default has ten, give a changed model another code",
            stages.value.len()
        );
        return stages.wrong(message);
    }
    heavier_where_published(&stages.value)
}

fn heavier_where_published(stages: &[StageFile]) -> Checked<()> {
    let weight = |code: &str| stages.iter().find(|s| s.code.value == code).map(|s| &s.weight);
    for heavy in ["IMPLEMENTATION", "SUPPORT"] {
        for light in ["AWARENESS", "CONSIDERATION"] {
            let (Some(more), Some(less)) = (weight(heavy), weight(light)) else { continue };
            if more.value <= less.value {
                let message = format!(
                    "{heavy} ({}) must weigh more than {light} ({}) in chi-default",
                    more.value, less.value
                );
                return more.wrong(message);
            }
        }
    }
    Ok(())
}

fn stage(file: StageFile) -> Checked<StageDef> {
    if file.kpis.is_empty() {
        let message = format!("stage {} has no KPI; give it at least one", file.code.value);
        return file.code.wrong(message);
    }
    Ok(StageDef {
        code: file.code.filled("code")?,
        weight: file.weight.at_least_zero("a weight")?,
        kpis: file.kpis.into_iter().map(kpi).collect::<Checked<_>>()?,
    })
}

pub(in crate::insight) fn kpi(file: KpiFile) -> Checked<KpiDef> {
    let measure = file.measure.as_ref().unwrap_or(&file.code);
    measure.known("measure", measure_names())?;
    let knots = file.knots.as_ref().map(knots).transpose()?.unwrap_or_default();
    let categories = file.categories.map(categories).transpose()?.unwrap_or_default();
    if knots.is_empty() == categories.is_empty() {
        let message = format!("KPI {} needs either `knots` or `categories`", file.code.value);
        return file.code.wrong(message);
    }
    if let Some(nested) = file.fallback.as_ref().and_then(|f| f.fallback.as_ref()) {
        let message = "a fallback has no fallback of its own; one is allowed".to_owned();
        return nested.code.wrong(message);
    }
    Ok(KpiDef {
        measure: measure.value.clone(),
        code: file.code.filled("code")?,
        name: file.name,
        unit: file.unit,
        window_days: positive(&file.window, "window")?,
        min_sample: positive(&file.sample, "sample")?,
        ttl_days: positive(&file.ttl, "ttl")?,
        source: category(&file.source)?,
        knots,
        categories,
        fallback: file.fallback.map(|f| kpi(*f).map(Box::new)).transpose()?,
        formula: file.formula,
    })
}

pub(in crate::insight) fn knots(said: &Said<Vec<(f64, f64)>>) -> Checked<Vec<(f64, f64)>> {
    let knots = &said.value;
    if knots.len() < 2 {
        return said.wrong("knots need at least two points");
    }
    if let Some(pair) = knots.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
        let message = format!(
            "knots must rise in raw, but {} is followed by {}; list the lowest raw value first, \
             a falling score says that lower is better",
            pair[0].0, pair[1].0
        );
        return said.wrong(message);
    }
    if let Some((raw, score)) = knots.iter().find(|(x, y)| !x.is_finite() || !in_scale(*y)) {
        let message = format!("the knot [{raw}, {score}] must score 0 to 100");
        return said.wrong(message);
    }
    Ok(knots.clone())
}

fn categories(file: Entries<Said<f64>>) -> Checked<BTreeMap<String, f64>> {
    let points = |(word, score): (Said<String>, Said<f64>)| {
        word.known("category", CHAMPION.iter().copied())?;
        if !in_scale(score.value) {
            return score
                .wrong(format!("`{}` scores {}; give 0 to 100", word.value, score.value));
        }
        Ok((word.value, score.value))
    };
    file.into_iter().map(points).collect()
}

fn cap(file: CapFile) -> Checked<CapDef> {
    file.code.known("cap", CAPS.iter().copied())?;
    if !in_scale(file.cap.value) {
        let message = format!("the cap {} must lie between 0 and 100", file.cap.value);
        return file.cap.wrong(message);
    }
    Ok(CapDef { code: file.code.value, cap: file.cap.value, when: file.when })
}

fn moment(file: &MomentFile, stages: &[StageFile]) -> Checked<Moment> {
    file.stage.known("stage", stages.iter().map(|stage| stage.code.value.as_str()))?;
    if !(file.multiplier.value > 0.0 && file.multiplier.value.is_finite()) {
        let message = format!("the multiplier {} must be above 0", file.multiplier.value);
        return file.multiplier.wrong(message);
    }
    let mut when = BTreeMap::new();
    for (attribute, values) in &file.when {
        attribute
            .known("attribute", ["segment"].into_iter().chain(ATTRIBUTES.iter().copied()))?;
        when.insert(attribute.value.clone(), values.value.clone());
    }
    let kpis = stages.iter().flat_map(|stage| &stage.kpis).map(|kpi| kpi.code.value.as_str());
    for code in &file.measured_by {
        code.known("KPI", kpis.clone())?;
    }
    Ok(Moment {
        touchpoint: file.touchpoint.clone(),
        stage: file.stage.value.clone(),
        multiplier: file.multiplier.value,
        when,
        measured_by: file.measured_by.iter().map(|code| code.value.clone()).collect(),
    })
}

fn role_weights(file: Entries<Said<f64>>) -> Checked<BTreeMap<String, f64>> {
    let weight = |(role, weight): (Said<String>, Said<f64>)| {
        role.known("role", BUYING_ROLES.iter().copied())?;
        Ok((role.value, weight.at_least_zero("a role's weight")?))
    };
    file.into_iter().map(weight).collect()
}

fn bands(file: &Entries<Said<f64>>) -> Checked<Vec<(Band, f64)>> {
    let mut bands = Vec::new();
    for (word, least) in file {
        let words = [Band::Red, Band::Amber, Band::Green].map(|band| (band.word(), band));
        let band = word.one_of("band", words)?;
        bands.push((band, least.at_least_zero("a band's lower bound")?));
    }
    bands.sort_by_key(|(band, _)| *band);
    let rises = bands.windows(2).all(|pair| pair[0].1 < pair[1].1);
    if bands.len() == 3 && rises && bands[0].1 == 0.0 {
        return Ok(bands);
    }
    Err(file.fault("bands must give RED 0 and rising bounds for AMBER and GREEN"))
}

fn confidence(file: &Entries<Said<f64>>) -> Checked<Vec<(Confidence, f64)>> {
    let mut words = Vec::new();
    for (word, least) in file {
        let known = [Confidence::High, Confidence::Medium, Confidence::Low];
        let found = known.into_iter().find(|known| known.word() == word.value);
        let Some(found) = found.filter(|_| (0.0..=1.0).contains(&least.value)) else {
            return least.wrong(format!(
                "confidence `{}: {}`; give HIGH, MEDIUM and LOW a coverage of 0 to 1 each",
                word.value, least.value
            ));
        };
        words.push((found, least.value));
    }
    words.sort_by_key(|(word, _)| std::cmp::Reverse(*word));
    if words.len() == 3 && words.windows(2).all(|pair| pair[0].1 > pair[1].1) {
        return Ok(words);
    }
    Err(file.fault("confidence must give falling bounds for HIGH, MEDIUM and LOW"))
}

fn category(said: &Said<String>) -> Checked<Category> {
    said.one_of("source", CATEGORIES.iter().map(|category| (category.word(), *category)))
}

pub(in crate::insight) fn positive(said: &Said<i64>, key: &str) -> Checked<i64> {
    // Beyond a century days of a calendar would overflow in reckoning.
    said.within(key, 1..=36_500)
}

fn in_scale(score: f64) -> bool {
    (0.0..=100.0).contains(&score)
}
