//! Private DNS zones: their links, their record sets, their SOA records.

use zone_store::name::Name;

use super::keys::{ID, RESOURCE_GROUP, TTL, U32};
use super::record_sets::RecordSets;
use crate::declare::declare;
use crate::form::{Declared, default_data};
use crate::id::{ObjectKind, child};
use crate::located::{Located, Site};
use crate::raw::RawTable;
use crate::refusal::Refusals;
use crate::schema::Kind::{Boolean, Choice, DomainName, List, Tables, Text};
use crate::schema::{Kind, Table};
use crate::walk::Walk;
use crate::words::ResolutionPolicy;

declare! {
    #[table("private_dns_zone", object, large,
        azurerm: "azurerm_private_dns_zone", arm: Some(ObjectKind::PrivateDnsZone.resource_type()))]
    /// A private DNS zone, its links and its records.
    pub struct PrivateDnsZone {
        /// Its apex: 2 to 34 labels, and none of the names that the cloud reserves, as azure.com. A name may be used once per
        /// resource group.
        name: Located<Name> = required(DomainName) [azurerm],
        /// Tells zones of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Records in BIND format, beside those of record_set; a path relative to the configuration file, in its folder or below.
        /// Types that a private zone cannot hold are skipped with a warning, as Azure's import does.
        zone_file: Option<Located<String>> = otherwise(Text, "none"),
        /// Fields of its SOA record; the rest stays as Azure writes it.
        soa_record: Option<SoaRecord> =
            otherwise(Kind::Table(&SoaRecord::TABLE), "the SOA record that Azure writes") [azurerm],
        /// The networks that see the zone. A zone without a link is seen by nobody.
        virtual_network_links as "virtual_network_link": Vec<VirtualNetworkLink> =
            default(Tables(&VirtualNetworkLink::TABLE), "[]") [azurerm],
        /// Its record sets, written by hand.
        record_sets as "record_set": RecordSets =
            default(Tables(&RecordSet::TABLE), "[]") [azurerm "azurerm_private_dns_*_record"],
        later [ID]
    }
}

declare! {
    #[table("private_dns_zone.soa_record", part, large, azurerm: "azurerm_private_dns_zone.soa_record", arm: None)]
    /// Fields of a zone's SOA record. Its host is Azure's and cannot be set.
    pub struct SoaRecord {
        /// The responsible mailbox, as a domain name: the dot after the user is the @.
        email: Option<Located<Name>> = default(DomainName, "\"azureprivatedns-host.microsoft.com\"") [azurerm],
        /// Seconds that the SOA record itself may be cached.
        ttl: Option<Located<u32>> = default(TTL, "3600") [azurerm],
        /// Serial number. Azure keeps 1, whatever is written.
        serial_number: Option<Located<u32>> = default(U32, "1"),
        /// Seconds after which a secondary would look for changes; Azure has none.
        refresh_time: Option<Located<u32>> = default(U32, "3600") [azurerm],
        /// Seconds after which it would try again.
        retry_time: Option<Located<u32>> = default(U32, "300") [azurerm],
        /// Seconds after which it would give up.
        expire_time: Option<Located<u32>> = default(U32, "2419200") [azurerm],
        /// Seconds that NXDOMAIN and NODATA may be cached. Zones of 2019 and 2020 have 300.
        minimum_ttl: Option<Located<u32>> = default(U32, "10") [azurerm],
    }
}

declare! {
    #[table("private_dns_zone.virtual_network_link", object, large,
        azurerm: "azurerm_private_dns_zone_virtual_network_link", arm: Some(child::VIRTUAL_NETWORK_LINK))]
    /// A link: the network's resolver answers from the zone.
    pub struct VirtualNetworkLink {
        /// Its name, unique in the zone.
        name: Located<String> = required(Text) [azurerm],
        /// The network that sees the zone: "name" or "group/name". One link per zone and network.
        virtual_network: Located<String> =
            required(Text) [azurerm "azurerm_private_dns_zone_virtual_network_link.virtual_network_id"],
        /// Whether virtual machines of the network are registered in the zone, with a TTL of 10. A network registers in one zone
        /// only.
        registration_enabled: Located<bool> = default(Boolean, "false") [azurerm],
        /// What an NXDOMAIN of the zone means: the end, or another try on the public side, for queries of type A, AAAA and CNAME.
        /// Azure accepts NxDomainRedirect on zones of Private Link only.
        resolution_policy: Located<ResolutionPolicy> =
            default(Choice(ResolutionPolicy::WORDS), "\"Default\"") [azurerm],
        later [ID]
    }
}

declare! {
    #[table("private_dns_zone.record_set", object, large, azurerm: none, arm: None)]
    /// A record set: a name, a type, a TTL and the data of its records.
    pub struct RecordSet {
        /// Its name: relative, "@" for the apex, or absolute with a dot at its end.
        name: Located<String> = required(Text) [azurerm "azurerm_private_dns_*_record.name"],
        /// The type of its records; a private zone holds A, AAAA, CNAME, MX, PTR, SRV and TXT.
        record_type as "type": Located<String> = required(Text),
        /// Seconds.
        ttl: Located<u32> = default(TTL, "3600") [azurerm "azurerm_private_dns_*_record.ttl"],
        /// Data of each record, in presentation format. Names in it are whole names, with a dot at their end or without, as in azurerm
        /// and az. An empty array serves nothing.
        records: Vec<Located<String>> = required(List(&Text)) [azurerm "azurerm_private_dns_*_record.records"],
        later [ID]
    }
}

/// A record set of a zone that is not a private one.
pub(super) const PUBLIC_RECORD_SET: Table = Table { path: "internet.zone.record_set", ..RecordSet::TABLE };

impl PrivateDnsZone {
    /// Describes a zone with every other value at its default.
    pub fn new(name: Name) -> Self {
        Self::with(name.into())
    }
}

impl Default for SoaRecord {
    /// The SOA record that Azure writes: no field says something else.
    fn default() -> Self {
        Self::with()
    }
}

impl SoaRecord {
    /// Returns the SOA record that Azure writes, with every field said.
    #[must_use]
    pub fn of_azure() -> Self {
        let mut table = RawTable::default();
        for key in Self::TABLE.keys {
            if let Some(data) = default_data(key) {
                table.push(key.name, data);
            }
        }
        let mut refusals = Refusals::default();
        Walk::new(true, &mut refusals).table(&table, &Self::TABLE, &Site::code()).unwrap_or_default()
    }
}

impl VirtualNetworkLink {
    /// Describes a link with every other value at its default.
    pub fn new(name: &str, virtual_network: &str) -> Self {
        Self::with(name.into(), virtual_network.into())
    }
}

impl RecordSet {
    /// Describes a record set with the default TTL.
    pub fn new(name: &str, record_type: &str, records: &[&str]) -> Self {
        let records = records.iter().map(|&record| record.into()).collect();
        Self::with(name.into(), record_type.into(), records)
    }

    /// Refuses values that came by no file; says whether there are none.
    pub fn check_values(&self, refusals: &mut Refusals) -> bool {
        self.check_fields(&Self::TABLE, refusals)
    }
}
