//! Names for the opaque origins of a snapshot: a line of a zone file, or what the configuration has at a place.

use std::fmt;
use std::sync::Arc;

use zone_store::origin::Origin;

use crate::model::Record;
use azure_objects::diagnostic::{Diagnostic, Place};
use azure_objects::located::Site;

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
    written: Written,
}

/// What the numbers of a range stand for.
#[derive(Debug)]
enum Written {
    /// The lines of a file, from the first on.
    Lines(Arc<str>),
    /// Records of the configuration.
    Records(Arc<[Record]>),
    /// A value or table of the configuration.
    At(Site),
    /// An object that has a name.
    Object(Arc<str>, Site),
}

impl Written {
    /// Returns where the number at `index` of the range is written.
    fn place(&self, index: u32) -> Place {
        match self {
            Self::Lines(file) => Place { file: file.clone(), line: index + 1, column: 0 },
            Self::Records(records) => records[index as usize].text.site.place.clone(),
            Self::At(site) | Self::Object(_, site) => site.place.clone(),
        }
    }
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
        self.add(lines.max(1), Written::Lines(file.clone()))
    }

    /// Gives each of these records of the configuration a number.
    pub(crate) fn number<'r>(
        &mut self,
        records: &'r Arc<[Record]>,
    ) -> impl Iterator<Item = (&'r Record, Origin)> + use<'r> {
        let first = self.add(records.len() as u32, Written::Records(records.clone()));
        records.iter().enumerate().map(move |(index, record)| (record, first.offset(index as u32)))
    }

    /// Gives an object a number.
    pub(crate) fn add_object(&mut self, what: &str, site: &Site) -> Origin {
        self.add(1, Written::Object(what.into(), site.clone()))
    }

    /// Gives a value or a table of the configuration a number.
    pub(crate) fn of_site(&mut self, site: &Site) -> Origin {
        self.add(1, Written::At(site.clone()))
    }

    fn add(&mut self, count: u32, written: Written) -> Origin {
        let first = self.next.max(1);
        self.next = first.saturating_add(count);
        self.ranges.push(Range { first, count, written });
        Origin(first)
    }

    /// Says what an origin stands for; `None` for one that is unknown.
    pub fn describe(&self, origin: Origin) -> Option<Source> {
        let (written, index) = self.find(origin)?;
        let what = match written {
            Written::Object(what, _) => Some(what.clone()),
            Written::Lines(_) | Written::Records(_) | Written::At(_) => None,
        };
        Some(Source { what, place: written.place(index) })
    }

    /// Returns where in the configuration an origin is written; `None` for a line of a zone file, and an unknown one.
    pub fn site(&self, origin: Origin) -> Option<&Site> {
        match self.find(origin)? {
            (Written::Records(records), index) => Some(&records[index as usize].text.site),
            (Written::At(site) | Written::Object(_, site), _) => Some(site),
            (Written::Lines(_), _) => None,
        }
    }

    /// Describes an error of what an origin stands for, with key and value where the configuration has them.
    pub(crate) fn error(&self, origin: Origin, problem: impl Into<String>) -> Diagnostic {
        match self.find(origin) {
            Some((Written::Records(records), index)) => records[index as usize].text.error(problem),
            Some((Written::At(site) | Written::Object(_, site), _)) => site.error(problem),
            Some((written @ Written::Lines(_), index)) => {
                Diagnostic::error(written.place(index), "", problem)
            }
            None => Diagnostic::error(Place::code(), "", problem),
        }
    }

    /// Finds the range of an origin, and how far inside it is.
    fn find(&self, origin: Origin) -> Option<(&Written, u32)> {
        let at = self.ranges.partition_point(|range| range.first <= origin.0).checked_sub(1)?;
        let range = &self.ranges[at];
        let index = origin.0 - range.first;
        (index < range.count).then_some((&range.written, index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_objects_are_told_apart() {
        let mut origins = Origins::default();
        let first = origins.add_file(&"first.zone".into(), 10);
        let place = Place { file: "zonite.toml".into(), line: 7, column: 3 };
        let site = Site::table(place, "private_endpoint[0]".into());
        let endpoint = origins.add_object("private endpoint \"pe\"", &site);
        let zone = origins.add_file(&"a.zone".into(), 3);
        let site_at = origins.of_site(&site);
        for (origin, want) in [
            (first, Some("first.zone:1")),
            (first.offset(9), Some("first.zone:10")),
            (site_at, Some("zonite.toml:7:3")),
            (endpoint, Some("private endpoint \"pe\" at zonite.toml:7:3")),
            (zone.offset(2), Some("a.zone:3")),
            (site_at.offset(1), None),
            (Origin::UNKNOWN, None),
        ] {
            assert_eq!(origins.describe(origin).map(|source| source.to_string()).as_deref(), want);
        }
    }
}
