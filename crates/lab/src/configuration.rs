//! The user's configuration with the lab's addresses in it; comments, blanks and the order of keys stay.

use std::net::Ipv4Addr;

use azure_model::{Diagnostic, Loaded, Place};
use formats::Written;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value, value};

use crate::addresses::{AZURE_DNS, INTERNET_DNS};
use crate::plan::{Asks, HubResolver, Plan};

/// Its name in the lab.
pub(crate) const FILE: &str = "zonite.toml";

/// Moves listeners and clients to where the lab has them.
///
/// # Errors
/// One [`Diagnostic`], when the text cannot be edited.
pub(crate) fn edit(written: &Written<'_>, loaded: &Loaded, plan: &Plan) -> Result<String, Vec<Diagnostic>> {
    let mut document: DocumentMut = written.text.parse().map_err(|error: toml_edit::TomlError| {
        let place = Place { file: written.path.display().to_string().into(), line: 0, column: 0 };
        vec![Diagnostic::error(place, "", format!("cannot be edited: {}", error.message()))]
    })?;
    if let Some(azure_dns) = settings(&mut document, "azure_dns") {
        set(azure_dns, "listen", &[socket(AZURE_DNS)]);
    }
    if let Some(internet) = settings(&mut document, "internet") {
        set(internet, "listen", &[socket(INTERNET_DNS)]);
        // The lab's networks lead nowhere: what is not simulated does not exist.
        take(internet, "upstream");
    }
    virtual_networks(&mut document, plan);
    for network in tables(document.as_table_mut(), "network") {
        empty(network, "clients");
        empty(network, "client_listen");
    }
    for server in tables(document.as_table_mut(), "dns_server") {
        empty(server, "listen");
    }
    inbound_endpoints(&mut document, loaded, plan);
    add_office(&mut document, plan);
    Ok(format!("{}{document}", head(plan)))
}

fn head(plan: &Plan) -> String {
    format!(
        "# {}, with the addresses of the lab {}: listeners, and clients of each network. What comments below say about\n\
         # ports was true there; here everybody asks at port 53.\n\n",
        plan.source, plan.name
    )
}

fn virtual_networks(document: &mut DocumentMut, plan: &Plan) {
    for (network, seat) in tables(document.as_table_mut(), "virtual_network").into_iter().zip(&plan.seats) {
        set(network, "clients", &[seat.slice.to_string()]);
        empty(network, "listen");
        match seat.asks {
            Asks::AzureDns => empty(network, "client_listen"),
            Asks::Given { .. } => set(network, "client_listen", &[socket(seat.resolver())]),
        }
        if seat.loses_dns_servers {
            empty(network, "dns_servers");
        }
    }
}

/// Lets the endpoint that on-premises asks listen at its own address, and no other one.
fn inbound_endpoints(document: &mut DocumentMut, loaded: &Loaded, plan: &Plan) {
    let resolvers = tables(document.as_table_mut(), "private_dns_resolver").into_iter();
    for (position, (resolver, model)) in resolvers.zip(loaded.model.resolvers()).enumerate() {
        let endpoints = tables(resolver, "inbound_endpoint").into_iter();
        for (at, (endpoint, inbound)) in endpoints.zip(&model.inbound_endpoints).enumerate() {
            let is_played = matches!(plan.hub.way, HubResolver::Inbound(one) if (one.resolver, one.endpoint) == (position, at));
            match is_played {
                true => set(endpoint, "listen", &[socket(inbound.address.value)]),
                false => empty(endpoint, "listen"),
            }
        }
    }
}

/// Adds a network outside Azure, if there is none.
fn add_office(document: &mut DocumentMut, plan: &Plan) {
    let Some(space) = plan.office.new_space else { return };
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n# Not in Azure: its desk asks a server that Zonite knows nothing of.\n");
    table.insert("name", value(plan.office.label.as_str()));
    set(&mut table, "address_space", &[space.to_string()]);
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    document.insert("network", Item::ArrayOfTables(tables));
}

