//! Rules that cannot be used say where, why and what would do.

use super::*;

const SMALL: &str = "\
code: own
version: '2'
account:
  order: [trust, recency]
  trust: [ERP, crm]
  fields:
    vat: { order: [agreement] }
  groups:
    address:
      fields: [street, city, country]
      complete: [street, city]
contact:
  order: [recency]
";

fn parse(text: &str) -> Result<Survivorship, SettingsError> {
    let sources = [("crm", Category::Crm), ("erp-north", Category::Erp)];
    let sources = sources.map(|(source, category)| (source.into(), category));
    Survivorship::parse("own.yaml", text, &sources.into())
}

#[test]
fn the_built_in_rules_choose_every_field_once() {
    let rules = Survivorship::built_in();
    assert_eq!(rules.id(), "survivorship-default@1.0.0");
    for kind in [EntityKind::Account, EntityKind::Contact] {
        let choices = rules.choices(kind).iter();
        let mut columns: Vec<usize> = choices.flat_map(|c| c.columns.clone()).collect();
        columns.sort_unstable();
        let fields = kind.fields().iter().enumerate();
        let chosen: Vec<usize> =
            fields.filter(|(_, f)| f.name != "changed_at").map(|(at, _)| at).collect();
        assert_eq!(columns, chosen, "{}", kind.word());
    }
    assert!(rules.choices(EntityKind::Deal).is_empty());
}

#[test]
fn a_steward_may_write_rules_of_their_own() {
    let rules = parse(SMALL).expect("fair rules");
    assert_eq!(rules.id(), "own@2");
    let choices = rules.choices(EntityKind::Account);
    let address = choices.iter().find(|choice| choice.columns.len() == 3).expect("a group");
    assert_eq!(address.counted.len(), 2);
    assert_eq!(address.order, [Criterion::Trust, Criterion::Recency]);
    let places = [("crm", Category::Crm), ("erp-north", Category::Erp), ("x", Category::Hr)]
        .map(|(source, category)| address.trust.place(&source.into(), category));
    assert_eq!(places, [Some(1), Some(0), None]);
}

/// What is right, what is written in its place, and what is said of it.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "order: [trust, recency]",
        "ordre: [recency]",
        ":4: unknown key `ordre`; did you mean `order`?",
    ),
    ("    vat:", "    vatt:", ":7: unknown field of account `vatt`; did you mean `vat`?"),
    ("    vat:", "    changed_at:", ":7: unknown field of account `changed_at`"),
    (
        "[agreement]",
        "[agrement]",
        ":7: unknown criterion `agrement`; did you mean `agreement`?",
    ),
    ("[agreement]", "[]", ":7: the order is empty; name a criterion"),
    ("[agreement]", "[pin, recency]", ":7: `pin` is not written: a steward's pin always wins"),
    ("[agreement]", "[recency, recency]", ":7: `recency` stands twice in the list"),
    (
        "[ERP, crm]",
        "[ERPP, crm]",
        ":5: unknown source or kind of system `ERPP`; did you mean `ERP`?",
    ),
    (
        "[ERP, crm]",
        "[erp-nort]",
        ":5: unknown source or kind of system `erp-nort`; did you mean `erp-north`?",
    ),
    ("[ERP, crm]", "[ERP, ERP]", ":5: `ERP` stands twice in the list"),
    (
        "  trust: [ERP, crm]\n",
        "",
        ":4: the order asks for trust, but no list `trust` says whom",
    ),
    (
        "city, country]",
        "city, contry]",
        ":10: unknown field of account `contry`; did you mean `country`?",
    ),
    ("city, country]", "city, street]", ":10: `street` stands twice in the list"),
    (
        "[street, city, country]",
        "[street]",
        ":10: the group `address` needs two fields or more",
    ),
    ("[street, city]", "[street, region]", ":11: unknown field of the group `region`"),
    ("[street, city]", "[]", ":11: the list is empty; name a field or leave it out"),
    ("    vat:", "    city:", ":7: the field `city` has its rules already"),
    ("complete: [street, city]", "complete: 7", ":11: "),
    ("contact:\n  order: [recency]\n", "", "the key `contact` is missing"),
    ("code: own", "code: ''", ":1: `code` is empty; give it a word"),
    ("code: own", "code: own\ncode: x", ":2: duplicate mapping key: code"),
    (
        "contact:",
        "    address:\n      fields: [name, vat]\ncontact:",
        ":12: duplicate mapping key: address",
    ),
];

#[test]
fn a_fault_names_file_line_and_remedy() {
    for (right, wrong, wanted) in FAULTS {
        let text = SMALL.replacen(*right, wrong, 1);
        let message = parse(&text).expect_err(wrong).to_string();
        assert!(message.contains(wanted), "{wrong}: {message}");
        assert!(message.starts_with("own.yaml:") && !message.contains('\n'), "{message}");
    }
}
