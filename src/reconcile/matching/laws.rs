//! What always holds of clusters, on small worlds.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Column, Kind, Matcher, Model, Party, Settings};

/// What a company's record says: id, name, domain, VAT number, city.
type Said = (String, &'static str, &'static str, &'static str, &'static str);

fn world() -> impl Strategy<Value = Vec<Said>> {
    let names = [
        "Kestrel Pumps GmbH",
        "Kestrel Pumsp",
        "Kestrel Pumps Iberia",
        "Morgen AG",
        "Morgenstern",
    ];
    let domains = ["", "kestrel.de", "kestrel.es", "morgen.ch"];
    let numbers = ["", "DE811234567", "DE492233445"];
    let record = (
        prop::sample::select(names.to_vec()),
        prop::sample::select(domains.to_vec()),
        prop::sample::select(numbers.to_vec()),
        prop::sample::select(vec!["", "Berlin", "Madrid"]),
    );
    prop::collection::vec(record, 0..14).prop_map(|records| {
        let said =
            |(at, (name, domain, vat, city))| (format!("r{at:02}"), name, domain, vat, city);
        records.into_iter().enumerate().map(said).collect()
    })
}

fn parties(world: &[Said]) -> impl Iterator<Item = Party<'_>> {
    world.iter().map(|(_, name, domain, vat, city)| {
        let said = [
            (Column::Name, *name),
            (Column::Website, domain),
            (Column::Vat, vat),
            (Column::City, city),
        ];
        Party::new(said)
    })
}

/// A model learned from a world that has some of everything.
fn model() -> Model {
    let mut world: Vec<Said> = Vec::new();
    let said = [
        ("Kestrel Pumps GmbH", "kestrel.de", "DE811234567", "Berlin"),
        ("Kestrel Pumps", "kestrel.de", "", "Berlin"),
        ("Kestrel Pumps Iberia", "kestrel.es", "DE492233445", "Madrid"),
        ("Morgen AG", "morgen.ch", "", ""),
        ("Lindqvist Motors", "lindqvist.se", "", "Malmö"),
    ];
    for (at, (name, domain, vat, city)) in said.into_iter().cycle().take(60).enumerate() {
        world.push((format!("m{at:02}"), name, domain, vat, city));
    }
    Matcher::learn(Kind::Account, parties(&world), |_| ()).model()
}

/// The pairs of ids that are one company.
fn pairs(world: &[Said], settings: &Settings) -> BTreeSet<(String, String)> {
    let first = Matcher::with_model(Arc::new(model()), parties(world)).clusters(settings);
    let mut pairs = BTreeSet::new();
    for (i, a) in world.iter().enumerate() {
        for (j, b) in world.iter().enumerate().skip(i + 1) {
            if first[i] == first[j] {
                pairs.insert((a.0.clone(), b.0.clone()));
            }
        }
    }
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_higher_threshold_never_joins_more(world in world(), low in -3.0..6.0f32, more in 0.0..6.0f32) {
        let of = |link| pairs(&world, &Settings { link, ..Settings::default() });
        prop_assert!(of(low + more).is_subset(&of(low)));
    }

    #[test]
    fn two_vat_numbers_are_never_one_company(world in world()) {
        for (a, b) in pairs(&world, &Settings::default()) {
            let vat = |id: &str| world.iter().find(|said| said.0 == id).map_or("", |said| said.3);
            let (a, b) = (vat(&a), vat(&b));
            prop_assert!(a.is_empty() || b.is_empty() || a == b);
        }
    }

    #[test]
    fn a_stranger_changes_nothing(world in world()) {
        let mut with = world.clone();
        with.push(("zz".to_owned(), "Quixote Windmills", "quixote.example", "ES999888777", "Toledo"));
        prop_assert_eq!(pairs(&world, &Settings::default()), pairs(&with, &Settings::default()));
    }

    #[test]
    fn a_kept_model_decides_as_the_learned_one(world in world()) {
        let learned = Matcher::learn(Kind::Account, parties(&world), |_| ());
        let text = serde_json::to_string(&learned.model()).expect("a model is JSON");
        let kept: Model = serde_json::from_str(&text).expect("what was written");
        let again = Matcher::with_model(Arc::new(kept), parties(&world));
        let settings = Settings::default();
        prop_assert_eq!(learned.clusters(&settings), again.clusters(&settings));
    }
}
