//! Explanations as JSON, as docs/explain.schema.json describes it.

use azure_model::Provenance;
use insight::diagnosis::{LineChange, Suspect, VerifiedFix};
use insight::explain::{
    AccessView, Act, By, ClientView, ExplainedStep, Explanation, NameFinding, NameVerdict, NearMiss,
    RegistryView, ResolverView, Told, Verdict, WhyClient, WhyResolver,
};
use serde_json::{Value, json};
use zone_store::answer::rcode_name;
use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;

use super::explain::Asked;

/// The version of the schema. Fields may be added to a version; none changes its meaning or goes.
const VERSION: u32 = 1;

/// Returns everything about one question.
pub(crate) fn explanation(explanation: &Explanation, asked: Asked<'_>) -> Value {
    json!({
        "version": VERSION,
        "question": question(&explanation.query),
        "from": asked.from,
        "verdict": explanation.verdict.map(Verdict::word),
        "answer": told(&explanation.told),
        "client": client(&explanation.client),
        "resolver": resolver(&explanation.resolver),
        "steps": explanation.steps.iter().map(step).collect::<Value>(),
        "near_misses": explanation.near_misses.iter().map(near_miss).collect::<Value>(),
        "registry": explanation.registry.as_ref().map(registry),
        "suspects": explanation.suspects.iter().map(suspect).collect::<Value>(),
    })
}

/// Returns an object for each network.
pub(crate) fn networks(all: &[(String, Explanation)]) -> Value {
    let network = |(name, explanation): &(String, Explanation)| {
        let first = explanation.suspects.first();
        json!({
            "network": name,
            "resolver": explanation.resolver.resolver,
            "answer": told(&explanation.told),
            "verdict": explanation.verdict.map(Verdict::word),
            "suspect": first.map(|suspect| json!({ "id": suspect.rule.id, "name": suspect.rule.name })),
        })
    };
    json!({
        "version": VERSION,
        "question": all.first().map(|(_, explanation)| question(&explanation.query)),
        "networks": all.iter().map(network).collect::<Value>(),
    })
}

fn text_of(name: &Name) -> String {
    if name.is_root() { ".".to_owned() } else { name.without_dot() }
}

fn type_of(rtype: RecordType) -> String {
    rdata::type_name(rtype).to_string()
}

fn place(place: &Provenance) -> Value {
    let number = |number: u32| (number > 0).then_some(number);
    json!({ "file": place.holder(), "line": number(place.line()), "column": number(place.column()) })
}

fn question(query: &Query) -> Value {
    json!({ "name": text_of(&query.name), "type": type_of(query.rtype) })
}

fn told(told: &Told) -> Value {
    let short = told.in_short();
    match told {
        Told::Answer(answer) => {
            let records = answer.records.iter().map(|record| {
                let (owner, kind) = (text_of(&record.owner), type_of(record.rtype));
                json!({ "name": owner, "ttl": record.ttl, "type": kind, "data": record.data })
            });
            json!({
                "kind": "answer",
                "short": short,
                "rcode": rcode_name(answer.rcode),
                "records": records.collect::<Value>(),
                "errors": answer.errors,
            })
        }
        Told::Silence { why } => json!({ "kind": "silence", "short": short, "why": why }),
        Told::Unknown { name, rtype, targets } => json!({
            "kind": "unknown",
            "short": short,
            "name": text_of(name),
            "type": type_of(*rtype),
            "targets": targets,
        }),
    }
}

fn client(client: &ClientView) -> Value {
    let (by, address, prefix) = match &client.why {
        WhyClient::Internet => ("internet", None, None),
        WhyClient::Named => ("name", None, None),
        WhyClient::Prefix { address, prefix, key } => (*key, Some(address), Some(prefix)),
        WhyClient::Nowhere { address } => ("nothing", Some(address), None),
        WhyClient::Several { address, .. } => ("several", Some(address), None),
    };
    let claims = match &client.why {
        WhyClient::Several { claims, .. } => claims.as_slice(),
        WhyClient::Internet | WhyClient::Named | WhyClient::Prefix { .. } | WhyClient::Nowhere { .. } => &[],
    };
    let claims = claims.iter().map(|(network, prefix, at)| {
        json!({ "network": network, "prefix": prefix.to_string(), "place": place(at) })
    });
    json!({
        "network": client.network,
        "is_azure": client.is_azure,
        "by": by,
        "address": address.map(ToString::to_string),
        "prefix": prefix.map(ToString::to_string),
        "claims": claims.collect::<Value>(),
        "text": client.to_string(),
        "place": client.place.as_ref().map(place),
    })
}

fn resolver(resolver: &ResolverView) -> Value {
    let why = match &resolver.why {
        WhyResolver::Named => "named",
        WhyResolver::DnsServers { .. } => "dns_servers",
        WhyResolver::AzureProvided => "azure_provided",
        WhyResolver::Outside => "outside_azure",
        WhyResolver::Internet => "internet",
        WhyResolver::Directly { .. } => "directly",
        WhyResolver::Nobody { .. } => "nobody",
    };
    json!({
        "name": resolver.resolver,
        "why": why,
        "text": resolver.to_string(),
        "place": resolver.place.as_ref().map(place),
    })
}

fn step(step: &ExplainedStep) -> Value {
    let mut object = act(&step.act);
    object["depth"] = step.depth.into();
    object["resolver"] = step.resolver.clone().into();
    object
}

