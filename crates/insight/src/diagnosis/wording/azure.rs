//! The sentences of the `M…` rules: mistakes in Azure.

use std::fmt::Display;
use std::net::Ipv4Addr;

use super::{AskedName, Wording};
use crate::diagnosis::rules::{self, Rule};

/// Where 168.63.129.16 is asked from, and the zone that is not linked to that network.
#[derive(Clone, Copy)]
pub(in super::super) struct MissingLink<'w> {
    pub(in super::super) asking: &'w AskedName,
    pub(in super::super) zone: &'w str,
    pub(in super::super) network: &'w str,
    /// Whether the clients are in that network themselves.
    pub(in super::super) is_direct: bool,
}

impl MissingLink<'_> {
    fn problem(self) -> String {
        let Self { asking, zone, network, is_direct } = self;
        let public = asking.miss_it();
        let not_linked = format!("the zone \"{zone}\" is not linked to that network");
        match is_direct {
            true => format!("{public}: {not_linked}"),
            false => format!("{public}: 168.63.129.16 is asked from {network}, and {not_linked}"),
        }
    }
}

/// M1.
pub(in super::super) fn not_linked(link: MissingLink<'_>) -> Wording {
    let fix = format!("link \"{}\" to {}", link.zone, link.network);
    Wording::new(rules::M1, link.problem(), fix)
}

/// M2: `forwarded` is the privatelink zone, `zone` the public one.
pub(in super::super) fn only_privatelink_forwarded(
    asking: &AskedName,
    server: &str,
    forwarded: &str,
    zone: &str,
) -> Wording {
    let problem = format!(
        "{}: {server} forwards \"{forwarded}\", but the question is for \"{zone}\", and the resolver that answers it \
         follows the alias too",
        asking.get_public_address()
    );
    Wording::new(rules::M2, problem, format!("forward \"{zone}\" there"))
}

/// A record that a zone should have.
#[derive(Clone, Copy)]
pub(in super::super) struct MissingRecord<'w> {
    pub(in super::super) asking: &'w AskedName,
    /// Whether the clients get the public address instead.
    pub(in super::super) is_public: bool,
    /// The private name.
    pub(in super::super) name: &'w str,
    /// As `the zone "privatelink.azurecr.io"`.
    pub(in super::super) zone: &'w str,
    /// The name in the zone.
    pub(in super::super) relative: &'w str,
    pub(in super::super) address: Ipv4Addr,
}

/// M3, M4 and M20, as `rule` says.
pub(in super::super) fn missing_record(rule: &'static Rule, record: MissingRecord<'_>) -> Wording {
    let MissingRecord { asking, is_public, name, zone, relative, address } = record;
    let result = if is_public { asking.get_public_address() } else { asking.do_not_find() };
    let fix = format!("add \"{relative}\" A {address}");
    Wording::new(rule, format!("{result}: {zone} has no record for {name}"), fix)
}

/// M5: the zone `apex` hides the name, which the zone `behind` has.
pub(in super::super) fn shadowed(asking: &AskedName, apex: &str, behind: &str, network: &str) -> Wording {
    let problem = format!(
        "{}: the zone \"{behind}\" has the name, but this zone is longer, so it decides, and it does not have the name",
        asking.do_not_find()
    );
    let fix = format!("remove the link of \"{apex}\" to {network}");
    Wording::new(rules::M5, problem, fix)
}

/// M5, whoever asks.
pub(in super::super) fn shadows(parent: &str) -> Wording {
    let problem = format!("this empty zone is longer than \"{parent}\", and hides the names that are there");
    Wording::new(rules::M5, problem, "remove the zone")
}

/// M6 if the endpoint is somebody else's, M8 if it is gone.
pub(in super::super) fn no_endpoint(asking: &AskedName, was_ours: bool, zone: &str, is_own: bool) -> Wording {
    let not_found = asking.do_not_find();
    let (rule, problem) = match was_ours {
        true => (
            rules::M8,
            format!(
                "{not_found}: its private endpoint is gone, but its public name still leads through privatelink, and \
                 {zone} has no record"
            ),
        ),
        false => (
            rules::M6,
            format!(
                "{not_found}: somebody else has a private endpoint for it, so its name leads into {zone}, where it has \
                 no record"
            ),
        ),
    };
    let fix = match is_own {
        true => "forward the public zone to Azure instead, or add the record",
        false => "set resolution_policy = \"NxDomainRedirect\" on the link",
    };
    Wording::new(rule, problem, fix)
}

/// M7: the name is in the other zone of this name, `twin`.
pub(in super::super) fn other_zone_has_it(
    asking: &AskedName,
    network: &str,
    zone: &str,
    twin: impl Display,
) -> Wording {
    let problem = format!(
        "{}: {network} is linked to this zone, but the name is in the other zone \"{zone}\", at {twin}",
        asking.do_not_find()
    );
    let fix = format!("link {network} to the other zone instead");
    Wording::new(rules::M7, problem, fix)
}

