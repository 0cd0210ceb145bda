//! Checks a model as it is written and makes the model that scores.

use std::collections::{BTreeMap, BTreeSet};

use super::file::{CapFile, Fault, KpiFile, ModelFile, MomentFile, Said, StageFile, unknown};
use super::{CapDef, HealthModel, KpiDef, Moment, StageDef};
use crate::insight::Calendar;
use crate::insight::health::{CAPS, MOMENT_ATTRIBUTES};
use crate::insight::measure::names as measure_names;
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

pub(in crate::insight) type Checked<T> = Result<T, Fault>;

pub(super) fn model(file: ModelFile) -> Checked<HealthModel> {
    distinct_codes(&file)?;
    if file.code.value == "chi-default" {
        default_journey(&file)?;
    }
    if file.stages.value.is_empty() {
        return Err(Fault::at(&file.stages, "a model needs at least one stage".to_owned()));
    }
    let moments = file.moments.iter().map(|m| moment(m, &file.stages.value));
    Ok(HealthModel {
        moments: moments.collect::<Checked<_>>()?,
        code: filled(file.code, "code")?,
        version: filled(file.version, "version")?,
        bands: bands(&file.bands)?,
        confidence: confidence(&file.confidence)?,
        stages: file.stages.value.into_iter().map(stage).collect::<Checked<_>>()?,
        caps: file.caps.into_iter().map(cap).collect::<Checked<_>>()?,
        role_weights: role_weights(file.role_weights)?,
        calendar: Calendar::default(),
    })
}

fn distinct_codes(file: &ModelFile) -> Checked<()> {
    let mut seen = BTreeSet::new();
    for stage in &file.stages.value {
        let kpis = stage.kpis.iter().flat_map(|k| [Some(k), k.fallback.as_deref()]).flatten();
        for code in [&stage.code].into_iter().chain(kpis.map(|kpi| &kpi.code)) {
            if !seen.insert(code.value.as_str()) {
                let message =
                    format!("the code `{}` is used twice; codes name one thing", code.value);
                return Err(Fault::at(code, message));
            }
        }
    }
    Ok(())
}

/// What is published of the default index must hold for whoever edits it under its name.
fn default_journey(file: &ModelFile) -> Checked<()> {
    let stages = &file.stages;
    for stage in &stages.value {
        known("stage", &stage.code, JOURNEY.iter().copied())?;
        if stage.kpis.len() != 3 {
            let message = format!(
                "stage {} has {} KPIs; chi-default has three per stage, give a changed model another code",
                stage.code.value,
                stage.kpis.len()
            );
            return Err(Fault::at(&stage.code, message));
        }
    }
    if stages.value.len() != JOURNEY.len() {
        let message = format!(
            "{} stages; chi-default has ten, give a changed model another code",
            stages.value.len()
        );
        return Err(Fault::at(stages, message));
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
                return Err(Fault::at(more, message));
            }
        }
    }
    Ok(())
}

fn stage(file: StageFile) -> Checked<StageDef> {
    if file.kpis.is_empty() {
        let message = format!("stage {} has no KPI; give it at least one", file.code.value);
        return Err(Fault::at(&file.code, message));
    }
    Ok(StageDef {
        code: filled(file.code, "code")?,
        weight: at_least_zero(&file.weight, "a weight")?,
        kpis: file.kpis.into_iter().map(kpi).collect::<Checked<_>>()?,
    })
}

