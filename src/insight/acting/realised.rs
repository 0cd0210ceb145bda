//! What an initiative really brought: difference in differences against the accounts like those reached
//! that nothing of the kind was done for.
//!
//! ```text
//! health       mean change of the reached − mean change of the peers
//! cost saved   the same of the KPI, in the good direction, in points ÷ 100
//!              × times × unit cost × accounts reached × share of a year passed
//! revenue kept Σ value kept − Σ value decided × (Σ value kept ÷ Σ value decided of the peers)
//! revenue won  Σ growth of bills − Σ billed a year before × (Σ growth ÷ Σ billed before of the peers)
//! ```
//! All of it ours: the sources of the formulas end at the difference. Growth of an account is what it
//! was billed more than on the same days a year before, never less than nothing, because what is lost
//! counts among contracts already. What has fewer than five to compare with is not told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::initiative::{Course, Economy, Entry, Gain, Initiative, Part, Subject, Worth};
use super::prospect::{one_stage, stage_of};
use crate::insight::Models;
use crate::insight::initiative::{Standing, falls, find};
use crate::insight::proof::{
    Better, Change, Difference, LEAST_PEERS, Verdict, Window, difference, mean, verdict_of,
};
use crate::insight::rates::{NoRate, Rates};
use crate::insight::revenue::Takings;
use crate::model::{AccountId, Money, RecordRef};

/// Most records that a line of the ledger names.
const MOST_RECORDS: usize = 50;

/// How what an initiative brought is reckoned, in words.
pub const METHOD: &str = "DIFF_IN_DIFF: health = change of those reached − change of peers; cost saved = the same of \
     the KPI in points ÷ 100 × times × unit cost × accounts × share of a year passed; revenue kept = Σ \
     value kept − Σ value decided × peers' share kept; revenue won = Σ growth of bills over a year \
     before − Σ billed then × peers' rate of growth (without bills: Σ deals won − accounts × peers' mean)";

/// What came of an initiative, as of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Realised {
    /// The day up to which money is counted.
    pub as_of: NaiveDate,
    /// The day of the values after.
    pub ripe: NaiveDate,
    /// Whether it worked, in capitals.
    pub verdict: String,
    /// The standard error of the change of health.
    pub error: Option<f64>,
    /// How many accounts it was compared with: those whose health is known on both days.
    pub controls: usize,
    /// What it brought.
    pub worth: Worth,
}

/// All that an initiative is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// Its accounts with where they stood before and after.
    pub subjects: &'a [Subject],
    /// Accounts for which something of the same targets was done until the window had passed.
    pub touched: &'a BTreeSet<AccountId>,
    /// The same up to the day.
    pub touched_since: &'a BTreeSet<AccountId>,
    /// What became of their money since it began.
    pub takings: &'a BTreeMap<AccountId, Takings>,
    /// The rates of exchange of the day of the baseline: that a rate moves is no gain.
    pub rates: &'a Rates,
}

/// What came of an initiative up to a day.
pub fn realise(
    initiative: &Initiative,
    (course, day): (Course, NaiveDate),
    evidence: Evidence<'_>,
    models: &Models,
) -> Realised {
    let trial = Trial { initiative, course, day, evidence, models };
    let (found, verdict) = trial.health();
    let mut worth = Worth { health: found.map(|found| found.effect), ..Worth::default() };
    if found.is_none() {
        worth.unknown.push(few("the change of health is not known", trial.known(&health).1));
    }
    trial.saved(&mut worth);
    tell(trial.kept(), "revenue kept", &mut worth);
    tell(trial.won(), "revenue won", &mut worth);
    trial.note(&mut worth);
    Realised {
        as_of: day,
        ripe: course.ripe,
        verdict: verdict.word().to_owned(),
        error: found.and_then(|found| found.error),
        controls: trial.known(&health).1,
        worth,
    }
}

