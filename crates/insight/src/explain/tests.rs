//! What explanations say of configurations that show one thing each.

use zone_store::engine::Query;
use zone_store::record::RecordType;

use super::{Act, Explanation, Told, explain, reason};
use crate::seat::{Client, Seat};
use azure_model::{Loaded, Memory};
use formats::{ConfigurationText, load_written};

/// Two networks, a registry with an endpoint in `hub`, and a zone that `hub` sees.
const BASE: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[virtual_network]]
name = "spoke"
address_space = ["10.1.0.0/16"]
clients = ["127.0.2.0/24"]
[[container_registry]]
name = "myregistry"
public_ip_address = "203.0.113.9"
[[private_dns_zone]]
name = "privatelink.azurecr.io"
resource_group = "rg"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
private_dns_zone_group = ["rg/privatelink.azurecr.io"]
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.7" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.6" },
]
"#;

const LOGIN: &str = "myregistry.azurecr.io";

/// A configuration in memory.
struct Lab {
    text: String,
    loaded: Loaded,
}

impl Lab {
    fn new(text: &str) -> Self {
        let written = ConfigurationText { path: "lab.toml".as_ref(), text, files: &Memory::default() };
        let loaded = load_written(&written).unwrap_or_else(|errors| panic!("{errors:#?}"));
        Self { text: text.to_owned(), loaded }
    }

    /// Takes [`BASE`] with changes, and more behind it.
    fn based(changes: &[(&str, &str)], more: &str) -> Self {
        let text = changes.iter().fold(BASE.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replace(old, new)
        });
        Self::new(&format!("{text}{more}"))
    }

    fn explain(&self, from: &str, name: &str) -> Explanation {
        self.explain_at(from, None, name)
    }

    fn explain_at(&self, from: &str, named: Option<&str>, name: &str) -> Explanation {
        let written =
            ConfigurationText { path: "lab.toml".as_ref(), text: &self.text, files: &Memory::default() };
        let client = Client::read(&self.loaded.compiled.snapshot, from).expect("a place");
        let seat = Seat::asking(&self.loaded, client, named).expect("a resolver");
        explain(&self.loaded, &written, &seat, &query(name))
    }

    /// Lists near misses, a line each, without their files.
    fn near(&self, from: &str, name: &str) -> Vec<String> {
        let explanation = self.explain(from, name);
        let line = |miss: &super::NearMiss| {
            let line = miss.place.as_ref().map_or(0, |place| place.line()) as usize;
            assert!((1..=self.text.lines().count()).contains(&line), "{miss:?}");
            miss.what.to_string()
        };
        explanation.near_misses.iter().map(line).collect()
    }

    /// Returns the verdict on the registry, then role and verdict of each name.
    fn verdicts(&self, from: &str) -> String {
        let registry = self.explain(from, LOGIN).registry.expect("a registry");
        let each = registry.names.iter().map(|name| format!("{} {}", name.role.word(), name.verdict.word()));
        format!("{}: {}", registry.verdict.word(), each.collect::<Vec<_>>().join(", "))
    }

    /// Returns the reason for an answer, as `dig` shows it.
    fn reason(&self, from: &str, name: &str) -> String {
        use zone_store::engine::Resolution;
        let snapshot = &self.loaded.compiled.snapshot;
        let client = Client::read(snapshot, from).expect("a place");
        let resolver = Seat::of(snapshot, client).resolver.expect("a resolver");
        let mut resolution = Resolution::recording(snapshot, resolver, query(name));
        resolution.run_offline();
        reason(&self.loaded, resolution.trace()).expect("a reason")
    }
}

fn query(name: &str) -> Query {
    Query::new(name.parse().expect("a name"), RecordType::A)
}

#[test]
fn the_verdict_on_a_registry_sums_up_its_names() {
    let with = |changes: &[(&str, &str)], more: &str, from: &str| Lab::based(changes, more).verdicts(from);
    let no_group = ("private_dns_zone_group = [\"rg/privatelink.azurecr.io\"]\n", "");
    let record = |name: &str, address: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"{name}.azurecr.io\"\nvirtual_network_link = [{{ name = \"l\", virtual_network = \"hub\" }}]\n\
                 record_set = [{{ name = \"@\", type = \"A\", records = [\"{address}\"] }}]\n"
        )
    };
    assert_eq!(with(&[], "", "hub"), "private: login private, data private");
    assert_eq!(with(&[], "", "spoke"), "public: login public, data public");
    let only_login = record("myregistry", "10.0.0.7");
    assert_eq!(
        with(
            &[no_group, ("virtual_network = \"hub\" }]", "virtual_network = \"spoke\" }]")],
            &only_login,
            "hub"
        ),
        "split: login private, data public"
    );
    let missing = "record_set = [{ name = \"myregistry\", type = \"A\", records = [\"10.0.0.7\"] }]\n";
    let in_zone = ("resource_group = \"rg\"\n", format!("resource_group = \"rg\"\n{missing}"));
    assert_eq!(
        with(&[no_group, (in_zone.0, &in_zone.1)], "", "hub"),
        "broken: login private, data broken",
        "the data record is missing"
    );
}

