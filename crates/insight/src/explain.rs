//! Why an answer is what it is: the recorded events of the engine, with names and places, as data.
//!
//! No answer is made here. What is said comes from events of a resolution, or from looking at the snapshot that it ran
//! on. Texts of a screen, and JSON, are made elsewhere.

mod access;
mod book;
mod client;
mod near;
mod reason;
mod registry;
#[cfg(test)]
mod tests;
mod way;

use std::net::IpAddr;

use zone_store::answer::{Answer, Records, ResponseCode, rcode_name};
use zone_store::engine::{Outcome, Query, Resolution, Trace};
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;

pub use self::access::{AccessCase, AccessView};
use self::book::Book;
pub use self::client::{ClientView, ResolverView, WhyClient, WhyResolver};
pub use self::near::{Near, NearMiss};
pub use self::reason::reason;
pub use self::registry::{NameVerdict, RegistryView, Role, Verdict};
pub use self::way::{Act, By, ExplainedStep, NameFinding, Route, outcome_name};
use crate::diagnosis::{self, Case, Suspect};
use crate::seat::Seat;
use azure_model::Loaded;
use formats::ConfigurationText;

/// Why an answer is what it is.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// What was asked.
    pub query: Query,
    /// Where the client is.
    pub client: ClientView,
    /// Who answers it.
    pub resolver: ResolverView,
    /// What happened, in order.
    pub steps: Vec<ExplainedStep>,
    /// What nearly decided.
    pub near_misses: Vec<NearMiss>,
    /// What the client is told.
    pub told: Told,
    /// How the name is reached; `None` where there is no address to judge.
    pub verdict: Option<Verdict>,
    /// The registry that the name belongs to.
    pub registry: Option<RegistryView>,
    /// Known mistakes that probably made the answers, of this name and of the registry's others; the likeliest first.
    pub suspects: Vec<Suspect>,
}

/// What a client is told.
#[derive(Debug, Clone)]
pub enum Told {
    /// An answer.
    Answer(AnswerView),
    /// Nothing.
    Silence {
        /// Why.
        why: String,
    },
    /// Nobody knows without asking the outside world.
    Unknown {
        /// For this name.
        name: Name,
        /// For this type.
        rtype: RecordType,
        /// Whom one would ask.
        targets: Vec<String>,
    },
}

/// An answer without its message.
#[derive(Debug, Clone)]
pub struct AnswerView {
    /// The type asked for.
    pub asked: RecordType,
    /// The RCODE.
    pub rcode: ResponseCode,
    /// The answer section, a record each.
    pub records: Vec<RecordView>,
    /// Extended DNS Errors.
    pub errors: Vec<String>,
}

/// A record, in presentation format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// Its owner.
    pub owner: Name,
    /// Seconds.
    pub ttl: u32,
    /// Its type.
    pub rtype: RecordType,
    /// Its data.
    pub data: String,
}

impl Told {
    fn of(outcome: Outcome<'_>, query: &Query) -> Self {
        match outcome {
            Outcome::Answer(answer) => Self::Answer(AnswerView::of(&answer, query.rtype)),
            Outcome::Silence(why) => Self::Silence { why },
            Outcome::Unknown(ask) => {
                let targets = ask.targets.iter().map(ToString::to_string).collect();
                Self::Unknown { name: ask.query.name, rtype: ask.query.rtype, targets }
            }
        }
    }

    /// Returns the addresses in the answer.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let records = match self {
            Self::Answer(answer) => answer.records.as_slice(),
            Self::Silence { .. } | Self::Unknown { .. } => &[],
        };
        let is_address = |record: &&RecordView| matches!(record.rtype, RecordType::A | RecordType::AAAA);
        records.iter().filter(is_address).filter_map(|record| record.data.parse().ok()).collect()
    }

    /// Says in a few words what the client is told: the data of the last owner, the RCODE, or no answer.
    pub fn in_short(&self) -> String {
        match self {
            Self::Silence { .. } => "no answer".to_owned(),
            Self::Unknown { .. } => "unknown".to_owned(),
            Self::Answer(answer) => answer.in_short(),
        }
    }
}

