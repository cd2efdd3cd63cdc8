//! parity/: the expectations for a real virtual network, held against the emulator.

use test_support::program::Folder;

use crate::support::{root, zonite};

const PAIRS: [(&str, &str); 2] =
    [("azure.toml", "azure-parity.toml"), ("usgovernment.toml", "azure-parity-usgovernment.toml")];

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join("parity").join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Reports on a file after lines were added to its configuration; returns the exit code and the report.
fn report(config: &str, expectations: &str, added: &str) -> (Option<i32>, String) {
    let folder = Folder::new();
    folder.file(config, &format!("{}\n{added}\n", read(config)));
    let path = folder.file(expectations, &read(expectations));
    let (code, out, err) = zonite(&["test", "--report", path.to_str().expect("a path")]);
    assert!(code != Some(2), "{added}: {out}{err}");
    (code, out)
}

#[test]
fn with_the_default_assumptions_everything_passes_and_every_question_has_an_answer() {
    let mut numbers = Vec::new();
    for (config, expectations) in PAIRS {
        let (code, out) = report(config, expectations, "");
        assert_eq!(code, Some(0), "{out}");
        assert!(!out.contains("no reading describes") && !out.contains("not asked"), "{out}");
        let headings = out.lines().filter_map(|line| line.split_once(". ")?.0.parse::<u32>().ok());
        numbers.extend(headings);
    }
    numbers.sort_unstable();
    // The tenth is about words of the control plane.
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14]);
}

#[test]
fn flipping_a_key_flips_the_reported_answer() {
    for (pair, added, means) in [
        (0, "[assumptions]\nany_answers = \"hinfo\"", "assumptions.any_answers = \"hinfo\""),
        (0, "[assumptions]\nlonger_rule_beats_zone = true", "assumptions.longer_rule_beats_zone = true"),
        (0, "[assumptions]\nmaximum_ttl = 86400", "assumptions.maximum_ttl = 3600 or more"),
        (0, "[assumptions]\nmaximum_ttl = 86400", "the cap does not hold for negative answers, or is higher"),
        (0, "[assumptions]\nauthoritative_negatives = true", "assumptions.authoritative_negatives = true"),
        (
            0,
            "[assumptions]\npending_privatelink_cname = true",
            "assumptions.pending_privatelink_cname = true",
        ),
        (
            0,
            "[public_chain]\nregistry_ttl = 3600",
            "public_chain.registry_ttl is an hour or so, as in the older samples",
        ),
        (0, "[assumptions]\nfallback_reenters_zones = false", "assumptions.fallback_reenters_zones = false"),
        (
            0,
            "[assumptions]\nempty_non_terminals = \"nxdomain\"",
            "assumptions.empty_non_terminals = \"nxdomain\"",
        ),
        (
            1,
            "[public_chain]\nlogin_hops = [\"other.usgovcloudapp.net\"]",
            "other names: write those seen as public_chain.login_hops",
        ),
        (
            1,
            "[public_chain]\ndata_hops = [\"other.usgovcloudapp.net\"]",
            "other names: write those seen as public_chain.data_hops",
        ),
    ] {
        let means = format!("  means {means}\n");
        let (config, expectations) = PAIRS[pair];
        let (_, before) = report(config, expectations, "");
        assert!(!before.contains(&means), "{added}: {before}");
        let (_, after) = report(config, expectations, added);
        assert!(after.contains(&means), "{added}: {after}");
    }
}

/// The script builds what the configuration describes: the same networks, zones and addresses.
#[test]
fn the_script_and_the_configuration_are_about_the_same_objects() {
    let (config, script) = (read("azure.toml"), read("azure.sh"));
    let quoted = config.split('"').skip(1).step_by(2);
    let is_address = |text: &&str| text.starts_with("10.") && !text.starts_with("10.40.9.1");
    let addresses: Vec<&str> = quoted.clone().filter(is_address).collect();
    assert!(addresses.len() >= 10, "{addresses:?}");
    let zones = config.split("[[private_dns_zone]]\nname = \"").skip(1);
    let zones: Vec<&str> = zones.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(zones.len(), 4);
    for text in addresses.iter().chain(&zones).chain(&["deep.parity.example.", "NxDomainRedirect", "7200"]) {
        assert!(script.contains(text), "azure.sh has no {text}");
    }
    let checked = std::process::Command::new("bash").arg("-n").arg(root().join("parity/azure.sh")).status();
    assert!(checked.expect("bash").success());
}
