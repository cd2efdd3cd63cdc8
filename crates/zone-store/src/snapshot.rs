//! Everything that answers come from, immutable: zones, networks with their links, the simulated public side.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;

use crate::answer::{Answer, ErrorCode, ExtendedError, ResponseCode};
use crate::clients::{Claim, ClientTable, Membership};
use crate::ids::{InboundId, PublicResolverId, ServerId};
pub use crate::ids::{LocationId, NetworkId, ZoneId};
use crate::name::{LookupName, Name};
use crate::origin::Origin;
use crate::public::{PublicBuilder, PublicNames};
pub use crate::resolver::Resolver;
use crate::resolver::{CustomDnsServer, QueryTarget, RuleEffect, Upstream};
use crate::shared_list::SharedList;
use crate::suffix_map::{SuffixMap, SuffixMatch};
use crate::zone::{Zone, ZoneProblem};

/// A network: whose clients see the zones that are linked to it.
pub struct NetworkView {
    /// As people call it.
    pub name: Arc<str>,
    /// Where it was written.
    pub origin: Origin,
    links: SuffixMap<LinkedZone>,
    built_in: SuffixMap<ZoneId>,
    rules: SuffixMap<RuleEffect>,
    pub(crate) dns_servers: Arc<[QueryTarget]>,
    location: Option<LocationId>,
    reaches_azure_dns: bool,
    /// Whose memory azure_dns of this network has.
    pub(crate) memory: Arc<str>,
}

impl NetworkView {
    /// Returns its links, by zone name.
    pub fn links(&self) -> &SuffixMap<LinkedZone> {
        &self.links
    }

    /// Returns the zones that it has without a link, by zone name. Linked zones come before them.
    pub fn built_in(&self) -> &SuffixMap<ZoneId> {
        &self.built_in
    }

    /// Returns the rules of the ruleset linked to it, by domain name.
    pub fn rules(&self) -> &SuffixMap<RuleEffect> {
        &self.rules
    }

    /// Returns what its clients are given by DHCP, in order; empty: azure_dns.
    pub fn dns_servers(&self) -> &[QueryTarget] {
        &self.dns_servers
    }

    /// Returns where it is, if some public names depend on it.
    pub fn location(&self) -> Option<LocationId> {
        self.location
    }

    /// Tells whether 168.63.129.16 answers there; it does not outside Azure.
    pub fn reaches_azure_dns(&self) -> bool {
        self.reaches_azure_dns
    }
}

/// A zone seen from a network.
#[derive(Debug, Clone, Copy)]
pub struct LinkedZone {
    /// The zone.
    pub zone: ZoneId,
    /// What the network does with the zone's NXDOMAIN.
    pub on_nxdomain: OnNxDomain,
    /// Where the link was written.
    pub origin: Origin,
}

/// What happens to a name that a linked zone does not have (`resolution_policy` of a virtual network link).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnNxDomain {
    /// NXDOMAIN is the answer.
    #[default]
    Final,
    /// Queries for A, AAAA and CNAME go on at the public side (`NxDomainRedirect`).
    Redirect,
}

/// What lies beyond the simulated public names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Outside {
    /// Nothing: every other name does not exist.
    #[default]
    Closed,
    /// The real name space, known to these servers, in the order they are asked.
    Upstream(Vec<Upstream>),
}

/// What a source that is in no network gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownSource {
    /// REFUSED, with the reason as an Extended DNS Error.
    #[default]
    Refuse,
    /// Nothing.
    Drop,
}

/// How a query of type ANY is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnyAnswer {
    /// With every record set of the name.
    #[default]
    RecordSets,
    /// With one HINFO record that names RFC 8482.
    Hinfo,
}

