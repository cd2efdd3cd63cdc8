//! What every client asks, and what the engine says it is to see.

use std::fmt::Write as _;

use azure_catalogue::Catalogue;
use azure_model::Loaded;
use azure_model::model::{MemberKind, Resource, ResourceMember, SubresourceIndex};
use expectations::Observed;
use expectations::compare::Privacy;
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::{NetworkId, Resolver, Snapshot};

use crate::addresses;
use crate::plan::{HubResolver, Plan};

/// Most names that are asked for.
const MOST_NAMES: usize = 40;
/// Longest CNAME chain that a server follows; BIND's and Unbound's limits are near it.
const LONGEST_CHAIN: usize = 16;

/// One question from one place, and what is to come back.
#[derive(Debug)]
pub(crate) struct Expected {
    /// A network as people call it, or `internet`.
    pub(crate) from: String,
    /// The name.
    pub(crate) name: Name,
    observed: Observed,
}

/// Everything that is asked.
#[derive(Debug)]
pub(crate) struct Questions {
    /// By place, then by name.
    pub(crate) expected: Vec<Expected>,
    /// What is not asked, each a sentence.
    pub(crate) notes: Vec<String>,
}

impl Questions {
    /// Asks the lab's configuration.
    pub(crate) fn new(lab: &Loaded, plan: &Plan) -> Self {
        let snapshot = &*lab.compiled.snapshot;
        let asker = Questioner { snapshot, plan, hub: snapshot.network_named(&plan.hub_seat().label) };
        let mut notes = Vec::new();
        let mut names = asker.worth_asking(lab);
        if names.len() > MOST_NAMES {
            notes.push(format!("Of {} names, the first {MOST_NAMES} are asked for.", names.len()));
            names.truncate(MOST_NAMES);
        }
        let (mut expected, mut unknown) = (Vec::new(), Vec::new());
        for place in asker.places() {
            for name in &names {
                match asker.see(&place, name) {
                    Some(observed) => {
                        expected.push(Expected { from: place.label(plan), name: name.clone(), observed });
                    }
                    None => unknown.push(format!("{} from {}", name.without_dot(), place.label(plan))),
                }
            }
        }
        if !unknown.is_empty() {
            notes.push(format!(
                "These names depend on real servers, so the lab does not ask for them: {}.",
                unknown.join(", ")
            ));
        }
        Self { expected, notes }
    }

    /// Writes the file that `zonite test` reads.
    pub(crate) fn expectations(&self, plan: &Plan) -> String {
        let hub = &plan.hub_seat().label;
        let mut text = format!(
            "# What each client of the lab must see, as Zonite's engine answers for zonite.toml. A virtual network sees the zones\n\
             # linked to it. On-premises sees the forwarded zones as {hub} does. The Internet sees no private zone.\n\
             config = \"{}\"\n",
            crate::configuration::FILE
        );
        for one in &self.expected {
            let quoted = |text: &str| formats::toml::edit::NewValue::text(text).to_string();
            let (from, name) = (quoted(&one.from), quoted(&one.name.without_dot()));
            let rcode = quoted(&one.observed.rcode);
            let _ = write!(text, "\n[[expect]]\nfrom = {from}\nquery = {name}\nrcode = {rcode}\n");
            if let [address] = *one.observed.addresses() {
                let _ = writeln!(text, "address = {}", quoted(address));
            }
            match Privacy::of(&one.observed) {
                Privacy::Private => text.push_str("private = true\n"),
                Privacy::Public | Privacy::Mixed => text.push_str("private = false\n"),
                Privacy::NoAddress => {}
            }
        }
        text
    }

    /// Writes what Zonite's query log is to show.
    pub(crate) fn query_log(&self, plan: &Plan) -> String {
        let mut text =
            "# What Zonite's query log must show: CLIENT NETWORK NAME (- means no network, * any); a line with ! must not be there.\n".to_owned();
        let mut line =
            |start: &str, source: &dyn std::fmt::Display, network: &str, name: &Name, why: &str| {
                let name = name.without_dot().to_ascii_lowercase();
                let _ = writeln!(text, "{start}{source} {network} {name}  # {why}");
            };
        for seat in &plan.seats {
            if let Some(name) = self.first_of(&seat.label) {
                line("", &seat.source(), &seat.label, name, &seat.service);
            }
        }
        let of_office = self.expected.iter().filter(|one| one.from == plan.office.label).map(|one| &one.name);
        let hub = &plan.hub_seat().label;
        if let Some(name) = of_office.clone().find(|name| plan.forwards(name)) {
            let (source, why) = match plan.hub.way {
                HubResolver::Inbound(_) => (plan.hub.server, "onprem-dns, at the inbound endpoint"),
                HubResolver::Forwarder(azure) => (azure, "the forwarder, for on-premises"),
            };
            line("", &source, hub, name, why);
            line("! ", &addresses::SERVER_OUTSIDE, "*", name, "onprem-dns does not ask the Internet for it");
        }
        if let Some(name) = of_office.clone().find(|name| !plan.forwards(name)) {
            line("", &addresses::SERVER_OUTSIDE, "-", name, "onprem-dns, on the Internet");
        }
        if let Some(name) = self.first_of("internet") {
            line("", &addresses::OUTSIDER, "-", name, "outsider");
        }
        text
    }

    /// Returns the first name that is asked from a place.
    pub(crate) fn first_of(&self, label: &str) -> Option<&Name> {
        self.expected.iter().find(|one| one.from == label).map(|one| &one.name)
    }
}

