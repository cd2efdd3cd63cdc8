//! Networks, DNS servers, private resolvers and rulesets that are refused.

use super::{check, check_after_fine};

#[test]
fn names_of_networks_share_one_namespace() {
    check_after_fine(
        r#"[[network]]
name = "HUB"
[[network]]
name = "internet"
[[network]]
name = "10.0.0.4"
clients = ["10.9.0.0/16"]
[[virtual_network]]
name = "other"
clients = ["10.9.0.0/16"]
"#,
        &[
            r#"zonite.toml:8:8: error: network.name = "HUB": is the name of another virtual network, at zonite.toml:2:8; rename one of them, or give each a resource_group of its own"#,
            r#"zonite.toml:10:8: error: network.name = "internet": is the name of a resolver; give the network another name"#,
            r#"zonite.toml:12:8: error: network.name = "10.0.0.4": is not the name of a network; write letters, digits, underscores, periods and hyphens"#,
            r#"zonite.toml:13:12: error: network.clients = "10.9.0.0/16": is among the clients of "other" too, at zonite.toml:16:12; a prefix belongs to one network; remove one of the two"#,
        ],
    );
}

#[test]
fn a_network_outside_azure_is_no_virtual_network() {
    check_after_fine(
        r#"[[network]]
name = "onprem"
address_space = ["192.168.0.0/16"]
[[virtual_machine]]
name = "vm"
virtual_network = "onprem"
private_ip_address = "192.168.0.4"
[[dns_server]]
name = "a"
virtual_network = "onprem"
private_ip_address = "192.168.0.5"
[[dns_server]]
name = "b"
network = "hub"
private_ip_address = "10.0.0.5"
[[dns_server]]
name = "c"
network = "onprm"
private_ip_address = "10.0.0.5"
[[private_dns_resolver]]
name = "r"
virtual_network = "onprem"
"#,
        &[
            r#"zonite.toml:12:19: error: virtual_machine.virtual_network = "onprem": is no virtual network, but a network outside Azure; there is hub"#,
            r#"zonite.toml:16:19: error: dns_server.virtual_network = "onprem": is no virtual network, but a network outside Azure; there is hub"#,
            r#"zonite.toml:20:11: error: dns_server.network = "hub": is no network outside Azure, but a virtual network; there is onprem"#,
            r#"zonite.toml:24:11: error: dns_server.network = "onprm": is no network outside Azure; did you mean "onprem"?"#,
            r#"zonite.toml:28:19: error: private_dns_resolver.virtual_network = "onprem": is no virtual network, but a network outside Azure; there is hub"#,
        ],
    );
}

#[test]
fn a_server_is_in_one_network_and_has_an_address_there() {
    check_after_fine(
        r#"[[network]]
name = "onprem"
address_space = ["192.168.0.0/16"]
[[dns_server]]
name = "both"
network = "onprem"
virtual_network = "hub"
private_ip_address = "192.168.0.5"
[[dns_server]]
name = "neither"
private_ip_address = "192.168.0.5"
[[dns_server]]
name = "outside"
virtual_network = "hub"
private_ip_address = "192.168.0.5"
[[dns_server]]
name = "first"
network = "onprem"
private_ip_address = "192.168.0.6"
[[dns_server]]
name = "second"
network = "onprem"
private_ip_address = "192.168.0.6"
[[dns_server]]
name = "SECOND"
network = "onprem"
private_ip_address = "192.168.0.7"
[[dns_server]]
name = "azure_dns"
network = "onprem"
private_ip_address = "192.168.0.8"
timeout = "3 s"
chase = "down"
[[dns_server]]
name = "late"
network = "onprem"
private_ip_address = "192.168.0.9"
timeout = "61s"
"#,
        &[
            r#"zonite.toml:12:11: error: dns_server.network = "onprem": is beside virtual_network; a server is in one network; remove one of the two"#,
            r#"zonite.toml:16:8: error: dns_server.name = "neither": is in no network; write network = "...", or virtual_network = "..." for one in Azure"#,
            r#"zonite.toml:21:22: error: dns_server.private_ip_address = "192.168.0.5": is outside the address_space of "hub"; write an address of 10.0.0.0/16"#,
            r#"zonite.toml:29:22: error: dns_server.private_ip_address = "192.168.0.6": is the address of something else in this network, at zonite.toml:25:22; write another address of the subnet"#,
            r#"zonite.toml:31:8: error: dns_server.name = "SECOND": is the name of another DNS server, at zonite.toml:27:8; rename one of them"#,
            r#"zonite.toml:38:11: error: dns_server.timeout = "3 s": is not a time allowed here; write a time such as "3s" or "500ms", from 1ms to 60s"#,
            r#"zonite.toml:39:9: error: dns_server.chase = "down": is not one of the words allowed here; did you mean "own"?"#,
            r#"zonite.toml:44:11: error: dns_server.timeout = "61s": is not a time allowed here; write a time such as "3s" or "500ms", from 1ms to 60s"#,
        ],
    );
}

