//! The command line: exit codes, what is printed where, files written.

use std::net::UdpSocket;

use test_support::program::Folder;

use crate::support::{client, serve, zonite};

#[test]
fn a_bad_configuration_is_told_whole_and_nothing_is_served() {
    let folder = Folder::new();
    let path = folder.file(
        "bad.toml",
        "[azure_dns]\nlisten = [\"127.0.0.1:99999\"]\n[[virtual_network]]\nname = \"hub\"\naddres_space = []\n\
         [[private_dns_zone]]\nname = \"local\"\n",
    );
    let path = path.to_str().expect("a path");
    for command in ["serve", "check"] {
        let (code, out, err) = zonite(&[command, path]);
        assert_eq!(code, Some(2), "{command}: {out}{err}");
        let told = out + &err;
        for line in [":2:", ":5:", ":7:"] {
            assert!(told.contains(&format!("{path}{line}")), "{command} misses {line}: {told}");
        }
    }
}

#[test]
fn a_missing_configuration_is_named() {
    let (code, _, err) = zonite(&["check", "no/such.toml"]);
    assert_eq!(code, Some(2));
    let (_, out, _) = zonite(&["check", "no/such.toml"]);
    assert!(format!("{out}{err}").contains("no/such.toml"), "{out}{err}");
}

#[test]
fn check_json_is_an_array_of_findings() {
    let folder = Folder::new();
    let path = folder.file("bad.toml", "cloud = \"mars\"\n");
    let (code, out, _) = zonite(&["check", "--format", "json", path.to_str().expect("a path")]);
    assert_eq!(code, Some(2));
    let findings: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(findings[0]["line"], 1, "{out}");
    assert_eq!(findings[0]["severity"], "error", "{out}");
}

#[test]
fn a_taken_port_names_its_holder() {
    let holder = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let address = holder.local_addr().expect("an address").to_string();
    let listen = format!("azure_dns={address}");
    let (code, _, err) = zonite(&["serve", "--listen", "127.0.0.1:0", "--listen", &listen]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains(&address) && err.contains("taken"), "{err}");
    assert!(err.contains(&std::process::id().to_string()), "the holder is this process: {err}");
}

