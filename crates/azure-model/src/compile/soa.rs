//! SOA records that Azure writes.

use zone_store::name::Name;

use azure_objects::config_file::SoaRecord;

/// The host of every private zone's SOA; it cannot be changed (`Private DNS records overview`).
const PRIVATE_HOST: &[u8] = b"\x0fazureprivatedns\x03net\x00";
/// The host and the mailbox of a public zone of Azure DNS.
const PUBLIC_NAMES: &[u8] =
    b"\x06ns1-02\x09azure-dns\x03com\x00\x13azuredns-hostmaster\x09microsoft\x03com\x00";
/// Serial number, refresh, retry, expire and minimum of a public zone of Azure DNS; seconds.
const PUBLIC_NUMBERS: [u32; 5] = [1, 3600, 300, 2_419_200, 300];
/// Seconds; the TTL of a public zone's SOA.
pub(super) const PUBLIC_TTL: u32 = 3600;

/// The serial number of every private zone: the API keeps it, whatever is sent (docs/azure.md#23-soa-and-ns-of-a-private-zone).
const SERIAL: u32 = 1;

/// Returns the RDATA and the TTL of a private zone's SOA: Azure's, or the zone file's, with the written fields on top.
pub(super) fn private(written: Option<&SoaRecord>, from_file: Option<(&[u8], u32)>) -> (Vec<u8>, u32) {
    let from_file = from_file.and_then(|(rdata, ttl)| Fields::from_rdata(rdata, ttl));
    let mut fields = from_file.unwrap_or_else(Fields::of_azure);
    if let Some(soa) = written {
        fields.set(soa);
    }
    (fields.rdata(), fields.ttl)
}

/// Returns the RDATA of a public zone's SOA.
pub(super) fn public() -> Vec<u8> {
    let mut rdata = PUBLIC_NAMES.to_vec();
    rdata.extend(PUBLIC_NUMBERS.iter().flat_map(|number| number.to_be_bytes()));
    rdata
}

/// Returns the RDATA of the SOA of a zone that is empty everywhere (RFC 6303 §3).
pub(super) fn of_empty(apex: &Name) -> Vec<u8> {
    let mut rdata = apex.wire().to_vec();
    rdata.extend_from_slice(b"\x06nobody\x07invalid\x00");
    let numbers: [u32; 5] = [1, 3600, 1200, 604_800, 10_800];
    rdata.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
    rdata
}

/// Seconds; the TTL of the SOA that a server's own zone is given.
pub(super) const SERVER_TTL: u32 = 3600;

/// Returns the RDATA of the SOA that a server's own zone is given: its names are `ns` and `hostmaster` of the zone.
pub(super) fn of_server(apex: &Name) -> Vec<u8> {
    // Below a name that leaves no room, they are the zone itself.
    let below = |label: &[u8]| apex.prepend(label).unwrap_or_else(|_| apex.clone());
    let mut rdata = below(b"ns").wire().to_vec();
    rdata.extend_from_slice(below(b"hostmaster").wire());
    rdata.extend(PUBLIC_NUMBERS.iter().flat_map(|number| number.to_be_bytes()));
    rdata
}

/// The fields of a SOA that may be changed.
struct Fields {
    ttl: u32,
    email: Name,
    /// Serial number, refresh, retry, expire, minimum.
    numbers: [u32; 5],
}

impl Fields {
    fn of_azure() -> Self {
        let mut fields = Self { ttl: 0, email: Name::root(), numbers: [SERIAL, 0, 0, 0, 0] };
        fields.set(&SoaRecord::of_azure());
        fields
    }

    /// Takes the fields that are written.
    fn set(&mut self, soa: &SoaRecord) {
        if let Some(email) = &soa.email {
            self.email = email.value.clone();
        }
        if let Some(ttl) = &soa.ttl {
            self.ttl = ttl.value;
        }
        let numbers = [&soa.refresh_time, &soa.retry_time, &soa.expire_time, &soa.minimum_ttl];
        for (field, written) in self.numbers[1..].iter_mut().zip(numbers) {
            if let Some(number) = written {
                *field = number.value;
            }
        }
    }

    /// Reads uncompressed RDATA (RFC 1035 §3.3.13); the host is left out.
    fn from_rdata(rdata: &[u8], ttl: u32) -> Option<Self> {
        let (_, rest) = split_name(rdata)?;
        let (email, rest) = split_name(rest)?;
        let mut numbers = [0; 5];
        for (number, octets) in numbers.iter_mut().zip(rest.as_chunks::<4>().0) {
            *number = u32::from_be_bytes(*octets);
        }
        numbers[0] = SERIAL;
        Some(Self { ttl, email: Name::from_wire(email).ok()?, numbers })
    }

    fn rdata(&self) -> Vec<u8> {
        let mut rdata = PRIVATE_HOST.to_vec();
        rdata.extend_from_slice(self.email.wire());
        rdata.extend(self.numbers.iter().flat_map(|number| number.to_be_bytes()));
        rdata
    }
}

/// Splits off the uncompressed name that octets begin with.
fn split_name(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0;
    while *octets.get(at)? != 0 {
        at += 1 + usize::from(octets[at]);
    }
    octets.split_at_checked(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `@ 3600 IN SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10`
    #[test]
    fn a_private_zone_has_the_soa_that_azure_writes() {
        let (rdata, ttl) = private(None, None);
        let fields = Fields::from_rdata(&rdata, ttl).expect("a SOA");
        assert!(rdata.starts_with(PRIVATE_HOST));
        assert_eq!(fields.email.to_string(), "azureprivatedns-host.microsoft.com.");
        assert_eq!((fields.numbers, ttl), ([1, 3600, 300, 2_419_200, 10], 3600));
    }

    #[test]
    fn a_zone_file_gives_every_field_but_the_host_and_written_fields_win() {
        let public = public();
        let written = SoaRecord { minimum_ttl: Some(7.into()), ..SoaRecord::default() };
        let (rdata, ttl) = private(Some(&written), Some((&public, 60)));
        let fields = Fields::from_rdata(&rdata, ttl).expect("a SOA");
        assert!(rdata.starts_with(PRIVATE_HOST));
        assert_eq!(fields.email.to_string(), "azuredns-hostmaster.microsoft.com.");
        assert_eq!((fields.numbers, ttl), ([1, 3600, 300, 2_419_200, 7], 60));
    }
}
