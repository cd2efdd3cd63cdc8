//! Numbers of interfaces, as the scope of a link-local address (RFC 4007 §11.2).

/// Returns the number of the interface of this name; `None` if this machine does not have it.
#[cfg(unix)]
pub(super) fn number(name: &str) -> Option<u32> {
    nix::net::if_::if_nametoindex(name).ok()
}

/// Windows writes the number itself.
#[cfg(not(unix))]
pub(super) fn number(_: &str) -> Option<u32> {
    None
}
