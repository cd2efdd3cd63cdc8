//! Whom a network, a server or a rule asks: names and addresses of the file, resolved.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::directory::Directory;
use super::networks::Network;
use super::positions::{InboundIndex, NetworkIndex, ServerIndex};
use super::real::RealAddress;
use super::resolvers::PrivateDnsResolver;
use super::servers::Server;
use super::target::Target;
use azure_catalogue::spelling::nearest;
use azure_objects::Refusals;
use azure_objects::config_file::{self, DnsServer, InboundEndpoint, address_of_server};
use azure_objects::located::Located;
use azure_objects::refusal::{ReferenceRefusal, Suggestion};

/// Everything that can be asked, by name and by address.
pub(super) struct Targets<'m> {
    networks: &'m [Network],
    servers: &'m Directory<Server>,
    by_name: HashMap<String, Target>,
    by_address: HashMap<Ipv4Addr, Vec<(NetworkIndex, Target)>>,
}

impl<'m> Targets<'m> {
    /// Gathers what can be asked.
    pub(super) fn new(
        networks: &'m [Network],
        servers: &'m Directory<Server>,
        resolvers: &'m [PrivateDnsResolver],
    ) -> Self {
        let mut targets = Self { networks, servers, by_name: HashMap::new(), by_address: HashMap::new() };
        for (index, server) in servers.items().iter().enumerate() {
            let (name, target) = (&server.name, Target::Server(ServerIndex(index)));
            targets.add(name, (server.network, server.address.value), target);
        }
        for (index, resolver) in resolvers.iter().enumerate() {
            for (position, endpoint) in resolver.inbound_endpoints.iter().enumerate() {
                let target = Target::Inbound(InboundIndex { resolver: index, endpoint: position });
                targets.add(&resolver.label_of(endpoint), (resolver.network, endpoint.address.value), target);
            }
        }
        targets
    }

    fn add(&mut self, name: &str, (network, address): (NetworkIndex, Ipv4Addr), target: Target) {
        self.by_address.entry(address).or_default().push((network, target));
        self.by_name.entry(name.to_lowercase()).or_insert(target);
    }

    /// Finds whom a text means that is written in `network`; what means nobody is reported.
    pub(super) fn find(
        &self,
        text: &Located<String>,
        network: NetworkIndex,
        refusals: &mut Refusals,
    ) -> Option<Located<Target>> {
        let found = |target| Some(Located::new(target, text.site.clone()));
        if text.is_empty() {
            return None;
        }
        if let Some(address) = address_of_server(text) {
            return found(self.at(address, network, text, refusals)?);
        }
        match text.to_lowercase().as_str() {
            "azure_dns" => found(self.azure_dns(network)),
            "internet" => found(Target::Internet),
            name => match self.by_name.get(name) {
                Some(target) => found(*target),
                None => {
                    // A server may be written with its resource group.
                    if let Some(index) = self.servers.find_silently(name) {
                        return found(Target::Server(ServerIndex(index)));
                    }
                    self.report_unknown(text, refusals);
                    None
                }
            },
        }
    }

    /// Finds who has an address, as seen from `network`: its own first, then those of every other. `written` is reported
    /// where several have it.
    pub(super) fn at(
        &self,
        address: SocketAddr,
        network: NetworkIndex,
        written: &Located<String>,
        refusals: &mut Refusals,
    ) -> Option<Target> {
        match self.who_has(address, network) {
            Ok(target) => Some(target),
            Err(owners) => {
                let names: Vec<String> = owners.into_iter().map(|target| self.name_of(target)).collect();
                let owners = names.join(" and of ");
                refusals.push(written.refuse(ReferenceRefusal::SharedAddress { owners }));
                None
            }
        }
    }

    /// Finds who has an address, as seen from `network`.
    ///
    /// # Errors
    /// Everybody who has it, if several of other networks do.
    pub(super) fn who_has(&self, address: SocketAddr, network: NetworkIndex) -> Result<Target, Vec<Target>> {
        let Some(real) = RealAddress::new(address) else {
            return Ok(self.azure_dns(network));
        };
        let IpAddr::V4(v4) = real.get().ip() else {
            return Ok(Target::Address(real));
        };
        let owners = self.by_address.get(&v4).map(Vec::as_slice).unwrap_or_default();
        let own = owners.iter().find(|(owner, _)| *owner == network);
        match (own, owners) {
            (Some((_, target)), _) | (None, [(_, target)]) => Ok(*target),
            (None, []) => Ok(Target::Address(real)),
            (None, [_, _, ..]) => Err(owners.iter().map(|(_, target)| *target).collect()),
        }
    }

    fn azure_dns(&self, network: NetworkIndex) -> Target {
        match self.networks[network.0].is_azure {
            true => Target::AzureDns(network),
            false => Target::Unreachable(network),
        }
    }

    fn name_of(&self, target: Target) -> String {
        let known = self.by_name.iter().find(|(_, known)| **known == target);
        known.map_or_else(String::new, |(name, _)| format!("\"{name}\""))
    }

    fn report_unknown(&self, text: &Located<String>, refusals: &mut Refusals) {
        if is_left_out(text, refusals) {
            return;
        }
        let mut names: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
        names.extend(["azure_dns", "internet"]);
        names.sort_unstable();
        let suggestion = match nearest(text, names.iter().copied()) {
            Some(meant) => Suggestion::Nearest(vec![meant.to_owned()]),
            None => Suggestion::ThereIsOrAddress(names.into_iter().map(str::to_owned).collect()),
        };
        refusals.push(text.refuse(ReferenceRefusal::UnknownServer { suggestion }));
    }
}

/// Tells whether a text may mean a server or an inbound endpoint that is left out, or an endpoint of a resolver that is.
fn is_left_out(text: &str, refusals: &Refusals) -> bool {
    let resolver = text.rsplit_once('/').map_or(text, |(resolver, _)| resolver);
    refusals.has_left_out(&DnsServer::TABLE, text)
        || refusals.has_left_out(&InboundEndpoint::TABLE, text)
        || refusals.has_left_out(&config_file::PrivateDnsResolver::TABLE, resolver)
}
