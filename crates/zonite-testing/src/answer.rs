//! What came back, in the words of dig.

use std::fmt;
use std::net::IpAddr;

/// An answer as it came over the socket.
///
/// `Display` writes it in dig's words, for the message of an assertion: `assert!(answer.is_private(), "{answer}")`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub(crate) rcode: Rcode,
    pub(crate) is_authoritative: bool,
    pub(crate) answer: Vec<Record>,
    pub(crate) authority: Vec<Record>,
    pub(crate) additional: Vec<Record>,
    pub(crate) reasons: Vec<String>,
}

/// One record, in the texts that dig prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The name it belongs to, with the dot at its end, in the case it came in.
    pub owner: String,
    /// Seconds.
    pub ttl: u32,
    /// The type's mnemonic.
    pub kind: String,
    /// RDATA in presentation format.
    pub data: String,
}

/// What a resolver thinks of a question (RFC 1035 §4.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rcode {
    /// The name exists, with or without records of the type asked for.
    NoError,
    /// The question was malformed.
    FormErr,
    /// The resolver could not find out.
    ServFail,
    /// The name does not exist.
    NxDomain,
    /// The resolver does not do that.
    NotImp,
    /// The resolver does not want to.
    Refused,
    /// Another number.
    Other(u16),
}

impl Answer {
    /// Returns the RCODE.
    pub fn rcode(&self) -> Rcode {
        self.rcode
    }

    /// Tells whether the name does not exist.
    pub fn is_nxdomain(&self) -> bool {
        self.rcode == Rcode::NxDomain
    }

    /// Tells whether the AA bit is set.
    pub fn is_authoritative(&self) -> bool {
        self.is_authoritative
    }

    /// Returns the addresses in the answer section, in its order.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let data = self.answer.iter().filter(|record| matches!(&*record.kind, "A" | "AAAA"));
        data.filter_map(|record| record.data.parse().ok()).collect()
    }

    /// Tells whether there are addresses and every one is private (RFC 1918, RFC 4193).
    pub fn is_private(&self) -> bool {
        let addresses = self.addresses();
        !addresses.is_empty()
            && addresses.iter().all(|address| match address {
                IpAddr::V4(v4) => v4.is_private(),
                IpAddr::V6(v6) => v6.is_unique_local(),
            })
    }

    /// Returns where the CNAMEs led, in the order followed, each with the dot at its end.
    pub fn chain(&self) -> Vec<&str> {
        let aliases = self.answer.iter().filter(|record| record.kind == "CNAME");
        aliases.map(|record| &*record.data).collect()
    }

    /// Returns the data of every record in the answer section, as `dig +short` prints it.
    ///
    /// ```
    /// # use zonite_testing::Zonite;
    /// # fn main() -> Result<(), zonite_testing::Error> {
    /// # let zonite = Zonite::start(include_str!("../../../config/hub-and-spoke.toml"))?;
    /// let answer = zonite.from("hub").ask("myacr.azurecr.io", "A")?;
    /// assert_eq!(answer.short(), ["myacr.privatelink.azurecr.io.", "10.1.0.6"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn short(&self) -> Vec<&str> {
        self.answer.iter().map(|record| &*record.data).collect()
    }

    /// Returns the answer section: CNAMEs in the order followed, then what was asked for.
    pub fn records(&self) -> &[Record] {
        &self.answer
    }

    /// Returns the authority section: the SOA record of a negative answer, or the NS records of a referral.
    pub fn authority(&self) -> &[Record] {
        &self.authority
    }

    /// Returns the additional section, without OPT.
    pub fn additional(&self) -> &[Record] {
        &self.additional
    }

    /// Returns what the resolver says about it in words: the texts of Extended DNS Errors (RFC 8914).
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rcode)?;
        for reason in &self.reasons {
            write!(f, "\n; {reason}")?;
        }
        let sections =
            [(&self.answer, ""), (&self.authority, "; authority: "), (&self.additional, "; additional: ")];
        for (records, before) in sections {
            for record in records {
                write!(f, "\n{before}{record}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Record {
    /// Writes `OWNER TTL TYPE RDATA`, as files of expectations have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.owner, self.ttl, self.kind, self.data)
    }
}

impl fmt::Display for Rcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoError => "NOERROR",
            Self::FormErr => "FORMERR",
            Self::ServFail => "SERVFAIL",
            Self::NxDomain => "NXDOMAIN",
            Self::NotImp => "NOTIMP",
            Self::Refused => "REFUSED",
            Self::Other(number) => return write!(f, "RCODE{number}"),
        })
    }
}
