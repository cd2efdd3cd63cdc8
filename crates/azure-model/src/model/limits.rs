//! Azure's count limits: how many of a thing there may be.
//!
//! Limits that are no counts (labels, TTLs, lengths) hold always and are checked where the value is read.

use azure_objects::Refusals;
use azure_objects::located::{Located, WrittenAs};
use azure_objects::refusal::LimitRefusal;

/// Whether Azure's count limits are errors: `[limits] enforce`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// `false` for load tests.
    pub are_enforced: bool,
}

/// One count that Azure limits.
#[derive(Debug)]
pub(crate) struct Limit {
    /// How an object stands to the things: "has", "is one of".
    verb: &'static str,
    things: &'static str,
    /// Whose limit it is.
    holder: &'static str,
    pub(crate) most: usize,
}

impl Limit {
    const fn of(holder: &'static str, most: usize, things: &'static str) -> Self {
        Self { verb: "has", things, holder, most }
    }

    /// Says that there are `count` of the things, which `[limits]` can allow.
    pub(crate) fn exceeded(&self, count: usize) -> LimitRefusal {
        let Self { verb, things, holder, most } = *self;
        LimitRefusal::TooMany { verb, count, things, holder, most }
    }

    /// Reports the first of these things that is too much, whatever `[limits]` says.
    pub(crate) fn check_always<T: WrittenAs>(&self, things: &[Located<T>], refusals: &mut Refusals) {
        if let Some(surplus) = things.get(self.most) {
            let Self { verb, things: kind, holder, most } = *self;
            let count = things.len();
            let refused = LimitRefusal::TooManyAlways { verb, count, things: kind, holder, most };
            refusals.push(surplus.refuse(refused));
        }
    }
}

/// Of a zone, the SOA among them (`Azure DNS limits`, private DNS zones).
pub(crate) const RECORD_SETS: Limit = Limit::of("a private DNS zone", 25_000, "record sets");
/// Of a record set; an alias has one in any case (`Azure DNS limits`, private DNS zones).
pub(crate) const RECORDS: Limit = Limit::of("a record set", 20, "records");
/// Of a zone (`Azure DNS limits`, private DNS zones).
pub(crate) const LINKS: Limit = Limit::of("a private DNS zone", 1000, "virtual network links");
/// Of a zone (`Azure DNS limits`, private DNS zones).
pub(crate) const REGISTRATION_LINKS: Limit =
    Limit::of("a private DNS zone", 100, "virtual network links with registration_enabled");
/// Of a subscription; the file stands for one (`Azure DNS limits`, private DNS zones).
pub(crate) const ZONES: Limit =
    Limit { verb: "is one of", ..Limit::of("a subscription", 1000, "private DNS zones") };
/// Of a network, for resolution (`Azure DNS limits`, private DNS zones).
pub(crate) const ZONES_OF_NETWORK: Limit =
    Limit { verb: "is linked to", ..Limit::of("a virtual network", 1000, "private DNS zones") };
/// Of the DNS zone group of an endpoint (`Azure Private Endpoint DNS integration`).
pub(crate) const ZONES_OF_GROUP: Limit =
    Limit { verb: "is one of", ..Limit::of("a DNS zone group", 5, "private DNS zones") };
/// Of a registry (`Set up private endpoints with private link for ACR`).
pub(crate) const ENDPOINTS: Limit = Limit::of("a container registry", 200, "private endpoints");
/// Of a registry (`Configure public IP network rules`).
pub(crate) const IP_RULES: Limit = Limit::of("a container registry", 200, "IP rules");
/// Of a registry (`Restrict access to a container registry using a service endpoint`).
pub(crate) const SUBNET_RULES: Limit = Limit::of("a container registry", 100, "virtual network rules");
/// Of a network (`Azure subscription and service limits`).
pub(crate) const DNS_SERVERS: Limit = Limit::of("a virtual network", 20, "DNS servers");
/// Of a subscription; the file stands for one (`Azure DNS limits`, private resolver).
pub(crate) const RESOLVERS: Limit =
    Limit { verb: "is one of", ..Limit::of("a subscription", 15, "private DNS resolvers") };
/// Of a network (`What is Azure DNS Private Resolver?`).
pub(crate) const RESOLVERS_OF_NETWORK: Limit =
    Limit { verb: "is one of", ..Limit::of("a virtual network", 1, "private DNS resolvers") };
/// Of a resolver (`Azure DNS limits`, private resolver).
pub(crate) const INBOUND_ENDPOINTS: Limit = Limit::of("a private DNS resolver", 5, "inbound endpoints");
/// Of a ruleset (`Azure DNS limits`, private resolver).
pub(crate) const RULES: Limit = Limit::of("a DNS forwarding ruleset", 1000, "rules");
/// Of a ruleset (`Azure DNS limits`, private resolver).
pub(crate) const RULESET_LINKS: Limit = Limit::of("a DNS forwarding ruleset", 500, "virtual network links");
/// Of a rule (`Azure DNS limits`, private resolver).
pub(crate) const RULE_TARGETS: Limit = Limit::of("a forwarding rule", 6, "target_dns_servers");

impl Limits {
    /// Reports the object at `at` if it has more than Azure allows.
    pub(crate) fn check<T: WrittenAs>(
        self,
        limit: &Limit,
        count: usize,
        at: &Located<T>,
        refusals: &mut Refusals,
    ) {
        if self.are_enforced && count > limit.most {
            refusals.push(at.refuse(limit.exceeded(count)));
        }
    }
}
