//! Names beside networks: who sees the private address, who the public one, and who none.

use std::fmt::Write as _;

use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::record::RecordType;

use super::paint::{Colour, Paint};
use crate::compare::Privacy;
use crate::expectation::{Expectation, Wanted};
use crate::in_process;
use crate::run::{Checked, Driver, ExpectationResult};
use crate::seen::ObservedOutcome;
use crate::suite::{Suite, TestCase, TestFile};

/// What one network sees of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which kind of thing.
    pub kind: Visibility,
    /// The addresses, or the RCODE.
    pub text: String,
    /// An expectation of this name from there is not met.
    pub is_unexpected: bool,
}

/// What kind of thing a network sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Private addresses.
    Private,
    /// A public address.
    Public,
    /// Both kinds.
    Mixed,
    /// An RCODE that is an error, or no answer.
    Broken,
    /// No address, and no error.
    Empty,
    /// It cannot be known from here.
    Unknown,
}

impl Visibility {
    fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
            Self::Mixed => "mixed",
            Self::Broken => "broken",
            Self::Empty => "no address",
            Self::Unknown => "unknown",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Private => "🔒",
            Self::Public => "🌐",
            Self::Mixed => "⚠️",
            Self::Broken => "❌",
            Self::Empty => "➖",
            Self::Unknown => "❔",
        }
    }

    fn colour(self) -> Colour {
        match self {
            Self::Private => Colour::Green,
            Self::Public => Colour::Cyan,
            Self::Mixed => Colour::Yellow,
            Self::Broken => Colour::Red,
            Self::Empty | Self::Unknown => Colour::Dim,
        }
    }
}

/// The names of one file beside its networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The file.
    pub title: String,
    /// Where questions come from, in the order in which the file has them.
    pub columns: Vec<String>,
    /// Names in the order of the file, with a cell for each column.
    pub rows: Vec<(String, Vec<Cell>)>,
}

