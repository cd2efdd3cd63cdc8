//! What came back, in the words of dig.

use std::fmt;
use std::net::IpAddr;

use dns_client::{PrintedRecord, Response};
use zone_store::answer::ResponseCode;

/// An answer as it came over the socket.
///
/// `Display` writes it in dig's words, for the message of an assertion: `assert!(answer.is_private(), "{answer}")`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    response: Response,
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

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self { response }
    }
}

impl Answer {
    /// Returns the RCODE.
    pub fn rcode(&self) -> Rcode {
        match self.response.rcode {
            ResponseCode::NoError => Rcode::NoError,
            ResponseCode::FormErr => Rcode::FormErr,
            ResponseCode::ServFail => Rcode::ServFail,
            ResponseCode::NXDomain => Rcode::NxDomain,
            ResponseCode::NotImp => Rcode::NotImp,
            ResponseCode::Refused => Rcode::Refused,
            other => Rcode::Other(other.into()),
        }
    }

    /// Tells whether the name does not exist.
    pub fn is_nxdomain(&self) -> bool {
        self.rcode() == Rcode::NxDomain
    }

    /// Tells whether the AA bit is set.
    pub fn is_authoritative(&self) -> bool {
        self.response.has_flag("aa")
    }

    /// Returns the addresses in the answer section, in its order.
    pub fn addresses(&self) -> Vec<IpAddr> {
        self.response.addresses()
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
        let aliases = self.response.answer.iter().filter(|record| record.kind == "CNAME");
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
        self.response.answer.iter().map(|record| &*record.data).collect()
    }

    /// Returns the answer section: CNAMEs in the order followed, then what was asked for.
    pub fn records(&self) -> &[PrintedRecord] {
        &self.response.answer
    }

    /// Returns the authority section: the SOA record of a negative answer, or the NS records of a referral.
    pub fn authority(&self) -> &[PrintedRecord] {
        &self.response.authority
    }

    /// Returns the additional section, without OPT.
    pub fn additional(&self) -> &[PrintedRecord] {
        &self.response.additional
    }

    /// Returns what the resolver says about it in words: the texts of Extended DNS Errors (RFC 8914).
    pub fn reasons(&self) -> &[String] {
        &self.response.errors
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rcode())?;
        let Response { answer, authority, additional, errors, .. } = &self.response;
        for reason in errors {
            write!(f, "\n; {reason}")?;
        }
        let sections = [(answer, ""), (authority, "; authority: "), (additional, "; additional: ")];
        for (records, before) in sections {
            for record in records {
                write!(f, "\n{before}{record}")?;
            }
        }
        Ok(())
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
