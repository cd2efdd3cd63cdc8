//! What the placeholders of the catalogue stand for in one resource.

use zone_store::name::Name;

use azure_catalogue::Cloud;
use azure_catalogue::members::{
    Group, Placeholder, PlaceholderValues, RecordRow, Row, lists_of, made, placeholders,
};
use azure_catalogue::regions::geo_code;
use azure_objects::config_file;
use azure_objects::normalize_region;

/// The placeholder of a region.
const REGION: &str = "region";

/// What the configuration may give besides: an empty list, where a cluster has no public name.
pub(super) const PUBLIC_FQDN: &str = "public_fqdn";
/// What the configuration may give besides: labels that a wildcard of the public side stands for.
pub(super) const INFERENCE_ENDPOINT: &str = "inference_endpoint";

/// What is known of a resource before its rows are filled in.
pub(super) struct ResourceValues<'k> {
    pub(super) written: &'k config_file::PrivateLinkResource,
    /// The private zone, where that is what is written.
    pub(super) zone: Option<&'k Name>,
    pub(super) cloud: Cloud,
}

impl ResourceValues<'_> {
    /// Tells whether the file gives a placeholder a value.
    pub(super) fn gives(&self, placeholder: &str) -> bool {
        self.written.values.get(placeholder).is_some()
    }

    /// Returns what the placeholders of rows stand for. Nearest first: what the file gives, what the zone says, what the name
    /// says if it is written as the record, the location, what the service would make.
    pub(super) fn values(
        &self,
        group: &Group,
        rows: &'static [Row],
        group_id: &[(&'static str, String)],
    ) -> PlaceholderValues {
        let mut values = PlaceholderValues::default();
        for given in &self.written.values.0 {
            let list = given.values.iter().map(|value| value.to_lowercase());
            values.or_set(&given.placeholder, list);
        }
        for (placeholder, value) in group_id {
            values.or_set(placeholder, [value.clone()]);
        }
        self.read_zone(rows, &mut values);
        self.read_name(rows, &mut values);
        let name = values.first("name").unwrap_or(&self.written.name).to_ascii_lowercase();
        self.set_region(&mut values);
        for placeholder in placeholders(rows) {
            let list = default(placeholder, group, &name, &values);
            if !list.is_empty() || placeholder.repeats {
                values.or_set(placeholder.name, list);
            }
        }
        values
    }

    /// Takes what the private zone says.
    fn read_zone(&self, rows: &'static [Row], values: &mut PlaceholderValues) {
        let Some(apex) = self.zone else { return };
        let read = rows.iter().find_map(|row| row.record.as_ref()?.zone.read(apex));
        for (placeholder, value) in read.unwrap_or_default() {
            values.or_set(placeholder, [value]);
        }
    }

    /// Tells whether the name has several labels, and is no name that the first row makes: what stands before the zone, in a
    /// form that the catalogue does not know.
    pub(super) fn is_written_as_another_record(&self, rows: &'static [Row]) -> bool {
        let Some(owner) = self.first_record(rows).map(|record| record.owner) else { return false };
        let holds_name = owner.placeholders().any(|placeholder| placeholder.name == "name");
        self.written.name.contains('.') && !holds_name && owner.read(&self.written.name).is_none()
    }

    /// Returns the first record in the zone that is written, else the first at all.
    fn first_record(&self, rows: &'static [Row]) -> Option<&'static RecordRow> {
        let mut records = rows.iter().filter_map(|row| row.record.as_ref());
        let is_in_zone = |record: &&RecordRow| self.zone.is_some_and(|zone| record.zone.read(zone).is_some());
        records.clone().find(is_in_zone).or_else(|| records.next())
    }

    /// Returns a placeholder without which nothing is written into the zone that is written.
    pub(super) fn missing_in_zone(
        &self,
        rows: &'static [Row],
        values: &PlaceholderValues,
    ) -> Option<&'static str> {
        let row = rows.iter().find(|row| {
            let zone = row.record.as_ref().map(|record| record.zone);
            zone.is_some_and(|zone| self.zone.is_some_and(|apex| zone.read(apex).is_some()))
        })?;
        let is_empty = |one: &Placeholder| one.repeats && values.first(one.name).is_none();
        placeholders(std::slice::from_ref(row)).find(is_empty).map(|placeholder| placeholder.name)
    }

    /// Takes the name apart where it is written as the first record is: `topic.westeurope`.
    fn read_name(&self, rows: &'static [Row], values: &mut PlaceholderValues) {
        let read = self.first_record(rows).and_then(|record| record.owner.read(&self.written.name));
        for (placeholder, value) in read.unwrap_or_default() {
            values.or_set(placeholder, [value]);
        }
    }

    fn set_region(&self, values: &mut PlaceholderValues) {
        let written = self.written.location.as_ref().map(|location| normalize_region(location));
        let region = written.unwrap_or_else(|| self.cloud.default_region().to_owned());
        values.or_set(REGION, [region]);
        let code = values.first(REGION).and_then(geo_code).map(str::to_owned);
        if let Some(code) = code {
            values.or_set("regionCode", [code]);
        }
    }
}

fn default(placeholder: Placeholder, group: &Group, name: &str, values: &PlaceholderValues) -> Vec<String> {
    if placeholder.repeats {
        return lists_of(placeholder.name, group.resource_type, name, values.first(REGION));
    }
    made(placeholder.name, name).into_iter().collect()
}
