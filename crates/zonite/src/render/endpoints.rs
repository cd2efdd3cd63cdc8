//! What a firewall must allow, as a ticket and as JSON.

use std::fmt;

use azure_model::Model;
use azure_model::model::Registry;
use insight::firewall::{Endpoints, Exempt, PORT, PrivateTarget, Regional, Requirements};
use serde_json::{Map, Value, json};

/// Returns the object of `az acr show-endpoints`; it has `regionalEndpoints` only where they are enabled.
pub(crate) fn json(endpoints: &Endpoints) -> Value {
    let regional = |list: &[Regional]| {
        list.iter().map(|one| json!({ "region": one.region, "endpoint": one.endpoint })).collect::<Value>()
    };
    let mut object = Map::new();
    object.insert("loginServer".to_owned(), endpoints.login_server.clone().into());
    object.insert("dataEndpoints".to_owned(), regional(&endpoints.data_endpoints));
    if let Some(list) = &endpoints.regional_endpoints {
        object.insert("regionalEndpoints".to_owned(), regional(list));
    }
    Value::Object(object)
}

/// What is known of one registry, to be pasted into a request for a firewall's rules.
pub(crate) struct Ticket<'t> {
    pub(crate) model: &'t Model,
    pub(crate) registry: &'t Registry,
    pub(crate) requirements: &'t Requirements,
    pub(crate) private: &'t [PrivateTarget],
    pub(crate) exempt: &'t [Exempt],
}

impl fmt::Display for Ticket<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { registry, requirements, .. } = self;
        writeln!(f, "Container registry {}, written at {}", registry.name.value, registry.site.place)?;
        writeln!(f, "\nAllow HTTPS, TCP port {PORT}, to:")?;
        let hosts = requirements.hosts.iter();
        table(f, hosts.map(|host| (host.name.clone(), host.purpose.to_string())))?;
        writeln!(f, "\nOr by service tag:")?;
        let tags = requirements.service_tags.iter();
        table(f, tags.map(|tag| (tag.name.clone(), tag.purpose.to_owned())))?;
        self.private(f)?;
        self.exempt(f)?;
        self.switch(f)
    }
}

impl Ticket<'_> {
    /// Lists the addresses that take the place of the public side.
    fn private(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.private.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "\nWhere its names lead to private addresses, allow TCP port {PORT} to these instead of its own names:"
        )?;
        let row = |target: &PrivateTarget| {
            let endpoint = &self.model.endpoints()[target.endpoint.0];
            let network = &self.model.networks()[endpoint.network.0].label;
            let what = format!("{}, at {} in {network}", target.name, endpoint.name.value);
            (target.address.to_string(), what)
        };
        table(f, self.private.iter().map(row))
    }

    /// Lists, by network, what a proxy must not take.
    fn exempt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.exempt.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "\nNames that lead to private addresses must bypass a proxy, which would use public DNS:"
        )?;
        for Exempt { networks, names } in self.exempt {
            let networks: Vec<&str> =
                networks.iter().map(|index| self.model.networks()[index.0].label.as_str()).collect();
            writeln!(f, "  from {}:\n    NO_PROXY={}", networks.join(", "), names.join(","))?;
        }
        Ok(())
    }

    /// Warns of what switching to data endpoints would break.
    fn switch(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = &self.requirements.before_data_endpoints;
        if self.requirements.has_data_endpoints {
            return Ok(());
        }
        writeln!(
            f,
            "\nThe wildcard allows everybody's storage accounts. Data endpoints of the registry replace it."
        )?;
        if names.is_empty() {
            return writeln!(f, "They need the Premium tier.");
        }
        writeln!(
            f,
            "Allow these first. With data_endpoint_enabled = true, or with the first private endpoint, pulls go there at once. They\n\
             fail where only the wildcard is allowed:"
        )?;
        names.iter().try_for_each(|name| writeln!(f, "  {name}"))
    }
}

/// Writes rows of two columns.
fn table(f: &mut fmt::Formatter<'_>, rows: impl Iterator<Item = (String, String)>) -> fmt::Result {
    let rows: Vec<(String, String)> = rows.collect();
    let width = rows.iter().map(|(first, _)| first.len()).max().unwrap_or_default();
    rows.iter().try_for_each(|(first, second)| writeln!(f, "  {first:width$}  {second}"))
}
