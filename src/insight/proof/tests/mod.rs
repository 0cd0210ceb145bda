//! Statistics against figures made elsewhere, worked numbers and laws.

mod figures;
pub(in crate::insight) mod kit;
mod laws;
mod warning;
mod worked;
