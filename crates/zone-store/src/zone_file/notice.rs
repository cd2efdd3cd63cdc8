//! What a zone file has that is taken, and not as it is written.

use std::borrow::Cow;

use thiserror::Error;

use crate::mistake::Mistake;
use crate::name::Name;
use crate::origin::Origin;
use crate::rdata::type_name;
use crate::record::RecordType;

/// One record of a zone file that is not served as it is written. The rest of the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneFileNotice {
    /// Where it is written.
    pub origin: Origin,
    /// Its owner.
    pub owner: Name,
    /// Its type, as written.
    pub rtype: RecordType,
    /// What becomes of it.
    pub deviation: Deviation,
}

/// What becomes of a record that is not served as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Deviation {
    /// The zone does not hold its type.
    #[error("a private zone does not hold this type")]
    Skipped,
    /// It is outside the zone.
    #[error("is not in the zone of this file")]
    OutsideZone,
    /// An import makes another type of it.
    #[error("becomes {} {} record", crate::rdata::article(*.rtype), type_name(*.rtype))]
    TakenAs {
        /// The type that is served.
        rtype: RecordType,
    },
    /// It is there twice (RFC 2181 §5).
    #[error("is there twice")]
    Duplicate,
    /// Another alias of the owner comes before it (RFC 2181 §10.1).
    #[error("is a second CNAME of its owner")]
    SecondAlias,
    /// Records of its set have another TTL (RFC 2181 §5.2).
    #[error("has the TTL {ttl}, and its set {served}")]
    OtherTtl {
        /// What is written, seconds.
        ttl: u32,
        /// What is served, seconds.
        served: u32,
    },
}

impl Mistake for Deviation {
    fn fix(&self) -> Option<Cow<'_, str>> {
        let fix = match self {
            Self::Skipped => "the record is skipped",
            Self::OutsideZone => {
                "the record is ignored; write a name without a dot at its end, if it is meant to be in it"
            }
            Self::TakenAs { .. } => "write that type",
            Self::Duplicate => "it is served once; remove one",
            Self::SecondAlias => "the first is served; remove this one",
            Self::OtherTtl { .. } => "the records of a set share one TTL: make them equal",
        };
        Some(fix.into())
    }
}
