//! Which way a value came into the estate. Explanations and findings print it; nothing is found by it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A place in a file. Line and column count from 1; line 0 is the file as a whole, column 0 the whole line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, as its reader named it.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.file),
            (line, 0) => write!(f, "{}:{line}", self.file),
            (line, column) => write!(f, "{}:{line}:{column}", self.file),
        }
    }
}

/// A value in a document that another tool exported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImportPlace {
    /// The file, as its reader named it.
    pub file: Arc<str>,
    /// JSON pointer to the value (RFC 6901), as `/value/3/properties`; empty for the whole document.
    pub pointer: Arc<str>,
}

/// A request to the control plane.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlRequest {
    /// What the request is known by, as the response's `x-ms-request-id` gives it.
    pub request: Arc<str>,
    /// When it came, in UTC as RFC 3339 writes it.
    pub time: Arc<str>,
    /// The command that the client said it ran, as `az network private-dns zone create`; `None`: it said none.
    pub command: Option<Arc<str>>,
}

/// Which way a value came.
///
/// They sort by kind, what was built in code first; files by name, line and column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provenance {
    /// Code built it.
    Code,
    /// A file of the configuration has it.
    File(Place),
    /// A document of another tool has it.
    Import(Arc<ImportPlace>),
    /// A request to the control plane brought it.
    Control(Arc<ControlRequest>),
}

impl Provenance {
    /// Describes a file as a whole.
    pub fn whole_file(file: impl Into<Arc<str>>) -> Self {
        Self::File(Place { file: file.into(), line: 0, column: 0 })
    }

    /// Returns the place in a file of the configuration; `None` for what came another way.
    pub fn in_file(&self) -> Option<&Place> {
        match self {
            Self::File(place) => Some(place),
            Self::Code | Self::Import(_) | Self::Control(_) => None,
        }
    }

    /// Returns the line in a file of the configuration, from 1; 0 for what has none.
    pub fn line(&self) -> u32 {
        self.in_file().map_or(0, |place| place.line)
    }

    /// Returns the column in characters, from 1; 0 for what has none.
    pub fn column(&self) -> u32 {
        self.in_file().map_or(0, |place| place.column)
    }

    /// Returns what holds the value: the file of one that has a line, and all there is to say of others.
    pub fn holder(&self) -> Cow<'_, str> {
        match self {
            Self::File(place) => Cow::Borrowed(&place.file),
            Self::Code => Cow::Borrowed("code"),
            Self::Import(_) | Self::Control(_) => Cow::Owned(self.to_string()),
        }
    }

    /// Takes the column away: the whole line.
    #[must_use]
    pub fn whole_line(&self) -> Self {
        match self {
            Self::File(place) => Self::File(Place { column: 0, ..place.clone() }),
            Self::Code | Self::Import(_) | Self::Control(_) => self.clone(),
        }
    }
}

impl From<Place> for Provenance {
    fn from(place: Place) -> Self {
        Self::File(place)
    }
}

impl fmt::Display for Provenance {
    /// Writes `zonite.toml:12:9`, `zones.json#/value/3`, `request 7f3a at 2026-01-02T03:04:05Z (az network vnet create)`, or
    /// `code`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code => f.write_str("code"),
            Self::File(place) => place.fmt(f),
            Self::Import(place) => write!(f, "{}#{}", place.file, place.pointer),
            Self::Control(control) => {
                write!(f, "request {} at {}", control.request, control.time)?;
                control.command.as_ref().map_or(Ok(()), |command| write!(f, " ({command})"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: u32, column: u32) -> Provenance {
        Place { file: "zonite.toml".into(), line, column }.into()
    }

    #[test]
    fn each_way_is_printed_for_who_knows_it() {
        let import = ImportPlace { file: "zones.json".into(), pointer: "/value/3".into() };
        let control = |command: Option<&str>| {
            let command = command.map(Arc::from);
            let time = "2026-01-02T03:04:05Z".into();
            Provenance::Control(Arc::new(ControlRequest { request: "7f3a".into(), time, command }))
        };
        for (provenance, printed, holder) in [
            (Provenance::Code, "code", "code"),
            (place(0, 0), "zonite.toml", "zonite.toml"),
            (place(12, 0), "zonite.toml:12", "zonite.toml"),
            (place(12, 9), "zonite.toml:12:9", "zonite.toml"),
            (Provenance::Import(Arc::new(import)), "zones.json#/value/3", "zones.json#/value/3"),
            (control(None), "request 7f3a at 2026-01-02T03:04:05Z", "request 7f3a at 2026-01-02T03:04:05Z"),
            (
                control(Some("az network vnet create")),
                "request 7f3a at 2026-01-02T03:04:05Z (az network vnet create)",
                "request 7f3a at 2026-01-02T03:04:05Z (az network vnet create)",
            ),
        ] {
            assert_eq!((provenance.to_string().as_str(), &*provenance.holder()), (printed, holder));
        }
    }

    #[test]
    fn places_of_a_file_sort_by_line_and_column() {
        let mut places = [place(12, 9), place(2, 10), Provenance::Code, place(12, 0), place(2, 9)];
        places.sort();
        let printed: Vec<String> = places.iter().map(ToString::to_string).collect();
        assert_eq!(
            printed,
            ["code", "zonite.toml:2:9", "zonite.toml:2:10", "zonite.toml:12", "zonite.toml:12:9"]
        );
        assert_eq!(place(12, 9).whole_line(), place(12, 0));
    }
}
