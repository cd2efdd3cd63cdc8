//! Changes of a text, checked line by line.

use super::{Edit, EditError, NewValue, apply};

const TEXT: &str = "\
# a lab
[[zone]]
name = \"a\"                 # the first
rules = [
  { name = \"x\" },   # one
  { name = \"y\" },
]

[[zone.link]]
name = \"hub\"

[[zone]]
name = \"b\"
to = [\"1\", \"2\"]
";

fn check(edit: Edit, gone: &[&str], new: &[&str]) {
    let after = apply(TEXT, &[edit]).expect("a change");
    let (old, changed): (Vec<&str>, Vec<&str>) = (TEXT.lines().collect(), after.lines().collect());
    let only = |one: &[&'static str], other: &[&str]| -> Vec<&str> {
        one.iter().filter(|line| !other.contains(line)).copied().collect()
    };
    assert_eq!(only(&old, &changed), gone, "{after}");
    let added: Vec<&&str> = changed.iter().filter(|line| !old.contains(line)).collect();
    assert_eq!(added, new.iter().collect::<Vec<_>>(), "{after}");
}

#[test]
fn only_the_lines_meant_change() {
    let text = NewValue::text;
    let set = Edit::Set { table: "zone[0]".into(), key: "name", value: text("c") };
    check(set, &["name = \"a\"                 # the first"], &["name = \"c\"                 # the first"]);
    let set = Edit::Set { table: "zone[0].link[0]".into(), key: "policy", value: text("p") };
    check(set, &[], &["policy = \"p\""]);
    let add = Edit::Add {
        table: "zone[1]".into(),
        key: "link",
        entries: vec![("name", text("spoke"))],
        comment: None,
    };
    check(add, &[], &["name = \"spoke\""]);
    let add = Edit::Add {
        table: "zone[0]".into(),
        key: "rules",
        entries: vec![("name", text("z"))],
        comment: None,
    };
    check(add, &[], &["  { name = \"z\" },"]);
    let remove = |path: &str| Edit::Remove { path: path.into() };
    check(remove("zone[0].rules[0]"), &["  { name = \"x\" },   # one"], &[]);
    check(remove("zone[0].rules[1]"), &["  { name = \"y\" },"], &[]);
    check(remove("zone[1].to[0]"), &["to = [\"1\", \"2\"]"], &["to = [\"2\"]"]);
    check(remove("zone[1].to[1]"), &["to = [\"1\", \"2\"]"], &["to = [\"1\"]"]);
    check(remove("zone[0].link[0]"), &["[[zone.link]]", "name = \"hub\""], &[]);
    let replace = Edit::Replace { path: "zone[1].to[0]".into(), value: text("3") };
    check(replace, &["to = [\"1\", \"2\"]"], &["to = [\"3\", \"2\"]"]);
}

#[test]
fn what_is_not_there_is_not_changed() {
    for path in ["zone[7]", "zone[0].nothing", "zone[0].rules[5]", "other[0].x"] {
        let missing = Err(EditError::Missing(path.to_owned()));
        assert_eq!(apply(TEXT, &[Edit::Remove { path: path.into() }]), missing, "{path}");
    }
}

/// Checks the whole text after a change of the table `a`.
fn check_text(edit: Edit, before: &str, after: &str) {
    assert_eq!(apply(before, &[edit]).as_deref(), Ok(after), "{before}");
}

#[test]
fn a_key_that_goes_leaves_its_comments() {
    let without = || Edit::Drop { table: "a".into(), key: "upstream" };
    check_text(without(), "[a]\n# why\nupstream = [1]\n# next\nb = 1\n", "[a]\n# why\n# next\nb = 1\n");
    check_text(without(), "[a]\nb = 1\n", "[a]\nb = 1\n");
    check_text(without(), "[a]\nb = 1\nupstream = [1]\n", "[a]\nb = 1\n");
    check_text(without(), "b = 1\n", "b = 1\n");
}

#[test]
fn a_key_that_gets_another_value_keeps_its_comments() {
    let set = Edit::Set { table: "a".into(), key: "b", value: NewValue::Number(2) };
    check_text(set, "[a]\n# why\nb = 1 # one\n", "[a]\n# why\nb = 2 # one\n");
}

#[test]
fn a_value_is_written_in_both_forms_of_tables() {
    let with = || Edit::Set { table: "a".into(), key: "c", value: NewValue::List(vec!["x".to_owned()]) };
    check_text(with(), "[a] # a\nc = [1] # c\n", "[a] # a\nc = [\"x\"] # c\n");
    check_text(with(), "[a]\nb = 1 # b\n", "[a]\nb = 1 # b\nc = [\"x\"]\n");
    check_text(with(), "a = { b = 1 } # a\n", "a = { b = 1, c = [\"x\"] } # a\n");
    check_text(with(), "", "[a]\nc = [\"x\"]\n");
}

#[test]
fn an_array_is_emptied_only_where_it_is() {
    let clear = || Edit::Clear { table: "a".into(), key: "c" };
    check_text(clear(), "[a]\nc = [1] # c\n", "[a]\nc = [] # c\n");
    check_text(clear(), "[a]\nb = 1\n", "[a]\nb = 1\n");
}

#[test]
fn a_comment_stands_above_a_new_table() {
    let entries = vec![("name", NewValue::text("x"))];
    let add = Edit::Add { table: String::new(), key: "b", entries, comment: Some("why") };
    check_text(add, "[a]\n", "[a]\n\n# why\n[[b]]\nname = \"x\"\n");
}

#[test]
fn several_texts_have_a_line_each() {
    let lines =
        |texts: &[&str]| NewValue::Lines(texts.iter().map(|&text| text.to_owned()).collect()).to_string();
    assert_eq!(lines(&[]), "[]");
    assert_eq!(lines(&["a"]), "[\"a\"]");
    assert_eq!(lines(&["a", "b"]), "[\n  \"a\",\n  \"b\",\n]");
}

#[test]
fn a_text_that_is_no_toml_is_not_changed() {
    assert!(matches!(apply("[a", &[]), Err(EditError::NotToml(_))));
}
