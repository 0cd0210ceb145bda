//! Reads the catalogue of metrics, and says what is wrong in it with line and remedy.

use serde::Deserialize;

use super::model::{
    Attribute, Branch, Class, GoalTemplate, Level, MetricCatalogue, MetricDef, MetricKind,
    Pair, Process, Profile, SalesCycle,
};
use crate::insight::acting::Outcome;
use crate::insight::model::check::knots;
use crate::insight::{HealthModel, KpiDef, SurveyKind, TrustFactor};
use crate::model::settings::{Checked, Said, each_once, said_twice};

/// Weights add up to 1 but for rounding.
const NOISE: f64 = 1e-9;
/// Each attribute of an experience is told by so many KPIs.
const LEAST_KPIS: usize = 3;
/// Surveys that are metrics of an account.
const SURVEYS: [SurveyKind; 6] = [
    SurveyKind::Nps,
    SurveyKind::Csat,
    SurveyKind::Ces5,
    SurveyKind::Ces7,
    SurveyKind::NetEasy,
    SurveyKind::ValueTier,
];
/// What depends on how large a customer is.
const AMOUNTS: [&str; 3] = ["BILLED", "WEB_VISITS", "CALLS"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    code: Said<String>,
    version: Said<String>,
    processes: Vec<ProcessFile>,
    metrics: Said<Vec<MetricFile>>,
    gaps: GapsFile,
    pairs: Vec<PairFile>,
    profiles: Said<Vec<ProfileFile>>,
    goal_templates: Vec<TemplateFile>,
    sales_cycle: CycleFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcessFile {
    code: Said<String>,
    name: Said<String>,
    owner: Said<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricFile {
    code: Said<String>,
    name: Option<Said<String>>,
    classes: Said<Vec<Said<String>>>,
    level: Said<String>,
    process: Said<String>,
    owner: Option<Said<String>>,
    #[serde(default)]
    attributes: Vec<Said<String>>,
    scale: Option<Said<Vec<(f64, f64)>>>,
    formula: Option<Said<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GapsFile {
    good: Said<f64>,
    bad: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairFile {
    touchpoint: Said<String>,
    process: Said<String>,
    behaviour: Said<String>,
    attitude: Said<String>,
    #[serde(default)]
    asked_at: Vec<Said<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    code: Said<String>,
    name: Said<String>,
    lead: Said<String>,
    tree: Said<Vec<BranchFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BranchFile {
    code: Option<Said<String>>,
    group: Option<Said<String>>,
    name: Option<Said<String>>,
    weight: Said<f64>,
    children: Option<Said<Vec<Self>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    code: Said<String>,
    name: Said<String>,
    fits: Said<String>,
    outcome: Said<String>,
    anchor: Said<String>,
    avoids: Option<Said<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CycleFile {
    long_days: Said<f64>,
    least_deals: Said<usize>,
    watch: Said<Vec<Said<String>>>,
}

pub(super) fn catalogue(file: &File, health: &HealthModel) -> Checked<MetricCatalogue> {
    named_once("process", file.processes.iter().map(|process| &process.code))?;
    let processes = file.processes.iter().map(process).collect::<Checked<Vec<_>>>()?;
    let metrics = metrics(&file.metrics, &processes, health)?;
    let known = Known { processes: &processes, metrics: &metrics };
    let pairs = file.pairs.iter().map(|pair| known.pair(pair)).collect::<Checked<_>>()?;
    let profiles = known.profiles(&file.profiles)?;
    named_once("template", file.goal_templates.iter().map(|template| &template.code))?;
    let templates = file.goal_templates.iter().map(|template| known.template(template));
    let goal_templates = templates.collect::<Checked<_>>()?;
    let bad = file.gaps.bad.within("bad", 0.0..=100.0)?;
    Ok(MetricCatalogue {
        code: file.code.filled("code")?,
        version: file.version.filled("version")?,
        good: file.gaps.good.within("good", bad..=100.0)?,
        bad,
        sales_cycle: sales_cycle(&file.sales_cycle)?,
        pairs,
        profiles,
        goal_templates,
        processes,
        metrics,
    })
}

fn sales_cycle(file: &CycleFile) -> Checked<SalesCycle> {
    let watch = file.watch.some("name an outcome to look at beside it")?;
    Ok(SalesCycle {
        long_days: file.long_days.within("long_days", 1.0..=3_650.0)?,
        least_deals: file.least_deals.within("least_deals", 1..=1_000)?,
        watch: watch.iter().map(outcome).collect::<Checked<_>>()?,
    })
}

fn outcome(said: &Said<String>) -> Checked<Outcome> {
    said.one_of("outcome", Outcome::ALL.map(|outcome| (outcome.word(), outcome)))
}

/// Refuses a code that stands twice.
fn named_once<'a>(what: &str, codes: impl Iterator<Item = &'a Said<String>>) -> Checked<()> {
    match said_twice(codes) {
        Some(code) => code.wrong(format!(
            "the {what} `{}` stands twice; a code names one {what}",
            code.value
        )),
        None => Ok(()),
    }
}

fn process(file: &ProcessFile) -> Checked<Process> {
    Ok(Process {
        code: file.code.filled("code")?,
        name: file.name.filled("name")?,
        owner: file.owner.filled("owner")?,
    })
}

fn metrics(
    file: &Said<Vec<MetricFile>>,
    processes: &[Process],
    health: &HealthModel,
) -> Checked<Vec<MetricDef>> {
    let written = file.some("there is no metric; name every KPI of the health model")?;
    let top = &written[0].code;
    named_once("metric", written.iter().map(|metric| &metric.code))?;
    let defs = written.iter().map(|one| metric(one, processes, health));
    let metrics = defs.collect::<Checked<Vec<_>>>()?;
    let named = |kpi: &KpiDef| metrics.iter().any(|metric| metric.code == kpi.code);
    if let Some((_, kpi)) = health.kpis().find(|(_, kpi)| !named(kpi)) {
        return top.wrong(format!(
            "KPI {} of {} is not in the catalogue; add it with its classes, level and process",
            kpi.code,
            health.id()
        ));
    }
    for attribute in Attribute::ALL {
        let tells = |metric: &&MetricDef| {
            metric.kind == MetricKind::Kpi && metric.attributes.contains(&attribute)
        };
        let count = metrics.iter().filter(tells).count();
        if count < LEAST_KPIS {
            return top.wrong(format!(
                "{} stands on {count} KPIs; name it on {LEAST_KPIS} at least",
                attribute.word()
            ));
        }
    }
    Ok(metrics)
}

fn metric(
    file: &MetricFile,
    processes: &[Process],
    health: &HealthModel,
) -> Checked<MetricDef> {
    let code = file.code.filled("code")?;
    let kpi = health.kpis().map(|(_, kpi)| kpi).find(|kpi| kpi.code == code);
    let kind = kind(&file.code, kpi, health)?;
    let (name, scale, formula) = scale(file, kind, kpi)?;
    let codes = processes.iter().map(|process| (process.code.as_str(), process));
    let process = file.process.one_of("process", codes)?;
    let owner = file.owner.as_ref().map(|owner| owner.filled("owner")).transpose()?;
    let words =
        file.classes.some("a metric has a class; name INTERACTION, PERCEPTION or OUTCOME")?;
    each_once(words)?;
    each_once(&file.attributes)?;
    Ok(MetricDef {
        code,
        name,
        kind,
        classes: words.iter().map(class).collect::<Checked<_>>()?,
        level: level(&file.level)?,
        process: process.code.clone(),
        owner: owner.unwrap_or_else(|| process.owner.clone()),
        attributes: file.attributes.iter().map(attribute).collect::<Checked<_>>()?,
        formula,
        scale,
    })
}

/// Where a metric comes from; one that nobody knows is refused.
fn kind(
    code: &Said<String>,
    kpi: Option<&KpiDef>,
    health: &HealthModel,
) -> Checked<MetricKind> {
    if kpi.is_some() {
        return Ok(MetricKind::Kpi);
    }
    let own = [
        ("CHI", MetricKind::Health),
        ("TRUST", MetricKind::Trust),
        ("NRR", MetricKind::NetRetention),
        ("GRR", MetricKind::GrossRetention),
    ];
    let factors = TrustFactor::ALL.map(|factor| (factor.word(), MetricKind::Factor(factor)));
    let surveys = SURVEYS.map(|survey| (survey.word(), MetricKind::Survey(survey)));
    let amounts = AMOUNTS.map(|amount| (amount, MetricKind::Amount));
    let kpis = health.kpis().map(|(_, kpi)| (kpi.code.as_str(), MetricKind::Kpi));
    let known = own.into_iter().chain(factors).chain(surveys).chain(amounts).chain(kpis);
    code.one_of("metric", known)
}

/// Name, scale and the scale in words.
type Scale = (String, Vec<(f64, f64)>, Option<String>);

fn scale(file: &MetricFile, kind: MetricKind, kpi: Option<&KpiDef>) -> Checked<Scale> {
    let code = &file.code;
    if let Some(kpi) = kpi {
        if file.name.is_some() || file.scale.is_some() || file.formula.is_some() {
            return code.wrong(format!(
                "{} has its name and its scale from the health model; leave them out",
                code.value
            ));
        }
        let words = "the knots or categories of the health model";
        return Ok((kpi.name.clone(), Vec::new(), Some(words.to_owned())));
    }
    let Some(name) = &file.name else {
        return code.wrong(format!("{} is no KPI; give it a `name`", code.value));
    };
    let name = name.filled("name")?;
    match (&file.scale, &file.formula) {
        (Some(scale), Some(formula)) if kind != MetricKind::Amount => {
            Ok((name, knots(scale)?, Some(formula.filled("formula")?)))
        }
        (None, None) if kind == MetricKind::Amount => Ok((name, Vec::new(), None)),
        _ if kind == MetricKind::Amount => code.wrong(format!(
            "{} depends on how large a customer is; it has no `scale` and no `formula`",
            code.value
        )),
        _ => code.wrong(format!(
            "{} is no KPI; give it a `scale` and the `formula` that says it in words",
            code.value
        )),
    }
}

fn class(said: &Said<String>) -> Checked<Class> {
    said.one_of(
        "class",
        [
            ("INTERACTION", Class::Interaction),
            ("PERCEPTION", Class::Perception),
            ("OUTCOME", Class::Outcome),
        ],
    )
}

fn level(said: &Said<String>) -> Checked<Level> {
    said.one_of(
        "level",
        [
            ("STRATEGIC", Level::Strategic),
            ("TACTICAL", Level::Tactical),
            ("OPERATIONAL", Level::Operational),
        ],
    )
}

fn attribute(said: &Said<String>) -> Checked<Attribute> {
    said.one_of("attribute", Attribute::ALL.map(|attribute| (attribute.word(), attribute)))
}

/// What the rest of the file may speak of.
struct Known<'a> {
    processes: &'a [Process],
    metrics: &'a [MetricDef],
}

impl Known<'_> {
    fn metric(&self, said: &Said<String>) -> Checked<&MetricDef> {
        let codes = self.metrics.iter().map(|metric| (metric.code.as_str(), metric));
        said.one_of("metric", codes)
    }

    /// A metric that has a score of 0 to 100.
    fn scored(&self, said: &Said<String>) -> Checked<&MetricDef> {
        let metric = self.metric(said)?;
        if metric.is_scored() {
            return Ok(metric);
        }
        said.wrong(format!("{} has no score of 0 to 100; take a metric with one", metric.code))
    }

    fn pair(&self, file: &PairFile) -> Checked<Pair> {
        file.process.known("process", self.processes.iter().map(|one| one.code.as_str()))?;
        let behaviour = self.side(&file.behaviour, (Class::Interaction, "INTERACTION"))?;
        let attitude = self.side(&file.attitude, (Class::Perception, "PERCEPTION"))?;
        let survey = matches!(attitude.kind, MetricKind::Survey(_));
        if let (Some(word), false) = (file.asked_at.first(), survey) {
            return word.wrong(format!(
                "only answers of a survey tell where they were asked; leave `asked_at` of {} out",
                attitude.code
            ));
        }
        let own = &file.process.value;
        let sides = [(&file.behaviour, behaviour), (&file.attitude, attitude)];
        // A survey about one touchpoint is of the touchpoint's process.
        let bound = sides.into_iter().take(if file.asked_at.is_empty() { 2 } else { 1 });
        for (said, metric) in bound {
            if metric.process != *own {
                return said.wrong(format!(
                    "{} belongs to {} and not to {own}; a pair is of one process",
                    metric.code, metric.process
                ));
            }
        }
        let word = |word: &Said<String>| Ok(word.filled("asked_at")?.to_lowercase());
        Ok(Pair {
            touchpoint: file.touchpoint.filled("touchpoint")?,
            process: own.clone(),
            behaviour: behaviour.code.clone(),
            attitude: attitude.code.clone(),
            asked_at: file.asked_at.iter().map(word).collect::<Checked<_>>()?,
        })
    }

    fn side(&self, said: &Said<String>, (class, word): (Class, &str)) -> Checked<&MetricDef> {
        let metric = self.scored(said)?;
        if metric.classes.contains(&class) {
            return Ok(metric);
        }
        said.wrong(format!("{} is no metric of class {word}; take one", metric.code))
    }

    fn profiles(&self, file: &Said<Vec<ProfileFile>>) -> Checked<Vec<Profile>> {
        let written = file.some("there is no profile; give one")?;
        named_once("profile", written.iter().map(|profile| &profile.code))?;
        written.iter().map(|profile| self.profile(profile)).collect()
    }

    fn profile(&self, file: &ProfileFile) -> Checked<Profile> {
        let mut codes = Vec::new();
        let tree = self.branches(&file.tree, &file.code.value, &mut codes)?;
        named_once("place in a tree", codes.into_iter())?;
        let mut leaves = Vec::new();
        weigh(&tree, 1.0, &mut leaves);
        let lead = file.lead.one_of("metric of the tree", leaves.iter().copied())?;
        let heavier = leaves.iter().find(|(_, weight)| *weight > lead + NOISE);
        if let Some((code, weight)) = heavier {
            return file.lead.wrong(format!(
                "{code} weighs {weight:.3} in the whole, more than {lead:.3} of {} that leads; \
                 no metric may",
                file.lead.value
            ));
        }
        Ok(Profile {
            code: file.code.filled("code")?,
            name: file.name.filled("name")?,
            lead: file.lead.value.clone(),
            tree,
        })
    }

    fn branches<'f>(
        &self,
        file: &'f Said<Vec<BranchFile>>,
        above: &str,
        codes: &mut Vec<&'f Said<String>>,
    ) -> Checked<Vec<Branch>> {
        let written = file.some("there is nothing below; name a metric or a group")?;
        let mut branches = Vec::new();
        for branch in written {
            branches.push(self.branch(branch, codes)?);
        }
        let sum: f64 = branches.iter().map(|branch| branch.weight).sum();
        if (sum - 1.0).abs() > NOISE {
            let sum = (sum * 1e6).round() / 1e6;
            return written[0].weight.wrong(format!(
                "the weights directly below `{above}` add up to {sum}; they must add up to 1"
            ));
        }
        Ok(branches)
    }

    fn branch<'f>(
        &self,
        file: &'f BranchFile,
        codes: &mut Vec<&'f Said<String>>,
    ) -> Checked<Branch> {
        let weight = file.weight.within("weight", 0.0..=1.0)?;
        match (&file.code, &file.group, &file.name, &file.children) {
            (Some(said), None, None, None) => {
                let metric = self.scored(said)?;
                codes.push(said);
                let (code, name) = (metric.code.clone(), metric.name.clone());
                Ok(Branch { code, name, weight, children: Vec::new() })
            }
            (None, Some(group), Some(name), Some(children)) => {
                codes.push(group);
                let code = group.filled("group")?;
                let children = self.branches(children, &code, codes)?;
                Ok(Branch { code, name: name.filled("name")?, weight, children })
            }
            _ => file.weight.wrong(
                "a place in a tree is either a metric's `code`, or a `group` with `name` and \
                 `children`",
            ),
        }
    }

    fn template(&self, file: &TemplateFile) -> Checked<GoalTemplate> {
        let avoids = file.avoids.as_ref().map(|code| self.metric(code)).transpose()?;
        Ok(GoalTemplate {
            code: file.code.filled("code")?,
            name: file.name.filled("name")?,
            fits: file.fits.filled("fits")?,
            outcome: outcome(&file.outcome)?,
            anchor: file.anchor.filled("anchor")?,
            avoids: avoids.map(|metric| metric.code.clone()),
        })
    }
}

/// The metrics of a tree with their weights in the whole.
fn weigh<'a>(branches: &'a [Branch], above: f64, leaves: &mut Vec<(&'a str, f64)>) {
    for branch in branches {
        let weight = above * branch.weight;
        if branch.children.is_empty() {
            leaves.push((&branch.code, weight));
        }
        weigh(&branch.children, weight, leaves);
    }
}
