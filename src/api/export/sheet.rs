//! Which lists can be exported, and their columns: whatever the contract has as a list at the root whose rows
//! have plain fields. Accounts are told as `accountFacts`, one flat row each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, ObjectType, Type, TypeKind, TypeSystemDefinition,
};

use crate::api::schema_sdl;

/// A list that can be exported.
#[derive(Debug)]
pub(super) struct Sheet {
    /// As it is asked for: `tickets`.
    pub(super) name: String,
    /// Its columns, in the contract's order.
    pub(super) columns: Vec<Column>,
    /// The input that orders it, where it can be ordered.
    pub(super) order: Option<String>,
    /// It can be told as of a day.
    pub(super) dated: bool,
    root: String,
    /// The argument that narrows it, and its input.
    filter: (String, String),
}

/// A column, or two where a value has two parts.
#[derive(Debug)]
pub(super) struct Column {
    /// As the contract names it.
    pub(super) name: String,
    pub(super) shape: Shape,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One value.
    Plain(Scalar),
    /// A list of words.
    Words,
    /// An amount and its currency.
    Money,
    /// The record of a source: system, object, id.
    Record,
}

/// What one value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    /// A text, an id or a word.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A day.
    Day,
    /// A moment.
    Moment,
    /// A number that is written as text, so that nothing of it is lost.
    Decimal,
}

impl Shape {
    /// The parts that are asked for.
    pub(super) fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Plain(_) | Self::Words => &[],
            Self::Money => &["amount", "currency"],
            Self::Record => &["system", "object", "recordId"],
        }
    }
}

impl Column {
    /// The names of its columns in a table.
    pub(super) fn names(&self) -> Vec<String> {
        match self.shape {
            Shape::Plain(_) | Shape::Words => vec![self.name.clone()],
            Shape::Money => vec![self.name.clone(), format!("{}Currency", self.name)],
            Shape::Record => self.shape.parts().iter().map(|part| (*part).to_owned()).collect(),
        }
    }
}

impl Sheet {
    /// The question for a page of these columns.
    pub(super) fn document(&self, columns: &[&Column]) -> String {
        let (argument, input) = &self.filter;
        let mut asked = format!("query($where: {input}, $first: Int, $after: String");
        let mut given = format!("{argument}: $where, first: $first, after: $after");
        if let Some(order) = &self.order {
            asked = format!("{asked}, $order: {order}");
            given.push_str(", orderBy: $order");
        }
        if self.dated {
            asked.push_str(", $asOf: Date");
            given.push_str(", asOf: $asOf");
        }
        let fields: Vec<String> = columns
            .iter()
            .map(|column| match column.shape.parts() {
                [] => column.name.clone(),
                parts => format!("{} {{ {} }}", column.name, parts.join(" ")),
            })
            .collect();
        format!(
            "{asked}) {{ rows: {}({given}) {{ nodes {{ {} }} pageInfo {{ hasNextPage endCursor }} }} }}",
            self.root,
            fields.join(" ")
        )
    }
}

/// The list of a name.
pub(super) fn find(name: &str) -> Option<&'static Sheet> {
    SHEETS.get(name)
}

/// All of them, by name.
pub(super) fn all() -> impl Iterator<Item = &'static Sheet> {
    SHEETS.values()
}

static SHEETS: LazyLock<BTreeMap<String, Sheet>> = LazyLock::new(|| {
    let document = parse_schema(schema_sdl()).expect("the contract is right");
    let mut objects = BTreeMap::new();
    let mut plain: BTreeMap<String, Scalar> =
        PLAIN.iter().map(|(name, scalar)| ((*name).to_owned(), *scalar)).collect();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let name = ty.node.name.node.to_string();
        match ty.node.kind {
            TypeKind::Object(object) => drop(objects.insert(name, object)),
            TypeKind::Enum(_) => drop(plain.insert(name, Scalar::Text)),
            _ => {}
        }
    }
    let Some(query) = objects.get("Query") else { return BTreeMap::new() };
    let sheet = |field: &FieldDefinition| sheet(field, &objects, &plain);
    let sheets = query.fields.iter().filter_map(|field| sheet(&field.node));
    sheets.map(|sheet| (sheet.name.clone(), sheet)).collect()
});

/// Scalars of the contract that are one value.
const PLAIN: [(&str, Scalar); 8] = [
    ("ID", Scalar::Text),
    ("String", Scalar::Text),
    ("Int", Scalar::Whole),
    ("Float", Scalar::Number),
    ("Boolean", Scalar::Flag),
    ("Date", Scalar::Day),
    ("DateTime", Scalar::Moment),
    ("Decimal", Scalar::Decimal),
];

fn sheet(
    root: &FieldDefinition,
    objects: &BTreeMap<String, ObjectType>,
    plain: &BTreeMap<String, Scalar>,
) -> Option<Sheet> {
    let field = root.name.node.as_str();
    // Accounts have a flat row each; groups have a question of their own.
    if field == "accounts" || field.ends_with("Aggregate") {
        return None;
    }
    let connection = objects.get(named(&root.ty.node).0)?;
    let of = |object: &ObjectType, name: &str| {
        let found = object.fields.iter().find(|field| field.node.name.node == name)?;
        Some(named(&found.node.ty.node).0.to_owned())
    };
    of(connection, "pageInfo")?;
    let row = objects.get(&of(connection, "nodes")?)?;
    let argument = |name: &str| {
        let found = root.arguments.iter().find(|argument| argument.node.name.node == name)?;
        Some((name.to_owned(), named(&found.node.ty.node).0.to_owned()))
    };
    let column = |field: &FieldDefinition| {
        let (ty, listed) = named(&field.ty.node);
        let shape = match ty {
            "Money" if !listed => Shape::Money,
            "RecordKey" if !listed => Shape::Record,
            ty if listed => plain.get(ty).map(|_| Shape::Words)?,
            ty => Shape::Plain(*plain.get(ty)?),
        };
        let name = field.name.node.to_string();
        field.arguments.is_empty().then_some(Column { name, shape })
    };
    Some(Sheet {
        name: if field == "accountFacts" { "accounts".to_owned() } else { field.to_owned() },
        columns: row.fields.iter().filter_map(|field| column(&field.node)).collect(),
        order: argument("orderBy").map(|(_, input)| input),
        dated: argument("asOf").is_some(),
        root: field.to_owned(),
        filter: argument("where").or_else(|| argument("filter"))?,
    })
}

/// The name of a type, and whether it is a list of it.
fn named(ty: &Type) -> (&str, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.as_str(), false),
        BaseType::List(inner) => (named(inner).0, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind;

    #[test]
    fn every_kind_and_accounts_can_be_exported() {
        assert_eq!(all().count(), EntityKind::ALL.len());
        let accounts = find("accounts").expect("accounts");
        assert!(accounts.dated && accounts.order.is_none());
        assert!(accounts.columns.iter().any(|column| column.name == "chi"));
        assert!(!accounts.columns.iter().any(|column| column.name == "kpis"));
        let invoices = find("invoices").expect("invoices");
        let shape = |name: &str| {
            invoices
                .columns
                .iter()
                .find(|column| column.name == name)
                .map(|column| column.shape)
        };
        assert_eq!(shape("id"), Some(Shape::Plain(Scalar::Text)));
        assert_eq!(shape("externalKey"), Some(Shape::Record));
        assert!(invoices.columns.iter().any(|column| column.shape == Shape::Money));
        assert_eq!(shape("account"), None, "an object of its own is another list");
    }
}
