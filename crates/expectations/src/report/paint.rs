//! Colours for a terminal (ECMA-48 SGR).

/// Whether texts are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// They are.
    Colour,
    /// They are not.
    Plain,
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// What is not as expected.
    Red,
    /// What is.
    Green,
    /// What needs attention.
    Yellow,
    /// A public address.
    Cyan,
    /// What is said beside it.
    Dim,
    /// A headline.
    Bold,
}

impl Paint {
    /// Colours a text.
    pub fn paint(self, colour: Colour, text: &str) -> String {
        let code = match colour {
            Colour::Red => 31,
            Colour::Green => 32,
            Colour::Yellow => 33,
            Colour::Cyan => 36,
            Colour::Dim => 2,
            Colour::Bold => 1,
        };
        match self {
            Self::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::Plain => text.to_owned(),
        }
    }
}
