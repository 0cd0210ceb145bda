//! Runs a compiled mapping over one record.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::super::Json;
use super::convert::Refusal;
use super::path::{Path, Scope};
use super::sweep::Sweep;
use super::value::{Plan, Template};
use super::when::When;
use super::{Mapped, Phase};
use crate::model::{Draft, EntityKind, Field, Kind, LandedRecord, Rejected, Value};

/// What a stream becomes.
#[derive(Debug)]
pub(super) struct StreamPlan {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) deleted: Option<When>,
    pub(super) tombstones_of: Option<(usize, String)>,
    pub(super) sweep: Option<Sweep>,
    pub(super) entities: Vec<EntityPlan>,
}

/// How one entity is made of a record, or several of its elements.
#[derive(Debug)]
pub(super) struct EntityPlan {
    pub(super) kind: EntityKind,
    pub(super) adds: bool,
    pub(super) each: Option<Path>,
    pub(super) when: Option<When>,
    pub(super) lookup: Option<Lookup>,
    pub(super) key: Plan,
    pub(super) account: Option<Plan>,
    pub(super) contact: Option<Plan>,
    pub(super) url: Option<Template>,
    pub(super) fields: Vec<FieldPlan>,
}

/// How one field is read.
#[derive(Debug)]
pub(super) struct FieldPlan {
    pub(super) field: &'static Field,
    /// `entity.field`, for people.
    pub(super) target: String,
    pub(super) plan: Plan,
}

/// A row of a table, found by a value of the record.
#[derive(Debug)]
pub(super) struct Lookup {
    pub(super) rows: Arc<HashMap<String, Json>>,
    pub(super) by: Path,
    /// What is not in the table makes no entity and is no error.
    pub(super) skip: bool,
}

/// The phase in which a kind of entity is made.
pub(super) fn phase(kind: EntityKind) -> Phase {
    use EntityKind::{Account, Contact, ExchangeRate, Product, TeamMember};
    match kind {
        Account | Contact | TeamMember | Product | ExchangeRate => Phase::Parties,
        _ => Phase::Facts,
    }
}

impl StreamPlan {
    pub(super) fn run(&self, record: &LandedRecord, json: &Json, phase: Phase) -> Mapped {
        let scope = Scope { record: json, item: json, row: None };
        if record.deleted || self.deleted.as_ref().is_some_and(|when| when.holds(&scope)) {
            return Mapped { deleted: true, ..Mapped::default() };
        }
        let mut mapped = Mapped::default();
        for entity in self.entities.iter().filter(|entity| self::phase(entity.kind) == phase) {
            entity.run(record, json, &mut mapped);
        }
        mapped
    }
}

impl EntityPlan {
    fn run<'a>(&'a self, record: &LandedRecord, json: &'a Json, mapped: &mut Mapped) {
        let whole = Scope { record: json, item: json, row: None };
        let Some(each) = &self.each else { return self.run_item(record, whole, mapped) };
        for found in each.all(&whole) {
            let items = match found {
                Json::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for item in items {
                self.run_item(record, Scope { item, ..whole }, mapped);
            }
        }
    }

    fn run_item<'a>(
        &'a self,
        record: &LandedRecord,
        mut scope: Scope<'a>,
        mapped: &mut Mapped,
    ) {
        let mut making = Making { record, entity: self, mapped };
        if let Some(lookup) = &self.lookup {
            match lookup.find(scope) {
                Ok(Some(row)) => scope.row = Some(row),
                Ok(None) => return,
                Err(refusal) => return making.refuse(&refusal, &lookup.by.to_string()),
            }
        }
        if self.when.as_ref().is_some_and(|when| !when.holds(&scope)) {
            return;
        }
        let Some(key) = making.key(&scope) else { return };
        let draft = Draft {
            kind: self.kind,
            key,
            record: record.record.clone(),
            adds: self.adds,
            url: self.url.as_ref().and_then(|url| url.fill(&scope, true)),
            account: making.reference(self.account.as_ref(), &scope),
            contact: making.reference(self.contact.as_ref(), &scope),
            fields: making.fields(&scope),
        };
        mapped.drafts.push(draft);
    }
}

impl Lookup {
    fn find<'a>(&'a self, scope: Scope<'a>) -> Result<Option<&'a Json>, Refusal> {
        let found = self.by.first(&scope).and_then(Json::text);
        match found.and_then(|key| self.rows.get(key.trim())) {
            Some(row) => Ok(Some(row)),
            None if self.skip => Ok(None),
            None => Err(Refusal::new(
                "UNKNOWN_ROW",
                "not in the mapping's table; add a row there, or `otherwise: skip`",
            )),
        }
    }
}

