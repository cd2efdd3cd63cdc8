//! Changes that are tried: the text is changed, loaded, and the same question asked again. Only what then gets the right
//! answer is shown.

use std::net::IpAddr;

use similar::{ChangeTag, TextDiff};
use zone_store::engine::{Outcome, Query};
use zone_store::snapshot::Resolver;

use super::edit::{Edit, apply};
use super::facts::Facts;
use super::reading::{End, Probe, ask};
use super::seen::is_right;
use super::{Case, ChangedLine, LineChange, VerifiedFix};
use azure_model::Loaded;
use azure_model::model::NetworkIndex;
use formats::{ConfigurationText, load_written};
use zone_store::rdata;

/// Returns the first change that gives the right answer.
pub(super) fn first_that_helps(
    case: &Case<'_>,
    written: &ConfigurationText<'_>,
    tries: &[Vec<Edit>],
) -> Option<VerifiedFix> {
    tries.iter().find_map(|edits| try_one(case, written, edits))
}

fn try_one(case: &Case<'_>, written: &ConfigurationText<'_>, edits: &[Edit]) -> Option<VerifiedFix> {
    let text = apply(written.text, edits).ok()?;
    let changed = load_written(&ConfigurationText { text: &text, ..*written }).ok()?;
    let network = match case.network {
        Some(id) => {
            Some(changed.compiled.snapshot.network_named(&case.loaded.compiled.snapshot.network(id).name)?)
        }
        None => None,
    };
    let resolver = same_resolver(case, &changed)?;
    let probe = ask(&changed.compiled.snapshot, resolver, case.query.clone());
    let clients: Vec<NetworkIndex> = network.map(Facts::network_index).into_iter().collect();
    if !is_fixed(&Facts::new(&changed), &clients, case.query, &probe) {
        return None;
    }
    let lines = difference(written.text, &text);
    Some(VerifiedFix { file: written.path.display().to_string(), lines, answer: describe(&probe.outcome) })
}

/// Finds the resolver that stands for the same one in a changed configuration: a network may ask others now.
fn same_resolver(case: &Case<'_>, changed: &Loaded) -> Option<Resolver> {
    let (before, after) = (&case.loaded.compiled.snapshot, &changed.compiled.snapshot);
    let network = |id| after.network_named(&before.network(id).name);
    Some(match case.resolver {
        Resolver::Client(id) => Resolver::Client(network(id)?),
        Resolver::AzureDns(id) => Resolver::AzureDns(network(id)?),
        Resolver::Inbound(_) => {
            let label = before.label(case.resolver);
            changed.compiled.resolvers.iter().find(|(known, _)| *known == label)?.1
        }
        Resolver::Server(id) => Resolver::Server(after.server_named(&before.server(id).name)?),
        // What a public resolver says of simulated names is what the Internet says.
        Resolver::Internet | Resolver::Public(_) => Resolver::Internet,
    })
}

/// Tells whether an answer is right: the address of an endpoint, and where there is none, any public address, or any record
/// of a name that is no resource's.
fn is_fixed(facts: &Facts<'_>, clients: &[NetworkIndex], query: &Query, probe: &Probe<'_>) -> bool {
    let end = End::of(&probe.outcome);
    let Some(subject) = facts.subject(&query.name) else {
        return matches!(end, End::Addresses(_) | End::Records);
    };
    if !facts.expected(subject).is_empty() {
        return is_right(facts, clients, subject, &end);
    }
    let is_public = |address: &IpAddr| match address {
        IpAddr::V4(v4) => !v4.is_private(),
        IpAddr::V6(v6) => !v6.is_unique_local(),
    };
    matches!(end, End::Addresses(addresses) if addresses.iter().all(is_public))
}

/// Writes an answer in a few words: the data of its last record set, or its RCODE.
fn describe(outcome: &Outcome<'_>) -> Vec<String> {
    let Outcome::Answer(answer) = outcome else { return Vec::new() };
    match answer.answer.last() {
        Some(last) => last.rdata().iter().map(|data| rdata::display(last.rtype, data).to_string()).collect(),
        None => vec![zone_store::answer::rcode_name(answer.rcode).into_owned()],
    }
}

/// Lists the lines that differ, without empty ones.
fn difference(old: &str, new: &str) -> Vec<ChangedLine> {
    let diff = TextDiff::from_lines(old, new);
    let changed = |change: similar::Change<&str>| {
        let (kind, index) = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => (LineChange::Removed, change.old_index()?),
            ChangeTag::Insert => (LineChange::Added, change.new_index()?),
        };
        let text = change.value().trim_end_matches(['\n', '\r']).to_owned();
        if text.is_empty() {
            return None;
        }
        Some(ChangedLine { change: kind, line: index as u32 + 1, text })
    };
    diff.iter_all_changes().filter_map(changed).collect()
}
