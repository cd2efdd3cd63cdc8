//! The members' rows as Rust: shared by the program that writes the table and by the test that compares it.

use std::fmt::Write as _;

const HEAD: &str = "\
//! Generated from `catalogue/privatelink-members.tsv`; do not edit. To write it anew:
//! `cargo run -p azure-catalogue --example generate-catalogue`

use super::Certainty::{Documented, Inferred, Observed, Unknown};
use super::PublicRow::{Alias, Cname, CnameAlways, CnameTwo, Nothing, Private, PrivateAddress};
use super::{Group, RecordRow, Row, Template};
use crate::catalogue::Pattern;
use crate::cloud::Cloud::{China, Public, UsGovernment};

#[rustfmt::skip]
pub(super) static GROUPS: &[Group] = &[
";

/// One line of the file.
struct MemberLine<'t> {
    resource_type: &'t str,
    group_id: &'t str,
    member: &'t str,
    addresses: &'t str,
    fqdn: &'t str,
    record: &'t str,
    zone: &'t str,
    public_side: &'t str,
    cloud: &'t str,
    mark: &'t str,
}

/// Writes the table; the error names the line that cannot be read.
pub(crate) fn render(text: &str) -> Result<String, String> {
    let mut groups: Vec<Vec<MemberLine<'_>>> = Vec::new();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).skip(1);
    for (number, line) in lines {
        let line = read(line).map_err(|problem| format!("line {}: {problem}", number + 1))?;
        let key = |line: &MemberLine<'_>| {
            (line.cloud.to_owned(), line.resource_type.to_owned(), line.group_id.to_owned())
        };
        match groups.iter_mut().find(|group| key(&group[0]) == key(&line)) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    let mut table = HEAD.to_owned();
    for group in &groups {
        render_group(&mut table, group);
    }
    table.push_str("];\n");
    Ok(table)
}

fn read(line: &str) -> Result<MemberLine<'_>, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [resource_type, group_id, member, addresses, fqdn, record, zone, public_side, cloud, mark, _] =
        *columns.as_slice()
    else {
        return Err(format!("has {} columns, not 11", columns.len()));
    };
    let cloud = match cloud {
        "public" => "Public",
        "usgov" => "UsGovernment",
        "china" => "China",
        other => return Err(format!("\"{other}\" is no cloud")),
    };
    let mark = match mark {
        "D" => "Documented",
        "O" => "Observed",
        "I" => "Inferred",
        "?" => "Unknown",
        other => return Err(format!("\"{other}\" is no mark")),
    };
    let group_id = group_id.trim_end_matches('?');
    render_public_side(public_side)?;
    Ok(MemberLine {
        resource_type,
        group_id,
        member,
        addresses,
        fqdn,
        record,
        zone,
        public_side,
        cloud,
        mark,
    })
}

fn render_public_side(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('?');
    Ok(match text {
        "cname" => "Cname".to_owned(),
        "cname-two" => "CnameTwo".to_owned(),
        "cname-always" => "CnameAlways".to_owned(),
        "self" => "Private".to_owned(),
        "none" => "Nothing".to_owned(),
        "a" => "PrivateAddress".to_owned(),
        _ => {
            let target =
                text.strip_prefix("alias:").ok_or_else(|| format!("\"{text}\" is no public side"))?;
            format!("Alias({})", template(target))
        }
    })
}

fn render_group(table: &mut String, lines: &[MemberLine<'_>]) {
    let MemberLine { cloud, resource_type, group_id, .. } = lines[0];
    let group_id = template(group_id);
    let _ = writeln!(
        table,
        "    Group {{ cloud: {cloud}, resource_type: {resource_type:?}, group_id: {group_id}, forms: &["
    );
    for form in forms(lines) {
        table.push_str("        &[\n");
        form.into_iter().for_each(|line| render_row(table, line));
        table.push_str("        ],\n");
    }
    table.push_str("    ] },\n");
}

/// Lists the forms: the usual rows, then for each zone or template that takes the place of the first rows of a member the same
/// rows with these in their place.
fn forms<'l, 't>(lines: &'l [MemberLine<'t>]) -> Vec<Vec<&'l MemberLine<'t>>> {
    let (others, usual): (Vec<&MemberLine<'_>>, Vec<&MemberLine<'_>>) =
        lines.iter().partition(|line| line.addresses == "alt");
    let mut instead: Vec<Vec<&MemberLine<'_>>> = Vec::new();
    for line in others {
        match instead.iter_mut().find(|form| (form[0].zone, form[0].member) == (line.zone, line.member)) {
            Some(form) => form.push(line),
            None => instead.push(vec![line]),
        }
    }
    let mut forms = vec![usual.clone()];
    for mut form in instead {
        let member = form[0].member;
        let mut left = form.len();
        let rest: Vec<&MemberLine<'_>> = usual
            .iter()
            .copied()
            .filter(|line| {
                let is_replaced = left > 0 && line.member == member;
                left -= usize::from(is_replaced);
                !is_replaced
            })
            .collect();
        form.extend(rest);
        forms.push(form);
    }
    forms.retain(|form| !form.is_empty());
    forms
}

fn render_row(table: &mut String, line: &MemberLine<'_>) {
    let optional = |text: &str| match text {
        "-" => "None".to_owned(),
        _ => format!("Some({})", template(text)),
    };
    let is_sure = !line.member.ends_with('?');
    let member = match (line.member, line.addresses) {
        // The one address of an own Private Link service has no name.
        ("-", "1" | "1?") => "Some(Template(\"\"))".to_owned(),
        (member, _) => optional(member.trim_end_matches('?')),
    };
    let record = match (line.record, line.zone) {
        ("-", _) | (_, "-") => "None".to_owned(),
        (record, zone) => {
            format!("Some(RecordRow {{ owner: {}, zone: Pattern({zone:?}) }})", template(record))
        }
    };
    let public_side = render_public_side(line.public_side).unwrap_or_default();
    let (fqdn, mark) = (optional(line.fqdn), line.mark);
    let _ = write!(
        table,
        "            Row {{ member: {member}, is_sure: {is_sure}, fqdn: {fqdn}, record: {record}, "
    );
    let _ = writeln!(table, "public_side: {public_side}, certainty: {mark} }},");
}

fn template(text: &str) -> String {
    format!("Template({text:?})")
}
