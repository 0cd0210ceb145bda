//! Parts of types as the schema's registry keeps them.

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{
    __DirectiveLocation, CacheControl, Deprecation, MetaDirective, MetaDirectiveInvocation,
    MetaEnumValue, MetaField, MetaInputValue, MetaType, Registry,
};
use async_graphql::{Name, Value};

use crate::model::Pii;

const CLASSES: [(Pii, &str, &str); 3] = [
    (Pii::ContactData, "CONTACT_DATA", "Who a customer's person is and how they are reached."),
    (Pii::FreeText, "FREE_TEXT", "What somebody wrote, in which anything may stand."),
    (Pii::Employee, "EMPLOYEE", "Who one of our own people is and how they are reached."),
];

/// That a field tells of a person.
pub(super) fn marked(class: Pii) -> MetaDirectiveInvocation {
    let word =
        CLASSES.iter().find(|(known, ..)| *known == class).map_or("", |(_, word, _)| word);
    let class = Value::Enum(Name::new(word));
    MetaDirectiveInvocation {
        name: "pii".to_owned(),
        args: [("class".to_owned(), class)].into(),
    }
}

pub(super) fn register_pii(registry: &mut Registry) {
    let class = |(_, word, doc): &(Pii, &str, &str)| ((*word).to_owned(), value(word, doc));
    let doc = "What kind of personal data a field holds.";
    let words = CLASSES.iter().map(class).collect();
    registry.types.insert("PiiClass".to_owned(), enumeration("PiiClass", doc, words));
    registry.add_directive(MetaDirective {
        name: "pii".to_owned(),
        description: Some("The field tells of a person.".to_owned()),
        locations: vec![__DirectiveLocation::FIELD_DEFINITION],
        args: [("class".to_owned(), input("class", "Of which kind.", "PiiClass!"))].into(),
        is_repeatable: false,
        visible: None,
        composable: Some("https://accord.invalid/specs/pii/v1.0".to_owned()),
    });
}

pub(super) fn field(name: &str, doc: &str, ty: String) -> MetaField {
    MetaField {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        args: IndexMap::new(),
        ty,
        deprecation: Deprecation::NoDeprecated,
        cache_control: CacheControl::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: Vec::new(),
        override_from: None,
        compute_complexity: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

pub(super) fn input(name: &str, doc: &str, ty: &str) -> MetaInputValue {
    MetaInputValue {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        ty: ty.to_owned(),
        deprecation: Deprecation::NoDeprecated,
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        is_secret: false,
        directive_invocations: Vec::new(),
    }
}

pub(super) fn object(name: &str, doc: &str, fields: IndexMap<String, MetaField>) -> MetaType {
    MetaType::Object {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        fields,
        cache_control: CacheControl::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: Vec::new(),
        is_subscription: false,
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

pub(super) fn input_object(name: &str, doc: &str, fields: Vec<MetaInputValue>) -> MetaType {
    MetaType::InputObject {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        input_fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        oneof: false,
        directive_invocations: Vec::new(),
    }
}

pub(super) fn enumeration(
    name: &str,
    doc: &str,
    words: IndexMap<String, MetaEnumValue>,
) -> MetaType {
    MetaType::Enum {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        enum_values: words,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

pub(super) fn value(word: &str, doc: &str) -> MetaEnumValue {
    MetaEnumValue {
        name: word.to_owned(),
        description: Some(doc.to_owned()),
        deprecation: Deprecation::NoDeprecated,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        directive_invocations: Vec::new(),
    }
}
