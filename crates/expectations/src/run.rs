//! Every expectation is asked and compared.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::compare::{Compared, Difference, Strictness, compare};
use crate::expectation::{Aspect, Wanted};
use crate::in_process;
use crate::seen::{Observation, ObservedOutcome};
use crate::servers::Servers;
use crate::suite::{Suite, TestCase, TestFile};

/// Most questions that are on their way to servers at one time.
const IN_FLIGHT: usize = 16;

/// How expectations are asked.
#[derive(Debug, Clone)]
pub enum Driver {
    /// The engine answers, without a socket.
    InProcess,
    /// Servers answer.
    Servers(Servers),
}

/// What came of an expectation.
#[derive(Debug, Clone)]
pub struct Checked<'s> {
    /// Its file.
    pub file: &'s TestFile,
    /// The expectation.
    pub case: &'s TestCase,
    /// What was seen.
    pub seen: Observation,
    /// What that means.
    pub verdict: ExpectationResult,
}

/// What an expectation came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectationResult {
    /// Everything that was compared is as expected; what was not compared is listed with the reason.
    Passed(Vec<(Aspect, String)>),
    /// Something differs.
    Failed(Compared),
    /// Nothing was compared: it cannot be asked from here, or only the emulator knows. The text says which.
    NotChecked(String),
    /// It should have been, and could not be; the text says why.
    Unknown(String),
}

impl ExpectationResult {
    /// Returns what differs.
    pub fn differences(&self) -> &[Difference] {
        match self {
            Self::Failed(compared) => &compared.differences,
            Self::Passed(_) | Self::NotChecked(_) | Self::Unknown(_) => &[],
        }
    }

    /// Returns what was left out, with reasons, of what was compared.
    pub fn left_out(&self) -> &[(Aspect, String)] {
        match self {
            Self::Passed(left_out) => left_out,
            Self::Failed(compared) => &compared.not_checked,
            Self::NotChecked(_) | Self::Unknown(_) => &[],
        }
    }
}

/// How many expectations came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub all: usize,
    /// As expected.
    pub passed: usize,
    /// As expected, but something was left out; they are among the passed ones.
    pub in_part: usize,
    /// Not as expected.
    pub failed: usize,
    /// Not compared at all.
    pub not_checked: usize,
    /// Could not be asked or known.
    pub unknown: usize,
}

impl Counts {
    /// Counts.
    pub fn of(checked: &[Checked<'_>]) -> Self {
        let mut counts = Self { all: checked.len(), ..Self::default() };
        for one in checked {
            match &one.verdict {
                ExpectationResult::Passed(left_out) => {
                    counts.passed += 1;
                    counts.in_part += usize::from(!left_out.is_empty());
                }
                ExpectationResult::Failed(_) => counts.failed += 1,
                ExpectationResult::NotChecked(_) => counts.not_checked += 1,
                ExpectationResult::Unknown(_) => counts.unknown += 1,
            }
        }
        counts
    }

    /// Says what they come to all in all.
    pub fn result(&self) -> RunResult {
        match self {
            Self { failed: 1.., .. } => RunResult::Failed,
            Self { unknown: 1.., .. } | Self { passed: 0, .. } => RunResult::Unknown,
            _ => RunResult::Passed,
        }
    }
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunResult {
    /// Everything that was checked is as expected, and something was.
    Passed,
    /// Something is not.
    Failed,
    /// Something could not be known, or nothing was checked.
    Unknown,
}

impl Suite {
    /// Asks and compares everything, in the order of the files.
    pub fn run(&self, way: &Driver) -> Vec<Checked<'_>> {
        let cases: Vec<(&TestFile, &TestCase)> = self.cases().collect();
        match way {
            Driver::InProcess => {
                let check_one =
                    |&(file, case): &(_, _)| check(file, case, see(file, case), Strictness::Exact);
                cases.iter().map(check_one).collect()
            }
            Driver::Servers(servers) => at_once(&cases, |file, case| {
                check(file, case, servers.ask(&file.config, case), Strictness::Wire)
            }),
        }
    }
}

/// Asks in process.
fn see(file: &TestFile, case: &TestCase) -> Observation {
    let explains = case.expectation.wanted.explains.is_some();
    in_process::ask(&file.config, &case.seat, &case.expectation.query, explains)
}

/// Checks several cases at a time; the results are in the order of the cases.
fn at_once<'s>(
    cases: &[(&'s TestFile, &'s TestCase)],
    check: impl Fn(&'s TestFile, &'s TestCase) -> Checked<'s> + Sync,
) -> Vec<Checked<'s>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(cases.len()));
    std::thread::scope(|scope| {
        for _ in 0..IN_FLIGHT.min(cases.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&(file, case)) = cases.get(at) else { break };
                    let checked = check(file, case);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, checked));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, checked)| checked).collect()
}

/// Compares what was seen with what was expected.
pub(crate) fn check<'s>(
    file: &'s TestFile,
    case: &'s TestCase,
    seen: Observation,
    strictness: Strictness,
) -> Checked<'s> {
    let wanted = &case.expectation.wanted;
    let verdict = match (&seen.outcome, compare(wanted, &seen, strictness)) {
        (_, Some(compared)) if !compared.differences.is_empty() => ExpectationResult::Failed(compared),
        (_, Some(Compared { not_checked, .. })) => match &*not_checked {
            [(Aspect::Explains, why)] if only_explains(wanted) => ExpectationResult::NotChecked(why.clone()),
            _ => ExpectationResult::Passed(not_checked),
        },
        (ObservedOutcome::NotAsked(why), None) => ExpectationResult::NotChecked(why.clone()),
        (ObservedOutcome::Unknown(why), None) => ExpectationResult::Unknown(why.clone()),
        (ObservedOutcome::Answer(_) | ObservedOutcome::Silence(_), None) => {
            ExpectationResult::Passed(Vec::new())
        }
    };
    Checked { file, case, seen, verdict }
}

/// Tells whether nothing is expected but a known mistake.
fn only_explains(wanted: &Wanted) -> bool {
    Wanted { explains: None, ..wanted.clone() }.is_empty()
}
