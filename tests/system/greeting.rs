//! The lines that `zonite serve` prints, on a machine whose own address is in a network.

use crate::ZONITE;
use crate::namespace::Namespace;

#[test]
fn a_machine_in_a_network_asks_from_its_own_address() {
    let namespace = Namespace::new();
    namespace.folder.file(
        "zonite.toml",
        r#"
        azure_dns = { listen = ["0.0.0.0:53"] }
        private_dns_zone = [{ name = "corp.example", record_set = [{ name = "www", type = "A", records = ["10.0.0.9"] }], virtual_network_link = [{ name = "link", virtual_network = "hub" }] }]
        virtual_network = [{ name = "hub", address_space = ["10.0.0.0/16"], clients = ["192.0.2.0/24"] }]
        "#,
    );
    let mut zonite = namespace.start(ZONITE, &["serve"]);
    let log = zonite.log_file();
    namespace.until("it is ready", &mut zonite, || log.text().contains("Ready."));
    let line = log.text().lines().find_map(|line| line.strip_prefix("  dig ").map(str::to_owned));
    let line = line.unwrap_or_else(|| panic!("no line with dig: {}", log.text()));
    assert!(line.starts_with("-b 192.0.2.2 @127.0.0.1 "), "{line}");
    let answer = namespace.run("sh", &["-c", &format!("dig {line}")]);
    assert!(answer.contains("10.0.0.9"), "{answer}");
}
