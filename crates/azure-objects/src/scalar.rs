//! Values of one key: how each type is read from a neutral value, written to one, and what it is refused for.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use azure_catalogue::spelling::nearest;
use ipnet::{IpNet, Ipv4Net};
use zone_store::name::Name;
use zone_store::resolver::Upstream;

use crate::located::WrittenAs;
use crate::raw::RawData;
use crate::refusal::{RefusalReason, Suggestion, SyntaxRefusal, ValueRefusal, WithArticle};
use crate::regions::{is_region, normalize_region, unknown_region};
use crate::schema::Kind;
use crate::words::{
    AccessAction, AnyAnswers, Chase, Cloud, ConnectionStatus, CosmosdbCapability, CosmosdbKind,
    EmptyNonTerminals, NetworkRuleBypass, Replication, ResolutionPolicy, RuleAction, Sku, UnknownSource,
};

/// Longest span of time of a key.
const LONGEST_TIME: Duration = Duration::from_secs(60);

/// A value of one key.
pub(crate) trait ScalarValue: Sized {
    /// Reads a value that a key of this kind takes.
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>>;

    /// Writes the value for a key of this kind.
    fn write(&self, kind: Kind) -> RawData<'_>;

    /// Says why a key of this kind does not take the value; `None`: it does.
    fn refused_by(&self, _kind: Kind) -> Option<ValueRefusal> {
        None
    }

    /// Says why somebody should look at a value that a key of this kind takes.
    fn doubted_by(&self, _kind: Kind) -> Option<ValueRefusal> {
        None
    }
}

/// Returns a value that a key of this kind takes.
fn allowed<T: ScalarValue>(value: T, kind: Kind) -> Result<T, Box<RefusalReason>> {
    match value.refused_by(kind) {
        Some(refused) => Err(refused.into()),
        None => Ok(value),
    }
}

fn text_of<'d>(data: &'d RawData<'_>, kind: Kind) -> Result<&'d str, Box<RefusalReason>> {
    match data {
        RawData::Text(text) => Ok(text),
        data => Err(wrong_type(data, kind)),
    }
}

fn quoted(value: &impl WrittenAs) -> RawData<'static> {
    RawData::Text(value.text().into())
}

/// Says that a value is of another type.
pub(crate) fn wrong_type(data: &RawData<'_>, kind: Kind) -> Box<RefusalReason> {
    SyntaxRefusal::WrongType { written: WithArticle(data.type_name()), kind }.into()
}

fn unknown_word(meant: Option<&str>, kind: Kind) -> Box<RefusalReason> {
    let suggestion = match meant {
        Some(meant) => Suggestion::Nearest(vec![meant.to_owned()]),
        None => Suggestion::OfKind(kind),
    };
    SyntaxRefusal::UnknownWord { suggestion }.into()
}

impl ScalarValue for String {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        let text = allowed(text_of(data, kind)?.to_owned(), kind)?;
        Ok(if kind == Kind::Region { normalize_region(&text) } else { text })
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        RawData::Text(Cow::Borrowed(self))
    }

    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        match kind {
            Kind::Text | Kind::Region if self.trim().is_empty() => Some(ValueRefusal::Empty { kind }),
            Kind::Region if !is_region(&normalize_region(self)) => Some(ValueRefusal::NotARegion { kind }),
            _ => None,
        }
    }

    fn doubted_by(&self, kind: Kind) -> Option<ValueRefusal> {
        if kind == Kind::Region { unknown_region(&normalize_region(self)) } else { None }
    }
}

impl ScalarValue for bool {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        match data {
            RawData::Boolean(boolean) => Ok(*boolean),
            data => Err(wrong_type(data, kind)),
        }
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        RawData::Boolean(*self)
    }
}

/// `None` is `"auto"`.
impl ScalarValue for Option<bool> {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        match data {
            RawData::Boolean(boolean) => Ok(Some(*boolean)),
            RawData::Text(text) if text == "auto" => Ok(None),
            RawData::Text(_) => Err(unknown_word(None, kind)),
            data => Err(wrong_type(data, kind)),
        }
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        self.map_or(RawData::Text("auto".into()), RawData::Boolean)
    }
}

impl ScalarValue for u32 {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        let out_of_range = || Box::<RefusalReason>::from(ValueRefusal::OutOfRange { kind });
        match data {
            RawData::Integer(integer) => {
                allowed(integer.and_then(|number| number.try_into().ok()).ok_or_else(out_of_range)?, kind)
            }
            data => Err(wrong_type(data, kind)),
        }
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        RawData::Integer(Some((*self).into()))
    }

    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        match kind {
            Kind::Integer(low, high) if !(low..=high).contains(&i64::from(*self)) => {
                Some(ValueRefusal::OutOfRange { kind })
            }
            _ => None,
        }
    }
}

