//! What was seen is written into files.

use std::path::Path;

use expectations::update::{Update, updates};
use expectations::{Counts, Driver, RunResult, Selection, Suite};
use test_support::program::Folder;

use crate::golden::check;

/// Updates a file beside the laboratory; the result has not been written yet.
fn update(folder: &Folder, text: &str) -> Vec<Update> {
    std::fs::copy("tests/golden/lab.toml", folder.path.join("lab.toml")).expect("a copy");
    let path = folder.file("expected.toml", text);
    let suite = load(&path);
    updates(&suite.run(&Driver::InProcess)).expect("updates")
}

fn load(path: &Path) -> Suite {
    let selection = Selection { paths: vec![path.to_owned()], is_update: true, ..Selection::default() };
    Suite::load(&selection).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn only_what_was_expected_is_written_and_the_rest_of_the_file_stays() {
    let folder = Folder::new();
    let text = std::fs::read_to_string("tests/golden/failures.toml").expect("a file");
    let updates = update(&folder, &text);
    let [update] = &*updates else { panic!("one file: {updates:?}") };
    let path = folder.path.display().to_string();
    check("update.diff", &update.diff.replace(&format!("{path}/"), ""));
    let left: String = update.left.iter().map(|line| line.replace(&format!("{path}/"), "") + "\n").collect();
    check("update.txt", &left);
}

#[test]
fn an_updated_file_passes() {
    let folder = Folder::new();
    let text = "config = \"lab.toml\"\n\n# Why.\n[[expect]]\nfrom = \"hub\"   # here\nquery = \"contoso.azurecr.io\"\n\n\
                [[expect]]\nfrom = \"spoke\"\nquery = \"contoso.azurecr.io\"\nrcode = 'NXDOMAIN' # wrong\n";
    let updates = update(&folder, text);
    let want = "config = \"lab.toml\"\n\n# Why.\n[[expect]]\nfrom = \"hub\"   # here\nquery = \"contoso.azurecr.io\"\n\
                rcode = \"NOERROR\"\nanswer = [\n  \"contoso.azurecr.io. 60 CNAME contoso.privatelink.azurecr.io.\",\n  \
                \"contoso.privatelink.azurecr.io. 10 A 10.1.0.5\",\n]\n\n\
                [[expect]]\nfrom = \"spoke\"\nquery = \"contoso.azurecr.io\"\nrcode = \"NOERROR\" # wrong\n";
    assert_eq!(updates[0].text, want);
    let path = folder.file("expected.toml", &updates[0].text);
    let suite = load(&path);
    let checked = suite.run(&Driver::InProcess);
    assert_eq!(Counts::of(&checked).result(), RunResult::Passed);
    assert_eq!(crate::updates::updates(&checked).expect("updates"), []);
}

#[test]
fn a_list_of_inline_tables_is_updated_too() {
    let folder = Folder::new();
    let text = "config = \"lab.toml\"\nexpect = [\n  { from = \"hub\", query = \"contoso.azurecr.io\", address = \"10.9.9.9\" },\n]\n";
    let updates = update(&folder, text);
    assert_eq!(updates[0].text, text.replace("10.9.9.9", "10.1.0.5"));
}