/// The open questions about Azure's answers, each with the choice taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behaviour {
    /// How ANY is answered.
    pub any: AnyAnswer,
    /// Highest TTL that azure_dns gives out, seconds.
    pub maximum_ttl: u32,
    /// azure_dns sets the AA bit on NXDOMAIN of a linked zone, as was seen in 2018.
    pub authoritative_negatives: bool,
    /// A name that only lies above others does not exist, against RFC 8020.
    pub empty_non_terminals_are_nxdomain: bool,
    /// A CNAME target met after a redirect is looked up in the linked zones again.
    pub redirect_reenters_zones: bool,
    /// A ruleset's rule wins over a linked zone whose name is shorter.
    pub longer_rule_beats_zone: bool,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            any: AnyAnswer::RecordSets,
            maximum_ttl: 1800,
            authoritative_negatives: false,
            empty_non_terminals_are_nxdomain: false,
            redirect_reenters_zones: true,
            longer_rule_beats_zone: false,
        }
    }
}

/// What a listener has fixed about its queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vantage {
    /// 168.63.129.16; the source address decides the network.
    BySource,
    /// This resolver, for every source.
    Resolver(Resolver),
}

/// Why a query gets no resolver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAdmitted {
    /// It is not answered at all.
    Drop,
    /// It is answered REFUSED.
    Refuse(ExtendedError),
}

impl NotAdmitted {
    /// Returns what the client gets; `None` is nothing.
    pub fn answer<'s>(self) -> Option<Answer<'s>> {
        match self {
            Self::Drop => None,
            Self::Refuse(error) => {
                Some(Answer { errors: vec![error], ..Answer::empty(ResponseCode::Refused) })
            }
        }
    }
}

/// Everything that answers come from. It never changes; a change is another snapshot, which shares what did not change.
#[derive(Clone)]
pub struct Snapshot {
    zones: SharedList<Zone>,
    /// The zones of each name, in the order they were added.
    by_apex: Arc<SuffixMap<Vec<ZoneId>>>,
    networks: Arc<[NetworkView]>,
    servers: Arc<[CustomDnsServer]>,
    /// Names of the inbound endpoints, and where they are.
    inbound: Arc<[(Arc<str>, NetworkId)]>,
    public_resolvers: Arc<[Vec<Upstream>]>,
    locations: Arc<[Arc<str>]>,
    public: Arc<PublicNames>,
    outside: Outside,
    clients: Arc<ClientTable>,
    unknown_source: UnknownSource,
    behaviour: Behaviour,
}

impl Snapshot {
    /// Returns a zone. Panics on an identifier of another snapshot.
    pub fn zone(&self, id: ZoneId) -> &Zone {
        self.zones.get(id.0 as usize)
    }

    /// Returns a zone, to keep it or to see whether it is the one of another snapshot. Panics on an identifier of another
    /// snapshot.
    pub fn shared_zone(&self, id: ZoneId) -> &Arc<Zone> {
        self.zones.get(id.0 as usize)
    }

    /// Returns this snapshot with another zone of the same name in the place of one. Takes a time that does not depend on
    /// how many records there are. Panics on an identifier of another snapshot, and on a zone of another name.
    #[must_use]
    pub fn with_zone(&self, id: ZoneId, zone: Arc<Zone>) -> Self {
        let mut changed = self.clone();
        assert!(self.zone(id).apex() == zone.apex(), "a zone takes the place of one of its name");
        changed.zones.replace(id.0 as usize, zone);
        changed
    }

    /// Returns the zones that a name is in, whoever sees them: those of the longest name first, then in the order they were
    /// added.
    pub(crate) fn zones_above(&self, name: &LookupName) -> Vec<SuffixMatch<ZoneId>> {
        let each = |found: SuffixMatch<&Vec<ZoneId>>| {
            found.value.clone().into_iter().map(move |value| SuffixMatch { value, labels: found.labels })
        };
        self.by_apex.matches(name).into_iter().flat_map(each).collect()
    }

    /// Iterates over the zones, in the order they were added; some may be seen from no network.
    pub fn zones(&self) -> impl Iterator<Item = (ZoneId, &Zone)> {
        self.zones.iter().enumerate().map(|(at, zone)| (ZoneId(at as u32), &**zone))
    }

