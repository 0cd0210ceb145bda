//! Which answers are bad news: those on the bad side of their instrument's scale, whoever gave them.

use super::kind::{Rule, SurveyKind};
use super::voice::is_of_our_own;
use crate::model::{INSTRUMENTS, SurveyResponse};

/// Where the bad side of an instrument's scale begins, for whoever looks for bad answers among many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BadSide {
    /// The instrument.
    pub instrument: &'static str,
    /// Its lowest and highest answer.
    pub ends: (f64, f64),
    /// A high answer is good.
    pub high_is_good: bool,
    /// The last answer that is bad, this one included.
    pub from: f64,
}

/// The bad side of every instrument that customers are asked by.
pub fn bad_sides() -> Vec<BadSide> {
    let asked = INSTRUMENTS.iter().filter_map(|word| SurveyKind::from_word(word));
    asked
        .filter(|kind| *kind != SurveyKind::EmployeeNps)
        .map(|kind| side(kind.rule()))
        .collect()
}

fn side(rule: &'static Rule) -> BadSide {
    BadSide {
        instrument: rule.word,
        ends: (rule.scale.low, rule.scale.high),
        high_is_good: rule.scale.high_is_good,
        from: rule.bad,
    }
}

/// A customer's answer is bad news. One that does not state its scale is neither good nor bad.
pub fn is_unhappy(answer: &SurveyResponse) -> bool {
    let kind = answer.instrument.as_deref().and_then(SurveyKind::from_word);
    let Some(kind) = kind.filter(|_| !is_of_our_own(answer)) else { return false };
    kind.scale().exact(answer).is_ok_and(|score| kind.rule().bad(score))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(
        instrument: &str,
        ends: (f64, f64),
        polarity: &str,
        score: f64,
    ) -> SurveyResponse {
        SurveyResponse {
            instrument: Some(instrument.to_owned()),
            score: Some(score),
            scale_low: Some(ends.0),
            scale_high: Some(ends.1),
            polarity: Some(polarity.to_owned()),
            ..SurveyResponse::default()
        }
    }

    #[test]
    fn the_bad_side_begins_where_each_instrument_says() {
        let (up, down) = ("HIGH_IS_GOOD", "LOW_IS_GOOD");
        let cases = [
            ("NPS", (0.0, 10.0), up, 6.0, true),
            ("NPS", (0.0, 10.0), up, 7.0, false),
            ("CSAT", (1.0, 5.0), up, 2.0, true),
            ("CSAT", (1.0, 5.0), up, 3.0, false),
            ("CES5", (1.0, 5.0), down, 4.0, true),
            ("CES5", (1.0, 5.0), up, 2.0, true), // asked the other way round
            ("CES7", (1.0, 7.0), up, 4.0, false),
            ("NETEASY", (1.0, 7.0), down, 5.0, true),
            ("TRUST", (1.0, 7.0), up, 3.0, true),
            ("VALUE_TIER", (1.0, 5.0), up, 2.0, true),
            ("NPS", (0.0, 5.0), up, 1.0, false), // not its scale
            ("NPS", (0.0, 10.0), "", 1.0, false), // states no polarity
            ("EMPLOYEE_NPS", (0.0, 10.0), up, 1.0, false),
            ("STARS", (1.0, 5.0), up, 1.0, false),
        ];
        for (instrument, ends, polarity, score, unhappy) in cases {
            let said = answer(instrument, ends, polarity, score);
            assert_eq!(is_unhappy(&said), unhappy, "{instrument} {score} {polarity}");
        }
        let own = SurveyResponse {
            prong: Some("EMPLOYEE".to_owned()),
            ..answer("CSAT", (1.0, 5.0), up, 1.0)
        };
        assert!(!is_unhappy(&own), "our own people open no loop");
    }
}
