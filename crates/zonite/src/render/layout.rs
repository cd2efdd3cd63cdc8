//! A screen of text: lines with their places in one column, and colours.

use azure_model::Provenance;
use expectations::report::paint::{Colour, Paint};
use insight::explain::Verdict;

/// The column that places begin at, at most; longer lines push theirs out.
const LAST_COLUMN: usize = 84;
/// The columns of a sentence, at most.
const MOST_COLUMNS: usize = 100;

/// Colours a text by the verdict on it.
pub(super) fn of_verdict(paint: Paint, verdict: Option<Verdict>, text: &str) -> String {
    let colour = match verdict {
        Some(Verdict::Private) => Colour::Green,
        Some(Verdict::Public) => Colour::Yellow,
        Some(Verdict::Split | Verdict::Broken) => Colour::Red,
        Some(Verdict::Unknown) | None => Colour::Cyan,
    };
    paint.paint_bold(colour, text)
}

/// A line: what it says, and where that is written.
pub(super) struct ScreenLine {
    pub(super) indent: usize,
    pub(super) text: String,
    pub(super) place: Option<Provenance>,
    pub(super) is_heading: bool,
}

impl ScreenLine {
    pub(super) fn new(indent: usize, text: impl Into<String>, place: Option<&Provenance>) -> Self {
        Self { indent, text: text.into(), place: place.cloned(), is_heading: false }
    }

    pub(super) fn heading(text: impl Into<String>) -> Self {
        Self { is_heading: true, ..Self::new(0, text, None) }
    }

    pub(super) fn blank() -> Self {
        Self::new(0, "", None)
    }

    fn width(&self) -> usize {
        self.indent + self.text.chars().count()
    }
}

/// Writes lines, their places in one column.
pub(super) fn layout(lines: &[ScreenLine], paint: Paint) -> String {
    let with_place = lines.iter().filter(|line| line.place.is_some()).map(ScreenLine::width);
    let column = with_place.filter(|width| *width <= LAST_COLUMN).max().unwrap_or(0) + 2;
    let mut text = String::new();
    for line in lines {
        let words = if line.is_heading { paint.paint(Colour::Bold, &line.text) } else { line.text.clone() };
        text.extend(std::iter::repeat_n(' ', if line.text.is_empty() { 0 } else { line.indent }));
        text.push_str(&words);
        if let Some(place) = &line.place {
            text.extend(std::iter::repeat_n(' ', column.saturating_sub(line.width()).max(2)));
            text.push_str(&paint.paint(Colour::Dim, &at(place)));
        }
        text.push('\n');
    }
    text
}

/// Writes a place as `file:line`.
fn at(place: &Provenance) -> String {
    place.whole_line().to_string()
}

/// How far the lines of a sentence are indented, in columns.
#[derive(Clone, Copy)]
pub(super) struct Indents {
    pub(super) first: usize,
    pub(super) others: usize,
}

/// Breaks sentences into lines.
pub(super) fn wrap(text: &str, indents: Indents, lines: &mut Vec<ScreenLine>) {
    let mut indent = indents.first;
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            if !line.is_empty() && indent + line.len() + word.trim_end().len() > MOST_COLUMNS {
                lines.push(ScreenLine::new(indent, line.trim_end(), None));
                line = String::new();
                indent = indents.others;
            }
            line.push_str(word);
        }
        lines.push(ScreenLine::new(indent, line.trim_end(), None));
        indent = indents.others;
    }
}
