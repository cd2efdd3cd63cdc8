//! `zonite test`: files of expectations are asked, and what differs is shown.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use dns_client::Patience;
use expectations::report::{json, junit, list, matrix, settled, tap, text};
use expectations::servers::{self, Reach, Servers};
use expectations::update;
use expectations::{Checked, Counts, Driver, ExpectationResult, Filter, RunResult, Selection, Suite};

use super::Exit;
use crate::args::{MatrixFormat, TestArgs};
use crate::render::paint_for;
use crate::source;

/// How often a question is sent to a server.
const TRIES: u32 = 2;

/// Runs files of expectations.
pub(crate) fn run(args: &TestArgs) -> Result<Exit> {
    let suite = load(args)?;
    if args.list {
        print(&list::list(&suite))?;
        return Ok(Exit::Fine);
    }
    let way = way(args, &suite)?;
    let began = Instant::now();
    let checked = suite.run(&way);
    if let Some(path) = &args.junit {
        write_junit(path, &checked, began.elapsed())?;
    }
    if args.update {
        return update(&checked);
    }
    show(args, &suite, &way, &checked)?;
    Ok(exit(&checked))
}

/// Reads the files; what is wrong with them goes to standard error.
fn load(args: &TestArgs) -> Result<Suite> {
    let selection = Selection {
        paths: args.files.clone(),
        config: args.config.clone(),
        filter: args.filter.as_deref().map(Filter::new),
        is_update: args.update,
    };
    let suite = match Suite::load(&selection) {
        Ok(suite) => suite,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            bail!("{}; nothing was asked", source::count(problems.len()));
        }
    };
    match (&args.filter, suite.count()) {
        (Some(filter), 0) => bail!("no expectation has \"{filter}\" in its name or place; --list shows all"),
        (None, 0) => bail!("there is no expectation in these files"),
        _ => Ok(suite),
    }
}

/// Decides which servers to ask.
fn way(args: &TestArgs, suite: &Suite) -> Result<Driver> {
    let reach = if let Some(server) = args.server {
        Reach::One { addresses: vec![server], network: network(args, suite)? }
    } else if let Some(path) = &args.resolv_conf {
        Reach::One { addresses: servers::name_servers(path)?, network: network(args, suite)? }
    } else if let Some(path) = &args.ready_file {
        one_configuration(suite)?;
        Reach::Listeners(servers::listeners(path)?)
    } else {
        return Ok(Driver::InProcess);
    };
    let patience = Patience { timeout: args.timeout, tries: TRIES };
    Ok(Driver::Servers(Servers { reach, patience }))
}

/// Finds the network that this machine is in: `--as`, or the only one that anything is expected from.
fn network(args: &TestArgs, suite: &Suite) -> Result<String> {
    let mut known: Vec<&str> = Vec::new();
    for (_, case) in suite.cases() {
        if !known.contains(&&*case.expectation.from) {
            known.push(&case.expectation.from);
        }
    }
    match (&args.network, &*known) {
        (Some(network), _) if known.contains(&&**network) => Ok(network.clone()),
        (Some(network), _) => {
            bail!("nothing is expected from {network}; --as takes one of: {}", known.join(", "))
        }
        (None, [only]) => Ok((*only).to_owned()),
        (None, _) => bail!("where is this machine? Add --as with one of: {}", known.join(", ")),
    }
}

/// A running server serves one configuration.
fn one_configuration(suite: &Suite) -> Result<()> {
    let mut configs: Vec<String> =
        suite.files.iter().map(|file| file.config.path.display().to_string()).collect();
    configs.sort();
    configs.dedup();
    match configs.len() {
        0 | 1 => Ok(()),
        _ => bail!(
            "a server serves one configuration, but these files use {}; name the files of one",
            configs.join(", ")
        ),
    }
}

/// Writes results to standard output; where that is taken by something else, a summary goes to standard error.
fn show(args: &TestArgs, suite: &Suite, way: &Driver, checked: &[Checked<'_>]) -> Result<()> {
    let stdout = paint_for(&std::io::stdout());
    if args.json {
        return print(&format!("{:#}\n", json::report(checked)));
    }
    if args.tap {
        return print(&tap::report(checked));
    }
    let taken = match (args.matrix, args.report) {
        (Some(format), _) => {
            let matrices = matrix::matrices(suite, way, checked);
            match format {
                MatrixFormat::Text => matrix::terminal(&matrices, stdout),
                MatrixFormat::Markdown => matrix::markdown(&matrices),
            }
        }
        (None, true) => settled::report(checked),
        (None, false) => return print(&text::report(checked, stdout)),
    };
    print(&taken)?;
    eprint!("{}", text::report(checked, paint_for(&std::io::stderr())));
    Ok(())
}

/// Writes what was seen into the files, and the change to standard output.
fn update(checked: &[Checked<'_>]) -> Result<Exit> {
    let updates = update::updates(checked)?;
    let mut exit = Exit::Fine;
    for update in &updates {
        if !update.diff.is_empty() {
            replace(&update.path, &update.text)?;
            print(&update.diff)?;
        }
        for left in &update.left {
            eprintln!("{left}");
            exit = Exit::No;
        }
    }
    let written = updates.iter().filter(|update| !update.diff.is_empty()).count();
    let files = if written == 1 { "1 file".to_owned() } else { format!("{written} files") };
    eprintln!("{files} written");
    let unknown = checked.iter().filter(|one| matches!(one.verdict, ExpectationResult::Unknown(_))).count();
    Ok(if unknown > 0 { Exit::Cannot } else { exit })
}

/// Puts a text in the place of a file, whole or not at all.
fn replace(path: &Path, text: &str) -> Result<()> {
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&temporary, text)
        .and_then(|()| std::fs::set_permissions(&temporary, std::fs::metadata(path)?.permissions()))
        .and_then(|()| std::fs::rename(&temporary, path))
        .inspect_err(|_| drop(std::fs::remove_file(&temporary)))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn write_junit(path: &Path, checked: &[Checked<'_>], took: Duration) -> Result<()> {
    std::fs::write(path, junit::report(checked, took))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn exit(checked: &[Checked<'_>]) -> Exit {
    match Counts::of(checked).result() {
        RunResult::Passed => Exit::Fine,
        RunResult::Failed => Exit::No,
        RunResult::Unknown => Exit::Cannot,
    }
}

fn print(text: &str) -> Result<()> {
    std::io::stdout().write_all(text.as_bytes()).context("cannot write to standard output")
}
