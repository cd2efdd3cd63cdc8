//! Microsoft's tables as data: which service has which private zone, what differs between the clouds, names of regions.
//!
//! In comes a name, a region or a cloud; out come rows of the tables. No object of a configuration is known here, nothing is
//! read at run time, and no other code guesses a zone from a name.

pub mod catalogue;
pub mod cloud;
pub mod hash;
pub mod members;
pub mod regions;
pub mod spelling;
mod words;

pub use catalogue::Catalogue;
pub use cloud::Cloud;
