//! What reasons carry: other objects, errors of a lower layer, and what could have been written instead.

use std::fmt;
use std::net::Ipv4Addr;

use zone_store::mistake::Mistake;

use crate::id::ObjectId;
use crate::located::Site;
use crate::provenance::Provenance;

/// Another object that a refusal names. It is shown by its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its ID; `None`: it is no object of its own, or nobody has said which one it is.
    pub id: Option<ObjectId>,
    /// Which way it came.
    pub place: Provenance,
}

impl Related {
    /// Adds its ID.
    #[must_use]
    pub fn with_id(self, id: ObjectId) -> Self {
        Self { id: Some(id), ..self }
    }
}

impl From<&Site> for Related {
    fn from(site: &Site) -> Self {
        Self::from(&site.place)
    }
}

impl From<&Provenance> for Related {
    fn from(place: &Provenance) -> Self {
        Self { id: None, place: place.clone() }
    }
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.place.fmt(f)
    }
}

/// Several other objects, written as `A and B`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllRelated(pub Vec<Related>);

impl fmt::Display for AllRelated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(&self.0, " and ").fmt(f)
    }
}

/// What a reason may carry.
pub(super) trait ReasonField {
    /// Lists the objects that it is.
    fn related(&self) -> &[Related] {
        &[]
    }

    /// Writes it.
    fn shown(&self) -> String;
}

impl ReasonField for Related {
    fn related(&self) -> &[Related] {
        std::slice::from_ref(self)
    }

    fn shown(&self) -> String {
        self.id.as_ref().map_or_else(|| self.place.to_string(), ToString::to_string)
    }
}

impl ReasonField for AllRelated {
    fn related(&self) -> &[Related] {
        &self.0
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

/// Names types that are no objects, and can be written.
macro_rules! plain {
    ($($type:ty),+ $(,)?) => {
        $(impl ReasonField for $type {
            fn shown(&self) -> String {
                self.to_string()
            }
        })+
    };
}
plain! {
    &'static str, String, usize, u8, u64, Ipv4Addr, Names, Quoted, OneOfQuoted, WithArticle, ReplicaWord,
    crate::schema::Kind, zone_store::name::Name, zone_store::name::NameError, zone_store::rdata::RdataError,
}

/// Names types that say what to do.
macro_rules! advising {
    ($($type:ty),+ $(,)?) => {
        $(impl ReasonField for $type {
            fn shown(&self) -> String {
                self.advice().unwrap_or_default()
            }
        })+
    };
}
advising!(Suggestion, Meant, UsableAddresses, AddressSpace, Instead);

impl<M: Mistake> ReasonField for WithSubject<M> {
    fn shown(&self) -> String {
        self.to_string()
    }
}

/// What knows what to do instead.
pub(super) trait Advice {
    /// Says it; `None`: the problem says it.
    fn advice(&self) -> Option<String>;
}

impl<M: Mistake> Advice for M {
    fn advice(&self) -> Option<String> {
        self.fix().map(std::borrow::Cow::into_owned)
    }
}

/// An error of a lower layer that is shown with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithSubject<M>(pub M);

impl<M: Mistake> fmt::Display for WithSubject<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.sentence().fmt(f)
    }
}

impl<M: Mistake> Advice for WithSubject<M> {
    fn advice(&self) -> Option<String> {
        self.0.advice()
    }
}

/// Names, written as `a, b`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(&self.0, ", ").fmt(f)
    }
}

/// Names, written as `"a", "b"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted(pub Vec<String>);

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(&in_quotes(&self.0), ", ").fmt(f)
    }
}

/// Names to choose from, written as `"a" or "b"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOfQuoted(pub Vec<String>);

impl fmt::Display for OneOfQuoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(&in_quotes(&self.0), " or ").fmt(f)
    }
}

/// A noun with its article: `an integer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithArticle(pub &'static str);

impl fmt::Display for WithArticle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let article = if self.0.starts_with(['a', 'i']) { "an" } else { "a" };
        write!(f, "{article} {}", self.0)
    }
}

/// The word that was probably meant, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant(pub Option<String>);

impl Advice for Meant {
    fn advice(&self) -> Option<String> {
        self.0.as_ref().map(|meant| format!("did you mean \"{meant}\"?"))
    }
}

/// What could have been written in the place of something that there is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// These are spelt almost so.
    Nearest(Vec<String>),
    /// These are there, and some more that are not named.
    ThereIs {
        /// Some of their names.
        names: Vec<String>,
        /// How many are not named.
        more: usize,
    },
    /// These are there, and addresses may be written too.
    ThereIsOrAddress(Vec<String>),
    /// These are keys of the table.
    Keys(Vec<String>),
    /// Anything of this kind.
    OfKind(crate::schema::Kind),
    /// There is none of this kind of object.
    NoneThere(&'static str),
    /// There is none of either kind of object.
    Neither,
    /// The network has no subnet.
    NoSubnet,
    /// The zone that Microsoft recommends.
    RecommendedZone,
}

impl Advice for Suggestion {
    fn advice(&self) -> Option<String> {
        Some(match self {
            Self::Nearest(names) => format!("did you mean {}?", OneOfQuoted(names.clone())),
            Self::ThereIs { names, more: 0 } => format!("there is {}", joined(names, ", ")),
            Self::ThereIs { names, more } => format!("there is {}, and {more} more", joined(names, ", ")),
            Self::ThereIsOrAddress(names) => format!("there is {}, and any address", joined(names, ", ")),
            Self::Keys(keys) => format!("its keys are {}", joined(keys, ", ")),
            Self::OfKind(kind) => format!("write {kind}"),
            Self::NoneThere(kind) => format!("the file has no {kind}"),
            Self::Neither => "the file has neither".to_owned(),
            Self::NoSubnet => "the network has no subnet: add one".to_owned(),
            Self::RecommendedZone => {
                "write the private zone that Microsoft recommends for the service".to_owned()
            }
        })
    }
}

/// The addresses of a subnet that may be written, as `10.0.0.4 to 10.0.0.254`; `None`: it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsableAddresses(pub Option<String>);

impl Advice for UsableAddresses {
    fn advice(&self) -> Option<String> {
        Some(match &self.0 {
            Some(addresses) => format!("write an address from {addresses}"),
            None => "the subnet has no address for endpoints: widen it".to_owned(),
        })
    }
}

/// The prefixes of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressSpace(pub Vec<ipnet::IpNet>);

impl Advice for AddressSpace {
    fn advice(&self) -> Option<String> {
        Some(match self.0.as_slice() {
            [] => "the network has no address_space: add one".to_owned(),
            prefixes => format!("write an address of {}", joined(prefixes, " or ")),
        })
    }
}

/// What to name in the place of an address of this program; `None`: nothing that is modelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead(pub Option<String>);

impl Advice for Instead {
    fn advice(&self) -> Option<String> {
        Some(match &self.0 {
            Some(name) => format!("to ask what is modelled, write \"{name}\""),
            None => "write the address of another server".to_owned(),
        })
    }
}

/// What Azure's message begins with when it is a replica of a registry that has no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplicaWord(pub bool);

impl fmt::Display for ReplicaWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "Failed to replicate private endpoint. " } else { "" })
    }
}

fn in_quotes(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("\"{name}\"")).collect()
}

fn joined<T: fmt::Display>(list: &[T], separator: &str) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(separator)
}
