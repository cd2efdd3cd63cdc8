//! Every command of docs/forwarding.md prints what the page shows.

use crate::support::{root, zonite};

#[test]
fn every_command_of_the_forwarding_page_prints_what_it_shows() {
    let text = std::fs::read_to_string(root().join("docs/forwarding.md")).expect("the page");
    let blocks = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut count = 0;
    for command in blocks.flat_map(|block| block.split("$ zonite ").skip(1)) {
        let (words, shown) = command.split_once('\n').expect("a command and its output");
        let (_, seen, err) = zonite(&words.split_whitespace().collect::<Vec<_>>());
        assert_eq!(seen, shown, "$ zonite {words}\n{err}");
        count += 1;
    }
    assert!(count >= 16, "only {count} commands");
}
