//! Stands before every field: refuses what the viewer may not ask or order, leaves empty what is not
//! shown to them, and puts `null` where a field failed. What they see of accounts is narrowed further down, by `sight`.
//!
//! Which fields tell of a person says the schema itself, by `@pii`; which part of the hub a field at the
//! root belongs to says the table here. A field at the root that it does not name is refused.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextResolve, ResolveInfo,
};
use async_graphql::registry::{MetaType, Registry};
use async_graphql::{
    ContextBase, Error, PathSegment, QueryPathNode, QueryPathSegment, Response, ServerError,
    ServerResult, Value,
};

use super::errors::{ApiError, Result};
use super::nulls::Nulls;
use super::personal::Personal;
use super::sight::Sight;
use super::visit::{Current, Visit};
use crate::access::{Area, Rights};
use crate::model::Pii;

/// What can be asked at the root beside the lists of each kind, and where it belongs.
const ASKED: [(Area, &[&str]); 7] = [
    (Area::Accounts, &["account", "accountFacts", "accounts", "node", "_entities"]),
    (
        Area::Portfolio,
        &[
            "earlyWarning",
            "executiveSummary",
            "journeyPaths",
            "metricTree",
            "portfolio",
            "segment",
            "segments",
            "series",
            "survey",
        ],
    ),
    (
        Area::Proof,
        &[
            "beaconTest",
            "correlation",
            "earlyWarningTest",
            "leadingIndicators",
            "perceptionGaps",
            "promoterEconomics",
            "renewalCalibration",
            "separationTest",
        ],
    ),
    (
        Area::Acting,
        &["actions", "goals", "initiative", "initiatives", "openLoops", "processes", "signals"],
    ),
    (Area::Identity, &["dataQuality", "identityReview", "whyMatch"]),
    (Area::Sources, &["connector", "connectors"]),
    (Area::Audit, &["auditLog"]),
];

/// What is stated of the models in force, which everybody may know who may ask anything.
const STATED: [&str; 6] =
    ["_service", "brandProfiles", "goalTemplates", "healthModel", "metrics", "viewer"];

/// What can be ordered.
const ORDERED: [(Area, &[&str]); 3] = [
    (
        Area::Acting,
        &[
            "acknowledgeFeedback",
            "closeLoop",
            "confirmChampion",
            "createInitiative",
            "logAction",
            "setGoal",
            "setScoreOverride",
            "stateFact",
            "updateAction",
            "updateGoal",
            "updateInitiative",
            "withdrawStatement",
        ],
    ),
    (Area::Identity, &["decideMatch", "pinValue", "undoMatch", "unpinValue"]),
    (Area::Sources, &["dryRunSync", "replayRejected", "syncNow"]),
];

/// What can be followed.
const FOLLOWED: [(Area, &[&str]); 3] = [
    (Area::Accounts, &["healthChanged", "positionChanged"]),
    (Area::Acting, &["canaryRaised"]),
    (Area::Sources, &["syncProgress"]),
];

/// Fields further down that belong elsewhere than what they are reached by.
const BELOW: [(&str, &str, Area); 1] = [("Account", "identity", Area::Identity)];

/// The areas that speak of everything: who sees some accounts only is refused them.
const OF_ALL: [Area; 4] = [Area::Proof, Area::Identity, Area::Sources, Area::Audit];

/// What a field needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The right to ask this.
    Reads(Area),
    /// The right to order this.
    Orders(Area),
    /// The right to ask anything.
    Anything,
    /// That data of this class are shown.
    Shown(Pii),
    /// Nobody said what: refused.
    Unknown,
}

/// What fields need, by type and name; those that need nothing are not here.
#[derive(Debug, Default)]
pub(super) struct Needs(HashMap<String, HashMap<String, Need>>);

impl Needs {
    /// What the fields of a schema need.
    fn of(registry: &Registry) -> Self {
        let mut needs = Self::default();
        for ty in registry.types.values() {
            let MetaType::Object { name, fields, .. } = ty else { continue };
            for field in fields.values() {
                let is = |root: &Option<String>| root.as_ref() == Some(name);
                let need = match () {
                    () if *name == registry.query_type => Some(asked(&field.name, &field.ty)),
                    () if is(&registry.mutation_type) => Some(ordered(&field.name)),
                    () if is(&registry.subscription_type) => Some(followed(&field.name)),
                    () => below(name, &field.name)
                        .or_else(|| Personal::of(field).map(Need::Shown)),
                };
                if let Some(need) = need {
                    needs.0.entry(name.clone()).or_default().insert(field.name.clone(), need);
                }
            }
        }
        needs
    }

    fn of_field(&self, ty: &str, field: &str) -> Option<Need> {
        self.0.get(ty)?.get(field).copied()
    }
}

fn named(table: &[(Area, &[&str])], field: &str) -> Option<Area> {
    table.iter().find(|(_, fields)| fields.contains(&field)).map(|(area, _)| *area)
}

fn ordered(field: &str) -> Need {
    named(&ORDERED, field).map_or(Need::Unknown, Need::Orders)
}

fn followed(field: &str) -> Need {
    named(&FOLLOWED, field).map_or(Need::Unknown, Need::Reads)
}

fn asked(field: &str, ty: &str) -> Need {
    if STATED.contains(&field) {
        return Need::Anything;
    }
    if let Some(area) = named(&ASKED, field) {
        return Need::Reads(area);
    }
    match () {
        () if field.ends_with("Aggregate") => Need::Reads(Area::Portfolio),
        () if ty.ends_with("Connection") => Need::Reads(Area::Accounts),
        () => Need::Unknown,
    }
}

