//! Expectations: the answers that networks must get. Files hold them; the engine or running servers are asked.
//!
//! A file names a configuration and lists `[[expect]]` tables. [`Suite::load`] reads files and reports all their mistakes
//! at once. [`Suite::run`] asks and compares. [`report`] turns the results into texts, but prints nothing.
//!
//! In: files of expectations and their configurations, or the listeners of a server. Out: results as data, and reports.
//! Asking in process uses the engine of zone-store: there is no second way from a question to an answer.

pub mod compare;
mod diagnostics;
pub mod expectation;
mod filter;
pub mod in_process;
pub mod observed;
pub mod parse;
mod reader;
pub mod report;
pub mod run;
pub mod seen;
pub mod servers;
pub mod suite;
pub mod update;

pub use expectation::{AnswerMeaning, Aspect, Expectation, Wanted, WantedRecord};
pub use filter::Filter;
pub use observed::{Observed, SILENCE};
pub use run::{Checked, Counts, Driver, ExpectationResult, RunResult};
pub use suite::{Config, Selection, Suite, TestCase, TestFile};
