//! How probable it is that chance alone brings as much: tails of distributions, by `statrs`.
//!
//! Published: Abramowitz & Stegun 26.5 and 26.7 (Student's t and F by the incomplete beta function),
//! 26.4 (chi-squared by the incomplete gamma function).

use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc;
use statrs::function::gamma::gamma_ur;

/// P(|T| ≥ |t|) of Student's t with so many degrees of freedom.
pub(super) fn student(t: f64, freedom: f64) -> f64 {
    ratio(freedom, 1.0, t * t)
}

/// P(F ≥ f) of an F distribution. `f` is not negative.
pub(super) fn fisher(f: f64, above: f64, below: f64) -> f64 {
    ratio(below, above, above * f)
}

/// P(X ≥ x) of a chi-squared distribution.
pub(super) fn chi_squared(x: f64, freedom: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma_ur(freedom / 2.0, x / 2.0) }
}

/// P(|Z| ≥ |z|) of the normal distribution.
pub(super) fn normal(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// I of below / (below + part) with halves of the degrees of freedom. The smaller side is reckoned:
/// the larger one less from 1 would lose its digits.
fn ratio(below: f64, above: f64, part: f64) -> f64 {
    if part.is_infinite() {
        return 0.0;
    }
    let whole = below + part;
    if part < below * above.max(1.0) / (below + above) {
        1.0 - beta_reg(above / 2.0, below / 2.0, part / whole)
    } else {
        beta_reg(below / 2.0, above / 2.0, below / whole)
    }
}
