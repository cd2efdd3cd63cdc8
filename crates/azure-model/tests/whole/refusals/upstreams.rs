//! Real servers that are refused.

use super::{check, check_after_fine};

#[test]
fn an_upstream_is_the_word_system_or_an_address() {
    check(
        r#"[internet]
upstream = ["system", "sytem", "dns.example", "192.0.2.1", "192.0.2.1:5353", "[2001:db8::1]:53", "2001:db8::1", 53]
[cache]
error_ttl = 301
prefetch = "yes"
"#,
        &[
            r#"zonite.toml:2:23: error: internet.upstream = "sytem": is no upstream; write "system", or an address, with a port if it is not 53"#,
            r#"zonite.toml:2:32: error: internet.upstream = "dns.example": is no upstream; write "system", or an address, with a port if it is not 53"#,
            r#"zonite.toml:2:113: error: internet.upstream = 53: is an integer; write "system", or an address, with a port if it is not 53"#,
            r#"zonite.toml:4:13: error: cache.error_ttl = 301: is out of range; write an integer from 0 to 300"#,
            r#"zonite.toml:5:12: error: cache.prefetch = "yes": is a string; write true or false"#,
        ],
    );
}

#[test]
fn azures_resolver_is_no_upstream_however_it_is_written() {
    check(
        r#"[internet]
upstream = ["168.63.129.16", "168.63.129.16:5353", "::ffff:168.63.129.16", "168.63.129.17"]
"#,
        &[
            r#"zonite.toml:2:13: error: internet.upstream = "168.63.129.16": is Azure's resolver, which is emulated here and never asked; write the address of another resolver, or "system""#,
            r#"zonite.toml:2:30: error: internet.upstream = "168.63.129.16": is Azure's resolver, which is emulated here and never asked; write the address of another resolver, or "system""#,
            r#"zonite.toml:2:52: error: internet.upstream = "168.63.129.16": is Azure's resolver, which is emulated here and never asked; write the address of another resolver, or "system""#,
        ],
    );
}

#[test]
fn a_real_server_is_not_this_program() {
    check_after_fine(
        r#"[azure_dns]
listen = ["0.0.0.0:5301"]
[internet]
listen = ["[::1]:5302"]
upstream = ["127.0.0.1", "[::1]:5302", "127.0.0.2:5301", "[::ffff:127.0.0.1]:5310", "127.0.0.1:5302", "10.0.0.1:5301"]
[[virtual_network]]
name = "spoke"
dns_servers = ["127.0.0.1:5311"]
[[dns_server]]
name = "dns"
virtual_network = "hub"
private_ip_address = "10.0.0.53"
listen = ["127.0.0.1:5310", "127.0.0.1:5353"]
forwarder = [{ zone = ".", to = ["127.0.0.1:5311"] }]
[[private_dns_resolver]]
name = "r"
virtual_network = "hub"
inbound_endpoint = [{ name = "in", private_ip_address = "10.0.1.4", listen = ["127.0.0.1:5311"] }]
[[dns_forwarding_ruleset]]
name = "rules"
virtual_networks = ["hub"]
rule = [{ name = "a", domain_name = "a.example.", target_dns_servers = ["127.0.0.1:5353"] }]
"#,
        &[
            r#"zonite.toml:11:26: error: internet.upstream = "[::1]:5302": is this program itself: internet.listen[0] at zonite.toml:10:11 answers there; write the address of another server"#,
            r#"zonite.toml:11:40: error: internet.upstream = "127.0.0.2:5301": is this program itself: azure_dns.listen[0] at zonite.toml:8:11 answers there; write the address of another server"#,
            r#"zonite.toml:11:58: error: internet.upstream = "127.0.0.1:5310": is this program itself: dns_server[0].listen[0] at zonite.toml:19:11 answers there; write the address of another server"#,
            r#"zonite.toml:14:16: error: virtual_network.dns_servers = "127.0.0.1:5311": is this program itself: private_dns_resolver[0].inbound_endpoint[0].listen[0] at zonite.toml:24:79 answers there; to ask what is modelled, write "10.0.1.4""#,
            r#"zonite.toml:20:34: error: dns_server.forwarder.to = "127.0.0.1:5311": is this program itself: private_dns_resolver[0].inbound_endpoint[0].listen[0] at zonite.toml:24:79 answers there; to ask what is modelled, write "10.0.1.4""#,
            r#"zonite.toml:28:73: error: dns_forwarding_ruleset.rule.target_dns_servers = "127.0.0.1:5353": is this program itself: dns_server[0].listen[1] at zonite.toml:19:29 answers there; to ask what is modelled, write "10.0.0.53""#,
        ],
    );
}