struct Trial<'a> {
    initiative: &'a Initiative,
    course: Course,
    day: NaiveDate,
    evidence: Evidence<'a>,
    models: &'a Models,
}

/// Money of one side, in the initiative's currency.
#[derive(Default)]
struct Sum {
    base: f64,
    gain: f64,
    accounts: usize,
    /// Contracts decided, or accounts that were billed before.
    cases: usize,
    records: Vec<RecordRef>,
    rate_date: Option<NaiveDate>,
    untold: usize,
}

fn health(standing: &Standing) -> Option<f64> {
    standing.health
}

impl Trial<'_> {
    fn health(&self) -> (Option<Difference>, Verdict) {
        let (reached, peers) = self.changes(&health);
        let found = difference(&reached, &peers);
        let passed = Window { passed: self.course.needed, needed: self.course.needed };
        let verdict = verdict_of(found, passed, Better::Higher);
        (found.filter(|_| verdict != Verdict::NoControl), verdict)
    }

    /// Of those reached and of peers that were left alone, what a measure was before and after.
    fn changes(&self, of: &dyn Fn(&Standing) -> Option<f64>) -> (Vec<Change>, Vec<Change>) {
        let (mut reached, mut peers) = (Vec::new(), Vec::new());
        for subject in self.evidence.subjects {
            let after = subject.after.as_ref().and_then(of);
            let Some((before, after)) = of(&subject.baseline).zip(after) else { continue };
            match subject.part {
                Part::Reached => reached.push(Change { before, after }),
                Part::Peer if self.evidence.touched.contains(&subject.account) => {}
                Part::Peer => peers.push(Change { before, after }),
            }
        }
        (reached, peers)
    }

    fn known(&self, of: &dyn Fn(&Standing) -> Option<f64>) -> (usize, usize) {
        let (reached, peers) = self.changes(of);
        (reached.len(), peers.len())
    }

    fn saved(&self, worth: &mut Worth) {
        for one in &self.initiative.savings {
            let value = |standing: &Standing| standing.kpis.get(&one.kpi).copied();
            let (reached, peers) = self.changes(&value);
            let def = find(self.models, &one.kpi).filter(|kpi| kpi.unit == "percent");
            let Some(def) = def else {
                let why = "only a share in percent says how many cases fewer there are";
                worth.unknown.push(format!("what {} saves is not known: {why}", one.kpi));
                continue;
            };
            let found = difference(&reached, &peers).filter(|found| found.peers >= LEAST_PEERS);
            let Some(found) = found else {
                let what = format!("what {} saved is not known", one.kpi);
                worth.unknown.push(few(&what, peers.len()));
                continue;
            };
            worth.ledger.push(self.saving(one, found, falls(def)));
        }
    }

    fn saving(&self, one: &Economy, found: Difference, falls: bool) -> Entry {
        let points = if falls { -found.effect } else { found.effect };
        let share = self.course.share(self.day);
        let amount = points / 100.0 * one.times * one.worth * found.reached as f64 * share;
        let how = format!(
            "{} got {points:.2} points better than at {} peers ÷ 100 × {} times a year × {} {} × {} \
             accounts × {share:.3} of a year",
            one.kpi,
            found.peers,
            one.times,
            one.unit_cost.amount,
            one.unit_cost.currency,
            found.reached
        );
        let (stage, accounts) = (stage_of(self.models, &one.kpi), found.reached);
        Entry { gain: Gain::CostSaved, stage, accounts, amount, how, records: Vec::new() }
    }

    /// Adds up one side. Peers for which the same was done meanwhile do not count.
    fn sum(
        &self,
        part: Part,
        add: impl Fn(&Self, &Takings, &mut Sum) -> Result<(), NoRate>,
    ) -> Result<Sum, NoRate> {
        let mut sum = Sum::default();
        for subject in self.evidence.subjects.iter().filter(|subject| subject.part == part) {
            let alone = part == Part::Reached
                || !self.evidence.touched_since.contains(&subject.account);
            let Some(takings) = self.evidence.takings.get(&subject.account) else { continue };
            if alone {
                add(self, takings, &mut sum)?;
            }
        }
        sum.records.sort();
        sum.records.truncate(MOST_RECORDS);
        Ok(sum)
    }

    fn worth(&self, money: Money, sum: &mut Sum) -> Result<f64, NoRate> {
        let to = self.initiative.currency;
        let (_, since) = self.evidence.rates.factor(money.currency, to)?;
        sum.rate_date = sum.rate_date.into_iter().chain(since).min();
        self.evidence.rates.convert(money, to)
    }

    fn kept(&self) -> Result<(Entry, Option<NaiveDate>), String> {
        let (own, peers) = self.sides(Self::contracts).map_err(|error| error.to_string())?;
        if own.untold > 0 {
            return Err(format!("{} contracts tell no yearly value", own.untold));
        }
        if own.cases > 0 && (peers.cases < LEAST_PEERS || peers.base <= 0.0) {
            return Err(format!(
                "{} contracts of peers were decided, {LEAST_PEERS} are needed",
                peers.cases
            ));
        }
        let rate = if own.cases > 0 { peers.gain / peers.base } else { 0.0 };
        let how = match own.cases {
            0 => "no contract was decided since it began".to_owned(),
            cases => format!(
                "{:.2} kept of {:.2} in {cases} contracts decided, less the {:.1} % that peers kept in {}",
                own.gain,
                own.base,
                rate * 100.0,
                peers.cases
            ),
        };
        let amount = own.gain - own.base * rate;
        Ok(self.entry(Gain::RevenueKept, own, (amount, how)))
    }

    fn won(&self) -> Result<(Entry, Option<NaiveDate>), String> {
        let (own, peers) = self.sides(Self::growth).map_err(|error| error.to_string())?;
        if own.cases == 0 {
            return self.won_by_deals();
        }
        if peers.cases < LEAST_PEERS {
            let few = "peers were billed a year before";
            return Err(format!("{} {few}, {LEAST_PEERS} are needed", peers.cases));
        }
        let rate = peers.gain / peers.base;
        let how = format!(
            "{:.2} billed more than on the same days a year before, less {:.1} % of the {:.2} billed then, \
             by which {} peers grew",
            own.gain,
            rate * 100.0,
            own.base,
            peers.cases
        );
        let amount = own.gain - own.base * rate;
        Ok(self.entry(Gain::RevenueWon, own, (amount, how)))
    }

    /// Where no account reached was billed a year before.
    fn won_by_deals(&self) -> Result<(Entry, Option<NaiveDate>), String> {
        let (own, peers) = self.sides(Self::deals).map_err(|error| error.to_string())?;
        if own.cases + peers.cases == 0 {
            return Err("no system tells bills of a year before, or deals won".to_owned());
        }
        if peers.accounts < LEAST_PEERS {
            let few = "accounts to compare with";
            return Err(format!("{} {few}, {LEAST_PEERS} are needed", peers.accounts));
        }
        let each = peers.gain / peers.accounts as f64;
        let how = format!(
            "{:.2} of deals won, less {each:.2} for each account, which is the mean of {} peers",
            own.gain, peers.accounts
        );
        let amount = own.gain - each * own.accounts as f64;
        Ok(self.entry(Gain::RevenueWon, own, (amount, how)))
    }

    fn sides(
        &self,
        add: impl Fn(&Self, &Takings, &mut Sum) -> Result<(), NoRate> + Copy,
    ) -> Result<(Sum, Sum), NoRate> {
        Ok((self.sum(Part::Reached, add)?, self.sum(Part::Peer, add)?))
    }

    fn contracts(&self, takings: &Takings, sum: &mut Sum) -> Result<(), NoRate> {
        sum.accounts += usize::from(!takings.settled.is_empty());
        for contract in &takings.settled {
            let Some((value, kept)) = contract.value.zip(contract.kept) else {
                sum.untold += 1;
                continue;
            };
            sum.base += self.worth(value, sum)?;
            sum.gain += self.worth(kept, sum)?;
            sum.cases += 1;
            sum.records.push(contract.record.clone());
        }
        Ok(())
    }

    fn growth(&self, takings: &Takings, sum: &mut Sum) -> Result<(), NoRate> {
        let (mut before, mut now) = (0.0, 0.0);
        for money in takings.year_before.iter() {
            before += self.worth(money, sum)?;
        }
        // Whoever was not billed then is new: all of it would count as growth.
        if before <= 0.0 {
            return Ok(());
        }
        for (_, money) in &takings.bills {
            now += self.worth(*money, sum)?;
        }
        sum.base += before;
        sum.gain += (now - before).max(0.0);
        sum.cases += 1;
        sum.accounts += 1;
        if now > before {
            sum.records.extend(takings.bills.iter().map(|(record, _)| record.clone()));
            sum.records.extend(takings.won.iter().map(|(record, _)| record.clone()));
        }
        Ok(())
    }

    fn deals(&self, takings: &Takings, sum: &mut Sum) -> Result<(), NoRate> {
        sum.accounts += 1;
        for (record, money) in &takings.won {
            sum.gain += self.worth(*money, sum)?;
            sum.cases += 1;
            sum.records.push(record.clone());
        }
        Ok(())
    }

    fn entry(
        &self,
        gain: Gain,
        sum: Sum,
        (amount, how): (f64, String),
    ) -> (Entry, Option<NaiveDate>) {
        let stage = one_stage(self.models, self.initiative.aims.iter().map(|aim| &aim.kpi));
        let Sum { accounts, records, rate_date, .. } = sum;
        (Entry { gain, stage, accounts, amount, how, records }, rate_date)
    }

    fn note(&self, worth: &mut Worth) {
        let subjects = self.evidence.subjects.iter();
        let reached = subjects.clone().filter(|subject| subject.part == Part::Reached);
        let lost = reached.clone().filter(|subject| subject.after.is_none()).count();
        if lost > 0 {
            worth
                .notes
                .push(format!("{lost} accounts reached are no longer there, or split up"));
        }
        let shared = reached.filter(|one| self.evidence.touched.contains(&one.account)).count();
        if shared > 0 {
            worth.notes.push(format!(
                "at {shared} accounts reached something else had the same targets: what each did cannot \
                 be told apart"
            ));
        }
        if self.models.id() != self.initiative.models {
            worth.notes.push(format!(
                "the baseline was measured by {}, what came after by {}; peers were measured alike",
                self.initiative.models,
                self.models.id()
            ));
        }
        let means = |part: Part| {
            let values = subjects.clone().filter(move |one| one.part == part);
            mean(
                values
                    .filter_map(|one| Some(one.after.as_ref()?.health? - one.baseline.health?)),
            )
        };
        if let Some(own) = means(Part::Reached) {
            worth.notes.push(format!(
                "health of those reached changed by {own:.1} points in the mean"
            ));
        }
    }
}

/// Why nothing is told of a measure.
fn few(what: &str, peers: usize) -> String {
    if peers < LEAST_PEERS {
        return format!("{what}: {peers} accounts to compare with, {LEAST_PEERS} are needed");
    }
    format!("{what}: of no account reached it was measured on both days")
}

/// Puts a gain into the ledger, or says why it is not known.
fn tell(found: Result<(Entry, Option<NaiveDate>), String>, what: &str, worth: &mut Worth) {
    match found {
        Ok((entry, since)) => {
            worth.ledger.push(entry);
            worth.rate_date = worth.rate_date.into_iter().chain(since).min();
        }
        Err(why) => worth.unknown.push(format!("{what} is not known: {why}")),
    }
}
