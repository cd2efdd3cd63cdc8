//! Whatever a file says, it is read or refused.

use std::path::Path;

use expectations::parse::{Emptiness, keys, parse};
use proptest::prelude::*;

/// A value as people write them, rightly or wrongly.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<bool>().prop_map(|boolean| boolean.to_string()),
        "[ -~é]{0,40}".prop_map(|text| format!("\"{}\"", text.replace(['\\', '"'], "_"))),
        Just("[\"www.example. 60 IN A 192.0.2.1\", \"x\"]".to_owned()),
        Just("[{ means = \"x\" }]".to_owned()),
        Just("[".to_owned()),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![proptest::sample::select(keys()).prop_map(str::to_owned), "[a-z_]{1,8}"]
}

fn read(text: &str) {
    let path = Path::new("x.toml");
    if let Err(problems) = parse(text, path, Emptiness::Refused) {
        assert!(!problems.is_empty(), "a refusal says why: {text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn any_table_is_read_or_refused(pairs in proptest::collection::vec((key(), value()), 0..6)) {
        let lines: String = pairs.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        read(&format!("config = \"lab.toml\"\n[[expect]]\n{lines}"));
    }
}
