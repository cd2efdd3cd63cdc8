//! What the detectors look up again and again: which name belongs to which resource, which address it should have, which
//! objects the engine's identifiers stand for.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::net::Ipv4Addr;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::resolver::ServerId;
use zone_store::snapshot::{NetworkId, Snapshot, ZoneId};

use super::circles::{Circle, circles};
use super::questions::{NameQuestion, questions};
use azure_model::Loaded;
use azure_model::model::{
    Endpoint, Forwarder, MemberKind, Model, Network, NetworkIndex, OwnZone, RecordPlace, RegistryIndex,
    Resource, ResourceIndex, ResourceMember, ResourceName, ResourcePart, Rule, Ruleset, Server,
    SubresourceIndex, Target, Zone, ZoneContent, ZoneIndex,
};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::words::ConnectionStatus;

/// Most names of a file that are compared with each other.
const MOST_NAMES: usize = 5_000;

/// A public name, the private one that it leads to, and the part of a resource that both stand for.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) part: ResourcePart,
    pub(super) member: MemberKind,
    /// What clients ask for, as `myacr.azurecr.io`; the private name where the service has no other.
    pub(super) public: Name,
    /// As `myacr.privatelink.azurecr.io`.
    pub(super) private: Name,
    /// What forwarders call the public name's zone, as `azurecr.io`.
    pub(super) public_zone: Name,
    /// The zone that the record belongs into, as `privatelink.azurecr.io`.
    pub(super) private_zone: Name,
}

impl Subject {
    /// Tells whether clients ask for the name in the private zone, and the certificate holds it.
    pub(super) fn is_private_only(&self) -> bool {
        self.public == self.private
    }
}

/// A forwarder or a rule, found by where it is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chosen<'m> {
    Forwarder(&'m Server, &'m Forwarder),
    Rule(&'m Ruleset, &'m Rule),
}

impl<'m> Chosen<'m> {
    /// Returns the ID of the forwarder or rule.
    pub(super) fn id(self) -> &'m ObjectId {
        match self {
            Self::Forwarder(_, forwarder) => &forwarder.id,
            Self::Rule(_, rule) => &rule.id,
        }
    }

    /// Returns where it is written.
    pub(super) fn site(self) -> &'m Site {
        match self {
            Self::Forwarder(_, forwarder) => &forwarder.site,
            Self::Rule(_, rule) => &rule.site,
        }
    }

    /// Returns who is asked.
    pub(super) fn targets(self) -> &'m [Located<Target>] {
        match self {
            Self::Forwarder(_, forwarder) => &forwarder.targets,
            Self::Rule(_, rule) => &rule.targets,
        }
    }
}

/// A target, and the object that asks it.
#[derive(Clone, Copy)]
pub(super) struct AskedTarget<'m> {
    pub(super) by: &'m ObjectId,
    pub(super) target: &'m Located<Target>,
}

/// Pairs targets with the object that asks them.
pub(super) fn asked<'m>(
    by: &'m ObjectId,
    targets: &'m [Located<Target>],
) -> impl Iterator<Item = AskedTarget<'m>> + use<'m> {
    targets.iter().map(move |target| AskedTarget { by, target })
}

/// A configuration, prepared for looking things up.
pub(super) struct Facts<'m> {
    pub(super) loaded: &'m Loaded,
    pub(super) model: &'m Model,
    pub(super) snapshot: &'m Snapshot,
    pub(super) subjects: Vec<Subject>,
    by_name: HashMap<Name, usize>,
    by_apex: HashMap<Name, Vec<ZoneIndex>>,
    chosen: HashMap<&'m ObjectId, Chosen<'m>>,
    endpoints: HashMap<ResourcePart, Vec<usize>>,
    questions: OnceCell<Vec<NameQuestion>>,
    circles: OnceCell<Vec<Circle>>,
}

impl<'m> Facts<'m> {
    pub(super) fn new(loaded: &'m Loaded) -> Self {
        let model = &loaded.model;
        let mut endpoints: HashMap<ResourcePart, Vec<usize>> = HashMap::new();
        for (index, endpoint) in model.endpoints().iter().enumerate() {
            endpoints.entry(endpoint.part()).or_default().push(index);
        }
        let mut by_apex: HashMap<Name, Vec<ZoneIndex>> = HashMap::new();
        for (index, zone) in model.zones().iter().enumerate() {
            by_apex.entry(zone.apex.value.clone()).or_default().push(ZoneIndex(index));
        }
        let subjects = subjects(model);
        let names = subjects
            .iter()
            .enumerate()
            .flat_map(|(index, subject)| [(subject.public.clone(), index), (subject.private.clone(), index)]);
        let by_name = names.collect();
        let snapshot = &loaded.compiled.snapshot;
        let (chosen, questions, circles) = (chosen(model), OnceCell::new(), OnceCell::new());
        Self { loaded, model, snapshot, by_name, subjects, by_apex, chosen, endpoints, questions, circles }
    }

