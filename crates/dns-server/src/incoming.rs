//! One message, and how its reply is written: which resolver the listener leads to, which sizes and cookies.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::time::Instant;
use zone_store::answer::{Answer, ErrorCode, ExtendedError, ResponseCode};
use zone_store::snapshot::{NotAdmitted, Resolver, Vantage};

use crate::client::{QuerySource, Transport};
use crate::clock::Clock;
use crate::profile::EdnsProfile;
use crate::server_cookies::ServerCookies;
use crate::service::Service;
use crate::wire::{self, Cookie, CookieCheck, Envelope, Rejection, Sizes};

/// One message with all that decides about its reply.
#[derive(Clone, Copy)]
pub(crate) struct IncomingMessage<'c> {
    pub(crate) service: &'c Arc<Service>,
    pub(crate) message: &'c [u8],
    pub(crate) client: QuerySource,
    /// Who gives server cookies; `None`: nobody does.
    pub(crate) cookies: Option<ServerCookies<'c>>,
    /// `None` without a log.
    pub(crate) began: Option<Began>,
}

impl<'c> IncomingMessage<'c> {
    /// Finds who answers.
    ///
    /// # Errors
    /// [`NotAdmitted`] as the snapshot says, and when the listener is not served any more.
    pub(crate) fn admit(self) -> Result<Resolver, NotAdmitted> {
        let listener = self.service.listener(self.client.listener);
        if let Some(vantage) = self.vantage() {
            return self.service.snapshot().admit(vantage, self.client.source.to_canonical());
        }
        let name = listener.map_or_else(String::new, |listener| format!(" {}", listener.name));
        let text = format!("the configuration has no listener{name} any more");
        Err(NotAdmitted::Refuse(ExtendedError { code: ErrorCode::Prohibited, text }))
    }

    /// Returns what the listener fixes about the query.
    fn vantage(self) -> Option<Vantage> {
        self.service.listener(self.client.listener)?.vantage
    }

    /// Appends the reply.
    pub(crate) fn write(self, envelope: &Envelope<'_>, answer: &Answer<'_>, out: &mut Vec<u8>) {
        let profile = self.profile();
        let payload_size = profile.payload_size();
        let sizes = match self.client.transport {
            Transport::Udp => Sizes::udp(envelope.edns.as_ref(), payload_size),
            Transport::Tcp => Sizes::tcp(payload_size),
        };
        let asked = envelope.edns.and_then(|edns| edns.cookie);
        let server;
        let cookie = match (profile, asked, self.cookies) {
            (EdnsProfile::Azure, asked, _) => asked,
            (EdnsProfile::Standard, Some(cookie), Some(cookies)) => {
                server = cookies.give(cookie, self.client.source);
                Some(Cookie { server: &server, ..cookie })
            }
            (EdnsProfile::Standard, _, _) => None,
        };
        wire::encode(envelope, answer, sizes, cookie, out);
    }

    /// Returns how the resolver behind the listener speaks EDNS.
    fn profile(self) -> EdnsProfile {
        EdnsProfile::of(self.service.snapshot(), self.vantage().and_then(resolver_behind))
    }

    /// Answers a query that asks for nothing but a server cookie (RFC 7873 §5.4). Who gives none takes it for malformed.
    pub(crate) fn answer_to_cookie_request(self, envelope: &Envelope<'_>) -> Answer<'static> {
        let cookie = envelope.edns.and_then(|edns| edns.cookie);
        let (EdnsProfile::Standard, Some((cookie, cookies))) = (self.profile(), cookie.zip(self.cookies))
        else {
            return Rejection::NoQuestion.answer();
        };
        Answer::empty(match cookies.check(cookie, self.client.source) {
            CookieCheck::Absent | CookieCheck::Valid => ResponseCode::NoError,
            CookieCheck::Invalid => ResponseCode::BADCOOKIE,
        })
    }
}

/// Returns the resolver behind a listener, as far as the listener alone decides it.
fn resolver_behind(vantage: Vantage) -> Option<Resolver> {
    match vantage {
        Vantage::BySource => None,
        Vantage::Resolver(resolver) => Some(resolver),
    }
}

/// When a query came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Began {
    /// The time of day.
    pub(crate) time: SystemTime,
    /// The time that only goes forward.
    pub(crate) clock: Instant,
}

impl Began {
    pub(crate) fn now(clock: &Clock) -> Self {
        Self { time: clock.wall(), clock: clock.now() }
    }
}
