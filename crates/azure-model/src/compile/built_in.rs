//! Zones that every network has without a link: the names of its virtual machines, forward and reverse, `localhost`,
//! and reverse names that mean something else in every network, which never go to the public side.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::Ipv4Addr;

use ipnet::IpNet;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::{NetworkId, SnapshotBuilder, ZoneId};
use zone_store::zone::{Record, ZoneBuilder};

use super::machines::{Machines, Placed, TTL};
use super::{Compilation, problems, soa};
use crate::model::{Model, NetworkIndex, Zone};

/// Prefixes whose reverse names are answered here in every network: those of RFC 6303 but for the documentation's,
/// and the one of 168.63.129.16.
const LOCAL: [&str; 11] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "127.0.0.0/8",
    "168.63.129.0/24",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "255.255.255.255/32",
    "::/127",
    "fd00::/8",
    "fe80::/10",
];

/// One record of a built-in zone.
struct OwnRecord {
    owner: Name,
    rtype: RecordType,
    rdata: Vec<u8>,
    origin: Origin,
}

/// The records of each built-in zone of one network, by apex.
type ByApex = BTreeMap<Name, Vec<OwnRecord>>;

/// Adds the built-in zones of every virtual network. A zone without records is one for all.
pub(super) fn add_zones(
    context: &mut Compilation<'_>,
    builder: &mut SnapshotBuilder,
    networks: &[NetworkId],
    machines: &Machines<'_>,
) {
    let local: Vec<Name> = local_prefixes().flat_map(reverse_zones).collect();
    let internal = context.model.cloud().internal_zone().parse::<Name>().ok();
    let registration_zones = registration_zones(context.model);
    let mut shared: HashMap<Name, ZoneId> = HashMap::new();
    for (index, (network, &id)) in context.model.networks().iter().zip(networks).enumerate() {
        if !network.is_azure {
            continue;
        }
        let index = NetworkIndex(index);
        let own = network.address_space.iter().flat_map(|&space| reverse_zones(space));
        let own = own.filter(|apex| !local.iter().any(|local| apex.is_at_or_below(local)));
        let mut by_apex: ByApex = local.iter().cloned().chain(own).map(|apex| (apex, Vec::new())).collect();
        by_apex.extend(localhost());
        if let Some(internal) = &internal {
            let zone = registration_zones.get(&index).copied();
            add_machines(&mut by_apex, machines.of(index), internal, zone);
        }
        for (apex, records) in by_apex {
            let is_shared = records.iter().all(|record| record.origin == Origin::UNKNOWN);
            let known = shared.get(&apex).copied().filter(|_| is_shared);
            let Some(zone) = known.or_else(|| add_zone(context, builder, &apex, &records)) else {
                continue;
            };
            builder.build_in(id, zone);
            if is_shared {
                shared.insert(apex, zone);
            }
        }
    }
}

/// Returns the apex of the registration zone of each network that has one.
fn registration_zones(model: &Model) -> HashMap<NetworkIndex, &Name> {
    let registers = |zone: &'_ Zone| -> Vec<NetworkIndex> {
        zone.links.iter().filter(|link| link.registration_enabled).map(|link| link.network).collect()
    };
    let of_zone = |zone| registers(zone).into_iter().map(|network| (network, &zone.apex.value));
    model.zones().iter().flat_map(of_zone).collect()
}