/// Asks for the addresses of every name of a file from every place in it, whether or not that is expected.
pub fn matrices(suite: &Suite, way: &Driver, checked: &[Checked<'_>]) -> Vec<Matrix> {
    suite
        .files
        .iter()
        .map(|file| matrix(file, way, checked))
        .filter(|matrix| !matrix.rows.is_empty())
        .collect()
}

fn matrix(file: &TestFile, way: &Driver, checked: &[Checked<'_>]) -> Matrix {
    let (mut columns, mut names): (Vec<&TestCase>, Vec<&Name>) = (Vec::new(), Vec::new());
    for case in &file.cases {
        if !columns.iter().any(|known| known.expectation.from == case.expectation.from) {
            columns.push(case);
        }
        let query = &case.expectation.query;
        if is_address(query.rtype) && !names.contains(&&query.name) {
            names.push(&query.name);
        }
    }
    let cell = |name: &Name, column: &TestCase| {
        let is_it = |one: &&Checked<'_>| {
            let expectation = &one.case.expectation;
            std::ptr::eq(one.file, file)
                && expectation.from == column.expectation.from
                && expectation.query.name == *name
                && is_address(expectation.query.rtype)
        };
        let is_unexpected =
            checked.iter().filter(is_it).any(|one| matches!(one.verdict, ExpectationResult::Failed(_)));
        Cell { is_unexpected, ..see(file, name, column, way) }
    };
    let row = |name: &Name| (name.without_dot(), columns.iter().map(|column| cell(name, column)).collect());
    Matrix {
        title: file.path.display().to_string(),
        rows: names.into_iter().map(row).collect(),
        columns: columns.iter().map(|column| column.expectation.from.clone()).collect(),
    }
}

fn is_address(rtype: RecordType) -> bool {
    matches!(rtype, RecordType::A | RecordType::AAAA)
}

/// Asks for the IPv4 addresses of a name from where a case is.
fn see(file: &TestFile, name: &Name, column: &TestCase, way: &Driver) -> Cell {
    let query = Query::new(name.clone(), RecordType::A);
    let seen = match way {
        Driver::InProcess => in_process::ask(&file.config, &column.seat, &query, false),
        Driver::Servers(servers) => {
            let expectation = Expectation { query, wanted: Wanted::default(), ..column.expectation.clone() };
            servers.ask(&file.config, &TestCase { expectation, seat: column.seat.clone() })
        }
    };
    let (kind, text) = match &seen.outcome {
        ObservedOutcome::Answer(observed) => {
            let kind = match Privacy::of(observed) {
                Privacy::Private => Visibility::Private,
                Privacy::Public => Visibility::Public,
                Privacy::Mixed => Visibility::Mixed,
                Privacy::NoAddress if observed.rcode == "NOERROR" => Visibility::Empty,
                Privacy::NoAddress => Visibility::Broken,
            };
            let addresses = observed.addresses().join(" ");
            (
                kind,
                if kind == Visibility::Empty || !addresses.is_empty() {
                    addresses
                } else {
                    observed.rcode.clone()
                },
            )
        }
        ObservedOutcome::Silence(_) => (Visibility::Broken, "no answer".to_owned()),
        ObservedOutcome::Unknown(_) | ObservedOutcome::NotAsked(_) => (Visibility::Unknown, String::new()),
    };
    Cell { kind, text, is_unexpected: false }
}

impl Cell {
    /// Writes kind and text; `!` stands for an expectation that is not met.
    fn words(&self) -> String {
        let mark = if self.is_unexpected { "!" } else { "" };
        let words = [mark, self.kind.word(), &self.text];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Writes tables for a terminal.
pub fn terminal(matrices: &[Matrix], paint: Paint) -> String {
    let mut text = String::new();
    for Matrix { title, columns, rows } in matrices {
        let first = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let width = |at: usize| {
            let cells = rows.iter().filter_map(|(_, cells)| cells.get(at));
            let widest = cells.map(|cell| cell.words().chars().count()).max().unwrap_or(0);
            widest.max(columns[at].chars().count())
        };
        let widths: Vec<usize> = (0..columns.len()).map(width).collect();
        let _ = writeln!(text, "{}", paint.paint(Colour::Bold, title));
        let heads = columns.iter().zip(&widths).map(|(head, width)| format!("  {head:<width$}"));
        let _ = writeln!(text, "{}", format!("{:<first$}{}", "", heads.collect::<String>()).trim_end());
        for (name, cells) in rows {
            let cells = cells.iter().zip(&widths).map(|(cell, &width)| {
                let words = cell.words();
                let blanks = " ".repeat(width.saturating_sub(words.chars().count()));
                let colour = if cell.is_unexpected { Colour::Red } else { cell.kind.colour() };
                format!("  {}{blanks}", paint.paint(colour, &words))
            });
            let _ = writeln!(text, "{}", format!("{name:<first$}{}", cells.collect::<String>()).trim_end());
        }
        text.push('\n');
    }
    text
}

/// Writes tables for a pull request.
pub fn markdown(matrices: &[Matrix]) -> String {
    let mut text = String::new();
    for Matrix { title, columns, rows } in matrices {
        let heads: String = columns.iter().map(|head| format!(" {} |", cell_text(head))).collect();
        let lines = "---|".repeat(columns.len() + 1);
        let _ = writeln!(text, "### {title}\n\n| name |{heads}\n|{lines}");
        for (name, cells) in rows {
            let cells: String = cells.iter().map(|cell| format!(" {} |", markdown_cell(cell))).collect();
            let _ = writeln!(text, "| `{}` |{cells}", cell_text(name));
        }
        text.push('\n');
    }
    if matrices
        .iter()
        .flat_map(|matrix| &matrix.rows)
        .flat_map(|(_, cells)| cells)
        .any(|cell| cell.is_unexpected)
    {
        text.push_str("**!** An expectation is not met.\n");
    }
    text
}

fn markdown_cell(cell: &Cell) -> String {
    let words = format!("{} {}", cell.kind.sign(), cell.kind.word());
    let text = if cell.text.is_empty() { String::new() } else { format!(" `{}`", cell_text(&cell.text)) };
    if cell.is_unexpected { format!("**!** {words}{text}") } else { format!("{words}{text}") }
}

/// Writes a text that does not end a cell.
fn cell_text(text: &str) -> String {
    text.replace('|', "\\|")
}
