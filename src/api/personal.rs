//! Which fields tell of a person, as the schema says it: `@pii(class: …)`. The guard leaves them empty for
//! whoever is not shown the class, so such a field may be `null`.

use std::borrow::Cow;

use async_graphql::registry::location_traits::Directive_At_FIELD_DEFINITION;
use async_graphql::registry::{
    __DirectiveLocation, MetaDirective, MetaDirectiveInvocation, MetaField, MetaInputValue,
    Registry,
};
use async_graphql::{Enum, InputType, Name, TypeDirective, Value};

use crate::model::Pii;

const NAME: &str = "pii";
/// What names it in a graph that is composed of several: the project has no address of its own.
const SPEC: &str = "https://accord.invalid/specs/pii/v1.0";

/// What kind of personal data a field holds.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Pii")]
pub(super) enum PiiClass {
    /// Who a customer's person is and how they are reached.
    ContactData,
    /// What somebody wrote, in which anything may stand.
    FreeText,
    /// Who one of our own people is and how they are reached.
    Employee,
}

/// Marks a field: `#[graphql(directive = Personal::apply(Pii::FreeText))]`.
pub(super) struct Personal;

impl Personal {
    pub(super) fn apply(class: Pii) -> MetaDirectiveInvocation {
        let class = Value::Enum(Name::new(class.word()));
        let args = [("class".to_owned(), class)].into();
        MetaDirectiveInvocation { name: NAME.to_owned(), args }
    }

    /// The class that a field is marked with.
    pub(super) fn of(field: &MetaField) -> Option<Pii> {
        let mark = field.directive_invocations.iter().find(|mark| mark.name == NAME)?;
        let Some(Value::Enum(word)) = mark.args.get("class") else { return None };
        Pii::ALL.iter().find(|(known, _)| known == word).map(|(_, class)| *class)
    }
}

impl Directive_At_FIELD_DEFINITION for Personal {}

impl TypeDirective for Personal {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(NAME)
    }

    fn register(&self, registry: &mut Registry) {
        let ty = <PiiClass as InputType>::create_type_info(registry);
        let class = MetaInputValue {
            name: "class".to_owned(),
            description: Some("Of which kind.".to_owned()),
            ty,
            deprecation: async_graphql::registry::Deprecation::NoDeprecated,
            default_value: None,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            is_secret: false,
            directive_invocations: Vec::new(),
        };
        registry.add_directive(MetaDirective {
            name: NAME.to_owned(),
            description: Some("The field tells of a person.".to_owned()),
            locations: vec![__DirectiveLocation::FIELD_DEFINITION],
            args: [("class".to_owned(), class)].into(),
            is_repeatable: false,
            visible: None,
            composable: Some(SPEC.to_owned()),
        });
    }
}
