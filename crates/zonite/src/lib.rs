//! The command line of Zonite: the only user of standard output, and of `anyhow`.

mod args;
mod command_channel;
mod commands;
mod render;
mod source;
mod words;

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{CommandFactory, Parser};

use crate::args::{Cli, Command, ServeArgs};
use crate::command_channel::ServerCommand;
use crate::commands::{Exit, check, endpoints, explain, healthcheck, lab, query, serve, tell, test};

/// Runs the program with its arguments, the program's name among them; returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(with_command(arguments)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too, and go to standard output.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match dispatch(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("zonite: {error:#}");
            Exit::Cannot.into()
        }
    }
}

/// Puts `serve` in front of what only `serve` can mean: a configuration, or a flag that is not about the program.
fn with_command(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let is_serve = arguments.get(1).and_then(|word| word.to_str()).is_some_and(|word| {
        let is_about_program = matches!(word, "-h" | "--help" | "-V" | "--version");
        source::is_config(word) || (word.starts_with('-') && !is_about_program)
    });
    if is_serve {
        arguments.insert(1, "serve".into());
    }
    arguments
}

fn dispatch(cli: Cli) -> Result<Exit> {
    match cli.command.unwrap_or_else(|| Command::Serve(ServeArgs::default())) {
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Query(args) => query::run(&args),
        Command::Endpoints(args) => endpoints::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Lab(args) => lab::run(&args),
        Command::Reload(args) => tell::run(&args, ServerCommand::Reload),
        Command::Flush(args) => tell::run(&args, ServerCommand::Flush),
        Command::Healthcheck(args) => healthcheck::run(&args),
        Command::Completions(args) => completions(args.shell),
        Command::Man(args) => man(args.folder.as_deref()),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "zonite", &mut script);
    print(&script)
}

fn man(folder: Option<&Path>) -> Result<Exit> {
    if let Some(folder) = folder {
        clap_mangen::generate_to(Cli::command(), folder)
            .with_context(|| format!("cannot write manual pages to {}", folder.display()))?;
        return Ok(Exit::Fine);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page).context("cannot render the manual page")?;
    print(&page)
}

fn print(octets: &[u8]) -> Result<Exit> {
    std::io::stdout().write_all(octets).context("cannot write to standard output")?;
    Ok(Exit::Fine)
}
