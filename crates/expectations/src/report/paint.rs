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

impl Colour {
    /// Returns the parameter of the escape sequence.
    fn code(self) -> u8 {
        match self {
            Self::Red => 31,
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Cyan => 36,
            Self::Dim => 2,
            Self::Bold => 1,
        }
    }
}

impl Paint {
    /// Colours a text.
    pub fn paint(self, colour: Colour, text: &str) -> String {
        self.put(&[colour], text)
    }

    /// Colours a text that stands out: bold, too.
    pub fn paint_bold(self, colour: Colour, text: &str) -> String {
        self.put(&[Colour::Bold, colour], text)
    }

    fn put(self, colours: &[Colour], text: &str) -> String {
        if self == Self::Plain || text.is_empty() {
            return text.to_owned();
        }
        let begin: String = colours.iter().map(|colour| format!("\u{1b}[{}m", colour.code())).collect();
        format!("{begin}{text}\u{1b}[0m")
    }
}
