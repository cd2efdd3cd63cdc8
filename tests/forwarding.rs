//! Every command of docs/forwarding.md prints what the page shows.

use crate::support::run_page;

#[test]
fn every_command_of_the_forwarding_page_prints_what_it_shows() {
    let count = run_page("docs/forwarding.md");
    assert!(count >= 16, "only {count} commands");
}
