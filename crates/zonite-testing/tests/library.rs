//! What a test of somebody else relies on.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use dns_client::Transports;
use test_support::client::{self, LOCAL};
use test_support::program::Folder;
use zonite_testing::config::{ConfigFile, PrivateDnsZone, RecordSet, VirtualNetwork, VirtualNetworkLink};
use zonite_testing::{Error, Rcode, Zonite};

const LAB: &str = include_str!("../../../examples/lab.toml");
const FORWARDING: &str = include_str!("../../../config/private-resolver.toml");
const REMEMBERING: &str = include_str!("../../../config/hub-and-spoke.toml");
const REGISTRY: &str = "contoso.azurecr.io";

fn link_the_spoke(model: &mut ConfigFile) {
    model.private_dns_zones[0].virtual_network_links.push(VirtualNetworkLink::new("spoke-link", "spoke"));
}

/// A model whose only record, `app.corp.example`, has this address.
fn one_record(address: &str) -> String {
    format!(
        "[[virtual_network]]\nname = \"hub\"\n\
         [[private_dns_zone]]\nname = \"corp.example\"\n\
         record_set = [{{ name = \"app\", type = \"A\", records = [\"{address}\"] }}]\n\
         virtual_network_link = [{{ name = \"link\", virtual_network = \"hub\" }}]\n"
    )
}

fn said(result: Result<impl std::fmt::Debug, Error>) -> String {
    result.expect_err("an error").to_string()
}

/// Takes an address for itself, both sides of it.
fn take(address: SocketAddr) {
    UdpSocket::bind(address).expect("its UDP side is free");
    TcpListener::bind(address).expect("its TCP side is free");
}

#[test]
fn each_place_gets_what_its_clients_get() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let inside = zonite.from("hub").ask(REGISTRY, "A")?;
    assert_eq!(inside.rcode(), Rcode::NoError);
    assert_eq!(inside.addresses(), [IpAddr::from([10, 1, 0, 5])]);
    assert_eq!(inside.chain(), ["contoso.privatelink.azurecr.io."]);
    assert_eq!(inside.short(), ["contoso.privatelink.azurecr.io.", "10.1.0.5"]);
    assert!(inside.is_private());
    for place in ["spoke", "internet"] {
        let outside = zonite.from(place).ask(REGISTRY, "a")?;
        assert_eq!(outside.addresses(), [IpAddr::from([203, 0, 113, 10])], "{place}");
        assert!(!outside.is_private(), "{place}");
    }
    Ok(())
}

#[test]
fn resolvers_of_the_model_can_be_asked_directly() -> Result<(), Error> {
    let zonite = Zonite::start(FORWARDING)?;
    for place in ["onprem", "@onprem-dns", "@hub-resolver/in"] {
        let answer = zonite.from(place).ask("myacr.azurecr.io", "A")?;
        assert!(answer.is_private(), "{place}: {answer}");
    }
    Ok(())
}

#[test]
fn negative_answers_have_their_authority_and_their_words() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let answer = zonite.from("hub").ask("nobody.privatelink.azurecr.io", "A")?;
    assert!(answer.is_nxdomain() && answer.records().is_empty() && !answer.is_private());
    assert_eq!(
        answer.to_string(),
        "NXDOMAIN\n; authority: privatelink.azurecr.io. 10 SOA azureprivatedns.net. \
         azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10"
    );
    let refused = zonite.from("hub").ask("privatelink.azurecr.io", "AXFR")?;
    assert_eq!(refused.to_string(), "REFUSED\n; zone transfers are not served");
    assert_eq!(refused.reasons(), ["zone transfers are not served"]);
    Ok(())
}

#[test]
fn the_address_of_a_place_answers_over_both_transports() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let address = zonite.address_of("hub")?;
    assert_eq!(address, zonite.from("hub").address()?, "it stays");
    for transports in [Transports::UdpOnly, Transports::TcpOnly] {
        let response = client::ask(client::client(transports, LOCAL, address), "contoso.azurecr.io.", 1);
        assert_eq!(response.answer.len(), 2, "{transports:?}");
    }
    Ok(())
}

#[test]
fn answers_too_large_for_a_datagram_come_whole() -> Result<(), Error> {
    let zonite = Zonite::start("[[virtual_network]]\nname = \"hub\"\n[limits]\nenforce = false")?;
    let addresses: Vec<String> = (0..200).map(|last| format!("10.0.0.{last}")).collect();
    let records: Vec<&str> = addresses.iter().map(String::as_str).collect();
    zonite.change(|model| {
        let mut zone = PrivateDnsZone::new("corp.example".parse().expect("a name"));
        zone.virtual_network_links.push(VirtualNetworkLink::new("link", "hub"));
        zone.record_sets.push(RecordSet::new("many", "A", &records));
        model.private_dns_zones.push(zone);
    })?;
    assert_eq!(zonite.from("hub").ask("many.corp.example", "A")?.short(), records);
    Ok(())
}

