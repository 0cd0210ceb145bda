//! Why two records are one party or not: the parts of their weight, one by one.

use std::fmt;

use super::Corpus;
use super::model::{Model, Scale, Step};
use super::party::{Column, Kind, Party};

/// The waterfall of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// First what is assumed of any pair, then what each comparison adds.
    pub steps: Vec<Step>,
    /// The sum: bits for a match.
    pub weight: f32,
    /// Whether they are kept apart whatever they weigh.
    pub apart: bool,
}

pub(super) fn explain<C: Corpus>(corpus: &C, model: &Model, a: usize, b: usize) -> Explanation {
    let scale = Scale::new(model, C::COMPARISONS);
    let pattern = corpus.compare(a, b);
    let steps = scale.steps(model, C::COMPARISONS, &pattern);
    Explanation { steps, weight: scale.weight(&pattern), apart: corpus.cannot_link(a, b) }
}

impl Explanation {
    /// How likely the two are one party, from 0 to 1.
    pub fn probability(&self) -> f32 {
        if self.apart { 0.0 } else { 1.0 / (1.0 + (-self.weight).exp2()) }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<16} {:<10} {:>10} {:>10} {:>8}",
            "comparison", "level", "m", "u", "weight"
        )?;
        let share =
            |share: Option<f32>| share.map_or_else(|| "-".to_owned(), |s| format!("{s:.6}"));
        for step in &self.steps {
            let (m, u) = (share(step.m), share(step.u));
            writeln!(
                f,
                "{:<16} {:<10} {m:>10} {u:>10} {:>+8.2}",
                step.comparison, step.level, step.weight
            )?;
        }
        writeln!(f, "{:<49} {:>+8.2}", "sum, in bits", self.weight)?;
        let percent = self.probability() * 100.0;
        if self.apart {
            return write!(
                f,
                "kept apart: no two records of one party differ in such a number"
            );
        }
        write!(f, "one party with a probability of {percent:.1} %")
    }
}

/// What a record says of what a comparison looks at, as text; `None` when it says nothing.
pub fn said(kind: Kind, comparison: &str, party: &Party<'_>) -> Option<String> {
    let (first, others) = columns(kind, comparison);
    let text = |columns: &[Column]| {
        let values = columns.iter().map(|column| party.get(*column).trim());
        values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let all = [text(first), text(others)];
    all.into_iter().find(|text| !text.is_empty())
}

/// What a comparison looks at, and what else where there is nothing of it.
fn columns(kind: Kind, comparison: &str) -> (&'static [Column], &'static [Column]) {
    use Column as C;
    let address = &[C::StreetNumber, C::Street, C::Postcode, C::City, C::State, C::Country];
    match (kind, comparison) {
        (Kind::Account, "name" | "legal form") => (&[C::Name], &[]),
        (Kind::Account, "domain") => (&[C::Website], &[C::Email]),
        (Kind::Contact, "name" | "generation") => {
            (&[C::FullName], &[C::FirstName, C::LastName])
        }
        (_, "vat") => (&[C::Vat], &[]),
        (_, "duns") => (&[C::Duns], &[]),
        (_, "phone") => (&[C::Mobile, C::Phone], &[]),
        (_, "address") => (address, &[]),
        (_, "email") => (&[C::Email], &[]),
        (_, "born") => (&[C::BirthDate], &[]),
        (_, "national number") => (&[C::NationalNumber], &[]),
        (_, "employer") => (&[C::Company], &[]),
        (_, "title") => (&[C::Title], &[]),
        _ => (&[], &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::company::Companies;
    use super::super::person::Persons;
    use super::*;

    #[test]
    fn every_comparison_tells_what_was_compared() {
        let told =
            [(Kind::Account, Companies::COMPARISONS), (Kind::Contact, Persons::COMPARISONS)];
        for (kind, comparisons) in told {
            for comparison in comparisons {
                assert!(!columns(kind, comparison.name).0.is_empty(), "{}", comparison.name);
            }
        }
        let party = Party::new([(Column::City, "Kiel"), (Column::Street, "Ring 1")]);
        assert_eq!(said(Kind::Account, "address", &party).as_deref(), Some("Ring 1, Kiel"));
        let person = Party::new([(Column::FirstName, "Ada"), (Column::LastName, "Kest")]);
        assert_eq!(said(Kind::Contact, "name", &person).as_deref(), Some("Ada, Kest"));
        assert_eq!(said(Kind::Contact, "any pair", &person), None);
    }
}