fn kpi(file: KpiFile) -> Checked<KpiDef> {
    let measure = file.measure.as_ref().unwrap_or(&file.code);
    known("measure", measure, measure_names())?;
    let knots = file.knots.as_ref().map(knots).transpose()?.unwrap_or_default();
    let categories = file.categories.map(categories).transpose()?.unwrap_or_default();
    if knots.is_empty() == categories.is_empty() {
        let message = format!("KPI {} needs either `knots` or `categories`", file.code.value);
        return Err(Fault::at(&file.code, message));
    }
    if let Some(nested) = file.fallback.as_ref().and_then(|f| f.fallback.as_ref()) {
        let message = "a fallback has no fallback of its own; one is allowed".to_owned();
        return Err(Fault::at(&nested.code, message));
    }
    Ok(KpiDef {
        measure: measure.value.clone(),
        code: filled(file.code, "code")?,
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

fn knots(said: &Said<Vec<(f64, f64)>>) -> Checked<Vec<(f64, f64)>> {
    let knots = &said.value;
    if knots.len() < 2 {
        return Err(Fault::at(said, "knots need at least two points".to_owned()));
    }
    if let Some(pair) = knots.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
        let message = format!(
            "knots must rise in raw, but {} is followed by {}; list the lowest raw value first, \
             a falling score says that lower is better",
            pair[0].0, pair[1].0
        );
        return Err(Fault::at(said, message));
    }
    if let Some((raw, score)) = knots.iter().find(|(x, y)| !x.is_finite() || !in_scale(*y)) {
        let message = format!("the knot [{raw}, {score}] must score 0 to 100");
        return Err(Fault::at(said, message));
    }
    Ok(knots.clone())
}

fn categories(file: BTreeMap<String, Said<f64>>) -> Checked<BTreeMap<String, f64>> {
    let points = |(word, score): (String, Said<f64>)| {
        if !CHAMPION.contains(&word.as_str()) {
            return Err(Fault::at(
                &score,
                unknown("category", &word, CHAMPION.iter().copied()),
            ));
        }
        if !in_scale(score.value) {
            let message = format!("`{word}` scores {}; give 0 to 100", score.value);
            return Err(Fault::at(&score, message));
        }
        Ok((word, score.value))
    };
    file.into_iter().map(points).collect()
}

fn cap(file: CapFile) -> Checked<CapDef> {
    known("cap", &file.code, CAPS.iter().copied())?;
    if !in_scale(file.cap.value) {
        let message = format!("the cap {} must lie between 0 and 100", file.cap.value);
        return Err(Fault::at(&file.cap, message));
    }
    Ok(CapDef { code: file.code.value, cap: file.cap.value, when: file.when })
}

fn moment(file: &MomentFile, stages: &[StageFile]) -> Checked<Moment> {
    known("stage", &file.stage, stages.iter().map(|stage| stage.code.value.as_str()))?;
    if !(file.multiplier.value > 0.0 && file.multiplier.value.is_finite()) {
        let message = format!("the multiplier {} must be above 0", file.multiplier.value);
        return Err(Fault::at(&file.multiplier, message));
    }
    let mut when = BTreeMap::new();
    for (attribute, values) in &file.when {
        if !MOMENT_ATTRIBUTES.contains(&attribute.as_str()) {
            let message = unknown("attribute", attribute, MOMENT_ATTRIBUTES.iter().copied());
            return Err(Fault::at(values, message));
        }
        when.insert(attribute.clone(), values.value.clone());
    }
    Ok(Moment {
        touchpoint: file.touchpoint.clone(),
        stage: file.stage.value.clone(),
        multiplier: file.multiplier.value,
        when,
    })
}

fn role_weights(file: BTreeMap<String, Said<f64>>) -> Checked<BTreeMap<String, f64>> {
    let weight = |(role, weight): (String, Said<f64>)| {
        if !BUYING_ROLES.contains(&role.as_str()) {
            return Err(Fault::at(
                &weight,
                unknown("role", &role, BUYING_ROLES.iter().copied()),
            ));
        }
        Ok((role, at_least_zero(&weight, "a role's weight")?))
    };
    file.into_iter().map(weight).collect()
}

fn bands(file: &BTreeMap<String, Said<f64>>) -> Checked<Vec<(Band, f64)>> {
    let mut bands = Vec::new();
    for (word, least) in file {
        let band = Band::from_word(word);
        let words = ["RED", "AMBER", "GREEN"].into_iter();
        let band = band.ok_or_else(|| Fault::at(least, unknown("band", word, words)))?;
        bands.push((band, at_least_zero(least, "a band's lower bound")?));
    }
    bands.sort_by_key(|(band, _)| *band);
    let rises = bands.windows(2).all(|pair| pair[0].1 < pair[1].1);
    if bands.len() == 3 && rises && bands[0].1 == 0.0 {
        return Ok(bands);
    }
    let line = file.values().map(|v| Fault::at(v, String::new()).line).min().unwrap_or(1);
    let message = "bands must give RED 0 and rising bounds for AMBER and GREEN".to_owned();
    Err(Fault { line, message })
}

fn confidence(file: &BTreeMap<String, Said<f64>>) -> Checked<Vec<(Confidence, f64)>> {
    let mut words = Vec::new();
    for (word, least) in file {
        let known = ["HIGH", "MEDIUM", "LOW"];
        if !known.contains(&word.as_str()) || !(0.0..=1.0).contains(&least.value) {
            let message = format!(
                "confidence `{word}: {}`; give HIGH, MEDIUM and LOW a coverage of 0 to 1 each",
                least.value
            );
            return Err(Fault::at(least, message));
        }
        words.extend(Confidence::from_word(word).map(|c| (c, least.value)));
    }
    words.sort_by_key(|(word, _)| std::cmp::Reverse(*word));
    if words.len() == 3 && words.windows(2).all(|pair| pair[0].1 > pair[1].1) {
        return Ok(words);
    }
    let line = file.values().map(|v| Fault::at(v, String::new()).line).min().unwrap_or(1);
    let message = "confidence must give falling bounds for HIGH, MEDIUM and LOW".to_owned();
    Err(Fault { line, message })
}

fn category(said: &Said<String>) -> Checked<Category> {
    let found = CATEGORIES.iter().find(|category| category.word() == said.value);
    found.copied().ok_or_else(|| {
        let known = CATEGORIES.iter().map(|category| category.word());
        Fault::at(said, unknown("source", &said.value, known))
    })
}

pub(in crate::insight) fn known<'a>(
    what: &str,
    said: &Said<String>,
    words: impl Iterator<Item = &'a str> + Clone,
) -> Checked<()> {
    if words.clone().any(|word| word == said.value) {
        return Ok(());
    }
    Err(Fault::at(said, unknown(what, &said.value, words)))
}

fn filled(said: Said<String>, key: &str) -> Checked<String> {
    if said.value.trim().is_empty() {
        return Err(Fault::at(&said, format!("`{key}` is empty; give it a word")));
    }
    Ok(said.value)
}

fn positive(said: &Said<i64>, key: &str) -> Checked<i64> {
    // Beyond a century days of a calendar would overflow in reckoning.
    if (1..=36_500).contains(&said.value) {
        return Ok(said.value);
    }
    Err(Fault::at(
        said,
        format!("`{key}: {}` must be at least 1 and at most 36500", said.value),
    ))
}

fn at_least_zero(said: &Said<f64>, what: &str) -> Checked<f64> {
    if said.value >= 0.0 && said.value.is_finite() {
        return Ok(said.value);
    }
    Err(Fault::at(said, format!("{what} of {} is below 0; give 0 or more", said.value)))
}

fn in_scale(score: f64) -> bool {
    (0.0..=100.0).contains(&score)
}
