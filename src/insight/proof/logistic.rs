//! A probability fitted to what happened: ridge logistic regression by Newton's method.
//!
//! Published: the optimum of scikit-learn's `LogisticRegression(solver="newton-cholesky")` with
//! C = 1 / ridge: Σ log-loss + ridge/2 · Σ w², the intercept free. Each step solves the Hessian by
//! Cholesky and is halved until the loss falls. Ours: at most 40 columns.

use serde::{Deserialize, Serialize};

use super::Unproven;

/// Columns at most: the Hessian is solved whole.
const MOST_COLUMNS: usize = 40;
/// Steps at most; Newton needs fewer than ten.
const MOST_STEPS: usize = 100;
/// Halvings of a step at most.
const MOST_HALVINGS: usize = 40;
/// The slope, for each row, at which the optimum is reached.
const FLAT: f64 = 1e-12;

/// Rows of so many columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Design {
    columns: usize,
    values: Vec<f64>,
}

impl Design {
    /// Rows one after another. Values that fill no whole row are left out.
    pub fn of(columns: usize, mut values: Vec<f64>) -> Self {
        let whole = values.len() - values.len() % columns.max(1);
        values.truncate(whole);
        Self { columns, values }
    }

    /// A design without rows yet.
    pub fn empty(columns: usize) -> Self {
        Self::of(columns, Vec::new())
    }

    /// Puts a row at the end; one of another width is not taken.
    pub fn push(&mut self, row: &[f64]) {
        if row.len() == self.columns {
            self.values.extend_from_slice(row);
        }
    }

    /// The rows.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.columns.max(1))
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// There is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Columns of a row.
    pub fn columns(&self) -> usize {
        self.columns
    }
}

/// A fitted probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Logistic {
    /// Log-odds of a row of zeros.
    pub intercept: f64,
    /// Log-odds of one more in each column.
    pub weights: Vec<f64>,
}

impl Logistic {
    /// The probability of a row, 0 to 1.
    pub fn probability(&self, row: &[f64]) -> f64 {
        sigmoid(self.log_odds(row))
    }

    fn log_odds(&self, row: &[f64]) -> f64 {
        self.weights.iter().zip(row).map(|(weight, value)| weight * value).sum::<f64>()
            + self.intercept
    }
}

pub(super) fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// Fits the probability that an outcome comes. `ridge` is above 0: the larger, the nearer to 0 are the
/// weights.
///
/// # Errors
/// No row on one side; more than 40 columns; a ridge or a value that cannot be reckoned with; as many
/// outcomes as rows are needed.
pub fn fit(design: &Design, happened: &[bool], ridge: f64) -> Result<Logistic, Unproven> {
    check(design, happened, ridge)?;
    let mut at = vec![0.0; design.columns + 1];
    let task = Task { design, happened, ridge };
    let mut loss = task.loss(&at);
    for _ in 0..MOST_STEPS {
        let (slope, mut curve) = task.slope_and_curve(&at);
        let steepest = slope.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
        if steepest <= FLAT * design.len() as f64 {
            break;
        }
        let step = solve(&mut curve, &slope).ok_or_else(|| unfit("columns say the same"))?;
        let Some((next, lower)) = task.descend(&at, &step, loss) else { break };
        (at, loss) = (next, lower);
    }
    let intercept = at.pop().unwrap_or(0.0);
    Ok(Logistic { intercept, weights: at })
}

fn unfit(why: &str) -> Unproven {
    Unproven::Unfit { why: why.to_owned() }
}

fn check(design: &Design, happened: &[bool], ridge: f64) -> Result<(), Unproven> {
    let (rows, columns) = (design.len(), design.columns);
    if rows != happened.len() {
        return Err(unfit(&format!("{rows} rows and {} outcomes", happened.len())));
    }
    if columns == 0 || columns > MOST_COLUMNS {
        return Err(unfit(&format!("{columns} columns; 1 to {MOST_COLUMNS} can be fitted")));
    }
    if !ridge.is_finite() || ridge <= 0.0 {
        return Err(unfit("the ridge must be above 0"));
    }
    if design.values.iter().any(|value| !value.is_finite()) {
        return Err(unfit("a value is not a number"));
    }
    let with = happened.iter().filter(|happened| **happened).count();
    if with == 0 || with == rows {
        return Err(Unproven::NoSpread { what: "the outcome" });
    }
    Ok(())
}

