//! Rolls values up a tree of weights: what is not known is left out and said, never 0.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::model::{Attribute, Branch, MetricCatalogue, MetricKind, Profile};

/// What is known of a metric.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// In its own unit; a portfolio has none of means of scores.
    pub raw: Option<f64>,
    /// 0 to 100; `None` is not known, which is not 0.
    pub score: Option<f64>,
    /// Why there is no score.
    pub why: Option<String>,
    /// Accounts with a score behind it.
    pub accounts: usize,
    /// Of which day.
    pub as_of: Option<NaiveDate>,
}

impl Reading {
    /// Nothing is known, for a reason.
    pub(super) fn unknown(why: impl Into<String>) -> Self {
        Self { why: Some(why.into()), ..Self::default() }
    }
}

/// What is known of metrics, by code.
pub type Readings = BTreeMap<String, Reading>;

/// A place in a tree with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Code of the metric, or of the group.
    pub code: String,
    /// Name.
    pub name: String,
    /// Among its siblings, 0 to 1.
    pub weight: f64,
    /// 0 to 100: of a group the mean of the children that have one, by their weights.
    pub value: Option<f64>,
    /// Share of the weight below it that is known, 0 to 1.
    pub known: f64,
    /// Codes of the metrics below it, or its own, that have no value.
    pub missing: Vec<String>,
    /// Of a metric: what is known of it.
    pub reading: Option<Reading>,
    /// What is below a group.
    pub children: Vec<Self>,
}

/// The tree of a profile with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// 0 to 100; `None` when nothing in it is known.
    pub value: Option<f64>,
    /// Share of the weight that is known, 0 to 1.
    pub known: f64,
    /// Codes of the metrics that have no value.
    pub missing: Vec<String>,
    /// Its first level.
    pub nodes: Vec<Node>,
}

/// The tree of a profile over what is known.
pub fn grow(profile: &Profile, readings: &Readings) -> Tree {
    let nodes: Vec<Node> = profile.tree.iter().map(|branch| node(branch, readings)).collect();
    let (value, known, missing) = rolled_up(&nodes);
    Tree { value, known, missing, nodes }
}

fn node(branch: &Branch, readings: &Readings) -> Node {
    let Branch { code, name, weight, children } = branch;
    let of = |value, known, missing| Node {
        code: code.clone(),
        name: name.clone(),
        weight: *weight,
        value,
        known,
        missing,
        reading: None,
        children: Vec::new(),
    };
    if children.is_empty() {
        let reading = readings.get(code).cloned();
        let reading = reading.unwrap_or_else(|| Reading::unknown("nothing tells it"));
        let (known, missing) =
            reading.score.map_or((0.0, vec![code.clone()]), |_| (1.0, Vec::new()));
        return Node { reading: Some(reading.clone()), ..of(reading.score, known, missing) };
    }
    let children: Vec<Node> = children.iter().map(|child| node(child, readings)).collect();
    let (value, known, missing) = rolled_up(&children);
    Node { children, ..of(value, known, missing) }
}

/// The mean of those that have a value by their weights, the share of the weight that is known, and
/// what is not.
fn rolled_up(nodes: &[Node]) -> (Option<f64>, f64, Vec<String>) {
    let (mut weights, mut points, mut known) = (0.0, 0.0, 0.0);
    for node in nodes {
        known += node.weight * node.known;
        if let Some(value) = node.value {
            weights += node.weight;
            points += node.weight * value;
        }
    }
    let missing = nodes.iter().flat_map(|node| node.missing.clone()).collect();
    ((weights > 0.0).then(|| points / weights), known, missing)
}

/// How cohesive, relevant, easy or timely an experience is.
#[derive(Debug, Clone, PartialEq)]
pub struct Radar {
    /// The attribute.
    pub attribute: Attribute,
    /// Mean of the KPIs that tell it and have a score, 0 to 100.
    pub value: Option<f64>,
    /// Codes of those KPIs.
    pub told_by: Vec<String>,
    /// Codes of the KPIs that tell it and have no score.
    pub missing: Vec<String>,
}

/// The four attributes of an experience over what is known.
pub fn radar(catalogue: &MetricCatalogue, readings: &Readings) -> Vec<Radar> {
    let of = |attribute: Attribute| {
        let tells = catalogue.metrics.iter().filter(|metric| {
            metric.kind == MetricKind::Kpi && metric.attributes.contains(&attribute)
        });
        let (mut points, mut told_by, mut missing) = (0.0, Vec::new(), Vec::new());
        for metric in tells {
            match readings.get(&metric.code).and_then(|reading| reading.score) {
                Some(score) => {
                    points += score;
                    told_by.push(metric.code.clone());
                }
                None => missing.push(metric.code.clone()),
            }
        }
        let value = (!told_by.is_empty()).then(|| points / told_by.len() as f64);
        Radar { attribute, value, told_by, missing }
    };
    Attribute::ALL.map(of).into()
}
