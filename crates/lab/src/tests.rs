//! Labs of ready configurations, and of what cannot be played.

use std::path::{Path, PathBuf};

use azure_model::{Disk, Memory};
use formats::ConfigurationText;

use crate::{Lab, OnPremises, Order, generate};

fn order(on_premises: OnPremises) -> Order<'static> {
    Order { name: "mylab", on_premises }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Makes a lab of a file of the repository.
fn lab_of(file: &str, on_premises: OnPremises) -> Lab {
    let path = root().join(file);
    let text = std::fs::read_to_string(&path).expect("a configuration");
    let written = ConfigurationText { path: &path, text: &text, files: &Disk };
    generate(&written, order(on_premises)).unwrap_or_else(|problems| panic!("{file}: {problems:?}"))
}

fn try_text(text: &str) -> Result<Lab, Vec<String>> {
    let files = Memory::default();
    let written = ConfigurationText { path: Path::new("my.toml"), text, files: &files };
    let lab = generate(&written, order(OnPremises::Bind));
    lab.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// Makes a lab of a text with what every lab needs: a registry.
fn lab_of_text(text: &str) -> Lab {
    try_text(&format!("{text}\n[[container_registry]]\nname = \"myacr\"\n")).expect("a lab")
}

fn refusal(text: &str) -> Vec<String> {
    try_text(text).expect_err("it cannot be played")
}

fn file<'l>(lab: &'l Lab, path: &str) -> &'l str {
    let file = lab.files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(&file.octets).expect("UTF-8")
}

fn has(lab: &Lab, path: &str) -> bool {
    lab.files.iter().any(|file| file.path == path)
}

/// Lists what is expected, as `NETWORK NAME RCODE ADDRESS`.
fn expected(lab: &Lab) -> Vec<String> {
    let document: toml_edit::DocumentMut = file(lab, "expect.toml").parse().expect("TOML");
    let text = |table: &toml_edit::Table, key| {
        table.get(key).and_then(|item| item.as_str()).unwrap_or("-").to_owned()
    };
    let tables = document["expect"].as_array_of_tables().expect("expectations");
    let line = |table: &toml_edit::Table| {
        ["from", "query", "rcode", "address"].map(|key| text(table, key)).join(" ")
    };
    tables.iter().map(line).collect()
}

/// Checks that each text is in a file.
fn check(lab: &Lab, path: &str, wanted: &[&str]) {
    let text = file(lab, path);
    for wanted in wanted {
        assert!(text.contains(wanted), "{path} lacks {wanted:?}:\n{text}");
    }
}

#[test]
fn without_an_inbound_endpoint_a_forwarder_takes_the_address_of_the_hubs_server() {
    let lab = lab_of("config/on-premises.toml", OnPremises::Bind);
    let conditional = "zone \"azurecr.io\" { type forward; forward only; forwarders { 10.1.0.4; }; };";
    check(
        &lab,
        "onprem-dns/named.conf",
        &[conditional, "dnssec-validation no;", "forwarders { 198.51.100.53; };"],
    );
    assert!(!file(&lab, "onprem-dns/named.conf").contains("zone \"privatelink"), "the public zones alone");
    let unbound = ["interface: 10.1.0.4", "outgoing-interface: 168.63.129.34", "forward-addr: 168.63.129.16"];
    check(&lab, "forwarder/unbound.conf", &unbound);
    let networks = [
        "subnet: 10.1.0.0/24",
        "subnet: 192.168.0.0/24",
        "com.docker.network.bridge.inhibit_ipv4: \"true\"",
        "ipv4_address: 168.63.129.36",
        "ipv4_address: 192.168.0.53",
    ];
    check(&lab, "compose.yaml", &networks);
    let commands = [
        "$ docker/labs/run PATH/TO/mylab\n",
        "exec desk zonite test --resolv-conf --as onprem /lab/expect.toml\n",
        "exec hub-vm zonite test --resolv-conf --as hub /lab/expect.toml\n",
        "restart forwarder onprem-dns\n",
    ];
    check(&lab, "README.md", &commands);
    check(&lab, "saw.txt", &["168.63.129.34 hub myacr.azurecr.io", "! 198.51.100.20 * myacr.azurecr.io"]);
    assert_eq!(
        expected(&lab),
        [
            "hub myacr.azurecr.io NOERROR 10.1.0.6",
            "hub myacr.westeurope.data.azurecr.io NOERROR 10.1.0.5",
            "onprem myacr.azurecr.io NOERROR 10.1.0.6",
            "onprem myacr.westeurope.data.azurecr.io NOERROR 10.1.0.5",
            "internet myacr.azurecr.io NOERROR 203.0.113.10",
            "internet myacr.westeurope.data.azurecr.io NOERROR 203.0.113.10",
        ]
    );
}

