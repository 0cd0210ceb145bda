//! What a record says of a company or a person, as the matcher reads it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::matching::{Column, Kind, Matcher, Model, Parties, Party, Settings};
use crate::model::{Account, Candidate, Contact, Entity, SourceId};

/// Sources that have each party once: two of their records are two parties.
pub type Registers = BTreeSet<SourceId>;

/// An entity that stands for a party: several records may be one.
pub trait Subject: Entity {
    /// How the matcher calls it.
    const SUBJECT: Kind;

    /// What a record says.
    fn said<'a>(candidate: &'a Candidate<Self>, registers: &'a Registers) -> Party<'a>;
}

/// Learns from records how they compare.
pub fn learn<E: Subject>(candidates: &[Candidate<E>], registers: &Registers) -> Model {
    let parties = candidates.iter().map(|candidate| E::said(candidate, registers));
    Matcher::learn(E::SUBJECT, parties, |_| ()).model()
}

/// [`learn`] from what records say.
pub fn learn_of(kind: Kind, parties: &Parties) -> Model {
    Matcher::learn(kind, parties.iter(), |_| ()).model()
}

/// Clusters records by themselves under a model: for each the place of the first one of its
/// cluster. Give them in ascending order of their ids.
pub fn clusters<E: Subject>(
    candidates: &[Candidate<E>],
    model: &Arc<Model>,
    registers: &Registers,
) -> Vec<u32> {
    let parties = candidates.iter().map(|candidate| E::said(candidate, registers));
    Matcher::with_model(Arc::clone(model), parties).clusters(&Settings::default())
}

fn text(value: Option<&String>) -> &str {
    value.map(String::as_str).unwrap_or_default()
}

fn register<'a>(source: &'a SourceId, registers: &Registers) -> &'a str {
    if registers.contains(source) { source.as_str() } else { "" }
}

impl Subject for Account {
    const SUBJECT: Kind = Kind::Account;

    fn said<'a>(candidate: &'a Candidate<Self>, registers: &'a Registers) -> Party<'a> {
        let company = &candidate.entity;
        let name = company.name.as_ref().or(company.legal_name.as_ref());
        Party::new([
            (Column::RecordId, &*company.origin.id),
            (Column::Name, text(name)),
            (Column::Website, text(company.domain.as_ref())),
            (Column::Phone, text(company.phone.as_ref())),
            (Column::Vat, text(company.vat.as_ref())),
            (Column::Duns, text(company.duns.as_ref())),
            (Column::Street, text(company.street.as_ref())),
            (Column::City, text(company.city.as_ref())),
            (Column::Postcode, text(company.postal_code.as_ref())),
            (Column::State, text(company.region.as_ref())),
            (Column::Country, text(company.country.as_ref())),
            (Column::Register, register(&company.origin.record.source, registers)),
        ])
    }
}

impl Subject for Contact {
    const SUBJECT: Kind = Kind::Contact;

    fn said<'a>(candidate: &'a Candidate<Self>, registers: &'a Registers) -> Party<'a> {
        let person = &candidate.entity;
        let company = person.company_name.as_ref().or(candidate.employer.as_ref());
        Party::new([
            (Column::RecordId, &*person.origin.id),
            (Column::FirstName, text(person.given_name.as_ref())),
            (Column::LastName, text(person.family_name.as_ref())),
            (Column::FullName, text(person.name.as_ref())),
            (Column::Email, text(person.email.as_ref())),
            (Column::Phone, text(person.phone.as_ref())),
            (Column::Title, text(person.title.as_ref())),
            (Column::Company, text(company)),
            (Column::Account, text(candidate.company.as_ref())),
            (Column::Register, register(&person.origin.record.source, registers)),
        ])
    }
}
