//! What Azure refuses, what Zonite refuses on its own, and the known mistakes that warnings are about: one registry.
//!
//! A reason is declared once, with its sentences, the known mistake that it is and Azure's error; whoever refuses names the
//! reason and its fields. `render` makes text of it for a file and an answer for ARM. Nothing else writes a sentence.

mod declare;
mod endpoint;
mod entry;
mod field;
mod forwarding;
mod limit;
mod list;
mod naming;
mod network;
mod reason;
mod record;
mod reference;
mod render;
mod syntax;
mod value;
mod zone;

pub use azure_catalogue::members::Certainty;
pub use endpoint::{EndpointRefusal, RegistryRefusal, ResourceRefusal};
pub use entry::{AzureError, ReasonEntry};
pub use field::{
    AddressSpace, AllRelated, Instead, Meant, Names, OneOfQuoted, Quoted, Related, ReplicaWord, Suggestion,
    UsableAddresses, WithArticle, WithSubject,
};
pub use forwarding::{RulesetRefusal, ServerRefusal};
pub use limit::LimitRefusal;
pub use list::Refusals;
pub use naming::NamingRefusal;
pub use network::NetworkRefusal;
pub use reason::{RefusalReason, registry};
pub use record::RecordRefusal;
pub use reference::ReferenceRefusal;
pub use render::ArmError;
pub use syntax::SyntaxRefusal;
pub use value::ValueRefusal;
pub use zone::{LinkRefusal, ZoneRefusal};

use crate::diagnostic::Severity;
use crate::id::ObjectId;
use crate::located::Site;
use crate::rules::Rule;

/// Something that is refused, or that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: RefusalReason,
    /// The object that is refused; `None`: none is, as with syntax.
    pub subject: Option<ObjectId>,
    /// Where the value stands, and the path of its key.
    pub site: Site,
    /// The value as written; `None`: it is not about one value.
    pub value: Option<String>,
    /// The record of a zone file that it is about, as `www.corp.example A`; `None`: it is about none.
    pub record: Option<String>,
}

impl Refusal {
    /// Refuses what stands at a site.
    pub fn new(site: Site, reason: impl Into<RefusalReason>) -> Self {
        Self { reason: reason.into(), subject: None, site, value: None, record: None }
    }

    /// Adds the value as written.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    /// Adds the object that is refused.
    #[must_use]
    pub fn of(self, subject: ObjectId) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// Adds the record of a zone file that it is about.
    #[must_use]
    pub fn of_record(self, record: impl Into<String>) -> Self {
        Self { record: Some(record.into()), ..self }
    }

    /// Returns the known mistake that it is, if it is one.
    pub fn rule(&self) -> Option<&'static Rule> {
        self.reason.entry().rule
    }

    /// Says how bad it is: what is no known mistake is an error.
    pub fn severity(&self) -> Severity {
        self.reason.entry().severity()
    }

    /// Lists the other objects that it names.
    pub fn related(&self) -> Vec<&Related> {
        self.reason.related()
    }
}
