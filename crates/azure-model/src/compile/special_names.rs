//! Public names that are never asked for outside, because the real public side has nothing to say about them: reverse
//! names of local addresses, `localhost` and the like. They are whole zones of the simulated public side.

use std::collections::HashSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::SnapshotBuilder;
use zone_store::zone::Record;

use super::{built_in, soa};

/// Prefixes whose reverse names are local everywhere (RFC 6303 §4, RFC 7793).
const PREFIXES: [&str; 15] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "255.255.255.255/32",
    "::/127",
    "2001:db8::/32",
    "fd00::/8",
    "fe80::/10",
];

/// Names that mean nothing on the public side: RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9462, RFC 9476, RFC 9665.
const NAMES: [&str; 9] =
    ["alt", "home.arpa", "invalid", "local", "localhost", "onion", "resolver.arpa", "service.arpa", "test"];

/// Seconds; the TTL of all records here, as in the example of RFC 6303 §3.
const TTL: u32 = 10_800;

/// Adds the zones, but for those that the configuration has names for: `simulated` are the owners that it has.
pub(super) fn add_zones(builder: &mut SnapshotBuilder, simulated: &HashSet<Name>) {
    for apex in apexes() {
        let mut above = (0..=apex.label_count()).map(|labels| apex.rightmost(labels));
        if simulated.contains(&apex) || above.any(|ancestor| builder.public.has_zone(&ancestor)) {
            continue;
        }
        builder.public.begin_zone(&apex, Origin::UNKNOWN);
        for (owner, rtype, rdata) in
            records(&apex).into_iter().filter(|(owner, ..)| !simulated.contains(owner))
        {
            let (ttl, origin) = (TTL, Origin::UNKNOWN);
            builder.public.add(Record { owner: &owner, rtype, ttl, rdata: &rdata, origin });
        }
    }
}

/// Lists the apexes of the zones.
fn apexes() -> Vec<Name> {
    let prefixes = PREFIXES.iter().filter_map(|prefix| prefix.parse::<IpNet>().ok());
    let reverse = prefixes.flat_map(built_in::reverse_zones);
    reverse.chain(NAMES.iter().filter_map(|name| name.parse().ok())).collect()
}

/// Returns what a zone has. Most are empty.
fn records(apex: &Name) -> Vec<(Name, RecordType, Vec<u8>)> {
    let mut records = vec![(apex.clone(), RecordType::SOA, soa::of_empty(apex))];
    let below = |label: &[u8]| apex.prepend(label).ok();
    match apex.without_dot().as_str() {
        // Whatever is below it is this machine too (RFC 6761 §6.3).
        "localhost" => {
            for owner in [Some(apex.clone()), below(b"*")].into_iter().flatten() {
                records.push((owner.clone(), RecordType::A, Ipv4Addr::LOCALHOST.octets().to_vec()));
                records.push((owner, RecordType::AAAA, Ipv6Addr::LOCALHOST.octets().to_vec()));
            }
        }
        // Who asks for its designated resolvers is to learn that there is none: NODATA (RFC 9462 §6.4).
        "resolver.arpa" => {
            let text = b"\x16no designated resolver".to_vec();
            records.extend(below(b"_dns").map(|owner| (owner, RecordType::TXT, text)));
        }
        _ => {}
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_rfc_6303_is_there() {
        let zones: HashSet<String> = apexes().iter().map(Name::without_dot).collect();
        let mut want: Vec<String> = "0 10 127 254.169 2.0.192 168.192 100.51.198 113.0.203 255.255.255"
            .split(' ')
            .map(|labels| format!("{labels}.in-addr.arpa"))
            .collect();
        want.extend((16..=31).map(|label| format!("{label}.172.in-addr.arpa")));
        want.extend((64..=127).map(|label| format!("{label}.100.in-addr.arpa")));
        want.push(format!("{}ip6.arpa", "0.".repeat(31)));
        want.extend(
            ["8.b.d.0.1.0.0.2", "d.f", "8.e.f", "9.e.f", "a.e.f", "b.e.f"]
                .map(|zone| format!("{zone}.ip6.arpa")),
        );
        want.extend(NAMES.map(str::to_owned));
        assert_eq!(zones, want.into_iter().collect());
        assert_eq!(PREFIXES.iter().filter(|prefix| prefix.parse::<IpNet>().is_err()).count(), 0);
    }
}
