//! Who gives server cookies: a secret and a clock.

use std::net::IpAddr;
use std::time::SystemTime;

use crate::clock::Clock;
use crate::wire::{Cookie, CookieCheck, CookieSecret};

/// Gives server cookies and knows them again (RFC 9018).
#[derive(Clone, Copy)]
pub(crate) struct ServerCookies<'r> {
    /// What they are made from.
    pub(crate) secret: &'r CookieSecret,
    /// When they are made.
    pub(crate) clock: &'r Clock,
}

impl ServerCookies<'_> {
    /// Checks what a client has sent.
    pub(crate) fn check(self, cookie: Cookie<'_>, client: IpAddr) -> CookieCheck {
        self.secret.check(cookie, client, self.seconds())
    }

    /// Returns the server cookie for the reply.
    pub(crate) fn give(self, cookie: Cookie<'_>, client: IpAddr) -> [u8; 16] {
        self.secret.server_cookie(cookie, client, self.seconds())
    }

    /// Returns the time of day in seconds since 1970, which wraps in 2106.
    fn seconds(self) -> u32 {
        self.clock.wall().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs() as u32
    }
}

/// Draws a secret; `None` when the system has no randomness to give.
pub(crate) fn random_secret() -> Option<CookieSecret> {
    let mut octets = [0; 16];
    getrandom::fill(&mut octets).ok()?;
    Some(CookieSecret::new(octets))
}
