//! Small worlds in zone-file text, and answers as text to compare with.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use zone_store::answer::{Answer, Records, ResponseCode, rcode_name};
use zone_store::cache::{Caches, Moment};
use zone_store::engine::{Ask, Event, Outcome, Progress, Query, Reply, Resolution};
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::record::{RdataList, RecordType};
use zone_store::resolver::{CustomDnsServer, Forwarding, QueryTarget, RuleEffect, ServerId, Upstream};
use zone_store::snapshot::{
    LinkedZone, NetworkId, OnNxDomain, Outside, Resolver, Snapshot, SnapshotBuilder, ZoneId,
};
use zone_store::zone::{Record, Zone, ZoneBuilder, ZoneProblem};
use zone_store::zone_file::{self, Dialect, IncludeError, ZoneText};

pub(crate) fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// One record of a text.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) owner: Name,
    pub(crate) rtype: RecordType,
    pub(crate) ttl: u32,
    pub(crate) rdata: Vec<u8>,
    pub(crate) origin: Origin,
}

/// Reads zone-file text; line n has the origin n.
pub(crate) fn records(apex: &str, text: &str) -> Vec<Line> {
    let source = ZoneText { text: text.to_owned(), file: Arc::from("text"), origin: Origin(1) };
    let mut lines = Vec::new();
    let mut include = |_: &str| -> Result<ZoneText, IncludeError> { panic!("no $INCLUDE here") };
    let report = zone_file::read(&source, &name(apex), Dialect::Bind, &mut include, &mut |entry| {
        lines.push(Line {
            owner: entry.owner.clone(),
            rtype: entry.rtype,
            ttl: entry.ttl,
            rdata: entry.rdata.to_vec(),
            origin: entry.origin,
        });
    });
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    lines
}

pub(crate) fn try_zone(apex: &str, text: &str) -> Result<Zone, Vec<ZoneProblem>> {
    let mut builder = ZoneBuilder::new(name(apex), Origin::UNKNOWN);
    for line in records(apex, text) {
        builder.add(line.record());
    }
    builder.build()
}

pub(crate) fn zone(apex: &str, text: &str) -> Zone {
    try_zone(apex, text).expect("a zone")
}

impl Line {
    pub(crate) fn record(&self) -> Record<'_> {
        let Self { owner, rtype, ttl, rdata, origin } = self;
        Record { owner, rtype: *rtype, ttl: *ttl, rdata, origin: *origin }
    }
}

/// A snapshot under construction, and a fake outside world.
pub(crate) struct World {
    pub(crate) builder: SnapshotBuilder,
    zones: HashMap<String, ZoneId>,
    networks: HashMap<String, NetworkId>,
    servers: HashMap<String, ServerId>,
    /// By network, the endpoint `NETWORK/in`.
    inbound: HashMap<String, Resolver>,
    outside: HashMap<(Name, RecordType), String>,
}

impl World {
    pub(crate) fn new() -> Self {
        let (zones, networks) = (HashMap::new(), HashMap::new());
        let (servers, inbound, outside) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { builder: SnapshotBuilder::default(), zones, networks, servers, inbound, outside }
    }

    /// Adds a zone under a key, which is its apex, with anything after a `#` to tell namesakes apart.
    pub(crate) fn zone(mut self, key: &str, text: &str) -> Self {
        let apex = key.split('#').next().expect("an apex");
        let soa =
            "@ 3600 SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10\n";
        let id = self.builder.add_zone(zone(apex, &format!("{soa}{text}")));
        self.zones.insert(key.to_owned(), id);
        self
    }

    /// Adds a network that is linked to zones; a `+` before a zone's key makes the link an NxDomainRedirect.
    pub(crate) fn network(mut self, network: &str, zones: &[&str]) -> Self {
        let id = self.builder.add_network(network, Origin::UNKNOWN);
        let inbound = self.builder.add_inbound(&format!("{network}/in"), id);
        self.inbound.insert(network.to_owned(), inbound);
        self.networks.insert(network.to_owned(), id);
        for key in zones {
            let (key, on_nxdomain) = match key.strip_prefix('+') {
                Some(key) => (key, OnNxDomain::Redirect),
                None => (*key, OnNxDomain::Final),
            };
            let link = LinkedZone { zone: self.zones[key], on_nxdomain, origin: Origin::UNKNOWN };
            assert!(self.builder.link(id, link).is_none(), "two links to {key}");
        }
        self
    }

