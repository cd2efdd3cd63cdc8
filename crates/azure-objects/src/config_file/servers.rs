//! Custom DNS servers: their zones and forwarders.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use zone_store::name::Name;

use super::keys::{ID, RESOURCE_GROUP};
use super::record_sets::RecordSets;
use super::zones::RecordSet;
use crate::declare::declare;
use crate::id::{ObjectKind, child};
use crate::located::Located;
use crate::schema::Kind;
use crate::schema::Kind::{
    Address, Boolean, Choice, DomainName, DomainNameOrRoot, List, Socket, Tables, Text,
};
use crate::words::Chase;

declare! {
    #[table("dns_server", object, large, azurerm: none, arm: Some(ObjectKind::DnsServer.resource_type()))]
    /// A custom DNS server: its own zones, and forwarders for everything else.
    pub struct DnsServer {
        /// Its name.
        name: Located<String> = required(Text),
        /// Tells nothing apart: the names of servers are unique.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// The network outside Azure that it is in; one of network and virtual_network must be there.
        network: Option<Located<String>> = otherwise(Text, "none: it is in a virtual_network"),
        /// The virtual network that it is in.
        virtual_network: Option<Located<String>> = otherwise(Text, "none: it is in a network"),
        /// Its address; elsewhere in the file this address means this server, and is never dialled.
        private_ip_address: Located<Ipv4Addr> = required(Address),
        /// Addresses that answer as this server.
        listen: Vec<Located<SocketAddr>> = default(List(&Socket), "[]"),
        /// Whether it answers for names outside its zones; without: REFUSED.
        recursion: Located<bool> = default(Boolean, "true"),
        /// What becomes of the CNAMEs of a forwarded answer: upstream returns them as they came (dnsmasq), own puts every target
        /// through its own zones and forwarders (BIND, Unbound).
        chase: Located<Chase> = default(Choice(Chase::WORDS), "\"upstream\""),
        /// How long it waits for each target of a forwarder; real servers that follow each other in the list share it.
        timeout: Located<Duration> = default(Kind::Duration, "\"3s\""),
        /// Where queries go, by zone; the longest zone decides.
        forwarders as "forwarder": Vec<Forwarder> =
            otherwise(Tables(&Forwarder::TABLE), "none: it asks the Internet, as with root hints"),
        /// Its own authoritative zones.
        zones as "zone": Vec<DnsServerZone> = default(Tables(&DnsServerZone::TABLE), "[]"),
        later [ID]
    }
}

declare! {
    #[table("dns_server.forwarder", object, small, azurerm: none, arm: Some(child::FORWARDER))]
    /// Where queries for names below a zone go.
    pub struct Forwarder {
        /// The zone; "." is the default forwarder.
        zone: Located<Name> = required(DomainNameOrRoot),
        /// Who is asked, in order, until one is not silent: dns_servers, "resolver/endpoint", "azure_dns" (or 168.63.129.16),
        /// "internet", addresses with a port if it is not 53. An address that nobody here has is a [real server](#the-real-world).
        to: Vec<Located<String>> = required(List(&Text)),
    }
}

declare! {
    #[table("dns_server.zone", object, large, azurerm: none, arm: Some(child::ZONE))]
    /// An authoritative zone of a custom DNS server; it may hold any type, and delegations.
    pub struct DnsServerZone {
        /// Its apex.
        name: Option<Located<Name>> = otherwise(DomainName, "the name of private_dns_zone; required without one"),
        /// Its record sets.
        record_sets as "record_set": RecordSets = default(Tables(&RecordSet::TABLE), "[]"),
        /// Records in BIND format; a path relative to the configuration file.
        zone_file: Option<Located<String>> = otherwise(Text, "none"),
        /// A private_dns_zone that is served as it is, with the records of endpoints and machines.
        private_dns_zone: Option<Located<String>> = otherwise(Text, "none"),
    }
}

impl DnsServer {
    /// Describes a server in no network yet, with every other value at its default.
    pub fn new(name: &str, private_ip_address: Ipv4Addr) -> Self {
        Self::with(name.into(), private_ip_address.into())
    }
}

impl Forwarder {
    /// Describes a forwarder.
    pub fn new(zone: Name, to: &[&str]) -> Self {
        Self::with(zone.into(), to.iter().map(|&target| target.into()).collect())
    }
}

impl DnsServerZone {
    /// Describes a zone without records.
    pub fn new(name: Name) -> Self {
        Self { name: Some(name.into()), ..Self::with() }
    }
}
