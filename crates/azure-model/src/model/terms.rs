//! What Azure's rules depend on.

use super::limits::Limits;
use azure_objects::config_file::ConfigFile;
use azure_objects::words::Cloud;

/// Whose rules hold, and whether its count limits do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) cloud: Cloud,
    pub(crate) limits: Limits,
}

impl Terms {
    /// Returns what a configuration says.
    pub(super) fn of(config: &ConfigFile) -> Self {
        let limits = Limits { are_enforced: config.limits.enforce.value };
        Self { cloud: config.cloud.value, limits }
    }
}
