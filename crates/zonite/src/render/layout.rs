//! A screen of text: lines with their places in one column, and colours.

use azure_model::Provenance;
use clap::builder::styling::{AnsiColor, Style};
use insight::explain::Verdict;

/// The column that places begin at, at most; longer lines push theirs out.
const LAST_COLUMN: usize = 84;
/// The columns of a sentence, at most.
const MOST_COLUMNS: usize = 100;
/// Whether there are colours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Painter {
    on: bool,
}

impl Painter {
    /// Paints if `on` is true.
    pub(crate) fn new(on: bool) -> Self {
        Self { on }
    }

    fn put(self, style: Style, text: &str) -> String {
        if self.on && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn dim(self, text: &str) -> String {
        self.put(Style::new().dimmed(), text)
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.put(Style::new().bold(), text)
    }

    pub(super) fn verdict(self, verdict: Option<Verdict>, text: &str) -> String {
        let colour = match verdict {
            Some(Verdict::Private) => AnsiColor::Green,
            Some(Verdict::Public) => AnsiColor::Yellow,
            Some(Verdict::Split | Verdict::Broken) => AnsiColor::Red,
            Some(Verdict::Unknown) | None => AnsiColor::Cyan,
        };
        self.put(colour.on_default().bold(), text)
    }
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
pub(super) fn layout(lines: &[ScreenLine], paint: Painter) -> String {
    let with_place = lines.iter().filter(|line| line.place.is_some()).map(ScreenLine::width);
    let column = with_place.filter(|width| *width <= LAST_COLUMN).max().unwrap_or(0) + 2;
    let mut text = String::new();
    for line in lines {
        let words = if line.is_heading { paint.bold(&line.text) } else { line.text.clone() };
        text.extend(std::iter::repeat_n(' ', if line.text.is_empty() { 0 } else { line.indent }));
        text.push_str(&words);
        if let Some(place) = &line.place {
            text.extend(std::iter::repeat_n(' ', column.saturating_sub(line.width()).max(2)));
            text.push_str(&paint.dim(&at(place)));
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
