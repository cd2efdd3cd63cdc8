//! The article's outputs by the real `dig`, and the program's own dig format against it.

use std::net::SocketAddr;

use crate::support::{client, serve, zonite};

/// Asks with dig; `+noidnin` and the like are left as they come.
fn dig(server: SocketAddr, args: &[&str]) -> String {
    let (host, port) = (format!("@{}", server.ip()), server.port().to_string());
    let mut all = vec![host.as_str(), "-p", &port, "+tries=1", "+time=5"];
    all.extend(args);
    client("dig", &all)
}

/// Returns the records of a section in dig's output, blanks made single.
fn section(output: &str, title: &str) -> Vec<String> {
    let head = format!(";; {title} SECTION:");
    let lines = output.lines().skip_while(|line| *line != head).skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Sections 2.5, 2.6 and 2.7 of docs/azure.md, record by record. The TTL that a cache has counted down is compared with the
/// one it began with: 1783 of at most 1800, and 2881 as configured.
fn check_article(config: &str, suffix: &str, region_names: [&str; 2]) {
    let server = serve(&[config]);
    let registry = format!("myregistry.{suffix}");
    let inside = dig(server.address("azure_dns"), &[&registry]);
    assert!(inside.contains("status: NOERROR"), "{inside}");
    assert!(
        inside.contains(";; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1"),
        "{inside}"
    );
    assert!(inside.contains("; EDNS: version: 0, flags:; udp: 1224"), "{inside}");
    assert_eq!(section(&inside, "QUESTION"), [format!(";{registry}. IN A")]);
    let private = format!("myregistry.privatelink.{suffix}.");
    assert_eq!(
        section(&inside, "ANSWER"),
        [format!("{registry}. 1800 IN CNAME {private}"), format!("{private} 10 IN A 10.0.0.7")]
    );
    let outside = dig(server.address("internet"), &[&registry]);
    let [manager, machine] = region_names;
    assert_eq!(
        section(&outside, "ANSWER"),
        [
            format!("{registry}. 2881 IN CNAME {private}"),
            format!("{private} 2881 IN CNAME xxxx.xx.azcr.io."),
            format!("xxxx.xx.azcr.io. 300 IN CNAME {manager}"),
            format!("{manager} 300 IN CNAME {machine}"),
            format!("{machine} 10 IN A 20.45.122.144"),
        ]
    );
    assert!(
        outside.contains(";; flags: qr rd ra; QUERY: 1, ANSWER: 5, AUTHORITY: 0, ADDITIONAL: 1"),
        "{outside}"
    );
}

#[test]
fn the_articles_registry_from_inside_and_outside() {
    let names = ["xxxx-xxx-reg.trafficmanager.net.", "xxxx.westeurope.cloudapp.azure.com."];
    check_article("config/myregistry.toml", "azurecr.io", names);
}

#[test]
fn the_chinese_articles_registry_from_inside_and_outside() {
    let names = ["xxxx-xxx-reg.trafficmanager.cn.", "xxxx.chinaeast2.cloudapp.chinacloudapi.cn."];
    check_article("config/myregistry-china.toml", "azurecr.cn", names);
}

#[test]
fn query_prints_sections_as_dig_does() {
    let server = serve(&["config/four-networks.toml"]);
    for (from, name, rtype) in [
        ("hub", "myacr.azurecr.io", "A"),
        ("hub", "otheracr.azurecr.io", "A"),
        ("spoke", "otheracr.azurecr.io", "A"),
        ("hub", "privatelink.azurecr.io", "SOA"),
        ("internet", "a.name.that.is.rather.longer.than.any.column.example", "TXT"),
    ] {
        let theirs = dig(server.address(from), &[name, rtype]);
        let (code, ours, err) = zonite(&["query", "config/four-networks.toml", "--from", from, name, rtype]);
        assert_eq!(code, Some(0), "{err}");
        assert_eq!(body(&ours), body(&theirs), "{name} {rtype} from {from}");
    }
}

/// Returns what both print: flags and counts, EDNS, sections; without identifier, cookie and footer.
fn body(output: &str) -> String {
    let lines = output.lines().skip_while(|line| !line.starts_with(";; ->>HEADER<<-"));
    let lines = lines.take_while(|line| !line.starts_with(";; Query time") && !line.starts_with(";; FROM"));
    let kept = lines.filter(|line| !line.starts_with("; COOKIE"));
    kept.map(|line| line.split(", id:").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

#[test]
fn short_prints_what_dig_short_prints() {
    let server = serve(&[]);
    let theirs = dig(server.address("internet"), &["+short", "myregistry.azurecr.io"]);
    let (_, ours, _) = zonite(&[
        "query",
        "config/myregistry.toml",
        "--from",
        "internet",
        "--short",
        "myregistry.azurecr.io",
    ]);
    assert_eq!(ours, theirs);
}

#[test]
fn a_source_in_no_network_is_refused_and_told_why() {
    let server = serve(&["config/four-networks.toml"]);
    let refused = dig(server.address("azure_dns"), &["myacr.azurecr.io"]);
    assert!(refused.contains("status: REFUSED"), "{refused}");
    assert!(refused.contains("EDE: 18 (Prohibited)"), "{refused}");
    assert!(refused.contains("127.0.0.1 is in no virtual network"), "{refused}");
    let private = dig(server.address("azure_dns"), &["-b", "127.0.4.1", "+short", "myacr.azurecr.io"]);
    assert_eq!(private, "myacr.privatelink.azurecr.io.\n10.9.0.5\n");
}

#[test]
fn kdig_over_tcp_keeps_the_connection_for_many_questions() {
    let server = serve(&[]);
    let address = server.address("azure_dns");
    let port = address.port().to_string();
    let args = [
        "@127.0.0.1",
        "-p",
        &port,
        "+tcp",
        "+keepopen",
        "+short",
        "myregistry.azurecr.io",
        "myregistry.westeurope.data.azurecr.io",
    ];
    let out = client("kdig", &args);
    assert!(out.contains("10.0.0.7") && out.contains("10.0.0.6"), "{out}");
}