/// One entity in the making; collects what is refused.
struct Making<'a> {
    record: &'a LandedRecord,
    entity: &'a EntityPlan,
    mapped: &'a mut Mapped,
}

impl Making<'_> {
    fn key(&mut self, scope: &Scope<'_>) -> Option<String> {
        let source = || self.entity.key.source();
        match self.entity.key.read_text(scope) {
            Ok(Some(key)) => return Some(key),
            Ok(None) => {
                let message = format!("no key for the {}", self.entity.kind.word());
                let path = source();
                self.refuse(&Refusal::new("NO_KEY", message), &path);
            }
            Err(refusal) => {
                let path = source();
                self.refuse(&refusal, &path);
            }
        }
        None
    }

    fn reference(&mut self, plan: Option<&Plan>, scope: &Scope<'_>) -> Option<String> {
        let plan = plan?;
        plan.read_text(scope).unwrap_or_else(|refusal| {
            self.refuse(&refusal, &plan.source());
            None
        })
    }

    fn fields(&mut self, scope: &Scope<'_>) -> Vec<(&'static str, Option<Value>)> {
        let mut fields = Vec::with_capacity(self.entity.fields.len());
        for FieldPlan { field, plan, .. } in &self.entity.fields {
            let value = plan.read(scope).unwrap_or_else(|refusal| {
                self.refuse(&refusal, &plan.source());
                None
            });
            fields.push((field.name, self.within_source(field.kind, value)));
        }
        self.check_scale(&mut fields);
        fields
    }

    /// References hold the id of the entity they point at, as `Origin` has it.
    fn within_source(&self, kind: Kind, value: Option<Value>) -> Option<Value> {
        match (kind, value) {
            (Kind::Ref(_), Some(Value::Text(key))) => {
                Some(Value::Text(format!("{}:{key}", self.record.record.source)))
            }
            (_, value) => value,
        }
    }

    /// An answer outside its stated scale says that the mapping or the survey is wrong.
    fn check_scale(&mut self, fields: &mut [(&'static str, Option<Value>)]) {
        if self.entity.kind != EntityKind::SurveyResponse {
            return;
        }
        let number = |name: &str| {
            fields.iter().find(|(field, _)| *field == name).and_then(|(_, v)| match v {
                Some(Value::Number(number)) => Some(*number),
                _ => None,
            })
        };
        let (Some(score), low, high) =
            (number("score"), number("scale_low"), number("scale_high"))
        else {
            return;
        };
        if low.is_some_and(|low| score >= low) && high.is_some_and(|high| score <= high) {
            return;
        }
        let path = self.entity.fields.iter().find(|field| field.field.name == "score");
        let path = path.map(|field| field.plan.source()).unwrap_or_default();
        self.refuse(
            &Refusal::new("OUT_OF_SCALE", "the answer is not on the stated scale"),
            &path,
        );
        for (name, value) in fields.iter_mut() {
            if *name == "score" {
                *value = None;
            }
        }
    }

    fn refuse(&mut self, refusal: &Refusal, path: &str) {
        let path = match &self.entity.each {
            Some(each) => Cow::Owned(format!("{each}.*.{path}")),
            None => Cow::Borrowed(path),
        };
        let rejected = Rejected {
            key: Some(self.record.record.key.clone()),
            raw: String::new(),
            code: refusal.code.to_owned(),
            message: format!("{}: {}", self.entity.kind.word(), refusal.message),
        };
        self.mapped.rejected.push((rejected, Some(path.into_owned())));
    }
}

impl EntityPlan {
    /// Source, target and conversion of the key, the owners and every field, in words.
    pub(super) fn describe(&self) -> Vec<(String, String, Option<String>)> {
        let word = self.kind.word();
        let place = |source: String| match &self.each {
            Some(each) => format!("{each}.*: {source}"),
            None => source,
        };
        let owners = [("account", &self.account), ("contact", &self.contact)];
        let owners = owners.into_iter().filter_map(|(name, plan)| Some((name, plan.as_ref()?)));
        let mut rows = Vec::new();
        for (name, plan) in std::iter::once(("key", &self.key)).chain(owners) {
            rows.push((place(plan.source()), format!("{word}.{name}"), plan.conversion()));
        }
        for field in &self.fields {
            let plan = &field.plan;
            rows.push((place(plan.source()), field.target.clone(), plan.conversion()));
        }
        rows
    }
}