/// What is minimised. Parameters are the weights, then the intercept.
struct Task<'a> {
    design: &'a Design,
    happened: &'a [bool],
    ridge: f64,
}

impl Task<'_> {
    fn log_odds(&self, at: &[f64], row: &[f64]) -> f64 {
        row.iter().zip(at).map(|(value, weight)| value * weight).sum::<f64>()
            + at[self.design.columns]
    }

    fn loss(&self, at: &[f64]) -> f64 {
        let cases = self.design.rows().zip(self.happened);
        let of_case = |(row, happened): (&[f64], &bool)| {
            let z = self.log_odds(at, row);
            // ln(1 + e^∓z) without overflow.
            let z = if *happened { -z } else { z };
            z.max(0.0) + (-z.abs()).exp().ln_1p()
        };
        let weights = &at[..self.design.columns];
        let penalty: f64 = weights.iter().map(|weight| weight * weight).sum();
        cases.map(of_case).sum::<f64>() + self.ridge / 2.0 * penalty
    }

    /// The gradient, and the lower triangle of the Hessian row by row.
    fn slope_and_curve(&self, at: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (columns, size) = (self.design.columns, self.design.columns + 1);
        let (mut slope, mut curve) = (vec![0.0; size], vec![0.0; size * size]);
        for (row, happened) in self.design.rows().zip(self.happened) {
            let p = sigmoid(self.log_odds(at, row));
            let (error, weight) = (p - f64::from(u8::from(*happened)), p * (1.0 - p));
            let value = |place: usize| row.get(place).copied().unwrap_or(1.0);
            for i in 0..size {
                slope[i] += error * value(i);
                let own = weight * value(i);
                for j in 0..=i {
                    curve[i * size + j] += own * value(j);
                }
            }
        }
        for i in 0..columns {
            slope[i] += self.ridge * at[i];
            curve[i * size + i] += self.ridge;
        }
        (slope, curve)
    }

    /// The farthest of the whole step, half of it, a quarter … that makes the loss no larger.
    fn descend(&self, at: &[f64], step: &[f64], loss: f64) -> Option<(Vec<f64>, f64)> {
        let mut share = 1.0;
        for _ in 0..MOST_HALVINGS {
            let next: Vec<f64> = at.iter().zip(step).map(|(a, s)| a - share * s).collect();
            let lower = self.loss(&next);
            // Near the optimum the loss differs by less than it can be told: the step is good.
            if lower <= loss + 1e-14 * loss.abs() {
                return Some((next, lower));
            }
            share /= 2.0;
        }
        None
    }
}

/// Solves a symmetric system by Cholesky, in place on its lower triangle; `None` when it is singular.
fn solve(curve: &mut [f64], slope: &[f64]) -> Option<Vec<f64>> {
    let size = slope.len();
    for i in 0..size {
        for j in 0..=i {
            let before: f64 = (0..j).map(|k| curve[i * size + k] * curve[j * size + k]).sum();
            let rest = curve[i * size + j] - before;
            curve[i * size + j] = if i == j {
                if rest <= 0.0 {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / curve[j * size + j]
            };
        }
    }
    let mut found = slope.to_vec();
    for i in 0..size {
        let before: f64 = (0..i).map(|k| curve[i * size + k] * found[k]).sum();
        found[i] = (found[i] - before) / curve[i * size + i];
    }
    for i in (0..size).rev() {
        let after: f64 = (i + 1..size).map(|k| curve[k * size + i] * found[k]).sum();
        found[i] = (found[i] - after) / curve[i * size + i];
    }
    Some(found)
}
