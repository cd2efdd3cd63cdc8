//! The fenced blocks of a page: tests run what the documentation shows.

use std::path::Path;

/// A fenced block: the words after the fence, and the lines inside.
#[derive(Debug)]
pub struct Block {
    /// What the fence says: a language, and perhaps a file.
    pub info: String,
    /// The lines, without the fences.
    pub lines: Vec<String>,
}

impl Block {
    /// Returns the file that the block is to be written to, if its fence names one.
    pub fn file(&self) -> Option<&str> {
        self.info.split_once(' ').map(|(_, file)| file)
    }

    /// Returns what stands in the file.
    pub fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}

/// Reads the blocks of a page, in order.
pub fn blocks(page: &Path) -> Vec<Block> {
    let text = std::fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => open = Some(Block { info: info.to_owned(), lines: Vec::new() }),
            (None, Some(block)) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    blocks
}
