//! The estate: every object, what they mean together, and the answers that follow, changed one transaction at a time.
//!
//! A transaction is accepted as a whole or leaves no trace. It costs what it touches: record sets of a zone make that zone
//! anew and nothing else; other objects are put together again, and zones that are made of the same as before stay the same
//! allocation. What Azure decides once stays: endpoints keep the addresses that they were given, and objects their order.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use zone_store::snapshot::{Snapshot, ZoneId};

use crate::compile::{CompiledZone, Earlier, compile_into, recompile_zone, update_lists};
use crate::files::Files;
use crate::loaded::Loaded;
use crate::model::{
    Contents, EarlierContents, Holder, Model, Past, Reading, WrittenZone, Zone, ZoneFiles, ZoneIndex,
};
use azure_objects::config_file::{ConfigFile, FollowingSets, RecordSets, SetOrder};
use azure_objects::id::{ObjectId, ObjectKind, child};
use azure_objects::object::{Change, NotFound, Object};
use azure_objects::refusal::{ReferenceRefusal, Related};
use azure_objects::{Refusal, Refusals, Site};

/// The estate.
#[derive(Debug)]
pub struct Estate {
    config: ConfigFile,
    loaded: Loaded,
    zones: HashMap<ObjectId, ZoneIndex>,
}

/// What a transaction has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The private zones that are not what they were: made anew, new, or gone. Sorted.
    pub zones: Vec<ObjectId>,
}

/// A zone whose record sets change.
struct ZoneChange {
    zone: ZoneIndex,
    /// What it held before, while the model has the new contents.
    before: Arc<Contents>,
    made: Arc<CompiledZone>,
}

impl Estate {
    /// Makes an estate of a configuration that was parsed, or built in code; its zone files are relative to `folder`.
    ///
    /// # Errors
    /// Everything that is refused, sorted by place; what `refusals` holds already is among it.
    pub fn new(
        config: ConfigFile,
        files: &dyn Files,
        folder: &Path,
        refusals: Refusals,
    ) -> Result<Self, Vec<Refusal>> {
        let files = ZoneFiles::new(files, folder);
        let loaded = make(&config, Some(&files), &Past::default(), &Earlier::default(), refusals)?;
        Ok(Self::of(config, loaded))
    }

    fn of(mut config: ConfigFile, loaded: Loaded) -> Self {
        let zones = loaded.model.zones();
        for (written, zone) in config.private_dns_zones.iter_mut().zip(zones) {
            // They stand where they stood before.
            written.record_sets = zone.contents.sets().clone();
        }
        let zones = zones.iter().enumerate();
        let zones = zones.map(|(index, zone)| (zone.id.clone(), ZoneIndex(index))).collect();
        loaded.model.origins().commit();
        Self { config, loaded, zones }
    }

    /// Returns the objects together with what they come to.
    pub fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// Gives the objects away together with what they come to.
    pub fn into_loaded(self) -> Loaded {
        self.loaded
    }

