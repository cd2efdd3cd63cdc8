//! DNS cookies (RFC 7873): the COOKIE option, and server cookies as RFC 9018 makes them.
//!
//! No clock and no randomness here: the time is a parameter, and so are the octets of the secret.

use std::hash::Hasher;
use std::net::IpAddr;
use std::ops::RangeInclusive;

use siphasher::sip::SipHasher24;

/// Octets of a client cookie (RFC 7873 §4).
const CLIENT: usize = 8;
/// Octets of a server cookie of version 1 (RFC 9018 §4).
const SERVER: usize = 16;
/// The version of server cookies that RFC 9018 defines.
const VERSION: u8 = 1;
/// Ages at which a server cookie is valid, in seconds; below 0, since clocks of servers differ (RFC 9018 §4.3).
const VALID: RangeInclusive<i32> = -300..=3600;
/// Ages at which a valid server cookie is not replaced, in seconds (RFC 9018 §4.3).
const YOUNG: RangeInclusive<i32> = 0..=1800;

/// The data of a COOKIE option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookie<'d> {
    /// What the client has chosen; every reply returns it.
    pub client: [u8; CLIENT],
    /// What the server has given to the client, 8 to 32 octets; empty: the client has nothing yet.
    pub server: &'d [u8],
}

impl<'d> Cookie<'d> {
    /// Reads the data of the option; `None` when its length is wrong (RFC 7873 §5.2.2).
    pub(super) fn parse(data: &'d [u8]) -> Option<Self> {
        let (&client, server) = data.split_first_chunk()?;
        matches!(server.len(), 0 | 8..=32).then_some(Self { client, server })
    }

    /// Counts the octets of the data.
    pub(super) fn length(&self) -> usize {
        CLIENT + self.server.len()
    }
}

/// The secret from which a server makes its cookies.
#[derive(Clone, Copy)]
pub struct CookieSecret([u8; 16]);

/// What a server knows about a client by its cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieCheck {
    /// The client asks for a server cookie: it sent none.
    Absent,
    /// The server cookie is ours, and young enough.
    Valid,
    /// The server cookie is old, or somebody else's, or not for this client.
    Invalid,
}

impl CookieSecret {
    /// Makes a secret of octets that nobody else knows.
    pub fn new(octets: [u8; 16]) -> Self {
        Self(octets)
    }

    /// Checks the cookie of a client at `address`. `now` is the time of day in seconds since 1970; it may wrap.
    pub fn check(&self, cookie: Cookie<'_>, address: IpAddr, now: u32) -> CookieCheck {
        if cookie.server.is_empty() {
            return CookieCheck::Absent;
        }
        match self.age(cookie, address, now) {
            Some(age) if VALID.contains(&age) => CookieCheck::Valid,
            Some(_) | None => CookieCheck::Invalid,
        }
    }

    /// Returns the server cookie of the reply: the client's own while it is young, else a new one.
    pub fn server_cookie(&self, cookie: Cookie<'_>, address: IpAddr, now: u32) -> [u8; SERVER] {
        match (cookie.server.try_into(), self.age(cookie, address, now)) {
            (Ok(kept), Some(age)) if YOUNG.contains(&age) => kept,
            _ => self.sign([VERSION, 0, 0, 0], cookie.client, address, now),
        }
    }

    /// Returns the age of a server cookie that was made with this secret for this client, in seconds; else `None`.
    ///
    /// The reserved octets are part of what is signed, whatever they are (RFC 9018 §4.2).
    fn age(&self, cookie: Cookie<'_>, address: IpAddr, now: u32) -> Option<i32> {
        let server: [u8; SERVER] = cookie.server.try_into().ok()?;
        let [version, reserved @ .., t0, t1, t2, t3, _, _, _, _, _, _, _, _] = server;
        let [r0, r1, r2] = reserved;
        let time = u32::from_be_bytes([t0, t1, t2, t3]);
        let ours = self.sign([version, r0, r1, r2], cookie.client, address, time);
        // Numbers, so that the comparison takes the same time wherever they differ.
        let is_ours = u128::from_be_bytes(server) == u128::from_be_bytes(ours);
        // Serial number arithmetic (RFC 1982), so that the year 2106 does no harm.
        (version == VERSION && is_ours).then(|| now.wrapping_sub(time).cast_signed())
    }

