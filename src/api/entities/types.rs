//! The types of the schema, put into its registry: a row, its list, its filter and its order, made from
//! the declaration of each kind.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field as AskedField, VariableDefinition};
use async_graphql::registry::{MetaField, MetaInputValue, MetaType, Registry};
use async_graphql::{
    InputType, OutputType, Positioned, ServerResult, SimpleObject, TypeDirective,
    VisitorContext,
};

use super::groups;
use super::meta::{enumeration, field, input, input_object, object, value};
use super::page::USUAL;
use super::represented;
use super::shape::{Part, Shape, capitals, listed, shape, target};
use crate::api::account::Account;
use crate::api::accounts::PageInfo;
use crate::api::contract::ContractTerms;
use crate::api::employee::OfTeam;
use crate::api::limits;
use crate::api::money::Money;
use crate::api::personal::Personal;
use crate::api::scalars::{Day, Decimal, Time};
use crate::model::{EntityKind, Kind};
use crate::store::Column;

/// The record of a source that a row was made from.
#[derive(SimpleObject)]
struct RecordKey {
    /// The source's name in the configuration.
    system: String,
    /// The kind of record, as the source's own stream is named.
    object: String,
    /// The record's key in the source.
    record_id: async_graphql::ID,
}

/// Registers the type of a kind's rows and what it needs.
pub(in crate::api) fn register(registry: &mut Registry, kind: EntityKind) {
    let shape = shape(kind);
    if registry.types.contains_key(&shape.name) {
        return;
    }
    // Kinds refer to each other in circles.
    let doc = kind.doc().trim().to_owned();
    registry.types.insert(shape.name.clone(), object(&shape.name, &doc, IndexMap::new()));
    let mut fields = IndexMap::new();
    for (name, part) in &shape.fields {
        fields.insert(name.clone(), field_of(registry, shape, name, *part));
    }
    // What other parts of the schema know of it.
    let beyond = match kind {
        EntityKind::Contract => registry.create_fake_output_type::<ContractTerms>(),
        EntityKind::TeamMember => registry.create_fake_output_type::<OfTeam>(),
        _ => object("", "", IndexMap::new()),
    };
    if let MetaType::Object { fields: more, .. } = beyond {
        fields.extend(more);
    }
    registry.types.insert(shape.name.clone(), object(&shape.name, &doc, fields));
    registry.add_implements(&shape.name, "Node");
}

fn field_of(registry: &mut Registry, shape: &Shape, name: &str, part: Part) -> MetaField {
    let (ty, doc) = match part {
        Part::Id => ("ID!".to_owned(), id_doc(shape.kind).to_owned()),
        Part::AccountId => ("ID".to_owned(), "The id of its account.".to_owned()),
        Part::ContactId => ("ID".to_owned(), "The id of its contact.".to_owned()),
        Part::Account => {
            let ty = <Option<Account> as OutputType>::create_type_info(registry);
            (ty, "Its account; `null` while nobody knows whose it is.".to_owned())
        }
        Part::Contact => {
            register(registry, EntityKind::Contact);
            (self::shape(EntityKind::Contact).name.clone(), "Its contact.".to_owned())
        }
        Part::ExternalKey => {
            let ty = RecordKey::create_type_info(registry);
            (ty, "The record of a source that it was made from.".to_owned())
        }
        Part::Url => ("String".to_owned(), "A page of the source that shows it.".to_owned()),
        Part::Referred(_, field, kind) => {
            register(registry, kind);
            (self::shape(kind).name.clone(), field.doc.trim().to_owned())
        }
        Part::Field(_, field) => (output(registry, field.kind), documented(field)),
    };
    let pii = match part {
        Part::Field(_, field) => shape.kind.pii(field.name),
        _ => None,
    };
    MetaField {
        directive_invocations: pii.map(Personal::apply).into_iter().collect(),
        ..field(name, &doc, ty)
    }
}

