//! The planted stories of the sample company, each found by the feature that should find it and by
//! no false twin. The company is synced once; what its accounts are scored from is held in memory.

mod planted;
mod told;
mod trust;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use accord::insight::Facts;
use accord::model::{Account, AccountId, Clock};
use accord::sample::{Company, Truth};
use chrono::NaiveDate;

use crate::kit;
use crate::river::{River, Steps};

const START: &str = "2026-03-02T08:00:00Z";

/// The sample company as the hub knows it after the first sync.
pub(crate) struct Sample {
    pub(crate) today: NaiveDate,
    pub(crate) truth: Truth,
    /// Facts by the planted key of the account.
    pub(crate) facts: BTreeMap<String, Facts>,
    /// What our own people answered, by their team.
    pub(crate) team_answers: BTreeMap<String, usize>,
    /// The account of each planted record (`system:id`), by the planted key.
    pub(crate) golden: BTreeMap<String, BTreeMap<String, AccountId>>,
    /// The company itself.
    pub(crate) company: Arc<Company>,
}

/// The sample company, synced when a test asks for it first.
pub(crate) fn sample() -> &'static Sample {
    static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
        // A thread and a runtime of its own: whoever asks first may go before the others are done.
        let load = || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(load())
        };
        std::thread::spawn(load).join().expect("the sample is read")
    });
    &SAMPLE
}

impl Sample {
    /// The accounts of a story, in its order, by their planted keys.
    pub(crate) fn story(&self, code: &str) -> Vec<(&str, &Facts)> {
        let story = self.truth.stories.iter().find(|story| story.code == code);
        let keys = &story.unwrap_or_else(|| panic!("there is no story {code}")).accounts;
        keys.iter().map(|key| (key.as_str(), &self.facts[key])).collect()
    }
}

async fn load() -> Sample {
    let database = kit::sqlite();
    let company = Arc::new(Company::new(7, START.parse().expect("a moment")));
    let clock = Steps::at(START);
    let river = River::of(company, database.open().await, clock.clone()).await;
    river.synced().await;
    let store = &river.sync.store;
    let truth = river.company.truth().clone();
    let candidates = store.all_candidates::<Account>().await.expect("the account records");
    let account_of: BTreeMap<String, AccountId> = candidates
        .into_iter()
        .filter_map(|c| Some((c.entity.origin.id, c.entity.origin.account?)))
        .collect();
    let id_of = |planted: &accord::sample::PlantedAccount| {
        let (system, _, id) = &planted.records[0];
        account_of[&format!("{system}:{id}")].clone()
    };
    let mut facts = BTreeMap::new();
    for some in truth.accounts.chunks(200) {
        let ids: Vec<AccountId> = some.iter().map(id_of).collect();
        let mut read = store.facts(&ids).await.expect("facts are read");
        for (planted, id) in some.iter().zip(&ids) {
            let (_, known) = read.remove(id).expect("each customer is an account of its own");
            facts.insert(planted.key.clone(), known);
        }
    }
    let golden = truth.accounts.iter().map(|planted| {
        let records = planted.records.iter().map(|(system, _, id)| {
            let record = format!("{system}:{id}");
            let account = account_of[&record].clone();
            (record, account)
        });
        (planted.key.clone(), records.collect())
    });
    let golden = golden.collect();
    let mut team_answers = BTreeMap::new();
    for answer in store.team_answers().await.expect("answers are read") {
        *team_answers.entry(answer.team.unwrap_or_default()).or_default() += 1;
    }
    let (today, company) = (clock.now().date_naive(), Arc::clone(&river.company));
    Sample { today, truth, facts, team_answers, golden, company }
}