fn act(act: &Act) -> Value {
    match act {
        Act::Asked { name, rtype } => {
            json!({ "act": "asked", "name": text_of(name), "type": type_of(*rtype) })
        }
        Act::Decided { name, by, finding } => {
            let mut object = found(finding);
            object["act"] = "decided".into();
            object["name"] = text_of(name).into();
            object["by"] = decider(by);
            object
        }
        Act::FellBack { name, link } => {
            json!({ "act": "fell_back", "name": text_of(name), "place": link.as_ref().map(place) })
        }
        Act::Forwarded { name, route, target, unreachable } => {
            let route = route.as_ref().map(|route| {
                let kind = if route.is_rule { "rule" } else { "forwarder" };
                json!({ "kind": kind, "zone": text_of(&route.zone), "place": route.place.as_ref().map(place) })
            });
            json!({
                "act": "forwarded",
                "name": text_of(name),
                "route": route,
                "target": target,
                "unreachable": unreachable,
            })
        }
        Act::WentOutside { name, targets } => {
            json!({ "act": "went_outside", "name": text_of(name), "targets": targets })
        }
        Act::CameBack { rcode, cut } => {
            json!({ "act": "came_back", "rcode": rcode_name(*rcode), "cut": cut.as_ref().map(text_of) })
        }
        Act::Remembered { name } => json!({ "act": "remembered", "name": text_of(name) }),
        Act::Stopped { why } => json!({ "act": "stopped", "why": why }),
        Act::Answered { rcode } => json!({ "act": "answered", "rcode": rcode.map(rcode_name) }),
    }
}

fn decider(by: &By) -> Value {
    let (kind, zone, link, network) = match by {
        By::Zone { zone, link, network, .. } => ("linked_zone", Some(zone), link.as_ref(), Some(network)),
        By::BuiltIn { zone, network } => ("built_in_zone", Some(zone), None, Some(network)),
        By::OwnZone { zone, .. } => ("own_zone", Some(zone), None, None),
        By::Public { .. } => ("public", None, None, None),
        By::ClosedWorld => ("closed_world", None, None, None),
    };
    let what = match by {
        By::Public { what, .. } => what.as_ref(),
        By::Zone { .. } | By::BuiltIn { .. } | By::OwnZone { .. } | By::ClosedWorld => None,
    };
    json!({
        "kind": kind,
        "zone": zone,
        "link": link,
        "network": network,
        "what": what,
        "text": by.to_string(),
        "place": by.place().map(place),
    })
}

fn found(finding: &NameFinding) -> Value {
    match finding {
        NameFinding::Records { data, is_alias, is_wildcard, source } => json!({
            "finding": if *is_alias { "alias" } else { "records" },
            "data": data,
            "wildcard": is_wildcard,
            "source": source.as_ref().and_then(|source| source.what.as_deref()),
            "place": source.as_ref().map(|source| place(&source.place)),
        }),
        NameFinding::NoData => json!({ "finding": "no_data" }),
        NameFinding::NxDomain => json!({ "finding": "nxdomain" }),
        NameFinding::Delegated => json!({ "finding": "delegated" }),
    }
}

fn near_miss(miss: &NearMiss) -> Value {
    json!({
        "kind": miss.what.word(),
        "name": text_of(&miss.name),
        "text": miss.what.to_string(),
        "place": miss.place.as_ref().map(place),
    })
}

fn registry(registry: &RegistryView) -> Value {
    json!({
        "name": registry.name,
        "verdict": registry.verdict.word(),
        "has_private_endpoint": registry.has_endpoint,
        "has_data_endpoints": registry.has_data_endpoints,
        "names": registry.names.iter().map(name_verdict).collect::<Value>(),
        "place": place(&registry.place),
    })
}

fn name_verdict(name: &NameVerdict) -> Value {
    json!({
        "role": name.role.word(),
        "region": name.role.region(),
        "name": text_of(&name.name),
        "verdict": name.verdict.word(),
        "addresses": name.addresses.iter().map(|address| Value::from(address.to_string())).collect::<Value>(),
        "answer": name.told.in_short(),
        "note": name.note,
        "access": name.access.as_ref().map(access),
    })
}

fn access(access: &AccessView) -> Value {
    let cases = access.cases.iter().map(|case| {
        json!({ "outcome": case.outcome, "reason": case.reason, "place": case.place.as_ref().map(place) })
    });
    json!({ "outcome": access.outcome, "cases": cases.collect::<Value>(), "text": access.lines.join("\n") })
}

fn suspect(suspect: &Suspect) -> Value {
    json!({
        "id": suspect.rule.id,
        "name": suspect.rule.name,
        "title": suspect.rule.title,
        "page": suspect.rule.page(),
        "reason": suspect.reason,
        "fix": suspect.fix,
        "advice": suspect.advice,
        "place": place(&suspect.place),
        "change": suspect.verified_fix.as_ref().map(change),
    })
}

fn change(fix: &VerifiedFix) -> Value {
    let lines = fix.lines.iter().map(|line| {
        let change = match line.change {
            LineChange::Added => "added",
            LineChange::Removed => "removed",
        };
        json!({ "line": line.line, "change": change, "text": line.text })
    });
    json!({ "file": fix.file, "lines": lines.collect::<Value>(), "answer": fix.answer })
}
