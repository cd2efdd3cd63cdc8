//! Record sets: a type, a TTL and RDATA as wire octets.

use std::fmt;

pub use hickory_proto::rr::RecordType;

use crate::name::Name;
use crate::origin::Origin;

/// Highest TTL, in seconds (RFC 2181 §8).
pub const MAX_TTL: u32 = 2_147_483_647;

/// The RDATA of a set, packed: each record as its length in two octets, then that many octets, uncompressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RdataList<'a> {
    packed: &'a [u8],
}

impl<'a> RdataList<'a> {
    /// Wraps octets that [`RdataList::pack`] has written.
    pub fn from_packed(packed: &'a [u8]) -> Self {
        Self { packed }
    }

    /// Appends one record's RDATA to `packed`. RDATA over 65,535 octets cannot exist on the wire and is cut there.
    pub fn pack(packed: &mut Vec<u8>, rdata: &[u8]) {
        let length = u16::try_from(rdata.len()).unwrap_or(u16::MAX);
        packed.extend_from_slice(&length.to_be_bytes());
        packed.extend_from_slice(&rdata[..usize::from(length)]);
    }

    /// Returns the packed octets.
    pub fn packed(self) -> &'a [u8] {
        self.packed
    }

    /// Iterates over the RDATA of each record, in the order written.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = self.packed;
        std::iter::from_fn(move || {
            let (length, tail) = rest.split_first_chunk::<2>()?;
            let (rdata, next) = tail.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            rest = next;
            Some(rdata)
        })
    }

    /// Counts the records.
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Tells whether there is no record.
    pub fn is_empty(self) -> bool {
        self.packed.is_empty()
    }
}

impl fmt::Debug for RdataList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// One record, on its way from a zone file or an object into a zone.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Its owner, absolute.
    pub owner: &'a Name,
    /// Its type.
    pub rtype: RecordType,
    /// Seconds, at most [`MAX_TTL`].
    pub ttl: u32,
    /// Uncompressed RDATA.
    pub rdata: &'a [u8],
    /// Where it was written.
    pub origin: Origin,
}

/// One record set as a zone holds it, without its owner.
#[derive(Debug, Clone, Copy)]
pub struct RecordSet<'z> {
    /// The type of all its records.
    pub rtype: RecordType,
    /// Seconds, at most [`MAX_TTL`].
    pub ttl: u32,
    /// At least one record.
    pub rdata: RdataList<'z>,
    /// Where its first record was written.
    pub origin: Origin,
}

impl RecordSet<'_> {
    /// Returns the only name of the first record, where its RDATA is nothing but a name (CNAME, NS, PTR).
    pub fn target(&self) -> Option<Name> {
        Name::from_wire(self.rdata.iter().next()?).ok()
    }
}
