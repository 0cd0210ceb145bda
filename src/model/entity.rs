//! How the unified model is declared: one macro, so that a field is named once.
//!
//! The mapping checks field names against it, the store writes its columns from it, insight and
//! the API read its typed structs. A new field is one line in `unified.rs` and one migration.

use serde::Serialize;

use super::{AccountId, ContactId, Kind, RecordRef, Value};

/// A field of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name, as mappings and columns write it.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means, with its unit.
    pub doc: &'static str,
}

/// Whom an entity belongs to besides its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belongs {
    /// It has a reference `account` to a company of its source, resolved to a golden account.
    pub account: bool,
    /// It has a reference `contact` to a person of its source, resolved to a golden contact.
    pub contact: bool,
}

impl Belongs {
    pub(super) const NOBODY: Self = Self { account: false, contact: false };

    /// Adds `account` or `contact`, told apart by their second letter: `str` cannot be compared here.
    pub(super) const fn and(self, whom: &str) -> Self {
        match whom.as_bytes()[1] {
            b'c' => Self { account: true, ..self },
            _ => Self { contact: true, ..self },
        }
    }
}

/// Where an entity's row came from and whom it was resolved to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// `source:key`, unique within the entity's kind.
    pub id: String,
    /// The record it was mapped from.
    pub record: RecordRef,
    /// A page of the source system that shows it, when the mapping knows one.
    pub url: Option<String>,
    /// The golden account, once resolved. For an account record: the account it is part of.
    pub account: Option<AccountId>,
    /// The golden contact, once resolved. For a contact record: the contact it is part of.
    pub contact: Option<ContactId>,
}

/// A typed entity of the unified model.
pub trait Entity: Default + Send + Sync + 'static {
    /// Which one it is.
    const KIND: EntityKind;

    /// Builds it from its origin and its values in the order of [`EntityKind::fields`].
    /// A value of the wrong kind reads as absent; the store never writes one.
    fn read(origin: Origin, values: Vec<Option<Value>>) -> Self;

    /// Its values in the order of [`EntityKind::fields`].
    fn values(&self) -> Vec<Option<Value>>;

    /// Where it came from.
    fn origin(&self) -> &Origin;
}

/// What a mapping makes of a record: an entity's row, or some of its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Which entity.
    pub kind: EntityKind,
    /// The entity's key within its source; `source:key` is its id.
    pub key: String,
    /// The record it was read from.
    pub record: RecordRef,
    /// It only adds fields to a row that another stream makes (`adds_to` in the mapping).
    pub adds: bool,
    /// A page of the source system that shows it.
    pub url: Option<String>,
    /// Key of the company within the source, when the entity belongs to one.
    pub account: Option<String>,
    /// Key of the person within the source, when the entity belongs to one.
    pub contact: Option<String>,
    /// Every field the mapping speaks of, in the order of [`EntityKind::fields`]; `None` clears it.
    pub fields: Vec<(&'static str, Option<Value>)>,
}

/// Declares the entities: the enum of kinds, their tables of fields, and a typed struct each.
macro_rules! entities {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident = $word:literal ($($belongs:ident),*) {
            $($(#[doc = $fdoc:literal])+ $field:ident : $rust:ty = $kind:expr),+ $(,)?
        }
    )+) => {
        /// The kinds of entity in the unified model.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntityKind {
            $($(#[doc = $doc])+ $name),+
        }

        impl EntityKind {
            /// Every kind, parties first.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that mappings and tables use.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Finds a kind by the name that mappings use.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }

            /// What the entity is.
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+)),+ }
            }

            /// Its fields, in a fixed order.
            pub const fn fields(self) -> &'static [Field] {
                match self { $(Self::$name => &[$(Field {
                    name: stringify!($field),
                    kind: $kind,
                    doc: concat!($($fdoc),+),
                }),+]),+ }
            }

            /// Whom it belongs to.
            pub const fn belongs(self) -> Belongs {
                match self {
                    $(Self::$name => Belongs::NOBODY$(.and(stringify!($belongs)))*),+
                }
            }
        }

        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Default, PartialEq, Serialize)]
            pub struct $name {
                /// Where the row came from and whom it was resolved to.
                pub origin: Origin,
                $($(#[doc = $fdoc])+ pub $field: Option<$rust>),+
            }

            impl Entity for $name {
                const KIND: EntityKind = EntityKind::$name;

                fn read(origin: Origin, values: Vec<Option<Value>>) -> Self {
                    let mut values = values.into_iter();
                    Self {
                        origin,
                        $($field: values.next().flatten().and_then(|v| v.try_into().ok())),+
                    }
                }

                fn values(&self) -> Vec<Option<Value>> {
                    vec![$(self.$field.clone().map(Value::from)),+]
                }

                fn origin(&self) -> &Origin {
                    &self.origin
                }
            }
        )+
    };
}

pub(super) use entities;

pub use super::unified::EntityKind;
