//! DNS messages as octets (RFC 1035 §4): queries in, replies out.
//!
//! Both directions work on borrowed octets and one output buffer that the caller reuses; a usual answer is
//! written without touching the heap. Zone files, presentation format and messages to upstreams are not here.

mod compress;
mod cursor;
pub mod edns;
pub mod encode;
pub mod header;
pub mod request;

pub use edns::Edns;
pub use encode::{Sizes, encode};
pub use header::Flags;
pub use request::{Envelope, Rejection, Request, Unanswerable};