    /// Returns what answers come from. It never changes: after a transaction there is another one.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.loaded.compiled.snapshot
    }

    /// Returns the objects as they were written or put.
    pub fn config(&self) -> &ConfigFile {
        &self.config
    }

    /// Returns the object of an ID.
    pub fn get(&self, id: &ObjectId) -> Option<Object> {
        let zone = zone_of_record_set(id).and_then(|zone| self.zones.get(&zone));
        let Some(&ZoneIndex(zone)) = zone else { return self.config.get(id) };
        let zone = &self.loaded.model.zones()[zone];
        let set = zone.contents.sets().get(zone.contents.find(&zone.id, &zone.apex, id)?)?;
        Some(Object::RecordSet(zone.id.clone(), set.clone()))
    }

    /// Creates an object, or puts it into the place of the one that has its ID.
    ///
    /// # Errors
    /// Everything that is refused; nothing has changed then.
    pub fn put(&mut self, object: Object) -> Result<Applied, Vec<Refusal>> {
        self.apply(&[Change::put(object)])
    }

    /// Deletes an object.
    ///
    /// # Errors
    /// Everything that is refused; nothing has changed then.
    pub fn delete(&mut self, id: &ObjectId) -> Result<Applied, Vec<Refusal>> {
        self.apply(&[Change::Delete(id.clone())])
    }

    /// Makes these changes, in this order, as one transaction.
    ///
    /// # Errors
    /// Everything that is refused; nothing has changed then.
    pub fn apply(&mut self, changes: &[Change]) -> Result<Applied, Vec<Refusal>> {
        let applied = match self.record_sets(changes) {
            Some(by_zone) => self.apply_record_sets(&by_zone)?,
            None => None,
        };
        match applied {
            Some(applied) => Ok(applied),
            None => self.apply_objects(changes),
        }
    }

    /// Puts a whole configuration into the place of the objects, as one transaction; zone files are read again.
    ///
    /// # Errors
    /// Everything that is refused, sorted by place; what `refusals` holds already is among it. Nothing has changed then.
    pub fn replace(
        &mut self,
        config: ConfigFile,
        files: &dyn Files,
        folder: &Path,
        refusals: Refusals,
    ) -> Result<Applied, Vec<Refusal>> {
        self.remake(config, Some(&ZoneFiles::new(files, folder)), refusals)
    }

    /// Makes the estate that a whole configuration leads to from this one, which stays as it is: what did not change is
    /// shared, and what was decided once stays decided. Zone files are read again.
    ///
    /// # Errors
    /// Everything that is refused, sorted by place; what `refusals` holds already is among it.
    pub fn next(
        &self,
        config: ConfigFile,
        files: &dyn Files,
        folder: &Path,
        refusals: Refusals,
    ) -> Result<Self, Vec<Refusal>> {
        self.remade(config, Some(&ZoneFiles::new(files, folder)), refusals)
    }

    /// Groups changes by zone; `None`: they change something else than record sets of zones that there are.
    fn record_sets<'c>(&self, changes: &'c [Change]) -> Option<Vec<(ZoneIndex, Vec<&'c Change>)>> {
        let mut by_zone: Vec<(ZoneIndex, Vec<&Change>)> = Vec::new();
        for change in changes {
            let zone = match change {
                Change::Put(object) => match &**object {
                    Object::RecordSet(zone, _) => zone.clone(),
                    _ => return None,
                },
                Change::Delete(id) => zone_of_record_set(id)?,
            };
            let zone = *self.zones.get(&zone)?;
            match by_zone.iter_mut().find(|(known, _)| *known == zone) {
                Some((_, list)) => list.push(change),
                None => by_zone.push((zone, vec![change])),
            }
        }
        Some(by_zone)
    }

    /// Changes record sets, and makes their zones anew; `Ok(None)`: that changes more than the zones, and nothing was done.
    fn apply_record_sets(
        &mut self,
        by_zone: &[(ZoneIndex, Vec<&Change>)],
    ) -> Result<Option<Applied>, Vec<Refusal>> {
        let mut refusals = Refusals::default();
        let mut done: Vec<ZoneChange> = Vec::new();
        for (zone, changes) in by_zone {
            done.push(self.change_zone(*zone, changes, &mut refusals));
        }
        let compiled = &self.loaded.compiled;
        let stays_inside =
            done.iter().all(|change| change.made.has_same_public_names(&compiled.zones[change.zone.0]));
        if refusals.has_errors() || !stays_inside {
            for change in done {
                self.loaded.model.set_contents(change.zone, change.before);
            }
            self.loaded.model.origins().discard();
            return if stays_inside { Err(refusals.into_sorted()) } else { Ok(None) };
        }
        Ok(Some(self.commit_zones(done)))
    }

    /// Gives a zone other record sets, and makes it anew. What is wrong is reported.
    fn change_zone(&mut self, zone: ZoneIndex, changes: &[&Change], refusals: &mut Refusals) -> ZoneChange {
        let model = &self.loaded.model;
        let (known, written) = (&model.zones()[zone.0], &self.config.private_dns_zones[zone.0]);
        let mut following = SetChanges::new(known);
        for change in changes {
            if let Err(not_found) = following.make(change) {
                refusals.push(describe_not_found(&not_found));
            }
        }
        let following = following.finish();
        let earlier = EarlierContents::default();
        let reading = Reading { files: None, origins: model.origins(), earlier: &earlier };
        let (apex, zone_file) = (&written.name, written.zone_file.as_ref());
        let (sets, holder) = (&following.sets.clone(), Holder::Private(model.terms()));
        let now = WrittenZone { id: &known.id, apex, sets, zone_file, holder };
        let contents = reading.follow(&now, &known.contents, following);
        contents.found().for_each(|found| refusals.push(found.clone()));
        let before = known.contents.clone();
        self.loaded.model.set_contents(zone, Arc::new(contents));
        let made = recompile_zone(&self.loaded.model, &self.loaded.compiled, zone);
        for found in made.found() {
            refusals.push(found.clone());
        }
        ZoneChange { zone, before, made }
    }

    fn commit_zones(&mut self, done: Vec<ZoneChange>) -> Applied {
        let Loaded { model, compiled, warnings } = &mut self.loaded;
        model.origins().commit();
        let mut applied = Applied::default();
        let mut snapshot = compiled.snapshot.clone();
        for ZoneChange { zone, before, made } in done {
            let known = &model.zones()[zone.0];
            self.config.private_dns_zones[zone.0].record_sets = known.contents.sets().clone();
            let was = std::mem::replace(&mut compiled.zones[zone.0], made.clone());
            if Arc::ptr_eq(&was, &made) {
                continue;
            }
            // Private zones come first in a snapshot, in the model's order.
            if let Some(built) = made.zone() {
                snapshot = Arc::new(snapshot.with_zone(ZoneId(zone.0 as u32), built.clone()));
            }
            let old: Vec<&Refusal> = before.found().chain(was.found()).collect();
            let new: Vec<&Refusal> = known.contents.found().chain(made.found()).collect();
            replace_found(warnings, &old, &new);
            update_lists(model, compiled, &was, &made);
            applied.zones.push(known.id.clone());
        }
        compiled.snapshot = snapshot;
        applied.zones.sort();
        applied
    }

    /// Makes changes of any objects, and puts all of them together again.
    fn apply_objects(&mut self, changes: &[Change]) -> Result<Applied, Vec<Refusal>> {
        let mut config = self.config.clone();
        let mut refusals = Refusals::default();
        for change in changes {
            let done = match change {
                Change::Put(object) => config.put((**object).clone()),
                Change::Delete(id) => match nested(&config, id) {
                    Some(refusal) => {
                        refusals.push(refusal);
                        Ok(())
                    }
                    None => config.delete(id),
                },
            };
            if let Err(not_found) = done {
                refusals.push(describe_not_found(&not_found));
            }
        }
        if refusals.has_errors() {
            return Err(refusals.into_sorted());
        }
        self.remake(config, None, refusals)
    }

    fn remake(
        &mut self,
        config: ConfigFile,
        files: Option<&ZoneFiles<'_>>,
        refusals: Refusals,
    ) -> Result<Applied, Vec<Refusal>> {
        let now = self.remade(config, files, refusals)?;
        let applied = self.difference(&now);
        *self = now;
        Ok(applied)
    }

    fn remade(
        &self,
        config: ConfigFile,
        files: Option<&ZoneFiles<'_>>,
        refusals: Refusals,
    ) -> Result<Self, Vec<Refusal>> {
        let (past, earlier) =
            (Past::of(&self.loaded.model), Earlier::new(&self.loaded.model, &self.loaded.compiled.zones));
        match make(&config, files, &past, &earlier, refusals) {
            Ok(loaded) => Ok(Self::of(config, loaded)),
            Err(refused) => {
                past.origins.discard();
                Err(refused)
            }
        }
    }

    /// Lists the private zones that are not the same in another estate.
    fn difference(&self, other: &Self) -> Applied {
        let zone = |estate: &Self, index: ZoneIndex| estate.loaded.compiled.zones[index.0].zone().cloned();
        let mut zones: Vec<ObjectId> = Vec::new();
        for (id, &index) in &other.zones {
            let same =
                self.zones.get(id).is_some_and(|&before| match (zone(self, before), zone(other, index)) {
                    (Some(one), Some(other)) => Arc::ptr_eq(&one, &other),
                    _ => false,
                });
            if !same {
                zones.push(id.clone());
            }
        }
        zones.extend(self.zones.keys().filter(|id| !other.zones.contains_key(*id)).cloned());
        zones.sort();
        Applied { zones }
    }
}

