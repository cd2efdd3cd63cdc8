//! Whether a registry would let the client in, by the address that its name came to.

use std::net::IpAddr;

use super::Asker;
use crate::access::{AccessClient, judge};
use crate::seat;
use azure_model::model::{NetworkIndex, RegistryIndex};
use azure_objects::provenance::Provenance;

/// Whether a registry would let a client in, by one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessView {
    /// `allowed`, `denied`, `unreachable`, `unknown`; `depends`: it depends on how the registry sees the client.
    pub outcome: &'static str,
    /// What is decided, for each way that the client may be seen.
    pub cases: Vec<AccessCase>,
    /// All of it as sentences, a line each.
    pub lines: Vec<String>,
}

/// What is decided for one way of being seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessCase {
    /// A word for what the client gets.
    pub outcome: &'static str,
    /// A word for what decided.
    pub reason: &'static str,
    /// Where that is written.
    pub place: Option<Provenance>,
}

/// Asks whether a registry lets the client in; `None` for an IPv6 address, and for a client whose place is not known.
pub(super) fn view(asker: &Asker<'_>, registry: RegistryIndex, address: IpAddr) -> Option<AccessView> {
    let IpAddr::V4(address) = address.to_canonical() else { return None };
    let model = asker.book.model();
    let verdict = judge(model, registry, client(asker)?, address);
    let case = |case: &crate::access::JudgedCase| AccessCase {
        outcome: case.outcome.word(),
        reason: case.reason.word(),
        place: case.place.clone(),
    };
    Some(AccessView {
        outcome: verdict.outcome().map_or("depends", |outcome| outcome.word()),
        cases: verdict.cases.iter().map(case).collect(),
        lines: verdict.to_string().lines().map(str::to_owned).collect(),
    })
}

/// Finds the client of a seat among the networks of the model.
fn client(asker: &Asker<'_>) -> Option<AccessClient> {
    let (book, snapshot) = (asker.book, asker.book.snapshot());
    if asker.seat.client == seat::Client::Internet {
        return Some(AccessClient::internet());
    }
    let label = book.network_label(asker.seat.network(snapshot)?);
    let networks = book.model().networks();
    let index = networks.iter().position(|network| network.label == label)?;
    let is_own = |address: &IpAddr| networks[index].address_space.iter().any(|space| space.contains(address));
    let address = match asker.seat.client {
        seat::Client::Address(address) => Some(address.to_canonical()).filter(is_own),
        seat::Client::Internet | seat::Client::Network(_) => None,
    };
    let address = match address {
        Some(IpAddr::V4(address)) => Some(address),
        Some(IpAddr::V6(_)) | None => None,
    };
    Some(AccessClient { network: Some(NetworkIndex(index)), address })
}
