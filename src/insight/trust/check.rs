//! The trust model's YAML as it is written, and what must hold for it to score.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::advice::purposes;
use super::model::{ActionDef, BehaviourDef, FactorDef, TrustModel};
use super::{Behaviour, TrustFactor};
use crate::insight::KpiDef;
use crate::insight::model::check::{kpi, positive};
use crate::insight::model::file::KpiFile;
use crate::model::settings::{Checked, Entries, Said, said_twice};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrustFile {
    code: Said<String>,
    version: Said<String>,
    survey: SurveyFile,
    blend: BlendFile,
    gap: Said<f64>,
    least_factors: Said<i64>,
    factors: Said<Vec<FactorFile>>,
    behaviours: Said<Vec<BehaviourFile>>,
    actions: Said<Vec<ActionFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SurveyFile {
    agree_from: Said<f64>,
    disagree_to: Said<f64>,
    window: Said<i64>,
    alone: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlendFile {
    k: Said<f64>,
    most: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorFile {
    code: Said<String>,
    item: Said<String>,
    statement: String,
    proxies: Vec<KpiFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BehaviourFile {
    code: Said<String>,
    intercept: Said<f64>,
    calibrated: bool,
    coefficients: Entries<Said<f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionFile {
    #[serde(rename = "for")]
    purpose: Said<String>,
    code: Said<String>,
    title: Said<String>,
    because: String,
}

pub(super) fn model(file: TrustFile) -> Checked<TrustModel> {
    let SurveyFile { agree_from, disagree_to, window, alone } = file.survey;
    boxes(&agree_from, &disagree_to)?;
    distinct_proxies(&file.factors.value)?;
    let factors = factors(file.factors)?;
    Ok(TrustModel {
        code: file.code.filled("code")?,
        version: file.version.filled("version")?,
        agree_from: agree_from.value,
        disagree_to: disagree_to.value,
        window_days: positive(&window, "window")?,
        least_alone: count(&alone, "alone", 1_000)?,
        k: file.blend.k.at_least_zero("the number `k` of answers")?,
        most_alpha: file.blend.most.within("most", 0.0..=1.0)?,
        gap: file.gap.at_least_zero("a gap")?,
        least_factors: count(&file.least_factors, "least_factors", 4)?,
        behaviours: behaviours(&file.behaviours)?,
        actions: actions(&file.actions, &factors)?,
        factors,
    })
}

/// The statements are asked on the published 7 points.
fn boxes(agree_from: &Said<f64>, disagree_to: &Said<f64>) -> Checked<()> {
    let (low, high) = (disagree_to.value, agree_from.value);
    if (1.0..=7.0).contains(&low) && (1.0..=7.0).contains(&high) && low < high {
        return Ok(());
    }
    agree_from.wrong(format!(
        "agreement from {high} and disagreement to {low} must lie on the scale of 1 to 7, \
         disagreement below agreement"
    ))
}

fn factors(file: Said<Vec<FactorFile>>) -> Checked<Vec<FactorDef>> {
    let codes = file.value.iter().map(|factor| &factor.code);
    each_of("factor", &codes, TrustFactor::ALL.map(TrustFactor::word), &file)?;
    file.value.into_iter().map(factor).collect()
}

fn factor(file: FactorFile) -> Checked<FactorDef> {
    let factor = factor_of(&file.code)?;
    if file.proxies.is_empty() {
        return file
            .code
            .wrong(format!("{} has no proxy; give it at least one", factor.word()));
    }
    Ok(FactorDef {
        factor,
        item: file.item.filled("item")?,
        statement: file.statement,
        proxies: file.proxies.into_iter().map(proxy).collect::<Checked<_>>()?,
    })
}

fn proxy(file: KpiFile) -> Checked<KpiDef> {
    if file.knots.is_none() {
        let code = &file.code.value;
        return file.code.wrong(format!("the proxy {code} needs `knots`: it is a number"));
    }
    kpi(file)
}

fn distinct_proxies(factors: &[FactorFile]) -> Checked<()> {
    let proxies = factors.iter().flat_map(|factor| &factor.proxies);
    let all = proxies.flat_map(|kpi| [Some(kpi), kpi.fallback.as_deref()]).flatten();
    match said_twice(all.map(|kpi| &kpi.code)) {
        Some(code) => {
            let word = &code.value;
            code.wrong(format!("the code `{word}` is used twice; codes name one thing"))
        }
        None => Ok(()),
    }
}

fn behaviours(file: &Said<Vec<BehaviourFile>>) -> Checked<Vec<BehaviourDef>> {
    let codes = file.value.iter().map(|def| &def.code);
    each_of("behaviour", &codes, Behaviour::ALL.map(Behaviour::word), file)?;
    file.value.iter().map(behaviour).collect()
}

fn behaviour(file: &BehaviourFile) -> Checked<BehaviourDef> {
    let behaviours = Behaviour::ALL.map(|behaviour| (behaviour.word(), behaviour));
    let mut coefficients = BTreeMap::new();
    for (factor, coefficient) in &file.coefficients {
        coefficients.insert(factor_of(factor)?, finite(coefficient)?);
    }
    Ok(BehaviourDef {
        behaviour: file.code.one_of("behaviour", behaviours)?,
        intercept: finite(&file.intercept)?,
        coefficients,
        calibrated: file.calibrated,
    })
}

fn actions(
    file: &Said<Vec<ActionFile>>,
    factors: &[FactorDef],
) -> Checked<BTreeMap<String, ActionDef>> {
    let said = || file.value.iter().map(|action| &action.purpose);
    for purpose in said() {
        purpose.known("purpose", purposes(factors))?;
    }
    if let Some(twice) = said_twice(said()) {
        let message = format!("`for: {}` stands twice; give one action each", twice.value);
        return twice.wrong(message);
    }
    let lacks = purposes(factors).find(|wanted| said().all(|said| said.value != *wanted));
    if let Some(lacks) = lacks {
        return file.wrong(format!("no action is `for: {lacks}`; say what to do about it"));
    }
    let action = |file: &ActionFile| {
        let (code, title) = (file.code.filled("code")?, file.title.filled("title")?);
        let def = ActionDef { code, title, because: file.because.clone() };
        Ok((file.purpose.value.clone(), def))
    };
    file.value.iter().map(action).collect()
}

fn factor_of(said: &Said<String>) -> Checked<TrustFactor> {
    said.one_of("factor", TrustFactor::ALL.map(|factor| (factor.word(), factor)))
}

/// Each of the words stands in the list, once.
fn each_of<'a, T>(
    what: &str,
    said: &(impl Iterator<Item = &'a Said<String>> + Clone),
    words: [&'static str; 4],
    list: &Said<T>,
) -> Checked<()> {
    for word in said.clone() {
        word.known(what, words)?;
    }
    if let Some(twice) = said_twice(said.clone()) {
        return twice.wrong(format!("the {what} `{}` stands twice", twice.value));
    }
    match words.iter().find(|word| said.clone().all(|said| said.value != **word)) {
        Some(lacks) => {
            list.wrong(format!("the {what} `{lacks}` is missing; all four are needed"))
        }
        None => Ok(()),
    }
}

fn count(said: &Said<i64>, key: &str, most: i64) -> Checked<usize> {
    let count = said.within(key, 1..=most)?;
    Ok(usize::try_from(count).expect("it is at least 1 and at most 1000"))
}

fn finite(said: &Said<f64>) -> Checked<f64> {
    if said.value.is_finite() {
        return Ok(said.value);
    }
    said.wrong(format!("{} is no number to reckon with", said.value))
}
