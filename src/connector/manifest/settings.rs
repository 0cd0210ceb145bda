//! What a manifest does to a configuration before it is used: old forms become new ones, fields
//! are added, values are checked.

use chrono::{DateTime, Utc};

use super::components::Plan;
use super::part::{Part, Read, Trouble};
use super::transform::{self, Added, ValueType};
use super::yaml::Node;
use crate::connector::template::{
    Engine, RenderError, Scope, Template, Typing, Var, python_text, to_value,
};
use crate::connector::{Json, glob};

/// The rules for a configuration.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// From forms of old; what they change is to be kept.
    migrations: Vec<Change>,
    /// At the start of every pull; what they change is not kept.
    transformations: Vec<Change>,
    validations: Vec<Check>,
    /// Rules that this build cannot run and can do without, each with its place.
    pub(crate) skipped: Vec<String>,
    /// A rule that this build cannot run and that any stream may rely on.
    pub(crate) refused: Option<String>,
}

#[derive(Debug)]
enum Change {
    Add { fields: Vec<Added>, condition: Option<Template> },
    Remap { path: Vec<Template>, map: Vec<(Template, Plan)> },
    Remove { pointers: Vec<Vec<String>>, condition: Option<Template> },
}

#[derive(Debug)]
struct Check {
    line: usize,
    subject: Subject,
    schema: serde_json::Value,
}

#[derive(Debug)]
enum Subject {
    /// Whatever is at a path of the configuration.
    At(Vec<Template>),
    Value(Plan),
}

/// A configuration ready for use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) config: Json,
    /// The configuration that should be kept instead of the one given.
    pub(crate) migrated: Option<Json>,
}

impl Settings {
    /// Reads `config_normalization_rules`.
    ///
    /// # Errors
    /// When a rule is wrong.
    pub(crate) fn read(engine: &mut Engine, node: Option<&Node>, file: &str) -> Read<Self> {
        let mut settings = Self::default();
        let Some(node) = node else { return Ok(settings) };
        let part = Part::of(node, "config_normalization_rules", &["ConfigNormalizationRules"])?;
        for node in part.list("config_migrations")? {
            match settings.add_migration(engine, node, file) {
                Err(Trouble::Later(line, why)) => {
                    settings.skipped.push(format!("{file}:{line}: {why}"));
                }
                other => other?,
            }
        }
        for node in part.list("transformations")? {
            match change(engine, node) {
                Ok(change) => settings.transformations.push(change),
                Err(Trouble::Later(line, why)) => {
                    settings.refused = Some(format!("{file}:{line}: {why}"));
                }
                Err(wrong) => return Err(wrong),
            }
        }
        for node in part.list("validations")? {
            match check(engine, node) {
                Ok(check) => settings.validations.push(check),
                Err(Trouble::Later(line, why)) => {
                    settings.skipped.push(format!("{file}:{line}: {why}"));
                }
                Err(wrong) => return Err(wrong),
            }
        }
        Ok(settings)
    }

    // A configuration of today's form needs no migration, and one of old does not fit the spec: it
    // is safe to go without.
    fn add_migration(&mut self, engine: &mut Engine, node: &Node, file: &str) -> Read<()> {
        let part = Part::of(node, "config_migrations", &["ConfigMigration"])?;
        for node in part.list("transformations")? {
            match change(engine, node) {
                Ok(change) => self.migrations.push(change),
                Err(Trouble::Later(line, why)) => {
                    self.skipped.push(format!("{file}:{line}: {why}"));
                }
                Err(wrong) => return Err(wrong),
            }
        }
        Ok(())
    }

    /// Applies migrations, then transformations.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(crate) fn settle(
        &self,
        engine: &Engine,
        given: &Json,
        now: DateTime<Utc>,
    ) -> Result<Settled, RenderError> {
        let mut config = given.clone();
        for change in &self.migrations {
            change.apply(engine, &mut config, now)?;
        }
        let migrated = (config != *given).then(|| config.clone());
        for change in &self.transformations {
            change.apply(engine, &mut config, now)?;
        }
        Ok(Settled { config, migrated })
    }

    /// What the validations find wrong: sentences with their line, never a value.
    ///
    /// # Errors
    /// When an expression cannot be rendered.
    pub(crate) fn problems(
        &self,
        engine: &Engine,
        config: &Json,
        now: DateTime<Utc>,
    ) -> Result<Vec<(usize, String)>, RenderError> {
        let mut found = Vec::new();
        for check in &self.validations {
            let problem = check.problem(engine, config, now)?;
            found.extend(problem.map(|problem| (check.line, problem)));
        }
        Ok(found)
    }
}

fn change(engine: &mut Engine, node: &Node) -> Read<Change> {
    let kinds = ["ConfigAddFields", "ConfigRemapField", "ConfigRemoveFields"];
    let part = Part::of(node, "transformations", &kinds)?;
    match part.kind {
        "ConfigAddFields" => Ok(Change::Add {
            fields: transform::added_fields(engine, &part)?,
            condition: part.filled(engine, "condition")?,
        }),
        "ConfigRemoveFields" => Ok(Change::Remove {
            pointers: transform::pointers(&part)?,
            condition: part.filled(engine, "condition")?,
        }),
        _ => {
            let path = part.templates(engine, "field_path")?;
            if path.is_empty() {
                return part
                    .wrong("`field_path` of ConfigRemapField names no field".to_owned());
            }
            match part.plan(engine, "map")? {
                Plan::Map(map) => Ok(Change::Remap { path, map }),
                _ => part.wrong("`map` of ConfigRemapField is no object".to_owned()),
            }
        }
    }
}

