//! Client prefixes that do not say which network a source is in.

use ipnet::IpNet;

use super::super::facts::Facts;
use super::super::hit::Hit;
use super::super::wording;
use azure_model::model::{ListenerView, Network};

/// L1: address spaces that overlap, and prefixes that longer ones of others leave nothing of. Only a listener that asks for
/// the source needs them.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Hit> {
    let asks_source = facts.model.listeners().iter().any(|one| one.view == ListenerView::AzureDns);
    if !asks_source {
        return Vec::new();
    }
    let networks = facts.model.networks();
    let mut found = Vec::new();
    for (index, network) in networks.iter().enumerate() {
        let earlier = networks[..index].iter().filter_map(|other| overlap(network, other));
        found.extend({ earlier }.next().or_else(|| shadowed(networks, network)));
    }
    found
}

/// Returns the prefixes that count as a network, and whether they were given as its clients.
fn prefixes(network: &Network) -> (&[IpNet], bool) {
    match &network.clients {
        Some(clients) => (clients, true),
        None => (&network.address_space, false),
    }
}

fn overlap(network: &Network, other: &Network) -> Option<Hit> {
    let ((own, given), (theirs, given_too)) = (prefixes(network), prefixes(other));
    if given || given_too {
        return None;
    }
    let shared = |one: &&IpNet| theirs.iter().any(|two| two.contains(*one) || one.contains(two));
    let prefix = own.iter().find(shared)?;
    let wording = wording::address_spaces_overlap(prefix, &other.label, &other.name.site.place);
    Some(Hit::new(wording, &network.id, &network.name.site))
}

fn shadowed(networks: &[Network], network: &Network) -> Option<Hit> {
    let (own, given) = prefixes(network);
    let wins = |prefix: &IpNet, theirs: &IpNet, given_too: bool| {
        prefix.contains(theirs) && (theirs.prefix_len() > prefix.prefix_len() || (given_too && !given))
    };
    let others = || networks.iter().filter(|other| !std::ptr::eq(*other, network));
    let is_taken = |prefix: &&IpNet| {
        let inside = others().flat_map(|other| {
            let (theirs, given_too) = prefixes(other);
            theirs.iter().filter(move |theirs| wins(prefix, theirs, given_too)).copied()
        });
        IpNet::aggregate(&inside.collect()) == [**prefix]
    };
    let prefix = own.iter().find(is_taken)?;
    Some(Hit::new(wording::prefix_is_covered(prefix), &network.id, &network.name.site))
}