#[test]
fn clients_of_a_network_with_dns_servers_ask_those() {
    let lab = lab_of("config/hub-and-spoke.toml", OnPremises::Unbound);
    assert_eq!(file(&lab, "resolv.conf/spoke-vm"), "nameserver 198.18.1.2\n");
    check(&lab, "zonite.toml", &["client_listen = [\"198.18.1.2:53\"]", "dns_servers = [\"hub-dns\"]"]);
    // The zone is linked to the hub alone: it is the hub's server that sees it.
    assert!(expected(&lab).contains(&"spoke myacr.azurecr.io NOERROR 10.1.0.6".to_owned()));
}

#[test]
fn an_inbound_endpoint_is_zonite_at_its_own_address() {
    let lab = lab_of("config/private-resolver.toml", OnPremises::Unbound);
    assert!(!has(&lab, "forwarder/unbound.conf"));
    check(&lab, "zonite.toml", &["subnet = \"inbound\", listen = [\"10.1.1.4:53\"]"]);
    check(&lab, "compose.yaml", &["vpn: { ipv4_address: 10.1.1.4 }", "subnet: 10.1.1.0/28"]);
    check(
        &lab,
        "onprem-dns/unbound.conf",
        &["name: \"azurecr.io\"\n  forward-addr: 10.1.1.4", "module-config: \"iterator\""],
    );
    check(&lab, "saw.txt", &["10.1.1.5 hub myacr.azurecr.io"]);
    assert!(expected(&lab).contains(&"onprem myacr.azurecr.io NOERROR 10.1.0.6".to_owned()));
}

#[test]
fn every_network_has_its_own_view() {
    let lab = lab_of("config/four-networks.toml", OnPremises::Dnsmasq);
    let seen: Vec<String> = expected(&lab).into_iter().filter(|line| line.contains(" otheracr.")).collect();
    assert_eq!(
        seen,
        [
            "hub otheracr.azurecr.io NXDOMAIN -",
            "hub otheracr.westeurope.data.azurecr.io NXDOMAIN -",
            "spoke otheracr.azurecr.io NOERROR 203.0.113.20",
            "spoke otheracr.westeurope.data.azurecr.io NOERROR 203.0.113.20",
            "onprem otheracr.azurecr.io NOERROR 203.0.113.20",
            "onprem otheracr.westeurope.data.azurecr.io NOERROR 203.0.113.20",
            "dev otheracr.azurecr.io NXDOMAIN -",
            "dev otheracr.westeurope.data.azurecr.io NXDOMAIN -",
            // A virtual network is called onprem already.
            "onprem-2 otheracr.azurecr.io NXDOMAIN -",
            "onprem-2 otheracr.westeurope.data.azurecr.io NXDOMAIN -",
            "internet otheracr.azurecr.io NOERROR 203.0.113.20",
            "internet otheracr.westeurope.data.azurecr.io NOERROR 203.0.113.20",
        ]
    );
    let clients: Vec<String> =
        (1..5).map(|at| format!("clients = [\"168.63.129.{}/27\"]", 32 * at)).collect();
    check(&lab, "zonite.toml", &clients.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        file(&lab, "onprem-dns/dnsmasq.conf").matches("server=/").count(),
        1,
        "two zones of one name, one forwarder"
    );
    check(&lab, "onprem-dns/dnsmasq.conf", &["server=/azurecr.io/10.1.0.6", "server=198.51.100.53"]);
}