    /// Gives a network zones of its own, by key.
    pub(crate) fn built_in(mut self, network: &str, zones: &[&str]) -> Self {
        let id = self.networks[network];
        for key in zones {
            assert!(self.builder.build_in(id, self.zones[*key]).is_none(), "two built-in zones {key}");
        }
        self
    }

    /// Says where a network is.
    pub(crate) fn located(mut self, network: &str, location: &str) -> Self {
        let location = self.builder.location(location);
        self.builder.locate(self.networks[network], location);
        self
    }

    /// Adds single public names as one location sees them.
    pub(crate) fn public_at(mut self, location: &str, text: &str) -> Self {
        let location = self.builder.location(location);
        for line in records(".", text) {
            self.builder.public.add_at(location, line.record());
        }
        self
    }

    /// Adds single public names.
    pub(crate) fn public(mut self, text: &str) -> Self {
        for line in records(".", text) {
            self.builder.public.add(line.record());
        }
        self
    }

    /// Adds a whole public zone.
    pub(crate) fn public_zone(mut self, apex: &str, text: &str) -> Self {
        self.builder.public.begin_zone(&name(apex), Origin::UNKNOWN);
        for line in records(apex, text) {
            self.builder.public.add(line.record());
        }
        self
    }

    /// Opens the outside world and lets it answer `question` ("NAME TYPE") with `reply` (see [`parse_reply`]).
    pub(crate) fn outside(mut self, question: &str, reply: &str) -> Self {
        let address = "192.0.2.53:53".parse().expect("an address");
        self.builder.outside = Outside::Upstream(vec![Upstream::Address(address)]);
        let query = query(question);
        self.outside.insert((query.name, query.rtype), reply.to_owned());
        self
    }

    /// Adds a custom DNS server in a network, without zones and forwarders.
    pub(crate) fn server(mut self, server: &str, network: &str) -> Self {
        let network = self.networks[network];
        let id = self.builder.add_server(CustomDnsServer::new(server, network, Origin::UNKNOWN));
        self.servers.insert(server.to_owned(), id);
        self
    }

    /// Changes a server.
    pub(crate) fn with_server(mut self, server: &str, change: impl FnOnce(&mut CustomDnsServer)) -> Self {
        change(self.builder.server_mut(self.servers[server]));
        self
    }

    /// Gives a server a zone of its own.
    pub(crate) fn own_zone(mut self, server: &str, apex: &str, text: &str) -> Self {
        let soa = "@ 3600 SOA ns.corp. admin.corp. 1 3600 300 2419200 60\n";
        let id = self.builder.add_zone(zone(apex, &format!("{soa}{text}")));
        self.builder.server_mut(self.servers[server]).zones.insert(&name(apex), id);
        self
    }

    /// Gives a server a forwarder. Targets: `azure:NETWORK`, `inbound:NETWORK`, `internet`, a server, an address,
    /// `public:ADDRESS` for one that knows what is simulated, or `!REASON` for nobody.
    pub(crate) fn forward(mut self, server: &str, zone: &str, targets: &[&str]) -> Self {
        let targets: Vec<QueryTarget> = targets.iter().map(|target| self.target(target)).collect();
        let forwarder = Forwarding { targets: targets.into(), origin: Origin::UNKNOWN };
        self.builder.server_mut(self.servers[server]).forward(&name(zone), forwarder);
        self
    }

    /// Gives the ruleset of a network a rule; no targets exempt the names.
    pub(crate) fn rule(mut self, network: &str, domain: &str, targets: &[&str]) -> Self {
        let rule = match targets {
            [] => RuleEffect::Exempt,
            targets => RuleEffect::Forward(Forwarding {
                targets: targets.iter().map(|target| self.target(target)).collect(),
                origin: Origin::UNKNOWN,
            }),
        };
        self.builder.add_rule(self.networks[network], &name(domain), rule);
        self
    }

