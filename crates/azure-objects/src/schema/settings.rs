//! Keys that are no objects of Azure: the root table, resolvers, the simulated Internet, assumptions.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::objects::PUBLIC_TTL as TTL;
use super::{
    CONTAINER_REGISTRY, DNS_FORWARDING_RULESET, DNS_SERVER, Key, Kind, NETWORK, PRIVATE_DNS_RESOLVER,
    PRIVATE_DNS_ZONE, PRIVATE_ENDPOINT, PRIVATE_LINK_RESOURCE, PUBLIC_RECORD_SET, Table, VIRTUAL_MACHINE,
    VIRTUAL_NETWORK,
};
use crate::words::{AnyAnswers, Cloud, EmptyNonTerminals, UnknownSource};
use zone_store::record::MAX_TTL;

/// Where azure_dns answers when nothing in the file listens; the words beside the key say so too.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 5300);

/// The whole file.
pub const ROOT: Table = Table {
    path: "",
    doc: "The configuration file.",
    keys: &[
        Key::optional(
            "cloud",
            Kind::Choice(Cloud::WORDS),
            "\"public\"",
            "The cloud whose names and suffixes hold: Azure, Azure operated by 21Vianet, or Azure Government.",
        )
        .azurerm("provider.environment"),
        Key::optional("azure_dns", Kind::Table(&AZURE_DNS), "{}", "The resolver at 168.63.129.16."),
        Key::optional("internet", Kind::Table(&INTERNET), "{}", "What the outside world sees."),
        Key::optional("virtual_network", Kind::Tables(&VIRTUAL_NETWORK), "[]", "Virtual networks.")
            .azurerm("azurerm_virtual_network"),
        Key::optional("virtual_machine", Kind::Tables(&VIRTUAL_MACHINE), "[]", "Virtual machines.")
            .azurerm("azurerm_linux_virtual_machine"),
        Key::optional("private_dns_zone", Kind::Tables(&PRIVATE_DNS_ZONE), "[]", "Private DNS zones.")
            .azurerm("azurerm_private_dns_zone"),
        Key::optional("container_registry", Kind::Tables(&CONTAINER_REGISTRY), "[]", "Container registries.")
            .azurerm("azurerm_container_registry"),
        Key::optional(
            "private_link_resource",
            Kind::Tables(&PRIVATE_LINK_RESOURCE),
            "[]",
            "Resources of any other service with private endpoints.",
        ),
        Key::optional("private_endpoint", Kind::Tables(&PRIVATE_ENDPOINT), "[]", "Private endpoints.")
            .azurerm("azurerm_private_endpoint"),
        Key::optional(
            "public_chain",
            Kind::Table(&PUBLIC_CHAIN),
            "{}",
            "Names and TTLs of the simulated public side.",
        ),
        Key::optional(
            "assumptions",
            Kind::Table(&ASSUMPTIONS),
            "{}",
            "Answers to what nobody has documented.",
        ),
        Key::optional("limits", Kind::Table(&LIMITS), "{}", "Azure's count limits."),
        Key::optional("network", Kind::Tables(&NETWORK), "[]", "Networks outside Azure."),
        Key::optional("dns_server", Kind::Tables(&DNS_SERVER), "[]", "Custom DNS servers."),
        Key::optional(
            "private_dns_resolver",
            Kind::Tables(&PRIVATE_DNS_RESOLVER),
            "[]",
            "DNS private resolvers.",
        )
        .azurerm("azurerm_private_dns_resolver"),
        Key::optional(
            "dns_forwarding_ruleset",
            Kind::Tables(&DNS_FORWARDING_RULESET),
            "[]",
            "DNS forwarding rulesets.",
        )
        .azurerm("azurerm_private_dns_resolver_dns_forwarding_ruleset"),
        Key::optional("cache", Kind::Table(&CACHE), "{}", "What resolvers remember of forwarded answers."),
        Key::later("control", "The control interface."),
        Key::later("metrics", "Counters for a monitoring system."),
        Key::later("query_log", "A log of queries."),
        Key::later("fault", "Faults to inject."),
    ],
};

