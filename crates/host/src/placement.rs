//! Where listeners are: where the configuration wants them, or moved, or wherever somebody asks for one.

use std::net::{Ipv4Addr, SocketAddr};

use dns_server::listeners::ListenAddress;
use thiserror::Error;
use zone_store::snapshot::Vantage;

use crate::configuration::{Configuration, ListenerSpec};

/// Where a listener is that somebody asks for: a free port.
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Which listeners there are, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// Those of the configuration, some of them moved; of two moves of one listener, the last one counts.
    Configured(Vec<Move>),
    /// One for each of these [places](Configuration::places), on a free port of 127.0.0.1. A place that a configuration does
    /// not have any more keeps its listener, which refuses.
    Places(Vec<String>),
}

/// Puts a listener elsewhere than its configuration says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Which; `None` is every one.
    pub name: Option<String>,
    /// Where to; port 0 is an ephemeral one.
    pub address: SocketAddr,
}

/// Why the listeners of a configuration cannot be placed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlacementError {
    /// There is none.
    #[error(
        "the configuration has no listener; add listen = [\"127.0.0.1:5300\"] to [azure_dns], to [internet] or to a \
         [[virtual_network]]"
    )]
    NoListener,
    /// Several would have one address.
    #[error("{address} would put {count} listeners on one address; write port 0, or move each by its name")]
    OneAddress {
        /// The address.
        address: SocketAddr,
        /// How many listeners there are.
        count: usize,
    },
    /// A listener is to be moved that there is not.
    #[error("there is no listener \"{name}\"; there are: {}", .known.join(", "))]
    UnknownListener {
        /// As it was written.
        name: String,
        /// Those there are.
        known: Vec<String>,
    },
}

/// A listener in its place.
pub(crate) struct PlacedListener {
    pub(crate) listener: ListenAddress,
    /// What it fixes about its queries; `None`: it refuses.
    pub(crate) vantage: Option<Vantage>,
}

impl Placement {
    /// Places the listeners of a configuration.
    ///
    /// # Errors
    /// [`PlacementError`].
    pub(crate) fn place(&self, configuration: &Configuration) -> Result<Vec<PlacedListener>, PlacementError> {
        match self {
            Self::Configured(moves) => {
                check(configuration, moves)?;
                Ok(configured(configuration, moves))
            }
            Self::Places(places) => {
                let place = |place: &String| PlacedListener {
                    listener: ListenAddress { name: place.clone(), address: ANY_PORT },
                    vantage: configuration.vantage_of(place),
                };
                Ok(places.iter().map(place).collect())
            }
        }
    }
}

/// Checks that there is something to listen on, and that listeners are moved that exist, each to an address of its own.
fn check(configuration: &Configuration, moves: &[Move]) -> Result<(), PlacementError> {
    let known: Vec<String> = configuration.listeners().iter().map(|listener| listener.name.clone()).collect();
    if known.is_empty() {
        return Err(PlacementError::NoListener);
    }
    for Move { name, address } in moves {
        match name {
            None if address.port() != 0 && known.len() > 1 => {
                return Err(PlacementError::OneAddress { address: *address, count: known.len() });
            }
            Some(name) if !known.contains(name) => {
                return Err(PlacementError::UnknownListener { name: name.clone(), known });
            }
            None | Some(_) => {}
        }
    }
    Ok(())
}

fn configured(configuration: &Configuration, moves: &[Move]) -> Vec<PlacedListener> {
    let place = |spec: &ListenerSpec| {
        let concerns = |to: &&Move| to.name.as_ref().is_none_or(|name| *name == spec.name);
        let address = moves.iter().rfind(concerns).map_or(spec.address, |to| to.address);
        PlacedListener {
            listener: ListenAddress { name: spec.name.clone(), address },
            vantage: Some(spec.vantage),
        }
    };
    configuration.listeners().iter().map(place).collect()
}
