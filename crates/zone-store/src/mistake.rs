//! What is wrong with a text, taken apart: what it is about, why it is wrong, what to write instead.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// An error whose parts can be had one by one; its `Display` is the reason alone, as `is not an IPv4 address`.
pub trait Mistake: Error {
    /// Returns the text that is wrong; `None`: the reason names it.
    fn subject(&self) -> Option<&str> {
        None
    }

    /// Returns what to write or do instead; `None`: the reason says it.
    fn fix(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// Writes subject and reason: `"10.0.0.256" is not an IPv4 address`.
    fn sentence(&self) -> Sentence<'_, Self> {
        Sentence(self)
    }

    /// Writes everything: `SENTENCE; FIX`.
    fn line(&self) -> WithFix<'_, Self> {
        WithFix(self)
    }
}

/// A mistake shown without its fix.
pub struct Sentence<'m, M: ?Sized>(&'m M);

impl<M: Mistake + ?Sized> fmt::Display for Sentence<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.subject() {
            Some(subject) => write!(f, "\"{subject}\" {}", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}

/// A mistake shown with its fix.
pub struct WithFix<'m, M: ?Sized>(&'m M);

impl<M: Mistake + ?Sized> fmt::Display for WithFix<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.sentence())?;
        match self.0.fix() {
            Some(fix) => write!(f, "; {fix}"),
            None => Ok(()),
        }
    }
}
