//! Reads zone files in BIND's format (RFC 1035 §5), without opening any: included files come from the caller.
//!
//! Every problem is reported, each once; reading goes on with the next record. Not here: which records may
//! exist together, and what a zone needs. The builder of the zone checks that.

mod error;
mod lines;

use std::sync::Arc;

use crate::name::Name;
use crate::origin::Origin;
use crate::rdata::{self, RdataError, Token, excerpt};
use crate::record::{Record, RecordType};
use lines::{Lines, LogicalLine};

pub use error::{IncludeError, ZoneFileError, ZoneFileProblem};

/// How many files deep `$INCLUDE` goes, the first one counted.
pub const MAX_DEPTH: usize = 10;
/// How many `$INCLUDE`s a zone has, in all its files.
pub const MAX_INCLUDES: usize = 1_000;

/// A file's text and what to call it.
#[derive(Debug, Clone)]
pub struct ZoneText {
    /// The whole text.
    pub text: String,
    /// The file, as errors name it; the same file always has the same name.
    pub file: Arc<str>,
    /// The origin of its line 1; line `n` is `origin.offset(n - 1)`.
    pub origin: Origin,
}

/// Reads the zone `apex` from `source`, gives each record to `sink`, and returns what is wrong.
///
/// Names are relative to the apex until an `$ORIGIN`. A record without a TTL has that of the last `$TTL`
/// (RFC 2308 §4), else of the last record that has one (RFC 1035 §5.1), else `default_ttl`. For each `$INCLUDE`,
/// `include` gets the file as written, decides whether it may be read, and reads it.
pub fn read(
    source: &ZoneText,
    apex: &Name,
    default_ttl: u32,
    include: &mut dyn FnMut(&str) -> Result<ZoneText, IncludeError>,
    sink: &mut dyn FnMut(Record<'_>),
) -> Vec<ZoneFileError> {
    let mut reader = ZoneReader {
        apex,
        ttl: default_ttl,
        ttl_is_fixed: false,
        owner: Owner::None,
        open: Vec::new(),
        includes: 0,
        include,
        sink,
        errors: Vec::new(),
        rdata: Vec::new(),
    };
    reader.file(source, apex.clone());
    reader.errors
}

/// The owner that an indented line takes over.
#[derive(Debug, Clone)]
enum Owner {
    /// There was none yet.
    None,
    /// The last one was wrong and has been reported.
    Bad,
    /// The last one.
    Known(Name),
}

/// What holds across all files of a zone.
struct ZoneReader<'r> {
    apex: &'r Name,
    /// The TTL of records without one.
    ttl: u32,
    /// Whether `$TTL` has set it, so that TTLs of records do not.
    ttl_is_fixed: bool,
    owner: Owner,
    /// The files being read, the first one at the front.
    open: Vec<Arc<str>>,
    includes: usize,
    include: &'r mut dyn FnMut(&str) -> Result<ZoneText, IncludeError>,
    sink: &'r mut dyn FnMut(Record<'_>),
    errors: Vec<ZoneFileError>,
    /// Reused for every record.
    rdata: Vec<u8>,
}

