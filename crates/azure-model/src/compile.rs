//! A model becomes a snapshot: what is served, and where each piece of it comes from.

mod built_in;
mod closed_world;
mod endpoints;
mod forwarding;
mod listeners;
mod machines;
mod private;
mod problems;
mod public;
mod public_chain;
mod resource_chain;
mod sets;
mod soa;
mod special_names;

use std::fmt;
use std::sync::Arc;

use zone_store::clients::Claim;
use zone_store::resolver::Upstream;
use zone_store::snapshot::{
    AnyAnswer, Behaviour, NetworkId, Outside, Resolver, Snapshot, SnapshotBuilder, UnknownSource,
};

pub use endpoints::Overwritten;
pub use listeners::ListenerSpec;
pub use machines::Unregistered;

use forwarding::Identifiers;
use machines::Machines;
pub(crate) use private::{CompiledZone, Earlier};

use crate::model::{Model, RealUpstream, ZoneIndex};
use crate::origins::Origins;
use azure_objects::config_file::Assumptions;
use azure_objects::located::Located;
use azure_objects::words;
use azure_objects::{Refusal, Refusals};

/// A model ready to be served.
pub struct Compiled {
    /// What answers come from.
    pub snapshot: Arc<Snapshot>,
    /// What its origins stand for.
    pub origins: Origins,
    /// What to listen on; names are unique.
    pub listeners: Vec<ListenerSpec>,
    /// Resolvers with names of their own: servers, and inbound endpoints as `resolver/endpoint`.
    pub resolvers: Vec<(String, Resolver)>,
    /// Records that endpoints have written over, by zone and owner.
    pub overwritten: Vec<Overwritten>,
    /// Records of virtual machines that give way to others, by zone and owner.
    pub unregistered: Vec<Unregistered>,
    /// What each private zone came to, in the model's order.
    pub(crate) zones: Vec<Arc<CompiledZone>>,
}

impl fmt::Debug for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compiled").field("listeners", &self.listeners).finish_non_exhaustive()
    }
}

/// Compiles a model.
///
/// # Errors
/// Every [`Refusal`] of its records, taken together.
pub fn compile(model: &Model) -> Result<Compiled, Vec<Refusal>> {
    let mut refusals = Refusals::default();
    match compile_into(model, &Earlier::default(), &mut refusals) {
        Some(compiled) if !refusals.has_errors() => Ok(compiled),
        _ => Err(refusals.into_sorted()),
    }
}

/// Compiles what it can; `None` when nothing can be served. Zones that are made of the same as those of `earlier` are kept.
pub(crate) fn compile_into(model: &Model, earlier: &Earlier, refusals: &mut Refusals) -> Option<Compiled> {
    let mut builder = SnapshotBuilder::default();
    builder.behaviour = behaviour(model.assumptions());
    builder.unknown_source = match model.unknown_source() {
        words::UnknownSource::Refuse => UnknownSource::Refuse,
        words::UnknownSource::Drop => UnknownSource::Drop,
    };
    builder.outside = outside(model);
    let origins = model.origins();
    let mut context = Compilation { model, origins, refusals, earlier, overwritten: Vec::new() };
    let mut ids =
        Identifiers { networks: add_networks(&mut context, &mut builder), ..Identifiers::default() };
    let machines = Machines::new(&mut context);
    let zones = private::add_zones(&mut context, &mut builder, &mut ids, &machines);
    let overwritten = private::overwritten(&mut context, &zones);
    let unregistered = private::unregistered(&machines, &zones);
    built_in::add_zones(&mut context, &mut builder, &ids.networks, &machines);
    forwarding::add(&mut context, &mut builder, &mut ids);
    let simulated = public::add_names(&mut context, &mut builder);
    if matches!(builder.outside, Outside::Closed) {
        let candidates = private::candidates(&zones);
        closed_world::add_names(&context, &mut builder, candidates, &simulated);
    }
    if builder.is_open() {
        special_names::add_zones(&mut builder, &simulated);
    }
    let listeners = listeners::specify(model, &ids);
    let resolvers = forwarding::named(model, &ids);
    let Compilation { refusals, .. } = context;
    match builder.build() {
        Ok(snapshot) => {
            let snapshot = Arc::new(snapshot);
            let origins = origins.clone();
            Some(Compiled { snapshot, origins, listeners, resolvers, overwritten, unregistered, zones })
        }
        Err(found) => {
            problems::report(&found, origins, refusals);
            None
        }
    }
}

