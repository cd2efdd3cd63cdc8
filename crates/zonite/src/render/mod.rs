//! Answers for people and for machines.

pub(crate) mod dig;
pub(crate) mod endpoints;
pub(crate) mod explain;
pub(crate) mod explain_json;
pub(crate) mod findings;
pub(crate) mod json;
mod layout;
pub(crate) mod sarif;

use std::io::IsTerminal;

use expectations::report::paint::Paint;
use zone_store::answer::ErrorCode;

/// Colours only what goes to a terminal that has colours, and not where `NO_COLOR` is set (no-color.org).
pub(crate) fn paint_for(stream: &impl IsTerminal) -> Paint {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    if stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb() { Paint::Colour } else { Paint::Plain }
}

/// Returns the name of an Extended DNS Error code, as dig prints it (RFC 8914 §5.2).
pub(crate) fn error_name(code: ErrorCode) -> &'static str {
    match code.number() {
        0 => "Other",
        1 => "Unsupported DNSKEY Algorithm",
        2 => "Unsupported DS Digest Type",
        3 => "Stale Answer",
        4 => "Forged Answer",
        5 => "DNSSEC Indeterminate",
        6 => "DNSSEC Bogus",
        7 => "Signature Expired",
        8 => "Signature Not Yet Valid",
        9 => "DNSKEY Missing",
        10 => "RRSIGs Missing",
        11 => "No Zone Key Bit Set",
        12 => "NSEC Missing",
        13 => "Cached Error",
        14 => "Not Ready",
        15 => "Blocked",
        16 => "Censored",
        17 => "Filtered",
        18 => "Prohibited",
        19 => "Stale NXDOMAIN Answer",
        20 => "Not Authoritative",
        21 => "Not Supported",
        22 => "No Reachable Authority",
        23 => "Network Error",
        24 => "Invalid Data",
        _ => "Unknown Code",
    }
}
