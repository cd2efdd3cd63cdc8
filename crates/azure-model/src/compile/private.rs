//! Private zones: what each is made of, and what it comes to.
//!
//! A zone that is made of the same things as before is not made again: it stays the same allocation, with all that was found
//! out about it.

use std::collections::{BTreeSet, HashMap};
use std::net::Ipv4Addr;
use std::sync::Arc;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::{LinkedZone, OnNxDomain, SnapshotBuilder, ZoneId};
use zone_store::zone::{self, Record, ZoneBuilder};

use super::closed_world::{self, Candidate};
use super::endpoints::{self, ByOwner, EndpointRecord, Lost, Overwritten};
use super::forwarding::Identifiers;
use super::machines::{self, Machines, Registered, Unregistered};
use super::{Compilation, problems, sets, soa};
use crate::model::{Contents, EndpointIndex, MachineIndex, Model, RefusedRecord, Soa, Zone, ZoneIndex};
use azure_objects::words::ResolutionPolicy;
use azure_objects::{ObjectId, Refusal, Refusals};

/// What a private zone is made of.
#[derive(Debug, PartialEq)]
struct Ingredients {
    contents: SameContents,
    /// Where the zone is written.
    origin: Origin,
    soa: Soa,
    from_endpoints: Arc<ByOwner>,
    registered: Arc<[Registered]>,
}

/// Contents that are equal when the same is served from them.
#[derive(Debug)]
struct SameContents(Arc<Contents>);

impl PartialEq for SameContents {
    fn eq(&self, other: &Self) -> bool {
        self.0.serves_same(&other.0)
    }
}

/// What a private zone comes to.
pub(crate) struct CompiledZone {
    ingredients: Ingredients,
    /// `None`: its records do not fit together.
    zone: Option<Arc<zone::Zone>>,
    /// The public names that lead to it in a closed world.
    candidates: Arc<[Candidate]>,
    overwritten: Vec<Lost>,
    unregistered: Vec<machines::Loser>,
    found: Vec<Refusal>,
}

/// The zones of a model that was compiled before.
#[derive(Default)]
pub(crate) struct Earlier {
    by_zone: HashMap<ObjectId, Arc<CompiledZone>>,
}

impl Earlier {
    /// Remembers zones, in the model's order.
    pub(crate) fn new(model: &Model, zones: &[Arc<CompiledZone>]) -> Self {
        let ids = model.zones().iter().map(|zone| zone.id.clone());
        Self { by_zone: ids.zip(zones.iter().cloned()).collect() }
    }
}

/// Adds the zones and their links; the result is what each came to, in the model's order.
pub(super) fn add_zones(
    context: &mut Compilation<'_>,
    builder: &mut SnapshotBuilder,
    ids: &mut Identifiers,
    machines: &Machines<'_>,
) -> Vec<Arc<CompiledZone>> {
    let mut by_zone = endpoints::gather(context);
    let mut compiled = Vec::new();
    for (index, zone) in context.model.zones().iter().enumerate() {
        let from_endpoints = by_zone.remove(&index).unwrap_or_default();
        let (registered, too_long) = machines::registered(zone, machines);
        too_long.into_iter().for_each(|found| context.refusals.push(found));
        let ingredients = Ingredients::new(context, zone, from_endpoints.into(), registered.into());
        let earlier = context.earlier.by_zone.get(&zone.id);
        let one = CompiledZone::make(context, zone, ingredients, earlier);
        for found in &one.found {
            context.refusals.push(found.clone());
        }
        let id = one.zone.clone().map(|built| builder.add_zone(built));
        ids.zones.push(id);
        if let Some(id) = id {
            add_links(context, builder, zone, id, ids);
        }
        compiled.push(one);
    }
    compiled
}

