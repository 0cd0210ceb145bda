//! Cost that a better KPI saves: what no longer has to be done, times what doing it costs.

use super::{Footing, Move, Plan};
use crate::insight::KpiDef;
use crate::model::Currency;

/// What is saved when a share of things no longer goes wrong:
/// points of the KPI ÷ 100 × how often in a year × what one costs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Saving {
    /// The KPI that gets better: a share in percent, with a target.
    pub kpi: String,
    /// The activity of the revenue model that is done less often; it tells what is not stated.
    pub activity: Option<String>,
    /// How often in a year the KPI is at stake; when absent, how often the activity was done.
    pub times: Option<f64>,
    /// What one costs, in the currency asked for; when absent, what the model says.
    pub unit_cost: Option<f64>,
}

impl Footing<'_> {
    /// The savings that are known, by their KPI; what is not is told.
    pub(super) fn saved(
        &self,
        plan: &Plan,
        moves: &[Move],
        currency: Currency,
        unknown: &mut Vec<String>,
    ) -> Vec<(String, f64)> {
        let mut known = Vec::new();
        for saving in &plan.savings {
            match self.saving(saving, moves, currency) {
                Ok(amount) => known.push((saving.kpi.clone(), amount)),
                Err(why) => {
                    unknown.push(format!("what {} saves is not known: {why}", saving.kpi));
                }
            }
        }
        known
    }

    fn saving(
        &self,
        saving: &Saving,
        moves: &[Move],
        currency: Currency,
    ) -> Result<f64, String> {
        let kpi = self.kpi(&saving.kpi).filter(|kpi| kpi.unit == "percent");
        let kpi = kpi.ok_or("only a share in percent says how many cases fewer there are")?;
        let own = moves.iter().find(|step| step.kpi == saving.kpi);
        let own = own.ok_or("the KPI is not measured")?;
        let (times, unit_cost) = self.work(saving, currency)?;
        if !(times.is_finite() && unit_cost.is_finite()) {
            return Err("times and unit cost must be finite numbers".to_owned());
        }
        let better = if falls(kpi) { own.from - own.to } else { own.to - own.from };
        Ok(better / 100.0 * times * unit_cost)
    }

    /// How often, and what one costs.
    fn work(&self, saving: &Saving, currency: Currency) -> Result<(f64, f64), String> {
        let activities = &self.models.revenue.activities;
        let named = saving.activity.as_ref();
        let activity = named.and_then(|code| activities.iter().find(|one| one.code == *code));
        if let (Some(code), None) = (named, activity) {
            return Err(format!("the revenue model has no activity `{code}`"));
        }
        let counted = || self.book.served.get(&activity?.measure).copied().flatten();
        let times =
            saving.times.or_else(counted).ok_or("no system tells how often it is done")?;
        let unit_cost = match (saving.unit_cost, activity) {
            (Some(stated), _) => stated,
            (None, Some(activity)) => {
                let cost = self.peers.rates.convert(activity.cost, currency);
                cost.map_err(|error| error.to_string())?
            }
            (None, None) => return Err("nobody says what one costs".to_owned()),
        };
        Ok((times, unit_cost))
    }
}

/// Lower is better.
pub(in crate::insight) fn falls(kpi: &KpiDef) -> bool {
    let ends = kpi.knots.first().zip(kpi.knots.last());
    ends.is_some_and(|(first, last)| last.1 < first.1)
}
