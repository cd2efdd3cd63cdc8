//! Custom DNS servers, rulesets, and whom the clients of each network ask.

use std::net::SocketAddr;
use std::sync::Arc;

use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::resolver::{self, CustomDnsServer, RuleEffect, ServerId};
use zone_store::snapshot::{NetworkId, Resolver, SnapshotBuilder, ZoneId};
use zone_store::zone::{Record, ZoneBuilder};

use super::{Compilation, problems, soa};
use crate::model::{self, Model, NetworkIndex, OwnZone, Target, ZoneContent, reserved_domains};
use azure_objects::located::Located;
use azure_objects::words::Chase;

/// Identifiers of what there is, each in the model's order.
#[derive(Default)]
pub(super) struct Identifiers {
    pub(super) networks: Vec<NetworkId>,
    pub(super) servers: Vec<ServerId>,
    /// By resolver, the inbound endpoints.
    pub(super) inbound: Vec<Vec<Resolver>>,
    /// `None`: a zone that could not be built.
    pub(super) zones: Vec<Option<ZoneId>>,
}

impl Identifiers {
    /// Returns the resolver that an inbound endpoint is.
    pub(super) fn inbound(&self, index: model::InboundIndex) -> Resolver {
        self.inbound[index.resolver][index.endpoint]
    }

    /// Returns who is meant; real servers are those of the real world, wherever they are.
    fn target(&self, model: &Model, target: &Located<Target>) -> resolver::QueryTarget {
        resolver::QueryTarget::Resolver(match target.value {
            Target::AzureDns(network) => Resolver::AzureDns(self.networks[network.0]),
            Target::Internet => Resolver::Internet,
            Target::Server(index) => Resolver::Server(self.servers[index.0]),
            Target::Inbound(index) => self.inbound(index),
            Target::Address(address) => return resolver::QueryTarget::Address(address.get()),
            Target::Unreachable(network) => return unreachable(model, network),
        })
    }

    /// Returns who is meant by a list. A server at a public address knows what is simulated, as the real one would if it
    /// were real; `together`: such servers that follow each other are asked as one, within one timeout.
    fn targets(
        &self,
        model: &Model,
        targets: &[Located<Target>],
        builder: &mut SnapshotBuilder,
        together: bool,
    ) -> Vec<resolver::QueryTarget> {
        let public = |target: &Located<Target>| match target.value {
            Target::Address(address) => address.is_public().then(|| address.get()),
            Target::AzureDns(_)
            | Target::Unreachable(_)
            | Target::Internet
            | Target::Server(_)
            | Target::Inbound(_) => None,
        };
        let belong = |one: &_, next: &_| together && public(one).is_some() && public(next).is_some();
        let mut found = Vec::new();
        for run in targets.chunk_by(belong) {
            let addresses: Vec<SocketAddr> = run.iter().filter_map(public).collect();
            match addresses.is_empty() {
                true => found.extend(run.iter().map(|target| self.target(model, target))),
                false => found.push(resolver::QueryTarget::Resolver(builder.add_public_resolver(addresses))),
            }
        }
        found
    }
}

fn unreachable(model: &Model, network: NetworkIndex) -> resolver::QueryTarget {
    let network = &model.networks()[network.0].label;
    let why = format!("168.63.129.16 answers only inside Azure; {network} is outside");
    resolver::QueryTarget::Unreachable(why.into())
}

/// Adds everything that forwards.
pub(super) fn add(context: &mut Compilation<'_>, builder: &mut SnapshotBuilder, ids: &mut Identifiers) {
    let model = context.model;
    for server in model.servers() {
        let origin = context.origins.of(&server.id, &server.site);
        let network = ids.networks[server.network.0];
        ids.servers.push(builder.add_server(CustomDnsServer::new(&server.name, network, origin)));
    }
    for resolver in model.resolvers() {
        let network = ids.networks[resolver.network.0];
        let endpoints = resolver.inbound_endpoints.iter();
        ids.inbound
            .push(endpoints.map(|one| builder.add_inbound(&resolver.label_of(one), network)).collect());
    }
    for (server, id) in model.servers().iter().zip(ids.servers.clone()) {
        add_server(context, builder, server, id, ids);
    }
    for (network, &id) in model.networks().iter().zip(&ids.networks) {
        let targets = match (network.dns_servers.as_slice(), network.is_azure) {
            ([], true) => continue,
            ([], false) => vec![resolver::QueryTarget::Resolver(Resolver::Internet)],
            // Clients ask each server by itself, and go on from failures.
            (targets, _) => ids.targets(model, targets, builder, false),
        };
        builder.set_dns_servers(id, targets);
    }
    let reserved = reserved_domains(model.cloud());
    for ruleset in model.rulesets() {
        let rules: Vec<(&Name, resolver::Forwarding)> = ruleset
            .rules
            .iter()
            .map(|rule| {
                let origin = context.origins.of(&rule.id, &rule.site);
                let targets = ids.targets(model, &rule.targets, builder, true).into();
                (&rule.domain_name.value, resolver::Forwarding { targets, origin })
            })
            .collect();
        for network in &ruleset.networks {
            let id = ids.networks[network.0];
            for (domain, forwarder) in &rules {
                builder.add_rule(id, domain, RuleEffect::Forward(forwarder.clone()));
            }
            for domain in &reserved {
                builder.add_rule(id, domain, RuleEffect::Exempt);
            }
        }
    }
}

