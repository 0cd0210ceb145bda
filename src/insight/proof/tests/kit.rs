//! Reading figures, and chance that is the same each time.

use serde_json::Value;

/// The cases of a file.
pub(super) fn cases(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("figures are JSON")
}

pub(super) fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

pub(super) fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

pub(super) fn flags(value: &Value) -> Vec<bool> {
    list(value).iter().map(|flag| flag.as_bool().expect("yes or no")).collect()
}

pub(super) fn pairs(one: &[f64], other: &[f64]) -> Vec<(f64, f64)> {
    one.iter().copied().zip(other.iter().copied()).collect()
}

/// The largest difference of a comparison.
#[derive(Default)]
pub(super) struct Apart(pub(super) f64);

impl Apart {
    /// Absolute where numbers are below 1, else a share of them.
    #[track_caller]
    pub(super) fn near(&mut self, got: f64, wanted: f64, most: f64) {
        let apart = (got - wanted).abs() / wanted.abs().max(1.0);
        assert!(apart <= most, "{got} is not {wanted}: {apart:e} apart");
        self.0 = self.0.max(apart);
    }

    /// Says it; seen with `--nocapture`.
    pub(super) fn tell(&self, what: &str) {
        eprintln!("{what}: at most {:e} apart", self.0);
    }
}

/// To so many digits, half away from zero, as an answer rounds.
pub(super) fn shown(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

/// The generator of `tests/cases/proof/figures.py`: Lehmer's, 0 to 1.
pub(in crate::insight) struct Dice(u64);

impl Dice {
    pub(in crate::insight) fn from(start: u64) -> Self {
        let mut dice = Self(start % 2_147_483_646 + 1);
        // Small starts give small first numbers.
        for _ in 0..8 {
            dice.share();
        }
        dice
    }

    /// As the figures' maker starts it.
    pub(in crate::insight) fn plain(start: u64) -> Self {
        Self(start)
    }

    pub(in crate::insight) fn share(&mut self) -> f64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }

    /// About normal: the sum of twelve shares less six.
    pub(in crate::insight) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    pub(in crate::insight) fn bells(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.bell()).collect()
    }
}
