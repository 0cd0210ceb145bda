//! Whether we measure what matters: a check of ourselves, not of customers.

use std::collections::BTreeSet;

use super::{HealthModel, KpiDef};
use crate::model::Category;

/// Two of three questions to ourselves, each as a share of 0 to 1; `None` of nothing to count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Maturity {
    /// Of the moments that matter to somebody, those that a KPI measures whose kind of system is
    /// connected.
    pub moments: Option<f64>,
    /// Of the stages of the journey, those where what customers say stands beside what was measured:
    /// a KPI of surveys and one of another kind, both of connected systems.
    pub blended: Option<f64>,
}

/// How far a model can be measured with these kinds of systems.
pub fn maturity(model: &HealthModel, connected: &BTreeSet<Category>) -> Maturity {
    let told = |kpi: &KpiDef| connected.contains(&kpi.source);
    let by_code = |code: &String| model.kpis().any(|(_, kpi)| kpi.code == *code && told(kpi));
    let moments = model.moments.iter().map(|moment| moment.measured_by.iter().any(by_code));
    let says = |kpi: &KpiDef| kpi.source == Category::Survey;
    let blended = model.stages.iter().map(|stage| {
        let told = || stage.kpis.iter().filter(|kpi| told(kpi));
        told().any(says) && told().any(|kpi| !says(kpi))
    });
    Maturity { moments: share(moments), blended: share(blended) }
}

fn share(of: impl Iterator<Item = bool>) -> Option<f64> {
    let of: Vec<bool> = of.collect();
    let held = of.iter().filter(|held| **held).count();
    (!of.is_empty()).then(|| held as f64 / of.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_counted_by_hand() {
        use Category::{Crm, Erp, Support, Survey};

        let model = HealthModel::built_in();
        let found = |kinds: &[Category]| {
            let found = maturity(&model, &kinds.iter().copied().collect());
            (found.moments, found.blended)
        };
        // The one moment is measured by DE1, of the ERP. PURCHASE, IMPLEMENTATION, SUPPORT and
        // RELATIONSHIP have a KPI of surveys; in SUPPORT the others are of the desk.
        let cases: [(&[Category], _); 4] = [
            (&[], (Some(0.0), Some(0.0))),
            (&[Crm, Erp, Support], (Some(1.0), Some(0.0))),
            (&[Crm, Survey], (Some(0.0), Some(0.3))),
            (&[Crm, Erp, Support, Survey], (Some(1.0), Some(0.4))),
        ];
        for (kinds, wanted) in cases {
            assert_eq!(found(kinds), wanted, "{kinds:?}");
        }
        let bare = HealthModel { moments: Vec::new(), ..HealthModel::clone(&model) };
        assert_eq!(maturity(&bare, &BTreeSet::new()).moments, None, "there is none to measure");
    }
}
