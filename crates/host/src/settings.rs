//! What a configuration says about serving, beside what is in its snapshot.

use std::fmt;
use std::time::Duration;

use dns_server::upstream::UpstreamOptions;
use zone_store::cache::CacheLimits;
use zone_store::resolver::Upstream;
use zone_store::snapshot::Outside;

/// What a configuration says about serving, beside what is in its snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `[cache]`.
    pub cache: CacheLimits,
    /// How upstreams are asked.
    pub upstream: UpstreamOptions,
    /// Whether answers carry their reasons.
    pub gives_reasons: bool,
    /// Who is asked for names that are not simulated.
    pub outside: Outside,
}

/// A setting that a change has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSetting {
    /// Its key in the configuration.
    pub key: &'static str,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

impl fmt::Display for ChangedSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {} (was {})", self.key, self.after, self.before)
    }
}

impl Settings {
    /// Tells whether the machine's own resolvers are among the upstreams.
    pub fn wants_system(&self) -> bool {
        match &self.outside {
            Outside::Closed => false,
            Outside::Upstream(upstreams) => upstreams.contains(&Upstream::System),
        }
    }

    /// Says which of them differ from those before.
    pub(crate) fn changes_since(&self, before: &Self) -> Vec<ChangedSetting> {
        let pairs = before.values().into_iter().zip(self.values());
        let differing = pairs.filter(|((_, before), (_, after))| before != after);
        differing.map(|((key, before), (_, after))| ChangedSetting { key, before, after }).collect()
    }

    /// Returns their keys and values, as a configuration has them.
    fn values(&self) -> [(&'static str, String); 9] {
        let CacheLimits { size, maximum_ttl, maximum_negative_ttl, error_ttl, serve_stale, prefetch } =
            self.cache;
        let seconds = |duration: Duration| duration.as_secs().to_string();
        [
            ("cache.size", size.to_string()),
            ("cache.maximum_ttl", seconds(maximum_ttl)),
            ("cache.maximum_negative_ttl", seconds(maximum_negative_ttl)),
            ("cache.error_ttl", seconds(error_ttl)),
            ("cache.serve_stale", seconds(serve_stale)),
            ("cache.prefetch", prefetch.to_string()),
            ("internet.upstream", upstreams(&self.outside)),
            ("internet.case_randomization", self.upstream.case_randomization.to_string()),
            ("azure_dns.explain", self.gives_reasons.to_string()),
        ]
    }
}

/// Writes upstreams as a configuration has them.
fn upstreams(outside: &Outside) -> String {
    let one = |upstream: &Upstream| match upstream {
        Upstream::System => "\"system\"".to_owned(),
        Upstream::Address(address) => format!("\"{address}\""),
    };
    match outside {
        Outside::Closed => "[]".to_owned(),
        Outside::Upstream(upstreams) => {
            format!("[{}]", upstreams.iter().map(one).collect::<Vec<_>>().join(", "))
        }
    }
}