    /// Lists the circles of resolvers that ask each other.
    pub(super) fn circles(&self) -> &[Circle] {
        self.circles.get_or_init(|| circles(self))
    }

    /// Lists what the file has records for; nothing where that is too much to ask.
    pub(super) fn questions(&self) -> &[NameQuestion] {
        self.questions.get_or_init(|| questions(self, MOST_NAMES).unwrap_or_default())
    }

    /// Finds what a public or a private name stands for.
    pub(super) fn subject(&self, name: &Name) -> Option<&Subject> {
        self.by_name.get(name).map(|&index| &self.subjects[index])
    }

    /// Lists the endpoints of a resource, in file order.
    pub(super) fn endpoints(&self, part: ResourcePart) -> impl Iterator<Item = &'m Endpoint> {
        let model = self.model;
        self.endpoints.get(&part).into_iter().flatten().map(move |&index| &model.endpoints()[index])
    }

    /// Lists the endpoints of a resource that take connections.
    pub(super) fn approved(&self, part: ResourcePart) -> impl Iterator<Item = &'m Endpoint> {
        let is_approved = |endpoint: &&Endpoint| endpoint.connection_status == ConnectionStatus::Approved;
        self.endpoints(part).filter(is_approved)
    }

    /// Lists the addresses that a name should have, with the network of each.
    pub(super) fn expected(&self, subject: &Subject) -> Vec<(NetworkIndex, Ipv4Addr)> {
        let of_endpoint = |endpoint: &'m Endpoint| {
            let mine = endpoint.members.iter().filter(|member| member.kind == subject.member);
            mine.map(|member| (endpoint.network, member.address))
        };
        self.approved(subject.part).flat_map(of_endpoint).collect()
    }

    /// Tells whether a network has an endpoint of the resource that takes connections.
    pub(super) fn holds(&self, network: NetworkIndex, part: ResourcePart) -> bool {
        self.approved(part).any(|endpoint| endpoint.network == network)
    }

    pub(super) fn resource(&self, subject: &Subject) -> Resource<'m> {
        self.model.resource(subject.part.resource)
    }

    pub(super) fn network(&self, index: NetworkIndex) -> &'m Network {
        &self.model.networks()[index.0]
    }

    /// Returns the engine's identifier of a network.
    pub(super) fn network_id(index: NetworkIndex) -> NetworkId {
        Loaded::network_id(index)
    }

    /// Returns the model's position of a network.
    pub(super) fn network_index(id: NetworkId) -> NetworkIndex {
        Loaded::network_index(id)
    }

    pub(super) fn server(&self, id: ServerId) -> &'m Server {
        self.loaded.server(id)
    }

    /// Returns a private zone; `None` for a zone that is not one.
    pub(super) fn zone_of(&self, id: ZoneId) -> Option<(ZoneIndex, &'m Zone)> {
        self.loaded.zone(id).map(|zone| (ZoneIndex(id.0 as usize), zone))
    }

    /// Lists the private zones that begin at a name.
    pub(super) fn zones_at(&self, apex: &Name) -> &[ZoneIndex] {
        self.by_apex.get(apex).map(Vec::as_slice).unwrap_or_default()
    }

    /// Lists the private zones that a name is in, the longest first.
    pub(super) fn zones_above(&self, name: &Name) -> impl Iterator<Item = ZoneIndex> {
        let apexes = (1..=name.label_count()).rev().map(|labels| name.rightmost(labels));
        apexes.flat_map(|apex| self.zones_at(&apex).to_vec())
    }

    /// Tells whether a private zone has an A record or an alias of exactly this name.
    pub(super) fn has(&self, zone: ZoneIndex, name: &Name) -> bool {
        let zone = self.snapshot.zone(Loaded::zone_id(zone));
        [RecordType::A, RecordType::CNAME].iter().any(|&rtype| zone.exact(name, rtype).is_some())
    }

    /// Counts the records of a private zone, without its SOA.
    pub(super) fn record_count(&self, zone: ZoneIndex) -> usize {
        self.snapshot.zone(Loaded::zone_id(zone)).set_count().saturating_sub(1)
    }

    /// Tells whether a zone of a DNS server has an A record or an alias of exactly this name.
    pub(super) fn own_has(&self, server: &Server, zone: &OwnZone, name: &Name) -> bool {
        if let ZoneContent::Private(index) = zone.content {
            return self.has(index, name);
        }
        let at = self.model.servers().iter().position(|other| std::ptr::eq(other, server));
        let built = at.map(|at| self.snapshot.server(ServerId(at as u32)));
        let built = built.and_then(|built| built.zones.get(&zone.apex)).map(|&id| self.snapshot.zone(id));
        let has = |rtype| built.is_some_and(|built| built.exact(name, rtype).is_some());
        has(RecordType::A) || has(RecordType::CNAME)
    }

    /// Tells whether some zone has a record of a resource, written by whomever.
    pub(super) fn is_recorded(&self, part: ResourcePart) -> bool {
        let of_resource = self.subjects.iter().filter(|subject| subject.part == part);
        let has_own = |name: &Name| {
            let zones = |server: &'m Server| server.zones.iter().map(move |zone| (server, zone));
            self.model.servers().iter().flat_map(zones).any(|(server, zone)| self.own_has(server, zone, name))
        };
        let mut names = of_resource.flat_map(|subject| [&subject.private, &subject.public]);
        names.any(|name| self.zones_above(name).any(|zone| self.has(zone, name)) || has_own(name))
    }

    /// Finds a private zone that has the private name of a subject.
    pub(super) fn zone_with(&self, subject: &Subject) -> Option<ZoneIndex> {
        self.zones_above(&subject.private).find(|&zone| self.has(zone, &subject.private))
    }

    /// Finds the forwarder or the rule that an origin stands for.
    pub(super) fn chosen(&self, origin: Origin) -> Option<Chosen<'m>> {
        let id = self.loaded.compiled.origins.object(origin)?;
        self.chosen.get(&id).copied()
    }

    /// Lists the other parts of a subject's resource, itself among them.
    pub(super) fn siblings(&self, subject: &Subject) -> impl Iterator<Item = &Subject> {
        let part = subject.part;
        self.subjects.iter().filter(move |other| other.part == part)
    }
}

