//! What is no object of Azure: resolvers, the simulated Internet, caches, assumptions.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use zone_store::name::Name;
use zone_store::record::MAX_TTL;
use zone_store::resolver::Upstream;

use super::keys::TTL;
use super::record_sets::RecordSets;
use super::zones::PUBLIC_RECORD_SET;
use crate::declare::declare;
use crate::id::ObjectKind;
use crate::located::Located;
use crate::schema::Kind::{Boolean, Choice, DomainName, Integer, List, Socket, Tables, Text};
use crate::schema::{Key, Kind};
use crate::words::{AnyAnswers, EmptyNonTerminals, UnknownSource};

/// Where azure_dns answers when nothing in the file listens; the words beside the key say so too.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 5300);

declare! {
    #[table("azure_dns", settings, large, azurerm: none, arm: None)]
    /// The resolver at 168.63.129.16; the source address decides the virtual network.
    pub struct AzureDns {
        /// Addresses that answer as 168.63.129.16; the source address of a query decides which network asks.
        listen: Option<Vec<Located<SocketAddr>>> =
            otherwise(List(&Socket), "[\"127.0.0.1:5300\"] when nothing else in the file listens, else []"),
        /// What a source in no network gets: REFUSED with the reason as an Extended DNS Error, or silence. Outside Azure,
        /// 168.63.129.16 is silent.
        unknown_source: Located<UnknownSource> = default(Choice(UnknownSource::WORDS), "\"refuse\""),
        /// Whether every answer, of all listeners, carries the reason for it as an Extended DNS Error; for queries with EDNS.
        explain: Located<bool> = default(Boolean, "false"),
        later [
            Key::later("queries_per_second", "Azure's limit of queries of one client."),
            Key::later("queue", "How many queries of one client may wait.")
        ]
    }
}

declare! {
    #[table("internet", settings, large, azurerm: none, arm: None)]
    /// The public side: the simulated names, and what lies beyond them.
    pub struct Internet {
        /// Addresses that answer as a resolver outside Azure, whoever asks.
        listen: Vec<Located<SocketAddr>> = default(List(&Socket), "[]"),
        /// Real resolvers for every name that is not simulated: addresses, or "system" for those of the machine this runs on. See
        /// [the real world](#the-real-world).
        upstream: Vec<Located<Upstream>> =
            otherwise(List(&Kind::Upstream), "[], a closed world: every other name does not exist"),
        /// Whether real resolvers are asked in letters of random case, and believed only in the same: one thing more that a forger
        /// has to guess. One that answers in another case is asked again over TCP.
        case_randomization: Located<bool> = default(Boolean, "false"),
        /// More public names, beside those of registries and other resources.
        zones as "zone": Vec<InternetZone> = default(Tables(&InternetZone::TABLE), "[]"),
    }
}

declare! {
    #[table("internet.zone", object, large, azurerm: none, arm: Some(ObjectKind::InternetZone.resource_type()))]
    /// A public zone, or single public names.
    pub struct InternetZone {
        /// Its apex. The root is not allowed.
        name: Located<Name> = required(DomainName),
        /// Whether only its own names are simulated. If false, the zone owns everything below its apex, and other names there are
        /// NXDOMAIN.
        overlay: Located<bool> = default(Boolean, "false"),
        /// Its record sets.
        record_sets as "record_set": RecordSets = default(Tables(&PUBLIC_RECORD_SET), "[]"),
        /// Records in BIND format, beside those of record_set; a path relative to the configuration file, in its folder or below.
        zone_file: Option<Located<String>> = otherwise(Text, "none"),
    }
}

declare! {
    #[table("public_chain", settings, large, azurerm: none, arm: None)]
    /// The CNAME chain behind a registry's public names. Names may hold {registry}, {region}, {region_code} and {profile}.
    pub struct PublicChain {
        /// Seconds; CNAMEs of the registry's own names and of their privatelink names. Seen: 60 since 2023, an hour or so before.
        registry_ttl: Located<u32> = default(TTL, "60"),
        /// Seconds; CNAMEs of the hops behind them, as in Microsoft's article.
        hop_ttl: Located<u32> = default(TTL, "300"),
        /// Seconds; the address at the end, as in Microsoft's article.
        address_ttl: Located<u32> = default(TTL, "10"),
        /// Every name between a login server and its address, the last one owning it; {region} is the client's if there is a
        /// replica, else the home region.
        login_hops: Option<Vec<Located<String>>> =
            otherwise(List(&Text), "names of the cloud that carry the registry's name"),
        /// Every name between a data endpoint and its address, the last one owning it; {region} is the endpoint's.
        data_hops: Option<Vec<Located<String>>> =
            otherwise(List(&Text), "names of the cloud that carry the registry's name"),
        /// Names between a private_link_resource and its address, with {resource} and {public_zone}; the last one owns the
        /// address.
        resource_hops: Option<Vec<Located<String>>> =
            otherwise(List(&Text), "a name of the cloud that carries the resource's public name"),
    }
}

