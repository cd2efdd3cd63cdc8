//! Text with placeholders inside its labels, as `{name}-{region+}.documents.azure.com`.

/// Text with placeholders in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Template(pub(super) &'static str);

/// A placeholder of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder {
    /// What stands between the braces, without the plus sign.
    pub name: &'static str,
    /// Whether the row is repeated, once for each value (`{region+}`).
    pub repeats: bool,
}

impl Placeholder {
    /// A placeholder that has one value.
    pub(super) const fn once(name: &'static str) -> Self {
        Self { name, repeats: false }
    }
}

/// A placeholder has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Its name without braces.
    pub placeholder: &'static str,
}

/// A template taken apart.
#[derive(Debug, Clone, Copy)]
enum Piece {
    Text(&'static str),
    Value(Placeholder),
}

impl Template {
    /// Returns it as the catalogue writes it.
    pub const fn text(self) -> &'static str {
        self.0
    }

    /// Iterates over its placeholders.
    pub fn placeholders(self) -> impl Iterator<Item = Placeholder> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Value(placeholder) => Some(placeholder),
            Piece::Text(_) => None,
        })
    }

    /// Puts values in.
    ///
    /// # Errors
    /// The first placeholder that has none.
    pub fn fill<'v>(self, value: impl Fn(&'static str) -> Option<&'v str>) -> Result<String, Missing> {
        let mut filled = String::new();
        for piece in self.pieces() {
            filled.push_str(match piece {
                Piece::Text(text) => text,
                Piece::Value(placeholder) => {
                    value(placeholder.name).ok_or(Missing { placeholder: placeholder.name })?
                }
            });
        }
        Ok(filled)
    }

    /// Compares a whole text without case; returns what the placeholders stand for, in lower case. A value is not empty and has
    /// no dot.
    pub fn read(self, text: &str) -> Option<Vec<(&'static str, String)>> {
        let pieces: Vec<Piece> = self.pieces().collect();
        let mut values = Vec::new();
        read(&pieces, &text.to_ascii_lowercase(), &mut values).then_some(values)
    }

    fn pieces(self) -> impl Iterator<Item = Piece> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (piece, after) =
                match (rest.strip_prefix('{').and_then(|rest| rest.split_once('}')), rest.find('{')) {
                    (Some((name, after)), _) => {
                        let plain = name.strip_suffix('+');
                        (
                            Piece::Value(Placeholder {
                                name: plain.unwrap_or(name),
                                repeats: plain.is_some(),
                            }),
                            after,
                        )
                    }
                    (None, Some(at)) => (Piece::Text(&rest[..at]), &rest[at..]),
                    (None, None) => (Piece::Text(rest), ""),
                };
            rest = after;
            Some(piece)
        })
    }
}

/// Reads the rest of a text; the shortest value that leaves a rest that fits is taken.
fn read(pieces: &[Piece], text: &str, values: &mut Vec<(&'static str, String)>) -> bool {
    let Some((piece, pieces)) = pieces.split_first() else { return text.is_empty() };
    let placeholder = match piece {
        Piece::Text(fixed) => {
            let rest = text.strip_prefix(fixed.to_ascii_lowercase().as_str());
            return rest.is_some_and(|rest| read(pieces, rest, values));
        }
        Piece::Value(placeholder) => placeholder,
    };
    let known = values.iter().find(|(name, _)| *name == placeholder.name).map(|(_, value)| value.clone());
    let most = text.find('.').unwrap_or(text.len());
    for end in (1..=most).filter(|&end| text.is_char_boundary(end)) {
        let value = &text[..end];
        if known.as_deref().is_some_and(|known| known != value) {
            continue;
        }
        let before = values.len();
        if known.is_none() {
            values.push((placeholder.name, value.to_owned()));
        }
        if read(pieces, &text[end..], values) {
            return true;
        }
        values.truncate(before);
    }
    false
}