impl Plan {
    /// Tells whether on-premises sends a name to Azure.
    pub(crate) fn forwards(&self, name: &Name) -> bool {
        self.forwards.iter().any(|forward| name.is_at_or_below(&forward.zone))
    }
}

/// Where a client is.
enum AskedFrom {
    /// A virtual network: its position, and the network whose resolver its clients ask.
    Network(usize, NetworkId),
    Office,
    Internet,
}

impl AskedFrom {
    fn label(&self, plan: &Plan) -> String {
        match self {
            Self::Network(position, _) => plan.seats[*position].label.clone(),
            Self::Office => plan.office.label.clone(),
            Self::Internet => "internet".to_owned(),
        }
    }
}

/// Puts questions to the engine.
struct Questioner<'a> {
    snapshot: &'a Snapshot,
    plan: &'a Plan,
    hub: Option<NetworkId>,
}

impl Questioner<'_> {
    fn places(&self) -> Vec<AskedFrom> {
        let seats = self.plan.seats.iter().enumerate();
        let networks = seats.filter_map(|(position, seat)| {
            Some(AskedFrom::Network(position, self.snapshot.network_named(&seat.label)?))
        });
        networks.chain([AskedFrom::Office, AskedFrom::Internet]).collect()
    }

    /// Returns the answer; `None` if there is none, or if it is unknown.
    fn see(&self, place: &AskedFrom, name: &Name) -> Option<Observed> {
        match place {
            AskedFrom::Network(_, network) => self.ask(Resolver::Client(*network), name),
            AskedFrom::Office => self.see_on_premises(name),
            AskedFrom::Internet => self.ask(Resolver::Internet, name),
        }
    }

    /// Asks as the server on-premises does: forwarded zones in the hub, everything else on the Internet. If the server
    /// chases, it asks the other side again about the first name of a chain that belongs there.
    fn see_on_premises(&self, name: &Name) -> Option<Observed> {
        let hub = self.hub?;
        let mut name = name.clone();
        let mut chain = Vec::new();
        for _ in 0..LONGEST_CHAIN {
            let is_forwarded = self.plan.forwards(&name);
            // An inbound endpoint resolves as 168.63.129.16 does for its network.
            let asked = if is_forwarded { Resolver::AzureDns(hub) } else { Resolver::Internet };
            let mut seen = self.ask(asked, &name)?;
            let is_others = |target: &Name| self.plan.forwards(target) != is_forwarded;
            let targets = seen.answer.iter().map(|record| match &*record.kind {
                "CNAME" => record.data.parse::<Name>().ok(),
                _ => None,
            });
            let turn = targets.enumerate().find_map(|(at, target)| Some((at, target.filter(is_others)?)));
            match turn.filter(|_| self.plan.server.chases()) {
                Some((at, target)) => {
                    chain.extend(seen.answer.drain(..=at));
                    name = target;
                }
                None => {
                    chain.append(&mut seen.answer);
                    return Some(Observed { answer: chain, ..seen });
                }
            }
        }
        None
    }

    fn ask(&self, resolver: Resolver, name: &Name) -> Option<Observed> {
        let query = Query::new(name.clone(), RecordType::A);
        match Resolution::new(self.snapshot, resolver, query).run_offline() {
            Outcome::Answer(answer) => Some(Observed::from_answer(&answer)),
            Outcome::Silence(_) | Outcome::Unknown(_) => None,
        }
    }

    /// Lists the names of registries, of other resources, and of custom zones. Without resources it lists those of all linked
    /// zones.
    fn worth_asking(&self, lab: &Loaded) -> Vec<Name> {
        let model = &lab.model;
        let mut names = Vec::new();
        for registry in model.registries() {
            let whole = SubresourceIndex::default();
            let mut members = Resource::Registry(registry).members(whole, model.cloud());
            // The login server first, as people ask.
            members.sort_by_key(|member| member.kind != MemberKind::Registry);
            for ResourceMember { kind, names: own } in members {
                let own = own.into_iter().filter_map(|name| name.public);
                names.extend(own.filter(|name| kind == MemberKind::Registry || self.exists(name)));
            }
        }
        let others = model.private_link_resources().iter().flat_map(|resource| resource.names());
        names.extend(others.filter_map(|name| name.public.clone().filter(|name| !name.is_wildcard())));
        let catalogue = Catalogue::of(model.cloud());
        let has_resources = !names.is_empty();
        // No resource leads into a custom zone.
        names.extend(self.records(catalogue, |apex| !has_resources || catalogue.zone(apex).is_none()));
        names
    }

    /// Tells whether a name has an address for anybody.
    fn exists(&self, name: &Name) -> bool {
        let has_address =
            |place: &AskedFrom| self.see(place, name).is_some_and(|seen| !seen.addresses().is_empty());
        self.places().iter().any(has_address)
    }

    /// Lists the names that lead to A records of some linked zones, by the public name where the catalogue has one.
    fn records(&self, catalogue: Catalogue, is_meant: impl Fn(&Name) -> bool) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for link in self.snapshot.networks().flat_map(|(_, network)| network.links().values()) {
            let zone = self.snapshot.zone(link.zone);
            if !is_meant(zone.apex()) {
                continue;
            }
            for (owner, _) in zone.owners().filter(|(owner, _)| zone.exact(owner, RecordType::A).is_some()) {
                let is_wildcard = owner.is_wildcard();
                let public = catalogue.public_names(&owner).into_iter().next();
                let name = public.unwrap_or(owner);
                if !is_wildcard && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}
