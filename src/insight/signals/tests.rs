//! What signals must do: worked numbers, near misses, laws.
