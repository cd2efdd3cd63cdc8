//! DNS cookies (RFC 7873): who echoes them, as Azure does, and who gives server cookies (RFC 9018).

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use dns_server::clock::Clock;
use dns_server::responder::Responder;
use dns_server::service::Service;
use dns_server::wire::{Cookie, CookieCheck, CookieSecret};
use hickory_proto::op::Message;
use hickory_proto::rr::rdata::opt::EdnsOption;
use zone_store::origin::Origin;
use zone_store::resolver::{CustomDnsServer, QueryTarget, Resolver};
use zone_store::snapshot::{NetworkId, Snapshot, SnapshotBuilder, Vantage};

use crate::clients::run;
use crate::lab::{Asked, LISTENER, Lab, corp_zone, exchange};

/// What the client has chosen.
pub(crate) const CLIENT: &[u8; 8] = b"abcdefgh";
/// The client's address.
const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Option code of COOKIE (RFC 7873 §4).
const COOKIE: u16 = 10;
/// The secret of the servers in these tests.
pub(crate) const SECRET: u128 = 0xe5e9_73e5_a6b2_a43f_48e7_dc84_9e37_bfcf;

/// Returns a COOKIE option.
pub(crate) fn option(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("short");
    [&COOKIE.to_be_bytes(), &length.to_be_bytes(), data].concat()
}

/// Returns the RCODE of a reply, and the data of its COOKIE option.
pub(crate) fn read(reply: &[u8]) -> (u16, Option<Vec<u8>>) {
    let message = Message::from_vec(reply).expect("a well-formed reply");
    let options = message.edns.iter().flat_map(|edns| edns.options().as_ref());
    let cookies: Vec<_> = options
        .filter_map(|(_, option)| match option {
            EdnsOption::Unknown(COOKIE, data) => Some(data.clone()),
            _ => None,
        })
        .collect();
    assert!(cookies.len() < 2, "{message}");
    (u16::from(message.metadata.response_code), cookies.into_iter().next())
}

/// Returns a clock that stands still at some day of 2023.
fn still() -> Clock {
    Clock::manual(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).0
}

/// Checks the data of a COOKIE option with the secret of these tests, at the time of a clock.
pub(crate) fn check(data: &[u8], source: IpAddr, clock: &Clock) -> CookieCheck {
    let (client, server) = data.split_first_chunk().expect("a client cookie");
    let now = clock.wall().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    let cookie = Cookie { client: *client, server };
    CookieSecret::new(SECRET.to_be_bytes()).check(cookie, source, now as u32)
}

/// Serves at one vantage, with the secret of these tests and a clock.
pub(crate) fn lab(snapshot: Arc<Snapshot>, vantage: Vantage, clock: Clock) -> Lab {
    let service = Service::new(snapshot, [(LISTENER.to_owned(), vantage)]);
    let secret = CookieSecret::new(SECRET.to_be_bytes());
    Lab::with("127.0.0.1", Responder::new(service).with_clock(clock).with_cookie_secret(secret))
}

/// Says what comes back for a client cookie: "echoed", or "given" with a server cookie.
fn what_comes_back(snapshot: &Arc<Snapshot>, vantage: Vantage) -> &'static str {
    let lab = lab(Arc::clone(snapshot), vantage, still());
    let query = Asked::new("www.corp.example", 1).edns(1232, 0, &option(CLIENT));
    let reply = exchange(&lab.udp("127.0.0.1"), &query.octets());
    let data = read(&reply).1.expect("a COOKIE option");
    if data == CLIENT {
        return "echoed";
    }
    assert_eq!((&data[..8], check(&data, LOCALHOST, &still())), (&CLIENT[..], CookieCheck::Valid));
    "given"
}