/// Puts objects together.
fn make(
    config: &ConfigFile,
    files: Option<&ZoneFiles<'_>>,
    past: &Past,
    earlier: &Earlier,
    mut refusals: Refusals,
) -> Result<Loaded, Vec<Refusal>> {
    let model = Model::resolve(config.clone(), files, past, &mut refusals);
    match compile_into(&model, earlier, &mut refusals) {
        Some(compiled) if !refusals.has_errors() => {
            Ok(Loaded { model, compiled, warnings: refusals.into_sorted() })
        }
        _ => Err(refusals.into_sorted()),
    }
}

/// Returns the zone that a record set is in; `None`: the ID is of something else.
fn zone_of_record_set(id: &ObjectId) -> Option<ObjectId> {
    let zone = id.parent()?;
    let is_set = zone.kind() == Some(ObjectKind::PrivateDnsZone)
        && !id.last_type().eq_ignore_ascii_case(child::VIRTUAL_NETWORK_LINK);
    is_set.then_some(zone)
}

/// Record sets of a zone that change one by one.
struct SetChanges<'z> {
    zone: &'z Zone,
    sets: RecordSets,
    changed: Vec<SetOrder>,
    /// Sets that were not there before.
    new: HashMap<ObjectId, SetOrder>,
}

impl<'z> SetChanges<'z> {
    fn new(zone: &'z Zone) -> Self {
        Self { zone, sets: zone.contents.sets().clone(), changed: Vec::new(), new: HashMap::new() }
    }

