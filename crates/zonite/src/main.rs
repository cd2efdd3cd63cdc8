//! The `zonite` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    zonite::run(std::env::args_os())
}