fn socket(address: Ipv4Addr) -> String {
    format!("{address}:53")
}

/// Returns a table of settings; it is made where it is missing.
fn settings<'d>(document: &'d mut DocumentMut, key: &str) -> Option<&'d mut dyn TableLike> {
    document.entry(key).or_insert_with(toml_edit::table).as_table_like_mut()
}

/// Lists the tables of a key, in either way of writing them.
fn tables<'d>(table: &'d mut dyn TableLike, key: &str) -> Vec<&'d mut dyn TableLike> {
    match table.get_mut(key) {
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter_mut().map(|table| table as &mut dyn TableLike).collect()
        }
        Some(Item::Value(Value::Array(array))) => {
            let inline = array.iter_mut().filter_map(Value::as_inline_table_mut);
            inline.map(|table| table as &mut dyn TableLike).collect()
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => Vec::new(),
    }
}

/// Writes a list; what stood before and after the old one stays.
fn set(table: &mut dyn TableLike, key: &str, texts: &[String]) {
    let mut new = Value::Array(texts.iter().map(String::as_str).collect::<Array>());
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    if let Some(item) = table.get_mut(key) {
        *item = Item::Value(new);
        return;
    }
    // In a table written in a row, the blank in front of the bracket belongs to the last value.
    if let Some(last) = table.iter_mut().last().and_then(|(_, item)| item.as_value_mut()) {
        let blank =
            last.decor().suffix().and_then(|suffix| suffix.as_str()).filter(|text| text.trim().is_empty());
        if let Some(blank) = blank.map(str::to_owned) {
            last.decor_mut().set_suffix("");
            new.decor_mut().set_suffix(blank);
        }
    }
    table.insert(key, Item::Value(new));
}

/// Empties a list that is written; its comments stay.
fn empty(table: &mut dyn TableLike, key: &str) {
    if table.contains_key(key) {
        set(table, key, &[]);
    }
}

/// Removes a key; the comments of its lines go to the next key.
fn take(table: &mut dyn TableLike, key: &str) {
    let Some(position) = table.iter().position(|(name, _)| name == key) else { return };
    let next = table.iter().nth(position + 1).map(|(name, _)| name.to_owned());
    let prefix = table.key(key).and_then(|key| key.leaf_decor().prefix()?.as_str().map(str::to_owned));
    table.remove(key);
    let Some(mut next) = next.as_deref().and_then(|name| table.key_mut(name)) else { return };
    let own = next.leaf_decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    next.leaf_decor_mut().set_prefix(prefix.unwrap_or_default() + &own);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl FnOnce(&mut dyn TableLike), before: &str, after: &str) {
        let mut document: DocumentMut = before.parse().expect("TOML");
        change(settings(&mut document, "a").expect("a table"));
        assert_eq!(document.to_string(), after);
    }

    #[test]
    fn a_key_that_goes_leaves_its_comments() {
        let without = |table: &mut dyn TableLike| take(table, "upstream");
        check(without, "[a]\n# why\nupstream = [1]\n# next\nb = 1\n", "[a]\n# why\n# next\nb = 1\n");
        check(without, "[a]\nb = 1\n", "[a]\nb = 1\n");
        check(without, "[a]\nb = 1\nupstream = [1]\n", "[a]\nb = 1\n");
    }

    #[test]
    fn a_list_is_written_in_both_forms_of_tables() {
        let with = |table: &mut dyn TableLike| set(table, "c", &["x".to_owned()]);
        check(with, "[a] # a\nc = [1] # c\n", "[a] # a\nc = [\"x\"] # c\n");
        check(with, "[a]\nb = 1 # b\n", "[a]\nb = 1 # b\nc = [\"x\"]\n");
        check(with, "a = { b = 1 } # a\n", "a = { b = 1, c = [\"x\"] } # a\n");
        check(with, "", "[a]\nc = [\"x\"]\n");
    }
}
