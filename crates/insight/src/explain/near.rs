//! What nearly decided: zones that are not linked, rules and forwarders that lost.
//!
//! Nothing is resolved here: names that events tell of are held against the snapshot they come from.

mod find;

use std::fmt;

use zone_store::name::Name;

pub(super) use self::find::misses;
use azure_objects::provenance::Provenance;

/// Something that would have decided about a name, but for one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The name.
    pub name: Name,
    /// What, and why not.
    pub what: Near,
    /// Where it is written.
    pub place: Option<Provenance>,
}

/// What nearly decided, and why it did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Near {
    /// A zone that is not linked to the network that asks.
    NotLinked {
        /// As references write it.
        zone: String,
        /// The network that asks.
        network: String,
        /// The networks it is linked to.
        linked_to: Vec<String>,
        /// What it has for the name; empty: nothing.
        data: Vec<String>,
    },
    /// A linked zone with a shorter name than the one that decided.
    LessSpecific {
        /// As references write it.
        zone: String,
        /// The one that decided.
        winner: String,
        /// Whether that one holds no record but its SOA.
        winner_is_empty: bool,
        /// What the shorter one has for the name.
        data: Vec<String>,
    },
    /// A ruleset's rule, but linked zones come first.
    ZoneBeforeRule {
        /// The rule's domain name.
        rule: String,
        /// The zone.
        zone: String,
    },
    /// A rule that is disabled.
    DisabledRule {
        /// The rule's domain name.
        rule: String,
    },
    /// A rule that does not reach a domain of Azure's services.
    ReservedDomain {
        /// The rule's domain name.
        rule: String,
        /// The domain.
        domain: String,
    },
    /// A server's forwarder, but its own zones come first.
    ZoneBeforeForwarder {
        /// The forwarder's zone.
        forwarder: String,
        /// Its own zone.
        zone: String,
        /// The server.
        server: String,
    },
    /// A server's forwarder with a shorter name than the one that was chosen.
    ShorterForwarder {
        /// The forwarder's zone.
        forwarder: String,
        /// The one that was chosen.
        winner: String,
    },
    /// A ruleset's rule, but the ruleset is not linked to the network that asks.
    RulesetNotLinked {
        /// The rule's domain name.
        rule: String,
        /// The ruleset.
        ruleset: String,
        /// The network that asks.
        network: String,
        /// The networks it is linked to.
        linked_to: Vec<String>,
    },
    /// A private zone that has the name, and nobody on the way asks 168.63.129.16.
    NotAsked {
        /// As references write it.
        zone: String,
        /// The networks it is linked to.
        linked_to: Vec<String>,
        /// What it has for the name.
        data: Vec<String>,
    },
    /// A zone that the network has without a link, but linked zones come first.
    ZoneBeforeBuiltIn {
        /// The network.
        network: String,
        /// The zone that decided.
        winner: String,
        /// What the network has for the name.
        data: Vec<String>,
    },
    /// What would have decided about an alias, had anybody looked it up anew.
    NotAskedAgain {
        /// What would have: `forwarder privatelink.azurecr.io`.
        what: String,
        /// What it has for the alias, if it is a zone.
        data: Vec<String>,
        /// Whether a ruleset's rule took over the whole chain instead; else a DNS server did.
        is_rule: bool,
    },
}

impl Near {
    /// Returns the word of JSON for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotLinked { .. } => "zone_not_linked",
            Self::LessSpecific { .. } => "zone_less_specific",
            Self::ZoneBeforeRule { .. } => "rule_after_zone",
            Self::DisabledRule { .. } => "rule_disabled",
            Self::ReservedDomain { .. } => "rule_reserved_domain",
            Self::ZoneBeforeForwarder { .. } => "forwarder_after_zone",
            Self::ShorterForwarder { .. } => "forwarder_shorter",
            Self::RulesetNotLinked { .. } => "ruleset_not_linked",
            Self::NotAsked { .. } => "zone_not_asked",
            Self::ZoneBeforeBuiltIn { .. } => "built_in_after_zone",
            Self::NotAskedAgain { .. } => "alias_not_asked_again",
        }
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLinked { zone, network, linked_to, data } => {
                write!(f, "zone {zone} {} is not linked to {network}{}", has(data), only(linked_to))
            }
            Self::LessSpecific { zone, winner, winner_is_empty, data } => {
                let empty = if *winner_is_empty { ", though empty" } else { "" };
                write!(f, "zone {zone} {} loses to {winner}, which is longer{empty}", has(data))
            }
            Self::ZoneBeforeRule { rule, zone } => {
                write!(f, "rule {rule} matches, but the linked zone {zone} comes first")
            }
            Self::DisabledRule { rule } => write!(f, "rule {rule} matches, but is disabled"),
            Self::ReservedDomain { rule, domain } => {
                write!(f, "rule {rule} does not reach {domain}, which is reserved for Azure services")
            }
            Self::ZoneBeforeForwarder { forwarder, zone, server } => {
                write!(f, "forwarder {forwarder} matches, but {server} has the zone {zone} itself")
            }
            Self::ShorterForwarder { forwarder, winner } => {
                write!(f, "forwarder {forwarder} matches, too; {winner} is longer and wins")
            }
            Self::RulesetNotLinked { rule, ruleset, network, linked_to } => {
                write!(
                    f,
                    "rule {rule} matches, but ruleset {ruleset} is not linked to {network}{}",
                    only(linked_to)
                )
            }
            Self::NotAsked { zone, linked_to, data } => {
                let linked = match linked_to.as_slice() {
                    [] => "linked to no network".to_owned(),
                    networks => format!("linked to {}", networks.join(", ")),
                };
                write!(f, "zone {zone} {}, {linked}, is not looked at: nobody asks 168.63.129.16", has(data))
            }
            Self::ZoneBeforeBuiltIn { network, winner, data } => {
                write!(
                    f,
                    "{network} has the name without a link {}, but the linked zone {winner} comes first",
                    has(data)
                )
            }
            Self::NotAskedAgain { what, data, is_rule } => {
                write!(f, "{what} ")?;
                if !data.is_empty() {
                    write!(f, "{} ", has(data))?;
                }
                f.write_str("is not asked for the alias: ")?;
                f.write_str(match is_rule {
                    true => "the answer of a rule's target is final",
                    false => "the server returns the chain as it came (chase)",
                })
            }
        }
    }
}

/// Says which networks something is linked to instead.
fn only(linked_to: &[String]) -> String {
    match linked_to {
        [] => ", nor to any other".to_owned(),
        networks => format!(", only to {}", networks.join(", ")),
    }
}

fn has(data: &[String]) -> String {
    match data {
        [] => "(lacks the name)".to_owned(),
        data => format!("({})", data.join(", ")),
    }
}
