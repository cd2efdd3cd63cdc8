//! What is refused of the names of objects.

use super::declare::reasons;
use super::field::Related;

reasons! {
    /// Why the name of an object is refused.
    pub enum NamingRefusal("name") {
        /// Two objects of one kind have one name, and no resource group tells them apart.
        Taken { kind: &'static str, first: Related }
            => "is the name of another {kind}, at {first}"; "rename one of them, or give each a resource_group of its own"
        /// Two objects of one kind and one resource group have one name.
        TakenInGroup { kind: &'static str, group: String, first: Related }
            => "is the name of another {kind} in resource group \"{group}\", at {first}"; "rename one of them"
        /// Two objects have a name that there is once, whatever their resource groups.
        TakenEverywhere { kind: &'static str, first: Related }
            => "is the name of another {kind}, at {first}"; "rename one of them"
        /// Two registries have one name, which is the name of a server.
        TakenByServer { kind: &'static str, first: Related }
            => "is the name of another {kind}, at {first}"; "rename one of them: it is the name of a server"
        /// Two children of one object have one name.
        TakenInParent { kind: &'static str, parent: &'static str, first: Related }
            => "is the name of another {kind} of this {parent}, at {first}"; "rename one of them"
        /// Two resources of one service have one name, which is the name of a server.
        TakenInZone { zone: String, first: Related }
            => "is the name of another resource in \"{zone}\", at {first}"; "rename one of them: it is the name of a server"
        /// The name means a resolver wherever it is written.
        OfAResolver { kind: &'static str }
            => "is the name of a resolver"; "give the {kind} another name"
        /// The name has characters that references cannot have.
        NotOfAnObject { kind: &'static str }
            => "is not the name of a {kind}"; "write letters, digits, underscores, periods and hyphens"
        /// The name of a machine is no host name.
        NotOfAMachine { longest: usize }
            => "is not the name of a virtual machine"; "write 1 to {longest} letters, digits and hyphens, no hyphen at either end"
        /// The name of a registry is not of 5 to 50 letters and digits.
        NotOfARegistry
            => "is not the name of a registry"; "write 5 to 50 letters and digits"
        /// The name of a resource cannot stand before its zone.
        NotOfAResource { zone: String }
            => "is not the name of a resource"; "write what stands before \"{zone}\""
        /// The name of a resource of a type cannot be a label.
        NotOfAService
            => "is not the name of a resource"; "write its name in Azure: labels of letters, digits and hyphens"
    }
}
