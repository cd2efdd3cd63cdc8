//! What the names of a resource hold besides its name and its region.

use crate::form::RawForm;
use crate::located::{Located, Site};
use crate::raw::{RawData, RawEntry, RawTable, RawValue};
use crate::refusal::Refusals;
use crate::scalar::{ScalarValue as _, wrong_type};
use crate::schema::Kind;
use crate::walk::Walk;

/// What stands for one placeholder of the catalogue: `hash = "a1b2"`, `slot = ["staging"]`.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenValue {
    /// The placeholder, without braces.
    pub placeholder: Located<String>,
    /// One value, or several where the names are repeated.
    pub values: Vec<Located<String>>,
}

/// What stands for the placeholders, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GivenValues(pub Vec<GivenValue>);

impl GivenValues {
    /// Finds what stands for a placeholder.
    pub fn get(&self, placeholder: &str) -> Option<&GivenValue> {
        self.0.iter().find(|given| given.placeholder.value == placeholder)
    }
}

impl RawForm for GivenValues {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        let site = at_key.at(raw.place.clone());
        let RawData::Table(table) = &raw.data else {
            walk.refusals.push(site.refuse(*wrong_type(&raw.data, kind)).value(raw.written));
            return None;
        };
        let inner = Site::table(site.place.clone(), site.path().into());
        let mut given = Vec::new();
        let mut is_whole = true;
        for RawEntry { key, place, value } in &table.entries {
            let at_key = inner.of_key(key, place.clone());
            let values = match &value.data {
                RawData::Array(_) => Vec::read(walk, Kind::List(&Kind::Text), value, &at_key),
                _ => Located::read(walk, Kind::Text, value, &at_key).map(|one| vec![one]),
            };
            match values {
                Some(values) => {
                    let placeholder = Located::new(key.clone().into_owned(), at_key);
                    given.push(GivenValue { placeholder, values });
                }
                None => is_whole = false,
            }
        }
        is_whole.then_some(Self(given))
    }

    fn write(&self, _kind: Kind) -> RawData<'_> {
        let mut table = RawTable::default();
        for GivenValue { placeholder, values } in &self.0 {
            if table.get(placeholder).is_none() {
                table.push(
                    placeholder.as_str(),
                    match values.as_slice() {
                        [one] => one.value.write(Kind::Text),
                        _ => RawForm::write(values, Kind::List(&Kind::Text)),
                    },
                );
            }
        }
        RawData::Table(table)
    }

    fn check(&self, _kind: Kind, refusals: &mut Refusals) -> bool {
        let mut is_whole = true;
        for given in &self.0 {
            is_whole &= RawForm::check(&given.values, Kind::List(&Kind::Text), refusals);
        }
        is_whole
    }

    fn retain(&mut self, _kind: Kind, _refusals: &mut Refusals) {}
}
