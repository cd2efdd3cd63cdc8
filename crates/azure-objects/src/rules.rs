//! The registry of known mistakes. An ID is never given to anything else.
//!
//! `M…` are misconfigurations of private DNS in Azure; `L…` are what only a configuration of Zonite shows. Numbers that are
//! not here belong to mistakes that no configuration shows: `docs/findings/README.md` lists them.

use crate::diagnostic::Severity;

/// A known mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its ID, as "M3".
    pub id: &'static str,
    /// Its name, as "missing-data-record".
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
}

impl Rule {
    /// Returns its page, relative to the repository.
    pub fn page(&self) -> String {
        format!("docs/findings/{}.md", self.id)
    }
}

/// Lists the known mistakes, M before L, by number.
pub fn rules() -> &'static [&'static Rule] {
    ALL
}

/// Finds a mistake by ID or name, in whatever case.
pub fn rule(id_or_name: &str) -> Option<&'static Rule> {
    let is_meant = |rule: &&&Rule| {
        rule.id.eq_ignore_ascii_case(id_or_name) || rule.name.eq_ignore_ascii_case(id_or_name)
    };
    ALL.iter().find(is_meant).copied()
}

/// Makes a constant of each rule, and the list of them.
macro_rules! registry {
    ($($id:ident $severity:ident $name:literal: $title:literal)+) => {
        $(
            #[doc = $title]
            pub const $id: &Rule =
                &Rule { id: stringify!($id), name: $name, severity: Severity::$severity, title: $title };
        )+
        const ALL: &[&Rule] = &[$($id),+];
    };
}

registry! {
    M1 Warning "zone-not-linked": "The zone is not linked to the network that 168.63.129.16 is asked from."
    M2 Warning "privatelink-forwarded-only": "A server forwards the privatelink zone, and not the public one."
    M3 Warning "missing-data-record": "The zone has the login server of a registry, and not its data endpoint."
    M4 Warning "missing-replica-record": "The zone lacks the data endpoint of a replica."
    M5 Warning "shadowing-zone": "A longer zone hides the records of a shorter one."
    M6 Info "others-private-endpoint": "Somebody else's resource has a private endpoint, and the linked zone lacks its name."
    M7 Warning "several-zones-of-one-name": "The network is linked to another zone of the same name."
    M8 Warning "stale-private-record": "A zone or a public name still leads to a private endpoint that is gone."
    M9 Warning "private-zone-of-public-name": "A private zone has the name of a public one, and hides all of it."
    M10 Warning "endpoints-share-zone": "Two private endpoints of one resource write into one zone."
    M11 Warning "azure-dns-from-outside": "168.63.129.16 is asked from outside Azure."
    M12 Warning "forwarder-bypasses-azure": "A DNS server in Azure asks the Internet instead of 168.63.129.16."
    M13 Warning "forwarding-loop": "Resolvers ask each other in a circle."
    M14 Warning "rule-bypasses-zone": "A rule sends the public name away before the private zone is looked at."
    M15 Warning "zone-hides-rule": "A linked zone decides about names that a rule would forward."
    M16 Warning "rule-of-reserved-domain": "A rule does not reach the names of Azure's own services."
    M17 Info "long-lived-answer": "Answers are remembered for long after a change."
    M18 Warning "local-zone": "Names that end in .local are asked by multicast."
    M20 Warning "no-private-records": "A private endpoint writes no records."
    M21 Warning "privatelink-name-used": "Clients use the privatelink name, which no certificate has."
    M22 Warning "public-path-denied": "A name ends public where the registry lets nobody of that network in."
    M25 Warning "diverging-targets": "Servers of which any may be asked know different names."
    M26 Warning "dns-proxy-not-linked": "The zone is not linked to the network of the firewall that is the DNS proxy."
    M28 Error "no-address-for-member": "A private endpoint has no address for one of its members."
    M30 Info "ruleset-not-linked": "The ruleset that would forward a name is not linked to the network that asks."
    L1 Warning "overlapping-clients": "The addresses of clients do not say which network they are in."
    L2 Warning "unknown-privatelink-zone": "No public name leads into a zone of this name."
    L3 Warning "wrong-cloud": "A name belongs to another cloud."
    L4 Error "listeners-collide": "Two listeners have one address."
    L5 Info "unknown-target": "A target is nobody of this configuration."
    L6 Warning "record-overwritten": "A private endpoint writes over a record."
    L7 Warning "unknown-region": "A region is not among those known."
    L8 Warning "record-skipped": "A zone file has records that are not served as they are written."
    L9 Warning "public-zone-not-forwarded": "A server outside Azure does not forward a public zone to Azure."
    L10 Warning "public-name-without-alias": "The public name of a resource with a private endpoint does not lead into privatelink."
    L11 Warning "target-taken-as-absolute": "A target has no dot at its end and is absolute all the same; the zone has a name like it."
    L20 Warning "service-endpoint-missing": "A registry lets a subnet in that has no service endpoint for it."
    L21 Warning "service-endpoint-and-private-endpoint": "A network has a private endpoint of a registry and a rule for its service endpoint."
}
