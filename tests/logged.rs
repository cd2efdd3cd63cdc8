//! A running server whose log can be read and whose configuration can be changed.

use std::fs::File;
use std::net::IpAddr;
use std::path::Path;
use std::time::Instant;

use dns_client::Response;
use test_support::client::{self, PATIENCE};
use test_support::program::{Folder, RunningServer};

use crate::support::ZONITE;

/// A server that runs on `lab.toml` in a folder of its own.
pub(crate) struct Logged {
    pub(crate) server: RunningServer,
    pub(crate) folder: Folder,
}

impl Logged {
    /// Serves a configuration that is called `lab.toml`; `files` are beside it.
    pub(crate) fn start(config: &str, files: &[(&str, &str)], args: &[&str]) -> Self {
        let folder = Folder::new();
        folder.file("lab.toml", config);
        files.iter().for_each(|(name, text)| drop(folder.file(name, text)));
        let log = File::create(folder.path.join("stderr")).expect("a file");
        let args = [&["lab.toml"], args].concat();
        let server = RunningServer::start_logging(Path::new(ZONITE), &folder.path, &args, log);
        Self { server, folder }
    }

    /// Replaces the configuration at once, as careful editors do.
    pub(crate) fn replace(&self, config: &str) {
        let new = self.folder.file("lab.toml.new", config);
        std::fs::rename(new, self.folder.path.join("lab.toml")).expect("renamed");
    }

    /// Loads the configuration again, by `zonite reload`; returns what that prints.
    #[track_caller]
    pub(crate) fn reload(&self) -> String {
        let (code, out, err) = self.server.tell(Path::new(ZONITE), &["reload"]);
        assert_eq!(code, Some(0), "{err}\n{}", self.log());
        out
    }

    /// Returns what it has logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path.join("stderr")).expect("the log")
    }

    /// Waits until the log holds a text.
    #[track_caller]
    pub(crate) fn wait_for_log(&self, text: &str) {
        if !self.comes(|| self.log().contains(text)) {
            panic!("the log lacks {text:?}:\n{}", self.log());
        }
    }

    /// Waits until a name has this address at the listener `hub`.
    #[track_caller]
    pub(crate) fn wait_for_address(&self, name: &str, address: &str) {
        let wanted: IpAddr = address.parse().expect("an address");
        if !self.comes(|| self.ask("hub", name).addresses() == [wanted]) {
            panic!("{name} is not {address} but {:?}:\n{}", self.ask("hub", name), self.log());
        }
    }

    /// Asks a listener for an IPv4 address, over UDP.
    pub(crate) fn ask(&self, listener: &str, name: &str) -> Response {
        client::ask_udp(self.server.address(listener), name, 1)
    }

    /// Waits for a condition; tells whether it came true.
    fn comes(&self, mut condition: impl FnMut() -> bool) -> bool {
        let start = Instant::now();
        loop {
            if condition() {
                return true;
            }
            if start.elapsed() > 2 * PATIENCE {
                return false;
            }
            std::thread::yield_now();
        }
    }
}
