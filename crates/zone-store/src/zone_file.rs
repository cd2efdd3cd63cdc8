//! Reads zone files in BIND's format (RFC 1035 §5), without opening any: included files come from the caller.
//!
//! Every problem is reported, each once; reading goes on with the next record. What kinds of zones take differently is the
//! [`Dialect`]'s. Not here: which sets may exist together, and what a zone needs. The builder of the zone checks that.

mod dialect;
mod error;
mod gathered;
mod generate;
mod lines;
mod notice;
mod octets;

use std::sync::Arc;

use crate::name::Name;
use crate::origin::Origin;
use crate::rdata::{self, RdataError, Token, excerpt};
use crate::record::{Record, RecordType};
use gathered::GatheredRecords;
use lines::{Lines, LogicalLine};

pub use dialect::Dialect;
pub use error::{IncludeError, ZoneFileError, ZoneFileProblem};
pub use notice::{Deviation, ZoneFileNotice};

/// How many files deep `$INCLUDE` goes, the first one counted.
pub const MAX_DEPTH: usize = 10;
/// How many `$INCLUDE`s a zone has, in all its files.
pub const MAX_INCLUDES: usize = 1_000;
/// Seconds; the TTL of records where nothing says one, as Azure's import has it.
const DEFAULT_TTL: u32 = 3600;

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

impl ZoneText {
    /// Takes the octets of a file. Those that are no UTF-8 mean the same in names and strings, and anything in comments.
    pub fn new(octets: Vec<u8>, file: Arc<str>, origin: Origin) -> Self {
        Self { text: octets::to_text(octets), file, origin }
    }
}

/// What is to be said about a zone file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ZoneFileReport {
    /// What is wrong.
    pub errors: Vec<ZoneFileError>,
    /// What is taken, and not as it is written.
    pub notices: Vec<ZoneFileNotice>,
}

/// Reads the zone `apex` from `source` by the rules of `dialect`, gives each record to `sink`, and returns what is to be said.
///
/// Names are relative to the apex until an `$ORIGIN`. A record without a TTL has that of the last `$TTL` (RFC 2308 §4), else
/// what the dialect says, else 3600 seconds. The records of a set come with one TTL, each once. For each `$INCLUDE`,
/// `include` gets the file as written, decides whether it may be read, and reads it.
pub fn read(
    source: &ZoneText,
    apex: &Name,
    dialect: Dialect,
    include: &mut dyn FnMut(&str) -> Result<ZoneText, IncludeError>,
    sink: &mut dyn FnMut(Record<'_>),
) -> ZoneFileReport {
    let mut reader = ZoneReader {
        apex,
        dialect,
        ttl: None,
        ttl_is_fixed: false,
        owner: Owner::None,
        open: Vec::new(),
        includes: 0,
        include,
        gathered: GatheredRecords::default(),
        report: ZoneFileReport::default(),
        rdata: Vec::new(),
    };
    reader.file(source, apex.clone());
    let ZoneReader { mut gathered, mut report, .. } = reader;
    report.notices.extend(gathered.settle(dialect));
    gathered.for_each(sink);
    report
}

/// The owner that an indented line takes over.
#[derive(Debug, Clone)]
enum Owner {
    /// There was none yet.
    None,
    /// The last one was wrong, or outside the zone, and has been reported.
    Bad,
    /// The last one.
    Known(Name),
}

/// Where a line is written.
#[derive(Clone, Copy)]
struct SourceLine<'s> {
    source: &'s ZoneText,
    /// From 1.
    number: u32,
}

impl SourceLine<'_> {
    fn origin(self) -> Origin {
        self.source.origin.offset(self.number - 1)
    }
}

/// What stands between the owner of a record and its data.
#[derive(Clone, Copy)]
struct RecordHead {
    ttl: Option<u32>,
    /// As written.
    rtype: RecordType,
    /// How many fields it has.
    length: usize,
}

/// A record whose data has not been read.
struct ReadRecord<'r> {
    owner: &'r Name,
    head: RecordHead,
    place: Origin,
}

