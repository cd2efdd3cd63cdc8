//! What values are refused for, whoever wrote them.
//!
//! A reader asks here about each value that it has read. Values that came by no file are looked at by `check_values` of the
//! object that has them: the same rules, by the kinds of the same keys.

use std::time::Duration;

use azure_catalogue::regions;
use ipnet::{IpNet, Ipv4Net};
use zone_store::name::Name;

use crate::config_file::{
    Assumptions, Cache, ConfigFile, ContainerRegistry, DnsServer, InternetZone, Network, PrivateDnsZone,
    PublicChain, RecordSet, SoaRecord, VirtualNetwork,
};
use crate::located::{Located, WrittenAs};
use crate::refusal::{Meant, Refusals, ValueRefusal};
use crate::schema::{self, Kind, Table};

/// Longest span of time of a key.
const LONGEST_TIME: Duration = Duration::from_secs(60);

/// A value that a kind of key may refuse.
pub(crate) trait RuledValue {
    /// Says why a key of this kind does not take it; `None`: it does.
    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal>;
}

impl RuledValue for i64 {
    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        match kind {
            Kind::Integer(low, high) if !(low..=high).contains(self) => {
                Some(ValueRefusal::OutOfRange { kind })
            }
            _ => None,
        }
    }
}

impl RuledValue for u32 {
    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        i64::from(*self).refused_by(kind)
    }
}

impl RuledValue for String {
    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        match kind {
            Kind::Text | Kind::Region if self.trim().is_empty() => Some(ValueRefusal::Empty { kind }),
            Kind::Region if !is_region(&normalize_region(self)) => Some(ValueRefusal::NotARegion { kind }),
            _ => None,
        }
    }
}

impl RuledValue for Name {
    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        match kind {
            Kind::DomainName if self.is_root() => Some(ValueRefusal::Root { kind }),
            _ => None,
        }
    }
}

impl RuledValue for IpNet {
    fn refused_by(&self, _: Kind) -> Option<ValueRefusal> {
        let meant = self.trunc();
        (meant != *self).then(|| ValueRefusal::HostBits { meant: meant.to_string() })
    }
}

impl RuledValue for Ipv4Net {
    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        IpNet::V4(*self).refused_by(kind)
    }
}

impl RuledValue for Duration {
    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        (self.is_zero() || *self > LONGEST_TIME).then_some(ValueRefusal::TimeOutOfRange { kind })
    }
}

/// Writes a region as Azure's resource manager does: `West Europe` is `westeurope`.
pub fn normalize_region(text: &str) -> String {
    text.chars().filter(|character| *character != ' ').collect::<String>().to_ascii_lowercase()
}

/// Tells whether a normalized text may be the name of a region.
pub(crate) fn is_region(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric())
}

/// Says that Azure is not known to have a region, whose name is normalized; `None`: it is.
pub(crate) fn unknown_region(region: &str) -> Option<ValueRefusal> {
    let meant = || Meant(regions::near(region).map(str::to_owned));
    (!regions::is_known(region)).then(|| ValueRefusal::UnknownRegion { meant: meant() })
}

/// Looks at the values of one table, by the kinds of its keys.
struct TableCheck<'c> {
    table: &'static Table,
    refusals: &'c mut Refusals,
}

impl TableCheck<'_> {
    /// Refuses a value that its key does not take. Values of files have been looked at by their reader.
    fn value<T: RuledValue + WrittenAs>(&mut self, key: &str, value: &Located<T>) {
        if value.site.place.in_file().is_some() {
            return;
        }
        let kind = match self.table.key(key).map(|key| key.kind) {
            Some(Kind::List(element)) => *element,
            Some(kind) => kind,
            None => return debug_assert!(false, "{} has no key {key}", self.table.path),
        };
        self.refusals.extend(value.refused_by(kind).map(|reason| value.refuse(reason)));
    }

    /// Does the same for each of several values.
    fn each<'v, T: RuledValue + WrittenAs + 'v>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = &'v Located<T>>,
    ) {
        values.into_iter().for_each(|value| self.value(key, value));
    }

    /// Does the same for regions, and warns of those that nobody knows.
    fn regions<'v>(&mut self, key: &str, regions: impl IntoIterator<Item = &'v Located<String>>) {
        for region in regions.into_iter().filter(|region| region.site.place.in_file().is_none()) {
            self.value(key, region);
            let normal = normalize_region(region);
            let unknown = is_region(&normal).then(|| unknown_region(&normal)).flatten();
            self.refusals.extend(unknown.map(|reason| region.refuse(reason)));
        }
    }
}

