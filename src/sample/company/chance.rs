//! Chance that is the same each time: every topic of every account throws its own dice.

/// Mixes two numbers into one that looks random (splitmix64's finish).
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.rotate_left(25) ^ b.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Dice for one topic. Uses no function whose last bit differs between platforms.
#[derive(Debug, Clone)]
pub(super) struct Dice(fastrand::Rng);

impl Dice {
    /// Dice of a seed, a topic and a number; other topics do not disturb them.
    pub(super) fn new(seed: u64, topic: &str, number: u64) -> Self {
        let topic = topic.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, byte| {
            (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(fastrand::Rng::with_seed(mix(mix(seed, topic), number)))
    }

    /// From 0 up to but without 1.
    pub(super) fn share(&mut self) -> f64 {
        self.0.f64()
    }

    /// Both ends included; `low` when the range is empty.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        if high <= low { low } else { self.0.i64(low..=high) }
    }

    pub(super) fn chance(&mut self, p: f64) -> bool {
        self.0.f64() < p
    }

    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.0.usize(0..of.len())]
    }

    pub(super) fn index(&mut self, len: usize) -> usize {
        self.0.usize(0..len)
    }

    /// About normal, mean 0, standard deviation 1, never beyond ±3.5.
    pub(super) fn bell(&mut self) -> f64 {
        let sum: f64 = (0..6).map(|_| self.0.f64()).sum();
        (sum - 3.0) * 1.414
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        self.0.shuffle(items);
    }
}
