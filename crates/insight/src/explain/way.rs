//! Events of a resolution, as steps that have names and places.

use std::fmt;

use zone_store::answer::{ResponseCode, rcode_name};
use zone_store::engine::{ChosenRoute, Decider, Event, NameResult, RouteKind, Trace, TraceEntry};
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::{RecordSet, RecordType};
use zone_store::snapshot::Resolver;
use zone_store::zone::Lookup;

use super::book::Book;
use azure_model::origins::Source;
use azure_objects::provenance::Provenance;

/// One thing that a resolver did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedStep {
    /// How many resolvers wait for this one.
    pub depth: usize,
    /// Who, as people call it.
    pub resolver: String,
    /// What.
    pub act: Act,
}

/// What a resolver did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// It took up a question.
    Asked {
        /// The name.
        name: Name,
        /// The type.
        rtype: RecordType,
    },
    /// It had something to say about a name.
    Decided {
        /// The name.
        name: Name,
        /// On whose word.
        by: By,
        /// What.
        finding: NameFinding,
    },
    /// An NXDOMAIN was not the last word: the public side is asked, too.
    FellBack {
        /// The name.
        name: Name,
        /// The link that says so.
        link: Option<Provenance>,
    },
    /// It asked somebody else of the configuration.
    Forwarded {
        /// The name.
        name: Name,
        /// The forwarder or rule that said so; `None`: DNS servers of the client, or root hints.
        route: Option<Route>,
        /// Who is asked.
        target: String,
        /// Why the target says nothing, where that is known at once.
        unreachable: Option<String>,
    },
    /// It asked the real world.
    WentOutside {
        /// The name.
        name: Name,
        /// Who is asked, in order.
        targets: Vec<String>,
    },
    /// The real world answered.
    CameBack {
        /// The RCODE.
        rcode: ResponseCode,
        /// The name at which its chain was cut.
        cut: Option<Name>,
    },
    /// It remembered what it had been told.
    Remembered {
        /// The name.
        name: Name,
    },
    /// It was stopped.
    Stopped {
        /// Why.
        why: String,
    },
    /// It had done with the question.
    Answered {
        /// With what; `None` is silence.
        rcode: Option<ResponseCode>,
    },
}

/// On whose word a name is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A private zone linked to the network that asks.
    Zone {
        /// As references write it.
        zone: String,
        /// The name of the link.
        link: Option<String>,
        /// The network.
        network: String,
        /// Where the link is written.
        place: Option<Provenance>,
    },
    /// A zone that every network has.
    BuiltIn {
        /// Its apex.
        zone: String,
        /// The network.
        network: String,
    },
    /// A zone of a DNS server's own.
    OwnZone {
        /// Its apex.
        zone: String,
        /// Where it is written.
        place: Option<Provenance>,
    },
    /// The simulated public side.
    Public {
        /// What puts the name there, as `container registry "myacr"`.
        what: Option<String>,
        /// Where that is written.
        place: Option<Provenance>,
    },
    /// Nobody: in a closed world other names do not exist.
    ClosedWorld,
}

impl By {
    /// Returns where it is written.
    pub fn place(&self) -> Option<&Provenance> {
        match self {
            Self::Zone { place, .. } | Self::OwnZone { place, .. } | Self::Public { place, .. } => {
                place.as_ref()
            }
            Self::BuiltIn { .. } | Self::ClosedWorld => None,
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zone { zone, link: Some(link), network, .. } => {
                write!(f, "zone {zone}, linked to {network} by \"{link}\"")
            }
            Self::Zone { zone, link: None, network, .. } => write!(f, "zone {zone}, linked to {network}"),
            Self::BuiltIn { zone, network } => write!(f, "{zone}, which {network} has without a link"),
            Self::OwnZone { zone, .. } => write!(f, "its own zone {zone}"),
            Self::Public { what: Some(what), .. } => write!(f, "public DNS: {what}"),
            Self::Public { what: None, .. } => f.write_str("public DNS"),
            Self::ClosedWorld => f.write_str("public DNS: no other names are simulated"),
        }
    }
}

/// What there is about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFinding {
    /// The records asked for.
    Records {
        /// In presentation format; a CNAME's target among them.
        data: Vec<String>,
        /// Whether it is an alias.
        is_alias: bool,
        /// Whether a wildcard stands for them.
        is_wildcard: bool,
        /// What wrote them.
        source: Option<Source>,
    },
    /// No record of this type.
    NoData,
    /// No such name.
    NxDomain,
    /// A referral to a server that is not in the configuration.
    Delegated,
}

/// Why a question goes where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Whether it is a ruleset's rule; else a server's forwarder.
    pub is_rule: bool,
    /// The zone it is for.
    pub zone: Name,
    /// Where it is written.
    pub place: Option<Provenance>,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zone = match self.zone.is_root() {
            true => ".".to_owned(),
            false => self.zone.without_dot(),
        };
        write!(f, "{} {zone}", if self.is_rule { "rule" } else { "forwarder" })
    }
}

/// Writes an RCODE, or silence.
pub fn outcome_name(rcode: Option<ResponseCode>) -> String {
    rcode.map_or_else(|| "nothing".to_owned(), |rcode| rcode_name(rcode).into_owned())
}