    /// Returns a network. Panics on an identifier of another snapshot.
    pub fn network(&self, id: NetworkId) -> &NetworkView {
        &self.networks[id.0 as usize]
    }

    /// Returns the network of this name.
    pub fn network_named(&self, name: &str) -> Option<NetworkId> {
        self.networks.iter().position(|network| &*network.name == name).map(|at| NetworkId(at as u32))
    }

    /// Iterates over the networks, in the order they were added.
    pub fn networks(&self) -> impl Iterator<Item = (NetworkId, &NetworkView)> {
        self.networks.iter().enumerate().map(|(at, network)| (NetworkId(at as u32), network))
    }

    /// Returns a custom DNS server. Panics on an identifier of another snapshot.
    pub fn server(&self, id: ServerId) -> &CustomDnsServer {
        &self.servers[id.0 as usize]
    }

    /// Returns the custom DNS server of this name.
    pub fn server_named(&self, name: &str) -> Option<ServerId> {
        self.servers.iter().position(|server| &*server.name == name).map(|at| ServerId(at as u32))
    }

    /// Iterates over the custom DNS servers, in the order they were added.
    pub fn servers(&self) -> impl Iterator<Item = (ServerId, &CustomDnsServer)> {
        self.servers.iter().enumerate().map(|(at, server)| (ServerId(at as u32), server))
    }

    /// Returns who the real resolvers are, in the order they are asked. Panics on an identifier of another snapshot.
    pub fn public_resolver(&self, id: PublicResolverId) -> &[Upstream] {
        &self.public_resolvers[id.0 as usize]
    }

    /// Returns the network that an inbound endpoint is in. Panics on an identifier of another snapshot.
    pub fn network_of_inbound(&self, id: InboundId) -> NetworkId {
        self.inbound[id.0 as usize].1
    }

    /// Returns the network whose zones, rules and built-in names a resolver looks at; `None`: it looks at none.
    pub fn seen_from(&self, resolver: Resolver) -> Option<NetworkId> {
        match resolver {
            Resolver::AzureDns(id) => Some(id),
            Resolver::Inbound(id) => Some(self.network_of_inbound(id)),
            Resolver::Client(id) if self.network(id).dns_servers().is_empty() => Some(id),
            Resolver::Client(_) | Resolver::Server(_) | Resolver::Internet | Resolver::Public(_) => None,
        }
    }

    /// Returns a resolver as people call it.
    pub fn label(&self, resolver: Resolver) -> Cow<'_, str> {
        match resolver {
            Resolver::AzureDns(network) => format!("azure_dns of {}", self.network(network).name).into(),
            Resolver::Inbound(id) => Cow::Borrowed(&*self.inbound[id.0 as usize].0),
            Resolver::Client(network) => format!("DNS servers of {}", self.network(network).name).into(),
            Resolver::Server(server) => Cow::Borrowed(&*self.server(server).name),
            Resolver::Internet => "internet".into(),
            Resolver::Public(id) => {
                let servers = self.public_resolver(id).iter().map(Upstream::to_string);
                servers.collect::<Vec<_>>().join(", ").into()
            }
        }
    }

    /// Returns a target as people call it.
    pub fn label_of(&self, target: &QueryTarget) -> Cow<'_, str> {
        match target {
            QueryTarget::Resolver(resolver) => self.label(*resolver),
            QueryTarget::Address(address) => address.to_string().into(),
            QueryTarget::Unreachable(why) => why.to_string().into(),
        }
    }

    /// Returns a location as people call it. Panics on an identifier of another snapshot.
    pub fn location(&self, id: LocationId) -> &str {
        &self.locations[id.0 as usize]
    }

    /// Returns the simulated public names.
    pub fn public(&self) -> &PublicNames {
        &self.public
    }

    /// Returns what lies beyond them.
    pub fn outside(&self) -> &Outside {
        &self.outside
    }

    /// Returns the choices taken where Azure's behaviour is not known.
    pub fn behaviour(&self) -> &Behaviour {
        &self.behaviour
    }

    /// Tells whose address a source is.
    pub fn membership(&self, source: IpAddr) -> Membership {
        self.clients.find(source)
    }

    /// Finds the resolver of a query that came from `source` to a listener with this `vantage`.
    ///
    /// # Errors
    /// [`NotAdmitted`] when the source decides, and is in no network, in several, or in one outside Azure.
    pub fn admit(&self, vantage: Vantage, source: IpAddr) -> Result<Resolver, NotAdmitted> {
        match vantage {
            Vantage::Resolver(resolver) => Ok(resolver),
            Vantage::BySource => match self.membership(source) {
                Membership::Of(network, _) if !self.network(network).reaches_azure_dns => {
                    Err(NotAdmitted::Drop)
                }
                Membership::Of(network, _) => Ok(Resolver::AzureDns(network)),
                Membership::None => Err(self
                    .refusal(|| format!("{source} is in no virtual network; add it to the clients of one"))),
                Membership::Ambiguous(networks) => Err(self.refusal(|| {
                    let names: Vec<&str> = networks.iter().map(|&id| &*self.network(id).name).collect();
                    let names = names.join(" and ");
                    format!("{source} is in the address space of {names}; add it to the clients of one")
                })),
            },
        }
    }

    fn refusal(&self, text: impl FnOnce() -> String) -> NotAdmitted {
        match self.unknown_source {
            UnknownSource::Drop => NotAdmitted::Drop,
            UnknownSource::Refuse => {
                NotAdmitted::Refuse(ExtendedError { code: ErrorCode::Prohibited, text: text() })
            }
        }
    }
}

