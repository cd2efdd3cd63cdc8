//! Azure private DNS in a test: a model on free ports, asked and changed while it answers.
//!
//! ```
//! use zonite_testing::Zonite;
//!
//! # fn main() -> Result<(), zonite_testing::Error> {
//! let zonite = Zonite::start(include_str!("../../../config/hub-and-spoke.toml"))?;
//! let answer = zonite.from("spoke").ask("myacr.azurecr.io", "A")?;
//! assert!(answer.is_private(), "{answer}");
//! # Ok(())
//! # }
//! ```
//!
//! A model is the text of a configuration file. What it says to listen on does not count: whatever is asked for gets a
//! free port of 127.0.0.1 of its own, so that many models answer side by side, in one process or in several. Nothing is
//! shared between two of them, and when a [`Zonite`] is dropped, its ports are free again.
//!
//! # Code that asks for itself
//!
//! Give it the address of the resolver that a client has, UDP and TCP alike:
//!
//! ```
//! # use zonite_testing::Zonite;
//! # fn main() -> Result<(), zonite_testing::Error> {
//! # let zonite = Zonite::start(include_str!("../../../config/hub-and-spoke.toml"))?;
//! let resolver: std::net::SocketAddr = zonite.address_of("spoke")?;
//! # assert!(resolver.ip().is_loopback() && resolver.port() != 0);
//! # Ok(())
//! # }
//! ```
//!
//! # Places
//!
//! [`Zonite::from`] and [`Zonite::address_of`] take the words that `from` takes in files of expectations:
//!
//! | word | who answers |
//! |---|---|
//! | a network, `hub` | whoever its clients ask: its `dns_servers`, else 168.63.129.16 |
//! | `internet` | a resolver outside Azure |
//! | `@hub-dns` | this `[[dns_server]]` |
//! | `@hub-resolver/in` | this inbound endpoint |
//!
//! # Changing the model
//!
//! A change is one step: a query gets its answer from the model before it or from the one after it. A model with a
//! mistake changes nothing, and the error lists every mistake. See [`Zonite::change`], [`Zonite::set`] and
//! [`Zonite::set_file`].
//!
//! # Inside a tokio test
//!
//! Every method blocks for as long as a local exchange takes, and none needs a runtime. What answers runs on a thread of
//! its own, so `#[tokio::test]` works with every flavour of the runtime. Only [`ClientAt::ask`] may wait for seconds, where
//! nobody answers; code under test that asks for itself waits in its own way.

mod answer;
mod error;
mod server;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The objects of a model in code, with the names they have in a file.
pub use azure_objects::config_file as config;
/// A prefix of addresses, as models in code take it.
pub use ipnet::IpNet;

pub use answer::{Answer, Rcode};
use azure_model::ConfigFile;
/// One record of an answer.
pub use dns_client::PrintedRecord;
use dns_client::{DnsClient, Patience, Query};
pub use error::Error;
use host::{Configuration, ConfigurationSource};
use server::RunningHost;
use zone_store::name::NameError;
use zone_store::rdata;

/// How long an answer is waited for, unless [`ClientAt::within`] says otherwise: as long as `dig` waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// A model that answers, until it is dropped.
pub struct Zonite {
    server: RunningHost,
    /// One change is made after the other.
    changing: Mutex<()>,
}

impl Zonite {
    /// Serves the model of a text, in the format of configuration files. It cannot name zone files; see
    /// [`Zonite::start_file`].
    ///
    /// An empty text is a model, too: one to be filled by [`Zonite::change`].
    ///
    /// # Errors
    /// [`Error::Model`] with every mistake:
    ///
    /// ```
    /// # use zonite_testing::Zonite;
    /// let error = Zonite::start("[[virtual_network]]\nnam = \"hub\"").expect_err("a mistake");
    /// let said = "\
    /// the model has 2 mistakes
    /// model:1:1: error: virtual_network.name: is missing; write a string
    /// model:2:1: error: virtual_network.nam: is not a key of this table; did you mean \"name\"?";
    /// assert_eq!(error.to_string(), said);
    /// ```
    pub fn start(text: &str) -> Result<Self, Error> {
        Self::serve(&text_source(text))
    }

