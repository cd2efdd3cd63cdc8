//! What a zone may cost at rest.

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone::{Record, ZoneBuilder};

/// Builds `count` sets of one address, as a private zone of that many registries has them.
#[test]
fn a_record_set_costs_at_most_250_octets_at_rest() {
    let apex: Name = "privatelink.azurecr.io".parse().expect("a name");
    let count = 50_000_u32;
    let mut builder = ZoneBuilder::new(apex.clone(), Origin::UNKNOWN);
    let soa = b"\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01";
    let origin = Origin::UNKNOWN;
    builder.add(Record { owner: &apex, rtype: RecordType::SOA, ttl: 1, rdata: soa, origin });
    for i in 0..count {
        let owner = apex.prepend(format!("registry-number-{i}").as_bytes()).expect("a name");
        builder.add(Record { owner: &owner, rtype: RecordType::A, ttl: 10, rdata: &i.to_be_bytes(), origin });
    }
    let zone = builder.build().expect("a zone");
    assert_eq!(zone.set_count(), count as usize + 1);
    let each = zone.resident_octets() / count as usize;
    assert!(each <= 250, "{each} octets a set");
}
