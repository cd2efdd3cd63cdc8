//! `zonite explain`: why a client gets what it gets.

use std::io::Write;

use anyhow::{Context, Result, bail};
use azure_model::{Disk, Loaded};
use clap::ColorChoice;
use expectations::report::paint::Paint;
use formats::ConfigurationText;
use insight::explain::{Explanation, Told, explain};
use insight::{Client, Seat};

use super::Exit;
use crate::args::ExplainArgs;
use crate::render::explain as screen;
use crate::render::explain_json as json;
use crate::render::paint_for;
use crate::source;
use crate::words::Words;

/// Resolves offline and says why the answer is what it is.
pub(crate) fn run(args: &ExplainArgs) -> Result<Exit> {
    let words = Words::read(&args.words, "explain")?;
    if args.all_networks && words.resolver.is_some() {
        bail!("--all-networks asks the resolver of each network; leave out @RESOLVER");
    }
    let (text, loaded) = source::load_text(&words.source(&args.config)?)?;
    let written = text.as_written(&Disk);
    let paint = paint(args.color);
    if args.all_networks {
        let all = of_all_networks(&loaded, &written, &words);
        let output = match args.json {
            true => format!("{:#}\n", json::networks(&all)),
            false => screen::networks(&all, paint),
        };
        print(&output)?;
        return Ok(exit(all.iter().map(|(_, explanation)| explanation)));
    }
    let seat = words.seat(&loaded, args.from.as_deref())?;
    let explanation = explain(&loaded, &written, &seat, &words.query());
    let asked =
        screen::Asked { from: args.from.as_deref().unwrap_or_default(), named: seat.named.as_deref() };
    let output = match args.json {
        true => format!("{:#}\n", json::explanation(&explanation, asked)),
        false => screen::screen(&explanation, asked, paint),
    };
    print(&output)?;
    Ok(exit([&explanation]))
}

/// Explains the name as each network sees it, and the Internet.
fn of_all_networks(
    loaded: &Loaded,
    written: &ConfigurationText<'_>,
    words: &Words,
) -> Vec<(String, Explanation)> {
    let snapshot = &loaded.compiled.snapshot;
    let networks = snapshot.networks().map(|(id, network)| (network.name.to_string(), Client::Network(id)));
    let places = networks.chain([("internet".to_owned(), Client::Internet)]);
    let query = words.query();
    let explained = |client| explain(loaded, written, &Seat::of(snapshot, client), &query);
    places.map(|(name, client)| (name, explained(client))).collect()
}

/// Any answer is fine, no answer too; what only the outside world knows is not.
fn exit<'e>(explanations: impl IntoIterator<Item = &'e Explanation>) -> Exit {
    let is_unknown = |explanation: &Explanation| matches!(explanation.told, Told::Unknown { .. });
    if explanations.into_iter().any(is_unknown) { Exit::Cannot } else { Exit::Fine }
}

/// Decides about colours: by the flag, else on a terminal that has them, unless `NO_COLOR` says otherwise.
fn paint(choice: ColorChoice) -> Paint {
    match choice {
        ColorChoice::Always => Paint::Colour,
        ColorChoice::Never => Paint::Plain,
        ColorChoice::Auto => paint_for(&std::io::stdout()),
    }
}

fn print(output: &str) -> Result<()> {
    std::io::stdout().write_all(output.as_bytes()).context("cannot write the explanation")
}
