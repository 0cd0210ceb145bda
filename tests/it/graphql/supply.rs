//! Which rows sources supply: the store's statements against the drafts that were stored.

use std::collections::{BTreeMap, BTreeSet};

use accord::insight::{Holds, NeededField, NeededRow, needed_rows, supplied_rows};
use accord::model::*;

use super::world::{self, account, draft, golden, put};
use crate::kit;

/// A value of the field's kind that is what is needed, or another one.
fn value(field: &Field, need: &NeededField, right: bool) -> Option<Value> {
    let word = match (&need.holds, right) {
        (Holds::OneOf(words) | Holds::Like(words), true) | (Holds::NoneOf(words), false) => {
            words[0]
        }
        (Holds::OneOf(_) | Holds::Like(_), false) => "77",
        (Holds::Anything, false) => return None,
        (Holds::Anything | Holds::NoneOf(_), true) => "5",
    };
    let number = || word.parse().unwrap_or(5.0);
    Some(match field.kind {
        Kind::Text | Kind::Ref(_) => world::text(word),
        Kind::Choice(words) => {
            let known = words.iter().find(|known| **known == word);
            let other = words.iter().find(|known| match &need.holds {
                Holds::OneOf(words) | Holds::NoneOf(words) => !words.contains(known),
                _ => true,
            });
            world::text(known.or(other).expect("a choice has words"))
        }
        Kind::Int => Value::Int(number() as i64),
        Kind::Number => Value::Number(number()),
        Kind::Amount => world::euro(5),
        Kind::Day => world::day(5),
        Kind::Time => world::time(5),
        Kind::Flag => Value::Flag(true),
        Kind::List => Value::List(vec!["pumps".to_owned()]),
    })
}

/// What a row needs, but for one of its fields.
fn variant(source: &str, place: usize, row: &NeededRow, wrong: usize) -> Draft {
    let fields = row.kind.fields().iter().filter_map(|field| {
        let (at, need) = row.fields.iter().enumerate().find(|(_, n)| n.name == field.name)?;
        Some((field.name, value(field, need, at != wrong)?))
    });
    let mut made = draft(row.kind, 0, &format!("r{place}"), fields.collect());
    made.record.source = source.into();
    row.kind.word().clone_into(&mut made.record.stream);
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_finds_supplied_what_drafts_would_supply() {
    for database in kit::databases().await {
        let store = database.open().await;
        let widest = needed_rows().iter().map(|row| row.fields.len()).max().unwrap_or(0);
        let names: Vec<String> = (0..=widest).map(|wrong| format!("s{wrong}")).collect();
        let sources = names.iter().map(|id| world::source(id, "any", Category::External));
        store.put_sources(&sources.collect::<Vec<_>>()).await.expect("sources are kept");
        let mut decisions = Decisions { accounts: vec![golden(0)], ..Decisions::default() };
        for name in &names {
            let mut twin = draft(EntityKind::Account, 0, "c0", vec![]);
            twin.record.source = name.as_str().into();
            put(&store, "PARTIES", vec![twin]).await;
            decisions.account_of.insert(format!("{name}:c0"), account(0).into());
        }
        store.decide(&decisions).await.expect("decisions are written");
        let mut wanted = BTreeMap::new();
        for (wrong, name) in names.iter().enumerate() {
            let rows = needed_rows().iter().enumerate();
            let drafts: Vec<_> = rows.map(|(at, row)| variant(name, at, row, wrong)).collect();
            wanted.insert(SourceId::from(name.as_str()), supplied_rows(&drafts));
            let party =
                |draft: &Draft| matches!(draft.kind, EntityKind::Contact | EntityKind::Product);
            let (parties, facts) = drafts.into_iter().partition(party);
            put(&store, "PARTIES", parties).await;
            put(&store, "FACTS", facts).await;
        }
        let mut found = store.supply(needed_rows()).await.expect("it is read");
        for rows in found.values_mut() {
            rows.sort_unstable();
        }
        assert_eq!(found, wanted, "{}", database.name);
        let met: BTreeSet<_> = wanted.values().flatten().collect();
        assert!(met.len() > needed_rows().len() / 2, "{} rows are met", met.len());
    }
}
