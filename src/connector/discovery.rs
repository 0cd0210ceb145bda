//! What a manifest offers: each stream as a catalog tells it, with its JSON schema.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::manifest::{FieldList, Manifest, Need, SchemaPlan};
use super::template::{Engine, RenderError, Scope, Template, Var, to_value};
use super::{Json, glob, pull};
use crate::model::Record;

/// What a manifest's answers depend on besides the manifest.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The source's configuration, as it was given.
    pub config: &'a serde_json::Value,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The text of a file by its path beside the manifest, when there is one.
    pub files: &'a dyn Fn(&str) -> Option<String>,
    /// What the pulls of [`Manifest::needs`] and [`Manifest::schema_needs`] gave, by name.
    pub records: &'a BTreeMap<String, Vec<Record>>,
}

/// Shows no configuration.
impl std::fmt::Debug for Given<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Given(now: {}, {} lists of records)", self.now, self.records.len())
    }
}

/// A schema and its shared parts may be nested so deep in each other.
const MAX_LINKS: usize = 30;

impl Manifest {
    /// What must be read before [`Self::json_schema`] can tell a stream's schema.
    pub fn schema_needs(&self, stream: &str) -> Vec<Need> {
        let offer = self.offer(stream);
        let streams = offer.iter().flat_map(|offer| offer.schema.streams());
        let need = |name: &str| Need { stream: name.to_owned(), first_only: true };
        streams.map(|stream| need(&stream.name)).collect()
    }

    /// A stream's JSON schema; `{}` when the manifest says nothing of one.
    ///
    /// # Errors
    /// When there is no such stream, a file is missing or no JSON, or a reply is not as the
    /// manifest describes it: what is wrong, and where.
    pub fn json_schema(
        &self,
        stream: &str,
        given: &Given<'_>,
    ) -> Result<serde_json::Value, String> {
        let settled = self.settle(given.config, given.now).map_err(|why| why.join("; "))?;
        let config = to_value(&settled.config);
        let scope = Scope { config: &config, now: given.now, vars: &[], extra: &[] };
        let offer = self.offer(stream).ok_or_else(|| self.no_stream(stream))?;
        let schema = Schemas { manifest: self, stream, given, scope }.made(&offer.schema)?;
        Ok(serde_json::from_str(&schema.to_string()).unwrap_or_default())
    }

    /// A stream as the ecosystem's `discover` command prints it: `name`, `json_schema`,
    /// `supported_sync_modes`, `source_defined_cursor`, `default_cursor_field`,
    /// `source_defined_primary_key`, `is_resumable`, `is_file_based`.
    ///
    /// # Errors
    /// See [`Self::json_schema`]; also when the stream cannot be read here.
    pub fn airbyte_stream(
        &self,
        stream: &str,
        given: &Given<'_>,
    ) -> Result<serde_json::Value, String> {
        let settled = self.settle(given.config, given.now).map_err(|why| why.join("; "))?;
        let config = to_value(&settled.config);
        let scope = Scope { config: &config, now: given.now, vars: &[], extra: &[] };
        let choice = self.stream(stream, &scope)?;
        let offer = self.offer(stream).ok_or_else(|| self.no_stream(stream))?;
        let schema = self.json_schema(stream, given)?;
        let mut told = json!({
            "name": stream, "json_schema": schema, "supported_sync_modes": ["full_refresh"],
        });
        if let Some(cursor) = &offer.cursor {
            let field =
                self.engine.text(cursor, &scope).map_err(|error| self.failed(&error))?;
            told["supported_sync_modes"] = json!(["full_refresh", "incremental"]);
            told["source_defined_cursor"] = json!(!offer.free_cursor);
            told["default_cursor_field"] = json!([field]);
        }
        if !choice.full.key.is_empty() {
            told["source_defined_primary_key"] = json!(choice.full.key);
        }
        told["is_resumable"] = json!(offer.cursor.is_some());
        told["is_file_based"] = json!(offer.files.is_some());
        Ok(told)
    }

    fn failed(&self, error: &RenderError) -> String {
        format!("{}:{}: {}", self.file, error.line, error.message)
    }
}

struct Schemas<'a> {
    manifest: &'a Manifest,
    stream: &'a str,
    given: &'a Given<'a>,
    scope: Scope<'a>,
}

