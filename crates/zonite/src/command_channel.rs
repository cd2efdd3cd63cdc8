//! How `zonite reload` and `zonite flush` reach a server that runs: over TCP on a loopback address, with a token from a file
//! that only the user of the server can read. It works on every system in the same way.
//!
//! A connection carries one command. The client writes one line, `{"token": …, "command": "reload"}`, and reads one line,
//! `{"done": true, "text": …}`. Whoever does not know the token gets no answer.

mod client;
mod private;
mod runtime_folder;
mod server;

pub(crate) use self::client::{KnownServer, running};
pub(crate) use self::server::{CommandChannel, ServedHost};

/// What a server can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServerCommand {
    /// Say who you are.
    Describe,
    /// Load the configuration again.
    Reload,
    /// Clear the caches.
    Flush,
}

impl ServerCommand {
    const ALL: [Self; 3] = [Self::Describe, Self::Reload, Self::Flush];

    /// Returns the word for it on the wire, which is also the command of the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Describe => "describe",
            Self::Reload => "reload",
            Self::Flush => "flush",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.word() == word)
    }
}

/// What came of a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CommandReply {
    /// Whether the server did it.
    pub(crate) done: bool,
    /// What it did, or why not; lines for people.
    pub(crate) text: String,
}