#[test]
fn an_address_that_leads_elsewhere_is_broken() {
    let swapped = "record_set = [{ name = \"myregistry\", type = \"A\", records = [\"10.0.0.6\"] }]\n";
    let lab = Lab::based(
        &[
            ("private_dns_zone_group = [\"rg/privatelink.azurecr.io\"]\n", ""),
            ("resource_group = \"rg\"\n", &format!("resource_group = \"rg\"\n{swapped}")),
        ],
        "",
    );
    let registry = lab.explain("hub", LOGIN).registry.expect("a registry");
    assert_eq!(registry.names[0].verdict.word(), "broken");
    let note = registry.names[0].note.as_deref();
    assert_eq!(note, Some("the address of registry_data_westeurope of private endpoint \"pe\""));
}

#[test]
fn every_name_of_a_registry_brings_the_registry() {
    let lab = Lab::based(&[], "");
    for name in [
        "MyRegistry.azurecr.io",
        "myregistry.westeurope.data.azurecr.io",
        "myregistry.privatelink.azurecr.io",
        "myregistry.westeurope.data.privatelink.azurecr.io",
        "myregistry.nowhere.data.azurecr.io",
    ] {
        assert!(lab.explain("hub", name).registry.is_some(), "{name}");
    }
    for name in ["other.azurecr.io", "azurecr.io", "a.myregistry.azurecr.io", "myregistry.azurecr.cn"] {
        assert!(lab.explain("hub", name).registry.is_none(), "{name}");
    }
}

#[test]
fn a_zone_that_is_not_linked_is_nearly() {
    let lab = Lab::based(&[], "");
    assert_eq!(lab.near("hub", LOGIN), [] as [&str; 0]);
    assert_eq!(
        lab.near("spoke", LOGIN),
        ["zone privatelink.azurecr.io (A 10.0.0.7) is not linked to spoke, only to hub"]
    );
    let lab =
        Lab::based(&[("virtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]\n", "")], "");
    assert_eq!(
        lab.near("hub", LOGIN),
        ["zone privatelink.azurecr.io (A 10.0.0.7) is not linked to hub, nor to any other"]
    );
}

#[test]
fn another_zone_of_the_same_name_is_nearly_if_it_says_something_else() {
    let twin = |address: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"privatelink.azurecr.io\"\nresource_group = \"other\"\n\
             virtual_network_link = [{{ name = \"l\", virtual_network = \"spoke\" }}]\n\
             record_set = [{{ name = \"myregistry\", type = \"A\", records = [\"{address}\"] }}]\n"
        )
    };
    assert_eq!(Lab::based(&[], &twin("10.0.0.7")).near("hub", LOGIN), [] as [&str; 0]);
    assert_eq!(
        Lab::based(&[], &twin("10.1.0.7")).near("hub", LOGIN),
        ["zone other/privatelink.azurecr.io (A 10.1.0.7) is not linked to hub, only to spoke"]
    );
}

#[test]
fn a_shorter_zone_loses_even_to_an_empty_one() {
    let longer = "[[private_dns_zone]]\nname = \"westeurope.data.privatelink.azurecr.io\"\n\
                  virtual_network_link = [{ name = \"l\", virtual_network = \"hub\" }]\n";
    assert_eq!(
        Lab::based(&[], longer).near("hub", "myregistry.westeurope.data.azurecr.io"),
        [
            "zone privatelink.azurecr.io (A 10.0.0.6) loses to westeurope.data.privatelink.azurecr.io, which is longer, \
          though empty"
        ]
    );
}

/// A ruleset of `hub` with one rule, which leads to a server on-premises.
fn rule(domain: &str, more: &str) -> String {
    format!(
        "[[network]]\nname = \"onprem\"\naddress_space = [\"192.168.0.0/16\"]\ndns_servers = [\"dns\"]\n\
         [[dns_server]]\nname = \"dns\"\nnetwork = \"onprem\"\nprivate_ip_address = \"192.168.0.53\"\n\
         [[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"hub\"\n\
         [[dns_forwarding_ruleset]]\nname = \"rules\"\nvirtual_networks = [\"hub\"]\n\
         rule = [{{ name = \"one\", domain_name = \"{domain}\", target_dns_servers = [\"192.168.0.53\"]{more} }}]\n"
    )
}