#[test]
fn targets_are_servers_endpoints_and_addresses() {
    check_after_fine(
        r#"[[dns_server]]
name = "hub-dns"
virtual_network = "hub"
private_ip_address = "10.0.0.5"
forwarder = [
  { zone = "a.example", to = ["hub-dsn", "nowhere", "10.0.0.300"] },
  { zone = "b.example", to = [] },
  { zone = "c.example", to = ["192.0.2.1"] },
  { zone = "C.example.", to = ["192.0.2.2:5353"] },
  { zone = "d..example", to = ["192.0.2.2"] },
]
[[dns_server]]
name = "refused"
virtual_network = "hup"
private_ip_address = "10.0.0.6"
[[virtual_network]]
name = "spoke"
dns_servers = ["refused", "hub-resolver/in"]
"#,
        &[
            r#"zonite.toml:12:31: error: dns_server.forwarder.to = "hub-dsn": is no DNS server; did you mean "hub-dns"?"#,
            r#"zonite.toml:12:42: error: dns_server.forwarder.to = "nowhere": is no DNS server; there is azure_dns, hub-dns, internet, and any address"#,
            r#"zonite.toml:12:53: error: dns_server.forwarder.to = "10.0.0.300": is no DNS server; there is azure_dns, hub-dns, internet, and any address"#,
            r#"zonite.toml:13:3: error: dns_server.forwarder: has no target; write to = ["..."]"#,
            r#"zonite.toml:15:12: error: dns_server.forwarder.zone = "C.example": has another forwarder, at zonite.toml:14:12; put the targets into one forwarder"#,
            r#"zonite.toml:16:12: error: dns_server.forwarder.zone = "d..example": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:20:19: error: dns_server.virtual_network = "hup": is no virtual network; did you mean "hub"?"#,
            r#"zonite.toml:24:27: error: virtual_network.dns_servers = "hub-resolver/in": is no DNS server; there is azure_dns, hub-dns, internet, and any address"#,
        ],
    );
}

#[test]
fn an_address_in_two_networks_means_two_servers() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
dns_servers = ["10.0.0.4"]
[[network]]
name = "one"
address_space = ["10.0.0.0/16"]
dns_servers = ["10.0.0.4"]
[[network]]
name = "two"
address_space = ["10.0.0.0/16"]
[[dns_server]]
name = "dns-one"
network = "one"
private_ip_address = "10.0.0.4"
[[dns_server]]
name = "dns-two"
network = "two"
private_ip_address = "10.0.0.4"
"#,
        &[
            r#"zonite.toml:4:16: error: virtual_network.dns_servers = "10.0.0.4": is the address of "dns-one" and of "dns-two"; give one of them another address"#,
        ],
    );
}

