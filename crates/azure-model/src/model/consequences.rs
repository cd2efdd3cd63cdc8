//! What private endpoints change of the resources that they lead to, and what does not go together with them.

use super::directory::Directory;
use super::endpoints::Endpoint;
use super::networks::Network;
use super::positions::ResourceIndex;
use super::registries::Registry;
use super::resources::PrivateLinkResource;
use azure_objects::Refusals;
use azure_objects::refusal::{RegistryRefusal, Related};

/// Notes what endpoints change on the public side of registries: data endpoints and the privatelink name.
pub(super) fn of_registries(registries: &mut Directory<Registry>, endpoints: &[Endpoint], pending_too: bool) {
    // A registry that somebody else's endpoints lead to has data endpoints as well.
    for registry in registries.items_mut().iter_mut().filter(|one| one.privatelink_cname == Some(true)) {
        registry.has_data_endpoints = true;
    }
    for endpoint in endpoints {
        let ResourceIndex::Registry(index) = endpoint.resource else { continue };
        let registry = &mut registries.items_mut()[index.0];
        registry.has_data_endpoints = true;
        if endpoint.has_privatelink_cname(pending_too) && registry.privatelink_cname.is_none() {
            registry.has_privatelink_cname = true;
        }
    }
}

/// Notes which public names of other resources lead through privatelink, because of the state of an endpoint.
pub(super) fn of_resources(resources: &mut [PrivateLinkResource], endpoints: &[Endpoint], pending_too: bool) {
    for endpoint in endpoints {
        if let ResourceIndex::PrivateLink(index) = endpoint.resource
            && endpoint.has_privatelink_cname(pending_too)
        {
            let resource = &mut resources[index];
            let has_cname = resource.privatelink_cname.unwrap_or(true);
            resource.subresources[endpoint.subresource.0].has_privatelink_cname = has_cname;
        }
    }
}

/// Warns of networks that have both a rule and a private endpoint of one registry, which Microsoft does not support
/// (`Restrict access to a container registry using a service endpoint`).
pub(super) fn check_subnet_rules(
    registries: &[Registry],
    endpoints: &[Endpoint],
    networks: &[Network],
    refusals: &mut Refusals,
) {
    for endpoint in endpoints {
        let ResourceIndex::Registry(index) = endpoint.resource else { continue };
        let of_subnets = &registries[index.0].rules.subnet_rules;
        for rule in of_subnets.iter().filter(|rule| rule.network == endpoint.network) {
            let refused = RegistryRefusal::RuleAndEndpoint {
                network: networks[rule.network.0].label.clone(),
                endpoint: endpoint.name.value.clone(),
                first: Related::from(&endpoint.site).with_id(endpoint.id.clone()),
            };
            refusals.push(rule.site.refuse(refused).of(registries[index.0].id.clone()));
        }
    }
}
