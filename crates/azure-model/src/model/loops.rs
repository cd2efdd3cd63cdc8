//! Forwarding that goes round in circles, found before anybody asks.
//!
//! For each zone that something is forwarded for, a name below it is followed through forwarders, rules, linked zones and
//! own zones. What the real world does with it is not known here.

use std::collections::HashSet;

use zone_store::name::{LookupName, Name};
use zone_store::suffix_map::SuffixMap;

use super::positions::NetworkIndex;
use super::rulesets::reserved_domains;
use super::servers::Server;
use super::target::Target;
use super::whole::Model;
use azure_objects::Refusals;
use azure_objects::located::Located;
use azure_objects::refusal::ServerRefusal;

/// A label that nobody has.
const PROBE: &[u8] = b"zonite-probe";

/// What a name comes to at one resolver: the end, or somebody else.
enum Way<'m> {
    /// Its own zone, a linked one, or a domain that rules do not reach.
    End,
    /// It is forwarded for this zone to these targets.
    Forward(&'m Name, &'m [Located<Target>]),
}

/// A resolver that forwards.
struct Node<'m> {
    ways: SuffixMap<Way<'m>>,
    /// Linked zones of azure_dns; they decide before rules do.
    linked: SuffixMap<()>,
}

/// One step of a circle: who, and which of its targets.
#[derive(Clone, Copy)]
struct Step<'m> {
    node: usize,
    zone: &'m Name,
    target: &'m Located<Target>,
}

/// Reports circles where they close; of several that share a way, the first one found.
pub(super) fn check(model: &Model, refusals: &mut Refusals) {
    let graph = Graph::new(model);
    let mut reported: HashSet<Vec<String>> = HashSet::new();
    for zone in graph.zones() {
        let probe = LookupName::new(&zone.prepend(PROBE).unwrap_or_else(|_| zone.clone()));
        let mut done = vec![false; graph.nodes.len()];
        for start in 0..graph.nodes.len() {
            let mut circles = Vec::new();
            graph.follow(start, &probe, &mut Vec::new(), &mut done, &mut circles);
            for circle in circles {
                let mut key: Vec<String> = circle.iter().map(|step| key_of(step.target)).collect();
                key.sort();
                if reported.insert(key) {
                    report(model, &circle, refusals);
                }
            }
        }
    }
}

fn key_of(target: &Located<Target>) -> String {
    format!("{} {} {:?}", target.site.place, target.site.path(), target.value)
}

/// Everybody who forwards: the servers, then azure_dns of every network.
struct Graph<'m> {
    model: &'m Model,
    nodes: Vec<Node<'m>>,
}

impl<'m> Graph<'m> {
    fn new(model: &'m Model) -> Self {
        let mut nodes: Vec<Node<'m>> = model.servers().iter().map(of_server).collect();
        let reserved = reserved_domains(model.cloud());
        let own = nodes.len();
        nodes.extend(
            model
                .networks()
                .iter()
                .map(|_| Node { ways: SuffixMap::default(), linked: SuffixMap::default() }),
        );
        for zone in model.zones() {
            for link in &zone.links {
                nodes[own + link.network.0].linked.insert(&zone.apex.value, ());
            }
        }
        for ruleset in model.rulesets() {
            for network in &ruleset.networks {
                let ways = &mut nodes[own + network.0].ways;
                for rule in &ruleset.rules {
                    let domain = &rule.domain_name.value;
                    ways.insert(domain, Way::Forward(domain, &rule.targets));
                }
                for domain in &reserved {
                    ways.insert(domain, Way::End);
                }
            }
        }
        Self { model, nodes }
    }