fn id_doc(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Contact => "Stable for as long as any of its records stays with it.",
        _ => "Names it among all rows of all kinds: `kind:source:key`.",
    }
}

/// The field's meaning, with the words that it may hold.
pub(super) fn documented(field: &crate::model::Field) -> String {
    let doc = field.doc.trim();
    match field.kind {
        Kind::Choice(words) => format!("{doc} One of {}.", words.join(", ")),
        Kind::Ref(_) => format!("{doc} By id."),
        _ => doc.to_owned(),
    }
}

fn output(registry: &mut Registry, kind: Kind) -> String {
    match kind {
        Kind::Text | Kind::Choice(_) => "String".to_owned(),
        Kind::Ref(_) => "ID".to_owned(),
        Kind::Int => "Int".to_owned(),
        Kind::Number => "Float".to_owned(),
        Kind::Flag => "Boolean".to_owned(),
        Kind::List => "[String!]".to_owned(),
        Kind::Amount => <Option<Money> as OutputType>::create_type_info(registry),
        Kind::Day => <Option<Day> as OutputType>::create_type_info(registry),
        Kind::Time => <Option<Time> as OutputType>::create_type_info(registry),
    }
}

/// Registers the fields at the root, as those of a type of this name.
pub(super) fn register_roots(registry: &mut Registry, name: &str) {
    Personal.register(registry);
    register_scalars(registry);
    let mut fields = IndexMap::new();
    fields.insert("node".to_owned(), node(registry));
    for shape in listed() {
        register(registry, shape.kind);
        let connection = connection(registry, shape);
        filter(registry, shape);
        order(registry, shape);
        fields.insert(shape.list.clone(), list(shape, connection));
    }
    groups::register(registry, &mut fields);
    let rows = listed().map(|shape| shape.name.clone()).chain(["Account".to_owned()]);
    let asked = represented::register(registry);
    fields.extend(asked.into_iter().map(|field| (field.name.clone(), field)));
    let interface = MetaType::Interface {
        name: "Node".to_owned(),
        description: Some("Anything that has an id of its own.".to_owned()),
        fields: [("id".to_owned(), field("id", "Names it among all.", "ID!".to_owned()))]
            .into(),
        possible_types: rows.collect(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert("Node".to_owned(), interface);
    registry.types.insert(name.to_owned(), object(name, "Lists of every kind.", fields));
}

fn node(registry: &mut Registry) -> MetaField {
    <Option<Account> as OutputType>::create_type_info(registry);
    registry.add_implements("Account", "Node");
    let doc = "Anything by its id; `null` when there is none of it.";
    let id = input("id", "Its id, as any answer shows it.", "ID!");
    MetaField { args: [("id".to_owned(), id)].into(), ..field("node", doc, "Node".to_owned()) }
}

fn list(shape: &Shape, connection: String) -> MetaField {
    let name = &shape.name;
    let most = limits::ENTITIES;
    let first = format!("How many, 1 to {most}; {USUAL} when neither it nor `last` is given.");
    let last = format!("The last so many instead, 1 to {most}.");
    let arguments = [
        input("where", "Which of them; all when absent.", &format!("{name}Filter")),
        input("orderBy", "In which order; by id when absent.", &format!("{name}Order")),
        input("first", &first, "Int"),
        input("after", "Behind this cursor.", "String"),
        input("last", &last, "Int"),
        input("before", "Before this cursor.", "String"),
    ];
    let doc = format!(
        "{} All that are known, page by page: in the order asked for, what is not known last, ties by \
         id; a page's end stays where it was when rows before it change.",
        shape.kind.doc().trim()
    );
    MetaField {
        args: arguments.into_iter().map(|one| (one.name.clone(), one)).collect(),
        compute_complexity: Some(complexity),
        ..field(&shape.list, &doc, connection)
    }
}

/// A list costs its length times what is asked of each.
#[expect(clippy::unnecessary_wraps, reason = "the registry keeps it as it is")]
fn complexity(
    ctx: &VisitorContext<'_>,
    variables: &[Positioned<VariableDefinition>],
    field: &AskedField,
    child: usize,
) -> ServerResult<usize> {
    let given = |name: &str| {
        ctx.param_value::<Option<i32>>(variables, field, name, None).ok().flatten()
    };
    let asked = given("first").or_else(|| given("last")).unwrap_or(USUAL);
    Ok(asked.clamp(1, limits::ENTITIES).unsigned_abs() as usize * child + 1)
}

/// Registers the page of a list. The page and its edges may be `null` for the tools that read a type's
/// name without looking behind a `!`.
fn connection(registry: &mut Registry, shape: &Shape) -> String {
    let row = &shape.name;
    let (edge, page) = (format!("{row}Edge"), format!("{row}Connection"));
    let cursor = "Pass it as `after` or `before` to go on from this row.";
    put(
        registry,
        &edge,
        "A row in a page.",
        [field("cursor", cursor, "String!".to_owned()), field("node", "The row.", row.clone())],
    );
    let info = PageInfo::create_type_info(registry);
    put(
        registry,
        &page,
        "A page of a list.",
        [
            field("edges", "The rows with their cursors.", format!("[{edge}]")),
            field("nodes", "The rows alone.", format!("[{row}!]!")),
            field("pageInfo", "Where the page stands in the list.", info),
            field("totalCount", "All that the filter lets through.", "Int!".to_owned()),
        ],
    );
    page
}

pub(super) fn put<const N: usize>(
    registry: &mut Registry,
    name: &str,
    doc: &str,
    fields: [MetaField; N],
) {
    let fields = fields.into_iter().map(|field| (field.name.clone(), field)).collect();
    registry.types.insert(name.to_owned(), object(name, doc, fields));
}

fn filter(registry: &mut Registry, shape: &Shape) {
    let name = format!("{}Filter", shape.name);
    let mut fields = vec![
        input("and", "All of these hold.", &format!("[{name}!]")),
        input("or", "One of these holds.", &format!("[{name}!]")),
        input("not", "This does not hold.", &name),
    ];
    if shape.columns.contains_key("accountId") {
        let doc = "It belongs to this account, by an id that may be retired.";
        fields.push(input("account", doc, "ID"));
        fields.push(input("accounts", "It belongs to one of these, at most 1,000.", "[ID!]"));
    }
    for (column, part) in &shape.columns {
        let condition = condition(registry, *part);
        fields.push(input(column, &column_doc(shape, column), condition));
    }
    let doc = "Which rows a list holds. Everything that is given must hold; what is not known meets no \
               condition but `isNull`. At most 5 levels and 40 conditions.";
    registry.types.insert(name.clone(), input_object(&name, doc, fields));
}

fn column_doc(shape: &Shape, column: &str) -> String {
    match shape.fields.get(column) {
        Some(Part::Field(_, field)) => documented(field),
        Some(Part::AccountId) => "The id of its account.".to_owned(),
        Some(Part::ContactId) => "The id of its contact.".to_owned(),
        Some(Part::Id) => id_doc(shape.kind).to_owned(),
        _ => match shape.columns.get(column) {
            Some(Column::Field(field)) => documented(field),
            _ => "As the row shows it.".to_owned(),
        },
    }
}

fn order(registry: &mut Registry, shape: &Shape) {
    let (name, columns) = (format!("{}Order", shape.name), format!("{}Column", shape.name));
    let words =
        shape.columns.iter().filter(|(_, column)| column.orders()).map(|(column, _)| {
            let word = capitals(column);
            let value = value(&word, &column_doc(shape, column));
            (word, value)
        });
    let words = words.collect();
    registry
        .types
        .insert(columns.clone(), enumeration(&columns, "What a list is ordered by.", words));
    let desc = MetaInputValue {
        default_value: Some("false".to_owned()),
        ..input("desc", "From the last or highest.", "Boolean!")
    };
    let by = "By what; amounts by their number, whatever the currency.";
    let fields = vec![input("field", by, &format!("{columns}!")), desc];
    let doc = "The order of a list.";
    registry.types.insert(name.clone(), input_object(&name, doc, fields));
}

/// The conditions on a column, registered when they are not yet.
fn condition(registry: &mut Registry, column: Column) -> &'static str {
    let kind = match column {
        Column::Field(field) if target(field).is_none() => Some(field.kind),
        _ => None,
    };
    let (name, doc, value, parts): (_, _, _, &[&str]) = match kind {
        None | Some(Kind::Ref(_)) => ("IdCondition", "Conditions on an id.", "ID", EQUAL),
        Some(Kind::Text | Kind::Choice(_)) => (
            "TextCondition",
            "Conditions on a text, which is compared byte by byte.",
            "String",
            TEXT,
        ),
        Some(Kind::Int) => ("IntCondition", "Conditions on a whole number.", "Int", ORDERED),
        Some(Kind::Number) => ("FloatCondition", "Conditions on a number.", "Float", ORDERED),
        Some(Kind::Amount) => (
            "AmountCondition",
            "Conditions on an amount in its own currency.",
            "Decimal",
            AMOUNT,
        ),
        Some(Kind::Day) => ("DateCondition", "Conditions on a day.", "Date", ORDERED),
        Some(Kind::Time) => {
            ("DateTimeCondition", "Conditions on a moment.", "DateTime", ORDERED)
        }
        Some(Kind::Flag) => ("BooleanCondition", "Conditions on a yes or no.", "Boolean", FLAG),
        Some(Kind::List) => ("ListCondition", "Conditions on a list of words.", "String", LIST),
    };
    if !registry.types.contains_key(name) {
        let fields = parts.iter().map(|part| part_of(part, value, name)).collect();
        registry.types.insert(name.to_owned(), input_object(name, doc, fields));
    }
    name
}

const EQUAL: &[&str] = &["eq", "ne", "in", "isNull"];
const ORDERED: &[&str] = &["eq", "ne", "in", "lt", "lte", "gt", "gte", "isNull"];
const AMOUNT: &[&str] = &["eq", "ne", "in", "lt", "lte", "gt", "gte", "currency", "isNull"];
const TEXT: &[&str] =
    &["eq", "ne", "in", "lt", "lte", "gt", "gte", "contains", "startsWith", "isNull"];
const FLAG: &[&str] = &["eq", "ne", "isNull"];
const LIST: &[&str] = &["contains", "isNull"];

fn part_of(part: &str, value: &str, condition: &str) -> MetaInputValue {
    let (doc, ty) = match part {
        "eq" => ("This one.", value.to_owned()),
        "ne" => ("Another one.", value.to_owned()),
        "in" => ("One of these, at most 1,000.", format!("[{value}!]")),
        "lt" => ("Below or before.", value.to_owned()),
        "lte" => ("Below or before, or this one.", value.to_owned()),
        "gt" => ("Above or after.", value.to_owned()),
        "gte" => ("Above or after, or this one.", value.to_owned()),
        "contains" if condition == "ListCondition" => ("It has this word.", value.to_owned()),
        "contains" => ("It has this in it; case counts.", value.to_owned()),
        "startsWith" => ("It begins so; case counts.", value.to_owned()),
        "currency" => ("In one of these currencies, ISO 4217.", "[String!]".to_owned()),
        _ => ("Whether it is not known.", "Boolean".to_owned()),
    };
    input(part, doc, &ty)
}

/// Scalars that conditions take.
fn register_scalars(registry: &mut Registry) {
    <Day as InputType>::create_type_info(registry);
    <Time as InputType>::create_type_info(registry);
    <Decimal as InputType>::create_type_info(registry);
    <async_graphql::ID as InputType>::create_type_info(registry);
    for create in [
        <i32 as InputType>::create_type_info,
        <f64 as InputType>::create_type_info,
        <bool as InputType>::create_type_info,
        <String as InputType>::create_type_info,
    ] {
        create(registry);
    }
}
