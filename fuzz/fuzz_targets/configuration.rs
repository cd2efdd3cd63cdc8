//! Any text as a configuration: no panic; what is refused says where.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(findings) = formats::load_text(text, "fuzz.toml") {
        assert!(!findings.is_empty());
        findings.iter().for_each(|finding| assert!(!finding.to_string().is_empty()));
    }
});
