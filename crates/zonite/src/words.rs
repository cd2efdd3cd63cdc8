//! The words of `query` and `explain`, and what they mean.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use azure_model::Loaded;
use insight::{Client, Seat, seat};
use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;

use crate::args::ConfigArg;
use crate::source::{self, ConfigSource};

/// `[CONFIG] [@RESOLVER] NAME [TYPE]`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    config: Option<PathBuf>,
    /// The resolver that is asked; `None` is the client's own.
    pub(crate) resolver: Option<String>,
    name: Name,
    rtype: RecordType,
}

impl Words {
    /// Tells the words apart by their form; `command` is whose they are, for messages.
    pub(crate) fn read(words: &[String], command: &str) -> Result<Self> {
        let mut rest = words;
        let config = rest.first().filter(|word| source::is_config(word)).map(PathBuf::from);
        rest = &rest[usize::from(config.is_some())..];
        let resolver = rest.first().and_then(|word| word.strip_prefix('@')).map(str::to_owned);
        rest = &rest[usize::from(resolver.is_some())..];
        let (name, rtype) = match rest {
            [name] => (name, "A"),
            [name, rtype] => (name, rtype.as_str()),
            [] => {
                bail!("what is asked? Add a name, for example: zonite {command} --from hub myacr.azurecr.io")
            }
            [_, _, more, ..] => {
                bail!("\"{more}\" is one word too many; the words are [CONFIG] [@RESOLVER] NAME [TYPE]")
            }
        };
        let parsed: Name = name.parse().with_context(|| format!("\"{name}\""))?;
        let Some(rtype) = rdata::parse_type(rtype) else {
            bail!("\"{rtype}\" is not a record type; write for example A, AAAA, CNAME, TXT or TYPE65");
        };
        Ok(Self { config, resolver, name: parsed, rtype })
    }

    /// Finds the configuration that they, or a flag, or the environment, name.
    pub(crate) fn source(&self, flag: &ConfigArg) -> Result<ConfigSource> {
        if flag.config.is_some() && self.config.is_some() {
            bail!("the configuration is named twice, with -c and as a word; leave one out");
        }
        Ok(source::find(flag.config.as_deref(), self.config.as_deref()))
    }

    /// Returns what is asked.
    pub(crate) fn query(&self) -> Query {
        Query::new(self.name.clone(), self.rtype)
    }

    /// Finds the client, and the resolver that it asks.
    pub(crate) fn seat(&self, loaded: &Loaded, from: Option<&str>) -> Result<Seat> {
        let snapshot = &loaded.compiled.snapshot;
        let Some(from) = from else {
            bail!("who asks? Add --from with one of: {}", seat::places(snapshot));
        };
        Ok(Seat::asking(loaded, Client::read(snapshot, from)?, self.resolver.as_deref())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<Words> {
        Words::read(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>(), "query")
    }

    #[test]
    fn words_are_told_apart_by_their_form() {
        let read = words("lab.toml @internet reg.azurecr.io aaaa").expect("words");
        assert_eq!(read.config, Some(PathBuf::from("lab.toml")));
        assert_eq!(read.resolver.as_deref(), Some("internet"));
        assert_eq!((read.name.to_string().as_str(), read.rtype), ("reg.azurecr.io.", RecordType::AAAA));
        let read = words("reg.azurecr.io").expect("words");
        assert_eq!((read.config, read.resolver, read.rtype), (None, None, RecordType::A));
        assert_eq!(words("./x reg.").expect("words").config, Some(PathBuf::from("./x")));
    }

    #[test]
    fn wrong_words_say_what_to_write() {
        for (text, want) in [
            ("x.toml", "what is asked?"),
            ("a b", "\"b\" is not a record type"),
            ("a A c", "\"c\" is one word too many"),
            ("a..b", "\"a..b\": has an empty label"),
        ] {
            let error = format!("{:#}", words(text).expect_err(text));
            assert!(error.contains(want), "{text}: {error}");
        }
    }
}
