//! The service parameters of SVCB and HTTPS records (RFC 9460 §2, §7, Appendix A).

use std::fmt::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::BASE64;

use super::display::{OctetReader, Stop, write_ipv6, write_string};
use super::error::{RdataError, excerpt};
use super::token::{Token, decode};

/// The registered keys, by number (RFC 9460 §14.3.2). The others are written `keyNNNNN`.
const KEYS: [&str; 7] = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint"];

const MANDATORY: u16 = 0;
const ALPN: u16 = 1;
const NO_DEFAULT_ALPN: u16 = 2;
const PORT: u16 = 3;
const IPV4HINT: u16 = 4;
const ECH: u16 = 5;
const IPV6HINT: u16 = 6;
/// RFC 9461 §5. It is read by its name, and written as `key7`, as BIND 9.18 does.
const DOHPATH: u16 = 7;

/// Says how to write the parameter that `text` seems to be meant as.
pub(super) fn advice(text: &str) -> &'static str {
    let key = text.split('=').next().unwrap_or_default();
    match key_number(key) {
        Some(MANDATORY) => "write keys with commas, as in mandatory=alpn,port",
        Some(ALPN) => "write protocols of 1 to 255 octets with commas, as in alpn=h2,h3",
        Some(NO_DEFAULT_ALPN) => "write no-default-alpn without a value",
        Some(PORT) => "write a number from 0 to 65535, as in port=443",
        Some(IPV4HINT) => "write IPv4 addresses with commas, as in ipv4hint=10.0.0.4,10.0.0.5",
        Some(ECH) => "write base 64, as in ech=AEX+DQ==",
        Some(IPV6HINT) => "write IPv6 addresses with commas, as in ipv6hint=2001:db8::4",
        Some(DOHPATH) => "write a path with the variable dns, as in dohpath=/dns-query{?dns}",
        Some(_) => "write a value of at most 65535 octets",
        None => {
            "write alpn=, port=, ipv4hint=, ipv6hint=, ech=, mandatory=, no-default-alpn or key and a number"
        }
    }
}

fn key_number(text: &str) -> Option<u16> {
    if let Some(number) = KEYS.iter().position(|key| *key == text) {
        return u16::try_from(number).ok();
    }
    if text == "dohpath" {
        return Some(DOHPATH);
    }
    let digits = text.strip_prefix("key")?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    plain.then(|| digits.parse().ok()).flatten()
}

/// A key, shown by its name.
struct ParameterKey(u16);

impl fmt::Display for ParameterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match KEYS.get(usize::from(self.0)) {
            Some(key) => f.write_str(key),
            None => write!(f, "key{}", self.0),
        }
    }
}

/// Appends the wire octets of parameters, sorted by key (RFC 9460 §2.2).
pub(super) fn parse(tokens: &[Token<'_>], out: &mut Vec<u8>) -> Result<(), RdataError> {
    let mut parameters: Vec<(u16, Vec<u8>)> = Vec::new();
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        let error = || RdataError::Parameter { text: excerpt(token.text) };
        let (key, plain) = token.text.split_once('=').unwrap_or((token.text, ""));
        // The tokens of key="value" are `key=` and `value`.
        let quoted = tokens.next_if(|next| next.quoted && token.text.ends_with('=')).map(|next| next.text);
        let number = key_number(key).filter(|_| !token.quoted).ok_or_else(error)?;
        let mut value = Vec::new();
        decode(quoted.unwrap_or(plain), &mut value)?;
        let is_bare = !token.text.contains('=');
        let value = encode(number, is_bare, value).filter(|value| value.len() <= 0xFFFF).ok_or_else(error)?;
        parameters.push((number, value));
    }
    parameters.sort_by_key(|(key, _)| *key);
    check_keys(&parameters)?;
    for (key, value) in parameters {
        out.extend_from_slice(&key.to_be_bytes());
        out.extend_from_slice(&(value.len() as u16).to_be_bytes());
        out.extend_from_slice(&value);
    }
    Ok(())
}

/// Checks that no key is there twice, and that those of `mandatory` are there (RFC 9460 §8).
fn check_keys(parameters: &[(u16, Vec<u8>)]) -> Result<(), RdataError> {
    if let Some(pair) = parameters.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(RdataError::ParameterTwice { key: ParameterKey(pair[0].0).to_string() });
    }
    let Some((MANDATORY, listed)) = parameters.first() else { return Ok(()) };
    let mut last = MANDATORY;
    for key in listed.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])) {
        // They are sorted: one that is listed twice is not above the last, nor is `mandatory` itself.
        if key <= last || !parameters.iter().any(|(other, _)| *other == key) {
            return Err(RdataError::Mandatory { key: ParameterKey(key).to_string() });
        }
        last = key;
    }
    Ok(())
}

