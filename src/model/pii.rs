//! Which fields of the unified model tell of a person.

use super::EntityKind;

/// What kind of personal data a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pii {
    /// Who a customer's person is and how they are reached.
    ContactData,
    /// What somebody wrote, in which anything may stand.
    FreeText,
    /// Who one of our own people is and how they are reached.
    Employee,
}

impl Pii {
    /// Every class with its word.
    pub const ALL: [(&str, Self); 3] = [
        ("CONTACT_DATA", Self::ContactData),
        ("FREE_TEXT", Self::FreeText),
        ("EMPLOYEE", Self::Employee),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, class)| *class == self).map_or("", |(word, _)| word)
    }
}

impl EntityKind {
    /// The kind of personal data that a field of this kind holds, by the field's name.
    pub fn pii(self, field: &str) -> Option<Pii> {
        match (self, field) {
            (
                Self::Contact,
                "name" | "given_name" | "family_name" | "email" | "phone" | "title",
            )
            | (Self::UsageMeasure, "user") => Some(Pii::ContactData),
            (Self::TeamMember, "name" | "email") => Some(Pii::Employee),
            (Self::Ticket | Self::Interaction, "subject")
            | (Self::SurveyResponse, "verbatim")
            | (Self::Dispute | Self::Credit | Self::Return, "reason") => Some(Pii::FreeText),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_address_and_word_of_a_person_has_a_class() {
        for kind in [EntityKind::Contact, EntityKind::TeamMember] {
            for field in ["name", "email"] {
                assert!(kind.fields().iter().any(|known| known.name == field));
                assert!(kind.pii(field).is_some(), "{kind:?}.{field}");
            }
        }
        for kind in EntityKind::ALL {
            let subject = kind.fields().iter().find(|field| field.name == "subject");
            assert_eq!(subject.is_some(), kind.pii("subject").is_some(), "{kind:?}");
        }
        assert_eq!(EntityKind::Product.pii("name"), None);
    }
}
