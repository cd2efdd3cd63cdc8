//! How long `zonite test` takes for a thousand expectations of one file, from its start to its end.
//!
//! Printed as the median of many runs; no number here fails anything.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use test_support::program::Folder;

const RUNS: usize = 41;
const EXPECTATIONS: usize = 1000;

fn main() {
    let folder = Folder::new();
    let file = folder.file("thousand.toml", &expectations());
    let mut times: Vec<Duration> = (0..RUNS).map(|_| run(&file)).collect();
    times.sort();
    let milliseconds = |at: usize| times[at].as_secs_f64() * 1e3;
    println!(
        "zonite test, {EXPECTATIONS} expectations: median {:.1} ms ({:.1} to {:.1}), {RUNS} runs",
        milliseconds(RUNS / 2),
        milliseconds(0),
        milliseconds(RUNS - 1)
    );
}

/// Writes expectations of whole answers, from three networks.
fn expectations() -> String {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/four-networks.toml");
    let mut text = format!("config = \"{}\"\n", config.display());
    for at in 0..EXPECTATIONS {
        let (from, address) = [("hub", "10.1.0.5"), ("spoke", "10.1.0.5"), ("dev", "10.9.0.5")][at % 3];
        let _ = write!(
            text,
            "\n[[expect]]\nfrom = \"{from}\"\nquery = \"myacr.azurecr.io\"\nrcode = \"NOERROR\"\nanswer = [\n  \
             \"myacr.azurecr.io. 60 CNAME myacr.privatelink.azurecr.io.\",\n  \
             \"myacr.privatelink.azurecr.io. 10 A {address}\",\n]\nauthority = []\n"
        );
    }
    text
}

/// Runs the program once; returns how long it took.
fn run(file: &Path) -> Duration {
    let began = Instant::now();
    let status =
        Command::new(env!("CARGO_BIN_EXE_zonite")).arg("test").arg(file).stdout(Stdio::null()).status();
    assert!(status.expect("the program starts").success());
    began.elapsed()
}
