//! Whom a target means to the engine.

use zone_store::snapshot::Resolver;

use super::facts::Facts;
use azure_model::Loaded;
use azure_model::model::Target;

/// Returns the resolver that a target is.
pub(super) fn resolver(facts: &Facts<'_>, target: Target) -> Option<Resolver> {
    match target {
        Target::AzureDns(network) => Some(Resolver::AzureDns(Facts::network_id(network))),
        Target::Internet => Some(Resolver::Internet),
        Target::Server(index) => Some(Resolver::Server(zone_store::resolver::ServerId(index.0 as u32))),
        Target::Inbound(index) => {
            let resolver = &facts.model.resolvers()[index.resolver];
            let label = resolver.label_of(&resolver.inbound_endpoints[index.endpoint]);
            named(facts.loaded, &label)
        }
        Target::Address(_) | Target::Unreachable(_) => None,
    }
}

/// Names a target for a sentence.
pub(super) fn label(facts: &Facts<'_>, target: Target) -> String {
    match target {
        Target::AzureDns(_) | Target::Unreachable(_) => "168.63.129.16".to_owned(),
        Target::Internet => "the Internet".to_owned(),
        Target::Server(index) => facts.model.servers()[index.0].name.value.clone(),
        Target::Inbound(index) => {
            let resolver = &facts.model.resolvers()[index.resolver];
            resolver.label_of(&resolver.inbound_endpoints[index.endpoint])
        }
        Target::Address(address) => address.get().to_string(),
    }
}

/// Returns the resolver of this name.
fn named(loaded: &Loaded, name: &str) -> Option<Resolver> {
    loaded.compiled.resolvers.iter().find(|(known, _)| known == name).map(|(_, resolver)| *resolver)
}