    /// Says what the clients of a network are given by DHCP.
    pub(crate) fn dhcp(mut self, network: &str, targets: &[&str]) -> Self {
        let targets = targets.iter().map(|target| self.target(target)).collect();
        self.builder.set_dns_servers(self.networks[network], targets);
        self
    }

    fn target(&mut self, text: &str) -> QueryTarget {
        match text.split_once(':') {
            Some(("public", address)) => QueryTarget::Resolver(
                self.builder.add_public_resolver([address.parse().expect("an address")]),
            ),
            Some(("azure", network)) => QueryTarget::Resolver(Resolver::AzureDns(self.networks[network])),
            Some(("inbound", network)) => QueryTarget::Resolver(self.inbound[network]),
            _ if text == "internet" => QueryTarget::Resolver(Resolver::Internet),
            _ if text.starts_with('!') => QueryTarget::Unreachable(text[1..].into()),
            _ => match text.parse() {
                Ok(address) => QueryTarget::Address(address),
                Err(_) => QueryTarget::Resolver(Resolver::Server(self.servers[text])),
            },
        }
    }

    pub(crate) fn build(self) -> Built {
        let Self { builder, inbound, outside, .. } = self;
        Built { snapshot: builder.build().expect("a snapshot"), inbound, outside }
    }
}

/// A snapshot with its fake outside world.
pub(crate) struct Built {
    pub(crate) snapshot: Snapshot,
    inbound: HashMap<String, Resolver>,
    outside: HashMap<(Name, RecordType), String>,
}

/// Reads "NAME TYPE"; the type is A unless given. A leading `-` clears RD, a leading `+` sets DO.
pub(crate) fn query(text: &str) -> Query {
    let (text, recursion_desired) = match text.strip_prefix('-') {
        Some(text) => (text, false),
        None => (text, true),
    };
    let (text, dnssec_ok) = match text.strip_prefix('+') {
        Some(text) => (text, true),
        None => (text, false),
    };
    let mut words = text.split_whitespace();
    let name = name(words.next().expect("a name"));
    let rtype = words.next().map_or(RecordType::A, |text| rdata::parse_type(text).expect("a type"));
    Query { recursion_desired, dnssec_ok, ..Query::new(name, rtype) }
}

impl Built {
    pub(crate) fn resolver(&self, from: &str) -> Resolver {
        match from {
            "internet" => Resolver::Internet,
            from if from.starts_with('@') => {
                Resolver::Server(self.snapshot.server_named(&from[1..]).expect("a server"))
            }
            from if from.starts_with("client of ") => {
                let network = self.snapshot.network_named(&from["client of ".len()..]);
                Resolver::Client(network.expect("a network"))
            }
            from if from.starts_with("inbound of ") => self.inbound[&from["inbound of ".len()..]],
            network => Resolver::AzureDns(self.snapshot.network_named(network).expect("a network")),
        }
    }

    /// Resolves, asking the fake outside; returns the answer as text and the questions asked outside.
    pub(crate) fn resolve(&self, from: &str, question: &str) -> (String, Vec<Ask>, Vec<Event>) {
        self.resolve_at(from, question, &Caches::default(), 0)
    }

    /// Does the same `seconds` after the caches began.
    pub(crate) fn resolve_at(
        &self,
        from: &str,
        question: &str,
        caches: &Caches,
        seconds: u64,
    ) -> (String, Vec<Ask>, Vec<Event>) {
        let mut resolution = Resolution::recording(&self.snapshot, self.resolver(from), query(question));
        let (outcome, asked) = self.drive(&mut resolution, caches, seconds);
        (text(&outcome), asked, resolution.trace().events().cloned().collect())
    }

