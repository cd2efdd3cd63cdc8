//! Counts and sizes that Azure limits.

use super::declare::reasons;

reasons! {
    /// Which limit of Azure is exceeded.
    pub enum LimitRefusal("limit") {
        /// There are more of a thing than Azure allows, and `[limits]` enforces it.
        TooMany { verb: &'static str, count: usize, things: &'static str, holder: &'static str, most: usize }
            => "{verb} {count} {things}; {holder} has at most {most}"; "remove some, or set enforce = false in [limits]"
        /// There are more of a thing than Azure allows, whatever `[limits]` says.
        TooManyAlways { verb: &'static str, count: usize, things: &'static str, holder: &'static str, most: usize }
            => "{verb} {count} {things}; {holder} has at most {most}"; "remove some"
        /// The subnet of an inbound endpoint is too large or too small.
        SubnetLength { length: u8 }
            => "is a /{length}; the subnet of an inbound endpoint is from /28 to /24"; "write another prefix, or set enforce = false in [limits]"
        /// Two inbound endpoints are in one subnet.
        SubnetShared { endpoint: String }
            => "is in the subnet of \"{endpoint}\"; a subnet has one endpoint of a private DNS resolver"; "write another subnet, or set enforce = false in [limits]"
        /// The strings of a TXT record set are too long.
        TextLength { length: usize, most: usize }
            => "has {length} characters in its strings; a TXT record set of this cloud has at most {most}"; "shorten it"
    }
}