    /// Lists the zones that are forwarded to somebody of the model, shorter ones first.
    fn zones(&self) -> Vec<&'m Name> {
        let of_node = |node: &Node<'m>| -> Vec<&'m Name> {
            let zone = |way: &Way<'m>| match way {
                Way::Forward(zone, targets)
                    if targets.iter().any(|target| self.node_of(target.value).is_some()) =>
                {
                    Some(*zone)
                }
                Way::Forward(..) | Way::End => None,
            };
            node.ways.values().filter_map(zone).collect()
        };
        let mut zones: Vec<&Name> = self.nodes.iter().flat_map(of_node).collect();
        zones.sort_by_key(|zone| (zone.label_count(), zone.to_string()));
        zones.dedup();
        zones
    }

    fn node_of(&self, target: Target) -> Option<usize> {
        let of_network = |network: NetworkIndex| self.model.servers().len() + network.0;
        match target {
            Target::Server(index) => Some(index.0),
            Target::AzureDns(network) => Some(of_network(network)),
            Target::Inbound(index) => Some(of_network(self.model.resolvers()[index.resolver].network)),
            Target::Internet | Target::Address(_) | Target::Unreachable(_) => None,
        }
    }

    /// Returns where a name goes from a resolver.
    fn way(&self, node: usize, name: &LookupName) -> Option<(&'m Name, &'m [Located<Target>])> {
        let is_server = node < self.model.servers().len();
        let node = &self.nodes[node];
        let (way, labels) = node.ways.longest(name)?;
        let Way::Forward(zone, targets) = way else { return None };
        let longer_rule_wins = !is_server && self.model.assumptions().longer_rule_beats_zone.value;
        match node.linked.longest(name) {
            Some((_, linked)) if !(longer_rule_wins && labels > linked) => None,
            _ => Some((*zone, *targets)),
        }
    }

    /// Follows a name from `node` to everybody who may be asked, `path` being the way there; adds the circles met.
    fn follow(
        &self,
        node: usize,
        name: &LookupName,
        path: &mut Vec<Step<'m>>,
        done: &mut [bool],
        circles: &mut Vec<Vec<Step<'m>>>,
    ) {
        if done[node] {
            return;
        }
        let Some((zone, targets)) = self.way(node, name) else {
            done[node] = true;
            return;
        };
        for target in targets {
            let Some(next) = self.node_of(target.value) else { continue };
            path.push(Step { node, zone, target });
            match path.iter().position(|step| step.node == next) {
                Some(first) => circles.push(path[first..].to_vec()),
                None => self.follow(next, name, path, done, circles),
            }
            path.pop();
        }
        done[node] = true;
    }
}

fn of_server(server: &Server) -> Node<'_> {
    let mut ways = SuffixMap::default();
    if server.recursion {
        for forwarder in &server.forwarders {
            let zone = &forwarder.zone.value;
            ways.insert(zone, Way::Forward(zone, &forwarder.targets));
        }
    }
    let mut linked = SuffixMap::default();
    for zone in &server.zones {
        linked.insert(&zone.apex.value, ());
    }
    Node { ways, linked }
}

fn report(model: &Model, circle: &[Step<'_>], refusals: &mut Refusals) {
    let longest = circle.iter().map(|step| step.zone).max_by_key(|zone| zone.label_count());
    let (Some(zone), Some(last)) = (longest, circle.last()) else { return };
    let names = match zone.is_root() {
        true => "names".to_owned(),
        false => format!("names below {}", zone.without_dot()),
    };
    let labels: Vec<String> =
        [last].into_iter().chain(circle).map(|step| label(model, step.target.value)).collect();
    let way = labels.join(" > ");
    refusals.push(last.target.site.refuse(ServerRefusal::Circle { names, way }));
}

/// Returns a target as people call it.
fn label(model: &Model, target: Target) -> String {
    let network = |index: NetworkIndex| &model.networks()[index.0].label;
    match target {
        Target::AzureDns(index) | Target::Unreachable(index) => format!("azure_dns of {}", network(index)),
        Target::Internet => "internet".to_owned(),
        Target::Server(index) => model.servers()[index.0].name.value.clone(),
        Target::Inbound(index) => {
            let resolver = &model.resolvers()[index.resolver];
            resolver.label_of(&resolver.inbound_endpoints[index.endpoint])
        }
        Target::Address(address) => address.get().to_string(),
    }
}