#[test]
fn azure_echoes_cookies_and_all_others_give_them() {
    let mut builder = SnapshotBuilder::default();
    let azure = builder.add_network("azure", Origin::UNKNOWN);
    let custom = builder.add_network("custom", Origin::UNKNOWN);
    let explicit = builder.add_network("explicit", Origin::UNKNOWN);
    let server = builder.add_server(CustomDnsServer::new("dns", custom, Origin::UNKNOWN));
    let inbound = builder.add_inbound("resolver/in", azure);
    let set = |builder: &mut SnapshotBuilder, network: NetworkId, resolver| {
        builder.set_dns_servers(network, vec![QueryTarget::Resolver(resolver)]);
    };
    set(&mut builder, custom, Resolver::Server(server));
    set(&mut builder, explicit, Resolver::AzureDns(explicit));
    let snapshot = Arc::new(builder.build().expect("a snapshot"));
    for (vantage, want) in [
        (Vantage::BySource, "echoed"),
        (Vantage::Resolver(Resolver::AzureDns(azure)), "echoed"),
        (Vantage::Resolver(inbound), "echoed"),
        (Vantage::Resolver(Resolver::Client(azure)), "echoed"),
        (Vantage::Resolver(Resolver::Client(explicit)), "echoed"),
        (Vantage::Resolver(Resolver::Client(custom)), "given"),
        (Vantage::Resolver(Resolver::Server(server)), "given"),
        (Vantage::Resolver(Resolver::Internet), "given"),
    ] {
        assert_eq!(what_comes_back(&snapshot, vantage), want, "{vantage:?}");
    }
}

#[test]
fn azure_echoes_server_cookies_and_wants_a_question() {
    let lab = Lab::start();
    for length in [8, 16, 40] {
        let data: Vec<u8> = (0..length).collect();
        let query = Asked::new("www.corp.example", 1).edns(1232, 0, &option(&data));
        assert_eq!(read(&lab.ask(&query.octets())), (0, Some(data)));
    }
    let query = Asked::new("www.corp.example", 1).without_question().edns(1232, 0, &option(CLIENT));
    assert_eq!(read(&lab.ask(&query.octets())).0, 1, "FORMERR");
}

/// Returns a snapshot with a custom DNS server that has corp.example, and who that is.
pub(crate) fn corp_server() -> (Arc<Snapshot>, Vantage) {
    let mut builder = SnapshotBuilder::default();
    let network = builder.add_network("onprem", Origin::UNKNOWN);
    let zone = builder.add_zone(corp_zone());
    let mut server = CustomDnsServer::new("onprem-dns", network, Origin::UNKNOWN);
    server.zones.insert(&"corp.example".parse().expect("a name"), zone);
    let vantage = Vantage::Resolver(Resolver::Server(builder.add_server(server)));
    (Arc::new(builder.build().expect("a snapshot")), vantage)
}

#[test]
fn errors_bring_a_cookie_too_unless_it_is_the_cookie_that_is_wrong() {
    let (snapshot, vantage) = corp_server();
    let lab = lab(snapshot, vantage, still());
    let query = Asked::new("www.corp.example", 1).edns(1232, 0, &option(CLIENT));
    for (asked, rcode) in [(query.clone().flags(0x2100), 4), (query.class(3), 5)] {
        let (seen, cookie) = read(&lab.ask(&asked.octets()));
        assert_eq!(seen, rcode);
        assert_eq!(check(&cookie.expect("a cookie"), LOCALHOST, &still()), CookieCheck::Valid);
    }
    let short = Asked::new("www.corp.example", 1).edns(1232, 0, &option(b"abcdefg"));
    assert_eq!(read(&lab.ask(&short.octets())), (1, None));
}

#[test]
fn every_process_has_a_secret_of_its_own() {
    let (snapshot, vantage) = corp_server();
    let service = || Service::new(Arc::clone(&snapshot), [(LISTENER.to_owned(), vantage)]);
    let (one, other) = (
        Lab::with("127.0.0.1", Responder::new(service())),
        Lab::with("127.0.0.1", Responder::new(service())),
    );
    let request =
        |data: &[u8]| Asked::new("corp.example", 1).without_question().edns(1232, 0, &option(data)).octets();
    let cookie = read(&one.ask(&request(CLIENT))).1.expect("a cookie");
    assert_eq!(read(&one.ask(&request(&cookie))).0, 0);
    assert_eq!(read(&other.ask(&request(&cookie))).0, 23, "BADCOOKIE");
}

#[test]
fn dig_finds_the_cookie_of_a_dns_server_good() {
    let (snapshot, vantage) = corp_server();
    let printed =
        run(&lab(snapshot, vantage, still()), "dig", &["+cookie=0123456789abcdef", "www.corp.example"]);
    let cookie = printed.lines().find_map(|line| line.strip_prefix("; COOKIE: 0123456789abcdef01000000"));
    assert!(cookie.is_some_and(|rest| rest.ends_with(" (good)")), "{printed}");
}
