//! By whose rules a zone file is read: all that two kinds of zones take differently is decided here.

use crate::rdata;
use crate::record::RecordType;

/// By whose rules a zone file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// A DNS server's, as BIND 9.18 takes it.
    Bind,
    /// A private zone's, as `az network private-dns zone import` takes it (`docs/azure.md` §3.7).
    AzureImport,
}

/// Types that a private zone holds (`Private DNS records overview`), its SOA included.
const IMPORTED: [RecordType; 8] = [
    RecordType::A,
    RecordType::AAAA,
    RecordType::CNAME,
    RecordType::MX,
    RecordType::PTR,
    RecordType::SOA,
    RecordType::SRV,
    RecordType::TXT,
];

/// The number of the SPF type (RFC 7208 §3.1), for which there is no word in the vocabulary.
const SPF: u16 = 99;

/// The TTL that a record of a set has in the file.
pub(super) struct StatedTtl {
    /// The same number for records of one owner between which there is none of another one.
    pub(super) block: u32,
    /// Seconds.
    pub(super) ttl: u32,
}

impl Dialect {
    /// Tells whether a zone of this kind holds a type.
    pub fn holds(self, rtype: RecordType) -> bool {
        match self {
            Self::Bind => true,
            Self::AzureImport => IMPORTED.contains(&rtype),
        }
    }

    /// Returns as what a record of this type is taken; `None`: it is skipped, whatever its data says.
    pub(super) fn taken_as(self, rtype: RecordType) -> Option<RecordType> {
        match self {
            Self::AzureImport if u16::from(rtype) == SPF => Some(RecordType::TXT),
            Self::Bind | Self::AzureImport => Some(rtype).filter(|&rtype| self.holds(rtype)),
        }
    }

    /// Tells whether a record outside the zone is left out, rather than refused.
    pub(super) fn ignores_outside(self) -> bool {
        match self {
            Self::Bind => true,
            Self::AzureImport => false,
        }
    }

    /// Tells whether a record without a TTL takes that of the last record that has one, where no `$TTL` says otherwise
    /// (RFC 1035 §5.1).
    pub(super) fn repeats_ttl(self) -> bool {
        match self {
            Self::Bind => true,
            Self::AzureImport => false,
        }
    }

    /// Returns the TTL that a SOA record says for itself and for all that follows, where nothing else says one: BIND takes its
    /// MINIMUM.
    pub(super) fn ttl_of_soa(self, soa: &[u8]) -> Option<u32> {
        match self {
            Self::Bind => rdata::soa(soa).map(|soa| soa.minimum),
            Self::AzureImport => None,
        }
    }

    /// Returns the TTL of a set whose records have these, in the order of the file. BIND takes the first of the lines that
    /// follow each other, and of several such blocks the last.
    pub(super) fn ttl_of_set(self, ttls: &[StatedTtl]) -> Option<u32> {
        match self {
            Self::Bind => ttls.chunk_by(|one, next| one.block == next.block).last()?.first().map(|of| of.ttl),
            Self::AzureImport => ttls.iter().map(|stated| stated.ttl).min(),
        }
    }

    /// Tells whether the first alias of an owner stands and others are left out, rather than all refused.
    pub(super) fn ignores_second_alias(self) -> bool {
        match self {
            Self::Bind => false,
            Self::AzureImport => true,
        }
    }

    /// Tells whether a name in the data is absolute, with a dot at its end or without: Azure's export writes PTR targets
    /// without one.
    pub(super) fn is_absolute(self, rtype: RecordType) -> bool {
        match self {
            Self::Bind => false,
            Self::AzureImport => rtype == RecordType::PTR,
        }
    }

    /// Tells whether the strings of a TXT record are joined, and cut again after every 255 octets.
    pub(super) fn joins_strings(self) -> bool {
        match self {
            Self::Bind => false,
            Self::AzureImport => true,
        }
    }

    /// Tells whether `$GENERATE` makes records.
    pub(super) fn generates(self) -> bool {
        match self {
            Self::Bind => true,
            Self::AzureImport => false,
        }
    }
}