/// Lists the names of every resource that have a record in a private zone.
fn subjects(model: &Model) -> Vec<Subject> {
    let registries = (0..model.registries().len()).map(RegistryIndex).map(ResourceIndex::Registry);
    let others = (0..model.private_link_resources().len()).map(ResourceIndex::PrivateLink);
    let parts = registries.chain(others).flat_map(|resource| {
        let count = model.resource(resource).subresource_count();
        (0..count).map(move |at| ResourcePart { resource, subresource: SubresourceIndex(at) })
    });
    parts.flat_map(|part| subjects_of(model, part)).collect()
}

fn subjects_of(model: &Model, part: ResourcePart) -> Vec<Subject> {
    let mut members = model.resource(part.resource).members(part.subresource, model.cloud());
    // The name that people know comes first.
    members.sort_by_key(|member| member.kind != MemberKind::Registry);
    let mut subjects = Vec::new();
    for ResourceMember { kind, names } in members {
        for ResourceName { public, public_zone, record, public_side, .. } in names {
            let Some(RecordPlace { owner, zone }) = record.filter(|record| !record.owner.is_wildcard())
            else {
                continue;
            };
            let public = public.filter(|_| public_side.leads_to_record()).unwrap_or_else(|| owner.clone());
            let public_zone = public_zone.unwrap_or_else(|| zone.clone());
            let member = kind.clone();
            subjects.push(Subject { part, member, public, private: owner, public_zone, private_zone: zone });
        }
    }
    subjects
}

fn chosen(model: &Model) -> HashMap<&ObjectId, Chosen<'_>> {
    let forwarders = model.servers().iter().flat_map(|server| {
        server.forwarders.iter().map(move |one| (&one.id, Chosen::Forwarder(server, one)))
    });
    let rules = model
        .rulesets()
        .iter()
        .flat_map(|ruleset| ruleset.rules.iter().map(move |one| (&one.id, Chosen::Rule(ruleset, one))));
    forwarders.chain(rules).collect()
}
