//! The own renewals, as each contract stood before it was decided: what the renewal probability said of
//! them, and what fitting it to them brings.

use serde::{Deserialize, Serialize};

use crate::insight::Scorecard;
use crate::insight::proof::{
    Calibration, Decided, Refit, RefitRules, Unproven, calibrate, refit,
};
use crate::insight::revenue::{
    Book, Fate, Flag, Known, RevenueModel, probability, renewal_flags,
};

/// A contract that was decided in the quarter after, as it stood at a quarter's end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RenewalCase {
    /// The contract, by id.
    pub contract: String,
    /// Health then, 0 to 100.
    pub health: Option<f64>,
    /// Trust then, 0 to 100.
    pub trust: Option<f64>,
    /// Codes of what held then.
    pub flags: Vec<String>,
    /// It was renewed.
    pub renewed: bool,
}

/// Contracts that were open then and are decided now.
pub(super) fn cases(card: &Scorecard, fates: &[(String, bool)]) -> Vec<RenewalCase> {
    let Book { contracts, .. } = &card.book;
    let open = contracts.iter().filter(|term| term.fate == Fate::Open);
    let case = |(contract, renewed): &(String, bool), flags| RenewalCase {
        contract: contract.clone(),
        health: card.health.value,
        trust: card.trust.value,
        flags,
        renewed: *renewed,
    };
    let decided = open.filter_map(|term| {
        let fate = fates.iter().find(|(id, _)| *id == term.id)?;
        Some(case(fate, renewal_flags(&card.book, term)))
    });
    decided.collect()
}

/// What own renewals say of the renewal probability.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RenewalStudy {
    /// Decided renewals whose health was known before.
    pub n: usize,
    /// Losses among them.
    pub losses: usize,
    /// How good the default model was on all of them; `None` without one.
    pub default: Option<Calibration>,
    /// What was fitted to them, with its table of cases it never saw.
    pub refit: Option<Refit>,
    /// Why nothing was fitted, or why the default stays although something was.
    pub why: Option<String>,
}

impl RenewalStudy {
    /// The fit, when probabilities are told by it: it beats the default, and always saying the same.
    pub fn in_force(&self) -> Option<&Refit> {
        self.refit.as_ref().filter(|refit| beats(refit))
    }
}

/// On cases that it never saw it beats the default and the plain rate: of what is chance, it does not.
fn beats(refit: &Refit) -> bool {
    refit.better() && refit.calibration.brier < refit.calibration.brier_of_rate
}

/// Judges the default model on own renewals, and fits it to them when they are enough. The order of
/// cases decides which are held out together: hand them in always in the same.
pub fn study(cases: &[RenewalCase], model: &RevenueModel) -> RenewalStudy {
    let codes: Vec<String> = model.renewal.flags.keys().cloned().collect();
    let cases: Vec<Decided> =
        cases.iter().filter_map(|case| decided(case, &codes, model)).collect();
    let (said, renewed): (Vec<f64>, Vec<bool>) =
        cases.iter().map(|case| (case.said, case.renewed)).unzip();
    let losses = renewed.iter().filter(|renewed| !**renewed).count();
    let default = calibrate(&said, &renewed).ok();
    let found = refit(&cases, &RefitRules::with_flags(codes));
    let why = why(found.as_ref());
    RenewalStudy { n: cases.len(), losses, default, refit: found.ok(), why }
}

fn why(found: Result<&Refit, &Unproven>) -> Option<String> {
    match found {
        Err(error) => Some(error.to_string()),
        Ok(refit) if beats(refit) => None,
        Ok(refit) if refit.better() => {
            let why = "what was fitted is no better than always saying how often they renew";
            Some(why.to_owned())
        }
        Ok(_) => Some("the default did better on cases that the fit never saw".to_owned()),
    }
}

