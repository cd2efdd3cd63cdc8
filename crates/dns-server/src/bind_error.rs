//! What keeps listeners from their addresses, and what to do about it.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use thiserror::Error;

use crate::holder;
pub use crate::holder::Holder;
use crate::responder::Transport;

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
    Taken(Option<Holder>),
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
        let (ip, port) = (self.address.ip(), self.address.port());
        match &self.reason {
            BindReason::Taken(Some(holder)) if holder.pid == std::process::id() => {
                "give each listener an address or a port of its own".to_owned()
            }
            BindReason::Taken(Some(_)) => {
                "stop that process, or listen on another port or address".to_owned()
            }
            BindReason::Taken(None) => {
                format!(
                    "`sudo ss -lntup 'sport = :{port}'` names who has it; stop that, or listen on another port"
                )
            }
            BindReason::Privileged => format!(
                "listen on a port from 1024 on, or run `sudo sysctl net.ipv4.ip_unprivileged_port_start={port}`, \
                 or `sudo setcap cap_net_bind_service=+ep` on the program"
            ),
            BindReason::NotHere => {
                let length = if ip.is_ipv4() { 32 } else { 128 };
                format!("`sudo ip addr add {ip}/{length} dev lo` gives it to this machine")
            }
            BindReason::Other(_) => "check the address".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reason: BindReason, address: &str, want: &str) {
        let address = address.parse().expect("an address");
        let problem =
            BindProblem { listener: "azure_dns".to_owned(), address, transport: Transport::Udp, reason };
        assert_eq!(problem.to_string(), format!("azure_dns: cannot listen on {address} over UDP: {want}"));
    }

    #[test]
    fn problems_say_what_to_do() {
        let holder = Holder { name: "systemd-resolve".to_owned(), pid: 123 };
        check(
            BindReason::Taken(Some(holder)),
            "127.0.0.53:53",
            "the port is taken, by systemd-resolve (pid 123); stop that process, or listen on another port or address",
        );
        check(
            BindReason::Taken(None),
            "127.0.0.1:53",
            "the port is taken; `sudo ss -lntup 'sport = :53'` names who has it; stop that, or listen on another port",
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