fn below(ty: &str, field: &str) -> Option<Need> {
    let found = BELOW.iter().find(|(of, name, _)| *of == ty && *name == field);
    found.map(|(_, _, area)| Need::Reads(*area))
}

/// What becomes of a field.
enum Verdict {
    Open,
    Empty,
    Refused(String),
}

fn verdict(rights: &Rights, need: Option<Need>, (ty, field): (&str, &str)) -> Verdict {
    if !rights.hidden.is_empty() && rights.hidden.contains(&format!("{ty}.{field}")) {
        return Verdict::Empty;
    }
    let (verb, area, may) = match need {
        None => return Verdict::Open,
        Some(Need::Shown(class)) if rights.shown.contains(&class) => return Verdict::Open,
        Some(Need::Shown(_)) => return Verdict::Empty,
        Some(Need::Anything) if !rights.reads.is_empty() => return Verdict::Open,
        Some(Need::Reads(area)) => ("ask", area.word(), rights.reads.contains(&area)),
        Some(Need::Orders(area)) => ("order", area.word(), rights.orders.contains(&area)),
        Some(Need::Anything | Need::Unknown) => ("ask", "anything", false),
    };
    if !may {
        let what = format!("`{field}` is not for your role: it may not {verb} {area}");
        return Verdict::Refused(what);
    }
    if rights.is_narrowed() && OF_ALL.iter().any(|all| all.word() == area) {
        return Verdict::Refused(format!(
            "`{field}` speaks of all accounts, and your role sees some of them only"
        ));
    }
    Verdict::Open
}

/// Whether the viewer may follow something at all: asked before it begins, since a stream in which nothing
/// happens would not tell.
pub(super) fn may_follow(sight: &Sight, field: &str) -> Result<()> {
    if sight.is_open() {
        return Ok(());
    }
    match verdict(&sight.viewer.rights, Some(followed(field)), ("Subscription", field)) {
        Verdict::Open => Ok(()),
        Verdict::Refused(what) => Err(ApiError::Forbidden(what)),
        Verdict::Empty => {
            Err(ApiError::Forbidden(format!("`{field}` is not shown to your role")))
        }
    }
}

/// Whether a field of a type that is not at the root is answered as it is: neither refused nor left empty. For
/// what is answered without coming by here.
pub(super) fn leaves_open<T>(ctx: &ContextBase<'_, T>, ty: &str, field: &str) -> bool {
    let visit = Visit::of(ctx);
    if visit.sight.is_open() {
        return true;
    }
    let meta = ctx.schema_env.registry.types.get(ty).and_then(|ty| ty.field_by_name(field));
    let need = below(ty, field).or_else(|| meta.and_then(Personal::of).map(Need::Shown));
    matches!(verdict(&visit.sight.viewer.rights, need, (ty, field)), Verdict::Open)
}

/// Guards every request.
#[derive(Default)]
pub(super) struct Guards(Arc<OnceLock<Needs>>);

impl ExtensionFactory for Guards {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Guard { needs: Arc::clone(&self.0), nulls: Nulls::default() })
    }
}

struct Guard {
    needs: Arc<OnceLock<Needs>>,
    nulls: Nulls,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Guard {
    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        self.nulls.finish(next.run(ctx, operation_name).await)
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let place = (info.path_node, info.return_type);
        Ok(self.nulls.settle(place, self.judged(ctx, info, next).await))
    }
}

impl Guard {
    /// A field's value, as far as the viewer may have it.
    async fn judged(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let visit = ctx.data_unchecked::<Arc<Current>>().get();
        let rights = &*visit.sight.viewer.rights;
        if info.is_for_introspection || visit.sight.is_open() {
            return next.run(ctx, info).await;
        }
        let needs = self.needs.get_or_init(|| Needs::of(&ctx.schema_env.registry));
        let need = needs.of_field(info.parent_type, info.name);
        match verdict(rights, need, (info.parent_type, info.name)) {
            Verdict::Open => next.run(ctx, info).await,
            Verdict::Empty if !info.return_type.ends_with('!') => {
                visit.sight.leave_empty(path(info.path_node));
                Ok(Some(Value::Null))
            }
            Verdict::Empty => {
                Err(forbidden(&info, format!("`{}` is not shown to your role", info.name)))
            }
            Verdict::Refused(what) => Err(forbidden(&info, what)),
        }
    }
}

fn forbidden(info: &ResolveInfo<'_>, what: String) -> ServerError {
    let mut error =
        Error::from(ApiError::Forbidden(what)).into_server_error(info.field.name.pos);
    let mut at = Some(info.path_node);
    while let Some(node) = at {
        error.path.insert(
            0,
            match node.segment {
                QueryPathSegment::Name(name) => PathSegment::Field(name.to_owned()),
                QueryPathSegment::Index(index) => PathSegment::Index(index),
            },
        );
        at = node.parent;
    }
    error
}

/// The names along a path, without the places in lists.
pub(super) fn path(node: &QueryPathNode<'_>) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut at = Some(node);
    while let Some(node) = at {
        if let QueryPathSegment::Name(name) = node.segment {
            names.push(name);
        }
        at = node.parent;
    }
    names.reverse();
    names.join(".")
}
