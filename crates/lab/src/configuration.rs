//! The user's configuration with the lab's addresses in it; comments, blanks and the order of keys stay.

use std::net::Ipv4Addr;

use azure_model::{Diagnostic, Loaded, Place};
use formats::ConfigurationText;
use formats::toml::edit::{Edit, NewValue, apply};

use crate::addresses::{AZURE_DNS, INTERNET_DNS};
use crate::plan::{Asks, HubResolver, Plan};

/// Its name in the lab.
pub(crate) const FILE: &str = "zonite.toml";

/// Moves listeners and clients to where the lab has them.
///
/// # Errors
/// One [`Diagnostic`], when the text cannot be edited.
pub(crate) fn edit(
    written: &ConfigurationText<'_>,
    loaded: &Loaded,
    plan: &Plan,
) -> Result<String, Vec<Diagnostic>> {
    let mut edits = vec![
        set("azure_dns", "listen", socket(AZURE_DNS)),
        set("internet", "listen", socket(INTERNET_DNS)),
        // The lab's networks lead nowhere: what is not simulated does not exist.
        Edit::Drop { table: "internet".to_owned(), key: "upstream" },
    ];
    edits.extend(virtual_networks(plan));
    let networks = loaded.model.networks().iter().filter(|network| !network.is_azure).count();
    edits.extend(
        (0..networks).flat_map(|at| ["clients", "client_listen"].map(|key| clear("network", at, key))),
    );
    edits.extend((0..loaded.model.servers().len()).map(|at| clear("dns_server", at, "listen")));
    edits.extend(inbound_endpoints(loaded, plan));
    edits.extend(office(plan));
    let text = apply(written.text, &edits).map_err(|error| {
        let place = Place { file: written.path.display().to_string().into(), line: 0, column: 0 };
        vec![Diagnostic::error(place, "", error.to_string())]
    })?;
    Ok(format!("{}{text}", head(plan)))
}

fn head(plan: &Plan) -> String {
    format!(
        "# {}, with the addresses of the lab {}: listeners, and clients of each network. Comments below may name the old\n\
         # ports; in the lab everybody asks port 53.\n\n",
        plan.source, plan.name
    )
}

fn virtual_networks(plan: &Plan) -> Vec<Edit> {
    let of_network = |(at, seat): (usize, &crate::plan::NetworkClient)| {
        let table = format!("virtual_network[{at}]");
        let mut edits = vec![set(&table, "clients", seat.slice.to_string())];
        edits.push(clear("virtual_network", at, "listen"));
        edits.push(match seat.asks {
            Asks::AzureDns => clear("virtual_network", at, "client_listen"),
            Asks::Given { .. } => set(&table, "client_listen", socket(seat.resolver())),
        });
        edits.extend(seat.loses_dns_servers.then(|| clear("virtual_network", at, "dns_servers")));
        edits
    };
    plan.seats.iter().enumerate().flat_map(of_network).collect()
}

/// Lets the endpoint that on-premises asks listen at its own address, and no other one.
fn inbound_endpoints(loaded: &Loaded, plan: &Plan) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (position, resolver) in loaded.model.resolvers().iter().enumerate() {
        let endpoints = format!("private_dns_resolver[{position}].inbound_endpoint");
        for (at, inbound) in resolver.inbound_endpoints.iter().enumerate() {
            let is_played = matches!(plan.hub.way, HubResolver::Inbound(one) if (one.resolver, one.endpoint) == (position, at));
            edits.push(match is_played {
                true => set(&format!("{endpoints}[{at}]"), "listen", socket(inbound.address.value)),
                false => clear(&endpoints, at, "listen"),
            });
        }
    }
    edits
}

/// Adds a network outside Azure, if there is none.
fn office(plan: &Plan) -> Option<Edit> {
    let space = plan.office.new_space?;
    let entries = vec![
        ("name", NewValue::text(&plan.office.label)),
        ("address_space", NewValue::List(vec![space.to_string()])),
    ];
    let comment = Some("Not in Azure: its desk asks a server that Zonite does not know.");
    Some(Edit::Add { table: String::new(), key: "network", entries, comment })
}

fn socket(address: Ipv4Addr) -> String {
    format!("{address}:53")
}

/// Writes an array with one text.
fn set(table: &str, key: &'static str, text: String) -> Edit {
    Edit::Set { table: table.to_owned(), key, value: NewValue::List(vec![text]) }
}

/// Empties an array of one of several tables.
fn clear(tables: &str, at: usize, key: &'static str) -> Edit {
    Edit::Clear { table: format!("{tables}[{at}]"), key }
}
