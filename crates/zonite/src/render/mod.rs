//! Answers for people and for machines.

pub(crate) mod dig;
pub(crate) mod endpoints;
pub(crate) mod explain;
pub(crate) mod explain_json;
pub(crate) mod findings;
pub(crate) mod json;
mod layout;
pub(crate) mod sarif;

use zone_store::answer::ErrorCode;

/// Returns the name of an Extended DNS Error code, as dig prints it.
pub(crate) fn error_name(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Other => "Other",
        ErrorCode::Prohibited => "Prohibited",
        ErrorCode::NotAuthoritative => "Not Authoritative",
        ErrorCode::NotSupported => "Not Supported",
        ErrorCode::NoReachableAuthority => "No Reachable Authority",
        ErrorCode::NetworkError => "Network Error",
    }
}
