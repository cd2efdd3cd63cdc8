//! DNS messages as octets (RFC 1035 §4): clients' queries in and replies out; queries out to upstreams, their replies in.
//!
//! Towards clients, both directions work on borrowed octets and one output buffer that the caller reuses; a usual answer
//! is written without touching the heap. Zone files and presentation format are not here.

mod compress;
pub mod cookie;
mod cursor;
pub mod edns;
pub mod encode;
pub mod header;
pub mod query;
pub mod request;
pub mod response;

pub use cookie::{Cookie, CookieCheck, CookieSecret};
pub use edns::Edns;
pub use encode::{Sizes, encode};
pub use header::Flags;
pub use query::Outgoing;
pub use request::{Envelope, Rejection, Request, Unanswerable};
pub use response::{DecodeError, decode};
