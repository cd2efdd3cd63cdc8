//! Listeners that a reload opens, closes and moves, or cannot.

use std::net::{SocketAddr, UdpSocket};

use dns_server::listeners::ListenAddress;
use host::{ApplyError, HostOptions, Move, Placement, PlacementError, Replacement};

use crate::lab::{Lab, ask};

/// A network that sees `corp.example`, in which `www` has an address that ends with `last`.
fn text(azure_dns: &str, hub: &str, internet: &str, last: u8) -> String {
    format!(
        "[azure_dns]\nlisten = [{azure_dns}]\n[internet]\nlisten = [{internet}]\n\
         [[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\nclients = [\"127.0.0.0/16\"]\nlisten = [{hub}]\n\
         [[private_dns_zone]]\nname = \"corp.example\"\n\
         record_set = [{{ name = \"www\", type = \"A\", records = [\"10.0.0.{last}\"] }}]\n\
         virtual_network_link = [{{ name = \"l\", virtual_network = \"hub\" }}]\n"
    )
}

const ANY: &str = "\"127.0.0.1:0\"";

/// Returns a port of an address that was free a moment ago.
fn free(host: &str) -> SocketAddr {
    UdpSocket::bind((host, 0)).and_then(|socket| socket.local_addr()).expect("a free port")
}

fn quoted(address: SocketAddr) -> String {
    format!("\"{address}\"")
}

/// Asks for `www.corp.example`; returns its last octet, or the RCODE.
async fn www(server: SocketAddr) -> String {
    let response = ask(server, "www.corp.example.", 1).await.expect("an answer");
    match response.addresses()[..] {
        [address] => address.to_string().trim_start_matches("10.0.0.").to_owned(),
        _ => response.rcode_name().into_owned(),
    }
}

fn names(listeners: &[ListenAddress]) -> Vec<&str> {
    listeners.iter().map(|listener| &*listener.name).collect()
}

/// Returns the names of the listeners that were opened and closed.
fn opened_and_closed(replacement: &Replacement) -> (Vec<&str>, Vec<&str>) {
    (names(&replacement.opened), names(&replacement.closed))
}

#[tokio::test]
async fn a_reload_opens_and_closes_listeners_and_the_others_stay() {
    let lab = Lab::start(&text("", ANY, "", 1)).await.expect("started");
    let hub = lab.address("hub");
    let mut told = lab.handle.listeners();
    told.mark_unchanged();
    let opened = lab.reload(&text("", ANY, ANY, 2)).await.expect("reloaded");
    assert_eq!(opened_and_closed(&opened), (vec!["internet"], vec![]));
    assert!(told.has_changed().expect("the host runs"), "whoever follows the listeners is told");
    let internet = lab.address("internet");
    assert_eq!(
        (lab.address("hub"), www(hub).await, www(internet).await),
        (hub, "2".to_owned(), "NXDOMAIN".to_owned())
    );
    let closed = lab.reload(&text("", ANY, "", 3)).await.expect("reloaded");
    assert_eq!(opened_and_closed(&closed), (vec![], vec!["internet"]));
    assert_eq!((lab.find("internet"), www(hub).await), (None, "3".to_owned()));
    UdpSocket::bind(internet).expect("its port is free");
    told.mark_unchanged();
    let same = lab.reload(&text("", ANY, "", 4)).await.expect("reloaded");
    assert_eq!(opened_and_closed(&same), (vec![], vec![]));
    assert!(!told.has_changed().expect("the host runs"));
    lab.stop().await;
}

#[tokio::test]
async fn a_listener_moves_to_another_address() {
    let [one, two] = [free("127.0.0.41"), free("127.0.0.42")];
    let lab = Lab::start(&text("", &quoted(one), ANY, 1)).await.expect("started");
    let internet = lab.address("internet");
    let moved = lab.reload(&text("", &quoted(two), ANY, 2)).await.expect("reloaded");
    assert_eq!(opened_and_closed(&moved), (vec!["hub"], vec!["hub"]));
    assert_eq!(moved.closed[0].address, one);
    assert_eq!((lab.address("hub"), lab.address("internet")), (two, internet));
    assert_eq!(www(two).await, "2");
    UdpSocket::bind(one).expect("its port is free");
    lab.stop().await;
}

