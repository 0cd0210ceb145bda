//! What each viewer may still spend: a bucket of points by name, filled again evenly over a minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::access::Viewer;

/// So many buckets are kept before full ones are thrown away.
const MOST: usize = 10_000;
/// How long an empty bucket takes to be full.
const MINUTE: f64 = 60.0;

/// The buckets of everybody who has one.
#[derive(Default)]
pub(super) struct Budgets(Mutex<HashMap<String, Bucket>>);

struct Bucket {
    points: f64,
    most: f64,
    at: Instant,
}

impl Bucket {
    fn now(&self, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.points + since * self.most / MINUTE).min(self.most)
    }
}

impl Budgets {
    /// Whether a viewer may ask anything now.
    ///
    /// # Errors
    /// When they spent all they had: how long until there is a point again.
    pub(super) fn check(&self, viewer: &Viewer, now: Instant) -> Result<(), Duration> {
        let Some(most) = viewer.points_a_minute.map(f64::from) else { return Ok(()) };
        let buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let points = buckets.get(&viewer.name).map_or(most, |bucket| bucket.now(now));
        if points >= 1.0 {
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - points) * MINUTE / most))
    }

    /// Takes what a request costs, also beyond what there is: then the next one waits.
    pub(super) fn take(&self, viewer: &Viewer, cost: usize, now: Instant) {
        let Some(most) = viewer.points_a_minute.map(f64::from) else { return };
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| bucket.now(now) < bucket.most);
        }
        let points = buckets.get(&viewer.name).map_or(most, |bucket| bucket.now(now).min(most));
        let points = points - cost as f64;
        buckets.insert(viewer.name.clone(), Bucket { points, most, at: now });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(name: &str, points: Option<u32>) -> Viewer {
        Viewer { name: name.to_owned(), points_a_minute: points, ..Viewer::host() }
    }

    #[test]
    fn whoever_spent_all_waits_until_there_is_a_point_again() {
        let (budgets, start) = (Budgets::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        let (small, other) = (viewer("bi", Some(60)), viewer("other", Some(60)));
        let host = viewer("host", None);
        for viewer in [&small, &host] {
            assert_eq!(budgets.check(viewer, start), Ok(()));
            budgets.take(viewer, 90, start);
        }
        assert_eq!(budgets.check(&small, start), Err(Duration::from_secs(31)));
        assert_eq!(budgets.check(&small, at(30)), Err(Duration::from_secs(1)));
        assert_eq!(budgets.check(&small, at(31)), Ok(()));
        assert_eq!(budgets.check(&other, start), Ok(()), "everybody has their own");
        assert_eq!(budgets.check(&host, start), Ok(()), "nobody limits the host");
        budgets.take(&small, 60, at(1_000));
        assert_eq!(budgets.check(&small, at(1_000)), Err(Duration::from_secs(1)), "60 at most");
    }
}
