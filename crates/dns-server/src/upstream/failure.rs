//! What an upstream did instead of answering, in words that fit behind its address.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use thiserror::Error;
use zone_store::answer::{ResponseCode, rcode_name};

use crate::wire::DecodeError;

/// Why there is no use in what an upstream did.
#[derive(Debug, Error)]
pub(super) enum UpstreamFailure {
    /// The address is one of our own listeners'.
    #[error("is a listener of this server itself, and is not asked")]
    Itself,
    /// It said nothing, for as long as there was time.
    #[error("did not answer ({tries} {} in {}){ignored}", noun(*.tries), Seconds(*.time))]
    Silent {
        /// Queries sent.
        tries: u32,
        /// Since the first of them.
        time: Duration,
        /// Datagrams that came and were no reply to them.
        ignored: Ignored,
    },
    /// It sent what does not fit a datagram, and then said nothing over TCP.
    #[error("sent a truncated answer over UDP, and did not answer over TCP within {}", Seconds(*.0))]
    SilentOverTcp(Duration),
    /// Nothing listens on the port: the machine there says so.
    #[error("refused the connection (nothing listens there)")]
    Refused,
    /// The same, of TCP, after UDP has answered.
    #[error("sent a truncated answer over UDP, and refused the TCP connection")]
    RefusedOverTcp,
    /// It broke the connection off.
    #[error("reset the TCP connection")]
    Reset,
    /// It ended the connection in the middle.
    #[error("closed the TCP connection before its answer was complete")]
    Closed,
    /// The network has no way to it.
    #[error("cannot be reached ({0})")]
    Unreachable(io::Error),
    /// Its reply cannot be read.
    #[error("sent a reply that is not DNS ({0})")]
    NotDns(DecodeError),
    /// Its reply was cut even over TCP.
    #[error("sent a truncated reply over TCP")]
    Cut,
    /// It pointed at other servers.
    #[error("answered with a referral: it does not recurse, so it cannot be an upstream")]
    Referral,
    /// It answered that it does not answer.
    #[error("answered {}", rcode_name(*.0))]
    Rcode(ResponseCode),
    /// The same, because what it was asked came back to us.
    #[error("answered {}: it forwards to this server (our own query came back from {through})", rcode_name(*.rcode))]
    Loop {
        /// Its answer.
        rcode: ResponseCode,
        /// Where our query came from.
        through: IpAddr,
    },
    /// This machine is at its limits.
    #[error("could not be asked ({0})")]
    Local(io::Error),
}

impl UpstreamFailure {
    /// Says what an error of a socket means that belongs to one upstream.
    pub(super) fn of_socket(error: io::Error) -> Self {
        use io::ErrorKind::{
            AddrNotAvailable, ConnectionRefused, ConnectionReset, HostUnreachable, InvalidInput, NetworkDown,
            NetworkUnreachable, PermissionDenied, TimedOut,
        };
        match error.kind() {
            ConnectionRefused => Self::Refused,
            ConnectionReset => Self::Reset,
            AddrNotAvailable | HostUnreachable | InvalidInput | NetworkDown | NetworkUnreachable
            | PermissionDenied | TimedOut => Self::Unreachable(error),
            _ => Self::Local(error),
        }
    }

    /// Tells whether the upstream is better asked after others for a while.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Silent { .. }
            | Self::SilentOverTcp(_)
            | Self::Refused
            | Self::Unreachable(_)
            | Self::NotDns(_)
            | Self::Referral
            | Self::Loop { .. } => true,
            Self::Rcode(rcode) => matches!(*rcode, ResponseCode::Refused | ResponseCode::NotImp),
            Self::Itself | Self::RefusedOverTcp | Self::Reset | Self::Closed | Self::Cut | Self::Local(_) => {
                false
            }
        }
    }
}

/// How many datagrams came that were no reply to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ignored(pub(super) u32);

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            1 => f.write_str("; 1 datagram from there did not answer the question"),
            count => write!(f, "; {count} datagrams from there did not answer the question"),
        }
    }
}

fn noun(tries: u32) -> &'static str {
    if tries == 1 { "try" } else { "tries" }
}

/// A time, in seconds with one digit behind the point where it is not whole.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0.as_millis() + 50) / 100;
        match tenths % 10 {
            0 => write!(f, "{} s", tenths / 10),
            rest => write!(f, "{}.{rest} s", tenths / 10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_says_how_long_and_what_came_instead() {
        let silent = |tries, millis, ignored| {
            let time = Duration::from_millis(millis);
            UpstreamFailure::Silent { tries, time, ignored: Ignored(ignored) }.to_string()
        };
        assert_eq!(silent(2, 3000, 0), "did not answer (2 tries in 3 s)");
        assert_eq!(silent(1, 849, 0), "did not answer (1 try in 0.8 s)");
        assert_eq!(
            silent(1, 2999, 1),
            "did not answer (1 try in 3 s); 1 datagram from there did not answer the question"
        );
        assert_eq!(
            silent(1, 0, 3),
            "did not answer (1 try in 0 s); 3 datagrams from there did not answer the question"
        );
    }

    #[test]
    fn errors_of_sockets_say_what_the_upstream_or_the_machine_did() {
        for (kind, want) in [
            (io::ErrorKind::ConnectionRefused, "refused the connection (nothing listens there)"),
            (io::ErrorKind::ConnectionReset, "reset the TCP connection"),
            (io::ErrorKind::NetworkUnreachable, "cannot be reached (network unreachable)"),
            (io::ErrorKind::OutOfMemory, "could not be asked (out of memory)"),
        ] {
            assert_eq!(UpstreamFailure::of_socket(kind.into()).to_string(), want);
        }
    }
}
