//! What is refused of references from one object to another.

use super::declare::reasons;
use super::field::{AllRelated, OneOfQuoted, Related, Suggestion};

reasons! {
    /// Why a reference is refused.
    pub enum ReferenceRefusal("reference") {
        /// There is no object of this name.
        Unknown { kind: &'static str, suggestion: Suggestion }
            => "is no {kind}"; (suggestion)
            [400 "InvalidResourceReference" Observed "microsoft/MCW-Building-a-resilient-IaaS-architecture#35"
                says "Resource {value} referenced by resource {subject} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region."]
        /// There is an object of this name, but of another kind.
        OfAnotherKind { kind: &'static str, found: &'static str, suggestion: Suggestion }
            => "is no {kind}, but a {found}"; (suggestion)
            [400 "InvalidResourceReference" Inferred "microsoft/MCW-Building-a-resilient-IaaS-architecture#35"]
        /// The network has no subnet of this name.
        UnknownSubnet { network: String, suggestion: Suggestion }
            => "is no subnet of \"{network}\""; (suggestion)
            [400 "InvalidResourceReference" Observed "microsoft/MCW-Building-a-resilient-IaaS-architecture#35"
                says "Resource {value} referenced by resource {subject} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region."]
        /// There is no resource of this name that private endpoints lead to.
        UnknownResource { suggestion: Suggestion }
            => "is no container registry and no private link resource"; (suggestion)
        /// There is no DNS server of this name.
        UnknownServer { suggestion: Suggestion }
            => "is no DNS server"; (suggestion)
        /// Several objects have this name, and longer references tell them apart.
        Ambiguous { count: usize, kinds: String, choices: OneOfQuoted }
            => "means {count} {kinds}"; "write {choices}"
        /// Several objects have this name, and nothing tells them apart.
        Indistinct { count: usize, kinds: String, all: AllRelated }
            => "means {count} {kinds} of one name, at {all}"; "rename all but one"
        /// Several servers of other networks have this address.
        SharedAddress { owners: String }
            => "is the address of {owners}"; "give one of them another address"
        /// An object that is to be deleted, or whose child is to be put, is not there.
        NotThere
            => "is not there"; "create it first"
            [404 "ResourceNotFound" Observed "Azure/azure-cli, recorded answers of its tests"]
        /// An object that is to be deleted has children.
        HasChildren { child: Related, child_id: String }
            => "CannotDeleteResource: Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '{child_id}'. Please delete all nested resources before deleting this resource."
            [409 "CannotDeleteResource" Observed "learntocloud/networking-lab#8"
                says "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '{child_id}'. Please delete all nested resources before deleting this resource."]
    }
}
