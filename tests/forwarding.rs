//! Every command of docs/forwarding.md prints what the page shows.

use crate::support::check_page;

#[test]
fn every_command_of_the_forwarding_page_prints_what_it_shows() {
    check_page("docs/forwarding.md", 16);
}
