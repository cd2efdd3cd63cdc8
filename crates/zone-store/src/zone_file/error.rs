//! What is wrong in a zone file, where, and what to write instead.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use super::generate::MAX_GENERATED;
use super::{MAX_DEPTH, MAX_INCLUDES};
use crate::mistake::Mistake;
use crate::name::{Name, NameError};
use crate::origin::Origin;
use crate::rdata::RdataError;
use crate::record::RecordType;

/// One problem of a zone file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneFileError {
    /// The file, as its source names it.
    pub file: Arc<str>,
    /// The line, from 1: where a record begins, or a quote or parenthesis that is not closed.
    pub line: u32,
    /// The record's owner, where there is a valid one.
    pub owner: Option<Name>,
    /// The record's type and the origin of its line, where its data is all that is wrong.
    pub record: Option<(RecordType, Origin)>,
    /// What is wrong.
    pub problem: ZoneFileProblem,
}

impl fmt::Display for ZoneFileError {
    /// Writes `FILE:LINE: OWNER: REASON; FIX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(owner) = &self.owner {
            write!(f, "{owner}: ")?;
        }
        write!(f, "{}", self.problem.line())
    }
}

impl std::error::Error for ZoneFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.problem)
    }
}

/// What is wrong in a zone file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ZoneFileProblem {
    /// The RDATA does not fit the type.
    #[error(transparent)]
    Rdata(#[from] RdataError),
    /// The owner or an origin is no domain name.
    #[error("{error}")]
    Name {
        /// What is there.
        text: String,
        /// Why it is no name.
        error: NameError,
    },
    /// The owner is outside the zone.
    #[error("the owner is not in the zone \"{}\"", apex.without_dot())]
    NotInZone {
        /// The zone's apex.
        apex: Name,
    },
    /// The first record begins with a blank, so there is no owner to take over.
    #[error("the line begins with a blank, but no owner comes before it")]
    NoOwner,
    /// A record ends before its type.
    #[error("the record has no type")]
    NoType,
    /// A record type was expected.
    #[error("is not a record type")]
    UnknownType {
        /// What is there.
        text: String,
    },
    /// A class other than IN.
    #[error("class {class} is not served")]
    Class {
        /// The class as written.
        class: String,
    },
    /// A TTL was expected.
    #[error("is not a TTL")]
    Ttl {
        /// What is there.
        text: String,
    },
    /// A quoted string does not end on its line.
    #[error("a double quote is not closed on its line")]
    OpenQuote,
    /// A parenthesis is never closed.
    #[error("\"(\" is never closed, so the rest of the file was not read")]
    OpenParenthesis,
    /// A parenthesis was never opened.
    #[error("\")\" closes nothing")]
    CloseParenthesis,
    /// A directive lacks its argument or has one too many.
    #[error("write {form}")]
    DirectiveForm {
        /// How it is written.
        form: &'static str,
    },
    /// `$GENERATE` is BIND's own, and Azure's import refuses it.
    #[error("$GENERATE is not read in the file of a private zone")]
    Generate,
    /// A `$GENERATE` makes too many records.
    #[error("these are more than {MAX_GENERATED} records")]
    GenerateCount,
    /// What follows a dollar sign of a `$GENERATE` is no modifier.
    #[error("is no \"${{OFFSET,WIDTH,BASE}}\"")]
    GenerateModifier {
        /// What is there.
        text: String,
    },
    /// An unknown directive.
    #[error("{text} is not a directive")]
    UnknownDirective {
        /// The directive as written.
        text: String,
    },
    /// An included file cannot be had.
    #[error("cannot include \"{file}\": {error}")]
    Include {
        /// The file as written.
        file: String,
        /// Why.
        error: IncludeError,
    },
    /// A file includes itself, or one that includes it.
    #[error("\"{file}\" includes itself, directly or through others")]
    IncludeCycle {
        /// The file.
        file: Arc<str>,
    },
    /// Files include files too deeply.
    #[error("\"{file}\" is more than {MAX_DEPTH} files deep")]
    IncludeDepth {
        /// The file.
        file: Arc<str>,
    },
    /// There are too many `$INCLUDE`s in all.
    #[error("this is $INCLUDE number {}", MAX_INCLUDES + 1)]
    IncludeCount,
}