#[test]
fn listeners_move_by_name_and_unknown_names_list_the_known() {
    let (code, _, err) = zonite(&["serve", "--listen", "nobody=127.0.0.1:0"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("azure_dns, myVNet, internet") || err.contains("azure_dns, internet, myVNet"),
        "{err}"
    );
    let (code, _, err) = zonite(&["serve", "--listen", "127.0.0.1:5999"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("write port 0"), "{err}");
    let (code, _, err) = zonite(&["serve", "--listen", "azure_dns=elsewhere"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("is not an address and a port"), "{err}");
}

#[test]
fn the_greeting_has_a_line_to_paste_for_each_address_and_it_works() {
    let server = serve(&["config/four-networks.toml"]);
    let lines: Vec<&str> = server.greeting.lines().filter_map(|line| line.strip_prefix("  dig ")).collect();
    assert_eq!(lines.len(), server.addresses.len(), "{}", server.greeting);
    for (line, address) in lines.iter().zip(["azure_dns", "hub", "spoke", "onprem", "dev", "internet"]) {
        let command = line.split("  #").next().unwrap_or_default();
        let address = server.address(address);
        assert!(command.contains(&format!("@{} -p {} ", address.ip(), address.port())), "{line}");
        let answer = client("dig", &command.split_whitespace().collect::<Vec<_>>());
        assert!(answer.contains("status: NOERROR"), "{line}: {answer}");
    }
    assert!(server.greeting.contains("168.63.129.16 as seen from spoke"), "{}", server.greeting);
}

#[test]
fn where_no_dig_could_ask_the_greeting_has_a_line_that_can() {
    let folder = Folder::new();
    // The block is for benchmarks of networks (RFC 2544): no machine has an address of it.
    let file = folder.file(
        "it's a lab.toml",
        r#"
        azure_dns = { listen = ["127.0.0.1:0"] }
        private_dns_zone = [{ name = "corp.example", record_set = [{ name = "www", type = "A", records = ["10.0.0.9"] }], virtual_network_link = [{ name = "link", virtual_network = "hub" }] }]
        virtual_network = [{ name = "hub", address_space = ["198.18.0.0/24"], dns_servers = ["192.0.2.53"] }]
        "#,
    );
    let server = serve(&[file.to_str().expect("a path")]);
    let line = server.greeting.lines().find_map(|line| line.strip_prefix("  ")).expect("a line");
    let (command, view) = line.split_once("  # ").expect("a command and a view");
    assert!(view.ends_with("and no address of this machine is in one"), "{view}");
    let answer = client("sh", &["-c", &format!("{command} A")]);
    assert!(answer.contains("www.corp.example.") && answer.contains("10.0.0.9"), "{command}: {answer}");
}

#[test]
fn healthcheck_tells_a_living_server_from_a_dead_one() {
    let server = serve(&[]);
    let address = server.address("azure_dns").to_string();
    assert_eq!(zonite(&["healthcheck", "--server", &address]).0, Some(0));
    drop(server);
    let (code, _, err) = zonite(&["healthcheck", "--server", &address]);
    assert_eq!(code, Some(1));
    assert!(err.contains("does not answer"), "{err}");
}

#[test]
fn query_without_from_lists_the_networks() {
    let (code, _, err) = zonite(&["query", "config/four-networks.toml", "myacr.azurecr.io"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("hub, spoke, onprem, dev, internet, an address"), "{err}");
    let (code, _, err) =
        zonite(&["query", "config/four-networks.toml", "--from", "nowhere", "myacr.azurecr.io"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no network \"nowhere\""), "{err}");
}

#[test]
fn query_takes_an_address_as_its_place() {
    let short = |from: &str| {
        zonite(&["query", "config/four-networks.toml", "--from", from, "--short", "myacr.azurecr.io"]).1
    };
    assert_eq!(short("127.0.4.9"), "myacr.privatelink.azurecr.io.\n10.9.0.5\n");
    let (code, out, _) =
        zonite(&["query", "config/four-networks.toml", "--from", "192.0.2.1", "myacr.azurecr.io"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("status: REFUSED") && out.contains("192.0.2.1 is in no virtual network"), "{out}");
}

#[test]
fn query_exits_0_on_any_rcode() {
    let (code, out, _) =
        zonite(&["query", "config/four-networks.toml", "--from", "hub", "otheracr.azurecr.io"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("status: NXDOMAIN"), "{out}");
}

#[test]
fn a_configuration_or_a_flag_alone_means_serve() {
    for words in [&["no/such.toml"][..], &["-c", "no/such.toml"], &["--listen", "nobody=localhost:0"]] {
        let (code, _, err) = zonite(words);
        assert_eq!(code, Some(2), "{words:?}");
        assert!(err.contains("no/such.toml") || err.contains("there is no listener"), "{err}");
    }
    assert!(zonite(&["--version"]).1.starts_with("zonite "));
}

#[test]
fn every_example_of_the_help_runs() {
    for (command, least) in [("query", 5), ("endpoints", 4)] {
        let (_, out, _) = zonite(&[command, "--help"]);
        let examples: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("  zonite ")).collect();
        assert!(examples.len() >= least, "{out}");
        for example in examples {
            let command = example.split("   ").next().unwrap_or_default();
            let (code, _, err) = zonite(&command.split_whitespace().collect::<Vec<_>>());
            assert_eq!(code, Some(0), "{command}: {err}");
        }
    }
}

#[test]
fn every_command_has_help_with_examples() {
    for command in ["serve", "check", "query", "explain", "test", "endpoints", "lab", "healthcheck"] {
        let (code, out, _) = zonite(&[command, "--help"]);
        assert_eq!(code, Some(0));
        assert!(out.contains("Examples:"), "{command}: {out}");
    }
    let (code, out, _) = zonite(&["--help"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("Examples:") && out.contains("Exit codes"), "{out}");
    assert_eq!(zonite(&["--nonsense"]).0, Some(2));
}

#[test]
fn completions_and_the_manual_come_from_the_same_definitions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, _) = zonite(&["completions", shell]);
        assert_eq!(code, Some(0));
        assert!(out.contains("ready-file"), "{shell}");
    }
    let (code, out, _) = zonite(&["man"]);
    assert_eq!(code, Some(0));
    assert!(out.contains(".TH zonite 1") && out.contains("healthcheck"), "{out}");
    let folder = Folder::new();
    let (code, _, err) = zonite(&["man", "--folder", folder.path.to_str().expect("a path")]);
    assert_eq!(code, Some(0), "{err}");
    let page = std::fs::read_to_string(folder.path.join("zonite-serve.1")).expect("a page");
    assert!(page.contains("ready") && page.contains("Examples"), "{page}");
}