/// Adds the records of a network's machines: an address under `internal`, and the reverse name, which leads there and to
/// the name in the registration zone. Of two machines of one name, the last one has the address.
fn add_machines(
    by_apex: &mut ByApex,
    machines: &[Placed<'_>],
    internal: &Name,
    registration_zone: Option<&Name>,
) {
    let mut hosts: BTreeMap<Name, OwnRecord> = BTreeMap::new();
    let mut seen: HashSet<(Name, Name)> = HashSet::new();
    for &Placed { machine, origin, .. } in machines {
        let (label, address) = (machine.label(), machine.address.value);
        // A label that no name can hold has been refused.
        let name_in = |apex: &Name| apex.prepend(label.as_bytes()).ok();
        let Some((host, reverse)) = name_in(internal).zip(reverse_name(address)) else {
            continue;
        };
        let apex =
            by_apex.keys().filter(|apex| reverse.is_at_or_below(apex)).max_by_key(|apex| apex.label_count());
        let targets = [Some(host.clone()), registration_zone.and_then(name_in)];
        if let Some(records) = apex.cloned().and_then(|apex| by_apex.get_mut(&apex)) {
            for target in targets.into_iter().flatten() {
                if seen.insert((reverse.clone(), target.clone())) {
                    let (owner, rtype, rdata) = (reverse.clone(), RecordType::PTR, target.wire().to_vec());
                    records.push(OwnRecord { owner, rtype, rdata, origin });
                }
            }
        }
        let (owner, rtype, rdata) = (host.clone(), RecordType::A, address.octets().to_vec());
        hosts.insert(host, OwnRecord { owner, rtype, rdata, origin });
    }
    by_apex.insert(internal.clone(), hosts.into_values().collect());
}

/// Makes a zone with a SOA as a private zone has it.
fn add_zone(
    context: &mut Compilation<'_>,
    builder: &mut SnapshotBuilder,
    apex: &Name,
    records: &[OwnRecord],
) -> Option<ZoneId> {
    let mut zone = ZoneBuilder::new(apex.clone(), Origin::UNKNOWN);
    let ((rdata, ttl), origin) = (soa::private(None, None), Origin::UNKNOWN);
    zone.add(Record { owner: apex, rtype: RecordType::SOA, ttl, rdata: &rdata, origin });
    for OwnRecord { owner, rtype, rdata, origin } in records {
        zone.add(Record { owner, rtype: *rtype, ttl: TTL, rdata, origin: *origin });
    }
    match zone.build() {
        Ok(zone) => Some(builder.add_zone(zone)),
        Err(found) => {
            problems::report(&found, context.origins, context.refusals);
            None
        }
    }
}

/// Returns `localhost` and its address.
fn localhost() -> Option<(Name, Vec<OwnRecord>)> {
    let owner: Name = "localhost".parse().ok()?;
    let (rtype, rdata) = (RecordType::A, Ipv4Addr::LOCALHOST.octets().to_vec());
    Some((owner.clone(), vec![OwnRecord { owner, rtype, rdata, origin: Origin::UNKNOWN }]))
}

fn local_prefixes() -> impl Iterator<Item = IpNet> {
    LOCAL.iter().filter_map(|prefix| prefix.parse().ok())
}

/// Returns the name whose PTR records say what an address is called (RFC 1035 §3.5).
fn reverse_name(address: Ipv4Addr) -> Option<Name> {
    let [a, b, c, d] = address.octets();
    format!("{d}.{c}.{b}.{a}.in-addr.arpa").parse().ok()
}

/// Returns the zones of a prefix's reverse names: the longest that a label bounds, several if the prefix ends inside a
/// label. Of a prefix that is longer than a /24 (IPv6: a /124), the enclosing one.
pub(super) fn reverse_zones(prefix: IpNet) -> Vec<Name> {
    let (label_bits, longest) = match prefix {
        IpNet::V4(_) => (8, 24),
        IpNet::V6(_) => (4, 124),
    };
    let bits = (prefix.prefix_len().div_ceil(label_bits) * label_bits).min(longest);
    let whole =
        IpNet::new(prefix.addr(), prefix.prefix_len().min(bits)).map(|whole| whole.trunc().subnets(bits));
    let Ok(Ok(subnets)) = whole else {
        return Vec::new();
    };
    let labels = usize::from(bits / label_bits);
    subnets.filter_map(|subnet| reverse_zone(subnet, labels).parse().ok()).collect()
}

/// Writes the reverse name of a prefix's first labels.
fn reverse_zone(prefix: IpNet, labels: usize) -> String {
    let (mut parts, suffix): (Vec<String>, &str) = match prefix {
        IpNet::V4(prefix) => (prefix.addr().octets().iter().map(u8::to_string).collect(), "in-addr.arpa"),
        IpNet::V6(prefix) => {
            let digits = format!("{:032x}", prefix.addr().to_bits());
            (digits.chars().map(String::from).collect(), "ip6.arpa")
        }
    };
    parts.truncate(labels);
    parts.reverse();
    parts.push(suffix.to_owned());
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(prefix: &str, want: &[&str]) {
        let zones: Vec<String> =
            reverse_zones(prefix.parse().expect("a prefix")).iter().map(Name::without_dot).collect();
        assert_eq!(zones, want, "{prefix}");
    }

    #[test]
    fn a_prefix_has_the_zones_that_labels_bound() {
        check("10.0.0.0/8", &["10.in-addr.arpa"]);
        check("20.10.0.0/16", &["10.20.in-addr.arpa"]);
        check("20.10.4.0/23", &["4.10.20.in-addr.arpa", "5.10.20.in-addr.arpa"]);
        check("20.10.4.32/27", &["4.10.20.in-addr.arpa"]);
        check("0.0.0.0/0", &["in-addr.arpa"]);
        check("2001:db8::/32", &["8.b.d.0.1.0.0.2.ip6.arpa"]);
        check("fe80::/10", &["8.e.f.ip6.arpa", "9.e.f.ip6.arpa", "a.e.f.ip6.arpa", "b.e.f.ip6.arpa"]);
    }

    #[test]
    fn every_local_prefix_is_one_and_gives_the_zones_of_rfc_6303() {
        assert_eq!(local_prefixes().count(), LOCAL.len());
        let zones: Vec<String> =
            local_prefixes().flat_map(reverse_zones).map(|name| name.without_dot()).collect();
        for zone in ["16.172.in-addr.arpa", "31.172.in-addr.arpa", "129.63.168.in-addr.arpa", "d.f.ip6.arpa"]
        {
            assert!(zones.contains(&zone.to_owned()), "{zone}: {zones:?}");
        }
        assert!(!zones.contains(&"32.172.in-addr.arpa".to_owned()));
    }
}
