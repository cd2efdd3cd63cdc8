//! What is refused of whatever forwards: rulesets, private resolvers, custom DNS servers.

use zone_store::name::NameError;

use super::declare::reasons;
use super::field::Related;

reasons! {
    /// Why a forwarding ruleset, or a rule of one, is refused.
    pub enum RulesetRefusal("forwarding ruleset") {
        /// The network has a ruleset already.
        Linked { first: Related }
            => "is linked to a ruleset already, at {first}"; "a virtual network has one ruleset; remove one link"
        /// Azure ignores a rule of its own domains.
        ReservedDomain
            => "is reserved for Azure services; Azure does not forward by this rule"; "write the longer names that are meant, as \"core.windows.net.\"" [rule M16]
        /// Two rules are for one domain.
        DomainTaken { first: Related }
            => "has another rule, at {first}"; "put the targets into one rule, or disable one"
        /// The domain name of a rule has no dot at its end.
        NoDot { domain: String }
            => "has no dot at its end; the domain name of a rule has one"; "write \"{domain}.\""
        /// The domain name of a rule has too many labels.
        TooManyLabels { labels: usize, most: usize }
            => "has {labels} labels; the domain name of a rule has none, or 1 to {most}"; "shorten it"
        /// The domain name of a rule is no domain name.
        NotADomainName { error: NameError }
            => "{error}"
        /// A rule has no target.
        NoTarget
            => "has no target_dns_servers"; "write the address of one"
        /// A rule forwards to 168.63.129.16.
        AzureAsTarget
            => "Exception while making add request for rule"; "168.63.129.16 is no target; disable the rule, and the names stay with Azure"
    }
}

reasons! {
    /// Why a private resolver or a custom DNS server is refused.
    pub enum ServerRefusal("DNS server") {
        /// An inbound endpoint has neither an address nor a subnet.
        NoAddress
            => "has no address"; "write private_ip_address = \"...\", or subnet = \"...\" for its fifth address"
        /// A server is in two networks.
        TwoNetworks
            => "is beside virtual_network; a server is in one network"; "remove one of the two"
        /// A server is in no network.
        NoNetwork
            => "is in no network"; "write network = \"...\", or virtual_network = \"...\" for one in Azure"
        /// A server has two zones of one name.
        ZoneTaken { first: Related }
            => "is the name of another zone of this server, at {first}"; "put the records into one zone"
        /// A zone of a server has no name.
        ZoneWithoutName
            => "has no name"; "write name = \"...\", or private_dns_zone = \"...\""
        /// A zone of a server is a private zone, and has records of its own.
        RecordsBesideZone
            => "is served as it is; this zone has records of its own beside it"; "add them to the private zone, or leave it out"
        /// A zone of a server is a private zone of another name.
        NotItsName { zone: String }
            => "is not the name of the private zone \"{zone}\""; "remove the name"
        /// A server has two forwarders of one zone.
        ForwarderTaken { first: Related }
            => "has another forwarder, at {first}"; "put the targets into one forwarder"
        /// A forwarder has no target.
        NoTarget
            => "has no target"; "write to = [\"...\"]"
    }
}
