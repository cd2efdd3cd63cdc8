//! The shape of each record type's RDATA, as data: text and wire are read and written by walking it.
//!
//! A type that is not in [`LAYOUTS`] has no text form here but the generic one of RFC 3597 §5.

use std::fmt;
use std::ops::Range;

use smallvec::SmallVec;

use super::name_length;
use crate::record::RecordType;

/// One field of an RDATA; those said to reach to the end come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A number of one octet.
    U8,
    /// A number of two octets.
    U16,
    /// A number of four octets.
    U32,
    /// Seconds in four octets; the text may have units (`1h30m`).
    Seconds,
    /// A point in time of four octets, `YYYYMMDDHHMMSS` as text (RFC 4034 §3.2).
    Time,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// An uncompressed domain name.
    Name,
    /// The number of a record type, its mnemonic as text.
    Type,
    /// One string behind its length (RFC 1035 §3.3).
    Text,
    /// One or more strings, to the end.
    Texts,
    /// Letters and digits behind their length (RFC 8659 §4.1).
    Tag,
    /// One string without a length, to the end (RFC 8659 §4.1, RFC 7553 §4.5).
    LongText,
    /// Octets as hexadecimal digits, to the end.
    Hex,
    /// The same, as many as the kind of digest has, which the octet before them says.
    Digest(&'static DigestLengths),
    /// Octets as base 64, to the end.
    Base64,
    /// Octets behind their length as hexadecimal digits, `-` for none (RFC 5155 §3.3).
    Salt,
    /// Octets behind their length as base 32 (RFC 5155 §3.3).
    Hash,
    /// A bitmap of record types, to the end (RFC 4034 §4.1.2).
    Types,
    /// Service parameters, to the end (RFC 9460 §2).
    Parameters,
}

/// How long digests are, by their kind; exactly what BIND's `named-checkzone` holds zone files to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DigestLengths {
    /// Kinds of a known length, in octets.
    known: &'static [(u8, usize)],
    /// The fewest octets of any other kind.
    least: usize,
}

impl DigestLengths {
    /// Tells whether a digest of this kind may have so many octets; otherwise returns how many it has.
    pub(super) fn check(&self, kind: u8, length: usize) -> Result<(), DigestLength> {
        match self.known.iter().find(|(known, _)| *known == kind) {
            Some(&(_, exact)) if length != exact => Err(DigestLength::Exactly(exact)),
            None if length < self.least => Err(DigestLength::AtLeast(self.least)),
            Some(_) | None => Ok(()),
        }
    }
}

/// How many octets a kind of digest has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestLength {
    /// So many.
    Exactly(usize),
    /// So many or more.
    AtLeast(usize),
}

impl fmt::Display for DigestLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(length) => write!(f, "{length} octets"),
            Self::AtLeast(length) => write!(f, "{length} octets or more"),
        }
    }
}

/// The RDATA of one record type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// The type's number.
    pub(super) number: u16,
    /// The type's name, in upper case.
    pub(super) mnemonic: &'static str,
    /// Its fields in order, the same in text and on the wire.
    pub(super) fields: &'static [Field],
    /// One word for each field, for error texts.
    pub(super) form: &'static str,
    /// A valid text, for error texts.
    pub(super) example: &'static str,
}

impl Layout {
    /// Returns the layout of `rtype`; `None` when it has no text form of its own here.
    pub(super) fn of(rtype: RecordType) -> Option<&'static Layout> {
        let number = u16::from(rtype);
        LAYOUTS.iter().find(|layout| layout.number == number)
    }

    /// Returns where the names stand, as far as RDATA is well-formed. No type has names behind fields without an end.
    pub(super) fn names_in(&self, rdata: &[u8]) -> SmallVec<[Range<usize>; 2]> {
        let (mut names, mut at) = (SmallVec::new(), 0);
        for field in self.fields {
            let rest = rdata.get(at..).unwrap_or_default();
            let length = match field {
                U8 => 1,
                U16 | Type => 2,
                U32 | Seconds | Time | Ipv4 => 4,
                Ipv6 => 16,
                Text => rest.first().map_or(0, |&length| 1 + usize::from(length)),
                Name => match name_length(rest) {
                    Some(length) => {
                        names.push(at..at + length);
                        length
                    }
                    None => break,
                },
                Texts | Tag | LongText | Hex | Digest(_) | Base64 | Salt | Hash | Types | Parameters => break,
            };
            at += length;
        }
        names
    }

    /// Names the field at `index` as error texts do.
    pub(super) fn field_name(&self, index: usize) -> &'static str {
        self.form.split(' ').nth(index).unwrap_or(self.mnemonic)
    }
}

