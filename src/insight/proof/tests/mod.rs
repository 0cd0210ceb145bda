//! Statistics against figures made elsewhere, worked numbers and laws.

mod figures;
mod kit;
mod laws;
mod warning;
mod worked;