/// Reads a trace into steps.
pub(super) fn steps(book: Book<'_>, trace: &Trace) -> Vec<ExplainedStep> {
    let step = |entry: &TraceEntry| {
        let resolver = book.resolver(entry.resolver);
        act(book, trace, entry).map(|act| ExplainedStep { depth: entry.depth, resolver, act })
    };
    trace.entries().iter().filter_map(step).collect()
}

fn act(book: Book<'_>, trace: &Trace, entry: &TraceEntry) -> Option<Act> {
    Some(match &entry.event {
        Event::Entered { query, .. } => Act::Asked { name: query.name.clone(), rtype: query.rtype },
        Event::Chosen { .. } | Event::Exempt { .. } => return None,
        Event::Decided { name, by, verdict } => Act::Decided {
            name: name.clone(),
            by: decider(book, entry.resolver, *by, *verdict),
            finding: finding(book, trace, entry, *verdict),
        },
        Event::Redirected { name, link } => Act::FellBack { name: name.clone(), link: book.place(*link) },
        Event::Forwarded { name, route, target } => Act::Forwarded {
            name: name.clone(),
            route: route.map(|route| Route::of(book, name, route)),
            target: book.target(target),
            unreachable: match target {
                zone_store::resolver::QueryTarget::Unreachable(why) => Some(why.to_string()),
                _ => None,
            },
        },
        Event::Asked { name, targets, .. } => {
            let targets = targets.iter().map(ToString::to_string).collect();
            Act::WentOutside { name: name.clone(), targets }
        }
        Event::Replied { rcode, cut, .. } => Act::CameBack { rcode: *rcode, cut: cut.clone() },
        Event::Remembered { name } => Act::Remembered { name: name.clone() },
        event @ (Event::Circle { .. } | Event::TooManyResolvers { .. }) => {
            Act::Stopped { why: event.refusal(book.snapshot()).unwrap_or_default() }
        }
        Event::Loop { names } => {
            let names: Vec<String> = names.iter().map(Name::without_dot).collect();
            Act::Stopped { why: format!("the aliases form a loop: {}", names.join(" > ")) }
        }
        Event::TooLong => Act::Stopped { why: "the chain of aliases is too long".to_owned() },
        Event::Answered { rcode, .. } => Act::Answered { rcode: *rcode },
    })
}

impl Route {
    /// Names the forwarder or rule that was chosen for a name.
    fn of(book: Book<'_>, name: &Name, route: ChosenRoute) -> Self {
        let is_rule = route.kind == RouteKind::Rule;
        Self { is_rule, zone: name.rightmost(route.labels), place: book.place(route.origin) }
    }
}

fn decider(book: Book<'_>, at: Resolver, by: Decider, verdict: NameResult) -> By {
    let snapshot = book.snapshot();
    let apex = |zone| snapshot.zone(zone).apex().without_dot();
    let network = || snapshot.seen_from(at).map(|id| book.network_label(id)).unwrap_or_default();
    match by {
        Decider::Zone { zone, link } => By::Zone {
            zone: book.zone_label(zone),
            link: book.link(zone, link).map(|link| link.name.value.clone()).filter(|name| !name.is_empty()),
            network: network(),
            place: book.place(link),
        },
        Decider::BuiltIn { zone } => By::BuiltIn { zone: apex(zone), network: network() },
        Decider::OwnZone { zone } => {
            By::OwnZone { zone: apex(zone), place: book.place(snapshot.zone(zone).origin()) }
        }
        Decider::Public { .. } => {
            let source = match verdict {
                NameResult::Records { origin, .. } | NameResult::Cname { origin, .. } => book.source(origin),
                NameResult::NoData { .. } | NameResult::NxDomain { .. } | NameResult::Delegated => None,
            };
            let what = source.as_ref().and_then(|source| source.what.as_deref().map(str::to_owned));
            By::Public { what, place: source.map(|source| source.place) }
        }
        Decider::ClosedWorld => By::ClosedWorld,
    }
}

fn finding(book: Book<'_>, trace: &Trace, entry: &TraceEntry, verdict: NameResult) -> NameFinding {
    let (origin, wildcard, is_alias) = match verdict {
        NameResult::Records { origin, wildcard } => (origin, wildcard, false),
        NameResult::Cname { origin, wildcard } => (origin, wildcard, true),
        NameResult::NoData { .. } => return NameFinding::NoData,
        NameResult::NxDomain { .. } => return NameFinding::NxDomain,
        NameResult::Delegated => return NameFinding::Delegated,
    };
    let data = trace.records(book.snapshot(), entry).map(data).unwrap_or_default();
    NameFinding::Records { data, is_alias, is_wildcard: wildcard.is_some(), source: book.source(origin) }
}

fn data(found: Lookup<'_>) -> Vec<String> {
    match found {
        Lookup::Found { set, .. } | Lookup::Cname { set, .. } | Lookup::Dname { set, .. } => texts(set),
        Lookup::All { sets, .. } => sets
            .iter()
            .flat_map(|set| texts(set).into_iter().map(move |text| format!("{} {text}", set.rtype)))
            .collect(),
        Lookup::NoData { .. } | Lookup::NxDomain { .. } | Lookup::Referral { .. } => Vec::new(),
    }
}

fn texts(set: RecordSet<'_>) -> Vec<String> {
    set.rdata.iter().map(|octets| rdata::display(set.rtype, octets).to_string()).collect()
}
