//! Names for the opaque origins of a snapshot: a line of a file, or an object at a place.

use std::fmt;
use std::sync::Arc;

use zone_store::origin::Origin;

use crate::diagnostic::Place;
use crate::located::Site;

/// What every [`Origin`] of a snapshot stands for.
#[derive(Debug, Default)]
pub struct Origins {
    /// By first number, ascending; each goes up to the next one. 0 is [`Origin::UNKNOWN`].
    ranges: Vec<Range>,
    next: u32,
}

#[derive(Debug)]
struct Range {
    first: u32,
    count: u32,
    source: Source,
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is, as `private endpoint "myPrivateEndpoint"`; `None`: the place says it all.
    pub what: Option<Arc<str>>,
    /// Where it is written.
    pub place: Place,
}

impl fmt::Display for Source {
    /// Writes `private endpoint "x" at zonite.toml:30:1`, or only the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            Some(what) => write!(f, "{what} at {}", self.place),
            None => write!(f, "{}", self.place),
        }
    }
}

impl Origins {
    /// Gives the lines of a file consecutive numbers; line `n` is the result's `offset(n - 1)`.
    pub(crate) fn add_file(&mut self, file: &Arc<str>, lines: u32) -> Origin {
        let place = Place { file: file.clone(), line: 1, column: 0 };
        self.add(lines.max(1), Source { what: None, place })
    }

    /// Gives an object a number.
    pub(crate) fn add_object(&mut self, what: &str, site: &Site) -> Origin {
        self.add(1, Source { what: Some(what.into()), place: site.place.clone() })
    }

    /// Returns the number of the line that a site is on, or a new one where its file is not known.
    pub(crate) fn of_site(&mut self, site: &Site) -> Origin {
        let place = &site.place;
        let holds = |range: &&Range| {
            range.source.what.is_none() && range.source.place.file == place.file && place.line <= range.count
        };
        match self.ranges.first().filter(holds) {
            Some(range) if place.line > 0 => Origin(range.first + place.line - 1),
            _ => self.add(1, Source { what: None, place: place.clone() }),
        }
    }

    fn add(&mut self, count: u32, source: Source) -> Origin {
        let first = self.next.max(1);
        self.next = first.saturating_add(count);
        self.ranges.push(Range { first, count, source });
        Origin(first)
    }

    /// Says what an origin stands for; `None` for one that is unknown.
    pub fn describe(&self, origin: Origin) -> Option<Source> {
        let at = self.ranges.partition_point(|range| range.first <= origin.0).checked_sub(1)?;
        let range = &self.ranges[at];
        let further = origin.0 - range.first;
        let mut source = (further < range.count).then(|| range.source.clone())?;
        source.place.line += further;
        Some(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_objects_are_told_apart() {
        let mut origins = Origins::default();
        let config = origins.add_file(&"zonite.toml".into(), 10);
        let place = Place { file: "zonite.toml".into(), line: 7, column: 3 };
        let site = Site::table(place, "private_endpoint[0]".into());
        let endpoint = origins.add_object("private endpoint \"pe\"", &site);
        let zone = origins.add_file(&"a.zone".into(), 3);
        for (origin, want) in [
            (config, Some("zonite.toml:1")),
            (config.offset(9), Some("zonite.toml:10")),
            (origins.of_site(&site), Some("zonite.toml:7")),
            (endpoint, Some("private endpoint \"pe\" at zonite.toml:7:3")),
            (zone.offset(2), Some("a.zone:3")),
            (zone.offset(3), None),
            (Origin::UNKNOWN, None),
        ] {
            assert_eq!(origins.describe(origin).map(|source| source.to_string()).as_deref(), want);
        }
    }
}