    /// Serves the model of a configuration file, with the zone files that it names.
    ///
    /// # Errors
    /// [`Error::Model`] with every mistake; a file that cannot be read is one.
    pub fn start_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::serve(&ConfigurationSource::File(path.as_ref().to_owned()))
    }

    fn serve(source: &ConfigurationSource) -> Result<Self, Error> {
        Ok(Self { server: RunningHost::start(Configuration::load(source)?)?, changing: Mutex::default() })
    }

    /// Takes a client's place: a network, `internet`, or after `@` a resolver that is asked directly.
    ///
    /// A place that the model does not have is an error of whatever is done there.
    pub fn from<'z>(&'z self, place: &'z str) -> ClientAt<'z> {
        ClientAt { zonite: self, place, patience: PATIENCE }
    }

    /// Returns where the resolver of a place answers, UDP and TCP alike; the same for as long as this value lives.
    ///
    /// # Errors
    /// [`Error::NoSuchPlace`], and [`Error::Listen`] when the system has no port left.
    pub fn address_of(&self, place: &str) -> Result<SocketAddr, Error> {
        self.server.address_of(place)
    }

    /// Serves the model of another text from now on.
    ///
    /// # Errors
    /// [`Error::Model`] with every mistake; the old configuration is still served.
    pub fn set(&self, text: &str) -> Result<(), Error> {
        self.replace(&text_source(text))
    }

    /// Serves the model of a configuration file from now on. The file is not watched.
    ///
    /// # Errors
    /// [`Error::Model`] with every mistake; the old configuration is still served.
    pub fn set_file(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.replace(&ConfigurationSource::File(path.as_ref().to_owned()))
    }

    /// Changes the model that is served, all at once.
    ///
    /// ```
    /// use zonite_testing::Zonite;
    /// use zonite_testing::config::VirtualNetworkLink;
    ///
    /// # fn main() -> Result<(), zonite_testing::Error> {
    /// let zonite = Zonite::start(include_str!("../../../examples/lab.toml"))?;
    /// assert!(!zonite.from("spoke").ask("contoso.azurecr.io", "A")?.is_private());
    ///
    /// zonite.change(|model| {
    ///     let link = VirtualNetworkLink::new("spoke-link", "spoke");
    ///     model.private_dns_zones[0].virtual_network_links.push(link);
    /// })?;
    /// assert!(zonite.from("spoke").ask("contoso.azurecr.io", "A")?.is_private());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// What resolvers remember of each other stays, as in reality; see [`Zonite::flush`].
    ///
    /// # Errors
    /// [`Error::Model`] with every mistake; the old configuration is still served.
    pub fn change(&self, change: impl FnOnce(&mut ConfigFile)) -> Result<(), Error> {
        let _changing = self.lock();
        self.server.apply(self.server.configuration().changed(change)?)
    }

    /// Makes every resolver forget what it remembers, as if it were started anew.
    pub fn flush(&self) {
        self.server.flush();
    }

    fn replace(&self, source: &ConfigurationSource) -> Result<(), Error> {
        let configuration = Configuration::load(source)?;
        let _changing = self.lock();
        self.server.apply(configuration)
    }

    /// Waits for the change before. A panic in it has changed nothing.
    fn lock(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Zonite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Zonite")
            .field("places", &self.server.configuration().places())
            .finish_non_exhaustive()
    }
}

/// A client's place in a model.
#[derive(Debug, Clone, Copy)]
pub struct ClientAt<'z> {
    zonite: &'z Zonite,
    place: &'z str,
    patience: Duration,
}

impl ClientAt<'_> {
    /// Waits for an answer this long, instead of 5 seconds.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Asks over UDP, and where the answer does not fit over TCP. `kind` is a record type: `A`, `AAAA`, `CNAME`, `TYPE65`.
    ///
    /// Every RCODE is an answer. A name is absolute, with or without the dot at its end.
    ///
    /// # Errors
    /// [`Error::NoAnswer`] where nobody answers in time, which is what a client of that place sees, too; and what is wrong
    /// with the place, the name or the type.
    pub fn ask(&self, name: &str, kind: &str) -> Result<Answer, Error> {
        let query = query(name, kind)?;
        let server = self.address()?;
        let patience = Patience { timeout: self.patience, tries: 1 };
        Ok(DnsClient::new(server).with_patience(patience).ask(&query)?.into())
    }

    /// Returns where the resolver of this place answers; see [`Zonite::address_of`].
    ///
    /// # Errors
    /// As [`Zonite::address_of`].
    pub fn address(&self) -> Result<SocketAddr, Error> {
        self.zonite.address_of(self.place)
    }
}

/// Makes a source of a text; "model" stands for it in diagnostics.
fn text_source(text: &str) -> ConfigurationSource {
    ConfigurationSource::Text { name: "model".to_owned(), text: text.to_owned() }
}

/// Reads a name and a type.
fn query(name: &str, kind: &str) -> Result<Query, Error> {
    let absolute = name
        .parse()
        .map_err(|error: NameError| Error::Name { name: name.to_owned(), why: error.to_string() })?;
    let kind = rdata::parse_type(kind).ok_or_else(|| Error::Type(kind.to_owned()))?;
    Ok(Query::new(absolute, kind))
}