/// Makes a private zone anew whose contents in the model are others than those it was compiled from.
pub(crate) fn recompile_zone(model: &Model, compiled: &Compiled, zone: ZoneIndex) -> Arc<CompiledZone> {
    private::recompile(model, &model.zones()[zone.0], &compiled.zones[zone.0])
}

/// Brings the lists of records that are not served up to date, after a zone has come to something else.
pub(crate) fn update_lists(model: &Model, compiled: &mut Compiled, was: &CompiledZone, is: &CompiledZone) {
    if was.serves_all() && is.serves_all() {
        return;
    }
    let mut refusals = Refusals::default();
    let (origins, earlier) = (model.origins(), &Earlier::default());
    let mut context =
        Compilation { model, origins, refusals: &mut refusals, earlier, overwritten: Vec::new() };
    let machines = Machines::new(&mut context);
    endpoints::gather(&mut context);
    compiled.overwritten = private::overwritten(&mut context, &compiled.zones);
    compiled.unregistered = private::unregistered(&machines, &compiled.zones);
}

/// What every part of the compilation needs.
struct Compilation<'c> {
    model: &'c Model,
    origins: &'c Origins,
    refusals: &'c mut Refusals,
    /// What was compiled before.
    earlier: &'c Earlier,
    /// Records of endpoints that later endpoints have written over.
    overwritten: Vec<Overwritten>,
}

/// Returns what lies beyond the simulated names.
fn outside(model: &Model) -> Outside {
    let upstream = |upstream: &Located<RealUpstream>| match upstream.value {
        RealUpstream::System => Upstream::System,
        RealUpstream::Address(address) => Upstream::Address(address.get()),
    };
    match model.upstream() {
        [] => Outside::Closed,
        all => Outside::Upstream(all.iter().map(upstream).collect()),
    }
}

fn behaviour(assumptions: &Assumptions) -> Behaviour {
    Behaviour {
        any: match assumptions.any_answers.value {
            words::AnyAnswers::RecordSets => AnyAnswer::RecordSets,
            words::AnyAnswers::Hinfo => AnyAnswer::Hinfo,
        },
        maximum_ttl: assumptions.maximum_ttl.value,
        authoritative_negatives: assumptions.authoritative_negatives.value,
        empty_non_terminals_are_nxdomain: match assumptions.empty_non_terminals.value {
            words::EmptyNonTerminals::NoData => false,
            words::EmptyNonTerminals::NxDomain => true,
        },
        redirect_reenters_zones: assumptions.fallback_reenters_zones.value,
        longer_rule_beats_zone: assumptions.longer_rule_beats_zone.value,
    }
}

/// Adds the networks; the result has the identifier of each, in the model's order.
fn add_networks(context: &mut Compilation<'_>, builder: &mut SnapshotBuilder) -> Vec<NetworkId> {
    let mut identifiers = Vec::new();
    for network in context.model.networks() {
        let origin = context.origins.of(&network.id, &network.site);
        let id = builder.add_network(&network.label, origin);
        match network.is_azure {
            true => {
                let location = builder.location(&network.location);
                builder.locate(id, location);
            }
            false => builder.cut_off_azure_dns(id),
        }
        let (prefixes, claim) = match &network.clients {
            Some(clients) => (clients, Claim::Clients),
            None => (&network.address_space, Claim::AddressSpace),
        };
        for &prefix in prefixes {
            builder.add_clients(id, prefix, claim);
        }
        identifiers.push(id);
    }
    identifiers
}