/// M8: the zone has an address that no endpoint has.
pub(in super::super) fn wrong_address(asking: &AskedName, expected: &[String]) -> Wording {
    let problem = format!(
        "{} get an address of {} that no private endpoint has; it should be {}",
        asking.who,
        asking.name,
        expected.join(" or ")
    );
    let fix = "write the address of the endpoint";
    Wording::new(rules::M8, problem, fix)
}

/// M8: the record was left behind.
pub(in super::super) fn stale_record(asking: &AskedName) -> Wording {
    let problem =
        format!("{} get a private address of {}, but no private endpoint has it", asking.who, asking.name);
    let fix = "remove the record, and let the link fall back to the Internet";
    Wording::new(rules::M8, problem, fix)
}

/// M9: `private` is the name that the zone should have.
pub(in super::super) fn hides_public_zone(asking: &AskedName, apex: &str, private: Option<&str>) -> Wording {
    let problem = format!(
        "{}: this private zone answers for every name in \"{apex}\", but has only a few of them",
        asking.do_not_find()
    );
    let fix = match private {
        Some(private) => format!("name the zone \"{private}\""),
        None => "add the name to the zone, or make a zone for each private name instead".to_owned(),
    };
    Wording::new(rules::M9, problem, fix)
}

/// M9, whoever asks.
pub(in super::super) fn has_public_name(apex: &str, private: &str) -> Wording {
    let problem = format!(
        "this private zone answers for every name in \"{apex}\": linked networks do not find the names that it lacks"
    );
    Wording::new(rules::M9, problem, format!("name the zone \"{private}\""))
}

/// M10: the endpoint `last` has won against `first`.
pub(in super::super) fn endpoints_share_zone(last: &str, first: &str, at: impl Display) -> Wording {
    let problem = format!(
        "private endpoint \"{last}\" writes its records over those of \"{first}\", at {at}: the zone has one address for \
         each name, and deleting either endpoint deletes it"
    );
    let fix = "give each endpoint a zone of its own";
    Wording::new(rules::M10, problem, fix)
}

/// M11.
pub(in super::super) fn asked_from_outside(network: &str) -> Wording {
    let problem = format!("168.63.129.16 answers only inside Azure; {network} is outside and gets no answer");
    let fix = "ask an inbound endpoint, or a server in a virtual network that asks 168.63.129.16";
    Wording::new(rules::M11, problem, fix)
}

/// M12: a server in Azure.
pub(in super::super) fn bypasses_azure(asking: &AskedName, server: &str, asks: &str) -> Wording {
    let problem =
        format!("{}: {server} is in Azure, but asks {asks} instead of 168.63.129.16", asking.miss_it());
    Wording::new(rules::M12, problem, format!("let {server} forward to 168.63.129.16"))
}

/// M12: the clients themselves.
pub(in super::super) fn clients_bypass_azure(asking: &AskedName) -> Wording {
    let problem = format!("{}: their DNS server is on the Internet, not 168.63.129.16", asking.miss_it());
    Wording::new(rules::M12, problem, "remove dns_servers")
}

/// M13: `way` is who asks whom.
pub(in super::super) fn circle(names: &str, way: &str) -> Wording {
    let problem = format!("{names} go round in circles: {way}");
    Wording::new(rules::M13, problem, "let one of them ask a resolver that does not ask back")
}

/// M14.
pub(in super::super) fn rule_bypasses_zone(asking: &AskedName, zone: &str) -> Wording {
    let problem = format!(
        "{}: this rule forwards the name before the linked zone \"{zone}\" is asked for its alias, and the answer of the \
         rule's target is final",
        asking.get_public_address()
    );
    Wording::new(rules::M14, problem, "remove the rule")
}

/// M15.
pub(in super::super) fn zone_hides_rule(apex: &str, network: &str) -> Wording {
    let problem = format!(
        "this rule is never followed in {network}: the zone \"{apex}\" is linked there, and decides about its names first"
    );
    let fix = format!("remove the link of \"{apex}\" to {network}");
    Wording::new(rules::M15, problem, fix)
}

/// M16: `domain` is the shortest one that a rule may be for.
pub(in super::super) fn rule_does_not_reach(rule: &str, name: &str, domain: &str) -> Wording {
    let problem = format!(
        "the rule for \"{rule}\" does not reach {name}: two-label domains of Azure's services are not forwarded"
    );
    Wording::new(rules::M16, problem, format!("add a rule for the longer name \"{domain}\""))
}

/// M17.
pub(in super::super) fn long_negatives(seconds: u32) -> Wording {
    let problem = format!("resolvers remember for {seconds} seconds that a name does not exist");
    Wording::new(rules::M17, problem, "write 10, as zones have it today")
}