/// Writes one row of [`LAYOUTS`].
const fn row(
    number: u16,
    mnemonic: &'static str,
    fields: &'static [Field],
    form: &'static str,
    example: &'static str,
) -> Layout {
    Layout { number, mnemonic, fields, form, example }
}

use Field::{
    Base64, Digest, Hash, Hex, Ipv4, Ipv6, LongText, Name, Parameters, Salt, Seconds, Tag, Text, Texts, Time,
    Type, Types, U8, U16, U32,
};

const NAME: &[Field] = &[Name];
/// SHA-1, SHA-256 and SHA-384 (RFC 4034 §5.1.4, RFC 4509 §2.1, RFC 6605 §2).
const DIGEST: &[Field] =
    &[U16, U8, U8, Digest(&DigestLengths { known: &[(1, 20), (2, 32), (4, 48)], least: 1 })];
/// SHA-1 and SHA-256 (RFC 4255 §3.1.2, RFC 6594 §3.1).
const FINGERPRINT: &[Field] = &[U8, U8, Digest(&DigestLengths { known: &[(1, 20), (2, 32)], least: 1 })];
/// SHA-384 and SHA-512 (RFC 8976 §2.2.3, §2.2.4).
const ZONE_DIGEST: &[Field] =
    &[U32, U8, U8, Digest(&DigestLengths { known: &[(1, 48), (2, 64)], least: 12 })];
const KEY: &[Field] = &[U16, U8, U8, Base64];
const CERTIFICATE: &[Field] = &[U8, U8, U8, Hex];
const SERVICE: &[Field] = &[U16, Name, Parameters];

const DIGEST_FORM: &str = "KEYTAG ALGORITHM DIGESTTYPE DIGEST";
const DIGEST_EXAMPLE: &str = "60485 13 1 2BB183AF5F22588179A53B0A98631FAD1A292118";
const ZONE_DIGEST_EXAMPLE: &str =
    "1 1 1 C68090D90A7AED716BC459F9340E3D7C1370D4D24B7E2FC3A1DDC0B9A87153B9A9713B3C9AE5CC27777F98B8E730044C";
const KEY_FORM: &str = "FLAGS PROTOCOL ALGORITHM KEY";
const CERTIFICATE_FORM: &str = "USAGE SELECTOR MATCHINGTYPE DATA";
const CERTIFICATE_EXAMPLE: &str = "3 1 1 D2ABDE240D7CD3EE6B4B28C54DF034B97983A1D16E8A410E4561CB106618E971";
const SERVICE_FORM: &str = "PRIORITY TARGET PARAMETERS";

