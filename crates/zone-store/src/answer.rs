//! An answer as data. Turning it into a message, and fitting it to a transport, is a later step elsewhere.

use std::borrow::Cow;

pub use hickory_proto::op::ResponseCode;

use crate::name::Name;
use crate::origin::Origin;
use crate::record::{RdataList, RecordSet, RecordType};

/// One record set of a section, with the owner it is given out under (a wildcard's set has the name asked for).
#[derive(Debug, Clone)]
pub struct Records<'s> {
    /// Owner, in the case it was asked or written in.
    pub owner: Name,
    /// The type of all its records.
    pub rtype: RecordType,
    /// Seconds, as it goes out.
    pub ttl: u32,
    /// Packed as in [`RdataList`].
    pub packed: Cow<'s, [u8]>,
    /// Where it was written.
    pub origin: Origin,
}

impl<'s> Records<'s> {
    /// Gives a stored set an owner.
    pub fn from_set(owner: Name, set: RecordSet<'s>) -> Self {
        let packed = Cow::Borrowed(set.rdata.packed());
        Self { owner, rtype: set.rtype, ttl: set.ttl, packed, origin: set.origin }
    }

    /// Lets go of the snapshot.
    pub(crate) fn into_owned(self) -> Records<'static> {
        let Self { owner, rtype, ttl, packed, origin } = self;
        Records { owner, rtype, ttl, packed: Cow::Owned(packed.into_owned()), origin }
    }

    /// Returns the RDATA of its records.
    pub fn rdata(&self) -> RdataList<'_> {
        RdataList::from_packed(&self.packed)
    }
}

/// The answer section: CNAMEs in the order followed, then what was asked for.
pub type Chain<'s> = Vec<Records<'s>>;

/// What a resolver answers (RFC 1035 §4.1), before any message exists.
#[derive(Debug, Clone)]
pub struct Answer<'s> {
    /// The RCODE.
    pub rcode: ResponseCode,
    /// The AA bit.
    pub authoritative: bool,
    /// The RA bit.
    pub recursion_available: bool,
    /// The chain: CNAMEs in the order followed, then the sets asked for.
    pub answer: Chain<'s>,
    /// The SOA of a negative answer, or the NS set of a referral.
    pub authority: Vec<Records<'s>>,
    /// Addresses of targets, and glue.
    pub additional: Vec<Records<'s>>,
    /// Why, for those who can read it (RFC 8914).
    pub errors: Vec<ExtendedError>,
}

impl<'s> Answer<'s> {
    /// Returns an answer without any records.
    pub fn empty(rcode: ResponseCode) -> Self {
        Self {
            rcode,
            authoritative: false,
            recursion_available: true,
            answer: Chain::new(),
            authority: Vec::new(),
            additional: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Lets go of the snapshot.
    pub(crate) fn into_owned(self) -> Answer<'static> {
        let Self { rcode, authoritative, recursion_available, answer, authority, additional, errors } = self;
        let [answer, authority, additional] = [answer, authority, additional]
            .map(|section| section.into_iter().map(Records::into_owned).collect());
        Answer { rcode, authoritative, recursion_available, answer, authority, additional, errors }
    }

    /// Iterates over the record sets of all sections.
    pub(crate) fn records_mut(&mut self) -> impl Iterator<Item = &mut Records<'s>> {
        self.answer.iter_mut().chain(&mut self.authority).chain(&mut self.additional)
    }

    /// Adds an Extended DNS Error.
    #[must_use]
    pub fn with_error(mut self, code: ErrorCode, text: impl Into<String>) -> Self {
        self.errors.push(ExtendedError { code, text: text.into() });
        self
    }
}

/// An Extended DNS Error (RFC 8914): a code and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedError {
    /// What kind.
    pub code: ErrorCode,
    /// One sentence in UTF-8.
    pub text: String,
}

/// An INFO-CODE (RFC 8914 §4): those in use here, and whatever others an upstream has used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// 0: nothing more specific.
    Other,
    /// 3: the answer is remembered beyond its time, because no newer one is to be had (RFC 8767).
    StaleAnswer,
    /// 13: the failure is remembered from a moment ago (RFC 9520).
    CachedError,
    /// 18: the client may not ask this here.
    Prohibited,
    /// 19: as [`Self::StaleAnswer`], for NXDOMAIN.
    StaleNxDomain,
    /// 20: the resolver may not recurse for this query.
    NotAuthoritative,
    /// 21: the query asks for something that is not done here.
    NotSupported,
    /// 22: no server that should know could be reached.
    NoReachableAuthority,
    /// 23: the network failed on the way to a server.
    NetworkError,
    /// Any other, as an upstream has sent it.
    Relayed(u16),
}

impl ErrorCode {
    /// Returns the number.
    pub fn number(self) -> u16 {
        match self {
            Self::Other => 0,
            Self::StaleAnswer => 3,
            Self::CachedError => 13,
            Self::Prohibited => 18,
            Self::StaleNxDomain => 19,
            Self::NotAuthoritative => 20,
            Self::NotSupported => 21,
            Self::NoReachableAuthority => 22,
            Self::NetworkError => 23,
            Self::Relayed(number) => number,
        }
    }
}

impl From<u16> for ErrorCode {
    fn from(number: u16) -> Self {
        match number {
            0 => Self::Other,
            3 => Self::StaleAnswer,
            13 => Self::CachedError,
            18 => Self::Prohibited,
            19 => Self::StaleNxDomain,
            20 => Self::NotAuthoritative,
            21 => Self::NotSupported,
            22 => Self::NoReachableAuthority,
            23 => Self::NetworkError,
            other => Self::Relayed(other),
        }
    }
}

/// Returns the mnemonic of an RCODE, as dig prints it.
pub fn rcode_name(rcode: ResponseCode) -> Cow<'static, str> {
    Cow::Borrowed(match rcode {
        ResponseCode::NoError => "NOERROR",
        ResponseCode::FormErr => "FORMERR",
        ResponseCode::ServFail => "SERVFAIL",
        ResponseCode::NXDomain => "NXDOMAIN",
        ResponseCode::NotImp => "NOTIMP",
        ResponseCode::Refused => "REFUSED",
        ResponseCode::YXDomain => "YXDOMAIN",
        ResponseCode::BADVERS => "BADVERS",
        other => return Cow::Owned(format!("RCODE{}", u16::from(other))),
    })
}
