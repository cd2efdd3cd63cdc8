//! What is expected, as data: one question from one place, and what is to come back.

use std::net::IpAddr;

use azure_model::Place;
use insight::diagnosis::Rule;
use zone_store::engine::Query;

/// One question from one place, and what is to come back.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Where its table begins.
    pub place: Place,
    /// Its position among the `[[expect]]` of its file, from 0.
    pub position: usize,
    /// A network, `internet`, an address, or after `@` a server or inbound endpoint that is asked directly.
    pub from: String,
    /// Where that is written.
    pub from_place: Place,
    /// The question.
    pub query: Query,
    /// What is to come back.
    pub wanted: Wanted,
    /// The open question that the answer settles, in words.
    pub settles: Option<String>,
    /// What answers mean for that question; the first that fits counts.
    pub readings: Vec<AnswerMeaning>,
}

/// What an answer means, if it comes.
#[derive(Debug, Clone)]
pub struct AnswerMeaning {
    /// In words; where there is one, the line of the configuration that says it.
    pub means: String,
    /// The answer it is about.
    pub wanted: Wanted,
}

/// What is to come back; what is absent is not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The RCODE's mnemonic; `SILENCE` for no answer.
    pub rcode: Option<String>,
    /// Whether the AA bit is set.
    pub authoritative: Option<bool>,
    /// The answer section.
    pub answer: Option<Vec<WantedRecord>>,
    /// The only address of the answer.
    pub address: Option<IpAddr>,
    /// A text that some record of the answer holds.
    pub contains: Option<String>,
    /// Whether every address of the answer is a private one.
    pub private: Option<bool>,
    /// The highest TTL in the answer, seconds.
    pub ttl_at_most: Option<u32>,
    /// The authority section.
    pub authority: Option<Vec<WantedRecord>>,
    /// The additional section without OPT.
    pub additional: Option<Vec<WantedRecord>>,
    /// The known mistake that is the likeliest reason for the answer.
    pub explains: Option<&'static Rule>,
}

impl Wanted {
    /// Tells whether nothing is compared.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A record that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedRecord {
    /// With the dot at its end.
    pub owner: String,
    /// Seconds; `None`: whatever it is.
    pub ttl: Option<u32>,
    /// The type's mnemonic.
    pub kind: String,
    /// RDATA as `dig` prints it.
    pub data: String,
}

/// One of the things that an expectation can compare, in the order of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// `rcode`.
    Rcode,
    /// `authoritative`.
    Authoritative,
    /// `answer`.
    Answer,
    /// `address`.
    Address,
    /// `contains`.
    Contains,
    /// `private`.
    Private,
    /// `ttl_at_most`.
    TtlAtMost,
    /// `authority`.
    Authority,
    /// `additional`.
    Additional,
    /// `explains`.
    Explains,
}

impl Aspect {
    /// Returns its key in a file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rcode => "rcode",
            Self::Authoritative => "authoritative",
            Self::Answer => "answer",
            Self::Address => "address",
            Self::Contains => "contains",
            Self::Private => "private",
            Self::TtlAtMost => "ttl_at_most",
            Self::Authority => "authority",
            Self::Additional => "additional",
            Self::Explains => "explains",
        }
    }
}
