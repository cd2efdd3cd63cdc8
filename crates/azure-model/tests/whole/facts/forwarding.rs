//! Who wins where zones and rules overlap, what rulesets and inbound endpoints do, what is out of reach.

use zone_store::answer::Answer;
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::record::RecordType;
use zone_store::snapshot::{NotAdmitted, Resolver, Vantage};

use super::super::load_files;
use super::told;
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::Catalogue;
use azure_model::Loaded;
use azure_model::model::reserved_domains;

/// `hub` with a zone, an endpoint for storage, and a ruleset whose rules follow; `onprem-dns` knows another truth.
fn configuration(zone: &str, rules: &str, more: &str) -> String {
    format!(
        r#"{more}
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
[[network]]
name = "onprem"
address_space = ["192.168.0.0/16"]
dns_servers = ["onprem-dns"]
[[private_dns_zone]]
name = "{zone}"
virtual_network_link = [{{ name = "link", virtual_network = "hub" }}]
record_set = [{{ name = "here", type = "A", records = ["10.0.0.9"] }}]
[[dns_server]]
name = "onprem-dns"
network = "onprem"
private_ip_address = "192.168.0.53"
[[dns_server.zone]]
name = "corp.example"
record_set = [{{ name = "*", type = "A", records = ["192.168.0.9"] }}, {{ name = "b.a", type = "A", records = ["192.168.0.8"] }}]
[[private_dns_resolver]]
name = "resolver"
virtual_network = "hub"
inbound_endpoint = [{{ name = "in", private_ip_address = "10.0.1.4" }}]
[[dns_forwarding_ruleset]]
name = "rules"
virtual_networks = ["hub"]
rule = [{rules}]
"#
    )
}

/// Writes a rule to `onprem-dns`.
fn rule(domain_name: &str) -> String {
    format!(
        "{{ name = \"{domain_name}\", domain_name = \"{domain_name}\", target_dns_servers = [\"192.168.0.53\"] }}, "
    )
}

