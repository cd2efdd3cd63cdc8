//! Every file of `config/` loads, and no key in it is ignored.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::{Disk, load, load_text};

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

/// The keys that a bogus one is put in front of: the first key after each header, brace and the file's start.
fn table_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        if code.starts_with('[') {
            starts.push(at + line.len());
        }
        starts.extend(code.match_indices('{').map(|(brace, _)| at + brace + 1));
        at += line.len();
    }
    starts
}

#[test]
fn an_unknown_key_in_any_table_of_any_configuration_is_an_error() {
    for path in configurations() {
        let text = std::fs::read_to_string(&path).expect("a text");
        for start in table_starts(&text) {
            let separator = if text[..start].ends_with('{') { ", " } else { "\n" };
            let bogus = format!("{} bogus_key = 1{separator}{}", &text[..start], &text[start..]);
            let errors = load_text(&bogus, "bogus.toml").expect_err(&bogus);
            assert_eq!(errors.len(), 1, "{errors:#?}");
            assert!(errors[0].key.ends_with("bogus_key"), "{}", errors[0]);
            assert!(errors[0].problem.contains("is not a key of this table"), "{}", errors[0]);
        }
    }
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
