//! Moves octets.