/// Every type with a text form, the most frequent ones near the front.
pub(super) static LAYOUTS: &[Layout] = &[
    row(1, "A", &[Ipv4], "ADDRESS", "10.0.0.4"),
    row(28, "AAAA", &[Ipv6], "ADDRESS", "2001:db8::4"),
    row(5, "CNAME", NAME, "NAME", "www.example.com."),
    row(16, "TXT", &[Texts], "STRING", "hello"),
    row(12, "PTR", NAME, "NAME", "www.example.com."),
    row(15, "MX", &[U16, Name], "PREFERENCE NAME", "10 mail.example.com."),
    row(33, "SRV", &[U16, U16, U16, Name], "PRIORITY WEIGHT PORT TARGET", "0 5 443 www.example.com."),
    row(2, "NS", NAME, "NAME", "ns1.example.com."),
    row(
        6,
        "SOA",
        &[Name, Name, U32, Seconds, Seconds, Seconds, Seconds],
        "MNAME RNAME SERIAL REFRESH RETRY EXPIRE MINIMUM",
        "ns1.example.com. admin.example.com. 1 3600 300 2419200 10",
    ),
    row(13, "HINFO", &[Text, Text], "CPU OS", "x86-64 Linux"),
    row(17, "RP", &[Name, Name], "MAILBOX TEXT", "admin.example.com. ."),
    row(18, "AFSDB", &[U16, Name], "SUBTYPE NAME", "1 afs.example.com."),
    row(25, "KEY", KEY, KEY_FORM, "256 3 13 AQIDBA=="),
    row(
        35,
        "NAPTR",
        &[U16, U16, Text, Text, Text, Name],
        "ORDER PREFERENCE FLAGS SERVICE REGEXP REPLACEMENT",
        "100 10 S SIP+D2U !! _sip._udp.example.com.",
    ),
    row(36, "KX", &[U16, Name], "PREFERENCE NAME", "10 kx.example.com."),
    row(39, "DNAME", NAME, "NAME", "example.net."),
    row(43, "DS", DIGEST, DIGEST_FORM, DIGEST_EXAMPLE),
    row(
        44,
        "SSHFP",
        FINGERPRINT,
        "ALGORITHM TYPE FINGERPRINT",
        "4 1 123456789ABCDEF67890123456789ABCDEF67890",
    ),
    row(
        46,
        "RRSIG",
        &[Type, U8, U8, U32, Time, Time, U16, Name, Base64],
        "TYPE ALGORITHM LABELS TTL EXPIRATION INCEPTION KEYTAG SIGNER SIGNATURE",
        "A 13 2 300 20300101000000 20200101000000 60485 example.com. AQIDBA==",
    ),
    row(47, "NSEC", &[Name, Types], "NEXT TYPES", "b.example.com. A RRSIG NSEC"),
    row(48, "DNSKEY", KEY, KEY_FORM, "257 3 13 AQIDBA=="),
    row(
        50,
        "NSEC3",
        &[U8, U8, U16, Salt, Hash, Types],
        "HASH FLAGS ITERATIONS SALT NEXT TYPES",
        "1 0 0 - 00000000 A",
    ),
    row(51, "NSEC3PARAM", &[U8, U8, U16, Salt], "HASH FLAGS ITERATIONS SALT", "1 0 0 -"),
    row(52, "TLSA", CERTIFICATE, CERTIFICATE_FORM, CERTIFICATE_EXAMPLE),
    row(53, "SMIMEA", CERTIFICATE, CERTIFICATE_FORM, CERTIFICATE_EXAMPLE),
    row(59, "CDS", DIGEST, DIGEST_FORM, DIGEST_EXAMPLE),
    row(60, "CDNSKEY", KEY, KEY_FORM, "257 3 13 AQIDBA=="),
    row(61, "OPENPGPKEY", &[Base64], "KEY", "AQIDBA=="),
    row(62, "CSYNC", &[U32, U16, Types], "SERIAL FLAGS TYPES", "66 3 A NS AAAA"),
    row(63, "ZONEMD", ZONE_DIGEST, "SERIAL SCHEME HASH DIGEST", ZONE_DIGEST_EXAMPLE),
    row(64, "SVCB", SERVICE, SERVICE_FORM, "1 svc.example.com. port=853"),
    row(65, "HTTPS", SERVICE, SERVICE_FORM, "1 . alpn=h2,h3"),
    row(99, "SPF", &[Texts], "STRING", "v=spf1"),
    row(256, "URI", &[U16, U16, LongText], "PRIORITY WEIGHT TARGET", "10 1 https://www.example.com/"),
    row(257, "CAA", &[U8, Tag, LongText], "FLAGS TAG VALUE", "0 issue ca.example.net"),
    row(32769, "DLV", DIGEST, DIGEST_FORM, DIGEST_EXAMPLE),
];

/// Types that have a name but no text form here: questions, pseudo-records and rarities.
pub(super) static MNEMONICS: &[(u16, &str)] = &[
    (3, "MD"),
    (4, "MF"),
    (7, "MB"),
    (8, "MG"),
    (9, "MR"),
    (10, "NULL"),
    (11, "WKS"),
    (14, "MINFO"),
    (19, "X25"),
    (20, "ISDN"),
    (21, "RT"),
    (22, "NSAP"),
    (23, "NSAP-PTR"),
    (24, "SIG"),
    (26, "PX"),
    (27, "GPOS"),
    (29, "LOC"),
    (30, "NXT"),
    (31, "EID"),
    (32, "NIMLOC"),
    (34, "ATMA"),
    (37, "CERT"),
    (38, "A6"),
    (40, "SINK"),
    (41, "OPT"),
    (42, "APL"),
    (45, "IPSECKEY"),
    (49, "DHCID"),
    (55, "HIP"),
    (56, "NINFO"),
    (57, "RKEY"),
    (58, "TALINK"),
    (66, "DSYNC"),
    (67, "HHIT"),
    (68, "BRID"),
    (100, "UINFO"),
    (101, "UID"),
    (102, "GID"),
    (103, "UNSPEC"),
    (104, "NID"),
    (105, "L32"),
    (106, "L64"),
    (107, "LP"),
    (108, "EUI48"),
    (109, "EUI64"),
    (249, "TKEY"),
    (250, "TSIG"),
    (251, "IXFR"),
    (252, "AXFR"),
    (253, "MAILB"),
    (254, "MAILA"),
    (255, "ANY"),
    (258, "AVC"),
    (259, "DOA"),
    (260, "AMTRELAY"),
    (261, "RESINFO"),
    (262, "WALLET"),
    (32768, "TA"),
];

/// Tells whether records of this type can be in a zone (RFC 6895 §3.1: 0, OPT and 128 to 255 are not data).
pub(super) fn is_data(rtype: RecordType) -> bool {
    !matches!(u16::from(rtype), 0 | 41 | 128..=255)
}