/// `[azure_dns]`.
pub const AZURE_DNS: Table = Table {
    path: "azure_dns",
    doc: "The resolver at 168.63.129.16; the source address decides the virtual network.",
    keys: &[
        Key::described(
            "listen",
            Kind::List(&Kind::Socket),
            "[\"127.0.0.1:5300\"] when nothing else in the file listens, else []",
            "Addresses that answer as 168.63.129.16; the source address of a query decides which network asks.",
        ),
        Key::optional(
            "unknown_source",
            Kind::Choice(UnknownSource::WORDS),
            "\"refuse\"",
            "What a source in no network gets: REFUSED with the reason as an Extended DNS Error, or silence. Outside Azure, 168.63.129.16 is silent.",
        ),
        Key::later("queries_per_second", "Azure's limit of queries of one client."),
        Key::later("queue", "How many queries of one client may wait."),
        Key::optional(
            "explain",
            Kind::Boolean,
            "false",
            "Whether every answer, of all listeners, carries the reason for it as an Extended DNS Error; for queries with EDNS.",
        ),
    ],
};

/// `[internet]`.
pub const INTERNET: Table = Table {
    path: "internet",
    doc: "The public side: the simulated names, and what lies beyond them.",
    keys: &[
        Key::optional(
            "listen",
            Kind::List(&Kind::Socket),
            "[]",
            "Addresses that answer as a resolver outside Azure, whoever asks.",
        ),
        Key::described(
            "upstream",
            Kind::List(&Kind::Upstream),
            "[], a closed world: every other name does not exist",
            "Real resolvers for every name that is not simulated: addresses, or \"system\" for those of the machine this runs on. See [the real world](#the-real-world).",
        ),
        Key::optional(
            "case_randomization",
            Kind::Boolean,
            "false",
            "Whether real resolvers are asked in letters of random case, and believed only in the same: one thing more that a forger has to guess. One that answers in another case is asked again over TCP.",
        ),
        Key::optional(
            "zone",
            Kind::Tables(&INTERNET_ZONE),
            "[]",
            "More public names, beside those of registries and other resources.",
        ),
    ],
};

/// `[[internet.zone]]`.
pub const INTERNET_ZONE: Table = Table {
    path: "internet.zone",
    doc: "A public zone, or single public names.",
    keys: &[
        Key::required("name", Kind::DomainName, "Its apex. The root is not allowed."),
        Key::optional(
            "overlay",
            Kind::Boolean,
            "false",
            "Whether only its own names are simulated. If false, the zone owns everything below its apex, and other names there are NXDOMAIN.",
        ),
        Key::optional("record_set", Kind::Tables(&PUBLIC_RECORD_SET), "[]", "Its record sets."),
        Key::described(
            "zone_file",
            Kind::Text,
            "none",
            "Records in BIND format, beside those of record_set; a path relative to the configuration file, in its folder or below.",
        ),
    ],
};

/// `[public_chain]`.
pub const PUBLIC_CHAIN: Table = Table {
    path: "public_chain",
    doc: "The CNAME chain behind a registry's public names. Names may hold {registry}, {region}, {region_code} and {profile}.",
    keys: &[
        Key::optional(
            "registry_ttl",
            TTL,
            "60",
            "Seconds; CNAMEs of the registry's own names and of their privatelink names. Seen: 60 since 2023, an hour or so before.",
        ),
        Key::optional(
            "hop_ttl",
            TTL,
            "300",
            "Seconds; CNAMEs of the hops behind them, as in Microsoft's article.",
        ),
        Key::optional(
            "address_ttl",
            TTL,
            "10",
            "Seconds; the address at the end, as in Microsoft's article.",
        ),
        Key::described(
            "login_hops",
            Kind::List(&Kind::Text),
            "names of the cloud that carry the registry's name",
            "Every name between a login server and its address, the last one owning it; {region} is the client's if there is a replica, else the home region.",
        ),
        Key::described(
            "data_hops",
            Kind::List(&Kind::Text),
            "names of the cloud that carry the registry's name",
            "Every name between a data endpoint and its address, the last one owning it; {region} is the endpoint's.",
        ),
        Key::described(
            "resource_hops",
            Kind::List(&Kind::Text),
            "a name of the cloud that carries the resource's public name",
            "Names between a private_link_resource and its address, with {resource} and {public_zone}; the last one owns the address.",
        ),
    ],
};