declare! {
    #[table("cache", settings, large, azurerm: none, arm: None)]
    /// What resolvers remember: custom DNS servers what they have forwarded for, 168.63.129.16 what the outside said. If a reload
    /// changes one of these keys, the caches begin empty.
    pub struct Cache {
        /// Answers, of all resolvers together; 0 remembers nothing. When it is full, what was not used for long goes.
        size: Located<u32> = default(Integer(0, 10_000_000), "10000"),
        /// Seconds for which an answer with records is remembered at most; its own TTL counts down besides.
        maximum_ttl: Located<u32> = default(TTL, "604800"),
        /// Seconds for which NXDOMAIN and NODATA are remembered at most (RFC 2308).
        maximum_negative_ttl: Located<u32> = default(TTL, "10800"),
        /// Seconds for which real servers are not asked again what they failed to answer (RFC 9520); 0: they are asked for each
        /// query.
        error_ttl: Located<u32> = default(Integer(0, 300), "5"),
        /// Seconds beyond its time for which an answer may still be given when nobody can be asked (RFC 8767), as 86400; 0: never.
        serve_stale: Located<u32> = default(TTL, "0"),
        /// Whether an answer that is used in the last tenth of its time is asked for again in the background.
        prefetch: Located<bool> = default(Boolean, "false"),
    }
}

declare! {
    #[table("limits", settings, large, azurerm: none, arm: None)]
    /// Azure's count limits: record sets, links, zones, private endpoints, DNS servers, rules.
    pub struct Limits {
        /// Whether more than Azure allows is an error; false for load tests. Limits of names, TTLs and data hold always.
        enforce: Located<bool> = default(Boolean, "true"),
    }
}

// The open questions about Azure, by number, and what settles each:
//
// 1. What a query of type ANY gets: `any_answers`. NS at a private apex: none yet.
// 2. Whether a zone or the longer suffix of a forwarding rule comes first: `longer_rule_beats_zone`.
// 3. The cap of TTLs: `maximum_ttl`, which holds for negative answers too.
// 4. AA in negative answers: `authoritative_negatives`.
// 5. Public names of resources whose endpoints are Pending or Rejected: `pending_privatelink_cname`.
// 6. Hop names of registries in the government cloud: `public_chain.login_hops` and `public_chain.data_hops`.
// 7. The privatelink names of regional endpoints: none yet.
// 8. The TTL of a registry's public CNAME: `public_chain.registry_ttl`.
// 9. Domains exempt from a forwarding rule for the root: none yet.
// 10. Words of a refusal of `resolution_policy`, and of which zones: none; the words reach no client.
// 11. Whether CNAME targets look at linked zones again after a fallback: `fallback_reenters_zones`.
// 12. NODATA or NXDOMAIN for names with nothing but names below them: `empty_non_terminals`.
// 13. Rotation of the records of a set: none yet.
// 14. What a fallback answers when the public side has NXDOMAIN too: none yet.
declare! {
    #[table("assumptions", settings, large, azurerm: none, arm: None)]
    /// What Azure does where no documentation says so; each default is the likelier answer.
    pub struct Assumptions {
        /// What a query of type ANY gets: the record sets, or the HINFO record of RFC 8482.
        any_answers: Located<AnyAnswers> = default(Choice(AnyAnswers::WORDS), "\"record_sets\""),
        /// Seconds; TTLs at 168.63.129.16 are capped there, those of the SOA and of negative answers too. No sample has more than
        /// 1800.
        maximum_ttl: Located<u32> = default(Integer(1, MAX_TTL as i64), "1800"),
        /// Whether NXDOMAIN of a linked zone sets AA; seen in 2018 and not since.
        authoritative_negatives: Located<bool> = default(Boolean, "false"),
        /// Whether CNAME targets of the public side look at linked zones again after a fallback to it.
        fallback_reenters_zones: Located<bool> = default(Boolean, "true"),
        /// What a name gets that has no records but names below it.
        empty_non_terminals: Located<EmptyNonTerminals> = default(Choice(EmptyNonTerminals::WORDS), "\"nodata\""),
        /// Whether a public name leads through privatelink when its only private endpoints are Pending or Rejected.
        pending_privatelink_cname: Located<bool> = default(Boolean, "false"),
        /// Whether a ruleset's rule wins over a linked zone whose name is shorter.
        longer_rule_beats_zone: Located<bool> = default(Boolean, "false"),
    }
}

impl InternetZone {
    /// Describes a zone with every other value at its default.
    pub fn new(name: Name) -> Self {
        Self::with(name.into())
    }
}
