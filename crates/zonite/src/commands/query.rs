//! `zonite query`: what a client would get; nothing is sent but with `--online`.

use std::io::Write;
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use azure_model::Compiled;
use zone_store::answer::Answer;
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::snapshot::{Refusal, Resolver, Snapshot, Vantage};

use super::Exit;
use crate::args::QueryArgs;
use crate::online;
use crate::render::dig::{self, Dig};
use crate::render::json;
use crate::source;

/// What the words of the command line mean.
#[derive(Debug, PartialEq, Eq)]
struct Words {
    config: Option<PathBuf>,
    resolver: Option<String>,
    name: Name,
    rtype: RecordType,
}

/// Resolves and prints the answer.
pub(crate) fn run(args: &QueryArgs) -> Result<Exit> {
    let words = read(&args.words)?;
    if args.config.config.is_some() && words.config.is_some() {
        bail!("the configuration is named twice, with -c and as a word; leave one out");
    }
    let found = source::find(args.config.config.as_deref(), words.config.as_deref());
    let compiled = source::load(&found)?.compiled;
    let Compiled { snapshot, resolvers, .. } = &compiled;
    let from = match &args.from {
        Some(from) => from.clone(),
        None => bail!("who asks? Add --from with one of: {}", places(snapshot)),
    };
    let query = Query::new(words.name, words.rtype);
    let seat = seat(snapshot, &from)?;
    let admitted = match words.resolver.as_deref() {
        None => seat,
        Some(named) => match resolvers.iter().find(|(name, _)| name == named) {
            Some((_, resolver)) => Ok(*resolver),
            None => other_resolver(snapshot, resolvers, &seat, named)?,
        },
    };
    let mut resolver = None;
    let outcome = match admitted {
        Ok(admitted) => {
            resolver = Some(admitted);
            let mut resolution = Resolution::new(snapshot, admitted, query.clone());
            if args.online { online::run(&compiled, &mut resolution)? } else { resolution.run_offline() }
        }
        Err(refusal) => match refusal.answer() {
            Some(answer) => Outcome::Answer(answer),
            None => {
                let why = "168.63.129.16 answers only inside Azure, and with unknown_source = \"drop\" only its networks";
                Outcome::Silence(why.to_owned())
            }
        },
    };
    match outcome {
        Outcome::Answer(answer) => {
            let footer = footer(snapshot, &from, resolver, args.online);
            print(args, &query, &answer, resolver, footer)
        }
        Outcome::Silence(why) => {
            eprintln!("zonite: no answer: {why}");
            Ok(Exit::No)
        }
        Outcome::Unknown(ask) => {
            let targets: Vec<String> = ask.targets.iter().map(ToString::to_string).collect();
            let (name, kind) = (&ask.query.name, rdata::type_name(ask.query.rtype));
            let targets = targets.join(", ");
            eprintln!("zonite: unknown: {name} {kind} would be asked at {targets}; --online asks");
            Ok(Exit::Cannot)
        }
    }
}

fn print(
    args: &QueryArgs,
    query: &Query,
    answer: &Answer<'_>,
    resolver: Option<Resolver>,
    footer: String,
) -> Result<Exit> {
    let text = if args.short {
        dig::short(answer)
    } else if args.json {
        format!("{:#}\n", json::message(query, answer))
    } else {
        let payload = dns_server::responder::payload_size(resolver);
        Dig { query, answer, payload, footer }.to_string()
    };
    std::io::stdout().write_all(text.as_bytes()).context("cannot write the answer")?;
    Ok(Exit::Fine)
}

/// Reads `[CONFIG] [@RESOLVER] NAME [TYPE]`.
fn read(words: &[String]) -> Result<Words> {
    let mut rest = words;
    let config = rest.first().filter(|word| source::is_config(word)).map(PathBuf::from);
    rest = &rest[usize::from(config.is_some())..];
    let resolver = rest.first().and_then(|word| word.strip_prefix('@')).map(str::to_owned);
    rest = &rest[usize::from(resolver.is_some())..];
    let (name, rtype) = match rest {
        [name] => (name, "A"),
        [name, rtype] => (name, rtype.as_str()),
        [] => bail!("what is asked? Add a name, for example: zonite query --from hub myacr.azurecr.io"),
        [_, _, more, ..] => {
            bail!("\"{more}\" is one word too many; the words are [CONFIG] [@RESOLVER] NAME [TYPE]")
        }
    };
    let parsed: Name = name.parse().with_context(|| format!("\"{name}\""))?;
    let Some(rtype) = rdata::parse_type(rtype) else {
        bail!("\"{rtype}\" is not a record type; write for example A, AAAA, CNAME, TXT or TYPE65");
    };
    Ok(Words { config, resolver, name: parsed, rtype })
}

/// Finds the resolver that a client at `from` has.
fn seat(snapshot: &Snapshot, from: &str) -> Result<Result<Resolver, Refusal>> {
    if from == "internet" {
        return Ok(Ok(Resolver::Internet));
    }
    if let Some(network) = snapshot.network_named(from) {
        return Ok(Ok(match snapshot.network(network).dns_servers() {
            [] => Resolver::AzureDns(network),
            _ => Resolver::Client(network),
        }));
    }
    match from.parse::<IpAddr>() {
        Ok(source) => Ok(snapshot.admit(Vantage::BySource, source)),
        Err(_) => bail!("there is no network \"{from}\"; --from takes one of: {}", places(snapshot)),
    }
}

/// Finds a resolver named with `@`, as it is reached from a seat.
fn other_resolver(
    snapshot: &Snapshot,
    resolvers: &[(String, Resolver)],
    seat: &Result<Resolver, Refusal>,
    named: &str,
) -> Result<Result<Resolver, Refusal>> {
    match (named, seat) {
        ("internet", _) => Ok(Ok(Resolver::Internet)),
        ("azure_dns" | "168.63.129.16", Ok(Resolver::AzureDns(_)) | Err(_)) => Ok(seat.clone()),
        ("azure_dns" | "168.63.129.16", Ok(Resolver::Client(network)))
            if snapshot.network(*network).reaches_azure_dns() =>
        {
            Ok(Ok(Resolver::AzureDns(*network)))
        }
        ("azure_dns" | "168.63.129.16", Ok(_)) => {
            let networks = snapshot.networks().filter(|(_, network)| network.reaches_azure_dns());
            let names: Vec<&str> = networks.map(|(_, network)| &*network.name).collect();
            bail!(
                "168.63.129.16 cannot be reached from there; ask it --from a virtual network: {}",
                names.join(", ")
            )
        }
        _ => {
            let names = resolvers.iter().map(|(name, _)| format!("@{name}"));
            let names: Vec<String> = ["@azure_dns".to_owned()].into_iter().chain(names).collect();
            bail!("there is no resolver \"{named}\"; write {} or @internet", names.join(", "))
        }
    }
}

fn places(snapshot: &Snapshot) -> String {
    let networks = snapshot.networks().map(|(_, network)| &*network.name);
    networks.chain(["internet", "an address"]).collect::<Vec<_>>().join(", ")
}

/// Says who asked whom.
fn footer(snapshot: &Snapshot, from: &str, resolver: Option<Resolver>, online: bool) -> String {
    let resolver = resolver.map_or_else(|| "none".into(), |resolver| snapshot.label(resolver));
    format!("FROM: {from}, RESOLVER: {resolver} ({})", if online { "online" } else { "offline" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<Words> {
        read(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
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
