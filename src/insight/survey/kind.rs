//! The kinds of survey: for each the scale, the parts of the scale and the arithmetic.

use super::scale::{self, Scale};

/// What is asked, which fixes the scale and the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SurveyKind {
    /// Net Promoter Score.
    Nps,
    /// Customer satisfaction at a point in time.
    Csat,
    /// Customer effort, 1 very low to 5 very high.
    Ces5,
    /// Customer effort 2.0, 1 disagree to 7 agree that it was easy.
    Ces7,
    /// Net ease, 1 extremely easy to 7 extremely difficult.
    NetEasy,
    /// Agreement with statements about trust.
    Trust,
    /// Agreement with statements about value.
    ValueTier,
    /// Net Promoter Score of us as an employer.
    EmployeeNps,
}

/// How many answers make one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Share of good answers less that of bad ones.
    Net,
    /// Share of good answers.
    Top,
    /// Mean.
    Mean,
}

/// Everything that is fixed about a kind.
pub(super) struct Rule {
    pub(super) word: &'static str,
    pub(super) scale: Scale,
    pub(super) scale_words: &'static str,
    pub(super) formula: &'static str,
    pub(super) reading: Reading,
    /// Good, neither, bad.
    pub(super) labels: [&'static str; 3],
    /// Good from here in the good direction.
    pub(super) good: f64,
    /// Bad from here in the other.
    pub(super) bad: f64,
}

const RULES: &[(SurveyKind, Rule)] = &[
    (
        SurveyKind::Nps,
        Rule {
            word: "NPS",
            scale: scale::NPS,
            scale_words: "0 not at all likely .. 10 extremely likely",
            formula: "pct(9-10)-pct(0-6)",
            reading: Reading::Net,
            labels: ["PROMOTER", "PASSIVE", "DETRACTOR"],
            good: 9.0,
            bad: 6.0,
        },
    ),
    (
        SurveyKind::Csat,
        Rule {
            word: "CSAT",
            scale: scale::CSAT,
            scale_words: "1 very dissatisfied .. 5 very satisfied",
            formula: "pct(4-5), at a point in time",
            reading: Reading::Top,
            labels: ["SATISFIED", "NEUTRAL", "DISSATISFIED"],
            good: 4.0,
            bad: 2.0,
        },
    ),
    (
        SurveyKind::Ces5,
        Rule {
            word: "CES5",
            scale: scale::CES5,
            scale_words: "1 very low effort .. 5 very high effort",
            formula: "mean, lower is better",
            reading: Reading::Mean,
            labels: ["LOW_EFFORT", "NEUTRAL", "HIGH_EFFORT"],
            good: 2.0,
            bad: 4.0,
        },
    ),
    (
        SurveyKind::Ces7,
        Rule {
            word: "CES7",
            scale: scale::CES7,
            scale_words: "1 disagree .. 7 agree that it was easy",
            formula: "mean, higher is better",
            reading: Reading::Mean,
            labels: ["EASY", "NEUTRAL", "DIFFICULT"],
            good: 5.0,
            bad: 3.0,
        },
    ),
    (
        SurveyKind::NetEasy,
        Rule {
            word: "NETEASY",
            scale: scale::NET_EASY,
            scale_words: "1 easy .. 7 difficult",
            formula: "pct(1-2)-pct(5-7)",
            reading: Reading::Net,
            labels: ["EASY", "NEUTRAL", "DIFFICULT"],
            good: 2.0,
            bad: 5.0,
        },
    ),
    (
        SurveyKind::Trust,
        Rule {
            word: "TRUST",
            scale: scale::TRUST,
            scale_words: "1 disagree .. 7 agree",
            formula: "pct(6-7)-pct(1-3)",
            reading: Reading::Net,
            labels: ["AGREES", "NEUTRAL", "DISAGREES"],
            good: 6.0,
            bad: 3.0,
        },
    ),
    (
        SurveyKind::ValueTier,
        Rule {
            word: "VALUE_TIER",
            scale: scale::VALUE,
            scale_words: "1 disagree .. 5 agree",
            formula: "mean of all items; the tier is a field of its own",
            reading: Reading::Mean,
            labels: ["AGREES", "NEUTRAL", "DISAGREES"],
            good: 4.0,
            bad: 2.0,
        },
    ),
    (
        SurveyKind::EmployeeNps,
        Rule {
            word: "EMPLOYEE_NPS",
            scale: scale::NPS,
            scale_words: "0 not at all likely .. 10 extremely likely",
            formula: "pct(9-10)-pct(0-6) of our own people",
            reading: Reading::Net,
            labels: ["PROMOTER", "PASSIVE", "DETRACTOR"],
            good: 9.0,
            bad: 6.0,
        },
    ),
];

impl Rule {
    pub(super) fn good(&self, score: f64) -> bool {
        if self.scale.high_is_good { score >= self.good } else { score <= self.good }
    }

    pub(super) fn bad(&self, score: f64) -> bool {
        if self.scale.high_is_good { score <= self.bad } else { score >= self.bad }
    }
}

impl SurveyKind {
    pub(super) fn rule(self) -> &'static Rule {
        let found = RULES.iter().find(|(kind, _)| *kind == self).map(|(_, rule)| rule);
        found.expect("every kind has its rule")
    }

    /// The instrument's word.
    pub fn word(self) -> &'static str {
        self.rule().word
    }

    /// Reads an instrument's word.
    pub fn from_word(word: &str) -> Option<Self> {
        RULES.iter().find(|(_, rule)| rule.word == word).map(|(kind, _)| *kind)
    }

    pub(super) fn scale(self) -> Scale {
        self.rule().scale
    }
}
