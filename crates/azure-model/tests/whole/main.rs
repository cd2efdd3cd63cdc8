//! Tests of the whole way: what a configuration is refused for, what it answers, what survives any text.

mod answers;
mod chains;
mod configurations;
mod estate;
mod every_service;
mod facts;
mod invariants;
mod machines;
mod private_link;
mod reference;
mod refusals;
mod services;
mod upstreams;

use azure_model::{Loaded, Memory};
use formats::load;

/// Loads a text as `zonite.toml`, with these files beside it.
fn load_files(text: &str, files: &[(&str, &str)]) -> Result<Loaded, Vec<azure_model::Refusal>> {
    let memory = Memory::default().with("/etc/zonite/zonite.toml", text);
    let memory =
        files.iter().fold(memory, |memory, (path, text)| memory.with(format!("/etc/zonite/{path}"), *text));
    load("/etc/zonite/zonite.toml".as_ref(), &memory)
}

/// Checks that a text, with these files beside it, is refused with exactly these lines; the folder is left out.
fn check_files(text: &str, files: &[(&str, &str)], want: &[&str]) {
    let found = load_files(text, files).err().unwrap_or_default();
    let found: Vec<String> = found.iter().map(|one| one.to_string().replace("/etc/zonite/", "")).collect();
    assert_eq!(found, want, "{text}");
}

/// Checks that a text is refused with exactly these lines.
fn check(text: &str, want: &[&str]) {
    check_files(text, &[], want);
}
