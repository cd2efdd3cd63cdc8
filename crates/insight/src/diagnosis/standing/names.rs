//! Names that cannot mean what they should: zones nobody is led to, zones of another cloud, aliases for names that no
//! certificate has.

use zone_store::name::Name;
use zone_store::record::RecordType;

use super::super::changes::renamed;
use super::super::concern::{Concern, Standing};
use super::super::edit::{Edit, NewValue};
use super::super::facts::Facts;
use super::super::hit::Hit;
use super::super::wording;
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::{Catalogue, is_privatelink, other_cloud};
use azure_model::model::{Contents, Record, Zone, ZoneContent, ZoneIndex};
use azure_objects::id::ObjectId;
use azure_objects::located::Located;
use azure_objects::refusal::ZoneRefusal;

/// Seconds that negative answers of zones from before 2021 are remembered (docs/azure.md#22-ttl); today it is 10.
const OLD_MINIMUM_TTL: u32 = 300;

/// Lists the mistakes in names.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Standing> {
    let mut found: Vec<Standing> =
        (0..facts.model.zones().len()).flat_map(|zone| of_zone(facts, ZoneIndex(zone))).collect();
    let nothing = |hit| Standing { hit, concern: Concern::Nothing };
    found.extend(suffixes(facts).into_iter().map(nothing));
    found.extend(aliases(facts));
    found.extend(relative_targets(facts));
    found
}

fn of_zone(facts: &Facts<'_>, index: ZoneIndex) -> Vec<Standing> {
    let zone = &facts.model.zones()[index.0];
    let below = |hit| Standing { hit, concern: Concern::Below(zone.apex.value.clone()) };
    let nothing = |hit| Standing { hit, concern: Concern::Nothing };
    let mut found: Vec<Standing> = long_negatives(zone).into_iter().map(below).collect();
    found.extend(multicast(zone).map(below));
    found.extend(public_name(facts, index).map(nothing));
    found.extend(shadow(facts, index).map(nothing));
    found.extend(unreached(facts, zone).map(nothing));
    found
}

/// M17: a zone that lets negative answers be remembered for minutes.
fn long_negatives(zone: &Zone) -> Option<Hit> {
    let minimum = zone.soa_record.as_ref()?.minimum_ttl.as_ref()?;
    let is_private = zone.apex.labels().any(is_privatelink);
    if **minimum < OLD_MINIMUM_TTL || !is_private {
        return None;
    }
    let hit = Hit::new(wording::long_negatives(minimum.value), &zone.id, &minimum.site);
    let path = minimum.site.path();
    let table = path.rsplit_once('.').map_or(path.clone(), |(table, _)| table.to_owned());
    Some(hit.fixed_by([Edit::Set { table, key: "minimum_ttl", value: NewValue::Number(10) }]))
}

/// M18: as the model says it, for those who ask why.
fn multicast(zone: &Zone) -> Option<Hit> {
    let is_local = zone.apex.labels().last().is_some_and(|label| label.eq_ignore_ascii_case(b"local"));
    let said = zone.apex.refuse(ZoneRefusal::Multicast).to_diagnostic();
    let fix = said.fix.unwrap_or_default();
    let wording = wording::multicast(said.problem, fix);
    (is_local && zone.apex.label_count() > 1).then(|| Hit::new(wording, &zone.id, &zone.apex.site))
}

/// M9: a private zone that has the name of a service's public zone.
fn public_name(facts: &Facts<'_>, index: ZoneIndex) -> Option<Hit> {
    let zone = &facts.model.zones()[index.0];
    let private = public_zone_of(facts.model.cloud(), &zone.apex)?;
    let wording = wording::has_public_name(&zone.apex.without_dot(), &private.without_dot());
    Some(Hit::new(wording, &zone.id, &zone.apex.site).fixed_by(renamed(facts, index, &private)))
}

