//! Numbers of a group, and what conditions and orders say of them.

/// What is told of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stat {
    Known,
    Sum,
    Mean,
    Min,
    Max,
    P10,
    P25,
    P50,
    P75,
    P90,
}

impl Stat {
    pub(super) const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Known, "known", "How many have the number."),
        (Self::Sum, "sum", "Their sum."),
        (Self::Mean, "mean", "Their mean; each counts the same."),
        (Self::Min, "min", "The least."),
        (Self::Max, "max", "The greatest."),
        (
            Self::P10,
            "p10",
            "A tenth is at most this; between two values linearly, as percentiles in SQL.",
        ),
        (Self::P25, "p25", "A quarter is at most this."),
        (Self::P50, "p50", "The median."),
        (Self::P75, "p75", "Three quarters are at most this."),
        (Self::P90, "p90", "Nine tenths are at most this."),
    ];

    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| own.eq_ignore_ascii_case(name)).map(|(of, ..)| *of)
    }

    /// Its place among the figures; none of how many there are.
    pub(super) fn figure(self) -> Option<usize> {
        (self as usize).checked_sub(1)
    }

    pub(super) fn is_spread(self) -> bool {
        self >= Self::P10
    }
}

/// A number of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// A tally of the frame, by its place.
    Tally(usize),
    /// A number, by its place among those asked for.
    Number(usize, Stat),
}

/// How a measure stands to a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sign {
    Eq,
    Lt,
    Lte,
    Gt,
    Gte,
    Unknown(bool),
}

/// A condition on groups; all of it holds.
#[derive(Debug)]
pub(super) struct Having {
    pub(super) of: Measure,
    pub(super) signs: Vec<(Sign, f64)>,
}

/// What groups are ordered by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Order {
    /// The word in what they are grouped by, by its place.
    Word {
        at: usize,
        descending: bool,
    },
    Number {
        of: Measure,
        descending: bool,
    },
}
