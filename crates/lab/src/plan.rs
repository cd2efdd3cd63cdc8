//! Who sits where: the lab's containers and their addresses, decided once for all files.

mod hub;
mod onprem;
mod seats;

use std::net::Ipv4Addr;
use std::path::Path;

use azure_model::model::{NetworkIndex, Target};
use azure_model::{Diagnostic, Loaded, Located, Model, Place};

pub(crate) use hub::{Hub, HubResolver};
pub(crate) use onprem::Office;
pub(crate) use seats::{Asks, NetworkClient};

use crate::forwards::{self, Forward};
use crate::{OnPremises, Order, addresses};

/// Everything that the lab's files agree on.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The lab's name.
    pub(crate) name: String,
    /// What the configuration is called.
    pub(crate) source: String,
    /// The server on-premises.
    pub(crate) server: OnPremises,
    /// The virtual networks, in the order of the model, each with its client.
    pub(crate) seats: Vec<NetworkClient>,
    /// Where on-premises asks.
    pub(crate) hub: Hub,
    /// On-premises.
    pub(crate) office: Office,
    /// The zones that on-premises forwards.
    pub(crate) forwards: Vec<Forward>,
    /// What is not played, each a sentence.
    pub(crate) notes: Vec<String>,
}

impl Plan {
    /// Decides.
    ///
    /// # Errors
    /// Everything in the configuration that has no place in a lab.
    pub(crate) fn new(loaded: &Loaded, path: &Path, order: Order<'_>) -> Result<Self, Vec<Diagnostic>> {
        let model = &loaded.model;
        let source = path.display().to_string();
        let mut problems = count(model, &source);
        let (forwards, mut notes) = forwards::of(model);
        let seats = seats::of(model, &mut notes);
        let hub = hub::of(model, &mut notes).map_err(|problem| problems.extend(problem)).ok();
        let office =
            onprem::of(model, hub.as_ref(), &mut notes).map_err(|problem| problems.extend(problem)).ok();
        match (hub, office) {
            (Some(hub), Some(office)) if problems.is_empty() => {
                notes.extend(left_out(model));
                let (name, server) = (order.name.to_owned(), order.on_premises);
                Ok(Self { name, source, server, seats, hub, office, forwards, notes })
            }
            _ => Err(problems),
        }
    }

    /// Returns the network that on-premises reaches Azure through.
    pub(crate) fn hub_seat(&self) -> &NetworkClient {
        &self.seats[self.hub.network.0]
    }
}

/// Describes why an object has no place in a lab, at its name.
fn about(name: &Located<String>, problem: impl Into<String>) -> Diagnostic {
    Diagnostic::error(name.site.place.clone(), name.site.path(), problem).value(format!("\"{}\"", name.value))
}

/// Reports no virtual network, or too many.
fn count(model: &Model, source: &str) -> Vec<Diagnostic> {
    let virtual_networks: Vec<_> = model.networks().iter().filter(|network| network.is_azure).collect();
    let most = addresses::MOST_NETWORKS;
    match virtual_networks.get(most) {
        Some(surplus) => {
            let problem = format!(
                "is one too many: a lab has room for {most} of them, and there are {}",
                virtual_networks.len()
            );
            vec![about(&surplus.name, problem).fix("remove those that do not matter here")]
        }
        None if virtual_networks.is_empty() => {
            let place = Place { file: source.into(), line: 0, column: 0 };
            let problem = "has no virtual network, so nothing belongs on the platform network";
            vec![Diagnostic::error(place, "", problem).fix("add a [[virtual_network]]")]
        }
        None => Vec::new(),
    }
}

/// Says which parts of a configuration no container plays.
fn left_out(model: &Model) -> Vec<String> {
    let mut notes = Vec::new();
    let is_v6 = |prefix: &ipnet::IpNet| matches!(prefix, ipnet::IpNet::V6(_));
    if model.networks().iter().any(|network| network.address_space.iter().any(is_v6)) {
        notes.push("IPv6 is left out: every container has IPv4 addresses only.".to_owned());
    }
    let dialled = |targets: &[azure_model::Located<Target>]| {
        targets.iter().any(|target| matches!(target.value, Target::Address(_)))
    };
    let rules = model.rulesets().iter().flat_map(|ruleset| &ruleset.rules);
    let of_rules =
        rules.filter(|rule| dialled(&rule.targets)).map(|rule| rule.domain_name.value.without_dot());
    let forwarders = model.servers().iter().flat_map(|server| &server.forwarders);
    let of_forwarders =
        forwarders.filter(|one| dialled(&one.targets)).map(|one| one.zone.value.without_dot());
    let names: Vec<String> = of_rules.chain(of_forwarders).collect();
    if !names.is_empty() {
        notes.push(format!(
            "Names below {} are forwarded to real servers, which the lab's networks do not reach.",
            names.join(", ")
        ));
    }
    if !model.servers().is_empty() {
        let notes_of_servers = "Zonite answers for the DNS servers of the configuration, where clients or rules ask them. \
             Only the server on-premises and the forwarder are real.";
        notes.push(notes_of_servers.to_owned());
    }
    notes
}

/// Joins the objections to the prefixes of a network.
fn reasons(objections: &[addresses::Objection]) -> String {
    match objections {
        [] => "it has no IPv4 prefix".to_owned(),
        some => some.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}

/// Lists the addresses that the configuration gives to something.
fn given(model: &Model) -> Vec<Ipv4Addr> {
    let members =
        model.endpoints().iter().flat_map(|endpoint| endpoint.members.iter().map(|member| member.address));
    let servers = model.servers().iter().map(|server| server.address.value);
    let inbound =
        model.resolvers().iter().flat_map(|one| one.inbound_endpoints.iter().map(|one| one.address.value));
    members.chain(servers).chain(inbound).collect()
}

/// Finds the address of the first server of the configuration in a network.
fn server_in(model: &Model, network: NetworkIndex) -> Option<Ipv4Addr> {
    model.servers().iter().find(|server| server.network == network).map(|server| server.address.value)
}
