//! Which expectations: a part of the name or of the place, or a pattern.

use crate::expectation::Expectation;

/// A text that is a part of the name asked for or of where it is asked, in whatever case; with `*` or `?`, a pattern of
/// the whole of either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    text: String,
}

impl Filter {
    /// Reads what was typed.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_ascii_lowercase() }
    }

    /// Tells whether it takes an expectation.
    pub fn takes(&self, expectation: &Expectation) -> bool {
        let name = expectation.query.name.without_dot();
        [&name, &expectation.from].into_iter().any(|text| self.fits(&text.to_ascii_lowercase()))
    }

    fn fits(&self, text: &str) -> bool {
        match self.text.contains(['*', '?']) {
            true => matches(self.text.as_bytes(), text.as_bytes()),
            false => text.contains(&self.text),
        }
    }
}

/// Matches a pattern of `*` (anything) and `?` (one octet) with a whole text. Its work is the product of the lengths.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut rest) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while rest < text.len() {
        match (pattern.get(at), retry) {
            (Some(b'*'), _) => {
                retry = Some((at, rest));
                at += 1;
            }
            (Some(&octet), _) if octet == b'?' || octet == text[rest] => (at, rest) = (at + 1, rest + 1),
            (_, Some((star, from))) => {
                retry = Some((star, from + 1));
                (at, rest) = (star + 1, from + 1);
            }
            (_, None) => return false,
        }
    }
    pattern[at..].iter().all(|&octet| octet == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_part_or_a_pattern_of_the_whole() {
        for (filter, text, want) in [
            ("acr", "myacr.azurecr.io", true),
            ("ACR", "myacr.azurecr.io", true),
            ("hub", "myacr.azurecr.io", false),
            ("my*", "myacr.azurecr.io", true),
            ("acr*", "myacr.azurecr.io", false),
            ("*.data.*", "r.westeurope.data.azurecr.io", true),
            ("*a*a*io", "a.a.a.b.io", true),
            ("h?b", "hub", true),
            ("h?b", "hubs", false),
            ("*", "", true),
        ] {
            assert_eq!(Filter::new(filter).fits(text), want, "{filter} on {text}");
        }
    }
}
