//! The query log: one JSON line per query, written by the host's thread for observers.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use dns_server::query_log::{DecidedBy, QueryRecord};
use host::Observer;
use serde_json::Value;
use zone_store::answer::rcode_name;
use zone_store::rdata;

/// A query log that is being written.
pub(super) struct QueryLog {
    /// `None` after a failure.
    out: Option<BufWriter<Box<dyn Write + Send>>>,
}

impl QueryLog {
    /// Opens it; `-` is standard error.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let out: Box<dyn Write + Send> = match path.as_os_str() == "-" {
            true => Box::new(io::stderr()),
            false => Box::new(
                OpenOptions::new()
                    .append(true)
                    .create(true)
                    .open(path)
                    .with_context(|| format!("cannot open the query log {}", path.display()))?,
            ),
        };
        Ok(Self { out: Some(BufWriter::new(out)) })
    }
}

impl Observer for QueryLog {
    fn queries(&mut self, batch: &[QueryRecord], is_last: bool) {
        if let Some(out) = &mut self.out
            && let Err(error) = write_batch(out, batch, is_last)
        {
            tracing::error!(%error, "writing the query log failed; it ends here");
            self.out = None;
        }
    }
}

fn write_batch(out: &mut impl Write, batch: &[QueryRecord], is_last: bool) -> io::Result<()> {
    for record in batch {
        out.write_all(line(record).as_bytes())?;
    }
    if is_last { out.flush() } else { Ok(()) }
}

/// Writes one record as a line, its keys in reading order.
fn line(record: &QueryRecord) -> String {
    let (name, rtype) = match &record.question {
        Some((name, rtype)) => (name.to_string().into(), rdata::type_name(*rtype).to_string().into()),
        None => (Value::Null, Value::Null),
    };
    let decision = record.decision();
    let origin = decision.as_ref().and_then(|decision| record.service.describe(decision.origin?));
    let fields: [(&str, Value); 14] = [
        ("time", rfc3339(record.time).into()),
        ("client", record.client.to_string().into()),
        ("transport", record.transport.to_string().to_ascii_lowercase().into()),
        ("listener", record.listener.as_deref().into()),
        ("network", record.network().into()),
        ("resolvers", record.resolvers().into_iter().collect()),
        ("name", name),
        ("type", rtype),
        ("decided_by", decision.as_ref().map(|decision| decided_by(decision.by)).into()),
        ("zone", decision.as_ref().and_then(|decision| Some(decision.zone?.to_string())).into()),
        ("origin", origin.into()),
        ("rcode", record.rcode.map(|rcode| rcode_name(rcode).into_owned()).into()),
        ("answers", record.answers.into()),
        ("duration_us", u64::try_from(record.duration.as_micros()).unwrap_or(u64::MAX).into()),
    ];
    let fields: Vec<String> = fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}\n", fields.join(","))
}

fn decided_by(by: DecidedBy) -> &'static str {
    match by {
        DecidedBy::Zone => "zone",
        DecidedBy::BuiltInZone => "built-in zone",
        DecidedBy::OwnZone => "own zone",
        DecidedBy::Rule => "rule",
        DecidedBy::Forwarder => "forwarder",
        DecidedBy::Cache => "cache",
        DecidedBy::Outside => "outside",
        DecidedBy::Public => "public",
        DecidedBy::ClosedWorld => "closed world",
        DecidedBy::Limit => "limit",
    }
}

/// Writes a time as RFC 3339 has it, in UTC with milliseconds. Times before 1970 become 1970.
fn rfc3339(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let millisecond = since.subsec_millis();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
}

/// Turns days since 1970-01-01 into year, month and day of the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last (Howard Hinnant, "chrono-compatible low-level date
/// algorithms", `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_are_rfc_3339_in_utc() {
        for (milliseconds, want) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_800_001, "2000-03-01T00:00:00.001Z"),
            (1_735_689_599_000, "2024-12-31T23:59:59.000Z"),
            (1_735_689_600_000, "2025-01-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(rfc3339(UNIX_EPOCH + Duration::from_millis(milliseconds)), want);
        }
    }
}
