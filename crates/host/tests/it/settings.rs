//! Every setting of the file, changed by a reload: it has the effect that it has at a start.
//!
//! The clock of these tests is paused: it jumps to the next timer whenever nothing else can happen.

use std::net::IpAddr;
use std::time::Duration;

use azure_objects::ConfigFile;
use azure_objects::schema::{Kind, Status};
use test_support::client;

use crate::lab::{Lab, ask, ask_from, said};
use crate::upstream::Upstream;

/// What all configurations have: networks, zones, a registry with an endpoint that waits for approval, and listeners.
const WORLD: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
clients = ["127.0.0.0/16"]
listen = ["127.0.0.1:0"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }, { name = "outbound", address_prefixes = ["10.0.1.0/28"] }]

[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "www", type = "A", records = ["10.0.0.1"] },
  { name = "below.nothing", type = "A", records = ["10.0.0.2"] },
]
virtual_network_link = [{ name = "l", virtual_network = "hub" }]

[[private_dns_zone]]
name = "privatelink.azurecr.io"
virtual_network_link = [{ name = "l", virtual_network = "hub", resolution_policy = "NxDomainRedirect" }]

[[container_registry]]
name = "myregistry"
location = "westeurope"
sku = "Premium"
data_endpoint_enabled = true

[[container_registry]]
name = "pending"
location = "westeurope"
sku = "Premium"

[[container_registry]]
name = "approved"
location = "westeurope"
sku = "Premium"

[[private_endpoint]]
name = "approvedEndpoint"
virtual_network = "hub"
subnet = "default"
resource = "approved"

[[private_endpoint]]
name = "pendingEndpoint"
virtual_network = "hub"
subnet = "default"
resource = "pending"
connection_status = "Pending"

[[private_link_resource]]
name = "mystorage"
private_dns_zone = "privatelink.blob.core.windows.net"

[[private_dns_resolver]]
name = "resolver"
virtual_network = "hub"
[[dns_forwarding_ruleset]]
name = "rules"
virtual_networks = ["hub"]
rule = [{ name = "long", domain_name = "long.corp.example.", target_dns_servers = ["UPSTREAM"] }]
"#;

/// The public side sends a name of the Private Link zone to a name of a linked zone.
const REDIRECT: &str = r#"
[[internet.zone]]
name = "privatelink.azurecr.io"
overlay = true
record_set = [{ name = "x", type = "CNAME", records = ["www.corp.example."] }]
"#;

/// More records than Azure lets a set have.
const TOO_MANY: &str = r#"
[[private_dns_zone]]
name = "many.example"
record_set = [{ name = "many", type = "A", records = [
  "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.7", "10.0.0.8", "10.0.0.9", "10.0.0.10",
  "10.0.0.11", "10.0.0.12", "10.0.0.13", "10.0.0.14", "10.0.0.15", "10.0.0.16", "10.0.0.17", "10.0.0.18", "10.0.0.19", "10.0.0.20",
  "10.0.0.21",
] }]
"#;

/// A name in which capital letters show.
const LONG: &str = "a-long-name-with-many-letters.example.";
const PUBLIC_ZONE: &str = "[{ name = \"public.example\", overlay = true, record_set = [{ name = \"www\", type = \"A\", records = [\"192.0.2.1\"] }] }]";

/// One step of finding out what a setting does.
#[derive(Clone, PartialEq, Eq)]
enum Probe {
    /// A question to a listener, and what came.
    Ask(&'static str, &'static str, u16),
    /// A question to azure_dns from an address in no network.
    AskFromNowhere,
    /// Seconds go by.
    Later(u64),
    /// Upstreams fail from now on.
    Fail,
}

use Probe::{Ask, AskFromNowhere, Fail, Later};

/// A setting, and how it shows.
struct Case {
    /// Its key, with its table.
    key: &'static str,
    /// What the file says about it, before and after the change.
    values: [&'static str; 2],
    /// More tables.
    more: &'static str,
    probes: Vec<Probe>,
}

/// The tables of settings, with the keys that they have in every file.
const TABLES: [(&str, &str); 6] = [
    ("azure_dns", "listen = [\"127.0.0.1:0\"]"),
    ("internet", "listen = [\"127.0.0.1:0\"]\nupstream = [\"UPSTREAM\"]"),
    ("cache", ""),
    ("public_chain", ""),
    ("limits", ""),
    ("assumptions", ""),
];

fn case(key: &'static str, values: [&'static str; 2], probes: Vec<Probe>) -> Case {
    Case { key, values, more: "", probes }
}

impl Case {
    /// Returns the configurations before and after the change.
    fn texts(&self) -> [String; 2] {
        self.values.map(|value| self.text(value))
    }

