//! The revenue models against worked numbers and laws.