/// M18, as the model says it.
pub(in super::super) fn multicast(told: String, fix: String) -> Wording {
    Wording::new(rules::M18, told, fix)
}

/// M20: `name` is the recommended zone.
pub(in super::super) fn no_zone_group(name: &str) -> Wording {
    let problem = "it has no private_dns_zone_group, and no zone has a record for it";
    Wording::new(rules::M20, problem, format!("write private_dns_zone_group = [\"{name}\"]"))
}

/// M20: `name` is the recommended zone, `written` the one of the group.
pub(in super::super) fn not_recommended_zone(written: &str, name: &str) -> Wording {
    let problem =
        format!("Azure writes no records into \"{written}\": it does not have the recommended name");
    Wording::new(rules::M20, problem, format!("write \"{name}\""))
}

/// M20: `asked` is a name that has no record, because `zone` is not in the group.
pub(in super::super) fn zone_group_lacks(zone: &str, asked: &str) -> Wording {
    let problem = format!("its zone group lacks \"{zone}\", so that {asked} has no record");
    Wording::new(rules::M20, problem, format!("add \"{zone}\" to private_dns_zone_group"))
}

/// M20.
pub(in super::super) fn pending() -> Wording {
    let problem = "its connection is Pending: Azure writes no records before it is approved";
    Wording::new(rules::M20, problem, "let the owner of the resource approve it")
}

/// M21: `public` is the name that clients should use.
pub(in super::super) fn alias_of_privatelink(owner: &str, target: &str, public: &str) -> Wording {
    let problem =
        format!("{owner} leads to {target}, and no certificate has that name: TLS fails, although DNS works");
    Wording::new(rules::M21, problem, format!("let clients use {public}, and remove the alias"))
}

/// M21: the client asks for the private name itself.
pub(in super::super) fn privatelink_name_asked(private: &str, public: &str) -> Wording {
    let problem = format!("no certificate has the name {private}: TLS fails, although DNS works");
    Wording::new(rules::M21, problem, format!("ask for {public}"))
}

/// A registry that denies a network.
#[derive(Clone, Copy)]
pub(in super::super) struct DeniedPath<'w> {
    pub(in super::super) network: &'w str,
    pub(in super::super) name: &'w str,
    pub(in super::super) registry: &'w str,
    /// Why, and where that is written.
    pub(in super::super) reason: &'w str,
    pub(in super::super) endpoint: &'w str,
}

/// M22.
pub(in super::super) fn public_path_denied(path: DeniedPath<'_>) -> Wording {
    let DeniedPath { network, name, registry, reason, endpoint } = path;
    let problem = format!(
        "clients of {network} get the public address of {name}, and \"{registry}\" answers them with 403: {reason}"
    );
    let fix = format!(
        "make {name} end at the private endpoint \"{endpoint}\" there (M1, M2, M12), or let the network in"
    );
    Wording::new(rules::M22, problem, fix)
}

/// M25: `told` are names with what each target says of them; so many `more` are not listed.
pub(in super::super) fn targets_disagree(told: &[String], more: usize) -> Wording {
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    let problem = format!(
        "the servers know different names, and which one is asked is order, chance or speed: {}{rest}",
        told.join("; ")
    );
    let fix = "let each of them know all names: forward what it lacks to one that has it";
    Wording::new(rules::M25, problem, fix)
}

/// M5: a linked zone hides the names that a network has of its machines.
pub(in super::super) fn hides_machines(asking: &AskedName, apex: &str, network: &str) -> Wording {
    let problem = format!(
        "{}: {network} has the name of its machine without any zone, but the linked zone \"{apex}\" decides, and it does not \
         have the name",
        asking.do_not_find()
    );
    Wording::new(rules::M5, problem, format!("remove the link of \"{apex}\" to {network}"))
}

/// M30: the rule for `domain` that others follow.
pub(in super::super) fn ruleset_not_linked(
    asking: &AskedName,
    network: &str,
    domain: &str,
    linked: &[&str],
) -> Wording {
    let only = if linked.is_empty() { "no network".to_owned() } else { linked.join(", ") };
    let problem = format!(
        "{}: the rule for \"{domain}\" would forward it, but its ruleset is linked to {only}, and not to {network}",
        asking.do_not_find()
    );
    Wording::new(rules::M30, problem, format!("link the ruleset to {network}"))
}

/// M26.
pub(in super::super) fn proxy_not_linked(link: MissingLink<'_>, proxy: &str) -> Wording {
    let problem = format!("{}; {proxy} is the DNS proxy there", link.problem());
    let fix = format!("link \"{}\" to {}, where the firewall asks from", link.zone, link.network);
    Wording::new(rules::M26, problem, fix)
}
