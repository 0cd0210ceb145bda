//! Where the partitions of a stream come from: one source per partition router.

use std::collections::{HashSet, VecDeque};

use super::slice::Partition;
use super::{Context, request};
use crate::connector::Json;
use crate::connector::manifest::{Parent, Plan, Router, Stream};
use crate::connector::template::{RenderError, Template, Typing};

/// Where partitions come from: one per partition router.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) queue: VecDeque<Partition>,
    pub(super) done: bool,
    pub(super) parents: Vec<usize>,
    pub(super) current: usize,
    group: Option<Group>,
    union: Option<Union>,
}

#[derive(Debug)]
struct Group {
    size: usize,
    deduplicate: bool,
    batch: Vec<Partition>,
    seen: HashSet<String>,
}

/// Values of one field, each once.
#[derive(Debug)]
struct Union {
    field: String,
    seen: HashSet<String>,
}

impl Union {
    /// The partition with the field alone; what else it had is beside. `None` when it was there.
    fn admit(&mut self, partition: Partition) -> Option<Partition> {
        let (own, beside): (Vec<_>, Vec<_>) =
            partition.values.into_iter().partition(|(name, _)| *name == self.field);
        let value = own.first().map(|(_, value)| value.to_string())?;
        let mut extra = partition.extra;
        extra.extend(beside);
        self.seen.insert(value).then_some(Partition {
            values: own,
            extra,
            upto: partition.upto,
        })
    }
}

impl Source {
    /// A source that nothing came from yet, and the routers that feed it.
    pub(super) fn of(router: &Router) -> (Self, Vec<&Router>) {
        let (router, group) = ungrouped(router);
        let mut source = Self { group, ..Self::default() };
        let routers = leaves(router, &mut source);
        (source, routers)
    }

    /// Takes a partition in.
    pub(super) fn push(&mut self, mut partition: Partition) {
        if let Some(union) = &mut self.union {
            let Some(admitted) = union.admit(partition) else { return };
            partition = admitted;
        }
        let Some(group) = &mut self.group else {
            self.queue.push_back(partition);
            return;
        };
        if group.deduplicate && !group.seen.insert(partition.key()) {
            return;
        }
        group.batch.push(partition);
        if group.batch.len() >= group.size {
            let batch = std::mem::take(&mut group.batch);
            self.queue.push_back(grouped(&batch));
        }
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) {
        self.done = true;
        if let Some(group) = &mut self.group
            && !group.batch.is_empty()
        {
            let batch = std::mem::take(&mut group.batch);
            self.queue.push_back(grouped(&batch));
        }
    }
}

// Each value becomes the list of the group's values.
fn grouped(batch: &[Partition]) -> Partition {
    let gather = |of: fn(&Partition) -> &Vec<(String, Json)>| {
        let names = batch.first().map(of).into_iter().flatten().map(|(name, _)| name.clone());
        let list = |name: &String| {
            let values = batch.iter().map(|partition| {
                let found = of(partition).iter().find(|(known, _)| known == name);
                found.map(|(_, value)| value.clone()).unwrap_or_default()
            });
            Json::Array(values.collect())
        };
        names.map(|name| (name.clone(), list(&name))).collect()
    };
    let upto = batch.iter().map(|partition| partition.upto).max().unwrap_or(0);
    Partition { values: gather(|p| &p.values), extra: gather(|p| &p.extra), upto }
}

fn ungrouped(router: &Router) -> (&Router, Option<Group>) {
    match router {
        Router::Group { size, inner, deduplicate } => {
            let (size, deduplicate) = (*size, *deduplicate);
            let group = Group { size, deduplicate, batch: Vec::new(), seen: HashSet::new() };
            (ungrouped(inner).0, Some(group))
        }
        other => (other, None),
    }
}

// The routers that a union is of, or the one that there is.
fn leaves<'a>(router: &'a Router, source: &mut Source) -> Vec<&'a Router> {
    let Router::Union { field, routers } = router else { return vec![router] };
    source.union = Some(Union { field: field.clone(), seen: HashSet::new() });
    routers.iter().collect()
}

fn parents_of(router: &Router) -> Vec<&Parent> {
    match ungrouped(router).0 {
        Router::Parents(parents) => parents.iter().collect(),
        Router::Union { routers, .. } => routers.iter().flat_map(parents_of).collect(),
        Router::List { .. } | Router::Group { .. } => Vec::new(),
    }
}

/// One of the parents that feed a source.
pub(super) fn parent_of(stream: &Stream, source: usize, which: usize) -> Option<&Parent> {
    parents_of(stream.routers.get(source)?).get(which).copied()
}

/// The state that a child keeps for its parent.
pub(super) fn parent_state<'a>(state: Option<&'a Json>, parent: &Parent) -> Option<&'a Json> {
    let states = state?.get("parent_state")?;
    states.get(&parent.stream.name).filter(|_| parent.incremental)
}

/// The partitions that the manifest itself lists.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn listed(
    context: &Context,
    field: &Template,
    values: &Plan,
) -> Result<Vec<Partition>, RenderError> {
    let scope = context.scope(&[], &[]);
    let name = context.engine().text(field, &scope)?;
    let values = match request::evaluate(context, values, &scope, Typing::Free)? {
        Some(Json::Array(values)) => values,
        Some(Json::Null) | None => Vec::new(),
        Some(one) => vec![one],
    };
    let partition =
        |value| Partition { values: vec![(name.clone(), value)], ..Partition::default() };
    Ok(values.into_iter().map(partition).collect())
}
