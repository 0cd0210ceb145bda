//! How many may be connected at once, in all and of one viewer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The seats there are. Cheap to clone.
#[derive(Clone)]
pub(in crate::web) struct Seats(Arc<Room>);

struct Room {
    most: usize,
    of_one: usize,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_name: BTreeMap<String, usize>,
}

impl Room {
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A seat, free again when dropped.
pub(super) struct Seat {
    room: Arc<Room>,
    /// Who sits there, once that is known.
    name: Option<String>,
}

impl Seats {
    pub(in crate::web) fn new(most: usize, of_one: usize) -> Self {
        Self(Arc::new(Room { most, of_one, taken: Mutex::default() }))
    }

    /// How many are taken.
    pub(in crate::web) fn taken(&self) -> usize {
        self.0.taken().all
    }

    /// A seat for somebody who did not say yet who they are; none when all are taken.
    pub(super) fn take(&self) -> Option<Seat> {
        let mut taken = self.0.taken();
        if taken.all >= self.0.most {
            return None;
        }
        taken.all += 1;
        Some(Seat { room: Arc::clone(&self.0), name: None })
    }
}

impl Seat {
    /// Puts a name on it; `false` when whoever has that name has too many already.
    pub(super) fn name(&mut self, name: &str) -> bool {
        let mut taken = self.room.taken();
        let theirs = taken.by_name.entry(name.to_owned()).or_default();
        if *theirs >= self.room.of_one {
            return false;
        }
        *theirs += 1;
        self.name = Some(name.to_owned());
        true
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.room.taken();
        taken.all -= 1;
        if let Some(name) = &self.name
            && let Some(theirs) = taken.by_name.get_mut(name)
        {
            *theirs -= 1;
            if *theirs == 0 {
                taken.by_name.remove(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_few_in_all_and_fewer_for_one_and_free_again_when_left() {
        let seats = Seats::new(3, 2);
        let mut all: Vec<Seat> = (0..3).map(|_| seats.take().expect("a seat")).collect();
        assert!(seats.take().is_none());
        assert!(all[0].name("a") && all[1].name("a"));
        assert!(!all[2].name("a") && all[2].name("b"));
        all.remove(0);
        let mut next = seats.take().expect("a seat that was left");
        assert!(next.name("a"));
        drop((all, next));
        assert!(seats.0.taken().by_name.is_empty() && seats.0.taken().all == 0);
    }
}