    fn text(&self, value: &str) -> String {
        let (table, name) = self.key.split_once('.').unwrap_or(("", self.key));
        let setting = format!("{name} = {value}\n");
        let mut text = if table.is_empty() { setting.clone() } else { String::new() };
        for (known, keys) in TABLES {
            let is_other = |line: &&str| table != known || !line.starts_with(&format!("{name} "));
            let keys: Vec<&str> = keys.lines().filter(is_other).collect();
            let own = if table == known { setting.as_str() } else { "" };
            text += &format!("[{known}]\n{}\n{own}", keys.join("\n"));
        }
        let world = self.more.to_owned() + WORLD;
        text + &match value {
            // Its regions and zones are others.
            "\"china\"" => {
                world.replace("westeurope", "chinaeast2").replace("windows.net", "chinacloudapi.cn")
            }
            _ => world,
        }
    }

    /// A cache that was filled before the change must not show after it.
    fn is_warm(&self) -> bool {
        self.key.starts_with("cache.")
    }
}

const A: u16 = 1;
const ANY_TYPE: u16 = 255;

fn registry() -> Vec<Probe> {
    vec![Ask("internet", "myregistry.azurecr.io.", A)]
}

fn twice(name: &'static str) -> Vec<Probe> {
    vec![Ask("internet", name, A), Ask("internet", name, A)]
}

fn hub(name: &'static str) -> Vec<Probe> {
    vec![Ask("hub", name, A)]
}

fn cases() -> Vec<Case> {
    let too_many =
        Case { more: TOO_MANY, ..case("limits.enforce", ["false", "true"], hub("www.corp.example.")) };
    let all = [resolver_cases(), chain_cases(), cache_cases(), assumption_cases(), vec![too_many]];
    all.into_iter().flatten().collect()
}

fn resolver_cases() -> Vec<Case> {
    vec![
        case("cloud", ["\"public\"", "\"china\""], registry()),
        case("azure_dns.listen", ["[]", "[\"127.0.0.1:0\"]"], vec![Ask("azure_dns", "www.corp.example.", A)]),
        case("azure_dns.unknown_source", ["\"refuse\"", "\"drop\""], vec![AskFromNowhere]),
        case("azure_dns.explain", ["false", "true"], hub("www.corp.example.")),
        case("internet.listen", ["[]", "[\"127.0.0.1:0\"]"], registry()),
        case("internet.upstream", ["[\"UPSTREAM\"]", "[\"OTHER\"]"], vec![Ask("internet", "ok.example.", A)]),
        case("internet.case_randomization", ["false", "true"], vec![Ask("internet", LONG, A)]),
        case("internet.zone", ["[]", PUBLIC_ZONE], vec![Ask("internet", "www.public.example.", A)]),
    ]
}

fn chain_cases() -> Vec<Case> {
    vec![
        case("public_chain.registry_ttl", ["60", "61"], vec![Ask("internet", "approved.azurecr.io.", A)]),
        case("public_chain.hop_ttl", ["300", "301"], registry()),
        case("public_chain.address_ttl", ["10", "11"], registry()),
        case(
            "public_chain.login_hops",
            ["[\"a.{registry}.example\"]", "[\"b.{registry}.example\"]"],
            registry(),
        ),
        case(
            "public_chain.data_hops",
            ["[\"a.{registry}.example\"]", "[\"b.{registry}.example\"]"],
            vec![Ask("internet", "myregistry.westeurope.data.azurecr.io.", A)],
        ),
        case(
            "public_chain.resource_hops",
            ["[\"a.{resource}.example\"]", "[\"b.{resource}.example\"]"],
            vec![Ask("internet", "mystorage.blob.core.windows.net.", A)],
        ),
    ]
}

fn cache_cases() -> Vec<Case> {
    vec![
        case("cache.size", ["10000", "0"], twice("ok.example.")),
        case("cache.maximum_ttl", ["604800", "0"], twice("ok.example.")),
        case("cache.maximum_negative_ttl", ["10800", "0"], twice("gone.example.")),
        case("cache.error_ttl", ["5", "0"], twice("bad.example.")),
        case(
            "cache.serve_stale",
            ["0", "3600"],
            vec![Ask("internet", "ok.example.", A), Later(60), Fail, Ask("internet", "ok.example.", A)],
        ),
        case(
            "cache.prefetch",
            ["false", "true"],
            vec![Ask("internet", "ok.example.", A), Later(9), Ask("internet", "ok.example.", A), Later(1)],
        ),
    ]
}

fn assumption_cases() -> Vec<Case> {
    let redirected = hub("x.privatelink.azurecr.io.");
    vec![
        case(
            "assumptions.any_answers",
            ["\"record_sets\"", "\"hinfo\""],
            vec![Ask("hub", "www.corp.example.", ANY_TYPE)],
        ),
        case("assumptions.maximum_ttl", ["1800", "60"], hub("www.corp.example.")),
        case("assumptions.authoritative_negatives", ["false", "true"], hub("none.corp.example.")),
        case("assumptions.empty_non_terminals", ["\"nodata\"", "\"nxdomain\""], hub("nothing.corp.example.")),
        case(
            "assumptions.pending_privatelink_cname",
            ["false", "true"],
            vec![Ask("internet", "pending.azurecr.io.", A)],
        ),
        case("assumptions.longer_rule_beats_zone", ["false", "true"], hub("a.long.corp.example.")),
        Case { more: REDIRECT, ..case("assumptions.fallback_reenters_zones", ["true", "false"], redirected) },
    ]
}