/// Gives a server its zones and forwarders.
fn add_server(
    context: &mut Compilation<'_>,
    builder: &mut SnapshotBuilder,
    server: &model::Server,
    id: ServerId,
    ids: &Identifiers,
) {
    let mut zones = Vec::new();
    for zone in &server.zones {
        let found = match &zone.content {
            ZoneContent::Private(index) => ids.zones[index.0],
            ZoneContent::Own(_) => add_zone(context, builder, zone),
        };
        zones.extend(found.map(|id| (&zone.apex.value, id)));
    }
    let mut forwarders = Vec::new();
    for forwarder in &server.forwarders {
        let origin = context.origins.of(&forwarder.id, &forwarder.site);
        let targets = ids.targets(context.model, &forwarder.targets, builder, true).into();
        forwarders.push((&forwarder.zone.value, resolver::Forwarding { targets, origin }));
    }
    let mut delegations = Vec::new();
    for delegation in &server.delegations {
        let targets = ids.targets(context.model, &delegation.targets, builder, true).into();
        delegations.push((&delegation.zone, resolver::Forwarding { targets, origin: delegation.origin }));
    }
    let built = builder.server_mut(id);
    built.recursion = server.recursion;
    built.timeout = server.timeout;
    built.chase = match server.chase {
        Chase::Upstream => resolver::Chase::Upstream,
        Chase::Own => resolver::Chase::Own,
    };
    for (apex, zone) in zones {
        built.zones.insert(apex, zone);
    }
    for (zone, forwarder) in forwarders {
        built.forward(zone, forwarder);
    }
    for (zone, delegation) in delegations {
        built.delegations.insert(zone, delegation);
    }
}

/// Adds an authoritative zone; one without a SOA gets one.
fn add_zone(context: &mut Compilation<'_>, builder: &mut SnapshotBuilder, zone: &OwnZone) -> Option<ZoneId> {
    let ZoneContent::Own(contents) = &zone.content else { return None };
    let apex = &zone.apex.value;
    let zone_origin = context.origins.of(&zone.id, &zone.site);
    let mut draft = ZoneBuilder::new(apex.clone(), zone_origin);
    let mut has_soa = false;
    let mut add = |record: Record<'_>| {
        has_soa |= record.rtype == RecordType::SOA;
        draft.add(record);
    };
    contents.for_each(&mut add);
    if !has_soa {
        let (rdata, ttl) = (soa::of_server(apex), soa::SERVER_TTL);
        draft.add(Record { owner: apex, rtype: RecordType::SOA, ttl, rdata: &rdata, origin: zone_origin });
    }
    match draft.build() {
        Ok(built) => Some(builder.add_zone(Arc::new(built))),
        Err(found) => {
            problems::report(&found, context.origins, context.refusals);
            None
        }
    }
}

/// Lists the resolvers that have names of their own: servers, and `resolver/endpoint`.
pub(super) fn named(model: &Model, ids: &Identifiers) -> Vec<(String, Resolver)> {
    let servers = model.servers().iter().zip(&ids.servers);
    let servers = servers.map(|(server, &id)| (server.name.value.clone(), Resolver::Server(id)));
    let endpoints = model.resolvers().iter().zip(&ids.inbound).flat_map(|(resolver, inbound)| {
        let labels = resolver.inbound_endpoints.iter().map(|endpoint| resolver.label_of(endpoint));
        labels.zip(inbound.iter().copied())
    });
    servers.chain(endpoints).collect()
}
