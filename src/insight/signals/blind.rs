//! BLIND_SPOT: a source went quiet, so less and less is known of the accounts that it speaks of.
//!
//! One signal for the source, not one for each account: there is one thing to mend.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::model::BlindSpot;
use super::{Rule, Signal, SignalModel, Watched};
use crate::insight::Health;
use crate::model::{AccountId, Category, SourceId};

/// So many accounts are named, those that lost most.
const NAMED: usize = 100;

/// When a source last did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    /// The source.
    pub source: SourceId,
    /// What kind of system it is.
    pub category: Category,
    /// When it was last read without a fault.
    pub last_success: Option<DateTime<Utc>>,
    /// The newest moment that its records speak of.
    pub last_record: Option<DateTime<Utc>>,
    /// Time between two scheduled reads.
    pub interval: TimeDelta,
}

impl Pulse {
    /// It has said nothing new for too long, or was not read. A source that never said anything is
    /// not there yet.
    pub fn is_quiet(&self, rules: &SignalModel, now: DateTime<Utc>) -> bool {
        let BlindSpot { quiet, intervals, .. } = rules.blind_spot;
        let older =
            |at: Option<DateTime<Utc>>, most: TimeDelta| at.is_some_and(|at| now - at > most);
        let unread = self.interval.checked_mul(intervals).unwrap_or(TimeDelta::MAX);
        // A test or a person may read a source once: that alone is no silence of the source.
        let unread = unread.max(TimeDelta::days(1));
        older(self.last_record, TimeDelta::days(quiet)) || older(self.last_success, unread)
    }
}

/// What accounts lost of their coverage through quiet sources, and what they will lose, source by
/// source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lost(BTreeMap<SourceId, BTreeMap<AccountId, Share>>);

/// Parts of an account's coverage, 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Share {
    /// What the source carried and does no more.
    lost: f64,
    /// What still rests on what it said before, and goes with time.
    at_stake: f64,
}

impl Lost {
    /// Adds what another counted.
    pub fn add(&mut self, other: Self) {
        for (source, accounts) in other.0 {
            self.0.entry(source).or_default().extend(accounts);
        }
    }

    /// Counts an account: what it lost of its coverage, and what is at stake, 0 to 1 each.
    pub fn count(
        &mut self,
        source: &SourceId,
        account: AccountId,
        (lost, at_stake): (f64, f64),
    ) {
        let accounts = self.0.entry(source.clone()).or_default();
        accounts.insert(account, Share { lost, at_stake });
    }

    /// What was counted: source, account, what it lost, and what is at stake.
    pub fn all(&self) -> impl Iterator<Item = (&SourceId, &AccountId, (f64, f64))> {
        let of = |(source, accounts)| {
            let accounts: &BTreeMap<AccountId, Share> = accounts;
            accounts.iter().map(move |(id, share)| (source, id, (share.lost, share.at_stake)))
        };
        self.0.iter().flat_map(of)
    }
}

/// What an account lost of its coverage because of each of these quiet sources, and what is at stake.
/// A source is not to blame where another of its kind speaks of the account.
pub fn lost(watched: &Watched, quiet: &[Pulse], rules: &SignalModel) -> Lost {
    let mut all = Lost::default();
    let facts = watched.facts;
    let Some(account) = &facts.account.origin.account else { return all };
    for pulse in quiet.iter().filter(|pulse| facts.sources.contains_key(&pulse.source)) {
        let alike = facts.sources.iter().filter(|(_, category)| **category == pulse.category);
        let replaced = alike
            .map(|(source, _)| source)
            .any(|source| quiet.iter().all(|quiet| quiet.source != *source));
        let of = |health| carried(health, pulse.category);
        let (then, at_stake) = (of(watched.before), of(&watched.card.health));
        if !replaced && then >= rules.blind_spot.least {
            let share = ((then - at_stake).max(0.0), at_stake);
            all.count(&pulse.source, account.clone(), share);
        }
    }
    all
}

/// The part of the coverage that systems of a kind carry.
fn carried(health: &Health, category: Category) -> f64 {
    let (mut weights, mut carried) = (0.0, 0.0);
    for stage in &health.stages {
        let applicable = stage.kpis.iter().filter(|kpi| kpi.applies()).count();
        if applicable == 0 {
            continue;
        }
        let theirs = stage.kpis.iter().filter(|kpi| kpi.source == category);
        let evidence: f64 = theirs.map(|kpi| kpi.evidence).sum();
        weights += stage.weight;
        carried += stage.weight * evidence / applicable as f64;
    }
    if weights > 0.0 { carried / weights } else { 0.0 }
}

/// The signal of a quiet source; it only holds where no account's coverage rests on it.
pub fn source_signal(
    pulse: &Pulse,
    lost: &Lost,
    rules: &SignalModel,
    as_of: NaiveDate,
) -> Signal {
    let hit = lost.0.get(&pulse.source);
    let mut hit: Vec<(&AccountId, Share)> =
        hit.into_iter().flatten().map(|(account, share)| (account, *share)).collect();
    let all = |share: &Share| share.lost + share.at_stake;
    hit.sort_by(|a, b| all(&b.1).total_cmp(&all(&a.1)).then(a.0.cmp(b.0)));
    let mean = |part: fn(&Share) -> f64| {
        hit.iter().map(|(_, share)| part(share)).sum::<f64>() / hit.len().max(1) as f64
    };
    let (gone, at_stake) = (mean(|share| share.lost), mean(|share| share.at_stake));
    let days = pulse.last_record.map(|at| (as_of - at.date_naive()).num_days());
    let because = format!(
        "the source {} {}; {} accounts lost {:.1} points of coverage on average and will lose {:.1} more",
        pulse.source,
        days.map_or("was not read".to_owned(), |days| format!(
            "told nothing new for {days} days"
        )),
        hit.len(),
        100.0 * gone,
        100.0 * at_stake
    );
    let signal = Signal::of(Rule::BlindSpot, as_of).measuring([
        ("accounts", hit.len() as f64),
        ("coverageLost", gone),
        ("coverageAtStake", at_stake),
    ]);
    let signal = match days {
        Some(days) => signal.measuring([("quietDays", days as f64)]),
        None => signal,
    };
    Signal {
        topic: format!("{}:{}", Rule::BlindSpot.word(), pulse.source),
        only_holds: hit.is_empty(),
        accounts: hit.into_iter().take(NAMED).map(|(account, _)| account.clone()).collect(),
        suggested: rules.suggest(Rule::BlindSpot, &because),
        ..signal
    }
}
