//! The segments' YAML as it is written, and its check.

use serde::Deserialize;

use super::{ATTRIBUTES, Offer, Range, Rule, Segment, SegmentModel, Target, behaviour};
use crate::model::settings::{Checked, Entries, Said, said_twice};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    code: Said<String>,
    version: Said<String>,
    segments: Vec<SegmentFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentFile {
    code: Said<String>,
    name: Said<String>,
    definition: Said<String>,
    #[serde(default)]
    is: Entries<Said<Vec<String>>>,
    #[serde(default)]
    behaves: Entries<RangeFile>,
    #[serde(default)]
    any: Vec<RuleFile>,
    #[serde(default)]
    none: Vec<RuleFile>,
    #[serde(default)]
    targets: Entries<Said<f64>>,
    #[serde(default)]
    offers: Vec<OfferFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferFile {
    code: Said<String>,
    name: Said<String>,
    #[serde(rename = "for")]
    for_whom: Option<Said<String>>,
    products: Said<Vec<Said<String>>>,
}

/// What stands below `any` and `none`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    is: Entries<Said<Vec<String>>>,
    #[serde(default)]
    behaves: Entries<RangeFile>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeFile {
    at_least: Option<f64>,
    below: Option<f64>,
}

pub(super) fn model(file: &File) -> Checked<SegmentModel> {
    if let Some(twice) = said_twice(file.segments.iter().map(|segment| &segment.code)) {
        return twice.wrong(format!("the segment `{}` is written twice", twice.value));
    }
    Ok(SegmentModel {
        code: file.code.filled("code")?,
        version: file.version.filled("version")?,
        segments: file.segments.iter().map(segment).collect::<Checked<_>>()?,
    })
}

fn segment(file: &SegmentFile) -> Checked<Segment> {
    let own = rule(&file.is, &file.behaves)?;
    let any: Vec<Rule> = file.any.iter().map(part).collect::<Checked<_>>()?;
    if own.is_empty() && any.is_empty() {
        return file.code.wrong(format!(
            "segment {} has no rule, so everybody would be in it; give `is`, `behaves` or `any`",
            file.code.value
        ));
    }
    Ok(Segment {
        code: file.code.filled("code")?,
        name: file.name.filled("name")?,
        definition: file.definition.filled("definition")?,
        targets: (&file.targets).into_iter().map(target).collect(),
        offers: offers(&file.offers)?,
        own,
        any,
        none: file.none.iter().map(part).collect::<Checked<_>>()?,
    })
}

/// Which metrics there are only the health model knows, which checks them.
fn target((metric, value): &(Said<String>, Said<f64>)) -> Target {
    Target { metric: metric.value.clone(), value: value.value }
}

fn offers(files: &[OfferFile]) -> Checked<Vec<Offer>> {
    if let Some(twice) = said_twice(files.iter().map(|offer| &offer.code)) {
        return twice.wrong(format!("the offer `{}` is written twice", twice.value));
    }
    let word = |word: &Said<String>| Ok(word.filled("products")?.trim().to_lowercase());
    let offer = |file: &OfferFile| {
        let products = file.products.some("an offer sells a product; name one at least")?;
        let for_whom = file.for_whom.as_ref().map(|whom| whom.filled("for")).transpose()?;
        Ok(Offer {
            code: file.code.filled("code")?,
            name: file.name.filled("name")?,
            for_whom,
            products: products.iter().map(word).collect::<Checked<_>>()?,
        })
    };
    files.iter().map(offer).collect()
}

fn part(file: &RuleFile) -> Checked<Rule> {
    rule(&file.is, &file.behaves)
}

fn rule(is: &Entries<Said<Vec<String>>>, behaves: &Entries<RangeFile>) -> Checked<Rule> {
    let mut rule = Rule::default();
    for (attribute, words) in is {
        attribute.known("attribute", ATTRIBUTES.iter().copied())?;
        let words = words.some("no word would do; list at least one")?;
        rule.is.push((attribute.value.clone(), words.to_vec()));
    }
    for (name, range) in behaves {
        let behaviour = name.one_of("behaviour", behaviour::ALL.iter().map(|b| (b.name, b)))?;
        rule.behaves.push((behaviour, checked(name, *range)?));
    }
    Ok(rule)
}

fn checked(name: &Said<String>, range: RangeFile) -> Checked<Range> {
    let RangeFile { at_least, below } = range;
    let finite = [at_least, below].into_iter().flatten().all(f64::is_finite);
    let possible = at_least.zip(below).is_none_or(|(least, most)| least < most);
    if !finite || !possible || (at_least.is_none() && below.is_none()) {
        return name.wrong(format!(
            "`{}` needs `at_least`, `below` or both, and `at_least` must be the lower",
            name.value
        ));
    }
    Ok(Range { at_least, below })
}