#[test]
fn zones_of_servers() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "corp.example"
[[dns_server]]
name = "hub-dns"
virtual_network = "hub"
private_ip_address = "10.0.0.5"
[[dns_server.zone]]
private_dns_zone = "crop.example"
[[dns_server.zone]]
private_dns_zone = "corp.example"
name = "other.example"
[[dns_server.zone]]
name = "corp.example"
[[dns_server.zone]]
record_set = []
[[dns_server.zone]]
private_dns_zone = "corp.example"
zone_file = "x.zone"
[[dns_server.zone]]
name = "lab.example"
record_set = [
  { name = "a", type = "A", records = ["10.0.0.9"] },
  { name = "a", type = "ANY", records = ["10.0.0.9"] },
]
[[dns_server.zone]]
name = "file.example"
zone_file = "missing.zone"
"#,
        &[
            r#"zonite.toml:14:20: error: dns_server.zone.private_dns_zone = "crop.example": is no private DNS zone; did you mean "corp.example"?"#,
            r#"zonite.toml:17:8: error: dns_server.zone.name = "other.example": is not the name of the private zone "corp.example"; remove the name"#,
            r#"zonite.toml:19:8: error: dns_server.zone.name = "corp.example": is the name of another zone of this server, at zonite.toml:16:20; put the records into one zone"#,
            r#"zonite.toml:20:1: error: dns_server.zone: has no name; write name = "...", or private_dns_zone = "...""#,
            r#"zonite.toml:23:20: error: dns_server.zone.private_dns_zone = "corp.example": is served as it is; this zone has records of its own beside it; add them to the private zone, or leave it out"#,
            r#"zonite.toml:23:20: error: dns_server.zone.private_dns_zone = "corp.example": is the name of another zone of this server, at zonite.toml:16:20; put the records into one zone"#,
            r#"zonite.toml:29:24: error: dns_server.zone.record_set.type = "ANY": is a type of questions, not of records; write a type such as "A""#,
            r#"zonite.toml:33:13: error: dns_server.zone.zone_file = "missing.zone": there is no such file; paths are relative to /etc/zonite"#,
        ],
    );
}

#[test]
fn inbound_endpoints() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/8"]
subnet = [
  { name = "in", address_prefixes = ["10.0.0.0/28"] },
  { name = "wide", address_prefixes = ["10.1.0.0/16"] },
]
[[private_dns_resolver]]
name = "r"
virtual_network = "hub"
inbound_endpoint = [
  { name = "a", subnet = "in" },
  { name = "A", subnet = "in" },
  { name = "b", subnet = "in", private_ip_address = "10.0.0.3" },
  { name = "c", subnet = "wide" },
  { name = "d" },
  { name = "e", subnet = "inn" },
  { name = "f", private_ip_address = "11.0.0.1" },
  { name = "g", private_ip_address = "10.0.0.4" },
]
[[private_dns_resolver]]
name = "R"
virtual_network = "hub"
"#,
        &[
            r#"zonite.toml:9:8: error: private_dns_resolver.name = "r": has 8 inbound endpoints; a private DNS resolver has at most 5; remove some, or set enforce = false in [limits]"#,
            r#"zonite.toml:13:12: error: private_dns_resolver.inbound_endpoint.name = "A": is the name of another endpoint of this resolver, at zonite.toml:12:12; rename one of them"#,
            r#"zonite.toml:14:12: error: private_dns_resolver.inbound_endpoint.name = "b": is in the subnet of "a"; a subnet has one endpoint of a private DNS resolver; write another subnet, or set enforce = false in [limits]"#,
            r#"zonite.toml:14:53: error: private_dns_resolver.inbound_endpoint.private_ip_address = "10.0.0.3": is reserved by Azure, as the first four addresses and the last of the subnet "in" are; write an address from 10.0.0.4 to 10.0.0.14"#,
            r#"zonite.toml:15:26: error: private_dns_resolver.inbound_endpoint.subnet = "wide": is a /16; the subnet of an inbound endpoint is from /28 to /24; write another prefix, or set enforce = false in [limits]"#,
            r#"zonite.toml:16:12: error: private_dns_resolver.inbound_endpoint.name = "d": has no address; write private_ip_address = "...", or subnet = "..." for its fifth address"#,
            r#"zonite.toml:17:26: error: private_dns_resolver.inbound_endpoint.subnet = "inn": is no subnet of "hub"; there is in, wide"#,
            r#"zonite.toml:18:38: error: private_dns_resolver.inbound_endpoint.private_ip_address = "11.0.0.1": is outside the address_space of "hub"; write an address of 10.0.0.0/8"#,
            r#"zonite.toml:19:38: error: private_dns_resolver.inbound_endpoint.private_ip_address = "10.0.0.4": is the address of something else in this network, at zonite.toml:12:26; write another address of the subnet"#,
            r#"zonite.toml:22:8: error: private_dns_resolver.name = "R": is one of 2 private DNS resolvers; a virtual network has at most 1; remove some, or set enforce = false in [limits]"#,
            r#"zonite.toml:22:8: error: private_dns_resolver.name = "R": is the name of another private DNS resolver, at zonite.toml:9:8; rename one of them"#,
        ],
    );
}

