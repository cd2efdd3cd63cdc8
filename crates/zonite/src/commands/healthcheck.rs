//! `zonite healthcheck`: one question to the server.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{Exit, reachable};
use crate::args::HealthcheckArgs;
use crate::source;

/// How long one try may take.
const TRY: Duration = Duration::from_secs(1);
/// How often it tries.
const TRIES: usize = 3;
/// The root's SOA, class IN, with RD; the identifier stands first.
const QUESTION: [u8; 17] = [0x5a, 0x0e, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1];

/// Asks the server for the root's SOA; any answer will do.
pub(crate) fn run(args: &HealthcheckArgs) -> Result<Exit> {
    let server = match (args.server, &args.ready_file) {
        (Some(server), _) => server,
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}; has the server written it?", path.display()))?;
            let listeners: BTreeMap<String, SocketAddr> = serde_json::from_str(&text)
                .with_context(|| format!("{} is not a ready file", path.display()))?;
            *listeners.values().next().context("the ready file names no listener")?
        }
        (None, None) => {
            let found = source::find(args.config.config.as_deref(), args.file.as_deref());
            let compiled = source::load(&found)?.compiled;
            match compiled.listeners.first() {
                Some(listener) if listener.address.port() == 0 => {
                    bail!("the configuration uses port 0; use --ready-file with the file that serve wrote")
                }
                Some(listener) => listener.address,
                None => bail!("the configuration has no listener; name the server with --server"),
            }
        }
    };
    let server = reachable(server);
    Ok(match ask(server) {
        Ok(()) => Exit::Fine,
        Err(error) => {
            eprintln!("zonite: {server} does not answer: {error}");
            Exit::No
        }
    })
}

fn ask(server: SocketAddr) -> std::io::Result<()> {
    let any: IpAddr =
        if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0))?;
    socket.set_read_timeout(Some(TRY))?;
    socket.connect(server)?;
    let mut last = Ok(());
    for _ in 0..TRIES {
        last = try_once(&socket);
        if last.is_ok() {
            break;
        }
    }
    last
}

fn try_once(socket: &UdpSocket) -> std::io::Result<()> {
    socket.send(&QUESTION)?;
    let mut reply = [0; 512];
    loop {
        let length = socket.recv(&mut reply)?;
        // The same identifier, and a response (RFC 1035 §4.1.1).
        if length >= 12 && reply[..2] == QUESTION[..2] && reply[2] & 0x80 != 0 {
            return Ok(());
        }
    }
}