    /// Makes a server cookie (RFC 9018 §4).
    fn sign(&self, head: [u8; 4], client: [u8; CLIENT], address: IpAddr, time: u32) -> [u8; SERVER] {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write(&client);
        hasher.write(&head);
        hasher.write(&time.to_be_bytes());
        match address.to_canonical() {
            IpAddr::V4(address) => hasher.write(&address.octets()),
            IpAddr::V6(address) => hasher.write(&address.octets()),
        }
        let mut cookie = [0; SERVER];
        cookie[..4].copy_from_slice(&head);
        cookie[4..8].copy_from_slice(&time.to_be_bytes());
        cookie[8..].copy_from_slice(&hasher.finish().to_le_bytes());
        cookie
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The servers' secret in RFC 9018, appendices A.1 to A.3.
    const SECRET: u128 = 0xe5e9_73e5_a6b2_a43f_48e7_dc84_9e37_bfcf;
    const ADDRESS: &str = "198.51.100.100";
    const CLIENT_COOKIE: u64 = 0x2464_c4ab_cf10_c957;
    /// The cookie of appendix A.1.
    const COOKIE: u128 = 0x0100_0000_5cf7_9f11_1f81_30c3_eee2_9480;
    /// When it was made.
    const MADE: u32 = 1_559_731_985;

    fn secret() -> CookieSecret {
        CookieSecret::new(SECRET.to_be_bytes())
    }

    fn ip(address: &str) -> IpAddr {
        address.parse().expect("an address")
    }

    /// Returns the check, and the server cookie of the reply.
    fn answered(client: u64, server: &[u8], address: &str, now: u32) -> (CookieCheck, u128) {
        let cookie = Cookie { client: client.to_be_bytes(), server };
        let reply = secret().server_cookie(cookie, ip(address), now);
        (secret().check(cookie, ip(address), now), u128::from_be_bytes(reply))
    }

    #[test]
    fn a_client_without_a_server_cookie_gets_one() {
        // RFC 9018, appendix A.1.
        assert_eq!(answered(CLIENT_COOKIE, b"", ADDRESS, MADE), (CookieCheck::Absent, COOKIE));
        let mapped = "::ffff:198.51.100.100";
        assert_eq!(answered(CLIENT_COOKIE, b"", mapped, MADE), (CookieCheck::Absent, COOKIE));
    }

    #[test]
    fn a_server_cookie_is_replaced_after_half_an_hour() {
        let kept = (CookieCheck::Valid, COOKIE);
        for age in [0, 1800] {
            assert_eq!(answered(CLIENT_COOKIE, &COOKIE.to_be_bytes(), ADDRESS, MADE + age), kept);
        }
        // RFC 9018, appendix A.2.
        let renewed = (CookieCheck::Valid, 0x0100_0000_5cf7_a871_d4a5_64a1_442a_ca77);
        assert_eq!(answered(CLIENT_COOKIE, &COOKIE.to_be_bytes(), ADDRESS, MADE + 2400), renewed);
    }

    #[test]
    fn reserved_octets_are_signed_as_they_are() {
        // RFC 9018, appendix A.3. Its reply comes after the hour, so validity is checked at the time of the cookie.
        let (client, address) = (0xfc93_fc62_807d_db86, "203.0.113.203");
        let cookie = 0x01ab_cdef_5cf7_8f71_a314_227b_6679_ebf5_u128.to_be_bytes();
        assert_eq!(answered(client, &cookie, address, 0x5cf7_8f71).0, CookieCheck::Valid);
        let late = answered(client, &cookie, address, 1_559_734_700);
        assert_eq!(late, (CookieCheck::Invalid, 0x0100_0000_5cf7_a9ac_f73a_7810_aca2_381e));
    }

    #[test]
    fn ipv6_clients_have_cookies_of_their_own() {
        // RFC 9018, appendix A.4.
        let secret = CookieSecret::new(0x4455_36bc_d251_3298_075a_5d37_9663_c962_u128.to_be_bytes());
        let cookie = Cookie { client: 0x2268_1ab9_7d52_c298_u64.to_be_bytes(), server: b"" };
        let reply = secret.server_cookie(cookie, ip("2001:db8:220:1:59de:d0f4:8769:82b8"), 1_559_741_961);
        assert_eq!(u128::from_be_bytes(reply), 0x0100_0000_5cf7_c609_a6bb_79d1_6625_507a);
    }

    #[test]
    fn a_server_cookie_is_valid_for_an_hour_and_five_minutes_before() {
        for (seconds, want) in [
            (-301, CookieCheck::Invalid),
            (-300, CookieCheck::Valid),
            (3600, CookieCheck::Valid),
            (3601, CookieCheck::Invalid),
        ] {
            let now = MADE.wrapping_add_signed(seconds);
            assert_eq!(answered(CLIENT_COOKIE, &COOKIE.to_be_bytes(), ADDRESS, now).0, want, "{seconds}");
        }
        let around = |time: u32, now: u32| {
            let fresh = answered(CLIENT_COOKIE, b"", ADDRESS, time).1.to_be_bytes();
            answered(CLIENT_COOKIE, &fresh, ADDRESS, now).0
        };
        assert_eq!(around(u32::MAX - 5, 5), CookieCheck::Valid, "the number of seconds wraps in 2106");
    }

    #[test]
    fn what_is_not_ours_is_invalid_and_replaced() {
        let fresh = answered(CLIENT_COOKIE, b"", ADDRESS, MADE).1;
        let invalid = (CookieCheck::Invalid, fresh);
        for bit in 0..128 {
            let changed = (COOKIE ^ (1 << bit)).to_be_bytes();
            assert_eq!(answered(CLIENT_COOKIE, &changed, ADDRESS, MADE), invalid, "bit {bit}");
        }
        for length in (8..=32).filter(|length| *length != SERVER) {
            let other = vec![1; length];
            assert_eq!(answered(CLIENT_COOKIE, &other, ADDRESS, MADE), invalid, "{length} octets");
        }
        let check = |client, address| answered(client, &COOKIE.to_be_bytes(), address, MADE).0;
        assert_eq!(check(CLIENT_COOKIE, "198.51.100.101"), CookieCheck::Invalid);
        assert_eq!(check(CLIENT_COOKIE + 1, ADDRESS), CookieCheck::Invalid);
    }
}
