//! Zone names with placeholders, as `privatelink.{regionName}.kusto.windows.net`.

use zone_store::name::Name;

use super::is_privatelink;
use crate::regions::geo_code;

/// A zone name, each label fixed or a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pattern(pub(crate) &'static str);

/// What stands in the place of each placeholder of a pattern: its name without braces, and a label.
pub type Values = Vec<(&'static str, String)>;

impl Pattern {
    /// Returns it as the page writes it.
    pub const fn text(self) -> &'static str {
        self.0
    }

    /// Iterates over its placeholders, without braces.
    pub fn placeholders(self) -> impl Iterator<Item = &'static str> {
        self.0.split('.').filter_map(placeholder)
    }

    /// Compares a whole name label by label; returns what the placeholders stand for.
    pub fn read(self, name: &Name) -> Option<Values> {
        let mut values = Values::new();
        let mut labels = name.labels();
        for fixed in self.0.split('.') {
            let label = labels.next()?;
            match placeholder(fixed) {
                Some(placeholder) => values.push((placeholder, value(label)?)),
                None if label.eq_ignore_ascii_case(fixed.as_bytes()) => {}
                None => return None,
            }
        }
        labels.next().is_none().then_some(values)
    }

    /// Puts values into the placeholders; `None` when one is missing or makes no name.
    pub fn fill(self, values: &[(&'static str, String)]) -> Option<Name> {
        self.fill_with(|wanted| {
            values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
        })
    }

    /// Puts a region into the placeholders; `None` when there are others, or the region has no code.
    pub fn in_region(self, region: &str) -> Option<Name> {
        self.fill_with(|wanted| match wanted {
            "region" | "regionName" => Some(region),
            "regionCode" => geo_code(region),
            _ => None,
        })
    }

    /// Puts in what `value` returns for each placeholder; `None` when one has no value or makes no name.
    pub(crate) fn fill_with<'v>(self, value: impl Fn(&'static str) -> Option<&'v str>) -> Option<Name> {
        let labels: Option<Vec<&str>> = self
            .0
            .split('.')
            .map(|label| match placeholder(label) {
                Some(placeholder) => value(placeholder),
                None => Some(label),
            })
            .collect();
        labels?.join(".").parse().ok()
    }

    /// Returns the text with the labels of `written` in the place of the placeholders, where both have as many labels.
    pub(super) fn like(self, written: &str) -> String {
        if self.0.split('.').count() != written.split('.').count() {
            return self.0.to_owned();
        }
        let labels = self.0.split('.').zip(written.split('.'));
        let labels = labels.map(|(label, theirs)| placeholder(label).map_or(label, |_| theirs));
        labels.collect::<Vec<_>>().join(".")
    }
}

/// Returns the name of a placeholder without its braces.
fn placeholder(label: &'static str) -> Option<&'static str> {
    label.strip_prefix('{')?.strip_suffix('}')
}

/// Reads what may stand for a placeholder: letters, digits and hyphens, in lower case.
fn value(label: &[u8]) -> Option<String> {
    let is_word = label.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == b'-');
    (is_word && !is_privatelink(label)).then(|| String::from_utf8_lossy(label).to_ascii_lowercase())
}
