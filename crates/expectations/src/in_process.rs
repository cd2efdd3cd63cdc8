//! Asking without a socket: the engine answers, offline.

use azure_model::diagnosis::{self, Case as DiagnosedCase};
use azure_model::{Disk, Written};
use zone_store::engine::{Outcome as Resolved, Query, Resolution};
use zone_store::rdata;
use zone_store::snapshot::{NetworkId, Refusal, Resolver, Snapshot, Vantage};

use crate::observed::Observed;
use crate::seen::{Mistake, Outcome, Seen, Suspected};
use crate::suite::{Config, Seat};

/// Asks a configuration. Known mistakes are looked for if `explains`; that costs more than the answer.
pub fn ask(config: &Config, seat: Seat, query: &Query, explains: bool) -> Seen {
    let snapshot = &*config.loaded.compiled.snapshot;
    let dig = dig(query);
    let resolver = match resolver(snapshot, seat) {
        Ok(resolver) => resolver,
        Err(refusal) => {
            let outcome = refused(refusal);
            return Seen { outcome, suspected: Suspected::Mistakes(Vec::new()), dig };
        }
    };
    let mut resolution = match explains {
        true => Resolution::recording(snapshot, resolver, query.clone()),
        false => Resolution::new(snapshot, resolver, query.clone()),
    };
    let resolved = resolution.run_offline();
    let suspected = match explains {
        true => {
            let case = DiagnosedCase {
                loaded: &config.loaded,
                network: network(snapshot, seat),
                resolver,
                query,
                outcome: &resolved,
                events: resolution.events(),
            };
            suspects(&case, config)
        }
        false => Suspected::NotKnown("nobody asked for it".to_owned()),
    };
    let outcome = match resolved {
        Resolved::Answer(answer) => Outcome::Answer(Observed::from_answer(&answer)),
        Resolved::Silence(why) => Outcome::Silence(why),
        Resolved::Unknown(ask) => {
            let targets: Vec<String> = ask.targets.iter().map(ToString::to_string).collect();
            let (name, kind) = (&ask.query.name, rdata::type_name(ask.query.rtype));
            Outcome::Unknown(format!("{name} {kind} would be asked at {}", targets.join(", ")))
        }
    };
    Seen { outcome, suspected, dig }
}

/// Writes a question as `dig` takes it.
pub(crate) fn dig(query: &Query) -> String {
    format!("dig {} {}", query.name.without_dot(), rdata::type_name(query.rtype))
}

fn suspects(case: &DiagnosedCase<'_>, config: &Config) -> Suspected {
    let written = Written { path: &config.path, text: &config.text, files: &Disk };
    let found = diagnosis::suspects(case, &written);
    let mistake = |found: diagnosis::Suspect| Mistake { rule: found.rule, reason: found.reason };
    Suspected::Mistakes(found.into_iter().map(mistake).collect())
}

fn resolver(snapshot: &Snapshot, seat: Seat) -> Result<Resolver, Refusal> {
    match seat {
        Seat::Internet => Ok(Resolver::Internet),
        Seat::Network(network) => Ok(Resolver::Client(network)),
        Seat::Address(source) => snapshot.admit(Vantage::BySource, source),
        Seat::Resolver(resolver) => Ok(resolver),
    }
}

/// Finds the network of the client.
fn network(snapshot: &Snapshot, seat: Seat) -> Option<NetworkId> {
    match seat {
        Seat::Internet => None,
        Seat::Network(network) => Some(network),
        Seat::Address(source) => match snapshot.membership(source) {
            zone_store::clients::Membership::Of(network, _) => Some(network),
            zone_store::clients::Membership::Ambiguous(_) | zone_store::clients::Membership::None => None,
        },
        Seat::Resolver(
            Resolver::AzureDns(network) | Resolver::Inbound(network) | Resolver::Client(network),
        ) => Some(network),
        Seat::Resolver(Resolver::Server(server)) => Some(snapshot.server(server).network),
        Seat::Resolver(Resolver::Internet) => None,
    }
}

fn refused(refusal: Refusal) -> Outcome {
    match refusal.answer() {
        Some(answer) => Outcome::Answer(Observed::from_answer(&answer)),
        None => Outcome::Silence("168.63.129.16 does not answer this source".to_owned()),
    }
}
