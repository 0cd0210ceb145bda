//! Influence where no record says it: the greater of what role and title tell.

use crate::insight::survey::SurveyModel;
use crate::model::Contact;

/// Influence, 1 to 5, and whether it was derived.
pub(super) fn influence(contact: &Contact, model: &SurveyModel) -> (Option<i64>, bool) {
    if let Some(own) = contact.influence.filter(|own| (1..=5).contains(own)) {
        return (Some(own), false);
    }
    let role = contact.buying_role.as_ref();
    let by_role = role.and_then(|role| model.influence.roles.get(role).copied());
    let by_title = contact.title.as_deref().and_then(|title| of_title(title, model));
    let derived = by_role.max(by_title);
    (derived, derived.is_some())
}

fn of_title(title: &str, model: &SurveyModel) -> Option<i64> {
    let title = spaced(title);
    let found = model.influence.titles.iter().find(|rule| {
        // Whole words: `cto` is no part of a director.
        rule.words.iter().any(|word| title.contains(&spaced(word)))
    });
    found.map(|rule| rule.influence)
}

/// The words of a text in lower case, with one space before and after each.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + word + " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn influence_is_the_records_or_the_greater_of_role_and_title() {
        let model = SurveyModel::built_in();
        let cases = [
            // own, role, title, influence, derived
            (Some(2), "DECISION_MAKER", "CEO", Some(2), false),
            (None, "DECISION_MAKER", "", Some(5), true),
            (None, "", "Managing Director", Some(5), true),
            (None, "", "Director Sales", Some(4), true),
            (None, "USER", "Plant manager", Some(3), true),
            (None, "USER", "Operator", Some(1), true),
            (Some(9), "", "Operator", None, false),
        ];
        for (own, role, title, wanted, derived) in cases {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let contact = Contact {
                influence: own,
                buying_role: some(role),
                title: some(title),
                ..Contact::default()
            };
            assert_eq!(influence(&contact, &model), (wanted, derived), "{role} {title}");
        }
    }
}