impl ZoneReader<'_> {
    /// Reads one file; names in it are relative to `origin` at first.
    fn file(&mut self, source: &ZoneText, mut origin: Name) {
        self.open.push(Arc::clone(&source.file));
        let mut lines = Lines::new(&source.text);
        let mut tokens = Vec::new();
        while let Some(line) = lines.next(&mut tokens) {
            let is_directive = !line.indented
                && tokens.first().is_some_and(|first| !first.quoted && first.text.starts_with('$'));
            if is_directive {
                let result = match line.fault {
                    Some(fault) => Err(fault),
                    None => self.directive(&tokens, &mut origin).map_err(|problem| (line.number, problem)),
                };
                if let Err((number, problem)) = result {
                    self.report(source, number, None, problem);
                }
            } else {
                self.record_line(source, line, &tokens, &origin);
            }
        }
        self.open.pop();
    }

    fn report(&mut self, source: &ZoneText, line: u32, owner: Option<Name>, problem: ZoneFileProblem) {
        let file = Arc::clone(&source.file);
        self.errors.push(ZoneFileError { file, line, owner, record: None, problem });
    }

    /// Reads a line that is a record; what is indented under a wrong owner is skipped.
    fn record_line(&mut self, source: &ZoneText, line: LogicalLine, tokens: &[Token<'_>], origin: &Name) {
        let (owner, fields) = match tokens.split_first() {
            Some((first, rest)) if !line.indented => (Some(absolute_name(first.text, origin)), rest),
            _ => (None, tokens),
        };
        let (owner, problem) = match (owner, std::mem::replace(&mut self.owner, Owner::Bad)) {
            (Some(Err(problem)), _) => (None, Some(problem)),
            (Some(Ok(owner)), _) if !owner.is_at_or_below(self.apex) => {
                (Some(owner), Some(ZoneFileProblem::NotInZone { apex: self.apex.clone() }))
            }
            (Some(Ok(owner)), _) | (None, Owner::Known(owner)) => (Some(owner), None),
            (None, Owner::Bad) => (None, None),
            (None, Owner::None) => (None, Some(ZoneFileProblem::NoOwner)),
        };
        // A fault may have swallowed lines, so it matters more than what the line says.
        if let Some((number, problem)) = line.fault.or(problem.map(|problem| (line.number, problem))) {
            self.owner = match &owner {
                Some(owner) if owner.is_at_or_below(self.apex) => Owner::Known(owner.clone()),
                _ => Owner::Bad,
            };
            return self.report(source, number, owner, problem);
        }
        let Some(owner) = owner else { return };
        let place = source.origin.offset(line.number - 1);
        match self.record(&owner, fields, origin, place) {
            Ok(Ok(())) => {}
            Ok(Err((rtype, error))) => self.errors.push(ZoneFileError {
                file: Arc::clone(&source.file),
                line: line.number,
                owner: Some(owner.clone()),
                record: Some((rtype, place)),
                problem: error.into(),
            }),
            Err(problem) => self.report(source, line.number, Some(owner.clone()), problem),
        }
        self.owner = Owner::Known(owner);
    }

    /// Reads what follows the owner: TTL and class in either order, the type, the RDATA. The inner error is of a record
    /// whose RDATA alone is wrong.
    fn record(
        &mut self,
        owner: &Name,
        fields: &[Token<'_>],
        origin: &Name,
        place: Origin,
    ) -> Result<Result<(), (RecordType, RdataError)>, ZoneFileProblem> {
        let mut ttl = None;
        let mut class = false;
        let mut at = 0;
        let rtype = loop {
            let text = fields.get(at).ok_or(ZoneFileProblem::NoType)?.text;
            at += 1;
            if ttl.is_none() && looks_like_ttl(text) {
                ttl =
                    Some(rdata::parse_ttl(text).ok_or_else(|| ZoneFileProblem::Ttl { text: excerpt(text) })?);
            } else if !class && text.eq_ignore_ascii_case("IN") {
                class = true;
            } else if !class && is_other_class(text) {
                return Err(ZoneFileProblem::Class { class: excerpt(text) });
            } else {
                break rdata::parse_type(text)
                    .ok_or_else(|| ZoneFileProblem::UnknownType { text: excerpt(text) })?;
            }
        };
        if let Some(ttl) = ttl.filter(|_| !self.ttl_is_fixed) {
            self.ttl = ttl;
        }
        self.rdata.clear();
        if let Err(error) = rdata::parse(rtype, &fields[at..], origin, &mut self.rdata) {
            return Ok(Err((rtype, error)));
        }
        let ttl = ttl.unwrap_or(self.ttl);
        (self.sink)(Record { owner, ttl, rtype, rdata: &self.rdata, origin: place });
        Ok(Ok(()))
    }

    /// Follows a line that begins with a dollar sign.
    fn directive(&mut self, tokens: &[Token<'_>], origin: &mut Name) -> Result<(), ZoneFileProblem> {
        let Some((directive, arguments)) = tokens.split_first() else { return Ok(()) };
        let form = |form| Err(ZoneFileProblem::DirectiveForm { form });
        match (directive.text.to_ascii_uppercase().as_str(), arguments) {
            ("$ORIGIN", [name]) => *origin = absolute_name(name.text, origin)?,
            ("$ORIGIN", _) => return form("\"$ORIGIN NAME\", for example \"$ORIGIN example.com.\""),
            ("$TTL", [text]) => {
                let error = || ZoneFileProblem::Ttl { text: excerpt(text.text) };
                self.ttl = rdata::parse_ttl(text.text).ok_or_else(error)?;
                self.ttl_is_fixed = true;
            }
            ("$TTL", _) => return form("\"$TTL SECONDS\", for example \"$TTL 3600\""),
            ("$INCLUDE", [file]) => return self.included(file.text, origin.clone()),
            ("$INCLUDE", [file, name]) => return self.included(file.text, absolute_name(name.text, origin)?),
            ("$INCLUDE", _) => {
                return form("\"$INCLUDE FILE [ORIGIN]\", for example \"$INCLUDE hosts.zone\"");
            }
            ("$GENERATE", _) => return Err(ZoneFileProblem::Generate),
            _ => return Err(ZoneFileProblem::UnknownDirective { text: excerpt(directive.text) }),
        }
        Ok(())
    }

    /// Reads an included file; the owner before it holds again after it (RFC 1035 §5.1).
    fn included(&mut self, file: &str, origin: Name) -> Result<(), ZoneFileProblem> {
        if self.includes == MAX_INCLUDES {
            return Err(ZoneFileProblem::IncludeCount);
        }
        self.includes += 1;
        let source =
            (self.include)(file).map_err(|error| ZoneFileProblem::Include { file: excerpt(file), error })?;
        if self.open.contains(&source.file) {
            return Err(ZoneFileProblem::IncludeCycle { file: source.file });
        }
        if self.open.len() == MAX_DEPTH {
            return Err(ZoneFileProblem::IncludeDepth { file: source.file });
        }
        let owner = self.owner.clone();
        self.file(&source, origin);
        self.owner = owner;
        Ok(())
    }
}

/// Reads an owner or an origin, completed by `origin`.
fn absolute_name(text: &str, origin: &Name) -> Result<Name, ZoneFileProblem> {
    Name::parse(text, origin).map_err(|error| ZoneFileProblem::Name { text: excerpt(text), error })
}

/// Tells a TTL, right or wrong, from a type: no type begins with a digit.
fn looks_like_ttl(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Tells whether a text is a class other than IN (RFC 1035 §3.2.4, RFC 3597 §5).
fn is_other_class(text: &str) -> bool {
    let generic = text.split_at_checked(5).is_some_and(|(prefix, digits)| {
        prefix.eq_ignore_ascii_case("CLASS") && digits.bytes().all(|b| b.is_ascii_digit())
    });
    generic || ["CH", "CHAOS", "HS", "HESIOD", "CS"].iter().any(|class| class.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests;
