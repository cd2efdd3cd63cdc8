//! The running thing: a configuration that is served, and everything that lives as long as it is served.
//!
//! In comes a [`Configuration`], read from a [`ConfigurationSource`], and [`HostOptions`]. [`Host::start`] opens the listeners, all or none;
//! [`Host::run`] answers until the caller's future says stop. Meanwhile a [`HostHandle`] reloads, applies another configuration,
//! opens listeners, flushes caches. A start is the first change: a reload does all that a start does, or nothing at all.
//! Out go [`Replacement`], which says what a change has changed, the addresses of the listeners, logs (as `tracing` events), and
//! every query to each [`Observer`], once.
//!
//! Everything that this crate knows of Azure's objects is in `configuration.rs`. What never enters: arguments, terminals, signals
//! and what is printed; a second way from a question to an answer.

mod changes;
mod configuration;
mod error;
mod footprint;
mod handle;
mod observers;
pub mod online;
mod placement;
mod reloader;
mod replacement;
mod run;
mod settings;
mod system;
mod watch;

pub use changes::{ChangeKind, ChangedName, ChangedSet, ChangedZone, Changes, Totals};
pub use configuration::{Configuration, ConfigurationSource, Refusal};
pub use error::ApplyError;
pub use handle::HostHandle;
pub use observers::Observer;
pub use placement::{Move, Placement, PlacementError};
pub use replacement::Replacement;
pub use run::{Host, HostOptions};
pub use settings::{ChangedSetting, Settings};
