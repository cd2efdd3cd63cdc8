//! What is no object of Azure, as written.

use std::net::SocketAddr;

use zone_store::name::Name;
use zone_store::resolver::Upstream;

use super::objects::RecordSet;
use super::record_sets::RecordSets;
use super::section::Section;
use crate::located::{Located, Site};
use crate::schema;
use crate::words::{AnyAnswers, EmptyNonTerminals, UnknownSource};

/// `[azure_dns]`.
#[derive(Debug, Clone)]
pub struct AzureDns {
    /// Addresses that answer as 168.63.129.16; `None` is the default one, if nothing else listens.
    pub listen: Option<Vec<Located<SocketAddr>>>,
    /// What a source in no network gets.
    pub unknown_source: Located<UnknownSource>,
    /// Whether answers carry their reasons.
    pub explain: Located<bool>,
}

impl AzureDns {
    pub(super) fn read(mut table: Section) -> Self {
        Self {
            listen: table.optional_list("listen"),
            unknown_source: table.word("unknown_source", UnknownSource::from_word, UnknownSource::Refuse),
            explain: table.need("explain"),
        }
    }
}

/// `[internet]`.
#[derive(Debug, Clone)]
pub struct Internet {
    /// Addresses that answer as a resolver outside Azure.
    pub listen: Vec<Located<SocketAddr>>,
    /// Who is asked for every name that is not simulated, in order of preference; empty is a closed world.
    pub upstream: Vec<Located<Upstream>>,
    /// Whether real resolvers are asked in letters of random case.
    pub case_randomization: Located<bool>,
    /// More public names.
    pub zones: Vec<InternetZone>,
}

impl Internet {
    pub(super) fn read(mut table: Section) -> Self {
        let zones = table.named_tables("zone", InternetZone::read, |zone| zone.name.is_root());
        Self {
            listen: table.list("listen"),
            upstream: table.list("upstream"),
            case_randomization: table.need("case_randomization"),
            zones,
        }
    }
}

/// `[[internet.zone]]`.
#[derive(Debug, Clone)]
pub struct InternetZone {
    /// Its apex.
    pub name: Located<Name>,
    /// Whether only its own names are simulated.
    pub overlay: Located<bool>,
    /// Its record sets.
    pub record_sets: RecordSets,
    /// A file with more records, relative to the configuration file.
    pub zone_file: Option<Located<String>>,
    /// The table.
    pub site: Site,
}

impl InternetZone {
    /// Describes a zone with every other value at its default.
    pub fn new(name: Name) -> Self {
        Self { name: name.into(), ..Self::read(Section::new(&schema::INTERNET_ZONE, Site::code())) }
    }

    fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            overlay: table.need("overlay"),
            record_sets: table.tables("record_set").into_iter().map(RecordSet::read).collect(),
            zone_file: table.get("zone_file"),
            site: table.site,
        }
    }
}

/// `[public_chain]`.
#[derive(Debug, Clone)]
pub struct PublicChain {
    /// Seconds; CNAMEs of the registry's own names and of their privatelink names.
    pub registry_ttl: Located<u32>,
    /// Seconds; CNAMEs behind them.
    pub hop_ttl: Located<u32>,
    /// Seconds; the address at the end.
    pub address_ttl: Located<u32>,
    /// Templates of all names behind a login server, the name that leads to a replica among them; `None` is the cloud's.
    pub login_hops: Option<Vec<Located<String>>>,
    /// Templates of the names behind a data endpoint; `None` is the cloud's.
    pub data_hops: Option<Vec<Located<String>>>,
    /// Templates of the names behind a private_link_resource; `None` is the cloud's.
    pub resource_hops: Option<Vec<Located<String>>>,
}

impl PublicChain {
    pub(super) fn read(mut table: Section) -> Self {
        Self {
            registry_ttl: table.need("registry_ttl"),
            hop_ttl: table.need("hop_ttl"),
            address_ttl: table.need("address_ttl"),
            login_hops: table.optional_list("login_hops"),
            data_hops: table.optional_list("data_hops"),
            resource_hops: table.optional_list("resource_hops"),
        }
    }
}

/// `[limits]`.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Whether more than Azure allows is an error.
    pub enforce: Located<bool>,
}

impl Limits {
    pub(super) fn read(mut table: Section) -> Self {
        Self { enforce: table.need("enforce") }
    }
}

/// `[cache]`.
#[derive(Debug, Clone)]
pub struct Cache {
    /// Answers, of all resolvers together.
    pub size: Located<u32>,
    /// Seconds.
    pub maximum_ttl: Located<u32>,
    /// Seconds.
    pub maximum_negative_ttl: Located<u32>,
    /// Seconds.
    pub error_ttl: Located<u32>,
    /// Seconds beyond its time.
    pub serve_stale: Located<u32>,
    /// Whether answers are asked for again before they are gone.
    pub prefetch: Located<bool>,
}

impl Cache {
    pub(super) fn read(mut table: Section) -> Self {
        Self {
            size: table.need("size"),
            maximum_ttl: table.need("maximum_ttl"),
            maximum_negative_ttl: table.need("maximum_negative_ttl"),
            error_ttl: table.need("error_ttl"),
            serve_stale: table.need("serve_stale"),
            prefetch: table.need("prefetch"),
        }
    }
}

/// `[assumptions]`.
#[derive(Debug, Clone)]
pub struct Assumptions {
    /// What a query of type ANY gets.
    pub any_answers: Located<AnyAnswers>,
    /// Seconds; TTLs at 168.63.129.16 are capped there.
    pub maximum_ttl: Located<u32>,
    /// Whether negative answers set AA.
    pub authoritative_negatives: Located<bool>,
    /// Whether CNAME targets look at linked zones again after a fallback.
    pub fallback_reenters_zones: Located<bool>,
    /// What a name gets that has no records but names below it.
    pub empty_non_terminals: Located<EmptyNonTerminals>,
    /// Whether pending and rejected endpoints show in public names.
    pub pending_privatelink_cname: Located<bool>,
    /// Whether a ruleset's rule wins over a linked zone whose name is shorter.
    pub longer_rule_beats_zone: Located<bool>,
}

impl Assumptions {
    pub(super) fn read(mut table: Section) -> Self {
        let empty_non_terminals =
            table.word("empty_non_terminals", EmptyNonTerminals::from_word, EmptyNonTerminals::NoData);
        Self {
            any_answers: table.word("any_answers", AnyAnswers::from_word, AnyAnswers::RecordSets),
            maximum_ttl: table.need("maximum_ttl"),
            authoritative_negatives: table.need("authoritative_negatives"),
            fallback_reenters_zones: table.need("fallback_reenters_zones"),
            empty_non_terminals,
            pending_privatelink_cname: table.need("pending_privatelink_cname"),
            longer_rule_beats_zone: table.need("longer_rule_beats_zone"),
        }
    }
}
