//! What resolvers ask each other and the outside world.

use std::time::Duration;

use crate::name::Name;
use crate::record::RecordType;
use crate::resolver::{Resolver, Upstream};

/// A question to a resolver. The class is IN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// In the case it was asked.
    pub name: Name,
    /// The type.
    pub rtype: RecordType,
    /// The RD bit: without it nothing outside is asked.
    pub recursion_desired: bool,
    /// The DO bit: the client wants signatures (RFC 4035 §3.2.1). It is passed on to other servers.
    pub dnssec_ok: bool,
    /// The CD bit: the client validates itself (RFC 4035 §3.2.2). It is passed on to other servers.
    pub checking_disabled: bool,
}

impl Query {
    /// Returns a question as a stub resolver puts it: RD set, DO and CD not.
    pub fn new(name: Name, rtype: RecordType) -> Self {
        Self { name, rtype, recursion_desired: true, dnssec_ok: false, checking_disabled: false }
    }
}

/// A question for the outside world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who is to be asked, in order of preference.
    pub targets: Vec<Upstream>,
    /// Whether to keep the order, except for silent servers; otherwise the fastest server may come first.
    pub in_order: bool,
    /// The question, as it goes out.
    pub query: Query,
    /// How long the asking resolver waits, for all targets together.
    pub timeout: Duration,
}

/// Something remembered that should be asked for again before it is gone: see [`super::Resolution::refreshes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refresh {
    /// Who remembers it.
    pub resolver: Resolver,
    /// The question.
    pub query: Query,
}