/// Lists the records that endpoints have written over: of each other, and those of the zones.
pub(super) fn overwritten(context: &mut Compilation<'_>, zones: &[Arc<CompiledZone>]) -> Vec<Overwritten> {
    let mut overwritten = std::mem::take(&mut context.overwritten);
    let by_origin: HashMap<Origin, EndpointIndex> = endpoints::by_origin(context);
    for (index, zone) in zones.iter().enumerate() {
        let of_zone = zone.overwritten.iter().filter_map(|lost| {
            let Lost { ref owner, by, address, origin } = *lost;
            let by = *by_origin.get(&by.origin)?;
            Some(Overwritten {
                zone: ZoneIndex(index),
                owner: owner.clone(),
                by,
                was_of: None,
                address,
                origin,
            })
        });
        overwritten.extend(of_zone);
    }
    overwritten.sort_by(|one, other| {
        (one.zone, &one.owner, one.origin.0).cmp(&(other.zone, &other.owner, other.origin.0))
    });
    overwritten
}

/// Lists the records of machines that gave way to others.
pub(super) fn unregistered(machines: &Machines<'_>, zones: &[Arc<CompiledZone>]) -> Vec<Unregistered> {
    let by_origin: HashMap<Origin, MachineIndex> =
        machines.all().map(|placed| (placed.origin, placed.index)).collect();
    let of_zone = |(index, zone): (usize, &Arc<CompiledZone>)| -> Vec<Unregistered> {
        let described = zone.unregistered.iter().filter_map(|loser| {
            let machine = *by_origin.get(&loser.machine)?;
            let (owner, instead) = (loser.owner.clone(), loser.instead);
            Some(Unregistered { zone: ZoneIndex(index), owner, machine, instead })
        });
        described.collect()
    };
    zones.iter().enumerate().flat_map(of_zone).collect()
}

/// Hands out the public names of every zone that was built.
pub(super) fn candidates(zones: &[Arc<CompiledZone>]) -> impl Iterator<Item = &Candidate> {
    zones.iter().flat_map(|zone| &*zone.candidates)
}

impl Ingredients {
    fn new(
        context: &Compilation<'_>,
        zone: &Zone,
        from_endpoints: Arc<ByOwner>,
        registered: Arc<[Registered]>,
    ) -> Self {
        let from_file = zone.contents.file().and_then(|file| file.soa());
        let (rdata, ttl) =
            soa::private(zone.soa_record.as_ref(), from_file.map(|soa| (soa.rdata.as_slice(), soa.ttl)));
        let origin = context.origins.of(&zone.id, &zone.site);
        let of_soa = match (from_file, &zone.soa_record) {
            (Some(soa), _) => soa.origin,
            (None, Some(soa)) => context.origins.of(&zone.id.child("SOA", "@"), &soa.site),
            (None, None) => origin,
        };
        let soa = Soa { rdata, ttl, origin: of_soa };
        Self { contents: SameContents(zone.contents.clone()), origin, soa, from_endpoints, registered }
    }

    /// Lists the owners that may have other records than with earlier ingredients; `None`: any may.
    fn owners_changed(&self, zone: &Zone, earlier: &Self) -> Option<BTreeSet<Name>> {
        let (contents, before) = (&self.contents.0, &earlier.contents.0);
        if !contents.has_same_file(before) {
            return None;
        }
        let mut owners = match contents.change() {
            _ if contents.number() == before.number() => BTreeSet::new(),
            Some(change) if change.from == before.number() => change.owners.clone(),
            _ => return None,
        };
        if self.soa != earlier.soa {
            owners.insert(zone.apex.value.clone());
        }
        if self.from_endpoints != earlier.from_endpoints {
            let differs =
                |owner: &&Name| self.from_endpoints.get(*owner) != earlier.from_endpoints.get(*owner);
            let all = self.from_endpoints.keys().chain(earlier.from_endpoints.keys());
            owners.extend(all.filter(differs).cloned());
        }
        if self.registered != earlier.registered {
            owners.extend(self.registered.iter().chain(&*earlier.registered).map(|one| one.owner.clone()));
        }
        Some(owners)
    }
}

