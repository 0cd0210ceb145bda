//! The metric that told renewals beforehand best, among all of them: found once over the own history and
//! kept, because whoever looks for the best of many finds one by chance alone.
//!
//! Ours: every metric, and every survey metric in each role's mouth, is a test of one family; the beacon
//! is a finding at a rate of false ones of 0.05 whose probabilities beat always saying the rate, and of
//! these the one whose AUC is farthest from chance.

use serde::{Deserialize, Serialize};

use super::{Panel, metric_codes};
use crate::insight::Models;
use crate::insight::proof::{Beacon, BeaconVerdict, beacon, discoveries};

/// Accounts that are looked at: picked by their ids, enough for renewals of two years.
pub const BEACON_ACCOUNTS: usize = 5_000;
/// The rate of false findings that is put up with.
const RATE: f64 = 0.05;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BeaconStudy {
    /// Metrics, and roles in whose mouth they are, of which there were cases enough.
    pub tested: usize,
    /// Those of which there were too few.
    pub untested: usize,
    /// Accounts looked at.
    pub accounts: usize,
    /// The beacon; `None` when nothing tells renewals beforehand, or too little is known.
    pub lead: Option<Lead>,
    /// Why there is none.
    pub why: Option<String>,
}

/// A metric that tells renewals beforehand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lead {
    /// Its code.
    pub metric: String,
    /// In whose mouth; `None` for everybody's.
    pub role: Option<String>,
    /// Contracts decided in the quarter after.
    pub n: usize,
    /// Of them on the rarer side.
    pub events: usize,
    /// `PREDICTIVE`, or `INVERSE`: the lower, the likelier.
    pub verdict: String,
    /// See [`BeaconVerdict::auc`].
    pub auc: f64,
    /// See [`BeaconVerdict::brier`].
    pub brier: f64,
    /// See [`BeaconVerdict::brier_of_rate`].
    pub brier_of_rate: f64,
    /// The share of false ones among findings at least as good, 0 to 1.
    pub q: f64,
}

struct Tested {
    metric: String,
    role: Option<String>,
    beacon: Beacon,
}

/// Looks for the beacon over the quarters of accounts.
pub fn beacon_study(panel: &Panel, models: &Models) -> BeaconStudy {
    let mut all = Vec::new();
    for metric in metric_codes(models) {
        let roles = panel.roles(&metric).into_iter().map(Some);
        for role in std::iter::once(None).chain(roles) {
            let beacon = beacon(&panel.renewals(None, &metric, role.as_deref()));
            all.push(Tested { metric: metric.clone(), role, beacon });
        }
    }
    let p = |of: &Tested| of.beacon.found.as_ref().ok().map(|found| found.p);
    let tests: Vec<Option<f64>> = all.iter().map(p).collect();
    let tested = tests.iter().flatten().count();
    let found = discoveries(&tests, RATE);
    let found = all.iter().zip(found).filter(|(_, finding)| finding.significant);
    let mut lead: Option<Lead> = None;
    for (of, finding) in found {
        let told = of.lead(finding.q.unwrap_or(1.0));
        let told = told.filter(|told| told.brier < told.brier_of_rate);
        // The first of equals stays, so that it is the same each time.
        if told.as_ref().is_some_and(|told| lead.as_ref().is_none_or(|best| told.beats(best))) {
            lead = told;
        }
    }
    let most = all.iter().map(|of| (of.beacon.n, of.beacon.events)).max().unwrap_or_default();
    let why = lead.is_none().then(|| nothing(tested, most));
    let accounts = panel.accounts().min(BEACON_ACCOUNTS);
    BeaconStudy { tested, untested: all.len() - tested, accounts, lead, why }
}

fn nothing(tested: usize, (n, events): (usize, usize)) -> String {
    if tested == 0 {
        return format!(
            "too little data: of no metric are there 30 decided contracts with 5 on the rarer side; \
             {n} with {events} are the most"
        );
    }
    format!("none of {tested} metrics tells renewals beforehand better than chance would")
}

impl Tested {
    fn lead(&self, q: f64) -> Option<Lead> {
        let found: &BeaconVerdict = self.beacon.found.as_ref().ok()?;
        Some(Lead {
            metric: self.metric.clone(),
            role: self.role.clone(),
            n: self.beacon.n,
            events: self.beacon.events,
            verdict: found.word().to_owned(),
            auc: found.auc,
            brier: found.brier,
            brier_of_rate: found.brier_of_rate,
            q,
        })
    }
}

impl Lead {
    fn beats(&self, other: &Self) -> bool {
        (self.auc - 0.5).abs() > (other.auc - 0.5).abs()
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;
    use crate::insight::quarters::{Quarter, quarter_ends};
    use crate::insight::revenue::Tally;
    use crate::model::AccountId;

    /// Sixty accounts over four quarters: deliveries tell who renews when `tells`, all else is chance.
    fn panel(tells: bool, accounts: usize) -> Panel {
        let ends = quarter_ends("2026-03-02".parse().expect("a day"), 4);
        let (mut panel, mut rng) = (Panel::of(ends.clone()), Rng::with_seed(3));
        for n in 0..accounts {
            let mut before = 50.0;
            for end in &ends {
                let mut random = || rng.f64() * 100.0;
                let codes = ["DE1", "CHI", "IM1", "SU1", "SU2", "BI1", "NPS"];
                let metrics = codes.map(|code| (code.to_owned(), random()));
                let delivery = metrics[0].1;
                let kept = if tells { before > 45.0 } else { random() > 45.0 };
                let decided = Tally { won: u32::from(kept), closed: 1 };
                before = delivery;
                let metrics = metrics.into_iter().collect();
                let quarter = Quarter { metrics, decided, ..Quarter::default() };
                panel.put(&AccountId(format!("a{n:03}")), Vec::new(), *end, quarter);
            }
        }
        panel
    }

    #[test]
    fn what_is_planted_is_the_beacon_and_chance_has_none() {
        let models = Models::built_in();
        let told = beacon_study(&panel(true, 60), &models);
        let lead = told.lead.expect("deliveries are planted");
        assert_eq!((lead.metric.as_str(), lead.verdict.as_str()), ("DE1", "PREDICTIVE"));
        assert!(lead.auc > 0.95 && lead.brier < lead.brier_of_rate && lead.q < 0.001);
        assert_eq!((told.tested, told.accounts, lead.n), (7, 60, 180));
        let chance = beacon_study(&panel(false, 60), &models);
        assert_eq!(chance.lead, None, "the best of many is not taken for a beacon");
        let why = chance.why.expect("words");
        assert!(why.starts_with("none of 7 metrics"), "{why}");
    }

    #[test]
    fn too_few_renewals_say_so() {
        let told = beacon_study(&panel(true, 5), &Models::built_in());
        assert_eq!((told.tested, told.lead), (0, None));
        let why = told.why.expect("words");
        assert!(why.starts_with("too little data") && why.contains("15 with"), "{why}");
    }
}
