//! The loop that a customer's answer opens: heard, acted upon, and the customer told of it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::insight::Calendar;

/// Working days from an answer to the customer being told what was done about it. Our assumption.
pub const CLOSE_DAYS: u32 = 5;
/// No answer that falls due now is older than this.
const LONGEST: TimeDelta = TimeDelta::days(365);

/// Where we stand with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoopState {
    /// Nobody took it up.
    New,
    /// Somebody took it up.
    Acknowledged,
    /// Something was done; the customer does not know.
    Acted,
    /// The customer knows what was done: the loop is closed.
    Told,
}

impl LoopState {
    const ALL: [Self; 4] = [Self::New, Self::Acknowledged, Self::Acted, Self::Told];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Acknowledged => "ACK",
            Self::Acted => "ACTED",
            Self::Told => "TOLD",
        }
    }

    /// Reads its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether a step may lead from here to another state: never back, and never on once the
    /// customer was told. Who took it up may change, and more may be done.
    pub fn may_become(self, next: Self) -> bool {
        next >= self && next != Self::New && self != Self::Told
    }
}

/// A step of a loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopStep {
    /// The answer's origin id.
    pub feedback: String,
    /// Where it leads.
    pub state: LoopState,
    /// When.
    pub at: DateTime<Utc>,
    /// Who says so.
    pub author: String,
    /// Who sees to it, by the origin id of one of our people; as before when `None`.
    pub owner: Option<String>,
    /// What was done.
    pub what: Option<String>,
    /// The action that did it.
    pub action: Option<i64>,
    /// Names the order: nothing is done twice under one.
    pub request_key: Option<String>,
}

impl LoopStep {
    /// Both say the same, whenever they say it.
    pub fn repeats(&self, other: &Self) -> bool {
        Self { at: other.at, author: other.author.clone(), ..self.clone() } == *other
    }
}

/// When the customer should have been told: the clock starts with the answer.
pub fn due(answered: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
    calendar.after_business_days(answered, CLOSE_DAYS)
}

/// The moment up to which answers are overdue now. What was answered later falls due later.
pub fn last_overdue(now: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
    let (mut early, mut late) = (now - LONGEST, now);
    while late - early > TimeDelta::milliseconds(1) {
        let middle = early + (late - early) / 2;
        if due(middle, calendar) < now {
            early = middle;
        } else {
            late = middle;
        }
    }
    early
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_never_goes_back_and_ends_when_the_customer_is_told() {
        use LoopState::{Acknowledged, Acted, New, Told};
        let allowed = [
            (New, Acknowledged),
            (New, Acted),
            (New, Told),
            (Acknowledged, Acknowledged),
            (Acknowledged, Acted),
            (Acknowledged, Told),
            (Acted, Acted),
            (Acted, Told),
        ];
        for from in LoopState::ALL {
            assert_eq!(LoopState::from_word(from.word()), Some(from));
            for to in LoopState::ALL {
                assert_eq!(
                    from.may_become(to),
                    allowed.contains(&(from, to)),
                    "{from:?} {to:?}"
                );
            }
        }
    }

    #[test]
    fn an_answer_is_overdue_after_five_working_days() {
        let (days, at) = (Calendar::default(), |text: &str| text.parse().expect("a moment"));
        // A Monday, and the Monday after.
        assert_eq!(due(at("2026-11-02T10:00:00Z"), &days), at("2026-11-09T10:00:00Z"));
        let last = last_overdue(at("2026-11-09T10:00:00Z"), &days);
        assert!(last < at("2026-11-02T10:00:00Z"), "{last}");
        assert!(last > at("2026-11-02T09:59:59Z"), "{last}");
    }
}
