//! The rows of a group, filled in for one resource.

use std::collections::BTreeMap;

use zone_store::name::Name;

use super::{Certainty, Missing, PublicRow, RecordRow, Row, Template};

/// What stands in the place of each placeholder; a row with `{region+}` is repeated for each value, another takes the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceholderValues(BTreeMap<String, Vec<String>>);

impl PlaceholderValues {
    /// Sets what a placeholder stands for, unless it is set already.
    pub fn or_set(&mut self, placeholder: &str, values: impl IntoIterator<Item = String>) {
        self.0.entry(placeholder.to_owned()).or_insert_with(|| values.into_iter().collect());
    }

    /// Returns what a placeholder stands for; `None`: it is not set.
    pub fn get(&self, placeholder: &str) -> Option<&[String]> {
        self.0.get(placeholder).map(Vec::as_slice)
    }

    /// Returns the first value of a placeholder.
    pub fn first(&self, placeholder: &str) -> Option<&str> {
        self.get(placeholder)?.first().map(String::as_str)
    }
}

/// A member of an endpoint: one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledMember {
    /// The `member_name` of static addresses.
    pub name: String,
    /// The names that have its address; the first is the one that people know.
    pub names: Vec<MemberName>,
}

/// A name that has the address of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberName {
    /// The name that clients use, without a dot at its end; `None`: there is none.
    pub fqdn: Option<String>,
    /// What a zone group writes for it.
    pub record: Option<FilledRecord>,
    /// What the public side has for it.
    pub public_side: FilledPublicSide,
    /// How certain all this is.
    pub certainty: Certainty,
}

/// An A record of a zone group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledRecord {
    /// The owner relative to the zone; "@" is the apex.
    pub owner: String,
    /// The zone.
    pub zone: Name,
}

/// What the public side has for a name; [`PublicRow`] explains the kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same words as those of PublicRow")]
pub enum FilledPublicSide {
    Cname,
    CnameTwo,
    CnameAlways,
    /// The name that it leads to.
    Alias(String),
    Private,
    Nothing,
    PrivateAddress,
}

/// Fills rows in: the members in the order of the rows, which is the order of allocation. A name without a member of its own is
/// a further name of the member before it.
///
/// # Errors
/// The first placeholder that has no value. One that repeats a row may have none: the row is left out.
pub fn expand(rows: &[Row], values: &PlaceholderValues) -> Result<Vec<FilledMember>, Missing> {
    let mut members: Vec<FilledMember> = Vec::new();
    for row in rows {
        for one in repetitions(row, values) {
            let value = |name: &str| -> Option<&str> {
                let repeated =
                    one.iter().find(|(placeholder, _)| *placeholder == name).map(|(_, value)| *value);
                repeated.or_else(|| values.first(name))
            };
            let name = name_of(row, &value)?;
            let Some(member) = row.member else {
                members.last_mut().into_iter().for_each(|last| last.names.push(name.clone()));
                continue;
            };
            let member = member.fill(value)?;
            match members.iter_mut().find(|other| other.name.eq_ignore_ascii_case(&member)) {
                Some(other) => other.names.push(name),
                None => members.push(FilledMember { name: member, names: vec![name] }),
            }
        }
    }
    Ok(members)
}

fn name_of<'v>(row: &Row, value: &impl Fn(&str) -> Option<&'v str>) -> Result<MemberName, Missing> {
    let fill = |template: Template| template.fill(value);
    let fqdn = row.fqdn.map(fill).transpose()?;
    let record = row.record.as_ref().map(|record| record_of(record, value)).transpose()?;
    let public_side = match row.public_side {
        PublicRow::Cname => FilledPublicSide::Cname,
        PublicRow::CnameTwo => FilledPublicSide::CnameTwo,
        PublicRow::CnameAlways => FilledPublicSide::CnameAlways,
        PublicRow::Alias(target) => FilledPublicSide::Alias(fill(target)?),
        PublicRow::Private => FilledPublicSide::Private,
        PublicRow::Nothing => FilledPublicSide::Nothing,
        PublicRow::PrivateAddress => FilledPublicSide::PrivateAddress,
    };
    Ok(MemberName { fqdn, record, public_side, certainty: row.certainty })
}

fn record_of<'v>(row: &RecordRow, value: &impl Fn(&str) -> Option<&'v str>) -> Result<FilledRecord, Missing> {
    let missing = row.zone.placeholders().find(|name| value(name).is_none());
    let zone = row.zone.fill_with(value);
    let zone = zone.ok_or(Missing { placeholder: missing.unwrap_or("name") })?;
    Ok(FilledRecord { owner: row.owner.fill(value)?, zone })
}

/// Lists what the repeating placeholders of a row stand for, one list a repetition; one empty list if none repeats.
fn repetitions<'v>(row: &Row, values: &'v PlaceholderValues) -> Vec<Vec<(&'static str, &'v str)>> {
    let mut names: Vec<&'static str> = Vec::new();
    for placeholder in super::placeholders(std::slice::from_ref(row)).filter(|one| one.repeats) {
        if !names.contains(&placeholder.name) {
            names.push(placeholder.name);
        }
    }
    let mut lists = vec![Vec::new()];
    for name in names {
        let each = values.get(name).unwrap_or_default();
        let longer = |list: &Vec<(&'static str, &'v str)>| {
            let list = list.clone();
            each.iter()
                .map(move |value| [list.as_slice(), &[(name, value.as_str())]].concat())
                .collect::<Vec<_>>()
        };
        lists = lists.iter().flat_map(longer).collect();
    }
    lists
}