fn loaded(zone: &str, rules: &str, more: &str) -> Loaded {
    load_files(&configuration(zone, rules, more), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Checks what the last line is that `hub` is told.
#[track_caller]
fn check_told(zone: &str, rules: &str, name: &str, want: &str) {
    assert_eq!(told(&loaded(zone, rules, ""), "hub", name), want, "{name}");
}

const STORAGE: &str = "[[private_link_resource]]\nname = \"acct\"\nprivate_dns_zone = \"privatelink.blob.core.windows.net\"\n\
                       public_ip_address = \"203.0.113.40\"\nprivatelink_cname = true\n";

/// Asks a resolver that is no network's own.
fn ask_named<'s>(loaded: &'s Loaded, resolver: Resolver, name: &str) -> Answer<'s> {
    let query = Query::new(name.parse().expect("a name"), RecordType::A);
    match Resolution::new(&loaded.compiled.snapshot, resolver, query).run_offline() {
        Outcome::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn s1_3_a_linked_zone_wins_over_a_rule_of_its_name() {
    check_told(
        "corp.example",
        &rule("corp.example."),
        "here.corp.example",
        "NoError: here.corp.example. 1800 A 10.0.0.9",
    );
}

#[test]
fn s1_3_a_name_that_the_zone_lacks_never_reaches_the_rule() {
    check_told(
        "corp.example",
        &rule("corp.example."),
        "missing.corp.example",
        "NXDomain: authority: corp.example. 10 SOA minimum 10",
    );
}

#[test]
fn s1_3_a_rule_for_the_public_name_wins_over_the_privatelink_zone() {
    let zone = "privatelink.blob.core.windows.net";
    let of = |rules: &str| loaded(zone, rules, STORAGE);
    let name = "acct.blob.core.windows.net";
    let without = told(&of(""), "hub", name);
    assert_eq!(without, "NXDomain: authority: privatelink.blob.core.windows.net. 10 SOA minimum 10");
    let with = told(&of(&rule("blob.core.windows.net.")), "hub", name);
    assert!(with.starts_with("NoError: ") && with.ends_with("A 203.0.113.40"), "{with}");
}

#[test]
fn s1_3_a_zone_wins_over_a_longer_rule_unless_assumed_otherwise() {
    let rules = rule("a.corp.example.");
    check_told(
        "corp.example",
        &rules,
        "b.a.corp.example",
        "NXDomain: authority: corp.example. 10 SOA minimum 10",
    );
    let other = loaded("corp.example", &rules, "[assumptions]\nlonger_rule_beats_zone = true");
    assert_eq!(told(&other, "hub", "b.a.corp.example"), "NoError: b.a.corp.example. 1800 A 192.168.0.8");
    assert_eq!(told(&other, "hub", "here.corp.example"), "NoError: here.corp.example. 1800 A 10.0.0.9");
}

#[test]
fn s1_3_the_most_specific_zone_wins_even_if_empty() {
    let more = "[[private_dns_zone]]\nname = \"a.lab.example\"\n\
                virtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]";
    let loaded = loaded("lab.example", "", more);
    assert_eq!(
        told(&loaded, "hub", "here.a.lab.example"),
        "NXDomain: authority: a.lab.example. 10 SOA minimum 10"
    );
}

#[test]
fn s1_3_two_zones_of_one_name_cannot_be_linked_to_a_network() {
    let more = "[[private_dns_zone]]\nname = \"lab.example\"\nresource_group = \"rg\"\n\
                virtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]";
    assert!(load_files(&configuration("lab.example", "", more), &[]).is_err());
}

#[test]
fn s1_3_a_zone_of_a_public_name_hides_it_and_an_unlinked_one_does_nothing() {
    let public = "[[internet.zone]]\nname = \"jiejue.example\"\n\
                  record_set = [{ name = \"www\", type = \"A\", records = [\"203.0.113.7\"] }]\n";
    let name = "www.jiejue.example";
    let hidden = loaded("jiejue.example", "", public);
    assert_eq!(told(&hidden, "hub", name), "NXDomain: authority: jiejue.example. 10 SOA minimum 10");
    let unlinked = format!("{public}[[private_dns_zone]]\nname = \"www.jiejue.example\"\n");
    assert_eq!(
        told(&loaded("lab.example", "", &unlinked), "hub", name),
        "NoError: www.jiejue.example. 1800 A 203.0.113.7"
    );
}

#[test]
fn s7_2_an_inbound_endpoint_sees_zones_and_rules_of_its_network() {
    let loaded = loaded("lab.example", &rule("corp.example."), "");
    let inbound = loaded.compiled.resolvers.iter().find(|(name, _)| name == "resolver/in").expect("it").1;
    for (name, want) in [("here.lab.example", "here"), ("x.corp.example", "x")] {
        let answer = ask_named(&loaded, inbound, name);
        assert!(answer.answer[0].owner.to_string().starts_with(want), "{answer:?}");
    }
}

#[test]
fn s7_2_the_address_of_an_inbound_endpoint_is_the_fifth_of_its_subnet() {
    let text = "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\n\
                subnet = [{ name = \"in\", address_prefixes = [\"10.0.3.16/28\"] }]\n\
                [[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"hub\"\n\
                inbound_endpoint = [{ name = \"in\", subnet = \"in\" }]\n";
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(loaded.model.resolvers()[0].inbound_endpoints[0].address.to_string(), "10.0.3.20");
}

#[test]
fn s7_3_the_longest_enabled_rule_decides() {
    let off = rule("corp.example.").replace(" }", ", enabled = false }");
    check_told("lab.example", &off, "x.corp.example", "NXDomain: authority: . 1800 SOA minimum 86400");
    let nowhere = rule("x.corp.example.").replace("192.168.0.53", "192.0.2.1");
    let both = rule("corp.example.") + &nowhere;
    check_told("lab.example", &both, "y.corp.example", "NoError: y.corp.example. 1800 A 192.168.0.9");
    assert!(told(&loaded("lab.example", &both, ""), "hub", "x.corp.example").contains("192.0.2.1"));
}

#[test]
fn s7_3_the_wildcard_rule_does_not_reach_the_domains_of_azures_services() {
    let wildcard = rule(".").replace("192.168.0.53", "192.0.2.1");
    let loaded = loaded("lab.example", &wildcard, STORAGE);
    assert!(told(&loaded, "hub", "acct.blob.core.windows.net").ends_with("A 203.0.113.40"));
    assert!(told(&loaded, "hub", "www.contoso.example").contains("192.0.2.1"));
}

#[test]
fn s7_3_a_rule_of_a_reserved_domain_is_ignored_and_a_longer_one_works() {
    let of = |name: &str| loaded("lab.example", &rule(name).replace("192.168.0.53", "192.0.2.1"), STORAGE);
    let ignored = of("windows.net.");
    assert!(told(&ignored, "hub", "acct.blob.core.windows.net").ends_with("A 203.0.113.40"));
    assert!(ignored.warnings[0].to_diagnostic().problem.contains("is reserved for Azure services"));
    assert!(told(&of("core.windows.net."), "hub", "acct.blob.core.windows.net").contains("192.0.2.1"));
}

#[test]
fn s7_3_the_reserved_domains_are_those_of_the_catalogue() {
    let public = "azconfig.io azmk8s.io aznbcontent.net azure-api.net azure-automation.net \
        azure-devices-provisioning.net azure-devices.net azure.com azure.net azurecontainerapps.io azurecr.io \
        azuredatabricks.net azurehdinsight.net azurehealthcareapis.com azureiotcentral.com azureml.ms \
        azurestaticapps.net azuresynapse.net azurewebsites.net botframework.com microsoft.com signalr.net \
        videoindexer.ai visualstudio.com windows.net windowsazure.com";
    let mut found: Vec<String> =
        reserved_domains(Cloud::Public).iter().map(|name| name.without_dot()).collect();
    found.sort();
    assert_eq!(found, public.split_whitespace().collect::<Vec<_>>());
    for (cloud, domain) in [(Cloud::China, "azurecr.cn"), (Cloud::UsGovernment, "azurecr.us")] {
        assert!(reserved_domains(cloud).iter().any(|name| name.without_dot() == domain));
        assert!(Catalogue::of(cloud).entries().count() > 0);
    }
}

#[test]
fn s7_3_azure_dns_is_no_target() {
    let refused = rule("corp.example.").replace("192.168.0.53", "168.63.129.16");
    let errors = load_files(&configuration("lab.example", &refused, ""), &[]).expect_err("refused");
    assert_eq!(errors[0].to_diagnostic().problem, "Exception while making add request for rule");
}

#[test]
fn s6_1_from_outside_azure_168_63_129_16_is_silent() {
    let more = "[azure_dns]\nlisten = [\"127.0.0.1:0\"]\n";
    let loaded = loaded("lab.example", "", more);
    let snapshot = &loaded.compiled.snapshot;
    assert_eq!(snapshot.admit(Vantage::BySource, [192, 168, 0, 9].into()), Err(NotAdmitted::Drop));
    assert!(snapshot.admit(Vantage::BySource, [10, 0, 0, 9].into()).is_ok());
    let text = configuration("lab.example", "", "").replace(
        "name = \"onprem-dns\"\n",
        "name = \"onprem-dns\"\nforwarder = [{ zone = \".\", to = [\"168.63.129.16\"] }]\n",
    );
    let loaded = load_files(&text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let server = Resolver::Server(loaded.compiled.snapshot.server_named("onprem-dns").expect("a server"));
    let answer = ask_named(&loaded, server, "here.lab.example");
    assert!(
        answer.errors[0].text.contains("168.63.129.16 answers only inside Azure; onprem is outside"),
        "{answer:?}"
    );
}
