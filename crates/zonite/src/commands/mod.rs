//! One file a command.

pub(crate) mod check;
pub(crate) mod healthcheck;
pub(crate) mod query;
pub(crate) mod serve;
pub(crate) mod test;

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Fine.
    Fine,
    /// It ran, and the answer is "no".
    No,
    /// It cannot run, or cannot know.
    Cannot,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::No => 1,
            Exit::Cannot => 2,
        })
    }
}
