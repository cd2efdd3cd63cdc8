//! The schema as a whole: defaults, docs, keys that have a twin; and names in ARM.

use super::*;
use crate::form::default_data;
use crate::id::ObjectKind;
use crate::schema::{Default as KeyDefault, Status, Table};

#[test]
fn every_default_is_a_value_of_its_kind() {
    // All of them are read here.
    let defaults = ConfigFile::default();
    assert!(defaults.to_table().entries.is_empty(), "{:?}", defaults.to_table());
    ConfigFile::TABLE.visit(&mut |table| {
        for key in table.keys.iter().filter(|key| key.status == Status::Built) {
            if let KeyDefault::Value(text) = key.default {
                assert!(default_data(key).is_some(), "{}.{} = {text}", table.path, key.name);
            }
        }
    });
}

#[test]
fn a_typing_error_finds_the_key_that_was_meant() {
    for (table, written, want) in [
        (&ConfigFile::TABLE, "virtual_netwrok", Some("virtual_network")),
        (&ConfigFile::TABLE, "privat_dns_zone", Some("private_dns_zone")),
        (&RecordSet::TABLE, "tll", Some("ttl")),
        (&RecordSet::TABLE, "TTL", Some("ttl")),
        (&RecordSet::TABLE, "comment", None),
    ] {
        assert_eq!(table.nearest(written), want, "{written}");
    }
}

#[test]
fn defaults_in_words_say_what_the_code_does() {
    let words = |table: &Table, key| match table.key(key).map(|key| key.default) {
        Some(KeyDefault::Described(words)) => words,
        _ => "",
    };
    assert!(words(&AzureDns::TABLE, "listen").contains(&format!("\"{DEFAULT_LISTEN}\"")));
    for cloud in [Cloud::Public, Cloud::China, Cloud::UsGovernment] {
        assert!(words(&VirtualNetwork::TABLE, "location").contains(cloud.default_region()));
        assert!(words(&ContainerRegistry::TABLE, "location").contains(cloud.default_region()));
    }
}

#[test]
fn every_key_has_one_line_of_doc_and_no_twin() {
    ConfigFile::TABLE.visit(&mut |table| {
        assert!(table.doc.ends_with('.') && !table.doc.contains('\n'), "{}", table.path);
        for (at, key) in table.keys.iter().enumerate() {
            assert!(key.doc.ends_with('.') && !key.doc.contains('\n'), "{}.{}", table.path, key.name);
            assert!(table.keys[..at].iter().all(|other| other.name != key.name), "{}", key.name);
            assert_eq!(matches!(key.kind, Kind::Later), key.status == Status::NotBuilt, "{}", key.name);
        }
    });
}

#[test]
fn every_kind_of_object_is_declared_once() {
    let mut types = Vec::new();
    ConfigFile::TABLE.visit(&mut |table| types.extend(table.arm.filter(|arm| arm.contains('/'))));
    let mut kinds = ObjectKind::ALL.map(ObjectKind::resource_type).to_vec();
    types.sort_unstable();
    kinds.sort_unstable();
    assert_eq!(types, kinds);
}
