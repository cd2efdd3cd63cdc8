//! M22: a name of a registry ends public in a network that the registry lets nobody in from, though it has a private
//! endpoint. What is wrong is the name; the 403 is what people see.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use zone_store::engine::Outcome;

use super::{Case, Suspect, rules};
use crate::access::{self, Client, Verdict, judge};
use crate::diagnostic::{Diagnostic, Place};
use crate::load::Loaded;
use crate::model::{Endpoint, Model, NetworkIndex, RegistryIndex, ResourceIndex};
use crate::words::ConnectionStatus;

/// Finds the networks where names of a registry end public and are denied; one problem for each network and registry.
pub(super) fn lint(loaded: &Loaded) -> Vec<Diagnostic> {
    let (model, snapshot) = (&loaded.model, &*loaded.compiled.snapshot);
    let mut found = Vec::new();
    let may_deny = |index: &RegistryIndex| model.registries()[index.0].rules.may_deny();
    for index in (0..model.registries().len()).map(RegistryIndex).filter(may_deny) {
        let names = model.registries()[index.0].names(model.cloud());
        for network in (0..model.networks().len()).map(NetworkIndex) {
            let denied = |(_, name): &(_, String)| {
                let address = access::address_from(snapshot, network, name)?;
                Some((name.clone(), denial(model, index, network, address)?))
            };
            let denials: Vec<(String, Denial<'_>)> = names.iter().filter_map(denied).collect();
            let Some((_, denial)) = denials.first() else { continue };
            let problem = format!("{}; {}", ending(&denials), denial.why());
            let network = &model.networks()[network.0].name;
            found.push(network.error(problem).fix(denial.fix()).of_rule(rules::M22));
        }
    }
    found
}

/// Suspects it of an answer with a public address.
pub(super) fn suspect(case: &Case<'_>) -> Option<Suspect> {
    let model = &case.loaded.model;
    let name = case.query.name.without_dot();
    let is_its = |registry: &RegistryIndex| {
        let names = model.registries()[registry.0].names(model.cloud());
        names.iter().any(|(_, own)| own.eq_ignore_ascii_case(&name))
    };
    let registry = (0..model.registries().len()).map(RegistryIndex).find(is_its)?;
    let network = NetworkIndex(case.network?.0 as usize);
    let Outcome::Answer(answer) = case.outcome else { return None };
    let denial = denial(model, registry, network, access::address_of(answer)?)?;
    let (reason, place, fix) = (denial.why(), denial.place(), denial.fix());
    let reason = format!("{}; {reason}", ending(&[(name, denial)]));
    Some(Suspect { rule: rules::M22, reason, place, fix, mended: None })
}

/// A public path that is denied, and the private endpoint that should have been the way.
struct Denial<'m> {
    verdict: Verdict<'m>,
    endpoint: &'m Endpoint,
}

/// Judges a path; `None`: it is not public, somebody gets in, or there is no private endpoint to lead to.
fn denial(
    model: &Model,
    registry: RegistryIndex,
    network: NetworkIndex,
    address: Ipv4Addr,
) -> Option<Denial<'_>> {
    let is_approved = |endpoint: &&Endpoint| {
        endpoint.resource == ResourceIndex::Registry(registry)
            && endpoint.connection_status == ConnectionStatus::Approved
    };
    let endpoint = model.endpoints().iter().find(is_approved)?;
    let verdict = judge(model, registry, Client::of_network(network), address);
    verdict.is_denied_in_public().then_some(Denial { verdict, endpoint })
}

impl Denial<'_> {
    /// Says what denies, and where it is written.
    fn why(&self) -> String {
        let registry = &self.verdict.registry().name.value;
        format!("\"{registry}\" gives them 403, by {} at {}", self.verdict.decided_by(), self.place())
    }

    /// Returns where it is written.
    fn place(&self) -> Place {
        let written = self.verdict.cases.first().and_then(|case| case.place.clone());
        written.unwrap_or_else(|| self.verdict.registry().site.place.clone())
    }

    fn fix(&self) -> String {
        format!(
            "make its DNS end at the private endpoint \"{}\" (M1, M2, M12), or let the network in",
            self.endpoint.name.value
        )
    }
}

/// Says how the names end.
fn ending(denials: &[(String, Denial<'_>)]) -> String {
    let names: Vec<&str> = denials.iter().map(|(name, _)| name.as_str()).collect();
    let addresses: BTreeSet<Ipv4Addr> = denials.iter().map(|(_, denial)| denial.verdict.address).collect();
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    let verb = if names.len() == 1 { "ends" } else { "end" };
    format!("{} {verb} in public for its clients, at {}", names.join(", "), addresses.join(", "))
}