#[test]
fn rules() {
    check_after_fine(
        &format!(
            r#"[[virtual_network]]
name = "spoke"
[[dns_forwarding_ruleset]]
name = "rules"
virtual_networks = ["hub", "nowhere"]
rule = [
  {{ name = "a", domain_name = "corp.example", target_dns_servers = ["192.0.2.1"] }},
  {{ name = "A", domain_name = "a.example.", target_dns_servers = ["168.63.129.16"] }},
  {{ name = "b", domain_name = "b.example.", target_dns_servers = [{{ ip_address = "168.63.129.16", port = 53 }}] }},
  {{ name = "c", domain_name = "c.example.", target_dns_servers = [] }},
  {{ name = "d", domain_name = "d.example.", target_dns_servers = ["dns"] }},
  {{ name = "e", domain_name = "e.example.", target_dns_servers = [{{ port = 0, ip = "x" }}] }},
  {{ name = "f", domain_name = "f.example.", target_dns_servers = ["192.0.2.1"] }},
  {{ name = "g", domain_name = "F.example.", target_dns_servers = ["192.0.2.1"] }},
  {{ name = "h", domain_name = "f.example.", target_dns_servers = ["192.0.2.1"], enabled = false }},
  {{ name = "i", domain_name = "{}example.", target_dns_servers = ["192.0.2.1"] }},
  {{ name = "j", domain_name = "j..example.", target_dns_servers = ["192.0.2.1"] }},
]
[[dns_forwarding_ruleset]]
name = "RULES"
virtual_networks = ["spoke", "hub"]
"#,
            "a.".repeat(34)
        ),
        &[
            r#"zonite.toml:11:28: error: dns_forwarding_ruleset.virtual_networks = "nowhere": is no virtual network; there is hub, spoke"#,
            r#"zonite.toml:13:31: error: dns_forwarding_ruleset.rule.domain_name = "corp.example": has no dot at its end; the domain name of a rule has one; write "corp.example.""#,
            r#"zonite.toml:14:12: error: dns_forwarding_ruleset.rule.name = "A": is the name of another rule of this ruleset, at zonite.toml:13:12; rename one of them"#,
            r#"zonite.toml:14:67: error: dns_forwarding_ruleset.rule.target_dns_servers = "168.63.129.16": Exception while making add request for rule; 168.63.129.16 is no target; disable the rule, and the names stay with Azure"#,
            r#"zonite.toml:15:67: error: dns_forwarding_ruleset.rule.target_dns_servers = "168.63.129.16": Exception while making add request for rule; 168.63.129.16 is no target; disable the rule, and the names stay with Azure"#,
            r#"zonite.toml:16:3: error: dns_forwarding_ruleset.rule: has no target_dns_servers; write the address of one"#,
            r#"zonite.toml:17:67: error: dns_forwarding_ruleset.rule.target_dns_servers = "dns": is not an address; write an address, with a port if it is not 53"#,
            r#"zonite.toml:18:67: error: dns_forwarding_ruleset.rule.target_dns_servers.ip_address: is missing; write an IPv4 address"#,
            r#"zonite.toml:18:76: error: dns_forwarding_ruleset.rule.target_dns_servers.port = 0: is out of range; write an integer from 1 to 65535"#,
            r#"zonite.toml:18:79: error: dns_forwarding_ruleset.rule.target_dns_servers.ip: is not a key of this table; its keys are ip_address, port"#,
            r#"zonite.toml:20:31: error: dns_forwarding_ruleset.rule.domain_name = "F.example.": has another rule, at zonite.toml:19:31; put the targets into one rule, or disable one"#,
            r#"zonite.toml:22:31: error: dns_forwarding_ruleset.rule.domain_name = "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.…: has 35 labels; the domain name of a rule has none, or 1 to 34; shorten it"#,
            r#"zonite.toml:23:31: error: dns_forwarding_ruleset.rule.domain_name = "j..example.": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:26:8: error: dns_forwarding_ruleset.name = "RULES": is the name of another DNS forwarding ruleset, at zonite.toml:10:8; rename one of them"#,
            r#"zonite.toml:27:30: error: dns_forwarding_ruleset.virtual_networks = "hub": is linked to a ruleset already, at zonite.toml:11:21; a virtual network has one ruleset; remove one link"#,
        ],
    );
}