impl AnswerView {
    fn of(answer: &Answer<'_>, asked: RecordType) -> Self {
        let records = |set: &Records<'_>| {
            let record = |octets: &[u8]| RecordView {
                owner: set.owner.clone(),
                ttl: set.ttl,
                rtype: set.rtype,
                data: rdata::display(set.rtype, octets).to_string(),
            };
            set.rdata().iter().map(record).collect::<Vec<_>>()
        };
        Self {
            asked,
            rcode: answer.rcode,
            records: answer.answer.iter().flat_map(records).collect(),
            errors: answer.errors.iter().map(|error| error.text.clone()).collect(),
        }
    }

    fn in_short(&self) -> String {
        let is_wanted = |last: &&RecordView| self.asked == RecordType::ANY || last.rtype == self.asked;
        match (self.rcode, self.records.last().filter(is_wanted)) {
            (ResponseCode::NoError, Some(last)) => {
                let same = |record: &&RecordView| record.owner == last.owner && record.rtype == last.rtype;
                let data: Vec<&str> = self.records.iter().filter(same).map(|one| one.data.as_str()).collect();
                data.join(", ")
            }
            (ResponseCode::NoError, None) => "no record of this type".to_owned(),
            (rcode, _) => rcode_name(rcode).into_owned(),
        }
    }
}

/// Explains what a client is told about a name.
pub fn explain(loaded: &Loaded, written: &ConfigurationText<'_>, seat: &Seat, query: &Query) -> Explanation {
    let book = Book::new(loaded);
    let asker = Asker { book, written, seat };
    let Heard { told, trace, mut suspects } = asker.ask(query);
    let registry = registry::find(book, &query.name).map(|registry| registry::view(&asker, registry));
    for suspect in registry.iter().flat_map(|registry| &registry.names).flat_map(|name| &name.suspects) {
        if !suspects.iter().any(|known| known.rule == suspect.rule && known.subject == suspect.subject) {
            suspects.push(suspect.clone());
        }
    }
    let verdict = verdict(query, &told, registry.as_ref());
    Explanation {
        query: query.clone(),
        client: client::client(book, seat),
        resolver: client::resolver(book, seat),
        steps: way::steps(book, &trace),
        near_misses: near::misses(book, &trace),
        told,
        verdict,
        registry,
        suspects,
    }
}

/// Judges how a name is reached; only its addresses tell. A name of a registry is judged as the registry judges it.
fn verdict(query: &Query, told: &Told, registry: Option<&RegistryView>) -> Option<Verdict> {
    if !matches!(query.rtype, RecordType::A | RecordType::AAAA) {
        return None;
    }
    let addresses = told.addresses();
    let is_it = |one: &&registry::NameVerdict| match addresses.is_empty() {
        true => one.name == query.name && query.rtype == RecordType::A,
        false => one.addresses == addresses,
    };
    match (registry.and_then(|registry| registry.names.iter().find(is_it)), told) {
        (Some(own), _) => Some(own.verdict),
        (None, Told::Unknown { .. }) => Some(Verdict::Unknown),
        (None, Told::Silence { .. }) => Some(Verdict::Broken),
        (None, Told::Answer(_)) => match registry::of_any(&addresses) {
            None if has_no_ipv6(told) => None,
            verdict => Some(verdict.unwrap_or(Verdict::Broken)),
        },
    }
}

/// Tells whether a name exists without IPv6 addresses, which few names have: that is no mistake.
fn has_no_ipv6(told: &Told) -> bool {
    match told {
        Told::Answer(answer) => {
            let is_empty = told.addresses().is_empty() && answer.rcode == ResponseCode::NoError;
            answer.asked == RecordType::AAAA && is_empty
        }
        Told::Silence { .. } | Told::Unknown { .. } => false,
    }
}

/// One client of one configuration, which asks several questions.
struct Asker<'a> {
    book: Book<'a>,
    written: &'a ConfigurationText<'a>,
    seat: &'a Seat,
}

/// What came of a question.
struct Heard {
    told: Told,
    trace: Trace,
    suspects: Vec<Suspect>,
}

impl Asker<'_> {
    /// Runs the engine, and asks what looks wrong about the answer.
    fn ask(&self, query: &Query) -> Heard {
        let Self { book, written, seat } = *self;
        let resolver = match &seat.resolver {
            Ok(resolver) => *resolver,
            Err(refusal) => {
                let outcome = match refusal.clone().answer() {
                    Some(answer) => Outcome::Answer(answer),
                    None => Outcome::Silence(client::why_silent(book, seat)),
                };
                return Heard { told: Told::of(outcome, query), trace: Trace::NOTHING, suspects: Vec::new() };
            }
        };
        let mut resolution = Resolution::recording(book.snapshot(), resolver, query.clone());
        let outcome = resolution.run_offline();
        let trace = resolution.into_trace();
        let (loaded, network) = (book.loaded(), seat.network(book.snapshot()));
        let case = Case { loaded, network, resolver, query, outcome: &outcome, trace: &trace };
        let suspects = diagnosis::suspects(&case, written);
        Heard { told: Told::of(outcome, query), trace, suspects }
    }
}
