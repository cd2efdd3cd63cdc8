//! What a key holds, as an object has it and as a format writes it: one value, a list, a table, several tables.

use crate::located::{Located, Site};
use crate::raw::{RawData, RawTable, RawValue};
use crate::refusal::Refusals;
use crate::scalar::{ScalarValue, wrong_type};
use crate::schema::{Default as KeyDefault, Key, Kind, Table};
use crate::target_dns_server::TargetDnsServer;
use crate::walk::{TableReader, Walk, references};

/// An object, or a part of one, that is declared (`declare.rs`).
pub(crate) trait Declared: Sized {
    /// Whether it is an object of its own: when it is refused, what it is written in stays.
    const STANDS_ALONE: bool;

    /// Reads its fields; `None`: one of them is refused.
    fn read_fields(reader: &mut TableReader<'_, '_>) -> Option<Self>;

    /// Writes its fields, but those that say what holds without them.
    fn write_fields(&self, table: &'static Table) -> RawTable<'_>;

    /// Refuses values that came by no file, but those of objects of their own in it; says whether there are none.
    fn check_fields(&self, table: &'static Table, refusals: &mut Refusals) -> bool;

    /// Takes out the objects in it that have such values.
    fn retain_fields(&mut self, table: &'static Table, refusals: &mut Refusals);
}

/// What can be read from a neutral value, and written to one.
pub(crate) trait RawForm: Sized {
    /// Whether it is an object of its own: when it is refused, what it is written in stays.
    const STANDS_ALONE: bool = false;

    /// Reads the value of a key; `None`: it is refused, which is reported.
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self>;

    /// Writes it.
    fn write(&self, kind: Kind) -> RawData<'_>;

    /// Refuses values that came by no file, but those of objects of their own in it; says whether there are none.
    fn check(&self, kind: Kind, refusals: &mut Refusals) -> bool;

    /// Takes out the objects in it that have such values.
    fn retain(&mut self, kind: Kind, refusals: &mut Refusals);
}

/// A field of an object.
pub(crate) trait FieldValue: Sized {
    /// Reads what is written.
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self>;

    /// Returns what holds without the key; `None`: it must be there.
    fn absent(key: &Key, at_key: &Site) -> Option<Self>;

    /// Writes it; `None`: it is what holds without the key.
    fn write(&self, key: &Key) -> Option<RawData<'_>>;

    /// Does what [`RawForm::check`] does.
    fn check(&self, kind: Kind, refusals: &mut Refusals) -> bool;

    /// Does what [`RawForm::retain`] does.
    fn retain(&mut self, kind: Kind, refusals: &mut Refusals);
}

impl<T: ScalarValue> RawForm for Located<T> {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        let site = at_key.at(raw.place.clone());
        let value = match (kind, &raw.data) {
            (Kind::TargetDnsServer, RawData::Table(table)) => {
                let server: TargetDnsServer = walk.table(table, &TargetDnsServer::TABLE, &site)?;
                T::read(kind, &server.socket().write(Kind::Socket))
            }
            (kind, data) => T::read(kind, data),
        };
        match value {
            Ok(value) => {
                let doubted = value.doubted_by(kind);
                walk.refusals.extend(doubted.map(|reason| site.refuse(reason).value(raw.written)));
                Some(Self::new(value, site))
            }
            Err(reason) => {
                walk.refusals.push(site.refuse(*reason).value(raw.written));
                None
            }
        }
    }

    fn write(&self, kind: Kind) -> RawData<'_> {
        self.value.write(kind)
    }

    fn check(&self, kind: Kind, refusals: &mut Refusals) -> bool {
        if self.site.place.in_file().is_some() {
            return true;
        }
        let written = || self.value.write(kind).written();
        let refused = self.value.refused_by(kind);
        let is_fine = refused.is_none();
        let found = refused.or_else(|| self.value.doubted_by(kind));
        refusals.extend(found.map(|reason| self.site.refuse(reason).value(written())));
        is_fine
    }

    fn retain(&mut self, _kind: Kind, _refusals: &mut Refusals) {}
}

impl<D: Declared> RawForm for D {
    const STANDS_ALONE: bool = <D as Declared>::STANDS_ALONE;

    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        let site = at_key.at(raw.place.clone());
        match (kind, &raw.data) {
            (Kind::Table(schema), RawData::Table(table)) => walk.table(table, schema, &site),
            (kind, data) => {
                walk.refusals.push(site.refuse(*wrong_type(data, kind)).value(raw.written));
                None
            }
        }
    }

    fn write(&self, kind: Kind) -> RawData<'_> {
        match kind {
            Kind::Table(schema) => RawData::Table(self.write_fields(schema)),
            _ => RawData::Table(RawTable::default()),
        }
    }

    fn check(&self, kind: Kind, refusals: &mut Refusals) -> bool {
        match kind {
            Kind::Table(schema) => self.check_fields(schema, refusals),
            _ => true,
        }
    }

    fn retain(&mut self, kind: Kind, refusals: &mut Refusals) {
        if let Kind::Table(schema) = kind {
            self.retain_fields(schema, refusals);
        }
    }
}