#[test]
fn a_change_shows_in_the_next_answer() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let address = zonite.address_of("spoke")?;
    assert!(!zonite.from("spoke").ask(REGISTRY, "A")?.is_private());
    zonite.change(link_the_spoke)?;
    assert!(zonite.from("spoke").ask(REGISTRY, "A")?.is_private(), "changed in code");
    zonite.set(LAB)?;
    assert!(!zonite.from("spoke").ask(REGISTRY, "A")?.is_private(), "set to a text");
    assert_eq!(zonite.address_of("spoke")?, address, "through all of it");
    Ok(())
}

#[test]
fn a_place_that_a_change_brings_or_takes_is_there_or_not() -> Result<(), Error> {
    let zonite = Zonite::start("")?;
    let nowhere = "the model has no place \"hub\"; it has: internet";
    assert_eq!(said(zonite.from("hub").ask("a.example", "A")), nowhere);
    zonite.change(|model| model.virtual_networks.push(VirtualNetwork::new("hub")))?;
    let address = zonite.address_of("hub")?;
    zonite.set("")?;
    assert_eq!(said(zonite.address_of("hub")), nowhere);
    let late = client::ask_udp(address, "a.example.", 1);
    assert_eq!(late.rcode_name(), "REFUSED", "for a client that kept the address");
    Ok(())
}

#[test]
fn files_are_read_with_their_zone_files_and_keep_them_through_changes() -> Result<(), Error> {
    let folder = Folder::new();
    folder.file("corp.zone", "app 60 A 10.9.9.9\n");
    let text = "[[virtual_network]]\nname = \"hub\"\n\
                [[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n";
    let path = folder.file("lab.toml", text);
    let zonite = Zonite::start_file(&path)?;
    zonite.change(|model| {
        model.private_dns_zones[0].virtual_network_links.push(VirtualNetworkLink::new("link", "hub"));
    })?;
    assert_eq!(zonite.from("hub").ask("app.corp.example", "A")?.short(), ["10.9.9.9"]);
    zonite.set_file(&path)?;
    assert!(zonite.from("hub").ask("app.corp.example", "A")?.is_nxdomain(), "the file has no link");
    let said = said(zonite.set_file(folder.path.join("missing.toml")));
    assert!(said.contains("missing.toml: error: cannot be read: "), "{said}");
    Ok(())
}

#[test]
fn a_mistake_changes_nothing_and_every_mistake_is_listed() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let broken = "[[virtual_network]]\nname = \"hub\"\nadress_space = []\n\n\
                  [[private_dns_zone]]\nname = \"a b\"\n";
    let error = zonite.set(broken).expect_err("two mistakes");
    let want = "the model has 2 mistakes\n\
                model:3:1: error: virtual_network.adress_space: is not a key of this table; did you mean \
                \"address_space\"?\n\
                model:6:8: error: private_dns_zone.name = \"a b\": has the character ' '; write an \
                international name in its xn-- form";
    assert_eq!(error.to_string(), want);
    assert_eq!(format!("{error:?}"), want, "as a test shows it that returns an error");
    let said = said(zonite.change(|model| {
        let link = VirtualNetworkLink::new("link", "nowhere");
        model.private_dns_zones[0].virtual_network_links.push(link);
    }));
    let want =
        "the model has 1 mistake\ncode: error: \"nowhere\": is no virtual network; there is hub, spoke";
    assert_eq!(said, want);
    assert!(zonite.from("hub").ask(REGISTRY, "A")?.is_private(), "what was served stays");
    zonite.change(link_the_spoke)?;
    let spoke = zonite.from("spoke").ask(REGISTRY, "A")?;
    assert!(spoke.is_private(), "the change that failed has left nothing behind");
    Ok(())
}

#[test]
fn a_panic_in_a_change_changes_nothing() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let change = || {
        zonite.change(|model| {
            model.private_dns_zones.clear();
            panic!("in somebody's test")
        })
    };
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(change));
    assert!(panicked.is_err());
    assert!(zonite.from("hub").ask(REGISTRY, "A")?.is_private());
    Ok(())
}

#[test]
fn questions_that_nobody_can_ask_say_what_to_write() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let empty = "the name \"a..b\": has an empty label (two dots in a row, or a dot at the start)";
    for (place, name, kind, want) in [
        ("hubb", REGISTRY, "A", "the model has no place \"hubb\"; it has: internet, hub, spoke"),
        ("hub", "a..b", "A", empty),
        ("hub", REGISTRY, "B", "\"B\" is not a record type; write for example A, AAAA, CNAME, TXT or TYPE65"),
    ] {
        assert_eq!(said(zonite.from(place).ask(name, kind)), want);
    }
    Ok(())
}

