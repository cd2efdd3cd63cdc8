//! What an object is refused for alone: values that it may not have, whatever else there is.

use super::declare::reasons;
use super::field::Meant;
use crate::schema::Kind;

reasons! {
    /// Why a value is refused, whoever wrote it.
    pub enum ValueRefusal("value") {
        /// A text has nothing in it.
        Empty { kind: Kind }
            => "is empty"; "write {kind}"
        /// A number is too small or too large.
        OutOfRange { kind: Kind }
            => "is out of range"; "write {kind}"
        /// A domain name is the root.
        Root { kind: Kind }
            => "is the root"; "write {kind}"
        /// A span of time is too short or too long.
        TimeOutOfRange { kind: Kind }
            => "is not a time allowed here"; "write {kind}"
        /// A text cannot be the name of a region.
        NotARegion { kind: Kind }
            => "is not the name of a region"; "write {kind}"
        /// A region is not among those that Azure is known to have.
        UnknownRegion { meant: Meant }
            => "is not among the known regions of Azure"; (meant) [rule L7]
        /// A prefix has bits set behind its length.
        HostBits { meant: String }
            => "has bits set behind the prefix length"; "write \"{meant}\""
        /// A rule of a registry names an IPv6 address.
        Ipv6 { kind: Kind }
            => "is IPv6, which rules of a registry do not take"; "write {kind}"
    }
}