/// Makes a zone anew from other contents; the rest stays as it was.
pub(super) fn recompile(model: &Model, zone: &Zone, was: &Arc<CompiledZone>) -> Arc<CompiledZone> {
    let mut refusals = Refusals::default();
    let (origins, earlier) = (model.origins(), &Earlier::default());
    let context = Compilation { model, origins, refusals: &mut refusals, earlier, overwritten: Vec::new() };
    let Ingredients { from_endpoints, registered, .. } = &was.ingredients;
    let ingredients = Ingredients::new(&context, zone, from_endpoints.clone(), registered.clone());
    CompiledZone::make(&context, zone, ingredients, Some(was))
}

impl CompiledZone {
    /// Returns the zone; `None`: its records do not fit together.
    pub(crate) fn zone(&self) -> Option<&Arc<zone::Zone>> {
        self.zone.as_ref()
    }

    /// Returns what is wrong with it.
    pub(crate) fn found(&self) -> &[Refusal] {
        &self.found
    }

    /// Tells whether each of its records is served.
    pub(crate) fn serves_all(&self) -> bool {
        self.overwritten.is_empty() && self.unregistered.is_empty()
    }

    /// Tells whether the same public names lead to both in a closed world.
    pub(crate) fn has_same_public_names(&self, other: &Self) -> bool {
        self.candidates == other.candidates
    }

    /// Puts the records of a zone together; of one that was compiled before, those of the owners that changed.
    fn make(
        context: &Compilation<'_>,
        zone: &Zone,
        ingredients: Ingredients,
        earlier: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        if let Some(earlier) = earlier.filter(|earlier| earlier.ingredients == ingredients) {
            return earlier.clone();
        }
        let base = earlier.and_then(|earlier| {
            let owners = ingredients.owners_changed(zone, &earlier.ingredients)?;
            Some(Base { zone: earlier.zone.as_deref()?, compiled: earlier, owners })
        });
        let mut refusals = Refusals::default();
        let about = |refusals: &mut Refusals| Self::put_together(context, zone, ingredients, base, refusals);
        let mut made = refusals.about(|| zone.id.clone(), about);
        made.found = refusals.into_sorted();
        Arc::new(made)
    }

    fn put_together(
        context: &Compilation<'_>,
        zone: &Zone,
        ingredients: Ingredients,
        base: Option<Base<'_>>,
        refusals: &mut Refusals,
    ) -> Self {
        let owners = base.as_ref().map(|base| &base.owners);
        let mut draft = Draft::new(zone, &ingredients, owners);
        draft.add_contents();
        draft.add_what_azure_writes();
        let of_owners = ingredients.registered.iter().filter(|one| is_among(owners, &one.owner));
        let mut unregistered = machines::register(&mut draft.builder, of_owners);
        let Draft { builder, mut overwritten, .. } = draft;
        if let Some(Base { compiled, owners, .. }) = &base {
            overwritten
                .extend(compiled.overwritten.iter().filter(|one| !owners.contains(&one.owner)).cloned());
            unregistered
                .extend(compiled.unregistered.iter().filter(|one| !owners.contains(&one.owner)).cloned());
            unregistered.sort_by(|one, other| one.owner.cmp(&other.owner));
        }
        overwritten.iter().for_each(|lost| endpoints::warn_of_manual(context, lost, refusals));
        let built = match &base {
            Some(base) => builder.build_onto(base.zone, &base.owners),
            None => builder.build(),
        };
        let (built, candidates) = match built {
            Ok(built) => {
                sets::check(context, zone, &built, owners, refusals);
                let candidates = match base.filter(|base| base.has_same_owners(&built)) {
                    Some(base) => base.compiled.candidates.clone(),
                    None => closed_world::candidates(context, &built, zone).into(),
                };
                (Some(Arc::new(built)), candidates)
            }
            Err(found) => {
                problems::report(&found, context.origins, refusals);
                (None, Arc::default())
            }
        };
        Self { ingredients, zone: built, candidates, overwritten, unregistered, found: Vec::new() }
    }
}

fn is_among(owners: Option<&BTreeSet<Name>>, owner: &Name) -> bool {
    owners.is_none_or(|owners| owners.contains(owner))
}

