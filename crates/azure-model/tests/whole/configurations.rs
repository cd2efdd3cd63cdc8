//! Every file of `config/` loads, and no key in it is ignored.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use toml::de::{DeTable, DeValue};

use super::reference::render::places;
use super::reference::{sources, with_base};
use azure_model::Disk;
use formats::{load, load_text};

fn configurations() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder config/")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    files
}

#[test]
fn every_configuration_loads() {
    for path in configurations() {
        let loaded = load(&path, &Disk).unwrap_or_else(|errors| panic!("{errors:#?}"));
        assert_eq!(loaded.warnings, [], "{}", path.display());
        assert!(!loaded.compiled.listeners.is_empty(), "{}", path.display());
    }
}

/// Finds the places in a text where a bogus key may be put: behind each header and opening brace, and at the start.
fn table_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        if code.starts_with('[') {
            starts.push(at + line.len());
        }
        // Braces between quotes are placeholders.
        let outside = code.split('"').enumerate().filter(|(piece, _)| piece % 2 == 0).map(|(_, piece)| piece);
        let offset = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
        starts.extend(
            outside
                .flat_map(|piece| piece.match_indices('{').map(move |(brace, _)| offset(piece) + brace + 1)),
        );
        at += line.len();
    }
    starts
}

/// Lists the path of every table that the parser finds in a text, elements of arrays with their number.
fn table_paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    gather(&DeTable::parse(text).expect("TOML").into_inner(), "", &mut paths);
    paths
}

fn gather(table: &DeTable<'_>, path: &str, paths: &mut Vec<String>) {
    paths.push(path.to_owned());
    for (key, value) in table {
        let path = format!("{path}.{}", key.get_ref()).trim_start_matches('.').to_owned();
        match value.get_ref() {
            DeValue::Table(inner) => gather(inner, &path, paths),
            DeValue::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    if let DeValue::Table(inner) = element.get_ref() {
                        gather(inner, &format!("{path}[{index}]"), paths);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Checks that an unknown key in each table of a text is the only error; returns the paths of these tables.
fn refused_paths(text: &str) -> Vec<String> {
    let refused_path = |start: usize| {
        let separator = if text[..start].ends_with('{') { ", " } else { "\n" };
        let bogus = format!("{} bogus_key = \"1\"{separator}{}", &text[..start], &text[start..]);
        let errors = load_text(&bogus, "bogus.toml").expect_err(&bogus);
        assert_eq!(errors.len(), 1, "{errors:#?}");
        assert!(errors[0].to_diagnostic().problem.contains("is not a key of this table"), "{}", errors[0]);
        let path = errors[0].site.path();
        let path = path.strip_suffix("bogus_key").unwrap_or_else(|| panic!("{}", errors[0]));
        path.trim_end_matches('.').to_owned()
    };
    table_starts(text).into_iter().map(refused_path).collect()
}

/// Every configuration of the folder, and every example of the reference page.
fn texts() -> Vec<String> {
    let read = |path: PathBuf| std::fs::read_to_string(path).expect("a text");
    let examples = sources().examples.into_values().map(|example| with_base(&example));
    configurations().into_iter().map(read).chain(examples).collect()
}

#[test]
fn an_unknown_key_in_any_table_of_any_configuration_is_an_error() {
    for text in texts() {
        let (mut found, mut refused) = (table_paths(&text), refused_paths(&text));
        found.sort();
        refused.sort();
        assert_eq!(
            refused, found,
            "tables where an unknown key was tried, and tables that there are\n{text}"
        );
    }
}

#[test]
fn every_table_of_the_registry_is_in_some_configuration_and_the_other_way_round() {
    let known: BTreeSet<String> = places().into_iter().map(|place| place.path).collect();
    let is_of_name = |character: &char| !matches!(character, '[' | ']' | '0'..='9');
    let without_numbers = |path: String| path.chars().filter(is_of_name).collect::<String>();
    let paths = texts().into_iter().flat_map(|text| table_paths(&text));
    let mut written: BTreeSet<String> = paths.map(without_numbers).collect();
    // The root, and the tables that have regions and placeholders for keys.
    for other in ["", "container_registry.public_ip_address", "private_link_resource.values"] {
        assert!(written.remove(other), "\"{other}\" is in no configuration");
    }
    assert_eq!(written, known);
}

/// Pieces that a configuration is made of, so that random texts get far into the walk.
const PIECES: [&str; 38] = [
    "[[virtual_network]]\n",
    "[[private_dns_zone]]\n",
    "[[private_dns_zone.record_set]]\n",
    "[[private_dns_zone.virtual_network_link]]\n",
    "[[container_registry]]\n",
    "[[private_endpoint]]\n",
    "[[private_link_resource]]\n",
    "private_dns_zone = \"privatelink.blob.core.windows.net\"\n",
    "name = \"privatelink.blob.core.windows.net\"\n",
    "resource_hops = [\"{resource}.{public_zone}\", \"{x\"]\n",
    "[internet]\n",
    "[[internet.zone]]\n",
    "[public_chain]\n",
    "name = \"hub\"\n",
    "name = \"privatelink.azurecr.io\"\n",
    "name = \"myregistry\"\n",
    "name = ",
    "type = \"SRV\"\n",
    "ttl = -1\n",
    "records = [\"1 2 3 .\", \"\\u0000\"]\n",
    "address_space = [\"10.0.0.0/8\", \"::/0\"]\n",
    "virtual_network = \"hub\"\n",
    "subnet = [{ name = \"default\", address_prefixes = [\"10.0.0.0/24\"] }]\n",
    "login_hops = [\"{registry}\", \"..\"]\n",
    "zone_file = \"../x\"\n",
    "resource = \"myregistry\"\n",
    "ip_configuration = [{ member_name = \"registry\", private_ip_address = \"10.0.0.7\" }]\n",
    "[[network]]\n",
    "[[dns_server]]\n",
    "[[dns_server.zone]]\n",
    "[[private_dns_resolver]]\n",
    "[[dns_forwarding_ruleset]]\n",
    "private_ip_address = \"10.0.0.4\"\n",
    "dns_servers = [\"hub\", \"10.0.0.4\", \"internet\"]\n",
    "forwarder = [{ zone = \".\", to = [\"hub\", \"hub/in\"] }]\n",
    "inbound_endpoint = [{ name = \"in\", subnet = \"default\" }]\nvirtual_networks = [\"hub\"]\n",
    "rule = [{ name = \"r\", domain_name = \".\", target_dns_servers = [\"10.0.0.4\"] }]\n",
    "\"\u{fc}\" = { a = [1, 2.0, inf, 1979-05-27] }\n",
];

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in ".{0,200}") {
        let _ = load_text(&text, "any.toml").map(|_| ());
    }

    #[test]
    fn any_mixture_of_pieces_gets_an_answer(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24)) {
        let _ = load_text(&pieces.concat(), "any.toml").map(|_| ());
    }

    #[test]
    fn any_configuration_cut_anywhere_gets_an_answer(at in 0_usize..4000) {
        let text = include_str!("../../../../config/four-networks.toml");
        let cut = text.get(..at.min(text.len())).unwrap_or_default();
        let _ = load_text(cut, "any.toml").map(|_| ());
    }
}