    fn find(&self, id: &ObjectId) -> Option<SetOrder> {
        let Zone { id: zone, apex, contents, .. } = self.zone;
        let known = self.new.get(id).copied().or_else(|| contents.find(zone, apex, id));
        known.filter(|order| self.sets.get(*order).is_some())
    }

    fn make(&mut self, change: &Change) -> Result<(), NotFound> {
        let id = change.id();
        let order = match (change, self.find(&id)) {
            (Change::Put(object), at) => match (&**object, at) {
                (Object::RecordSet(_, set), Some(at)) => {
                    self.sets.replace(at, set.clone());
                    at
                }
                (Object::RecordSet(_, set), None) => {
                    let at = self.sets.push(set.clone());
                    self.new.insert(id, at);
                    at
                }
                _ => return Ok(()),
            },
            (Change::Delete(_), Some(at)) => {
                self.sets.remove(at);
                at
            }
            (Change::Delete(_), None) => return Err(NotFound(id)),
        };
        self.changed.push(order);
        Ok(())
    }

    fn finish(self) -> FollowingSets {
        FollowingSets { sets: self.sets, changed: self.changed }
    }
}

/// Puts what was found about a zone into the place of what was found before.
fn replace_found(warnings: &mut Vec<Refusal>, old: &[&Refusal], new: &[&Refusal]) {
    if old == new {
        return;
    }
    let mut changed = Refusals::default();
    changed.extend(std::mem::take(warnings).into_iter().filter(|one| !old.contains(&one)));
    changed.extend(new.iter().map(|&one| one.clone()));
    *warnings = changed.into_sorted();
}

fn describe_not_found(NotFound(id): &NotFound) -> Refusal {
    Site::code().refuse(ReferenceRefusal::NotThere).value(id.as_str()).of(id.clone())
}

/// Says why an object with children cannot be deleted, in Azure's words (`CannotDeleteResource`): a zone that is linked.
fn nested(config: &ConfigFile, id: &ObjectId) -> Option<Refusal> {
    let Some(Object::PrivateDnsZone(zone)) = config.get(id) else { return None };
    let link = zone.virtual_network_links.first()?;
    let child_id = link.id(id);
    let child = Related::from(&link.site).with_id(child_id.clone());
    let refused = ReferenceRefusal::HasChildren { child, child_id: child_id.to_string() };
    Some(Site::code().refuse(refused).value(id.as_str()).of(id.clone()))
}