#[test]
fn rules_that_lose_are_nearly() {
    let near = |domain: &str, more: &str, name: &str| Lab::based(&[], &rule(domain, more)).near("hub", name);
    assert_eq!(
        near("privatelink.azurecr.io.", "", LOGIN),
        ["rule privatelink.azurecr.io matches, but the linked zone privatelink.azurecr.io comes first"]
    );
    assert_eq!(
        near("corp.example.", ", enabled = false", "a.corp.example"),
        ["rule corp.example matches, but is disabled"]
    );
    assert_eq!(
        near(".", "", "other.azurecr.io"),
        ["rule . does not reach azurecr.io, which is reserved for Azure services"]
    );
    assert_eq!(
        near("myregistry.azurecr.io.", "", LOGIN),
        [
            "the linked zone privatelink.azurecr.io (A 10.0.0.7) is not asked for the alias: the answer of a rule's target \
             is final"
        ]
    );
}

/// A network outside Azure whose server forwards the privatelink zone to the hub, and has one more key.
fn onprem(more: &str) -> String {
    format!(
        "[[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"hub\"\n\
         inbound_endpoint = [{{ name = \"in\", private_ip_address = \"10.0.0.20\" }}]\n\
         [[network]]\nname = \"onprem\"\naddress_space = [\"192.168.0.0/16\"]\ndns_servers = [\"dns\"]\n\
         [[dns_server]]\nname = \"dns\"\nnetwork = \"onprem\"\nprivate_ip_address = \"192.168.0.53\"\n{more}\n"
    )
}

#[test]
fn forwarders_that_lose_are_nearly() {
    let near = |more: &str, name: &str| Lab::based(&[], &onprem(more)).near("onprem", name);
    let privatelink = "forwarder = [{ zone = \"privatelink.azurecr.io\", to = [\"r/in\"] }]";
    assert_eq!(
        near(privatelink, LOGIN),
        [
            "zone privatelink.azurecr.io (A 10.0.0.7), linked to hub, is not looked at: nobody asks 168.63.129.16",
            "forwarder privatelink.azurecr.io is not asked for the alias: the server returns the chain as it came (chase)"
        ]
    );
    assert_eq!(near(&format!("chase = \"own\"\n{privatelink}"), LOGIN), [] as [&str; 0]);
    assert_eq!(
        near(
            "forwarder = [{ zone = \"io\", to = [\"internet\"] }, { zone = \"azurecr.io\", to = [\"r/in\"] }]",
            LOGIN
        ),
        ["forwarder io matches, too; azurecr.io is longer and wins"]
    );
    let own = "forwarder = [{ zone = \"corp.example\", to = [\"r/in\"] }]\n[[dns_server.zone]]\nname = \"corp.example\"";
    assert_eq!(
        near(own, "a.corp.example"),
        ["forwarder corp.example matches, but dns has the zone corp.example itself"]
    );
}

#[test]
fn a_client_is_where_its_address_is() {
    let overlap = "[[virtual_network]]\nname = \"twin\"\naddress_space = [\"10.0.0.0/16\"]\n";
    let lab = Lab::based(&[], overlap);
    for (from, client, line) in [
        ("hub", "in hub, a virtual network", Some(2)),
        ("127.0.2.9", "127.0.2.9, in spoke by its clients 127.0.2.0/24", Some(9)),
        ("10.0.1.1", "10.0.1.1, in the address space of hub (10.0.0.0/16) and twin (10.0.0.0/16)", None),
        ("192.0.2.1", "192.0.2.1, in no network", None),
        ("internet", "on the public Internet", None),
    ] {
        let explanation = lab.explain(from, LOGIN);
        assert_eq!(explanation.client.to_string(), client);
        assert_eq!(explanation.client.place.map(|place| place.line()), line, "{from}");
    }
    let lab = Lab::based(&[], "");
    let client = lab.explain("10.0.1.1", LOGIN).client;
    assert_eq!(client.to_string(), "10.0.1.1, in hub by its address_space 10.0.0.0/16");
    assert_eq!(client.place.map(|place| place.line()), Some(4));
}

#[test]
fn who_answers_has_a_reason() {
    let lab = Lab::based(&[], &onprem(""));
    for (from, named, want) in [
        ("hub", None, "168.63.129.16: Azure-provided, its network has no dns_servers"),
        ("onprem", None, "dns (192.168.0.53): dns_servers of its network"),
        ("internet", None, "the public Internet"),
        ("127.0.2.9", None, "168.63.129.16 as seen from spoke"),
        ("hub", Some("192.168.0.53"), "dns (192.168.0.53), as you said"),
        ("hub", Some("10.0.0.20"), "inbound endpoint r/in (10.0.0.20), as you said"),
        ("hub", Some("r/in"), "inbound endpoint r/in (10.0.0.20), as you said"),
        ("192.0.2.1", None, "no resolver: 168.63.129.16 answers only sources in a virtual network"),
    ] {
        assert_eq!(lab.explain_at(from, named, LOGIN).resolver.to_string(), want, "{from} {named:?}");
    }
}