/// Gathers a [`Snapshot`].
#[derive(Default)]
pub struct SnapshotBuilder {
    /// The simulated public names.
    pub public: PublicBuilder,
    /// What lies beyond them.
    pub outside: Outside,
    /// What a source in no network gets.
    pub unknown_source: UnknownSource,
    /// The choices taken where Azure's behaviour is not known.
    pub behaviour: Behaviour,
    zones: Vec<Arc<Zone>>,
    networks: Vec<NetworkView>,
    servers: Vec<CustomDnsServer>,
    inbound: Vec<(Arc<str>, NetworkId)>,
    public_resolvers: Vec<Vec<Upstream>>,
    locations: Vec<Arc<str>>,
    clients: ClientTable,
}

impl SnapshotBuilder {
    /// Adds a zone, which no network sees yet.
    pub fn add_zone(&mut self, zone: impl Into<Arc<Zone>>) -> ZoneId {
        self.zones.push(zone.into());
        ZoneId(self.zones.len() as u32 - 1)
    }

    /// Adds a network without links, built-in zones or a location.
    pub fn add_network(&mut self, name: &str, origin: Origin) -> NetworkId {
        self.networks.push(NetworkView {
            name: name.into(),
            origin,
            links: SuffixMap::default(),
            built_in: SuffixMap::default(),
            rules: SuffixMap::default(),
            dns_servers: Arc::from([]),
            location: None,
            reaches_azure_dns: true,
            memory: format!("azure_dns/{name}").into(),
        });
        NetworkId(self.networks.len() as u32 - 1)
    }

    /// Adds a custom DNS server.
    pub fn add_server(&mut self, server: CustomDnsServer) -> ServerId {
        self.servers.push(server);
        ServerId(self.servers.len() as u32 - 1)
    }

    /// Adds an inbound endpoint of a network, under the name that people call it by.
    pub fn add_inbound(&mut self, name: &str, network: NetworkId) -> Resolver {
        self.inbound.push((name.into(), network));
        Resolver::Inbound(InboundId(self.inbound.len() as u32 - 1))
    }

    /// Adds real resolvers on the public Internet that are asked as one, in this order.
    pub fn add_public_resolver(&mut self, addresses: impl IntoIterator<Item = SocketAddr>) -> Resolver {
        self.public_resolvers.push(addresses.into_iter().map(Upstream::Address).collect());
        Resolver::Public(PublicResolverId(self.public_resolvers.len() as u32 - 1))
    }