impl ConfigFile {
    /// Refuses values of objects that came by no file, but those of record sets.
    pub fn check_values(&self, refusals: &mut Refusals) {
        for one in &self.virtual_networks {
            refusals.about(|| one.id(), |refusals| one.check_values(refusals));
        }
        for one in &self.networks {
            refusals.about(|| one.id(), |refusals| one.check_values(refusals));
        }
        for one in &self.private_dns_zones {
            refusals.about(|| one.id(), |refusals| one.check_values(refusals));
        }
        for one in &self.container_registries {
            refusals.about(|| one.id(), |refusals| one.check_values(refusals));
        }
        for one in &self.dns_servers {
            refusals.about(|| one.id(), |refusals| one.check_values(refusals));
        }
        for one in &self.internet.zones {
            refusals.about(|| one.id(), |refusals| one.check_values(refusals));
        }
        self.public_chain.check_values(refusals);
        self.cache.check_values(refusals);
        self.assumptions.check_values(refusals);
    }
}

impl VirtualNetwork {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::VIRTUAL_NETWORK, refusals };
        check.each("resource_group", &self.resource_group);
        check.regions("location", &self.location);
        check.each("address_space", &self.address_space);
        check.each("clients", self.clients.iter().flatten());
        check.table = &schema::SUBNET;
        check.each("address_prefixes", self.subnets.iter().flat_map(|subnet| &subnet.address_prefixes));
    }
}

impl Network {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::NETWORK, refusals };
        check.each("resource_group", &self.resource_group);
        check.each("address_space", &self.address_space);
        check.each("clients", self.clients.iter().flatten());
    }
}

impl PrivateDnsZone {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::PRIVATE_DNS_ZONE, refusals };
        check.each("resource_group", &self.resource_group);
        check.value("name", &self.name);
        if let Some(soa) = &self.soa_record {
            soa.check_values(refusals);
        }
    }
}

impl SoaRecord {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::SOA_RECORD, refusals };
        check.value("email", &self.email);
        check.value("ttl", &self.ttl);
        check.value("serial_number", &self.serial_number);
        check.value("refresh_time", &self.refresh_time);
        check.value("retry_time", &self.retry_time);
        check.value("expire_time", &self.expire_time);
        check.value("minimum_ttl", &self.minimum_ttl);
    }
}

impl RecordSet {
    /// Refuses values of a set of a private zone that came by no file.
    pub fn check_private_values(&self, refusals: &mut Refusals) {
        TableCheck { table: &schema::RECORD_SET, refusals }.value("ttl", &self.ttl);
    }

    /// Refuses values of a set of a public zone, or one of a DNS server, that came by no file.
    pub fn check_public_values(&self, refusals: &mut Refusals) {
        TableCheck { table: &schema::PUBLIC_RECORD_SET, refusals }.value("ttl", &self.ttl);
    }
}

impl ContainerRegistry {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::CONTAINER_REGISTRY, refusals };
        check.each("resource_group", &self.resource_group);
        check.regions("location", &self.location);
        check.regions("georeplications", &self.georeplications);
        check.table = &schema::IP_RULE;
        let rules = self.network_rule_set.iter().flat_map(|rules| &rules.ip_rules);
        check.each("ip_range", rules.map(|rule| &rule.ip_range));
    }
}

impl DnsServer {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::DNS_SERVER, refusals };
        check.each("resource_group", &self.resource_group);
        check.value("timeout", &self.timeout);
        check.table = &schema::DNS_SERVER_ZONE;
        check.each("name", self.zones.iter().filter_map(|zone| zone.name.as_ref()));
    }
}

impl InternetZone {
    fn check_values(&self, refusals: &mut Refusals) {
        TableCheck { table: &schema::INTERNET_ZONE, refusals }.value("name", &self.name);
    }
}

impl PublicChain {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::PUBLIC_CHAIN, refusals };
        check.value("registry_ttl", &self.registry_ttl);
        check.value("hop_ttl", &self.hop_ttl);
        check.value("address_ttl", &self.address_ttl);
    }
}

impl Cache {
    fn check_values(&self, refusals: &mut Refusals) {
        let mut check = TableCheck { table: &schema::CACHE, refusals };
        check.value("size", &self.size);
        check.value("maximum_ttl", &self.maximum_ttl);
        check.value("maximum_negative_ttl", &self.maximum_negative_ttl);
        check.value("error_ttl", &self.error_ttl);
        check.value("serve_stale", &self.serve_stale);
    }
}

impl Assumptions {
    fn check_values(&self, refusals: &mut Refusals) {
        TableCheck { table: &schema::ASSUMPTIONS, refusals }.value("maximum_ttl", &self.maximum_ttl);
    }
}