#[test]
fn a_source_that_nobody_answers_has_no_steps() {
    let lab = Lab::based(&[], &onprem(""));
    let explanation = lab.explain("192.168.0.9", LOGIN);
    assert!(explanation.steps.is_empty(), "{explanation:?}");
    assert!(matches!(explanation.told, Told::Silence { .. }), "{:?}", explanation.told);
    assert!(explanation.resolver.to_string().contains("--from onprem"), "{}", explanation.resolver);
}

#[test]
fn resolvers_that_ask_each_other_are_stopped_and_named() {
    let text = "[[network]]\nname = \"onprem\"\naddress_space = [\"192.168.0.0/16\"]\ndns_servers = [\"a\"]\n\
                [[dns_server]]\nname = \"a\"\nnetwork = \"onprem\"\nprivate_ip_address = \"192.168.0.1\"\n\
                forwarder = [{ zone = \".\", to = [\"b\"] }]\n\
                [[dns_server]]\nname = \"b\"\nnetwork = \"onprem\"\nprivate_ip_address = \"192.168.0.2\"\n\
                forwarder = [{ zone = \".\", to = [\"a\"] }]\n";
    let lab = Lab::new(text);
    let explanation = lab.explain("onprem", "www.example.com");
    let stopped = explanation.steps.iter().find_map(|step| match &step.act {
        Act::Stopped { why } => Some((step.depth, why.as_str())),
        _ => None,
    });
    assert_eq!(stopped, Some((2, "forwarding loop for www.example.com: a > b > a")));
    assert_eq!(explanation.verdict.map(super::Verdict::word), Some("broken"));
}

#[test]
fn aliases_that_go_round_in_circles_are_shown() {
    let zone = "[[private_dns_zone]]\nname = \"corp.example\"\n\
                virtual_network_link = [{ name = \"l\", virtual_network = \"hub\" }]\n\
                record_set = [{ name = \"a\", type = \"CNAME\", records = [\"b.corp.example\"] }, { name = \"b\", type = \"CNAME\", records = [\"a.corp.example\"] }]\n";
    let explanation = Lab::based(&[], zone).explain("hub", "a.corp.example");
    let last = explanation.steps.last().map(|step| step.act.clone());
    let why = "the aliases form a loop: a.corp.example > b.corp.example > a.corp.example".to_owned();
    assert_eq!(last, Some(Act::Stopped { why }));
}

#[test]
fn an_inner_resolver_that_is_done_hands_back_to_the_outer_one() {
    let more = "chase = \"own\"\nforwarder = [{ zone = \"privatelink.azurecr.io\", to = [\"r/in\"] }]";
    let explanation = Lab::based(&[], &onprem(more)).explain("onprem", LOGIN);
    let asked: Vec<(usize, &str)> = explanation
        .steps
        .iter()
        .filter(|step| matches!(step.act, Act::Asked { .. }))
        .map(|step| (step.depth, step.resolver.as_str()))
        .collect();
    assert_eq!(
        asked,
        [
            (0, "client in onprem"),
            (1, "dns (192.168.0.53)"),
            (2, "the public Internet"),
            (2, "inbound endpoint r/in (10.0.0.20)"),
        ]
    );
}

#[test]
fn the_reason_is_one_line() {
    let lab = Lab::based(&[], "");
    for (from, name, want) in [
        ("hub", LOGIN, "zone privatelink.azurecr.io, linked to hub by \"link\""),
        ("spoke", LOGIN, "privatelink.azurecr.io is not linked to spoke; M1 zone-not-linked"),
        ("internet", LOGIN, "public DNS: container registry \"myregistry\""),
        (
            "hub",
            "x.privatelink.azurecr.io",
            "no such name: zone privatelink.azurecr.io, linked to hub by \"link\"",
        ),
        ("hub", "www.example.com", "no such name: public DNS: no other names are simulated"),
    ] {
        assert_eq!(lab.reason(from, name), want, "{from} {name}");
    }
    for (more, want) in [
        (rule("myregistry.azurecr.io.", ""), "M14 rule-bypasses-zone"),
        (rule("privatelink.azurecr.io.", ""), "zone privatelink.azurecr.io, linked to hub by \"link\""),
    ] {
        let reason = Lab::based(&[], &more).reason("hub", LOGIN);
        assert!(reason.ends_with(want), "{reason}");
    }
    let lab =
        Lab::based(&[], &onprem("forwarder = [{ zone = \"privatelink.azurecr.io\", to = [\"r/in\"] }]"));
    assert!(lab.reason("onprem", LOGIN).ends_with("M2 privatelink-forwarded-only"));
}
