//! `$GENERATE`: records that differ in a number (BIND 9 Administrator Reference Manual, "BIND Primary File Extension").

use std::fmt::Write;
use std::ops::RangeInclusive;

use super::ZoneFileProblem;

/// The most records that one `$GENERATE` makes.
pub(super) const MAX_GENERATED: u32 = 1 << 20;

/// How the directive is written.
pub(super) const FORM: &str = "\"$GENERATE START-STOP[/STEP] NAME [TTL] [IN] TYPE DATA\" with the data in quotes if it has \
                               blanks, for example \"$GENERATE 1-9 host-$ A 10.0.0.$\"";

/// The longest number that a `$` becomes, as wide as a name at most.
const MAX_WIDTH: usize = 255;

/// Reads `START-STOP` or `START-STOP/STEP`.
///
/// # Errors
/// [`ZoneFileProblem::DirectiveForm`], and [`ZoneFileProblem::GenerateCount`] for more than [`MAX_GENERATED`].
pub(super) fn numbers(range: &str) -> Result<impl Iterator<Item = u32>, ZoneFileProblem> {
    let (range, step) = range.split_once('/').unwrap_or((range, "1"));
    let number = |text: &str| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse().ok()).flatten().filter(|&number: &u32| number <= i32::MAX as u32)
    };
    let bounds = range.split_once('-').and_then(|(start, stop)| Some((number(start)?, number(stop)?)));
    let step = number(step).filter(|&step| step > 0);
    let all = bounds.zip(step).filter(|((start, stop), _)| start <= stop);
    let ((start, stop), step) = all.ok_or(ZoneFileProblem::DirectiveForm { form: FORM })?;
    if (stop - start) / step >= MAX_GENERATED {
        return Err(ZoneFileProblem::GenerateCount);
    }
    let numbers: RangeInclusive<u32> = start..=stop;
    Ok(numbers.step_by(step as usize))
}

/// Puts a number in the place of each `$` and `${OFFSET,WIDTH,BASE}`; `$$` is a dollar sign, and `\$` stays.
///
/// # Errors
/// [`ZoneFileProblem::GenerateModifier`].
pub(super) fn substitute(template: &str, number: u32) -> Result<String, ZoneFileProblem> {
    let mut text = String::with_capacity(template.len() + 8);
    let mut rest = template;
    while let Some(at) = rest.find(['$', '\\']) {
        text.push_str(&rest[..at]);
        let special = &rest[at..];
        if special.starts_with('\\') {
            let length = special.chars().take(2).map(char::len_utf8).sum();
            text.push_str(&special[..length]);
            rest = &special[length..];
        } else if let Some(after) = special.strip_prefix("$$") {
            text.push('$');
            rest = after;
        } else if let Some(modifier) = special.strip_prefix("${") {
            let error = || ZoneFileProblem::GenerateModifier { text: crate::rdata::excerpt(special) };
            let (inside, after) = modifier.split_once('}').ok_or_else(error)?;
            text.push_str(&Modifier::parse(inside).and_then(|how| how.write(number)).ok_or_else(error)?);
            rest = after;
        } else {
            text.push_str(&number.to_string());
            rest = &special[1..];
        }
    }
    text.push_str(rest);
    Ok(text)
}

/// How a number is written.
struct Modifier<'m> {
    offset: i64,
    width: usize,
    base: &'m str,
}

impl<'m> Modifier<'m> {
    /// Reads `OFFSET`, `OFFSET,WIDTH` or `OFFSET,WIDTH,BASE`.
    fn parse(text: &'m str) -> Option<Self> {
        let mut parts = text.split(',');
        let offset = parts.next()?.parse().ok()?;
        let width = parts.next().map_or(Some(0), |width| width.parse().ok())?;
        let base = parts.next().unwrap_or("d");
        (parts.next().is_none() && width <= MAX_WIDTH).then_some(Self { offset, width, base })
    }

    /// Writes a number; `None` for a base that there is not, and for a negative number in one that has no sign.
    fn write(&self, number: u32) -> Option<String> {
        let number = i64::from(number).checked_add(self.offset)?;
        let width = self.width;
        let unsigned = u32::try_from(number).ok();
        Some(match self.base {
            "d" => format!("{number:0width$}"),
            "o" => format!("{:0width$o}", unsigned?),
            "x" => format!("{:0width$x}", unsigned?),
            "X" => format!("{:0width$X}", unsigned?),
            "n" => nibbles(unsigned?, width),
            "N" => nibbles(unsigned?, width).to_uppercase(),
            _ => return None,
        })
    }
}

/// Writes hexadecimal digits from the last on as labels, as below `ip6.arpa`. Dots count for the width, so that one may be the
/// last character.
fn nibbles(number: u32, width: usize) -> String {
    let (mut number, mut text) = (number, String::new());
    loop {
        let _ = write!(text, "{:x}", number & 0xF);
        number >>= 4;
        if number != 0 || text.len() < width {
            text.push('.');
        }
        if number == 0 && text.len() >= width {
            return text;
        }
    }
}