impl Schemas<'_> {
    fn made(&self, plan: &SchemaPlan) -> Result<Json, String> {
        match plan {
            SchemaPlan::Inline(schema) => Ok(schema.clone()),
            SchemaPlan::File { path, optional } => self.file(path, *optional),
            SchemaPlan::Replies(list) => self.listed(list),
            SchemaPlan::All(plans) => self.all(plans),
            SchemaPlan::Unknown(why) => Err(why.clone()),
        }
    }

    fn engine(&self) -> &Engine {
        &self.manifest.engine
    }

    fn told(&self, why: &str) -> String {
        format!("{}: the schema of stream `{}`: {why}", self.manifest.file, self.stream)
    }

    fn rendered<T>(&self, result: Result<T, RenderError>) -> Result<T, String> {
        result.map_err(|error| self.manifest.failed(&error))
    }

    fn all(&self, plans: &[SchemaPlan]) -> Result<Json, String> {
        let mut merged: Vec<(String, Json)> = Vec::new();
        for plan in plans {
            let schema = self.made(plan)?;
            let Some(Json::Object(properties)) = schema.get("properties") else {
                return Err(self.told("one of its parts has no `properties`"));
            };
            // Of a field that two parts have the earlier counts; new fields stand before known.
            let (mut next, known) = (properties.clone(), merged);
            for (key, value) in known {
                match next.iter_mut().find(|(new, _)| *new == key) {
                    Some((_, new)) => *new = value,
                    None => next.push((key, value)),
                }
            }
            merged = next;
        }
        Ok(schema_of("http://json-schema.org/draft-07/schema#", &["null", "object"], merged))
    }

    fn file(&self, path: &Template, optional: bool) -> Result<Json, String> {
        let path = self.rendered(self.engine().text(path, &self.scope))?;
        let path = path.trim_start_matches("./");
        // The configuration has a say in the path, but not in which files of the machine are read.
        if path.starts_with('/') || path.split(['/', '\\']).any(|step| step == "..") {
            return Err(self.told(&format!("`{path}` leads out of the manifest's folder")));
        }
        // In a package of the ecosystem the folder of the source comes first.
        let inner = path.find("schemas/").map_or(path, |at| path.get(at..).unwrap_or(path));
        let beside = format!("schemas/{path}");
        let tried = [path, inner, beside.as_str()];
        let Some(text) = tried.iter().find_map(|path| (self.given.files)(path)) else {
            let missing = || self.told(&format!("there is no file `{path}`"));
            return optional.then(|| Json::Object(Vec::new())).ok_or_else(missing);
        };
        let schema = Json::parse(&text)
            .map_err(|error| self.told(&format!("the file `{path}` is {error}")))?;
        let mut linked = self.linked(&schema, &schema, 0)?;
        if let Json::Object(fields) = &mut linked {
            fields.retain(|(key, _)| key != "definitions");
        }
        Ok(linked)
    }

    // `$ref` into the same file or into one of the shared files.
    fn linked(&self, node: &Json, root: &Json, depth: usize) -> Result<Json, String> {
        if depth > MAX_LINKS {
            return Err(self.told("its `$ref`s lead round in circles"));
        }
        match node {
            Json::Array(items) => {
                let items = items.iter().map(|item| self.linked(item, root, depth));
                Ok(Json::Array(items.collect::<Result<_, _>>()?))
            }
            Json::Object(fields) => {
                if let Some(Json::String(link)) = node.get("$ref") {
                    return self.followed(link, root, depth);
                }
                let fields = fields
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.linked(value, root, depth)?)));
                Ok(Json::Object(fields.collect::<Result<_, String>>()?))
            }
            other => Ok(other.clone()),
        }
    }

    fn followed(&self, link: &str, root: &Json, depth: usize) -> Result<Json, String> {
        let (file, place) = link.split_once('#').unwrap_or((link, ""));
        let missing = || self.told(&format!("`$ref: {link}` refers to nothing"));
        let other = match file {
            "" => None,
            file => {
                let text = (self.given.files)(&format!("schemas/shared/{file}"));
                let text = text.or_else(|| (self.given.files)(&format!("schemas/{file}")));
                Some(Json::parse(&text.ok_or_else(missing)?).map_err(|_| missing())?)
            }
        };
        let root = other.as_ref().unwrap_or(root);
        let mut steps = place.split('/').filter(|step| !step.is_empty());
        let target = steps.try_fold(root, |node, step| node.get(step));
        self.linked(target.ok_or_else(missing)?, root, depth + 1)
    }

    fn listed(&self, list: &FieldList) -> Result<Json, String> {
        let Some(records) = self.given.records.get(&list.stream.name) else {
            let name = &list.stream.name;
            return Err(self.told(&format!("`{name}` must be read first")));
        };
        let record =
            records.first().map(|record| record.shaped.as_ref().unwrap_or(&record.raw));
        let record = record.and_then(|text| Json::parse(text).ok());
        let mut properties = match &record {
            Some(record) => self.properties(list, record)?,
            None => Vec::new(),
        };
        if let Some(filter) = &list.filter {
            let mut kept = Vec::with_capacity(properties.len());
            for (name, kind) in properties {
                let one = Json::Object(vec![(name, kind)]);
                let vars = [("record", Var::Json(&one))];
                let scope = Scope { vars: &vars, ..self.scope };
                if self.rendered(self.engine().truth(filter, &scope))?
                    && let Json::Object(fields) = one
                {
                    kept.extend(fields);
                }
            }
            properties = kept;
        }
        let mut properties = Json::Object(properties);
        let changes = &list.transformations;
        pull::transform(self.engine(), changes, &mut properties, &self.scope)
            .map_err(|trouble| trouble.told(|error| self.manifest.failed(&error)))?;
        let Json::Object(properties) = properties else { return Err(self.told("it is empty")) };
        let mut schema =
            vec![("$schema".to_owned(), text("https://json-schema.org/draft-07/schema#"))];
        schema.push(("type".to_owned(), text("object")));
        schema.push(("additionalProperties".to_owned(), Json::Bool(true)));
        schema.push(("properties".to_owned(), Json::Object(properties)));
        Ok(Json::Object(schema))
    }

    fn properties(
        &self,
        list: &FieldList,
        record: &Json,
    ) -> Result<Vec<(String, Json)>, String> {
        let Some(Json::Array(items)) = self.find(record, &list.list)? else {
            return Err(self.told("the reply has no list where `schema_pointer` says"));
        };
        let mut properties: Vec<(String, Json)> = Vec::with_capacity(items.len());
        for item in items {
            let Some(Json::String(name)) = self.find(item, &list.name)? else {
                return Err(self.told("the reply has no name where `key_pointer` says"));
            };
            let kind = self.kind(list, item)?;
            match properties.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = kind,
                None => properties.push((name.clone(), kind)),
            }
        }
        Ok(properties)
    }

    fn find<'j>(&self, value: &'j Json, path: &[Template]) -> Result<Option<&'j Json>, String> {
        let steps = path.iter().map(|step| self.engine().text(step, &self.scope));
        let steps: Vec<String> = self.rendered(steps.collect::<Result<_, _>>())?;
        Ok(glob::values(value, &steps).into_iter().next())
    }

    fn kind(&self, list: &FieldList, item: &Json) -> Result<Json, String> {
        let named = if list.kind.is_empty() { None } else { self.find(item, &list.kind)? };
        let named = named.cloned().unwrap_or_else(|| text("string"));
        let vars = [("raw_schema", Var::Json(item))];
        let scope = Scope { vars: &vars, ..self.scope };
        for rule in list.types.iter().filter(|rule| rule.from == named) {
            let holds = match &rule.condition {
                Some(condition) => self.rendered(self.engine().truth(condition, &scope))?,
                None => true,
            };
            if holds {
                return self.type_of(&rule.to);
            }
        }
        self.type_of(&named)
    }

    fn type_of(&self, kind: &Json) -> Result<Json, String> {
        match kind {
            Json::String(name) => {
                let known = known_type(name);
                known.ok_or_else(|| self.told(&format!("`{name}` is no type of a schema")))
            }
            Json::Array(two) if two.len() == 2 => {
                let two = two.iter().map(|kind| self.type_of(kind));
                let two = Json::Array(two.collect::<Result<_, _>>()?);
                Ok(Json::Object(vec![("oneOf".to_owned(), two)]))
            }
            Json::Object(_) => {
                let Some(outer) = kind.get("field_type") else {
                    return Err(self.told("a `target_type` has no `field_type`"));
                };
                let mut made = self.type_of(outer)?;
                if let (Some(items), Json::Object(fields)) = (kind.get("items"), &mut made) {
                    fields.push(("items".to_owned(), self.type_of(items)?));
                }
                Ok(made)
            }
            _ => Err(self.told("a field's type is neither a name nor two of them")),
        }
    }
}