/// Returns the kind of each element.
pub(crate) fn kind_of_element(kind: Kind) -> Kind {
    match kind {
        Kind::List(element) => *element,
        Kind::Tables(table) => Kind::Table(table),
        kind => kind,
    }
}

impl<E: RawForm> RawForm for Vec<E> {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        let site = at_key.at(raw.place.clone());
        let RawData::Array(array) = &raw.data else {
            walk.refusals.push(site.refuse(*wrong_type(&raw.data, kind)).value(raw.written));
            return None;
        };
        let of_element = kind_of_element(kind);
        let mut elements = Self::with_capacity(array.len());
        let mut is_whole = true;
        for (index, element) in array.iter().enumerate() {
            match E::read(walk, of_element, element, &site.element(index)) {
                Some(element) => elements.push(element),
                None => is_whole &= E::STANDS_ALONE,
            }
        }
        is_whole.then_some(elements)
    }

    fn write(&self, kind: Kind) -> RawData<'_> {
        let of_element = kind_of_element(kind);
        RawData::Array(self.iter().map(|element| element.write(of_element).into()).collect())
    }

    fn check(&self, kind: Kind, refusals: &mut Refusals) -> bool {
        let of_element = kind_of_element(kind);
        let mut is_whole = true;
        for element in self.iter().filter(|_| !E::STANDS_ALONE) {
            is_whole &= element.check(of_element, refusals);
        }
        is_whole
    }

    fn retain(&mut self, kind: Kind, refusals: &mut Refusals) {
        let of_element = kind_of_element(kind);
        self.retain_mut(|element| is_kept(element, of_element, refusals));
    }
}

/// Takes out of an element what has to go, and tells whether the element itself stays.
pub(crate) fn is_kept<E: RawForm>(element: &mut E, kind: Kind, refusals: &mut Refusals) -> bool {
    let mark = refusals.left_out();
    element.retain(kind, refusals);
    let is_whole = !E::STANDS_ALONE || element.check(kind, refusals);
    if (!is_whole || refusals.left_out() > mark)
        && let (Kind::Table(schema), RawData::Table(written)) = (kind, element.write(kind))
    {
        refusals.leave_out_of(schema, &references(&written), mark, is_whole);
    }
    is_whole
}

impl<F: RawForm> FieldValue for F {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        <F as RawForm>::read(walk, kind, raw, at_key)
    }

    fn absent(key: &Key, at_key: &Site) -> Option<Self> {
        let data = default_data(key)?;
        let raw = RawValue { place: at_key.place.clone(), ..data.into() };
        let mut refusals = Refusals::default();
        <F as RawForm>::read(&mut Walk::new(true, &mut refusals), key.kind, &raw, at_key)
    }

    fn write(&self, key: &Key) -> Option<RawData<'_>> {
        let data = <F as RawForm>::write(self, key.kind);
        (default_data(key).as_ref() != Some(&data)).then_some(data)
    }

    fn check(&self, kind: Kind, refusals: &mut Refusals) -> bool {
        <F as RawForm>::check(self, kind, refusals)
    }

    fn retain(&mut self, kind: Kind, refusals: &mut Refusals) {
        <F as RawForm>::retain(self, kind, refusals);
    }
}

/// A field of which `None` says that the key is absent.
impl<F: RawForm> FieldValue for Option<F> {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        F::read(walk, kind, raw, at_key).map(Some)
    }

    fn absent(_key: &Key, _at_key: &Site) -> Option<Self> {
        Some(None)
    }

    fn write(&self, key: &Key) -> Option<RawData<'_>> {
        self.as_ref().map(|value| value.write(key.kind))
    }

    fn check(&self, kind: Kind, refusals: &mut Refusals) -> bool {
        self.as_ref().is_none_or(|value| value.check(kind, refusals))
    }

    fn retain(&mut self, kind: Kind, refusals: &mut Refusals) {
        if let Some(value) = self {
            value.retain(kind, refusals);
        }
    }
}

/// Returns the neutral value that holds without a key; `None`: there is none. A list of which the default is said in words
/// is empty without its key.
pub(crate) fn default_data(key: &Key) -> Option<RawData<'static>> {
    let text = match key.default {
        KeyDefault::Required => return None,
        KeyDefault::Value(text) => text,
        KeyDefault::Described(_) => {
            return matches!(key.kind, Kind::List(_) | Kind::Tables(_)).then(|| RawData::Array(Vec::new()));
        }
    };
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match (quoted, text) {
        (Some(text), _) => Some(RawData::Text(text.into())),
        (None, "[]") => Some(RawData::Array(Vec::new())),
        (None, "{}") => Some(RawData::Table(RawTable::default())),
        (None, "true") => Some(RawData::Boolean(true)),
        (None, "false") => Some(RawData::Boolean(false)),
        (None, number) => number.parse().ok().map(|number| RawData::Integer(Some(number))),
    }
}

/// Returns what holds without a key that may be absent.
pub(crate) fn default_of<F: FieldValue>(key: &Key) -> F {
    F::absent(key, &Site::code())
        .unwrap_or_else(|| unreachable!("the default of {} is not of its kind", key.name))
}
