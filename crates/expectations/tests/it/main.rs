//! Files of expectations from the outside: what is refused, what is reported, what is written.

mod golden;
mod properties;
mod reports;
mod running;
mod updates;
