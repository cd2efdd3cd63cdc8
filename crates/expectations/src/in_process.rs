//! Asking without a socket: the engine answers, offline.

use azure_model::Disk;
use formats::ConfigurationText;
use insight::Seat;
use insight::diagnosis::{self, Case};
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::rdata;
use zone_store::snapshot::NotAdmitted;

use crate::observed::Observed;
use crate::seen::{Observation, ObservedOutcome, Suspected, SuspectedMistake};
use crate::suite::Config;

/// Asks a configuration. Known mistakes are looked for if `explains`; that costs more than the answer.
pub fn ask(config: &Config, seat: &Seat, query: &Query, explains: bool) -> Observation {
    let snapshot = &*config.loaded.compiled.snapshot;
    let dig = dig(query);
    let resolver = match seat.resolver.clone() {
        Ok(resolver) => resolver,
        Err(refusal) => {
            let outcome = refused(refusal);
            return Observation { outcome, suspected: Suspected::Mistakes(Vec::new()), dig };
        }
    };
    let mut resolution = match explains {
        true => Resolution::recording(snapshot, resolver, query.clone()),
        false => Resolution::new(snapshot, resolver, query.clone()),
    };
    let resolved = resolution.run_offline();
    let suspected = match explains {
        true => {
            let case = Case {
                loaded: &config.loaded,
                network: seat.network(snapshot),
                resolver,
                query,
                outcome: &resolved,
                trace: resolution.trace(),
            };
            suspects(&case, config)
        }
        false => Suspected::NotKnown("it was not looked for".to_owned()),
    };
    let outcome = match resolved {
        Outcome::Answer(answer) => ObservedOutcome::Answer(Observed::from_answer(&answer)),
        Outcome::Silence(why) => ObservedOutcome::Silence(why),
        Outcome::Unknown(ask) => {
            let targets: Vec<String> = ask.targets.iter().map(ToString::to_string).collect();
            let (name, kind) = (&ask.query.name, rdata::type_name(ask.query.rtype));
            ObservedOutcome::Unknown(format!("{name} {kind} would be asked at {}", targets.join(", ")))
        }
    };
    Observation { outcome, suspected, dig }
}

/// Writes a question as `dig` takes it.
pub(crate) fn dig(query: &Query) -> String {
    format!("dig {} {}", query.name.without_dot(), rdata::type_name(query.rtype))
}

fn suspects(case: &Case<'_>, config: &Config) -> Suspected {
    let written = ConfigurationText { path: &config.path, text: &config.text, files: &Disk };
    let found = diagnosis::suspects(case, &written);
    let mistake = |found: diagnosis::Suspect| SuspectedMistake { rule: found.rule, reason: found.reason };
    Suspected::Mistakes(found.into_iter().map(mistake).collect())
}

fn refused(refusal: NotAdmitted) -> ObservedOutcome {
    match refusal.answer() {
        Some(answer) => ObservedOutcome::Answer(Observed::from_answer(&answer)),
        None => ObservedOutcome::Silence("168.63.129.16 does not answer this source".to_owned()),
    }
}
