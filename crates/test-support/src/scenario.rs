//! Scenario files: a configuration and what its networks are to see. The format of `zonite test`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::observed::Observed;

/// A scenario file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The configuration, relative to the file.
    pub config: PathBuf,
    /// What is expected.
    pub expect: Vec<Expectation>,
}

/// One question from one place, and what is to come back. What is absent is not compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// A network, `internet`, an address, or after `@` a server or inbound endpoint that is asked directly.
    pub from: String,
    /// The name asked for.
    pub query: String,
    /// The type asked for.
    #[serde(rename = "type", default = "address")]
    pub rtype: String,
    /// The RCODE's mnemonic; `SILENCE` for no answer.
    pub rcode: Option<String>,
    /// The answer section, each record as `OWNER TTL TYPE RDATA`.
    pub answer: Option<Vec<String>>,
    /// The authority section.
    pub authority: Option<Vec<String>>,
    /// The additional section without OPT.
    pub additional: Option<Vec<String>>,
    /// The only address of the answer.
    pub address: Option<String>,
    /// A text that some record of the answer holds.
    pub contains: Option<String>,
    /// Whether every address of the answer is a private one.
    pub private: Option<bool>,
    /// The highest TTL in the answer.
    pub ttl_at_most: Option<u32>,
}

fn address() -> String {
    "A".to_owned()
}

/// A scenario with its path.
pub struct Loaded {
    /// Where it was.
    pub path: PathBuf,
    /// Its configuration's path.
    pub config: PathBuf,
    /// Its configuration as plain TOML.
    pub table: toml::Table,
    /// What is expected.
    pub expect: Vec<Expectation>,
}

/// Reads every scenario file of a folder, by name.
pub fn load_all(folder: &Path) -> Vec<Loaded> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    assert!(!paths.is_empty(), "no scenario in {}", folder.display());
    paths.into_iter().map(|path| load(&path)).collect()
}

fn load(path: &Path) -> Loaded {
    let read = |path: &Path| {
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let scenario: Scenario =
        toml::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let config = path.parent().expect("a folder").join(&scenario.config);
    let config = config.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", config.display()));
    let table = read(&config).parse().expect("the configuration is TOML");
    Loaded { path: path.to_owned(), config, table, expect: scenario.expect }
}

impl Expectation {
    /// Compares; the error says what differs.
    ///
    /// # Errors
    /// A text with both sides.
    pub fn compare(&self, seen: &Observed) -> Result<(), String> {
        let mut differences = Vec::new();
        let mut compare = |what: &str, want: String, got: String| {
            if want != got {
                differences.push(format!("{what}\n  want {want}\n  seen {got}"));
            }
        };
        if let Some(rcode) = &self.rcode {
            compare("rcode", rcode.clone(), seen.rcode.clone());
        }
        for (what, want, got) in [
            ("answer", &self.answer, &seen.answer),
            ("authority", &self.authority, &seen.authority),
            ("additional", &self.additional, &seen.additional),
        ] {
            if let Some(want) = want {
                compare(what, want.join("\n       "), got.join("\n       "));
            }
        }
        if let Some(address) = &self.address {
            compare("address", address.clone(), seen.addresses().join(" "));
        }
        if let Some(contains) = &self.contains {
            let holds = seen.answer.iter().any(|line| line.contains(contains.as_str()));
            compare("contains", format!("{contains}: true"), format!("{contains}: {holds}"));
        }
        if let Some(private) = self.private {
            compare("private", private.to_string(), all_private(seen).to_string());
        }
        if let Some(most) = self.ttl_at_most {
            let high =
                seen.answer.iter().filter_map(|line| line.split(' ').nth(1)?.parse::<u32>().ok()).max();
            compare("ttl at most", "true".to_owned(), (high.unwrap_or(0) <= most).to_string());
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}

/// Tells whether there are addresses, and all are private (RFC 1918, RFC 4193).
fn all_private(seen: &Observed) -> bool {
    let addresses = seen.addresses();
    !addresses.is_empty()
        && addresses.iter().all(|text| match text.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(v4)) => v4.is_private(),
            Ok(std::net::IpAddr::V6(v6)) => v6.is_unique_local(),
            Err(_) => false,
        })
}
