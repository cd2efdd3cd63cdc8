//! What keeps listeners from their addresses, and what to do about it.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};

use thiserror::Error;

use crate::client::Transport;
use crate::holder;
pub use crate::holder::PortHolder;
use crate::platform::Platform;

/// Why listeners could not be bound: every problem of every one.
#[derive(Debug, Error)]
pub struct BindError {
    /// At least one.
    pub problems: Vec<BindProblem>,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.problems.iter().enumerate() {
            let separator = if number == 0 { "" } else { "\n" };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

/// What keeps one listener from an address.
#[derive(Debug, Error)]
#[error("{listener}: cannot listen on {address} over {transport}: {reason}; {}", self.fix())]
pub struct BindProblem {
    /// The listener's name.
    pub listener: String,
    /// The address it wants.
    pub address: SocketAddr,
    /// Which side of it.
    pub transport: Transport,
    /// What the system says.
    #[source]
    pub reason: BindReason,
}

/// What the system says about an address.
#[derive(Debug, Error)]
pub enum BindReason {
    /// Another socket has the port, and perhaps it is known whose.
    #[error("the port is taken{}", .0.as_ref().map(|holder| format!(", by {holder}")).unwrap_or_default())]
    Taken(Option<PortHolder>),
    /// The port is one of those that need a privilege.
    #[error("this port needs a privilege")]
    Privileged,
    /// No interface has the address.
    #[error("no interface of this machine has the address")]
    NotHere,
    /// Anything else.
    #[error("{0}")]
    Other(io::Error),
}

impl BindProblem {
    /// Names the problem that `error` is about.
    pub(crate) fn new(listener: &str, address: SocketAddr, transport: Transport, error: io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::AddrInUse => BindReason::Taken(holder::find(address, transport)),
            io::ErrorKind::PermissionDenied => BindReason::Privileged,
            io::ErrorKind::AddrNotAvailable => BindReason::NotHere,
            _ => BindReason::Other(error),
        };
        Self { listener: listener.to_owned(), address, transport, reason }
    }

    /// Says what to do about it.
    pub fn fix(&self) -> String {
        self.fix_on(Platform::HERE)
    }

    /// Says what to do about it on such a system.
    fn fix_on(&self, platform: Platform) -> String {
        let port = self.address.port();
        match &self.reason {
            BindReason::Taken(Some(holder)) if holder.pid == std::process::id() => {
                "give each listener an address or a port of its own".to_owned()
            }
            BindReason::Taken(Some(_)) => {
                "stop that process, or listen on another port or address".to_owned()
            }
            BindReason::Taken(None) => {
                let who = who_has(port, self.transport, platform);
                format!("`{who}` shows which program has it; stop that program, or listen on another port")
            }
            BindReason::Privileged => allow(port, self.transport, platform),
            BindReason::NotHere => {
                format!("`{}` gives it to this machine", add_address(self.address.ip(), platform))
            }
            BindReason::Other(_) => "check the address".to_owned(),
        }
    }
}

/// Returns the command that names who has a port.
fn who_has(port: u16, transport: Transport, platform: Platform) -> String {
    match platform {
        Platform::Linux => format!("sudo ss -lntup 'sport = :{port}'"),
        Platform::MacOs | Platform::Unix => format!("sudo lsof -nP -i{transport}:{port}"),
        // As an administrator it names programs, too.
        Platform::Windows => format!("netstat -abno -p {transport}"),
    }
}

/// Says how a port can be had that the system keeps back.
fn allow(port: u16, transport: Transport, platform: Platform) -> String {
    match platform {
        Platform::Linux => format!(
            "listen on a port from 1024 on, or run `sudo sysctl net.ipv4.ip_unprivileged_port_start={port}`, \
             or `sudo setcap cap_net_bind_service=+ep` on the program"
        ),
        Platform::MacOs | Platform::Unix => {
            "listen on a port from 1024 on, or start the program with sudo".to_owned()
        }
        Platform::Windows => format!(
            "listen on another port; `netsh interface ipv4 show excludedportrange protocol={transport}` lists \
             those that Windows keeps for others"
        ),
    }
}

/// Returns the command that gives an address to this machine, until it starts again.
fn add_address(ip: IpAddr, platform: Platform) -> String {
    match (platform, ip) {
        (Platform::Linux, IpAddr::V4(_)) => format!("sudo ip addr add {ip}/32 dev lo"),
        (Platform::Linux, IpAddr::V6(_)) => format!("sudo ip addr add {ip}/128 dev lo"),
        (Platform::MacOs | Platform::Unix, IpAddr::V4(_)) => {
            format!("sudo ifconfig lo0 alias {ip} netmask 255.255.255.255")
        }
        (Platform::MacOs | Platform::Unix, IpAddr::V6(_)) => {
            format!("sudo ifconfig lo0 inet6 {ip} prefixlen 128 alias")
        }
        (Platform::Windows, IpAddr::V4(_)) => format!(
            "netsh interface ipv4 add address \"Loopback Pseudo-Interface 1\" {ip} 255.255.255.255 store=active"
        ),
        (Platform::Windows, IpAddr::V6(_)) => {
            format!("netsh interface ipv6 add address \"Loopback Pseudo-Interface 1\" {ip}/128 store=active")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(reason: BindReason, address: &str, transport: Transport) -> BindProblem {
        let address = address.parse().expect("an address");
        BindProblem { listener: "azure_dns".to_owned(), address, transport, reason }
    }

    #[track_caller]
    fn check(reason: BindReason, address: &str, want: &str) {
        let problem = problem(reason, address, Transport::Udp);
        let seen = format!("{}; {}", problem.reason, problem.fix_on(Platform::Linux));
        assert_eq!(seen, want);
    }

    #[test]
    fn problems_name_the_listener_and_the_address() {
        let problem =
            problem(BindReason::Other(io::Error::other("no such luck")), "[::1]:53", Transport::Tcp);
        let want = "azure_dns: cannot listen on [::1]:53 over TCP: no such luck; check the address";
        assert_eq!(problem.to_string(), want);
    }

    #[test]
    fn each_system_has_its_own_commands() {
        let check = |platform: Platform, reason: BindReason, address: &str, want: &str| {
            let fix = problem(reason, address, Transport::Udp).fix_on(platform);
            assert!(fix.contains(want), "{platform:?} {address}: {fix}");
        };
        for (platform, who, allow) in [
            (Platform::Linux, "`sudo ss -lntup 'sport = :53'`", "ip_unprivileged_port_start=53"),
            (Platform::MacOs, "`sudo lsof -nP -iUDP:53`", "with sudo"),
            (Platform::Unix, "`sudo lsof -nP -iUDP:53`", "with sudo"),
            (Platform::Windows, "`netstat -abno -p UDP`", "excludedportrange protocol=UDP`"),
        ] {
            check(platform, BindReason::Taken(None), "127.0.0.1:53", who);
            check(platform, BindReason::Privileged, "127.0.0.1:53", allow);
        }
        for (platform, four, six) in [
            (
                Platform::Linux,
                "`sudo ip addr add 127.0.0.2/32 dev lo`",
                "`sudo ip addr add 2001:db8::1/128 dev lo`",
            ),
            (
                Platform::MacOs,
                "`sudo ifconfig lo0 alias 127.0.0.2 netmask 255.255.255.255`",
                "`sudo ifconfig lo0 inet6 2001:db8::1 prefixlen 128 alias`",
            ),
            (
                Platform::Windows,
                "ipv4 add address \"Loopback Pseudo-Interface 1\" 127.0.0.2 255.255.255.255",
                "ipv6 add address \"Loopback Pseudo-Interface 1\" 2001:db8::1/128",
            ),
        ] {
            check(platform, BindReason::NotHere, "127.0.0.2:53", four);
            check(platform, BindReason::NotHere, "[2001:db8::1]:53", six);
        }
    }

    #[test]
    fn problems_say_what_to_do() {
        let holder = PortHolder { name: "systemd-resolve".to_owned(), pid: 123 };
        check(
            BindReason::Taken(Some(holder)),
            "127.0.0.53:53",
            "the port is taken, by systemd-resolve (pid 123); stop that process, or listen on another port or address",
        );
        check(
            BindReason::Taken(None),
            "127.0.0.1:53",
            "the port is taken; `sudo ss -lntup 'sport = :53'` shows which program has it; stop that program, or listen on another port",
        );
        check(
            BindReason::Privileged,
            "127.0.0.1:53",
            "this port needs a privilege; listen on a port from 1024 on, or run \
             `sudo sysctl net.ipv4.ip_unprivileged_port_start=53`, or `sudo setcap cap_net_bind_service=+ep` on the program",
        );
        check(
            BindReason::NotHere,
            "168.63.129.16:53",
            "no interface of this machine has the address; \
             `sudo ip addr add 168.63.129.16/32 dev lo` gives it to this machine",
        );
        check(
            BindReason::NotHere,
            "[2001:db8::1]:53",
            "no interface of this machine has the address; \
             `sudo ip addr add 2001:db8::1/128 dev lo` gives it to this machine",
        );
        check(
            BindReason::Other(io::Error::other("no such luck")),
            "[::1]:53",
            "no such luck; check the address",
        );
    }

    #[test]
    fn the_errors_of_the_system_become_reasons() {
        let kinds =
            [io::ErrorKind::PermissionDenied, io::ErrorKind::AddrNotAvailable, io::ErrorKind::OutOfMemory];
        let address = SocketAddr::from(([127, 0, 0, 1], 53));
        let [privileged, not_here, other] =
            kinds.map(|kind| BindProblem::new("x", address, Transport::Tcp, kind.into()).reason);
        assert!(matches!(privileged, BindReason::Privileged));
        assert!(matches!(not_here, BindReason::NotHere));
        assert!(matches!(other, BindReason::Other(_)));
    }
}
