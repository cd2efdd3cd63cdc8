//! Expectations: what networks are to see, in files, asked of the engine or of running servers, and compared.
//!
//! A file names a configuration and lists `[[expect]]` tables. [`Suite::load`] reads files and says everything that is
//! wrong with them at once; [`Suite::run`] asks and compares; [`report`] turns the results into texts. Nothing is printed
//! here. Asking in process goes through the engine of zone-store: there is no second way from a question to an answer.

pub mod compare;
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