/// Makes the wire octets of a value; `None` when it does not fit its key.
fn encode(key: u16, is_bare: bool, value: Vec<u8>) -> Option<Vec<u8>> {
    let text = || std::str::from_utf8(&value).ok().filter(|text| !text.is_empty());
    match key {
        MANDATORY => {
            let mut keys = text()?.split(',').map(key_number).collect::<Option<Vec<u16>>>()?;
            keys.sort_unstable();
            Some(keys.into_iter().flat_map(u16::to_be_bytes).collect())
        }
        ALPN => encode_alpn(&value),
        NO_DEFAULT_ALPN => is_bare.then(Vec::new),
        PORT => {
            let digits = text()?;
            let plain = digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse::<u16>().ok()).flatten().map(|port| port.to_be_bytes().to_vec())
        }
        IPV4HINT => {
            let addresses = text()?.split(',').map(|address| address.parse::<Ipv4Addr>().ok());
            addresses
                .map(|address| address.map(|a| a.octets()))
                .collect::<Option<Vec<_>>>()
                .map(|list| list.concat())
        }
        ECH => BASE64.decode(text()?.as_bytes()).ok(),
        IPV6HINT => {
            let addresses = text()?.split(',').map(|address| address.parse::<Ipv6Addr>().ok());
            addresses
                .map(|address| address.map(|a| a.octets()))
                .collect::<Option<Vec<_>>>()
                .map(|list| list.concat())
        }
        DOHPATH => text().is_some_and(is_doh_path).then_some(value),
        _ => Some(value),
    }
}

/// Tells whether a text is a relative URI template with the variable `dns` (RFC 9461 §5).
fn is_doh_path(text: &str) -> bool {
    let mut expressions = text.split('{').skip(1).map(|rest| rest.split_once('}'));
    let names_dns = |inside: &str| {
        inside.trim_start_matches(|c: char| !c.is_alphanumeric()).split(',').any(|name| name == "dns")
    };
    text.starts_with('/')
        && expressions.clone().all(|one| one.is_some())
        && expressions.any(|one| one.is_some_and(|(inside, _)| names_dns(inside)))
}

/// Makes strings behind their lengths of a list with commas, where `\,` and `\\` are part of an item (Appendix A.1).
fn encode_alpn(value: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0];
    let mut start = 0;
    let mut octets = value.iter();
    loop {
        match octets.next() {
            Some(b'\\') => out.push(*octets.next().filter(|octet| matches!(octet, b',' | b'\\'))?),
            Some(&octet) if octet != b',' => out.push(octet),
            end => {
                out[start] = u8::try_from(out.len() - start - 1).ok().filter(|&length| length > 0)?;
                if end.is_none() {
                    return Some(out);
                }
                start = out.len();
                out.push(0);
            }
        }
    }
}

/// Writes parameters, each behind a blank.
pub(super) fn write(octets: &mut OctetReader<'_>, f: &mut dyn Write) -> Result<(), Stop> {
    let mut lowest = 0;
    while !octets.is_empty() {
        let key = octets.u16()?;
        if u32::from(key) < lowest {
            return Err(Stop::Malformed);
        }
        lowest = u32::from(key) + 1;
        let length = octets.u16()?;
        let value = octets.take(usize::from(length))?;
        write!(f, " {}", ParameterKey(key))?;
        write_value(key, value, f)?;
    }
    Ok(())
}

fn write_value(key: u16, value: &[u8], f: &mut dyn Write) -> Result<(), Stop> {
    let mut octets = OctetReader::new(value);
    match key {
        NO_DEFAULT_ALPN if value.is_empty() => {}
        // A key without a rule of its own may be empty, and is then written without "=".
        7.. if value.is_empty() => {}
        7.. => {
            f.write_char('=')?;
            write_string(value, f)?;
        }
        _ if value.is_empty() => return Err(Stop::Malformed),
        MANDATORY => write_list(&mut octets, f, write_key)?,
        ALPN => write_alpn(&mut octets, f)?,
        PORT => match value {
            &[high, low] => write!(f, "={}", u16::from_be_bytes([high, low]))?,
            _ => return Err(Stop::Malformed),
        },
        IPV4HINT => write_list(&mut octets, f, write_ipv4)?,
        ECH => write!(f, "={}", BASE64.encode(value))?,
        IPV6HINT => write_list(&mut octets, f, |octets, f| Ok(write_ipv6(octets.array()?, f)?))?,
        NO_DEFAULT_ALPN => return Err(Stop::Malformed),
    }
    Ok(())
}

fn write_key(octets: &mut OctetReader<'_>, f: &mut dyn Write) -> Result<(), Stop> {
    Ok(write!(f, "{}", ParameterKey(octets.u16()?))?)
}

fn write_ipv4(octets: &mut OctetReader<'_>, f: &mut dyn Write) -> Result<(), Stop> {
    Ok(write!(f, "{}", Ipv4Addr::from(octets.array()?))?)
}

/// Writes `=` and items with commas.
fn write_list(
    octets: &mut OctetReader<'_>,
    f: &mut dyn Write,
    item: fn(&mut OctetReader<'_>, &mut dyn Write) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut before = '=';
    while !octets.is_empty() {
        f.write_char(before)?;
        item(octets, f)?;
        before = ',';
    }
    Ok(())
}

/// Writes `=` and protocols with commas in quotes; a comma or backslash in one is escaped for the list, then for the
/// string (Appendix A.1).
fn write_alpn(octets: &mut OctetReader<'_>, f: &mut dyn Write) -> Result<(), Stop> {
    let mut before = "=\"";
    while !octets.is_empty() {
        f.write_str(before)?;
        let protocol = octets.string()?;
        if protocol.is_empty() {
            return Err(Stop::Malformed);
        }
        for &octet in protocol {
            match octet {
                b',' => f.write_str("\\\\,")?,
                b'\\' => f.write_str("\\\\\\\\")?,
                b'"' => f.write_str("\\\"")?,
                b'!'..=b'~' => f.write_char(char::from(octet))?,
                _ => write!(f, "\\{octet:03}")?,
            }
        }
        before = ",";
    }
    Ok(f.write_char('"')?)
}
