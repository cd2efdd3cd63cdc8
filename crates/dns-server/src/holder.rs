//! Finds out who has a port, where the system tells (Linux: `/proc`). Elsewhere nobody is found, and people are told
//! which command knows.

use std::fmt;
use std::fs;
use std::iter;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process;

use crate::client::Transport;

/// A process that has a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortHolder {
    /// Its short name, as `ps` prints it.
    pub name: String,
    /// Its process ID.
    pub pid: u32,
}

impl fmt::Display for PortHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pid == process::id() {
            f.write_str("another listener of this process")
        } else {
            write!(f, "{} (pid {})", self.name, self.pid)
        }
    }
}

/// State of a listening TCP socket in `/proc/net/tcp`.
const LISTENING: &str = "0A";

/// Looks that are taken: the kernel writes its tables page by page, and a socket can slip through between two.
const LOOKS: usize = 3;

/// Finds the process whose socket keeps `address` from being bound.
///
/// `None` when nobody has it any more, or when the process belongs to another user and is not shown.
pub(crate) fn find(address: SocketAddr, transport: Transport) -> Option<PortHolder> {
    (0..LOOKS).find_map(|_| look(address, transport))
}

fn look(address: SocketAddr, transport: Transport) -> Option<PortHolder> {
    let tables = match transport {
        Transport::Udp => ["/proc/net/udp", "/proc/net/udp6"],
        Transport::Tcp => ["/proc/net/tcp", "/proc/net/tcp6"],
    };
    tables
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| inodes(&table, address, transport))
        .find_map(process_with)
}

/// Returns the inodes of the sockets in a table that conflict with `address`.
fn inodes(table: &str, address: SocketAddr, transport: Transport) -> Vec<u64> {
    let conflicting = |line: &str| {
        let mut fields = line.split_ascii_whitespace().skip(1);
        let bound = parse_address(fields.next()?)?;
        let state = fields.nth(1)?;
        let inode = fields.nth(5)?.parse().ok()?;
        let listens = transport == Transport::Udp || state == LISTENING;
        (listens && conflict(bound, address)).then_some(inode)
    };
    table.lines().skip(1).filter_map(conflicting).collect()
}

/// Tells whether two sockets cannot both be bound: same port, and the same address or a wildcard.
fn conflict(bound: SocketAddr, wanted: SocketAddr) -> bool {
    let (one, other) = (bound.ip().to_canonical(), wanted.ip().to_canonical());
    bound.port() == wanted.port() && (one == other || one.is_unspecified() || other.is_unspecified())
}

/// Reads `0100007F:0035`: each four octets as a number in the machine's byte order, the port as it is.
fn parse_address(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let words = address
        .as_bytes()
        .chunks(8)
        .map(|word| u32::from_str_radix(std::str::from_utf8(word).ok()?, 16).ok().map(u32::to_ne_bytes))
        .collect::<Option<Vec<_>>>()?
        .concat();
    let ip = match words.len() {
        4 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(words).ok()?)),
        16 => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(words).ok()?)),
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

/// Finds a process that has the socket with this inode open: this one, or else the first.
fn process_with(inode: u64) -> Option<PortHolder> {
    let socket = format!("socket:[{inode}]");
    // Children share the sockets of their parent, so one of this process may seem to be somebody else's.
    let others =
        fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    iter::once(process::id()).chain(others).find_map(|pid: u32| {
        let mut files = fs::read_dir(format!("/proc/{pid}/fd")).ok()?.flatten();
        files.find(|file| fs::read_link(file.path()).is_ok_and(|target| target.as_os_str() == &*socket))?;
        let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?.trim_end().to_owned();
        Some(PortHolder { name, pid })
    })
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;

    const TCP: &str = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 3500007F:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000   101        0 21001 1 0 100 0 0 10 0
   1: 0100007F:0035 0200007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 21002 1 0 20 4 30 10 -1
   2: 00000000:14B4 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 21003 1 0 100 0 0 10 0
";
    const UDP6: &str = "\
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  117: 00000000000000000000000001000000:0035 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31001 2 0000000000000000 0
  118: 00000000000000000000000000000000:14B4 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31002 2 0000000000000000 0
";

    #[track_caller]
    fn check(table: &str, transport: Transport, address: &str, want: &[u64]) {
        assert_eq!(inodes(table, address.parse().expect("an address"), transport), want, "{address}");
    }

    #[test]
    fn sockets_on_the_address_or_a_wildcard_conflict() {
        check(TCP, Transport::Tcp, "127.0.0.53:53", &[21001]);
        check(TCP, Transport::Tcp, "0.0.0.0:53", &[21001]);
        check(TCP, Transport::Tcp, "127.0.0.2:53", &[]);
        check(TCP, Transport::Tcp, "10.0.0.1:5300", &[21003]);
        check(UDP6, Transport::Udp, "[::1]:53", &[31001]);
        check(UDP6, Transport::Udp, "127.0.0.1:5300", &[31002]);
    }

    #[test]
    fn connections_hold_no_port() {
        check(TCP, Transport::Tcp, "127.0.0.1:53", &[]);
    }

    #[test]
    fn tables_that_cannot_be_read_name_nobody() {
        for table in [
            "",
            "header\n",
            "header\n0: x y z\n",
            "header\n 0: 0100007F:0035\n",
            "h\n 0: é100007F:0035 a 0A b c d e 1\n",
        ] {
            check(table, Transport::Udp, "127.0.0.1:53", &[]);
        }
    }
}