/// What a zone was, and what of it is put together anew.
struct Base<'b> {
    zone: &'b zone::Zone,
    compiled: &'b CompiledZone,
    owners: BTreeSet<Name>,
}

impl Base<'_> {
    /// Tells whether a zone that follows has records of the same owners.
    fn has_same_owners(&self, built: &zone::Zone) -> bool {
        self.owners.iter().all(|owner| built.has_records(owner) == self.zone.has_records(owner))
    }
}

/// A zone whose records are being gathered.
struct Draft<'d> {
    zone: &'d Zone,
    ingredients: &'d Ingredients,
    /// The owners whose records are gathered; `None`: all.
    owners: Option<&'d BTreeSet<Name>>,
    builder: ZoneBuilder,
    overwritten: Vec<Lost>,
}

impl<'d> Draft<'d> {
    fn new(zone: &'d Zone, ingredients: &'d Ingredients, owners: Option<&'d BTreeSet<Name>>) -> Self {
        let builder = ZoneBuilder::new(zone.apex.value.clone(), ingredients.origin);
        Self { zone, ingredients, owners, builder, overwritten: Vec::new() }
    }

    /// Adds the zone's own records and those of its file.
    fn add_contents(&mut self) {
        let contents = &self.ingredients.contents.0;
        match self.owners {
            Some(owners) => {
                owners.iter().for_each(|owner| contents.for_each_of(owner, &mut |record| self.add(record)));
            }
            None => contents.for_each(&mut |record| self.add(record)),
        }
        for RefusedRecord { owner, rtype, origin } in
            contents.file().into_iter().flat_map(|file| file.refused())
        {
            if is_among(self.owners, owner) {
                self.builder.add_refused(owner, *rtype, *origin);
            }
        }
    }

    /// Adds a manual record, unless an endpoint has written over it.
    fn add(&mut self, record: Record<'_>) {
        let writer = match record.rtype {
            RecordType::A => self.ingredients.from_endpoints.get(record.owner),
            _ => None,
        };
        match (writer, <[u8; 4]>::try_from(record.rdata)) {
            (Some(&by), Ok(address)) => {
                let (owner, address, origin) = (record.owner.clone(), Ipv4Addr::from(address), record.origin);
                self.overwritten.push(Lost { owner, by, address, origin });
            }
            _ => self.builder.add(record),
        }
    }

    /// Adds the SOA and the records of endpoints.
    fn add_what_azure_writes(&mut self) {
        let Ingredients { soa: Soa { rdata, ttl, origin }, from_endpoints, .. } = self.ingredients;
        let (owner, rtype) = (&self.zone.apex.value, RecordType::SOA);
        if is_among(self.owners, owner) {
            self.builder.add(Record { owner, rtype, ttl: *ttl, rdata, origin: *origin });
        }
        let mut add = |(owner, EndpointRecord { address, origin }): (&Name, &EndpointRecord)| {
            let (rtype, ttl, rdata) = (RecordType::A, endpoints::TTL, &address.octets());
            self.builder.add(Record { owner, rtype, ttl, rdata, origin: *origin });
        };
        match self.owners {
            Some(owners) => {
                owners.iter().filter_map(|owner| from_endpoints.get_key_value(owner)).for_each(add);
            }
            None => from_endpoints.iter().for_each(&mut add),
        }
    }
}

fn add_links(
    context: &Compilation<'_>,
    builder: &mut SnapshotBuilder,
    zone: &Zone,
    id: ZoneId,
    ids: &Identifiers,
) {
    for link in &zone.links {
        let on_nxdomain = match link.resolution_policy {
            ResolutionPolicy::Default => OnNxDomain::Final,
            ResolutionPolicy::NxDomainRedirect => OnNxDomain::Redirect,
        };
        let origin = context.origins.of(&link.id, &link.site);
        builder.link(ids.networks[link.network.0], LinkedZone { zone: id, on_nxdomain, origin });
    }
}