impl ScalarValue for Name {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        match text_of(data, kind)? {
            "." if kind == Kind::DomainNameOrRoot => Ok(Self::root()),
            text => {
                let name: Self = text.parse().map_err(|error| SyntaxRefusal::NotADomainName { error })?;
                allowed(name, Kind::DomainName)
            }
        }
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        quoted(self)
    }

    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        match kind {
            Kind::DomainName if self.is_root() => Some(ValueRefusal::Root { kind }),
            _ => None,
        }
    }
}

impl ScalarValue for Ipv4Addr {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        let text = text_of(data, kind)?;
        text.parse().map_err(|_| SyntaxRefusal::NotAnIpv4Address { kind }.into())
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        quoted(self)
    }
}

impl ScalarValue for IpNet {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        let text = text_of(data, kind)?;
        allowed(text.parse().map_err(|_| SyntaxRefusal::NotAPrefix { kind })?, kind)
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        quoted(self)
    }

    fn refused_by(&self, _kind: Kind) -> Option<ValueRefusal> {
        let meant = self.trunc();
        (meant != *self).then(|| ValueRefusal::HostBits { meant: meant.to_string() })
    }
}

/// A single address has the prefix length 32.
impl ScalarValue for Ipv4Net {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        let text = text_of(data, kind)?;
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Ok(Self::from(address));
        }
        match text.parse::<Self>() {
            Ok(range) => allowed(range, kind),
            Err(_) if text.parse::<IpNet>().is_ok() || text.parse::<IpAddr>().is_ok() => {
                Err(ValueRefusal::Ipv6 { kind }.into())
            }
            Err(_) => Err(SyntaxRefusal::NeitherAddressNorPrefix { kind }.into()),
        }
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        quoted(self)
    }

    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        IpNet::V4(*self).refused_by(kind)
    }
}

impl ScalarValue for SocketAddr {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        let text = text_of(data, kind)?;
        if kind == Kind::TargetDnsServer {
            return address_of_server(text).ok_or_else(|| SyntaxRefusal::NotAnAddress { kind }.into());
        }
        text.parse().map_err(|_| match text.trim_matches(['[', ']']).parse() {
            Ok(address) => SyntaxRefusal::NoPort { meant: Self::new(address, 5300).to_string() }.into(),
            Err(_) => SyntaxRefusal::NotASocket { kind: Kind::Socket }.into(),
        })
    }

    fn write(&self, kind: Kind) -> RawData<'_> {
        match kind {
            Kind::TargetDnsServer => RawData::Text(without_usual_port(*self).into()),
            _ => quoted(self),
        }
    }
}

impl ScalarValue for Upstream {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        match text_of(data, kind)? {
            "system" => Ok(Self::System),
            text => {
                let address = address_of_server(text).ok_or(SyntaxRefusal::NotAnUpstream { kind })?;
                Ok(Self::Address(address))
            }
        }
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        RawData::Text(match self {
            Self::System => "system".into(),
            Self::Address(address) => without_usual_port(*address).into(),
        })
    }
}

impl ScalarValue for Duration {
    fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
        let text = text_of(data, kind)?;
        allowed(span_of_time(text).ok_or(SyntaxRefusal::NotATime { kind })?, kind)
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        quoted(self)
    }

    fn refused_by(&self, kind: Kind) -> Option<ValueRefusal> {
        (self.is_zero() || *self > LONGEST_TIME).then_some(ValueRefusal::TimeOutOfRange { kind })
    }
}

/// Reads and writes enums that have a word for each variant.
macro_rules! words_are_scalars {
    ($($word:ident),+ $(,)?) => {
        $(impl ScalarValue for $word {
            fn read(kind: Kind, data: &RawData<'_>) -> Result<Self, Box<RefusalReason>> {
                let text = text_of(data, kind)?;
                let meant = || nearest(text, Self::WORDS.iter().copied());
                Self::from_word(text).ok_or_else(|| unknown_word(meant(), kind))
            }

            fn write(&self, _kind: Kind) -> RawData<'_> {
                RawData::Text(self.word().into())
            }
        })+
    };
}
words_are_scalars! {
    AccessAction, AnyAnswers, Chase, Cloud, ConnectionStatus, EmptyNonTerminals, NetworkRuleBypass, ResolutionPolicy,
    CosmosdbCapability, CosmosdbKind, Replication, RuleAction, Sku, UnknownSource,
}

/// Reads an address with or without a port; without, it is 53.
pub fn address_of_server(text: &str) -> Option<SocketAddr> {
    let alone = || text.parse::<IpAddr>().ok().map(|address| SocketAddr::new(address, 53));
    text.parse().ok().or_else(alone)
}

/// Writes an address so that [`address_of_server`] reads it: without a port if that is 53.
pub fn without_usual_port(address: SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => address.to_string(),
        _ if address.port() == 53 => address.ip().to_string(),
        _ => address.to_string(),
    }
}

/// Reads `3s` or `500ms`.
fn span_of_time(text: &str) -> Option<Duration> {
    Some(match text.strip_suffix("ms") {
        Some(number) => Duration::from_millis(number.parse().ok()?),
        None => Duration::from_secs(text.strip_suffix('s')?.parse().ok()?),
    })
}
