//! What a resolution records about its way, for those who ask why.

use super::question::Query;
use crate::answer::ResponseCode;
use crate::name::Name;
use crate::origin::Origin;
use crate::record::RecordType;
use crate::resolver::{QueryTarget, Upstream};
use crate::snapshot::{Resolver, Snapshot, ZoneId};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A resolver took up a question.
    Entered {
        /// Who.
        resolver: Resolver,
        /// The question.
        query: Query,
    },
    /// A source decided about one name of the chain.
    Decided {
        /// The name.
        name: Name,
        /// Who decided.
        by: Decider,
        /// What.
        verdict: NameResult,
    },
    /// A linked zone's NXDOMAIN sent the name on to the public side (`NxDomainRedirect`).
    Redirected {
        /// The name.
        name: Name,
        /// Where the link was written.
        link: Origin,
    },
    /// The outside world is asked.
    Asked {
        /// The name.
        name: Name,
        /// The type.
        rtype: RecordType,
        /// Who.
        targets: Vec<Upstream>,
    },
    /// The outside world answered.
    Replied {
        /// The RCODE.
        rcode: ResponseCode,
        /// Names of its CNAMEs that were taken over.
        followed: Vec<Name>,
        /// The name at which its chain was cut, because it belongs to a linked zone or is simulated.
        cut: Option<Name>,
    },
    /// A resolver chose where a name goes: by a forwarder or by a rule.
    Chosen {
        /// The name.
        name: Name,
        /// Which.
        route: ChosenRoute,
    },
    /// The network's ruleset does not reach a name: it is in a domain that Azure does not forward.
    Exempt {
        /// The name.
        name: Name,
    },
    /// A question goes to one of the targets chosen.
    Forwarded {
        /// The name.
        name: Name,
        /// The forwarder or rule that has the target; `None`: it is a root hint, or one of a client's servers.
        route: Option<ChosenRoute>,
        /// The target.
        target: QueryTarget,
    },
    /// A resolver has done with the question that another one, or a client, has put to it.
    Answered {
        /// Who.
        resolver: Resolver,
        /// The RCODE; `None`: it says nothing.
        rcode: Option<ResponseCode>,
    },
    /// A resolver remembered what the outside had said.
    Remembered {
        /// The name.
        name: Name,
    },
    /// A question was not put to a resolver that waits for its answer already.
    Circle {
        /// The name.
        name: Name,
        /// The loop: it begins and ends with that resolver.
        resolvers: Vec<Resolver>,
    },
    /// A question was not put to a resolver, because too many others have been asked.
    TooManyResolvers {
        /// The name.
        name: Name,
        /// Those that wait for each other, and the one that was not asked.
        resolvers: Vec<Resolver>,
    },
    /// The chain came back to a name it had passed.
    Loop {
        /// The chain, ending with the name met again.
        names: Vec<Name>,
    },
    /// The chain was longer than [`super::MAX_CHAIN`].
    TooLong,
}

impl Event {
    /// Says why a question was not put to another resolver, as the client is told; `None` for all other events.
    pub fn refusal(&self, snapshot: &Snapshot) -> Option<String> {
        let way = |resolvers: &[Resolver]| {
            let labels: Vec<_> = resolvers.iter().map(|&resolver| snapshot.label(resolver)).collect();
            labels.join(" > ")
        };
        match self {
            Self::Circle { name, resolvers } => {
                Some(format!("forwarding loop for {}: {}", name.without_dot(), way(resolvers)))
            }
            Self::TooManyResolvers { name, resolvers } => {
                Some(format!("{} needs too many resolvers: {}", name.without_dot(), way(resolvers)))
            }
            _ => None,
        }
    }
}

/// The forwarder or rule that says where a name goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenRoute {
    /// Which of the two.
    pub kind: RouteKind,
    /// Where it was written.
    pub origin: Origin,
    /// How many labels of the name its suffix has.
    pub labels: usize,
}

/// What says where a name goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteKind {
    /// A forwarder of a custom DNS server, or a delegation in a zone of its own.
    Forwarder,
    /// A rule of a ruleset.
    Rule,
}

/// Who decides about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decider {
    /// A zone linked to the network.
    Zone {
        /// The zone.
        zone: ZoneId,
        /// Where the link was written.
        link: Origin,
    },
    /// A zone that the network has without a link.
    BuiltIn {
        /// The zone.
        zone: ZoneId,
    },
    /// A zone of a custom DNS server's own.
    OwnZone {
        /// The zone.
        zone: ZoneId,
    },
    /// The simulated public side.
    Public {
        /// Label count of the apex of the whole zone that the name is in; `None`: it is a single name.
        apex: Option<usize>,
    },
    /// The closed world: other names do not exist.
    ClosedWorld,
}

/// What was decided about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameResult {
    /// It has the records asked for.
    Records {
        /// Where the first of them was written.
        origin: Origin,
        /// Label count of the encloser of the wildcard that matched.
        wildcard: Option<usize>,
    },
    /// It is an alias.
    Cname {
        /// Where it was written.
        origin: Origin,
        /// As above.
        wildcard: Option<usize>,
    },
    /// It exists without such records.
    NoData {
        /// It only lies above other names.
        empty_non_terminal: bool,
    },
    /// It does not exist.
    NxDomain {
        /// Label count of the closest name above it that exists.
        closest_encloser: usize,
    },
    /// It is delegated to a server that is not simulated.
    Delegated,
}
