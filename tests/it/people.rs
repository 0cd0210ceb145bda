//! The planted stories about people, found in the sample company by what should find them, and
//! nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use accord::insight::{
    Calendar, Facts, InterviewReason, Models, SurveyFilter, SurveyKind, champion, interviews,
    metric, stakeholders, voices,
};
use accord::model::{Account, AccountId};
use chrono::NaiveDate;

use crate::kit;
use crate::river::river;

/// The sample company as it is after one sync.
struct Synced {
    /// Facts by the planted account's key.
    facts: BTreeMap<String, Facts>,
    /// Keys of the accounts of a story.
    stories: BTreeMap<String, BTreeSet<String>>,
}

impl Synced {
    /// Synced once for all tests, in a thread of its own that no test's runtime takes down.
    fn get() -> &'static Self {
        static SYNCED: OnceLock<Synced> = OnceLock::new();
        SYNCED.get_or_init(|| {
            let work = || {
                let runtime = tokio::runtime::Runtime::new().expect("a runtime");
                runtime.block_on(Self::read())
            };
            std::thread::spawn(work).join().expect("the sample company arrives")
        })
    }

    async fn read() -> Self {
        let database = kit::sqlite();
        let river = river(&database).await;
        river.synced().await;
        let store = &river.sync.store;
        let candidates = store.all_candidates::<Account>().await.expect("account records");
        let account_of: BTreeMap<&str, &AccountId> = candidates
            .iter()
            .filter_map(|c| {
                Some((c.entity.origin.id.as_str(), c.entity.origin.account.as_ref()?))
            })
            .collect();
        let truth = river.company.truth();
        let mut facts = BTreeMap::new();
        for planted in &truth.accounts {
            let (system, _, id) = &planted.records[0];
            let account = account_of[format!("{system}:{id}").as_str()].clone();
            let mut read = store.facts(std::slice::from_ref(&account)).await.expect("facts");
            let (_, known) = read.remove(&account).expect("a planted account has facts");
            facts.insert(planted.key.clone(), known);
        }
        let told = |story: &accord::sample::Story| {
            (story.code.clone(), story.accounts.iter().cloned().collect())
        };
        Self { facts, stories: truth.stories.iter().map(told).collect() }
    }

    fn story(&self, code: &str) -> &BTreeSet<String> {
        &self.stories[code]
    }

    /// The accounts of which something holds.
    fn found(&self, holds: impl Fn(&Facts) -> bool) -> BTreeSet<String> {
        let found = self.facts.iter().filter(|(_, facts)| holds(facts));
        found.map(|(key, _)| key.clone()).collect()
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day")
}

#[test]
fn unhappy_decision_maker_shows_beside_happy_users_there_and_nowhere_else() {
    let (synced, models, calendar) = (Synced::get(), Models::built_in(), Calendar::default());
    let filter = SurveyFilter {
        prong: Some("RELATIONAL".to_owned()),
        ..SurveyFilter::last(365, today())
    };
    let stands_out = |facts: &Facts| {
        let nps = metric(SurveyKind::Nps, voices(facts, &calendar, today()), &filter, &models);
        let of = |role: &str| nps.by_role.iter().find(|row| row.role.as_deref() == Some(role));
        let decides = of("DECISION_MAKER").is_some_and(|row| row.value <= -100.0);
        let others =
            nps.by_role.iter().filter(|row| row.role.as_deref() != Some("DECISION_MAKER"));
        let happy = others.clone().all(|row| row.value >= 100.0);
        decides && happy && others.map(|row| row.n).sum::<usize>() >= 3
    };
    assert_eq!(synced.found(stands_out), *synced.story("UNHAPPY_DECISION_MAKER"));
    for key in synced.story("UNHAPPY_DECISION_MAKER") {
        let facts = &synced.facts[key];
        let voices = voices(facts, &calendar, today());
        let nps = metric(SurveyKind::Nps, voices.iter().copied(), &filter, &models);
        assert!(nps.value > Some(0.0) && nps.role_weighted < nps.value, "{key}: {nps:?}");
        let queue = interviews(&voices, &[], &[], &models, today());
        let all = stakeholders(facts, &models, &calendar, today());
        let boss = all.iter().find(|one| one.last_nps == Some(3.0)).expect("on the map");
        let called = |one: &accord::insight::Interview| {
            one.reason == InterviewReason::Outlier && one.contact == boss.contact.origin.contact
        };
        assert!(queue.iter().any(called), "{key}: {queue:?}");
    }
}

#[test]
fn champion_left_is_seen_there_and_nowhere_else() {
    let (synced, models, calendar) = (Synced::get(), Models::built_in(), Calendar::default());
    let left = |facts: &Facts, day: NaiveDate| {
        let friend = champion(facts, &models, &calendar, day);
        friend.and_then(|one| one.champion).is_some_and(|known| known.word == "LEFT")
    };
    assert_eq!(synced.found(|facts| left(facts, today())), *synced.story("CHAMPION_LEFT"));
    let before = today() - chrono::Days::new(60);
    assert!(synced.found(|facts| left(facts, before)).is_empty(), "nobody had left then");
}
