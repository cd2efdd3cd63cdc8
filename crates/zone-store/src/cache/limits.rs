//! How much is remembered, and for how long.

use std::time::Duration;

use crate::answer::{Answer, ResponseCode};
use crate::rdata;
use crate::record::RecordType;

/// How much is remembered, for how long, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLimits {
    /// Answers, of all resolvers together; 0 remembers nothing, failures neither.
    pub size: usize,
    /// The longest time for an answer with records.
    pub maximum_ttl: Duration,
    /// The longest time for NXDOMAIN and NODATA (RFC 2308 §5).
    pub maximum_negative_ttl: Duration,
    /// How long the outside is not asked again after it failed (RFC 9520 §3.2); zero: not at all.
    pub error_ttl: Duration,
    /// How long an answer is kept beyond its time, in case no server can be asked (RFC 8767 §4); zero: not at all.
    pub serve_stale: Duration,
    /// An answer that is used in the last tenth of its time is asked for again, before it is gone.
    pub prefetch: bool,
}

impl Default for CacheLimits {
    /// 10,000 answers, a week (RFC 8767 §4), three hours (RFC 2308 §5), five seconds (RFC 9520 §3.2), nothing stale.
    fn default() -> Self {
        Self {
            size: 10_000,
            maximum_ttl: Duration::from_secs(7 * 24 * 3600),
            maximum_negative_ttl: Duration::from_secs(3 * 3600),
            error_ttl: Duration::from_secs(5),
            serve_stale: Duration::ZERO,
            prefetch: false,
        }
    }
}

impl CacheLimits {
    /// Returns how long an answer may be remembered; `None`: not at all.
    pub(super) fn lifetime(&self, answer: &Answer<'_>) -> Option<Duration> {
        let lowest = answer.answer.iter().map(|set| set.ttl).min();
        let soa = answer.authority.iter().find(|set| set.rtype == RecordType::SOA);
        let is_negative = soa.is_some() || answer.rcode == ResponseCode::NXDomain;
        let lifetime = match (answer.rcode, is_negative) {
            (ResponseCode::NoError, false) => Duration::from_secs(lowest?.into()).min(self.maximum_ttl),
            (ResponseCode::NoError | ResponseCode::NXDomain, true) => {
                let soa = soa?;
                let minimum = soa.rdata().iter().next().and_then(rdata::soa).map(|soa| soa.minimum);
                let seconds = soa.ttl.min(minimum.unwrap_or(0)).min(lowest.unwrap_or(u32::MAX));
                Duration::from_secs(seconds.into()).min(self.maximum_negative_ttl)
            }
            _ => return None,
        };
        (!lifetime.is_zero()).then_some(lifetime)
    }
}