/// `[cache]`.
pub const CACHE: Table = Table {
    path: "cache",
    doc: "What resolvers remember: custom DNS servers what they have forwarded for, 168.63.129.16 what the outside said. If a reload changes one of these keys, the caches begin empty.",
    keys: &[
        Key::optional(
            "size",
            Kind::Integer(0, 10_000_000),
            "10000",
            "Answers, of all resolvers together; 0 remembers nothing. When it is full, what was not used for long goes.",
        ),
        Key::optional(
            "maximum_ttl",
            Kind::Integer(0, MAX_TTL as i64),
            "604800",
            "Seconds for which an answer with records is remembered at most; its own TTL counts down besides.",
        ),
        Key::optional(
            "maximum_negative_ttl",
            Kind::Integer(0, MAX_TTL as i64),
            "10800",
            "Seconds for which NXDOMAIN and NODATA are remembered at most (RFC 2308).",
        ),
        Key::optional(
            "error_ttl",
            Kind::Integer(0, 300),
            "5",
            "Seconds for which real servers are not asked again what they failed to answer (RFC 9520); 0: they are asked for each query.",
        ),
        Key::optional(
            "serve_stale",
            Kind::Integer(0, MAX_TTL as i64),
            "0",
            "Seconds beyond its time for which an answer may still be given when nobody can be asked (RFC 8767), as 86400; 0: never.",
        ),
        Key::optional(
            "prefetch",
            Kind::Boolean,
            "false",
            "Whether an answer that is used in the last tenth of its time is asked for again in the background.",
        ),
    ],
};

/// `[limits]`.
pub const LIMITS: Table = Table {
    path: "limits",
    doc: "Azure's count limits: record sets, links, zones, private endpoints, DNS servers, rules.",
    keys: &[Key::optional(
        "enforce",
        Kind::Boolean,
        "true",
        "Whether more than Azure allows is an error; false for load tests. Limits of names, TTLs and data hold always.",
    )],
};

/// `[assumptions]`.
///
/// The open questions about Azure, by number, and what settles each:
///
/// 1. What a query of type ANY gets: `any_answers`. NS at a private apex: none yet.
/// 2. Whether a zone or the longer suffix of a forwarding rule comes first: none yet, for a configuration has no rules.
/// 3. The cap of TTLs: `maximum_ttl`, which holds for negative answers too.
/// 4. AA in negative answers: `authoritative_negatives`.
/// 5. Public names of resources whose endpoints are Pending or Rejected: `pending_privatelink_cname`.
/// 6. Hop names of registries in the government cloud: `public_chain.login_hops` and `public_chain.data_hops`.
/// 7. The privatelink names of regional endpoints: none yet.
/// 8. The TTL of a registry's public CNAME: `public_chain.registry_ttl`.
/// 9. Domains exempt from a forwarding rule for the root: none yet, for the same reason.
/// 10. Words of a refusal of `resolution_policy`, and of which zones: none; the words reach no client.
/// 11. Whether CNAME targets look at linked zones again after a fallback: `fallback_reenters_zones`.
/// 12. NODATA or NXDOMAIN for names with nothing but names below them: `empty_non_terminals`.
/// 13. Rotation of the records of a set: none yet.
/// 14. What a fallback answers when the public side has NXDOMAIN too: none yet.
pub const ASSUMPTIONS: Table = Table {
    path: "assumptions",
    doc: "What Azure does where no documentation says so; each default is the likelier answer.",
    keys: &[
        Key::optional(
            "any_answers",
            Kind::Choice(AnyAnswers::WORDS),
            "\"record_sets\"",
            "What a query of type ANY gets: the record sets, or the HINFO record of RFC 8482.",
        ),
        Key::optional(
            "maximum_ttl",
            Kind::Integer(1, MAX_TTL as i64),
            "1800",
            "Seconds; TTLs at 168.63.129.16 are capped there, those of the SOA and of negative answers too. No sample has more than 1800.",
        ),
        Key::optional(
            "authoritative_negatives",
            Kind::Boolean,
            "false",
            "Whether NXDOMAIN of a linked zone sets AA; seen in 2018 and not since.",
        ),
        Key::optional(
            "fallback_reenters_zones",
            Kind::Boolean,
            "true",
            "Whether CNAME targets of the public side look at linked zones again after a fallback to it.",
        ),
        Key::optional(
            "empty_non_terminals",
            Kind::Choice(EmptyNonTerminals::WORDS),
            "\"nodata\"",
            "What a name gets that has no records but names below it.",
        ),
        Key::optional(
            "pending_privatelink_cname",
            Kind::Boolean,
            "false",
            "Whether a public name leads through privatelink when its only private endpoints are Pending or Rejected.",
        ),
        Key::optional(
            "longer_rule_beats_zone",
            Kind::Boolean,
            "false",
            "Whether a ruleset's rule wins over a linked zone whose name is shorter.",
        ),
    ],
};
