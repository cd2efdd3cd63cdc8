//! From the texts that the catalogue fills in to names.

use zone_store::name::{Name, NameError};

use super::values::{INFERENCE_ENDPOINT, PUBLIC_FQDN, ResourceValues};
use crate::model::members::{MemberKind, PublicSide, RecordPlace, ResourceMember, ResourceName};
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::Catalogue;
use azure_catalogue::members::{self, FilledMember, MemberName};
use azure_objects::Refusals;
use azure_objects::refusal::SyntaxRefusal;

pub(super) fn member_of(
    member: FilledMember,
    values: &members::PlaceholderValues,
    known: &ResourceValues<'_>,
    refusals: &mut Refusals,
) -> Option<ResourceMember> {
    let mut names = Vec::new();
    for name in member.names {
        match names_of(&name, values, known.cloud) {
            Ok(list) => names.extend(list),
            Err(error) => {
                refusals.push(known.written.name.refuse(SyntaxRefusal::NotADomainName { error }));
                return None;
            }
        }
    }
    Some(ResourceMember { kind: MemberKind::Service(member.name), names })
}

/// Reads the texts of a name. A wildcard that leads into the private zone is one there only: on the public side it stands for
/// the names that are given.
fn names_of(
    name: &MemberName,
    values: &members::PlaceholderValues,
    cloud: Cloud,
) -> Result<Vec<ResourceName>, NameError> {
    let is_left_out = values.get(PUBLIC_FQDN).is_some_and(<[String]>::is_empty);
    if is_left_out && name.public_side == members::FilledPublicSide::PrivateAddress {
        return Ok(Vec::new());
    }
    let mut names = vec![read(name, cloud)?];
    let is_wildcard = |text: &Option<String>| text.as_ref().is_some_and(|text| text.starts_with("*."));
    if is_wildcard(&name.fqdn) && name.record.as_ref().is_some_and(|record| record.owner.starts_with("*.")) {
        names[0].public = None;
        for endpoint in values.get(INFERENCE_ENDPOINT).unwrap_or_default() {
            let put = |text: &str| text.replacen('*', endpoint, 1);
            let mut one = name.clone();
            one.fqdn = one.fqdn.as_deref().map(put);
            if let Some(record) = &mut one.record {
                record.owner = put(&record.owner);
            }
            let mut one = read(&one, cloud)?;
            one.public_side = PublicSide::CnameAlways;
            names.push(one);
        }
    }
    Ok(names)
}

fn read(name: &MemberName, cloud: Cloud) -> Result<ResourceName, NameError> {
    let public = name.fqdn.as_deref().map(|text| text.to_ascii_lowercase().parse::<Name>()).transpose()?;
    let record = name.record.as_ref().map(|record| {
        let owner = Name::parse(&record.owner, &record.zone)?.to_lowercase();
        Ok(RecordPlace { owner, zone: record.zone.to_lowercase() })
    });
    let record = record.transpose()?;
    let public_zone = public_zone(public.as_ref(), record.as_ref(), cloud);
    let public_side = match &name.public_side {
        members::FilledPublicSide::Cname => PublicSide::Cname,
        members::FilledPublicSide::CnameTwo => match public.as_ref().map(older_private_name) {
            Some(older) => PublicSide::CnameTwo { older: older? },
            None => PublicSide::Cname,
        },
        members::FilledPublicSide::CnameAlways => PublicSide::CnameAlways,
        members::FilledPublicSide::Alias(target) => PublicSide::Alias(target.to_ascii_lowercase().parse()?),
        members::FilledPublicSide::Private => PublicSide::Private,
        members::FilledPublicSide::Nothing => PublicSide::Nothing,
        members::FilledPublicSide::PrivateAddress => PublicSide::PrivateAddress,
    };
    Ok(ResourceName { public, public_zone, record, public_side, certainty: name.certainty })
}

/// Returns the public zone that a forwarder would name: the catalogue's for the private zone, else what the first label of the
/// name stands in.
fn public_zone(public: Option<&Name>, record: Option<&RecordPlace>, cloud: Cloud) -> Option<Name> {
    let public = public?;
    let of_catalogue = || {
        let found = Catalogue::of(cloud).zone(&record?.zone)?;
        found.public_zones().into_iter().find(|zone| public.is_at_or_below(zone) && public != zone)
    };
    of_catalogue().or_else(|| Some(public.rightmost(public.label_count().saturating_sub(1))))
}

/// Returns the older of two privatelink names: `acct.privatelink.westeurope.batch.azure.com`.
fn older_private_name(public: &Name) -> Result<Name, NameError> {
    let text = public.without_dot();
    let (first, rest) = text.split_once('.').unwrap_or((text.as_str(), ""));
    format!("{first}.privatelink.{rest}").parse()
}

/// Puts what is written in front of the zones of a name, public and private.
pub(super) fn as_written(own: &str, name: &ResourceName) -> Result<ResourceName, NameError> {
    let below = |zone: &Name| Name::parse(own, zone).map(|name| name.to_lowercase());
    let record = name
        .record
        .as_ref()
        .map(|record| Ok(RecordPlace { owner: below(&record.zone)?, zone: record.zone.clone() }));
    let (record, public) = (record.transpose()?, name.public_zone.as_ref().map(below).transpose()?);
    Ok(ResourceName { public, record, ..name.clone() })
}
