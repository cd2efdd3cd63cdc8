//! The cases of RFC 7873 beside BIND and Knot, which have the same secret as the custom DNS server here: RFC 9018 makes
//! their cookies the same. The others have no clock but the system's, so ours has that one, too.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::process::Command;

use dns_server::clock::Clock;
use dns_server::wire::CookieCheck;
use test_support::peer::PeerServer;
use test_support::program::Folder;

use crate::cookies::{CLIENT, SECRET, check, corp_server, lab, option, read};
use crate::lab::{Asked, LIMIT, exchange, read_framed, send_framed};

/// The zone of all three.
const ZONE: &str = "$TTL 10\n@ SOA ns admin 1 3600 300 2419200 10\n@ NS ns\nns A 10.0.0.2\nwww A 10.0.0.1\n";

/// named with the zone; `options` are more of its options.
fn bind(options: &str, port: u16, folder: &Folder) -> Command {
    let (path, zone) = (folder.path.display(), folder.file("corp.zone", ZONE));
    let text = format!(
        "options {{ directory \"{path}\"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
           recursion no; pid-file none; session-keyfile none;
           cookie-algorithm siphash24; cookie-secret \"{SECRET:032x}\"; {options} }};
         controls {{ }};
         zone \"corp.example\" {{ type primary; file \"{}\"; }};\n",
        zone.display()
    );
    let mut command = Command::new("named");
    command.arg("-g").arg("-c").arg(folder.file("named.conf", &text));
    command
}

/// knotd with the zone, and its module for cookies.
fn knot(port: u16, folder: &Folder) -> Command {
    let path = folder.path.display();
    folder.file("corp.zone", ZONE);
    let text = format!(
        "server:\n    rundir: {path}\n    listen: 127.0.0.1@{port}\n\
         database:\n    storage: {path}\n\
         mod-cookies:\n  - id: shared\n    secret: 0x{SECRET:032x}\n\
         template:\n  - id: default\n    global-module: mod-cookies/shared\n    storage: {path}\n    \
         zonefile-sync: -1\n    zonefile-load: whole\n\
         zone:\n  - domain: corp.example\n    file: corp.zone\n"
    );
    let mut command = Command::new("knotd");
    command.arg("-c").arg(folder.file("knot.conf", &text));
    command
}

/// One server, and a cookie that it gave to 127.0.0.1.
struct Column {
    server: SocketAddr,
    given: Vec<u8>,
}

/// What one row asks with.
struct Row {
    name: &'static str,
    /// The options of the OPT record, from the cookie that the server gave.
    options: fn(&[u8]) -> Vec<u8>,
    /// Where the query comes from.
    source: &'static str,
    tcp: bool,
    question: bool,
}

const ROW: Row = Row { name: "", options: option, source: "127.0.0.1", tcp: false, question: true };

const ROWS: &[Row] = &[
    Row { name: "no COOKIE option", options: |_| Vec::new(), ..ROW },
    Row { name: "a client cookie", options: |_| option(CLIENT), ..ROW },
    Row { name: "a client cookie, TCP", options: |_| option(CLIENT), tcp: true, ..ROW },
    Row { name: "the cookie it gave", ..ROW },
    Row { name: "the cookie it gave, TCP", tcp: true, ..ROW },
    Row { name: "the same, other address", source: "127.0.0.2", ..ROW },
    Row { name: "the same, one bit off", options: one_bit_off, ..ROW },
    Row { name: "a server cookie of 8", options: |_| option(&[7; 16]), ..ROW },
    Row { name: "a server cookie of 32", options: |_| option(&[7; 40]), ..ROW },
    Row { name: "0 octets", options: |_| option(b""), ..ROW },
    Row { name: "7 octets", options: |_| option(&[7; 7]), ..ROW },
    Row { name: "9 octets", options: |_| option(&[7; 9]), ..ROW },
    Row { name: "15 octets", options: |_| option(&[7; 15]), ..ROW },
    Row { name: "41 octets", options: |_| option(&[7; 41]), ..ROW },
    Row { name: "two, the second of 1", options: |_| [option(CLIENT), option(b"x")].concat(), ..ROW },
    Row { name: "no question, no COOKIE", options: |_| Vec::new(), question: false, ..ROW },
    Row { name: "no question, client", options: |_| option(CLIENT), question: false, ..ROW },
    Row { name: "no question, given", question: false, ..ROW },
    Row { name: "no question, one bit off", options: one_bit_off, question: false, ..ROW },
];

/// What comes back. "+" stands for a COOKIE option with a server cookie that is valid for the client that asked.
///
/// RFC 7873 leaves it to the server whether a client without a valid server cookie gets an answer: Knot gives none over
/// UDP. It leaves no choice about a second COOKIE option (§5.2: it is ignored) and a query without a question (§5.4).
const TABLE: &str = "
                         | ours       | BIND       | Knot