#[test]
fn another_cloud_has_other_public_zones() {
    let lab = lab_of("config/myregistry-china.toml", OnPremises::Dnsmasq);
    check(&lab, "onprem-dns/dnsmasq.conf", &["server=/azurecr.cn/"]);
    assert!(expected(&lab).contains(&"onprem myregistry.azurecr.cn NOERROR 10.0.0.7".to_owned()));
}

#[test]
fn a_zone_beside_its_public_one_is_forwarded_too() {
    let lab = lab_of("config/storage-and-keyvault.toml", OnPremises::Bind);
    for zone in [
        "azurecr.io",
        "blob.core.windows.net",
        "file.core.windows.net",
        "vault.azure.net",
        "vaultcore.azure.net",
    ] {
        check(&lab, "onprem-dns/named.conf", &[&format!("zone \"{zone}\" {{ type forward;")]);
    }
}

#[test]
fn coredns_is_said_not_to_be_tried() {
    let lab = lab_of("config/on-premises.toml", OnPremises::Coredns);
    check(&lab, "onprem-dns/Corefile", &["azurecr.io {\n    bind 192.168.0.53\n    forward . 10.1.0.4\n"]);
    check(&lab, "compose.yaml", &["image: coredns/coredns\n", "onprem-dns: { condition: service_started }"]);
    check(&lab, "README.md", &["checked only by reading"]);
}

#[test]
fn comments_of_the_configuration_survive() {
    for name in [
        "on-premises",
        "private-resolver",
        "four-networks",
        "myregistry-china",
        "geo-replicated",
        "two-regions",
    ] {
        let path = format!("config/{name}.toml");
        let lab = lab_of(&path, OnPremises::Bind);
        let text = std::fs::read_to_string(root().join(&path)).expect("a configuration");
        let comments = text.lines().filter_map(|line| Some(&line[line.find('#')?..]));
        for comment in comments {
            check(&lab, "zonite.toml", &[comment]);
        }
    }
}

#[test]
fn odd_configurations_become_labs() {
    let lab = lab_of("crates/lab/tests/odd.toml", OnPremises::Bind);
    for path in ["zones/registry.zone", "zones/data.zone"] {
        let text = std::fs::read_to_string(root().join("crates/lab/tests").join(path)).expect("a zone file");
        assert_eq!(file(&lab, path), text);
    }
    check(
        &lab,
        "zonite.toml",
        &["listen = [], clients = [\"168.63.129.32/27\"] },", "dns_servers = [], clients"],
    );
    check(&lab, "compose.yaml", &["rg-a-hub-vm:", "zonite.lab.network: \"rg-b/hub\""]);
    // A zone of one's own is forwarded by its own name; one that nothing is linked to is not forwarded.
    check(&lab, "onprem-dns/named.conf", &["zone \"corp.contoso.example\" {"]);
    assert!(!file(&lab, "onprem-dns/named.conf").contains("vault"));
    assert!(expected(&lab).contains(&"onprem intranet.corp.contoso.example NOERROR 10.7.3.80".to_owned()));
    let notes = lab.notes.join("\n");
    assert!(
        notes.contains("dns_servers of rg-b/hub are left out") && notes.contains("IPv6 is left out"),
        "{notes}"
    );
}

#[test]
fn a_server_that_chases_leaves_azure_for_the_rest_of_a_chain() {
    let desk = |server| {
        let lines = expected(&lab_of("crates/lab/tests/odd.toml", server));
        lines.into_iter().find(|line| line.starts_with("onprem geoacr.azurecr.io")).expect("an expectation")
    };
    for server in [OnPremises::Bind, OnPremises::Unbound] {
        assert_eq!(
            desk(server),
            "onprem geoacr.azurecr.io NOERROR 203.0.113.61",
            "{server:?}: as the Internet sees it"
        );
    }
    for server in [OnPremises::Dnsmasq, OnPremises::Coredns] {
        assert_eq!(
            desk(server),
            "onprem geoacr.azurecr.io NOERROR 203.0.113.62",
            "{server:?}: as the hub sees it"
        );
    }
}