fn check(engine: &mut Engine, node: &Node) -> Read<Check> {
    let part = Part::of(node, "validations", &["DpathValidator", "PredicateValidator"])?;
    let strategy = part.need("validation_strategy")?;
    let strategy = Part::of(strategy, "validation_strategy", &["ValidateAdheresToSchema"])?;
    let schema = strategy.need("base_schema")?;
    let text = schema.text().map_or_else(|| schema.json().to_string(), str::to_owned);
    let read = serde_json::from_str(&text).ok();
    let read = read.filter(|schema| jsonschema::validator_for(schema).is_ok());
    let Some(schema) = read else {
        return super::part::wrong(schema, "`base_schema` is no JSON schema".to_owned());
    };
    let subject = match part.kind {
        "DpathValidator" => Subject::At(part.templates(engine, "field_path")?),
        _ => Subject::Value(part.plan(engine, "value")?),
    };
    Ok(Check { line: part.line(), subject, schema })
}

impl Change {
    fn apply(
        &self,
        engine: &Engine,
        config: &mut Json,
        now: DateTime<Utc>,
    ) -> Result<(), RenderError> {
        match self {
            Self::Add { fields, condition } => {
                for field in fields {
                    add(engine, config, field, condition.as_ref(), now)?;
                }
            }
            Self::Remap { path, map } => remap(engine, config, path, map, now)?,
            Self::Remove { pointers, condition } => {
                let value = to_value(config);
                let scope = Scope { config: &value, now, vars: &[], extra: &[] };
                let holds = condition.as_ref().map(|condition| engine.truth(condition, &scope));
                if holds.transpose()?.unwrap_or(true) {
                    for pointer in pointers {
                        glob::delete(config, pointer);
                    }
                }
            }
        }
        Ok(())
    }
}

fn add(
    engine: &Engine,
    config: &mut Json,
    field: &Added,
    condition: Option<&Template>,
    now: DateTime<Utc>,
) -> Result<(), RenderError> {
    let as_value = to_value(config);
    let scope = Scope { config: &as_value, now, vars: &[], extra: &[] };
    let value = typed(engine, &field.value, field.typing, &scope)?;
    if let Some(condition) = condition {
        let vars = [("value", Var::Json(&value))];
        if !engine.truth(condition, &Scope { vars: &vars, ..scope })? {
            return Ok(());
        }
    }
    // The path of a configuration's field is a path as it is written.
    let path: Vec<String> = field.path.iter().map(|step| step.source().to_owned()).collect();
    glob::create(config, &path, value);
    Ok(())
}

/// Renders a value of a type; a result of any other type stays text, and nothing is empty text.
///
/// # Errors
/// When it cannot be rendered.
pub(crate) fn typed(
    engine: &Engine,
    template: &Template,
    typing: ValueType,
    scope: &Scope<'_>,
) -> Result<Json, RenderError> {
    let value = engine.typed(template, scope, typing.typing())?;
    let value = value.unwrap_or_else(|| Json::String(String::new()));
    Ok(if typing.admits(&value) { value } else { Json::String(python_text(&value)) })
}

fn remap(
    engine: &Engine,
    config: &mut Json,
    path: &[Template],
    map: &[(Template, Plan)],
    now: DateTime<Utc>,
) -> Result<(), RenderError> {
    let value = to_value(config);
    let scope = Scope { config: &value, now, vars: &[], extra: &[] };
    let path = path.iter().map(|step| engine.text(step, &scope));
    let path: Vec<String> = path.collect::<Result<_, _>>()?;
    let Some(Json::String(known)) = glob::at(config, &path).cloned() else { return Ok(()) };
    for (from, to) in map {
        if engine.text(from, &scope)? == known {
            let to = render(engine, to, &scope)?;
            if let Some(place) = glob::at(config, &path) {
                *place = to;
            }
            return Ok(());
        }
    }
    Ok(())
}

/// A plan's value.
///
/// # Errors
/// When an expression in it cannot be rendered.
pub(crate) fn render(
    engine: &Engine,
    plan: &Plan,
    scope: &Scope<'_>,
) -> Result<Json, RenderError> {
    Ok(match plan {
        Plan::Value(value) => value.clone(),
        Plan::Template(template) => {
            engine.typed(template, scope, Typing::Free)?.unwrap_or_default()
        }
        Plan::List(items) => {
            let items = items.iter().map(|item| render(engine, item, scope));
            Json::Array(items.collect::<Result<_, _>>()?)
        }
        Plan::Map(entries) => {
            let entries = entries.iter().map(|(name, plan)| {
                Ok((engine.text(name, scope)?, render(engine, plan, scope)?))
            });
            Json::Object(entries.collect::<Result<_, RenderError>>()?)
        }
    })
}

impl Check {
    fn problem(
        &self,
        engine: &Engine,
        config: &Json,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, RenderError> {
        let value = to_value(config);
        let scope = Scope { config: &value, now, vars: &[], extra: &[] };
        match &self.subject {
            Subject::Value(plan) => {
                let value = render(engine, plan, &scope)?;
                Ok(self.misfit("the value", &value))
            }
            Subject::At(path) => {
                let path = path.iter().map(|step| engine.text(step, &scope));
                let path: Vec<String> = path.collect::<Result<_, _>>()?;
                let place = format!("`{}`", path.join("."));
                let found = glob::values(config, &path);
                Ok(found.into_iter().find_map(|value| self.misfit(&place, value)))
            }
        }
    }

    // The value itself may be a secret and is not told.
    fn misfit(&self, place: &str, value: &Json) -> Option<String> {
        let text = match value {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) else {
            return Some(format!("{place} is no JSON text"));
        };
        let validator = jsonschema::validator_for(&self.schema).ok()?;
        let error = validator.iter_errors(&value).next()?;
        let at = error.instance_path().to_string();
        Some(format!("{place}{at}: {}", error.masked()))
    }
}