    /// Drives a resolution to its end, asking the fake outside, which takes no time. While it waits it is suspended.
    pub(crate) fn drive<'s>(
        &'s self,
        resolution: &mut Resolution<'s>,
        caches: &Caches,
        seconds: u64,
    ) -> (Outcome<'s>, Vec<Ask>) {
        let (mut asked, now) = (Vec::new(), Moment::from_secs(seconds));
        for _ in 0..100 {
            match resolution.run(caches, now) {
                Progress::Done(outcome) => return (outcome, asked),
                Progress::Ask(ask) => {
                    let reply = self.outside.get(&(ask.query.name.clone(), ask.query.rtype));
                    let reply = reply
                        .unwrap_or_else(|| panic!("nobody expects {} {}", ask.query.name, ask.query.rtype));
                    let other = Resolution::new(&self.snapshot, Resolver::Internet, query("nobody.example"));
                    *resolution = std::mem::replace(resolution, other).suspend().wake(&self.snapshot);
                    resolution.resume(parse_reply(reply), Duration::ZERO);
                    asked.push(ask);
                }
            }
        }
        panic!("it does not end");
    }

    /// Asks and compares: `want` is the RCODE and the records, a line each, authority after `--`, additional after `++`.
    #[track_caller]
    pub(crate) fn check(&self, from: &str, question: &str, want: &str) {
        let trimmed: Vec<&str> = want.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(self.resolve(from, question).0, trimmed.join("\n"), "{question} from {from}");
    }
}

/// Reads a reply: an RCODE, then records, authority after a line `--`; or `silence`.
pub(crate) fn parse_reply<'s>(text: &str) -> Reply<'s> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let rcode = match lines.next().expect("an RCODE") {
        "silence" => return Reply::Silence("192.0.2.53 did not answer".to_owned()),
        "NOERROR" => ResponseCode::NoError,
        "NXDOMAIN" => ResponseCode::NXDomain,
        "SERVFAIL" => ResponseCode::ServFail,
        "REFUSED" => ResponseCode::Refused,
        other => panic!("{other}"),
    };
    let rest: Vec<&str> = lines.collect();
    let mut sections = rest.split(|line| *line == "--");
    let mut answer = Answer::empty(rcode);
    answer.answer = sets(sections.next().unwrap_or_default()).into_iter().collect();
    answer.authority = sets(sections.next().unwrap_or_default());
    Reply::Answer(answer)
}

fn sets<'s>(lines: &[&str]) -> Vec<Records<'s>> {
    let mut sets: Vec<Records<'s>> = Vec::new();
    for line in records(".", &lines.join("\n")) {
        let mut packed = Vec::new();
        RdataList::pack(&mut packed, &line.rdata);
        match sets.last_mut() {
            Some(last) if last.owner == line.owner && last.rtype == line.rtype => {
                last.packed.to_mut().extend_from_slice(&packed);
            }
            _ => sets.push(Records {
                owner: line.owner,
                rtype: line.rtype,
                ttl: line.ttl,
                packed: packed.into(),
                origin: line.origin,
            }),
        }
    }
    sets
}

/// Writes an outcome as [`Built::check`] reads it.
pub(crate) fn text(outcome: &Outcome<'_>) -> String {
    let answer = match outcome {
        Outcome::Answer(answer) => answer,
        Outcome::Silence(why) => return format!("SILENCE {why}"),
        Outcome::Unknown(ask) => return format!("UNKNOWN {} {}", ask.query.name, ask.query.rtype),
    };
    let mut lines =
        vec![format!("{}{}", rcode_name(answer.rcode), if answer.authoritative { " aa" } else { "" })];
    lines.extend(answer.errors.iter().map(|error| format!("; {} {}", error.code.number(), error.text)));
    for (mark, section) in
        [(None, &*answer.answer), (Some("--"), &*answer.authority), (Some("++"), &*answer.additional)]
    {
        if !section.is_empty() {
            lines.extend(mark.map(str::to_owned));
        }
        for set in section {
            for octets in set.rdata().iter() {
                let data = rdata::display(set.rtype, octets);
                lines.push(format!("{} {} {} {data}", set.owner, set.ttl, set.rtype));
            }
        }
    }
    lines.join("\n")
}
