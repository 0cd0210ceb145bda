//! How a pull keeps its pace: what each request counts for, and pauses between two tries.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::auth::Charge;
use super::{Pull, Target};
use crate::connector::{Asking, Pace, Request, RequestId};

/// The longest pause that we choose ourselves, unless a pull is told to be less patient.
const LONGEST: Duration = Duration::from_mins(1);
/// A pause of our own choosing is cut by up to this part of it.
const SPREAD: f64 = 0.25;

impl Pull {
    /// The same pull, whose own pauses differ from those of others by this seed: pulls that failed
    /// together then do not come back together.
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// How fast the source may be asked.
    pub fn pace(&self) -> &Arc<Pace> {
        &self.context.pace
    }

    /// A request under way as a budget sees it.
    pub fn asking(&self, id: RequestId, request: &Request) -> Asking {
        let (login, token) = match self.in_flight.get(&id) {
            Some(Target::Page { reader, run, charge, .. }) => {
                (self.tree.login(*reader, *run), charge.map(Charge::token))
            }
            Some(Target::Token { login, .. } | Target::Check { login, .. }) => (*login, None),
            Some(Target::Status { login, token, .. }) => (*login, Some(*token)),
            None => (0, None),
        };
        let credential = self.logins.get(login).map_or("", |login| login.budget_name(token));
        self.context.pace.asking(credential, request)
    }

    /// Until when the whole source wants a rest, as the error handlers of the manifest see it.
    pub fn rest(&self) -> Option<DateTime<Utc>> {
        self.paused
    }

    /// The pause before the next try: as asked, or one of our own.
    pub(super) fn pause(&self, attempts: u32, asked: Option<Duration>) -> Duration {
        asked.unwrap_or_else(|| {
            let own = own_pause(attempts).min(LONGEST);
            own.mul_f64(1.0 - SPREAD * self.seed.map_or(0.0, |seed| chance(seed, self.next_id)))
        })
    }

    /// The next pause of our own choosing would be longer than we were told to be patient.
    pub(super) fn is_tired(&self, attempts: u32) -> bool {
        self.patience.is_some_and(|patience| own_pause(attempts) > patience)
    }
}

/// One second, then twice as long each time.
fn own_pause(attempts: u32) -> Duration {
    Duration::from_secs(1_u64 << attempts.saturating_sub(1).min(10))
}

/// A number from 0 to 1 that looks like chance and is the same for the same arguments (SplitMix64).
fn chance(seed: u64, count: u64) -> f64 {
    let mut mixed = seed.wrapping_add(count.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound() {
        let seconds: Vec<u64> = (1..=12).map(|n| own_pause(n).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024]);
    }

    #[test]
    fn chance_stays_within_its_bounds_and_differs_by_seed() {
        let drawn: Vec<f64> = (0..1000).map(|n| chance(7, n)).collect();
        assert!(drawn.iter().all(|c| (0.0..=1.0).contains(c)));
        let mean = drawn.iter().sum::<f64>() / 1000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
        assert!((chance(7, 3) - chance(8, 3)).abs() > 1e-6);
    }
}