/// The records of a `$GENERATE`.
struct GenerateTemplate<'t> {
    owner: &'t str,
    /// TTL, class and type.
    fields: &'t [Token<'t>],
    data: &'t str,
}

/// What holds across all files of a zone.
struct ZoneReader<'r> {
    apex: &'r Name,
    dialect: Dialect,
    /// The TTL of records without one; `None`: nothing has said it.
    ttl: Option<u32>,
    /// Whether `$TTL` has set it, so that TTLs of records do not.
    ttl_is_fixed: bool,
    owner: Owner,
    /// The files being read, the first one at the front.
    open: Vec<Arc<str>>,
    includes: usize,
    include: &'r mut dyn FnMut(&str) -> Result<ZoneText, IncludeError>,
    gathered: GatheredRecords,
    report: ZoneFileReport,
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
                    None => {
                        let place = SourceLine { source, number: line.number };
                        let done = self.directive(&tokens, &mut origin, place);
                        done.map_err(|problem| (line.number, problem))
                    }
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
        self.report.errors.push(ZoneFileError { file, line, owner, record: None, problem });
    }

    /// Reads a line that is a record; what is indented under an owner that was reported is skipped.
    fn record_line(&mut self, source: &ZoneText, line: LogicalLine, tokens: &[Token<'_>], origin: &Name) {
        let (owner, fields) = match tokens.split_first() {
            Some((first, rest)) if !line.indented => (Some(absolute_name(first.text, origin)), rest),
            _ => (None, tokens),
        };
        let (owner, problem) = match (owner, std::mem::replace(&mut self.owner, Owner::Bad)) {
            (Some(Err(problem)), _) => (None, Some(problem)),
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
        let is_inside = owner.is_at_or_below(self.apex);
        self.owned(&owner, fields, origin, SourceLine { source, number: line.number });
        self.owner = if is_inside { Owner::Known(owner) } else { Owner::Bad };
    }

    /// Reads a record whose owner is known.
    fn owned(&mut self, owner: &Name, fields: &[Token<'_>], origin: &Name, place: SourceLine<'_>) {
        let SourceLine { source, number } = place;
        let done = match self.head(fields) {
            Ok(head) if owner.is_at_or_below(self.apex) => {
                let record = ReadRecord { owner, head, place: place.origin() };
                self.record(&record, fields, origin)
                    .map_err(|error| (Some((head.rtype, record.place)), error.into()))
            }
            Ok(head) if self.dialect.ignores_outside() => {
                self.note(owner, head.rtype, place.origin(), Deviation::OutsideZone);
                Ok(())
            }
            Ok(_) => Err((None, ZoneFileProblem::NotInZone { apex: self.apex.clone() })),
            Err(problem) => Err((None, problem)),
        };
        if let Err((record, problem)) = done {
            let (file, owner) = (Arc::clone(&source.file), Some(owner.clone()));
            self.report.errors.push(ZoneFileError { file, line: number, owner, record, problem });
        }
    }

    fn note(&mut self, owner: &Name, rtype: RecordType, origin: Origin, deviation: Deviation) {
        self.report.notices.push(ZoneFileNotice { origin, owner: owner.clone(), rtype, deviation });
    }

    /// Reads what follows the owner: TTL and class in either order, then the type.
    fn head(&self, fields: &[Token<'_>]) -> Result<RecordHead, ZoneFileProblem> {
        let mut ttl = None;
        let mut class = false;
        let mut at = 0;
        loop {
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
                let unknown = || ZoneFileProblem::UnknownType { text: excerpt(text) };
                let rtype = rdata::parse_type(text).ok_or_else(unknown)?;
                return Ok(RecordHead { ttl, rtype, length: at });
            }
        }
    }

    /// Reads the data of a record, unless it is skipped.
    fn record(
        &mut self,
        record: &ReadRecord<'_>,
        fields: &[Token<'_>],
        origin: &Name,
    ) -> Result<(), RdataError> {
        let &ReadRecord { owner, head: RecordHead { ttl, rtype: written, length }, place } = record;
        if ttl.is_some() && !self.ttl_is_fixed && self.dialect.repeats_ttl() {
            self.ttl = ttl;
        }
        let Some(rtype) = self.dialect.taken_as(written) else {
            self.note(owner, written, place, Deviation::Skipped);
            return Ok(());
        };
        let root = Name::root();
        let origin = if self.dialect.is_absolute(rtype) { &root } else { origin };
        self.rdata.clear();
        rdata::parse(rtype, &fields[length..], origin, &mut self.rdata)?;
        if rtype == RecordType::TXT && self.dialect.joins_strings() {
            rdata::join_strings(&mut self.rdata);
        }
        if rtype != written {
            self.note(owner, written, place, Deviation::TakenAs { rtype });
        }
        if rtype == RecordType::SOA && ttl.or(self.ttl).is_none() {
            self.ttl = self.dialect.ttl_of_soa(&self.rdata);
            self.ttl_is_fixed = self.ttl.is_some();
        }
        let ttl = ttl.or(self.ttl).unwrap_or(DEFAULT_TTL);
        self.gathered.push(&Record { owner, ttl, rtype, rdata: &self.rdata, origin: place });
        Ok(())
    }

    /// Follows a line that begins with a dollar sign.
    fn directive(
        &mut self,
        tokens: &[Token<'_>],
        origin: &mut Name,
        place: SourceLine<'_>,
    ) -> Result<(), ZoneFileProblem> {
        let Some((directive, arguments)) = tokens.split_first() else { return Ok(()) };
        let form = |form| Err(ZoneFileProblem::DirectiveForm { form });
        match (directive.text.to_ascii_uppercase().as_str(), arguments) {
            ("$ORIGIN", [name]) => *origin = absolute_name(name.text, origin)?,
            ("$ORIGIN", _) => return form("\"$ORIGIN NAME\", for example \"$ORIGIN example.com.\""),
            ("$TTL", [text]) => {
                let error = || ZoneFileProblem::Ttl { text: excerpt(text.text) };
                self.ttl = Some(rdata::parse_ttl(text.text).ok_or_else(error)?);
                self.ttl_is_fixed = true;
            }
            ("$TTL", _) => return form("\"$TTL SECONDS\", for example \"$TTL 3600\""),
            ("$INCLUDE", [file]) => return self.included(file.text, origin.clone()),
            ("$INCLUDE", [file, name]) => return self.included(file.text, absolute_name(name.text, origin)?),
            ("$INCLUDE", _) => {
                return form("\"$INCLUDE FILE [ORIGIN]\", for example \"$INCLUDE hosts.zone\"");
            }
            ("$GENERATE", _) if !self.dialect.generates() => return Err(ZoneFileProblem::Generate),
            ("$GENERATE", [range, owner, fields @ .., data]) => {
                let template = GenerateTemplate { owner: owner.text, fields, data: data.text };
                for number in generate::numbers(range.text)? {
                    self.generated(&template, number, origin, place)?;
                }
            }
            ("$GENERATE", _) => return form(generate::FORM),
            _ => return Err(ZoneFileProblem::UnknownDirective { text: excerpt(directive.text) }),
        }
        Ok(())
    }

    /// Makes one record of a template.
    fn generated(
        &mut self,
        template: &GenerateTemplate<'_>,
        number: u32,
        origin: &Name,
        place: SourceLine<'_>,
    ) -> Result<(), ZoneFileProblem> {
        let owner = absolute_name(&generate::substitute(template.owner, number)?, origin)?;
        let data = generate::substitute(template.data, number)?;
        let fields = [template.fields, &rdata::tokens(&data)?].concat();
        let errors = self.report.errors.len();
        self.owned(&owner, &fields, origin, place);
        // One is enough to say what is wrong with all of them.
        match self.report.errors.len() > errors {
            true => self.report.errors.pop().map_or(Ok(()), |error| Err(error.problem)),
            false => Ok(()),
        }
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