#[test]
fn a_privatelink_zone_that_no_row_has_is_not_guessed() {
    let lab = lab_of_text(
        "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.1.0.0/16\"]\n[[private_dns_zone]]\n\
         name = \"privatelink.nowhere.example\"\nvirtual_network_link = [{ name = \"l\", virtual_network = \"hub\" }]\n",
    );
    assert!(!file(&lab, "onprem-dns/named.conf").contains("nowhere"));
    check(&lab, "README.md", &["privatelink.nowhere.example is not a private zone of the catalogue"]);
}

#[test]
fn an_endpoint_that_cannot_be_played_gives_way_to_a_forwarder() {
    let lab = lab_of_text(
        "limits = { enforce = false }\n[[virtual_network]]\nname = \"hub\"\naddress_space = [\"198.51.100.0/24\", \
         \"10.1.0.0/16\"]\nsubnet = [{ name = \"in\", address_prefixes = [\"198.51.100.0/28\"] }]\n\
         [[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"hub\"\ninbound_endpoint = [{ name = \"in\", subnet = \
         \"in\", listen = [\"127.0.0.1:5300\"] }]\n",
    );
    check(&lab, "forwarder/unbound.conf", &["interface: 10.1.0.4"]);
    check(&lab, "zonite.toml", &["listen = [] }"]);
    check(
        &lab,
        "README.md",
        &["The inbound endpoint r/in at 198.51.100.4 is left out: 198.51.100.0/28 overlaps"],
    );
}

#[test]
fn on_premises_stays_beside_the_private_way() {
    let overlapping = "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"192.168.0.0/16\"]\n[[network]]\n\
                       name = \"office\"\naddress_space = [\"192.168.0.0/16\"]\n";
    check(&lab_of_text(overlapping), "compose.yaml", &["subnet: 192.168.0.0/24", "subnet: 192.168.1.0/24"]);
}

#[test]
fn everything_that_cannot_be_played_is_said_at_once() {
    let mut text = String::new();
    for at in 0..7 {
        text += &format!(
            "[[virtual_network]]\nname = \"n{at}\"\naddress_space = [\"198.51.100.{}/29\"]\n",
            8 * at
        );
    }
    text += "[[network]]\nname = \"office\"\naddress_space = [\"127.0.0.0/24\"]\n";
    assert_eq!(
        refusal(&text),
        [
            "my.toml:20:8: error: virtual_network.name = \"n6\": is one too many: a lab has room for 6 of them, and there \
             are 7; remove those that do not matter here",
            "my.toml:2:8: error: virtual_network.name = \"n0\": has no subnet that a container could stand in: \
             198.51.100.0/29 overlaps with 198.51.100.0/24, which the lab needs itself; give it a subnet of 8 to 256 \
             addresses",
            "my.toml:23:8: error: network.name = \"office\": has no addresses for a desk and a DNS server: 127.0.0.0/24 \
             overlaps with 127.0.0.0/8, which the lab needs itself; give it an address_space of its own, for example \
             [\"192.168.0.0/16\"]",
        ]
    );
}

#[test]
fn a_lab_needs_a_virtual_network_and_a_name_to_ask_for() {
    let nobody = refusal("[[container_registry]]\nname = \"myacr\"\n");
    assert!(nobody.len() == 1 && nobody[0].contains("has no virtual network"), "{nobody:?}");
    let nothing = refusal("[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.1.0.0/16\"]\n");
    assert!(nothing.len() == 1 && nothing[0].contains("no name that clients could ask for"), "{nothing:?}");
    let overlapping = refusal(
        "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.1.0.0/24\"]\n[[network]]\nname = \"office\"\n\
         address_space = [\"10.1.0.0/24\"]\n[[container_registry]]\nname = \"myacr\"\n",
    );
    assert!(overlapping[0].contains("the private way into the virtual network"), "{overlapping:?}");
}
