//! `zonite query`: what a client would get; nothing is sent but with `--online`.

use std::io::Write;

use anyhow::{Context, Result};
use azure_model::Loaded;
use dns_server::responder::EdnsProfile;
use zone_store::answer::Answer;
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::rdata;
use zone_store::snapshot::{Resolver, Snapshot};

use super::Exit;
use crate::args::QueryArgs;
use crate::render::dig::{self, Dig};
use crate::render::json;
use crate::source;
use crate::words::Words;

/// Resolves and prints the answer.
pub(crate) fn run(args: &QueryArgs) -> Result<Exit> {
    let words = Words::read(&args.words, "query")?;
    let loaded = source::load(&words.source(&args.config)?)?;
    let snapshot = &*loaded.compiled.snapshot;
    let seat = words.seat(&loaded, args.from.as_deref())?;
    let query = words.query();
    let resolver = seat.resolver.as_ref().ok().copied();
    let outcome = match seat.resolver {
        Ok(admitted) => {
            let mut resolution = Resolution::new(snapshot, admitted, query.clone());
            if args.online { online(&loaded, &mut resolution)? } else { resolution.run_offline() }
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
            let from = args.from.as_deref().unwrap_or_default();
            let footer = footer(snapshot, from, resolver, args.online);
            print(args, &query, &answer, EdnsProfile::of(snapshot, resolver), footer)
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

/// Runs a resolution to its end, asking for real.
fn online<'s>(loaded: &'s Loaded, resolution: &mut Resolution<'s>) -> Result<Outcome<'s>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("cannot start the runtime")?;
    Ok(runtime.block_on(host::online::resolve(loaded, resolution))?)
}

fn print(
    args: &QueryArgs,
    query: &Query,
    answer: &Answer<'_>,
    profile: EdnsProfile,
    footer: String,
) -> Result<Exit> {
    let text = if args.short {
        dig::short(answer)
    } else if args.json {
        format!("{:#}\n", json::message(query, answer))
    } else {
        Dig { query, answer, payload: profile.payload_size(), footer }.to_string()
    };
    std::io::stdout().write_all(text.as_bytes()).context("cannot write the answer")?;
    Ok(Exit::Fine)
}

/// Names the client and the resolver.
fn footer(snapshot: &Snapshot, from: &str, resolver: Option<Resolver>, online: bool) -> String {
    let resolver = resolver.map_or_else(|| "none".into(), |resolver| snapshot.label(resolver));
    format!("FROM: {from}, RESOLVER: {resolver} ({})", if online { "online" } else { "offline" })
}