/// M5: a zone that must not stand beside its parent, empty, and linked where the parent is.
fn shadow(facts: &Facts<'_>, index: ZoneIndex) -> Option<Hit> {
    let zone = &facts.model.zones()[index.0];
    let found = Catalogue::of(facts.model.cloud()).zone(&zone.apex)?;
    if found.entries.iter().any(|entry| entry.deploy_separately) || facts.record_count(index) > 0 {
        return None;
    }
    let above = zone.apex.parent()?;
    let is_shared = |parent: &ZoneIndex| {
        let links = &facts.model.zones()[parent.0].links;
        links.iter().any(|link| zone.links.iter().any(|own| own.network == link.network))
    };
    let parent = facts.model.zones()[facts.zones_above(&above).find(is_shared)?.0].apex.without_dot();
    Some(Hit::new(wording::shadows(&parent), &zone.id, &zone.apex.site))
}

/// L2, L3: a zone with a privatelink name that no public name leads into.
fn unreached(facts: &Facts<'_>, zone: &Zone) -> Option<Hit> {
    let (apex, cloud) = (&zone.apex, facts.model.cloud());
    if let Some(hit) = of_other_cloud(cloud, &zone.id, apex) {
        return Some(hit);
    }
    let is_known = Catalogue::of(cloud).zone(apex).is_some();
    if is_known || !apex.labels().any(is_privatelink) || is_led_to(facts, apex) {
        return None;
    }
    let near: Vec<String> =
        Catalogue::of(cloud).near(apex).iter().map(|zone| format!("\"{zone}\"")).collect();
    // Other vendors have privatelink zones of their own.
    if near.is_empty() && !is_below_microsoft(cloud, apex) {
        return None;
    }
    Some(Hit::new(wording::unknown_privatelink_zone(&near), &zone.id, &apex.site))
}

/// Tells whether a name is below a domain that zones of the catalogue are in, as `windows.net`.
fn is_below_microsoft(cloud: Cloud, name: &Name) -> bool {
    let domain = name.rightmost(2).without_dot().to_ascii_lowercase();
    let is_in = |text: &str| text.rsplitn(3, '.').take(2).eq(domain.rsplitn(3, '.').take(2));
    Catalogue::of(cloud).entries().any(|entry| is_in(entry.zone.text()) || is_in(entry.public_zone.text()))
}

/// Tells whether a simulated public name leads into a zone.
fn is_led_to(facts: &Facts<'_>, apex: &Name) -> bool {
    let records = facts.model.internet_zones().iter().flat_map(|zone| zone.contents.records());
    let files = facts.model.internet_zones().iter().any(|zone| zone.contents.file().is_some());
    files || target_names(records).any(|(_, target)| target.is_at_or_below(apex))
}

/// Lists aliases with their targets.
fn target_names<'r>(records: impl Iterator<Item = &'r Record>) -> impl Iterator<Item = (&'r Record, Name)> {
    records.filter_map(|record| Some((record, target_of(record)?)))
}

/// Returns the target of an alias; `None`: the record is none.
fn target_of(record: &Record) -> Option<Name> {
    let is_alias = record.rtype == RecordType::CNAME;
    is_alias.then(|| Name::from_wire(&record.rdata).ok()).flatten()
}

/// L3: forwarders and rules for the public zones of another cloud.
fn suffixes(facts: &Facts<'_>) -> Vec<Hit> {
    let forwarders = facts.model.servers().iter().flat_map(|server| &server.forwarders);
    let rules = facts.model.rulesets().iter().flat_map(|ruleset| {
        let ignored = ruleset.ignored.iter().filter(|one| one.is_enabled).map(|one| &one.rule);
        ruleset.rules.iter().chain(ignored)
    });
    let cloud = facts.model.cloud();
    let of_forwarders = forwarders.filter_map(|one| of_other_cloud(cloud, &one.id, &one.zone));
    let of_rules = rules.filter_map(|rule| of_other_cloud(cloud, &rule.id, &rule.domain_name));
    of_forwarders.chain(of_rules).collect()
}