/// What the probes of a case come to.
struct Run {
    upstreams: [Upstream; 2],
    probes: Vec<Probe>,
}

impl Run {
    async fn new(case: &Case) -> Self {
        let upstreams = [Upstream::start(80).await, Upstream::start(81).await];
        Self { upstreams, probes: case.probes.clone() }
    }

    /// Puts the addresses of the upstreams into a configuration.
    fn fill(&self, text: &str) -> String {
        let [one, other] = self.upstreams.each_ref().map(|upstream| upstream.address.to_string());
        text.replace("UPSTREAM", &one).replace("OTHER", &other)
    }

    /// Takes out of a text what is another in every run.
    fn plain(&self, text: &str, lab: &Lab) -> String {
        let [one, other] = self.upstreams.each_ref().map(|upstream| upstream.address.to_string());
        let folder = lab.folder.path.display().to_string();
        text.replace(&one, "UPSTREAM").replace(&other, "OTHER").replace(&folder, "FOLDER")
    }

    /// Runs the probes; returns what came, and what upstreams were asked meanwhile.
    async fn probe(&self, lab: &Lab) -> Vec<String> {
        let before = self.upstreams.each_ref().map(|upstream| upstream.asked().len());
        let mut seen = Vec::new();
        for probe in &self.probes {
            let response = match *probe {
                Ask(listener, name, rtype) => match lab.find(listener) {
                    Some(address) => ask(address, name, rtype).await,
                    None => {
                        seen.push(format!("no listener {listener}"));
                        continue;
                    }
                },
                AskFromNowhere => {
                    let nowhere = IpAddr::from([127, 9, 0, 1]);
                    ask_from(nowhere, lab.address("azure_dns"), &client::query("www.corp.example.", 1)).await
                }
                Later(seconds) => {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                    continue;
                }
                Fail => {
                    self.upstreams.iter().for_each(Upstream::fail);
                    continue;
                }
            };
            seen.push(self.plain(&said(response.as_ref()), lab));
        }
        for (upstream, before) in self.upstreams.iter().zip(before) {
            seen.extend(
                upstream.asked().split_off(before).iter().map(|name| format!("asked {}", in_words(name))),
            );
        }
        seen
    }
}

/// Says of a name whether it has capital letters, which are drawn at random.
fn in_words(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    if name == lower { lower } else { format!("{lower} in random case") }
}

/// Starts with a configuration and probes it; what cannot be started is told instead.
async fn fresh(case: &Case, text: &str) -> Vec<String> {
    let run = Run::new(case).await;
    match Lab::start(&run.fill(text)).await {
        Ok(lab) => {
            let seen = run.probe(&lab).await;
            lab.stop().await;
            seen
        }
        Err(error) => {
            assert_eq!(case.key, "limits.enforce", "{error:?}");
            vec![error.to_string()]
        }
    }
}

/// Starts with one configuration, reloads another, and probes that.
async fn reloaded(case: &Case, before: &str, after: &str) -> Vec<String> {
    let run = Run::new(case).await;
    let lab = Lab::start(&run.fill(before)).await.expect("the configuration before the change is fine");
    if case.is_warm() && !case.probes.contains(&Fail) {
        run.probe(&lab).await;
    }
    let seen = match lab.reload(&run.fill(after)).await {
        Ok(_) => run.probe(&lab).await,
        Err(error) => vec![error.to_string()],
    };
    lab.stop().await;
    seen
}

#[tokio::test(start_paused = true)]
async fn a_reload_applies_every_setting_as_a_start_does() {
    for case in cases() {
        let [before, after] = case.texts();
        let (old, new) = (fresh(&case, &before).await, fresh(&case, &after).await);
        assert_ne!(old, new, "{}: the probes do not show it", case.key);
        assert_eq!(reloaded(&case, &before, &after).await, new, "{} = {}", case.key, case.values[1]);
        if case.key != "limits.enforce" {
            assert_eq!(reloaded(&case, &after, &before).await, old, "{} = {}", case.key, case.values[0]);
        }
    }
}

#[test]
fn every_setting_has_a_case() {
    let cases: Vec<&str> = cases().iter().map(|case| case.key).collect();
    let mut missing = Vec::new();
    for key in ConfigFile::TABLE.keys.iter().filter(|key| key.status == Status::Built) {
        match key.kind {
            Kind::Table(table) => {
                let built = table.keys.iter().filter(|key| key.status == Status::Built);
                missing.extend(built.map(|own| format!("{}.{}", key.name, own.name)));
            }
            // Objects, which are in the snapshot.
            Kind::Tables(_) => {}
            _ => missing.push(key.name.to_owned()),
        }
    }
    missing.retain(|key| !cases.contains(&&**key));
    assert!(missing.is_empty(), "{missing:?}");
}
