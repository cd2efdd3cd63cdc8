//! The sentences of the `L…` rules: mistakes that a configuration of Zonite can have.

use std::fmt::Display;
use std::net::IpAddr;

use ipnet::IpNet;

use super::{AskedName, Wording};
use crate::diagnosis::rules;

/// L1: `other` is another network, at `at`.
pub(in super::super) fn address_spaces_overlap(prefix: &IpNet, other: &str, at: impl Display) -> Wording {
    let problem = format!(
        "its address space {prefix} overlaps with that of {other}, at {at}: a source in both is refused"
    );
    Wording::new(rules::L1, problem, "write clients for one of the two networks")
}

/// L1: longer prefixes cover all of this one.
pub(in super::super) fn prefix_is_covered(prefix: &IpNet) -> Wording {
    let problem =
        format!("no source is in this network by {prefix}: prefixes of other networks cover all of it");
    Wording::new(rules::L1, problem, "write other clients for it")
}

/// L2: `near` are zones of Microsoft with almost this name.
pub(in super::super) fn unknown_privatelink_zone(near: &[String]) -> Wording {
    let fix = match near {
        [] => "write the private zone that Microsoft recommends for the service".to_owned(),
        near => format!("write {}", near.join(" or ")),
    };
    Wording::new(rules::L2, "no public name leads into a private zone of this name", fix)
}

/// L3: `other` is the cloud that the name belongs to.
pub(in super::super) fn wrong_cloud(name: &str, other: &str, own: &str) -> Wording {
    let problem = format!("\"{name}\" is a name of the cloud \"{other}\", but this file is for \"{own}\"");
    Wording::new(rules::L3, problem, format!("set cloud = \"{other}\", or write a name of this cloud"))
}

/// L5.
pub(in super::super) fn unknown_target(address: IpAddr) -> Wording {
    let problem = format!(
        "{address} is not in this configuration: it is a real server, and its answers are unknown here"
    );
    let fix = "write \"internet\" for the simulated one, or add a [[dns_server]] with this address";
    Wording::new(rules::L5, problem, fix)
}

/// L10: `private` is the name that the public one should lead to.
pub(in super::super) fn without_alias(asking: &AskedName, private: &str) -> Wording {
    let problem = format!(
        "{}: privatelink_cname = false, so the public name does not lead to {private}, and no private zone is asked for it",
        asking.get_public_address()
    );
    Wording::new(
        rules::L10,
        problem,
        "remove privatelink_cname: an approved private endpoint makes the alias",
    )
}

/// L11: `meant` is the name in the zone that looks like the target.
pub(in super::super) fn absolute_target(owner: &str, target: &str, meant: &str) -> Wording {
    let problem = format!(
        "{owner} leads to \"{target}.\": Azure takes the target of a record set as a whole name, with a dot at its end or \
         without; this zone has {meant}"
    );
    Wording::new(
        rules::L11,
        problem,
        format!("write \"{meant}.\", or \"{target}.\" if the whole name is meant"),
    )
}

/// L9: a server outside Azure.
pub(in super::super) fn not_forwarded(asking: &AskedName, server: &str, zone: &str) -> Wording {
    let problem = format!("{}: {server} does not forward \"{zone}\" to Azure", asking.miss_it());
    let fix = format!("forward \"{zone}\" to an inbound endpoint, or to a server in a linked network");
    Wording::new(rules::L9, problem, fix)
}

/// L9: the clients themselves.
pub(in super::super) fn clients_ask_internet(asking: &AskedName) -> Wording {
    let problem = format!("{}: they ask the Internet", asking.miss_it());
    Wording::new(rules::L9, problem, "give them a DNS server that forwards to Azure")
}