fn text(text: &str) -> Json {
    Json::String(text.to_owned())
}

fn schema_of(dialect: &str, kinds: &[&str], properties: Vec<(String, Json)>) -> Json {
    Json::Object(vec![
        ("$schema".to_owned(), text(dialect)),
        ("type".to_owned(), Json::Array(kinds.iter().map(|kind| text(kind)).collect())),
        ("properties".to_owned(), Json::Object(properties)),
    ])
}

/// Names of types, what JSON calls them, and the form that a text of them has.
const TYPES: [(&str, &str, Option<&str>, bool); 11] = [
    // (name, JSON type, format, told as `airbyte_type`)
    ("string", "string", None, false),
    ("boolean", "boolean", None, false),
    ("date", "string", Some("date"), false),
    ("timestamp_without_timezone", "string", Some("date-time"), true),
    ("timestamp_with_timezone", "string", Some("date-time"), false),
    ("time_without_timezone", "string", Some("time"), true),
    ("time_with_timezone", "string", Some("time"), true),
    ("integer", "integer", None, false),
    ("number", "number", None, false),
    ("array", "array", None, false),
    ("object", "object", None, false),
];

fn known_type(name: &str) -> Option<Json> {
    let (name, kind, format, told) = TYPES.iter().find(|(known, ..)| *known == name)?;
    let kinds = Json::Array(vec![text("null"), text(kind)]);
    let mut fields = vec![("type".to_owned(), kinds)];
    fields.extend(format.map(|format| ("format".to_owned(), text(format))));
    if *told {
        fields.push(("airbyte_type".to_owned(), text(name)));
    }
    Some(Json::Object(fields))
}
