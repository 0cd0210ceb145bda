//! How many requests a system takes in a window of time, and what it says about that.

use std::time::{Duration, Instant};

use super::System;

/// A rate limit: so many requests in a fixed window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Requests answered in one window.
    pub requests: u32,
    /// Length of the window, above zero.
    pub per: Duration,
}

impl Limit {
    /// What a system allows at first. The vendors' limits with the time scaled down, so that a
    /// first sync takes seconds and a hammering client still meets a 429.
    pub(super) fn of(system: System) -> Self {
        let (requests, seconds) = match system {
            // 190 in 10 s for a private app.
            System::Hubspot => (1_000, 1),
            // 600 in a minute, and 120 in a minute.
            System::BusinessCentral | System::SurveyMonkey => (600, 5),
            // 10 exports and 700 other requests in a minute.
            System::Zendesk => (400, 5),
            // 350 in a second and 3,500 in a minute for events, 75 and 700 for profiles.
            System::Klaviyo => (700, 2),
            // 60 in an hour, 3 in a second.
            System::Mixpanel => (3_000, 5),
        };
        Self { requests, per: Duration::from_secs(seconds) }
    }
}

/// The window that is open now.
#[derive(Debug)]
pub(super) struct Window {
    limit: Limit,
    opened: Option<Instant>,
    used: u32,
}

/// Where a request stands in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    pub(super) limit: Limit,
    /// Requests left in the window after this one.
    pub(super) left: u32,
    /// Time until the next window.
    pub(super) resets: Duration,
    /// This request was one too many.
    pub(super) over: bool,
}

impl Window {
    pub(super) fn new(limit: Limit) -> Self {
        Self { limit, opened: None, used: 0 }
    }

    /// Counts a request.
    pub(super) fn take(&mut self, now: Instant) -> Pace {
        let opened = match self.opened {
            Some(opened) if now.duration_since(opened) < self.limit.per => opened,
            _ => {
                self.used = 0;
                now
            }
        };
        self.opened = Some(opened);
        let over = self.used >= self.limit.requests;
        if !over {
            self.used += 1;
        }
        Pace {
            limit: self.limit,
            left: self.limit.requests - self.used,
            resets: self.limit.per.saturating_sub(now.duration_since(opened)),
            over,
        }
    }
}

impl Pace {
    /// Whole seconds until the next window, at least one: what `Retry-After` can say.
    pub(super) fn wait_seconds(&self) -> u64 {
        (self.resets.as_millis().div_ceil(1_000) as u64).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_closes_when_it_is_full_and_opens_anew_when_its_time_is_over() {
        let limit = Limit { requests: 2, per: Duration::from_secs(10) };
        let mut window = Window::new(limit);
        let start = Instant::now();
        let cases = [
            // (seconds, over, left, wait)
            (0, false, 1, 10),
            (1, false, 0, 9),
            (2, true, 0, 8),
            (9, true, 0, 1),
            (10, false, 1, 10),
            (11, false, 0, 9),
            (11, true, 0, 9),
        ];
        for (seconds, over, left, wait) in cases {
            let pace = window.take(start + Duration::from_secs(seconds));
            assert_eq!(
                (pace.over, pace.left, pace.wait_seconds()),
                (over, left, wait),
                "{seconds}"
            );
        }
    }
}