#[test]
fn silence_is_an_error_that_comes_in_time() -> Result<(), Error> {
    let text = "[[network]]\nname = \"onprem\"\naddress_space = [\"192.168.0.0/16\"]\n\
                dns_servers = [\"168.63.129.16\"]";
    let zonite = Zonite::start(text)?;
    let patience = Duration::from_millis(50);
    let seat = zonite.from("onprem").within(patience);
    let server = seat.address()?;
    match seat.ask("a.example", "A") {
        Err(Error::NoAnswer { server: asked, patience: waited }) => {
            assert_eq!((asked, waited), (server, patience));
        }
        other => panic!("168.63.129.16 does not answer outside Azure: {other:?}"),
    }
    Ok(())
}

#[test]
fn dropping_it_frees_its_ports() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let addresses = [zonite.address_of("hub")?, zonite.address_of("internet")?];
    assert!(zonite.from("hub").ask(REGISTRY, "A")?.is_private());
    drop(zonite);
    addresses.into_iter().for_each(take);
    Ok(())
}

#[test]
fn dropping_it_in_a_test_that_panics_frees_its_ports_too() {
    let (send, receive) = mpsc::channel();
    let test = std::thread::spawn(move || {
        let zonite = Zonite::start(LAB).expect("a model");
        send.send(zonite.address_of("hub")).expect("it is waited for");
        panic!("a test that fails");
    });
    assert!(test.join().is_err());
    take(receive.recv().expect("it was sent").expect("an address"));
}

#[test]
fn an_open_connection_does_not_keep_it_from_ending() -> Result<(), Error> {
    let zonite = Zonite::start(LAB)?;
    let connection = TcpStream::connect(zonite.address_of("hub")?).expect("a connection");
    let (send, ended) = mpsc::channel();
    std::thread::spawn(move || {
        drop(zonite);
        send.send(()).expect("it is waited for");
    });
    ended.recv_timeout(client::PATIENCE).expect("it ends");
    drop(connection);
    Ok(())
}

#[test]
fn many_models_answer_side_by_side() {
    let ask = |number: u8| {
        let address = format!("10.0.0.{number}");
        let zonite = Zonite::start(&one_record(&address)).expect("a model");
        for _ in 0..20 {
            let answer = zonite.from("hub").ask("app.corp.example", "A").expect("an answer");
            assert_eq!(answer.short(), [&*address]);
        }
        zonite
    };
    let alive: Vec<Zonite> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=24).map(|number| scope.spawn(move || ask(number))).collect();
        threads.into_iter().map(|thread| thread.join().expect("its answers are its own")).collect()
    });
    let port = |zonite: &Zonite| zonite.address_of("hub").expect("an address").port();
    let ports: HashSet<u16> = alive.iter().map(port).collect();
    assert_eq!(ports.len(), 24, "each has a port of its own");
}

#[test]
fn a_query_meets_the_model_before_a_change_or_the_one_after_it() -> Result<(), Error> {
    let (before, after) = ("10.0.0.1", "10.0.0.2");
    let zonite = Zonite::start(&one_record(before))?;
    let ask = || zonite.from("hub").ask("app.corp.example", "A").expect("an answer");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let answer = ask();
                assert!(answer.short() == [before] || answer.short() == [after], "{answer}");
            }
        });
        for address in [after, before].repeat(20) {
            zonite.set(&one_record(address)).expect("a model");
            assert_eq!(ask().short(), [address], "at once");
        }
        done.store(true, Ordering::Relaxed);
        asking.join().expect("only whole models were seen");
    });
    Ok(())
}

#[test]
fn it_starts_answers_and_ends_inside_a_runtime() {
    for runtime in [
        tokio::runtime::Builder::new_current_thread().build().expect("a runtime"),
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime"),
    ] {
        runtime.block_on(async {
            let zonite = Zonite::start(LAB).expect("a model");
            let answer = zonite.from("hub").ask(REGISTRY, "A").expect("an answer");
            assert!(answer.is_private(), "{answer}");
        });
    }
}

#[test]
fn every_ready_configuration_can_be_a_model() -> Result<(), Error> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../config");
    let mut models = 0;
    for entry in std::fs::read_dir(folder).expect("config/") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let zonite = Zonite::start_file(&path)?;
            zonite.change(|_| {})?;
            models += 1;
        }
    }
    assert!(models > 10, "{models}");
    Ok(())
}

#[test]
fn memories_last_until_they_are_flushed() -> Result<(), Error> {
    let zonite = Zonite::start(REMEMBERING)?;
    let is_private = || zonite.from("spoke").ask("myacr.azurecr.io", "A").map(|answer| answer.is_private());
    assert!(is_private()?);
    zonite.change(|model| model.private_dns_zones[0].virtual_network_links.clear())?;
    assert!(is_private()?, "hub-dns remembers, as in reality");
    zonite.flush();
    assert!(!is_private()?);
    Ok(())
}

#[test]
fn it_can_be_shared_between_threads() {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Zonite>();
    is_shared::<Error>();
}