no COOKIE option         | NOERROR    | NOERROR    | NOERROR
a client cookie          | NOERROR+   | NOERROR+   | BADCOOKIE+
a client cookie, TCP     | NOERROR+   | NOERROR+   | NOERROR+
the cookie it gave       | NOERROR+   | NOERROR+   | NOERROR+
the cookie it gave, TCP  | NOERROR+   | NOERROR+   | NOERROR+
the same, other address  | NOERROR+   | NOERROR+   | BADCOOKIE+
the same, one bit off    | NOERROR+   | NOERROR+   | BADCOOKIE+
a server cookie of 8     | NOERROR+   | NOERROR+   | BADCOOKIE+
a server cookie of 32    | NOERROR+   | NOERROR+   | BADCOOKIE+
0 octets                 | FORMERR    | FORMERR    | FORMERR
7 octets                 | FORMERR    | FORMERR    | FORMERR
9 octets                 | FORMERR    | FORMERR    | FORMERR
15 octets                | FORMERR    | FORMERR    | FORMERR
41 octets                | FORMERR    | FORMERR    | FORMERR
two, the second of 1     | NOERROR+   | FORMERR    | FORMERR
no question, no COOKIE   | FORMERR    | FORMERR    | FORMERR
no question, client      | NOERROR+   | NOERROR+   | FORMERR
no question, given       | NOERROR+   | NOERROR+   | FORMERR
no question, one bit off | BADCOOKIE+ | NOERROR+   | FORMERR
";

fn one_bit_off(given: &[u8]) -> Vec<u8> {
    let mut cookie = given.to_vec();
    *cookie.last_mut().expect("a cookie") ^= 1;
    option(&cookie)
}

/// Returns a query with these options.
fn query(options: &[u8], question: bool) -> Vec<u8> {
    let query = Asked::new("www.corp.example", 1).edns(1232, 0, options);
    if question { query } else { query.without_question() }.octets()
}

/// Asks over UDP from an address.
fn ask_udp(server: SocketAddr, source: &str, query: &[u8]) -> Vec<u8> {
    let source: IpAddr = source.parse().expect("an address");
    let socket = UdpSocket::bind((source, 0)).expect("a socket");
    socket.set_read_timeout(Some(LIMIT)).expect("a limit");
    socket.connect(server).expect("connected");
    exchange(&socket, query)
}

/// Asks over TCP.
fn ask_tcp(server: SocketAddr, query: &[u8]) -> Vec<u8> {
    let mut stream = std::net::TcpStream::connect_timeout(&server, LIMIT).expect("connected");
    stream.set_read_timeout(Some(LIMIT)).expect("a limit");
    send_framed(&mut stream, query);
    read_framed(&mut stream)
}

impl Column {
    /// Learns a cookie of a server.
    fn of(server: SocketAddr) -> Self {
        let reply = ask_udp(server, "127.0.0.1", &query(&option(CLIENT), true));
        Self { server, given: read(&reply).1.expect("a cookie") }
    }

    /// Asks what a row asks, and says what comes back.
    fn cell(&self, row: &Row) -> String {
        let query = query(&(row.options)(&self.given), row.question);
        let reply =
            if row.tcp { ask_tcp(self.server, &query) } else { ask_udp(self.server, row.source, &query) };
        let (rcode, cookie) = read(&reply);
        let rcode = match rcode {
            0 => "NOERROR",
            1 => "FORMERR",
            23 => "BADCOOKIE",
            _ => panic!("{}: RCODE {rcode}", row.name),
        };
        let cookie = match cookie {
            Some(data)
                if check(&data, row.source.parse().expect("an address"), &Clock::system())
                    == CookieCheck::Valid =>
            {
                "+"
            }
            Some(data) => panic!("{}: {data:?}", row.name),
            None => "",
        };
        format!("{rcode}{cookie}")
    }
}

#[test]
fn bind_and_knot_answer_cookies_as_we_do_but_where_the_table_says() {
    let (snapshot, vantage) = corp_server();
    let ours = lab(snapshot, vantage, Clock::system());
    let question = query(b"", true);
    let bind = PeerServer::start(&question, |port, folder| bind("", port, folder));
    let knot = PeerServer::start(&question, knot);
    let columns = [ours.address, bind.address, knot.address].map(Column::of);
    let mut seen = format!("\n{:24} | {:10} | {:10} | {}\n", "", "ours", "BIND", "Knot");
    for row in ROWS {
        let [ours, bind, knot] = columns.each_ref().map(|column| column.cell(row));
        writeln!(seen, "{:24} | {ours:10} | {bind:10} | {knot}", row.name).expect("written");
    }
    assert_eq!(seen, TABLE, "{seen}");
}

#[test]
fn servers_of_one_secret_accept_the_cookies_of_each_other() {
    let (snapshot, vantage) = corp_server();
    let ours = lab(snapshot, vantage, Clock::system());
    let question = query(b"", true);
    let bind = PeerServer::start(&question, |port, folder| bind("require-server-cookie yes;", port, folder));
    let knot = PeerServer::start(&question, knot);
    // Each of them answers only a client with a valid server cookie: ours when it is asked without a question.
    let servers = [(ours.address, false), (bind.address, true), (knot.address, true)];
    for (from, _) in servers {
        let Column { given, .. } = Column::of(from);
        for (to, question) in servers {
            let rcode = |data: &[u8]| read(&ask_udp(to, "127.0.0.1", &query(data, question))).0;
            assert_eq!(rcode(&option(&given)), 0, "from {from} to {to}");
            assert_eq!(rcode(&one_bit_off(&given)), 23, "from {from} to {to}, one bit off");
        }
    }
}
