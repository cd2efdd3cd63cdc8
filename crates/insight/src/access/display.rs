//! Verdicts as sentences.

use std::fmt;

use super::{AccessOutcome, AccessVerdict, JudgedCase, Reason, SeenAs};
use azure_model::model::Network;
use azure_objects::located::WrittenAs;
use azure_objects::words::AccessAction;

impl fmt::Display for AccessVerdict<'_> {
    /// Writes a line for each case, what a denied client gets below it, and who else passes; the last line has no end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, case) in self.cases.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}{}: {}", self.who(case), case.outcome.word(), self.why(case))?;
            if let Some(body) = self.denied_body(case) {
                write!(f, "\n  403 {body}")?;
            }
        }
        if self.lets_trusted_services_in {
            f.write_str(
                "\n  (network_rule_bypass_option = \"AzureServices\" lets Azure's trusted services in, and no other client)",
            )?;
        }
        Ok(())
    }
}

impl AccessVerdict<'_> {
    fn network(&self) -> Option<&Network> {
        self.client.network.map(|index| &self.model.networks()[index.0])
    }

    /// Returns the name of the client's network.
    fn label(&self) -> &str {
        self.network().map_or("the Internet", |network| &network.label)
    }

    /// Says whom a case is about, where there is more than one.
    fn who(&self, case: &JudgedCase) -> String {
        let Some(network) = self.network() else {
            return String::new();
        };
        match &case.source {
            SeenAs::Path => String::new(),
            SeenAs::Subnet(position) => {
                format!(
                    "clients in subnet \"{}\" of \"{}\": ",
                    network.subnets[*position].name, network.label
                )
            }
            SeenAs::Egress(address) => format!("clients of \"{}\" seen with {address}: ", network.label),
            SeenAs::UnknownEgress if self.cases.len() > 1 => {
                format!("other clients of \"{}\": ", network.label)
            }
            SeenAs::UnknownEgress => String::new(),
        }
    }

    /// Returns the setting that denies, as it would be written.
    pub(crate) fn decided_by(&self) -> &'static str {
        match self.cases.first().map(|case| &case.reason) {
            Some(Reason::PublicAccessDisabled) => "public_network_access_enabled = false",
            Some(
                Reason::DefaultAction(_)
                | Reason::PrivateEndpoint { .. }
                | Reason::NotApproved(_)
                | Reason::NoRoute
                | Reason::IpRule(_)
                | Reason::SubnetRule
                | Reason::NoRules
                | Reason::EgressUnknown
                | Reason::NotOfRegistry,
            )
            | None => "default_action = \"Deny\"",
        }
    }

    /// Says what decided, and where it is written.
    fn why(&self, case: &JudgedCase) -> String {
        let at = case.place.as_ref().map(|place| format!(", at {place}")).unwrap_or_default();
        let registry = &self.registry().name.value;
        match &case.reason {
            Reason::PrivateEndpoint { assumes_route } => {
                let route = self.route(*assumes_route);
                format!("{}{at}, is exempt from the registry's rules; {route}", self.endpoint_name())
            }
            Reason::NotApproved(status) => {
                let name = self.endpoint_name();
                format!("{name}{at}, is {} and passes no traffic; approve it", status.word())
            }
            Reason::NoRoute => {
                format!("the Internet has no route to {}, of {}{at}", self.address, self.endpoint_name())
            }
            Reason::PublicAccessDisabled => format!(
                "public_network_access_enabled = false{at}, overrides every rule, also those for service endpoints"
            ),
            Reason::IpRule(range) => format!("the ip_rule for {}{at}, has that address", range.written()),
            Reason::SubnetRule => format!("a virtual_network rule{at}, has that subnet"),
            Reason::DefaultAction(action) => self.by_default(*action, case, &at),
            Reason::NoRules => format!("\"{registry}\" has no network_rule_set, so it lets everybody in"),
            Reason::EgressUnknown => self.unknown(),
            Reason::NotOfRegistry => {
                format!("{} is not an address of \"{registry}\", public or private", self.address)
            }
        }
    }

    fn by_default(&self, action: AccessAction, case: &JudgedCase, at: &str) -> String {
        let what = match case.source {
            SeenAs::Subnet(_) => "no virtual_network rule has that subnet",
            SeenAs::Egress(_) => "no ip_rule has that address",
            SeenAs::Path | SeenAs::UnknownEgress => "no rule names them",
        };
        format!("default_action = \"{}\"{at}, and {what}", action.word())
    }

    fn unknown(&self) -> String {
        match self.network() {
            Some(network) => format!(
                "its rules let some addresses in, and those of \"{}\" are unknown; set egress_ip_addresses of \"{}\"",
                network.label, network.label
            ),
            None => "its rules let some addresses in, and this may be one of them".to_owned(),
        }
    }

    fn endpoint_name(&self) -> String {
        self.endpoint()
            .map_or_else(String::new, |endpoint| format!("private endpoint \"{}\"", endpoint.name.value))
    }

    /// Says how packets are thought to come to the endpoint.
    fn route(&self, is_assumed: bool) -> String {
        let Some(network) = self.endpoint().map(|endpoint| &self.model.networks()[endpoint.network.0]) else {
            return String::new();
        };
        if !is_assumed {
            return format!("it is in \"{}\" itself", network.label);
        }
        let by = match self.network().is_some_and(|network| network.is_azure) {
            true => "peering",
            false => "VPN or ExpressRoute",
        };
        format!("assumes a route from \"{}\" to \"{}\" ({by})", self.label(), network.label)
    }
}

impl fmt::Display for AccessOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
