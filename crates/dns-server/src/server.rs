//! Binds.
