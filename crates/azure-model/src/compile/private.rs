//! Private zones: their own records, those of their files, and those that private endpoints write.

use std::net::Ipv4Addr;

use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::{Link, NetworkId, OnNxDomain, SnapshotBuilder, ZoneId};
use zone_store::zone::{Record, ZoneBuilder};

use super::endpoints::{self, ByOwner, Overwritten, Written};
use super::forwarding::Identifiers;
use super::machines::{self, Machines};
use super::{Context, closed_world, problems, sets, soa};
use crate::model::{RefusedRecord, Zone, ZoneIndex, records};
use azure_objects::words::ResolutionPolicy;

/// Adds the zones and their links; the result is what endpoints have overwritten.
pub(super) fn add_zones(
    context: &mut Context<'_>,
    builder: &mut SnapshotBuilder,
    ids: &mut Identifiers,
    machines: &Machines<'_>,
) -> Vec<Overwritten> {
    let mut overwritten = Vec::new();
    let mut by_zone = endpoints::gather(context, &mut overwritten);
    for (index, zone) in context.model.zones().iter().enumerate() {
        let from_endpoints = by_zone.remove(&index).unwrap_or_default();
        let before = overwritten.len();
        let draft = Draft::new(context, (ZoneIndex(index), zone), &from_endpoints, &mut overwritten);
        let id = add_zone(context, builder, draft, machines);
        if let Some(id) = id {
            add_links(context, builder, zone, (id, &ids.networks));
        }
        endpoints::warn_of_manual(context, &overwritten[before..], &from_endpoints);
        ids.zones.push(id);
    }
    overwritten.sort_by(|one, other| {
        (one.zone, &one.owner, one.origin.0).cmp(&(other.zone, &other.owner, other.origin.0))
    });
    overwritten
}

/// A zone whose records are being gathered.
struct Draft<'d> {
    index: ZoneIndex,
    zone: &'d Zone,
    from_endpoints: &'d ByOwner,
    builder: ZoneBuilder,
    overwritten: &'d mut Vec<Overwritten>,
    /// The SOA of its file, with TTL and origin.
    file_soa: Option<(Vec<u8>, u32, Origin)>,
    /// Whether its file has TXT records.
    has_file_text: bool,
}

impl<'d> Draft<'d> {
    fn new(
        context: &mut Context<'_>,
        (index, zone): (ZoneIndex, &'d Zone),
        from_endpoints: &'d ByOwner,
        overwritten: &'d mut Vec<Overwritten>,
    ) -> Self {
        let builder = ZoneBuilder::new(zone.apex.value.clone(), context.origins.of_site(&zone.site));
        Self { index, zone, from_endpoints, builder, overwritten, file_soa: None, has_file_text: false }
    }

    /// Adds a manual record, unless an endpoint has written over it.
    fn add(&mut self, record: Record<'_>) {
        let writer = match record.rtype {
            RecordType::A => self.from_endpoints.get(record.owner),
            _ => None,
        };
        match (writer, <[u8; 4]>::try_from(record.rdata)) {
            (Some(&Written { by, .. }), Ok(address)) => self.overwritten.push(Overwritten {
                zone: self.index,
                owner: record.owner.clone(),
                by,
                was_of: None,
                address: Ipv4Addr::from(address),
                origin: record.origin,
            }),
            _ => self.builder.add(record),
        }
    }

    /// Adds a record of the zone's file; the SOA is kept apart, for fields of it may be written elsewhere.
    fn add_of_file(&mut self, record: Record<'_>) {
        self.has_file_text |= record.rtype == RecordType::TXT;
        let is_soa = record.rtype == RecordType::SOA && *record.owner == self.zone.apex.value;
        if is_soa && self.file_soa.is_none() {
            self.file_soa = Some((record.rdata.to_vec(), record.ttl, record.origin));
        } else {
            self.add(record);
        }
    }

    fn add_soa(&mut self, context: &mut Context<'_>) {
        let Self { zone, file_soa, .. } = self;
        let from_file = file_soa.as_ref().map(|(rdata, ttl, _)| (rdata.as_slice(), *ttl));
        let (rdata, ttl) = soa::private(zone.soa_record.as_ref(), from_file);
        let origin = match (file_soa, &zone.soa_record) {
            (Some((.., origin)), _) => *origin,
            (None, Some(soa)) => context.origins.of_site(&soa.site),
            (None, None) => context.origins.of_site(&zone.site),
        };
        let (owner, rtype) = (&zone.apex.value, RecordType::SOA);
        self.builder.add(Record { owner, rtype, ttl, rdata: &rdata, origin });
    }
}

/// Gathers the records of a zone and adds it, unless they do not fit together.
fn add_zone(
    context: &mut Context<'_>,
    builder: &mut SnapshotBuilder,
    mut draft: Draft<'_>,
    machines: &Machines<'_>,
) -> Option<ZoneId> {
    let zone = draft.zone;
    zone.contents.own().for_each(|record| draft.add(record));
    if let Some(file) = zone.contents.file() {
        file.for_each(&mut |record| draft.add_of_file(record));
        for RefusedRecord { owner, rtype, origin } in file.refused() {
            if records::is_importable(*rtype) {
                draft.builder.add_refused(owner, *rtype, *origin);
            }
        }
    }
    draft.add_soa(context);
    for (owner, Written { address, origin, .. }) in draft.from_endpoints {
        let (rtype, ttl, rdata) = (RecordType::A, endpoints::TTL, &address.octets());
        draft.builder.add(Record { owner, rtype, ttl, rdata, origin: *origin });
    }
    machines::register(context, &mut draft.builder, (draft.index, zone), machines);
    let has_file_text = draft.has_file_text;
    match draft.builder.build() {
        Ok(built) => {
            sets::check(context, zone, &built, has_file_text);
            closed_world::note_zone(context, &built, &zone.site);
            Some(builder.add_zone(built))
        }
        Err(found) => {
            problems::report(&found, context.origins, context.diagnostics);
            None
        }
    }
}

fn add_links(
    context: &mut Context<'_>,
    builder: &mut SnapshotBuilder,
    zone: &Zone,
    (id, networks): (ZoneId, &[NetworkId]),
) {
    for link in &zone.links {
        let on_nxdomain = match link.resolution_policy {
            ResolutionPolicy::Default => OnNxDomain::Final,
            ResolutionPolicy::NxDomainRedirect => OnNxDomain::Redirect,
        };
        let origin = context.origins.of_site(&link.site);
        builder.link(networks[link.network.0], Link { zone: id, on_nxdomain, origin });
    }
}
