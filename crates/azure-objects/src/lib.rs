//! The objects of an estate, one at a time: what each kind holds, how a configuration writes it, where it was written.
//!
//! In come values with their places; out come typed objects and what is wrong with each, and values to be written. References are names here: what
//! they mean to other objects is `azure-model`'s. No files and no sockets, and nothing resolves a name of DNS.

pub mod config_file;
mod declare;
pub mod diagnostic;
mod form;
pub mod id;
pub mod located;
pub mod object;
mod own_kinds;
pub mod provenance;
pub mod raw;
pub mod refusal;
mod regions;
pub mod rules;
mod scalar;
pub mod schema;
mod target_dns_server;
mod walk;
pub mod words;

pub use config_file::ConfigFile;
pub use diagnostic::{Diagnostic, Severity};
pub use id::{ObjectId, ObjectIdError, ObjectKind};
pub use located::{Located, Site};
pub use object::{Change, NotFound, Object};
pub use provenance::{Place, Provenance};
pub use refusal::{Refusal, Refusals};
pub use regions::normalize_region;
pub use rules::{Rule, rule, rules};