/// L3: a name that another cloud has, and this one has not.
fn of_other_cloud(cloud: Cloud, id: &ObjectId, name: &Located<Name>) -> Option<Hit> {
    let is_public =
        |cloud: Cloud| Catalogue::of(cloud).entries().any(|entry| entry.public_zone.read(name).is_some());
    let is_own = Catalogue::of(cloud).zone(name).is_some() || is_public(cloud);
    if is_own {
        return None;
    }
    let others = [Cloud::Public, Cloud::China, Cloud::UsGovernment].into_iter();
    let other =
        other_cloud(cloud, name).or_else(|| { others }.find(|&other| other != cloud && is_public(other)))?;
    let wording = wording::wrong_cloud(&name.without_dot(), other.word(), cloud.word());
    Some(Hit::new(wording, id, &name.site))
}

/// M21: aliases of one's own that lead to a privatelink name.
fn aliases(facts: &Facts<'_>) -> Vec<Standing> {
    let private = facts.model.zones().iter().map(|zone| (&zone.id, &zone.contents));
    let own = facts.model.servers().iter().flat_map(|server| &server.zones);
    let own = own.filter_map(|zone| match &zone.content {
        ZoneContent::Own(contents) => Some((&zone.id, contents)),
        ZoneContent::Private(_) => None,
    });
    private.chain(own).flat_map(|(id, contents)| aliases_of(facts, id, contents)).collect()
}

/// M21 in one zone.
fn aliases_of(facts: &Facts<'_>, id: &ObjectId, contents: &Contents) -> Vec<Standing> {
    let catalogue = Catalogue::of(facts.model.cloud());
    let of_alias = |(record, text): (&Record, &Located<String>)| {
        let target = target_of(record)?;
        let public_names = catalogue.public_names(&target);
        let public = public_names.first().filter(|_| target.labels().any(is_privatelink))?;
        if public_names.contains(&record.owner) {
            return None;
        }
        let (owner, target) = (record.owner.without_dot(), target.without_dot());
        let wording = wording::alias_of_privatelink(&owner, &target, &public.without_dot());
        let hit = Hit::new(wording, id, &text.site);
        Some(Standing { hit, concern: Concern::Name(record.owner.clone()) })
    };
    contents.texts().filter_map(of_alias).collect()
}

/// L11: targets that were relative to the zone in files of Zonite 0.1.0.
fn relative_targets(facts: &Facts<'_>) -> Vec<Standing> {
    let zones = facts.model.zones().iter().enumerate();
    let of_zone = |(index, zone): (usize, &Zone)| -> Vec<Standing> {
        let found = zone.contents.texts().filter_map(|(record, text)| {
            let first = target_at(record)?;
            let target = Name::from_wire(record.rdata.get(first..)?).ok()?;
            let is_whole = text.ends_with('.') || target.is_at_or_below(&zone.apex);
            let meant = Name::parse(&target.without_dot(), &zone.apex).ok().filter(|_| !is_whole)?;
            if !facts.has(ZoneIndex(index), &meant) {
                return None;
            }
            let (owner, target, meant) =
                (record.owner.without_dot(), target.without_dot(), meant.without_dot());
            let hit = Hit::new(wording::absolute_target(&owner, &target, &meant), &zone.id, &text.site);
            Some(Standing { hit, concern: Concern::Name(record.owner.clone()) })
        });
        found.collect()
    };
    zones.flat_map(of_zone).collect()
}

/// Returns where the name begins in the data of a record that leads to one.
fn target_at(record: &Record) -> Option<usize> {
    match record.rtype {
        RecordType::CNAME | RecordType::PTR => Some(0),
        RecordType::MX => Some(2),
        RecordType::SRV => Some(6),
        _ => None,
    }
}

/// Returns the private zone that belongs to a service's public zone; `None` for a name that is no public zone.
pub(in super::super) fn public_zone_of(cloud: Cloud, apex: &Name) -> Option<Name> {
    if Catalogue::of(cloud).zone(apex).is_some() {
        return None;
    }
    let entries = Catalogue::of(cloud).entries().filter(|entry| entry.deploy_separately);
    let private = |entry: &azure_catalogue::catalogue::Entry| entry.zone.fill(&entry.public_zone.read(apex)?);
    { entries }.find_map(private)
}
