//! Names for the opaque origins of a snapshot: a line of a zone file, or what the configuration has at a place.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use zone_store::origin::Origin;

use crate::model::Record;
use azure_objects::diagnostic::{Diagnostic, Place};
use azure_objects::located::Site;

/// What every [`Origin`] of a snapshot stands for.
///
/// Clones share one table, to which more can be added while others read. A number is never given to anything else, and what
/// is there already keeps its number: so what was built with it can be kept when something else changes.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    table: Arc<RwLock<Table>>,
}

#[derive(Debug, Default)]
struct Table {
    /// By first number, ascending; each goes up to the next one. 0 is [`Origin::UNKNOWN`].
    ranges: Vec<Range>,
    next: u32,
    /// The numbers of objects and of values, by what they are and where they are written.
    known: HashMap<(Option<Arc<str>>, Site), Origin>,
}

#[derive(Debug)]
struct Range {
    first: u32,
    count: u32,
    written: Written,
}

/// What the numbers of a range stand for.
#[derive(Debug, Clone)]
enum Written {
    /// The lines of a file, from the first on.
    Lines(Arc<str>),
    /// Records of the configuration.
    Records(Arc<[Record]>),
    /// A value or table of the configuration, and the object that it makes, if that has a name.
    At(Option<Arc<str>>, Site),
}

impl Written {
    /// Returns where the number at `index` of the range is written.
    fn place(&self, index: u32) -> Place {
        match self {
            Self::Lines(file) => Place { file: file.clone(), line: index + 1, column: 0 },
            Self::Records(records) => records[index as usize].text.site.place.clone(),
            Self::At(_, site) => site.place.clone(),
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
    pub(crate) fn add_file(&self, file: &Arc<str>, lines: u32) -> Origin {
        self.change(|table| table.add(lines.max(1), Written::Lines(file.clone())))
    }

    /// Gives each of these records of the configuration a number; returns that of the first, which the others follow.
    pub(crate) fn of_records(&self, records: &Arc<[Record]>) -> Origin {
        self.change(|table| table.add(records.len() as u32, Written::Records(records.clone())))
    }

    /// Returns the number of an object.
    pub(crate) fn of_object(&self, what: &str, site: &Site) -> Origin {
        self.change(|table| table.number(Some(what.into()), site))
    }

    /// Returns the number of a value or a table of the configuration.
    pub(crate) fn of_site(&self, site: &Site) -> Origin {
        self.change(|table| table.number(None, site))
    }

    /// Says what an origin stands for; `None` for one that is unknown.
    pub fn describe(&self, origin: Origin) -> Option<Source> {
        self.find(origin, |written, index| {
            let what = match written {
                Written::At(what, _) => what.clone(),
                Written::Lines(_) | Written::Records(_) => None,
            };
            Source { what, place: written.place(index) }
        })
    }

    /// Returns where in the configuration an origin is written; `None` for a line of a zone file, and an unknown one.
    pub fn site(&self, origin: Origin) -> Option<Site> {
        self.find(origin, |written, index| match written {
            Written::Records(records) => Some(records[index as usize].text.site.clone()),
            Written::At(_, site) => Some(site.clone()),
            Written::Lines(_) => None,
        })
        .flatten()
    }

    /// Describes an error of what an origin stands for, with key and value where the configuration has them.
    pub(crate) fn error(&self, origin: Origin, problem: impl Into<String>) -> Diagnostic {
        let problem = problem.into();
        let found = self.find(origin, |written, index| match written {
            Written::Records(records) => records[index as usize].text.error(problem.as_str()),
            Written::At(_, site) => site.error(problem.as_str()),
            Written::Lines(_) => Diagnostic::error(written.place(index), "", problem.as_str()),
        });
        found.unwrap_or_else(|| Diagnostic::error(Place::code(), "", problem))
    }

    /// Hands over what an origin stands for, and how far inside its range it is.
    fn find<T>(&self, origin: Origin, read: impl FnOnce(&Written, u32) -> T) -> Option<T> {
        // A table is whole after every addition, so one that a panic has left behind is as good as any.
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        let (written, index) = table.find(origin)?;
        Some(read(written, index))
    }

    fn change(&self, add: impl FnOnce(&mut Table) -> Origin) -> Origin {
        add(&mut self.table.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Table {
    fn add(&mut self, count: u32, written: Written) -> Origin {
        let first = self.next.max(1);
        self.next = first.saturating_add(count);
        self.ranges.push(Range { first, count, written });
        Origin(first)
    }

    fn number(&mut self, what: Option<Arc<str>>, site: &Site) -> Origin {
        let key = (what, site.clone());
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let origin = self.add(1, Written::At(key.0.clone(), key.1.clone()));
        self.known.insert(key, origin);
        origin
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
        let origins = Origins::default();
        let first = origins.add_file(&"first.zone".into(), 10);
        let place = Place { file: "zonite.toml".into(), line: 7, column: 3 };
        let site = Site::table(place, "private_endpoint[0]".into());
        let endpoint = origins.of_object("private endpoint \"pe\"", &site);
        let zone = origins.add_file(&"a.zone".into(), 3);
        let site_at = origins.of_site(&site);
        assert_eq!(
            origins.of_object("private endpoint \"pe\"", &site),
            endpoint,
            "what is known keeps its number"
        );
        for (origin, want) in [
            (first, Some("first.zone:1")),
            (first.offset(9), Some("first.zone:10")),
            (site_at, Some("zonite.toml:7:3")),
            (endpoint, Some("private endpoint \"pe\" at zonite.toml:7:3")),
            (zone.offset(2), Some("a.zone:3")),
            (site_at.offset(1), None),
            (origins.of_site(&site), Some("zonite.toml:7:3")),
            (Origin::UNKNOWN, None),
        ] {
            assert_eq!(origins.describe(origin).map(|source| source.to_string()).as_deref(), want);
        }
    }
}