impl Mistake for ZoneFileProblem {
    fn subject(&self) -> Option<&str> {
        match self {
            Self::Rdata(error) => error.subject(),
            Self::Name { text, error } => error.is_about_all().then_some(text),
            Self::UnknownType { text } | Self::Ttl { text } | Self::GenerateModifier { text } => Some(text),
            Self::NotInZone { .. }
            | Self::NoOwner
            | Self::NoType
            | Self::Class { .. }
            | Self::OpenQuote
            | Self::OpenParenthesis
            | Self::CloseParenthesis
            | Self::DirectiveForm { .. }
            | Self::Generate
            | Self::GenerateCount
            | Self::UnknownDirective { .. }
            | Self::Include { .. }
            | Self::IncludeCycle { .. }
            | Self::IncludeDepth { .. }
            | Self::IncludeCount => None,
        }
    }

    fn fix(&self) -> Option<Cow<'_, str>> {
        let fix = match self {
            Self::Rdata(error) => return error.fix(),
            Self::Name { error, .. } => return error.fix(),
            Self::Include { error, .. } => return error.fix(),
            Self::DirectiveForm { .. } => return None,
            Self::NotInZone { apex } => {
                let apex = apex.without_dot();
                let fix = format!("write a name without a dot at its end, or one that ends in \"{apex}.\"");
                return Some(fix.into());
            }
            Self::IncludeCount => {
                return Some(format!("a zone has at most {MAX_INCLUDES}, so join some files").into());
            }
            Self::NoOwner => "write a name or @ at its start",
            Self::NoType | Self::UnknownType { .. } => {
                r#"write "NAME [TTL] [IN] TYPE DATA", for example "www 300 IN A 10.0.0.4""#
            }
            Self::Class { .. } => "write IN or leave the class out",
            Self::Ttl { .. } => "write seconds up to 2147483647, or units as in 1h30m (w, d, h, m, s)",
            Self::OpenQuote => r#"close it, and write \" for a quote inside a string"#,
            Self::OpenParenthesis => r#"write ")" at the end of the record"#,
            Self::CloseParenthesis => r#"remove it, or write "(" where the record begins to span lines"#,
            Self::Generate => r#"write the records out, as "named-compilezone -o OUT ZONE FILE" does"#,
            Self::GenerateCount => "write a smaller range, or several",
            Self::GenerateModifier { .. } => {
                "write a number, its width and one of d, o, x, X, n and N, as in ${0,3,d}"
            }
            Self::UnknownDirective { .. } => {
                r"write $ORIGIN, $TTL, $INCLUDE or $GENERATE, or \$ for a name that begins with a dollar sign"
            }
            Self::IncludeCycle { .. } => "remove one $INCLUDE",
            Self::IncludeDepth { .. } => "include it from a file further up",
        };
        Some(fix.into())
    }
}

/// Why a file cannot be included; the caller that reads files decides.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IncludeError {
    /// There is no such file.
    #[error("there is no such file")]
    NotFound {
        /// The folder that paths are relative to.
        folder: String,
    },
    /// The file is outside the folder of the zone file.
    #[error("it is outside {folder}")]
    Outside {
        /// The folder that files must be in.
        folder: String,
    },
    /// The file system refuses.
    #[error("{reason}")]
    Unreadable {
        /// What the file system says.
        reason: String,
    },
}

impl Mistake for IncludeError {
    fn fix(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::NotFound { folder } => Some(format!("paths are relative to {folder}").into()),
            Self::Outside { .. } => Some("move it there".into()),
            Self::Unreadable { .. } => None,
        }
    }
}