#[tokio::test]
async fn an_address_goes_over_to_another_listener() {
    let address = free("127.0.0.43");
    let lab = Lab::start(&text("", &quoted(address), "", 1)).await.expect("started");
    assert_eq!(www(address).await, "1");
    let moved = lab.reload(&text("", "", &quoted(address), 2)).await.expect("reloaded");
    assert_eq!(opened_and_closed(&moved), (vec!["internet"], vec!["hub"]));
    assert_eq!(www(address).await, "NXDOMAIN", "the Internet does not see the zone");
    lab.stop().await;
}

#[tokio::test]
async fn an_address_that_cannot_be_had_leaves_everything_as_it_was() {
    let holder = UdpSocket::bind("127.0.0.44:0").expect("a port");
    let taken = holder.local_addr().expect("an address");
    let free = free("127.0.0.45");
    let lab = Lab::start(&text("", ANY, "", 1)).await.expect("started");
    let (hub, before) = (lab.address("hub"), lab.handle.configuration());
    let new = text(&quoted(free), "", &quoted(taken), 2) + "[cache]\nsize = 7\n";
    let Err(ApplyError::Bind(error)) = lab.reload(&new).await else { panic!("it is taken") };
    assert_eq!(error.problems.len(), 1, "{error}");
    assert!(
        error.to_string().starts_with(&format!("internet: cannot listen on {taken} over UDP")),
        "{error}"
    );
    assert_eq!((lab.address("hub"), lab.find("azure_dns"), lab.find("internet")), (hub, None, None));
    assert_eq!(www(hub).await, "1");
    assert!(std::ptr::eq(&*before, &*lab.handle.configuration()), "what is served is what it was");
    UdpSocket::bind(free).expect("nothing stays open of what was refused");
    drop(holder);
    lab.handle.reload().await.expect("now it can be had");
    assert_eq!(www(taken).await, "NXDOMAIN");
    lab.stop().await;
}

#[tokio::test]
async fn listeners_that_are_moved_stay_moved() {
    let moves = vec![Move { name: Some("hub".to_owned()), address: free("127.0.0.46") }];
    let address = moves[0].address;
    let placement = Placement::Configured(moves);
    let options = HostOptions { placement, watches: false, ..HostOptions::default() };
    let lab = Lab::start_with(&text("", "\"127.0.0.1:1\"", "", 1), options).await.expect("started");
    assert_eq!(www(address).await, "1");
    lab.reload(&text("", "\"127.0.0.1:2\"", "", 2)).await.expect("reloaded");
    assert_eq!((lab.address("hub"), www(address).await), (address, "2".to_owned()));
    let gone = lab.reload(&text("", "", ANY, 3)).await.err().expect("a start would refuse it, too");
    assert_eq!(gone.to_string(), "there is no listener \"hub\"; there are: internet");
    assert_eq!(www(address).await, "2");
    lab.stop().await;
}

#[tokio::test]
async fn without_any_listener_nothing_is_served() {
    let error = Lab::start(&text("", "", "", 1)).await.err().expect("nothing listens");
    assert!(matches!(error, ApplyError::Placement(PlacementError::NoListener)), "{error}");
    let lab = Lab::start(&text("", ANY, "", 1)).await.expect("started");
    let error = lab.reload(&text("", "", "", 2)).await.err().expect("nothing would listen");
    assert!(matches!(error, ApplyError::Placement(PlacementError::NoListener)), "{error}");
    assert_eq!(www(lab.address("hub")).await, "1");
    lab.stop().await;
}
