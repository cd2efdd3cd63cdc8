//! What was decided before, and stays: numbers of what is written, contents that did not change, allocated addresses.

use super::addresses::{AllocatedAddress, AllocatedAddresses};
use super::reading::EarlierContents;
use super::servers::ZoneContent;
use super::whole::Model;
use crate::origins::Origins;

/// What was decided before.
#[derive(Debug, Default)]
pub(crate) struct Past {
    pub(crate) origins: Origins,
    pub(crate) contents: EarlierContents,
    pub(crate) addresses: AllocatedAddresses,
}

impl Past {
    /// Takes what a model has decided.
    pub(crate) fn of(model: &Model) -> Self {
        let private = model.zones().iter().map(|zone| (zone.id.clone(), zone.contents.clone()));
        let public = model.internet_zones().iter().map(|zone| (zone.id.clone(), zone.contents.clone()));
        let of_servers = model.servers().iter().flat_map(|server| &server.zones);
        let own = of_servers.filter_map(|zone| match &zone.content {
            ZoneContent::Own(contents) => Some((zone.id.clone(), contents.clone())),
            ZoneContent::Private(_) => None,
        });
        Self {
            origins: model.origins().clone(),
            contents: EarlierContents::new(private.chain(public).chain(own), model.terms()),
            addresses: model.allocated_addresses(),
        }
    }
}

impl Model {
    /// Lists the addresses that were allocated to endpoints.
    pub fn allocated_addresses(&self) -> AllocatedAddresses {
        let allocated = self.endpoints().iter().filter(|endpoint| !endpoint.is_static);
        AllocatedAddresses::new(allocated.map(|endpoint| {
            let members = endpoint.members.iter();
            let members =
                members.map(|one| AllocatedAddress { member: one.kind.member_name(), address: one.address });
            (endpoint.id.clone(), members.collect())
        }))
    }
}