/// A network with more of everything than Azure has.
fn too_much(limits: &str) -> String {
    let list =
        |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(", ");
    let servers = list(21, &|at| format!("\"192.0.2.{at}\""));
    let targets = list(7, &|at| format!("\"192.0.2.{at}\""));
    let rules = list(1001, &|at| {
        format!(
            "{{ name = \"r{at}\", domain_name = \"r{at}.example.\", target_dns_servers = [\"192.0.2.1\"] }}"
        )
    });
    let endpoints = list(6, &|at| format!("{{ name = \"e{at}\", private_ip_address = \"10.0.1.{at}\" }}"));
    format!(
        "{limits}\n[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\ndns_servers = [{servers}]\n\
         [[private_dns_resolver]]\nname = \"one\"\nvirtual_network = \"hub\"\ninbound_endpoint = [{endpoints}]\n\
         [[private_dns_resolver]]\nname = \"two\"\nvirtual_network = \"hub\"\n\
         [[dns_forwarding_ruleset]]\nname = \"many\"\nrule = [{rules}]\n\
         [[dns_forwarding_ruleset]]\nname = \"wide\"\nvirtual_networks = [\"hub\"]\n\
         rule = [{{ name = \"r\", domain_name = \".\", target_dns_servers = [{targets}] }}]\n"
    )
}

#[test]
fn limits_of_forwarding() {
    check(&too_much("[limits]\nenforce = false"), &[]);
    check(
        &too_much(""),
        &[
            r#"zonite.toml:5:286: error: virtual_network.dns_servers = "192.0.2.20": has 21 DNS servers; a virtual network has at most 20; remove some, or set enforce = false in [limits]"#,
            r#"zonite.toml:7:8: error: private_dns_resolver.name = "one": has 6 inbound endpoints; a private DNS resolver has at most 5; remove some, or set enforce = false in [limits]"#,
            r#"zonite.toml:11:8: error: private_dns_resolver.name = "two": is one of 2 private DNS resolvers; a virtual network has at most 1; remove some, or set enforce = false in [limits]"#,
            r#"zonite.toml:14:8: error: dns_forwarding_ruleset.name = "many": has 1001 rules; a DNS forwarding ruleset has at most 1000; remove some, or set enforce = false in [limits]"#,
            r#"zonite.toml:19:142: error: dns_forwarding_ruleset.rule.target_dns_servers = "192.0.2.6": has 7 target_dns_servers; a forwarding rule has at most 6; remove some, or set enforce = false in [limits]"#,
        ],
    );
}