/// A case in the words of the fit; `None` where health was not known.
fn decided(case: &RenewalCase, codes: &[String], model: &RevenueModel) -> Option<Decided> {
    let known = Known { health: case.health, trust: case.trust };
    let flag = |code: &String| Flag { code: code.clone(), ..Flag::default() };
    let flags: Vec<Flag> = case.flags.iter().map(flag).collect();
    let said = probability(model, None, known, flags.iter())?.value;
    Some(Decided {
        health: case.health,
        trust: case.trust,
        flags: codes.iter().map(|code| case.flags.contains(code)).collect(),
        said,
        renewed: case.renewed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::proof::tests::kit::Dice;
    use crate::insight::revenue::FittedRenewal;

    /// Renewals in which health tells much more than the default believes; `luck` breaks the link.
    fn renewals(n: usize, luck: bool) -> Vec<RenewalCase> {
        let mut dice = Dice::from(5);
        let case = |at: usize| {
            let health = 20.0 + 70.0 * dice.share();
            let chance = if luck { 0.7 } else { 1.0 / (1.0 + (-(health - 45.0) / 6.0).exp()) };
            RenewalCase {
                contract: format!("c{at}"),
                health: Some(health),
                trust: Some(40.0 + 30.0 * dice.share()),
                flags: Vec::new(),
                renewed: dice.share() < chance,
            }
        };
        (0..n).map(case).collect()
    }

    #[test]
    fn renewals_that_follow_health_are_learnt_and_beat_the_default() {
        let model = RevenueModel::built_in();
        let told = study(&renewals(400, false), &model);
        let fit = told.in_force().unwrap_or_else(|| panic!("{:?}", told.why));
        assert!(fit.health > 2.0 * model.renewal.health, "{fit:?}");
        assert_eq!((told.n, told.why.as_ref()), (400, None));
        let fitted = fit.fitted("2026-11-21".parse().expect("a day"));
        let known = |health| Known { health: Some(health), trust: Some(50.0) };
        let said = |health, fitted| {
            probability(&model, fitted, known(health), std::iter::empty()).expect("health")
        };
        let (low, default) = (said(25.0, Some(&fitted)), said(25.0, None));
        assert!(low.value < 0.2 && default.value > 0.6, "{low:?} {default:?}");
        assert!(low.calibrated && low.model == fitted.id(), "{low:?}");
        assert!(!default.calibrated && default.model == model.id());
    }

    #[test]
    fn shuffled_outcomes_do_not_calibrate() {
        let told = study(&renewals(400, true), &RevenueModel::built_in());
        assert!(told.refit.is_some() && told.in_force().is_none(), "{told:?}");
        assert!(told.why.expect("words").contains("no better"));
    }

    #[test]
    fn too_few_renewals_say_so_and_show_how_the_default_did() {
        let told = study(&renewals(20, false), &RevenueModel::built_in());
        assert!(told.refit.is_none() && told.default.is_some());
        assert_eq!(told.why.as_deref(), Some("too few: 20 of the 50 decided renewals needed"));
        let nothing = study(&[], &RevenueModel::built_in());
        assert_eq!((nothing.n, nothing.default), (0, None));
    }

    #[test]
    fn the_same_renewals_give_the_same_version() {
        let model = RevenueModel::built_in();
        let day = "2026-11-21".parse().expect("a day");
        let version = |cases: &[RenewalCase]| {
            study(cases, &model).refit.map(|refit| refit.fitted(day).id())
        };
        let cases = renewals(200, false);
        assert_eq!(version(&cases), version(&cases));
        let told = study(&cases, &model);
        let json = serde_json::to_string(&told).expect("JSON");
        let read: RenewalStudy = serde_json::from_str(&json).expect("what was written");
        let fitted = |study: &RenewalStudy| study.refit.as_ref().map(|fit| fit.fitted(day));
        assert_eq!(fitted(&read), fitted(&told), "read back it is the same to the last bit");
        let kept = serde_json::to_string(&fitted(&told)).expect("JSON");
        let kept: Option<FittedRenewal> = serde_json::from_str(&kept).expect("JSON");
        assert_eq!(kept, fitted(&told));
        assert_ne!(version(&cases), version(&cases[1..]));
    }
}
