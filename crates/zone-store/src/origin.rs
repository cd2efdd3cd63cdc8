//! Where a thing was written: an opaque number here, which the builder of the snapshot can name.

/// What a zone, link, rule or record comes from: an opaque number that the builder of a snapshot can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Origin(pub u32);

impl Origin {
    /// Unknown.
    pub const UNKNOWN: Self = Self(0);

    /// Returns the origin `lines` further on; origins of one file are consecutive numbers.
    pub fn offset(self, lines: u32) -> Self {
        Self(self.0.saturating_add(lines))
    }
}