    /// Tells whether anything real can be asked about public names.
    pub fn is_open(&self) -> bool {
        self.outside != Outside::Closed || !self.public_resolvers.is_empty()
    }

    /// Returns a server that was added, to give it zones and forwarders. Panics on an identifier of another builder.
    pub fn server_mut(&mut self, id: ServerId) -> &mut CustomDnsServer {
        &mut self.servers[id.0 as usize]
    }

    /// Says what the clients of a network are given by DHCP. Panics on an identifier of another builder.
    pub fn set_dns_servers(&mut self, network: NetworkId, targets: Vec<QueryTarget>) {
        self.networks[network.0 as usize].dns_servers = targets.into();
    }

    /// Adds a rule to the ruleset of a network; returns the one of the same domain name that it takes the place of.
    ///
    /// Panics on an identifier of another builder.
    pub fn add_rule(
        &mut self,
        network: NetworkId,
        domain_name: &Name,
        rule: RuleEffect,
    ) -> Option<RuleEffect> {
        self.networks[network.0 as usize].rules.insert(domain_name, rule)
    }

    /// Returns the identifier of a location, the same for the same name.
    pub fn location(&mut self, name: &str) -> LocationId {
        let known = self.locations.iter().position(|location| &**location == name);
        let at = known.unwrap_or_else(|| {
            self.locations.push(name.into());
            self.locations.len() - 1
        });
        LocationId(at as u32)
    }

    /// Says where a network is. Panics on an identifier of another builder.
    pub fn locate(&mut self, network: NetworkId, location: LocationId) {
        self.networks[network.0 as usize].location = Some(location);
    }

    /// Makes 168.63.129.16 unreachable from a network: it gets no answer. Panics on an identifier of another builder.
    pub fn cut_off_azure_dns(&mut self, network: NetworkId) {
        self.networks[network.0 as usize].reaches_azure_dns = false;
    }

    /// Gives a source prefix to a network.
    pub fn add_clients(&mut self, network: NetworkId, prefix: IpNet, claim: Claim) {
        self.clients.insert(prefix, network, claim);
    }

    /// Links a zone to a network; returns the link to a zone of the same name that it takes the place of.
    ///
    /// Panics on identifiers of another builder.
    pub fn link(&mut self, network: NetworkId, link: LinkedZone) -> Option<LinkedZone> {
        let apex: &Name = self.zones[link.zone.0 as usize].apex();
        self.networks[network.0 as usize].links.insert(apex, link)
    }

    /// Gives a network a zone of its own, which is asked after the linked ones; several networks may share it.
    /// Returns the zone of the same name that it takes the place of.
    ///
    /// Panics on identifiers of another builder.
    pub fn build_in(&mut self, network: NetworkId, zone: ZoneId) -> Option<ZoneId> {
        let apex: &Name = self.zones[zone.0 as usize].apex();
        self.networks[network.0 as usize].built_in.insert(apex, zone)
    }

    /// Makes the snapshot.
    ///
    /// # Errors
    /// Every [`ZoneProblem`] of the simulated public names.
    pub fn build(self) -> Result<Snapshot, Vec<ZoneProblem>> {
        let Self {
            outside,
            unknown_source,
            behaviour,
            zones,
            networks,
            servers,
            inbound,
            public_resolvers,
            locations,
            clients,
            public,
        } = self;
        let public = public.build()?;
        let mut by_apex: SuffixMap<Vec<ZoneId>> = SuffixMap::default();
        for (zone, id) in zones.iter().zip((0..).map(ZoneId)) {
            by_apex.get_or_default(zone.apex()).push(id);
        }
        Ok(Snapshot {
            zones: zones.into_iter().collect(),
            by_apex: Arc::new(by_apex),
            networks: networks.into(),
            servers: servers.into(),
            inbound: inbound.into(),
            public_resolvers: public_resolvers.into(),
            locations: locations.into(),
            public: Arc::new(public),
            outside,
            clients: Arc::new(clients),
            unknown_source,
            behaviour,
        })
    }
}
