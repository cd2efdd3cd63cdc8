//! The record of a resolution: what matched, at which resolver; and what else could have.

use zone_store::cache::Caches;
use zone_store::engine::{Decider, Event, Resolution, RouteKind, Trace, TraceEntry};
use zone_store::resolver::RuleEffect;
use zone_store::zone::Lookup;

use crate::world::{Built, World, name, query};

/// A spoke whose rule leads on-premises, where a server asks the hub for one zone and the Internet for the rest.
fn world() -> World {
    World::new()
        .zone("privatelink.azurecr.io", "reg 10 A 10.0.0.7\n*.any 10 A 10.0.0.8\n")
        .zone("azurecr.io", "")
        .network("hub", &["privatelink.azurecr.io"])
        .network("spoke", &[])
        .network("onprem", &[])
        .public("www.example.org. 60 A 192.0.2.80\n")
        .public_zone("example.com", "@ 60 SOA a. b. 1 2 3 4 5\nwww 60 A 192.0.2.81\n")
        .server("onprem-dns", "onprem")
        .forward("onprem-dns", "privatelink.azurecr.io", &["azure:hub"])
        .forward("onprem-dns", ".", &["internet"])
        .rule("spoke", "io", &["onprem-dns"])
        .rule("spoke", "loop.example", &["azure:spoke"])
}

fn trace(built: &Built, from: &str, question: &str) -> Trace {
    let mut resolution = Resolution::recording(&built.snapshot, built.resolver(from), query(question));
    built.drive(&mut resolution, &Caches::default(), 0);
    resolution.into_trace()
}

/// Writes who is at work, one line an event, each indented by those who wait.
fn outline(built: &Built, trace: &Trace) -> Vec<String> {
    let line = |entry: &TraceEntry| {
        let what = match &entry.event {
            Event::Entered { .. } => "asked".to_owned(),
            Event::Chosen { route, .. } => match route.kind {
                RouteKind::Rule => format!("rule with {} labels", route.labels),
                RouteKind::Forwarder => format!("forwarder with {} labels", route.labels),
            },
            Event::Forwarded { route, .. } => format!("forwards by {:?}", route.map(|route| route.labels)),
            Event::Decided { .. } => "decides".to_owned(),
            Event::Answered { .. } => "done".to_owned(),
            other => format!("{other:?}"),
        };
        format!("{}{}: {what}", "  ".repeat(entry.depth), built.snapshot.label(entry.resolver))
    };
    trace.entries().iter().map(line).collect()
}

#[test]
fn a_name_that_rules_do_not_reach_is_recorded() {
    let built = world().rule("spoke", "azurecr.io", &[]).build();
    let exempt = |question: &str| {
        let trace = trace(&built, "spoke", question);
        trace
            .events()
            .any(|event| matches!(event, Event::Exempt { name: exempt } if *exempt == name(question)))
    };
    assert!(exempt("reg.azurecr.io"), "the shorter rule is for io");
    assert!(!exempt("reg.example.io") && !exempt("www.example.org"));
}

#[test]
fn every_event_stands_with_the_resolver_at_work_and_what_it_matched() {
    let built = world().build();
    let trace = trace(&built, "spoke", "reg.privatelink.azurecr.io");
    assert_eq!(
        outline(&built, &trace),
        [
            "azure_dns of spoke: asked",
            "azure_dns of spoke: rule with 1 labels",
            "azure_dns of spoke: forwards by Some(1)",
            "  onprem-dns: asked",
            "  onprem-dns: forwarder with 3 labels",
            "  onprem-dns: forwards by Some(3)",
            "    azure_dns of hub: asked",
            "    azure_dns of hub: decides",
            "    azure_dns of hub: done",
            "  onprem-dns: done",
        ]
    );
    let (resolver, question) = trace.question().expect("a question");
    assert_eq!(
        (resolver, question.name.to_string()),
        (built.resolver("spoke"), "reg.privatelink.azurecr.io.".to_owned())
    );
    assert_eq!(trace.resolvers().count(), 3);
    let decisions: Vec<_> = trace.decisions().collect();
    assert!(matches!(decisions[..], [decision] if decision.at == built.resolver("hub")), "{decisions:?}");
}

#[test]
fn a_loop_is_recorded_as_resolvers_not_as_text() {
    let built = world().build();
    let trace = trace(&built, "spoke", "x.loop.example");
    let spoke = built.resolver("spoke");
    let found = trace.events().find_map(|event| match event {
        Event::Circle { name, resolvers } => Some((name.to_string(), resolvers.clone(), event)),
        _ => None,
    });
    let (name, resolvers, event) = found.expect("a circle");
    assert_eq!((name.as_str(), resolvers), ("x.loop.example.", vec![spoke, spoke]));
    let text = "forwarding loop for x.loop.example: azure_dns of spoke > azure_dns of spoke";
    assert_eq!(event.refusal(&built.snapshot).as_deref(), Some(text), "what the client is told");
}

#[test]
fn the_public_side_says_whether_a_whole_zone_decided() {
    let built = world().build();
    for (question, want) in
        [("www.example.com", Some(2)), ("no.example.com", Some(2)), ("www.example.org", None)]
    {
        let trace = trace(&built, "internet", question);
        let by = trace.decisions().next().map(|decision| decision.by);
        assert_eq!(by, Some(Decider::Public { apex: want }), "{question}");
    }
}

#[test]
fn the_records_of_a_decision_are_those_of_the_answer() {
    let built = world().build();
    for (from, question, want) in [
        ("hub", "reg.privatelink.azurecr.io", true),
        ("hub", "x.any.privatelink.azurecr.io", true),
        ("hub", "no.privatelink.azurecr.io", false),
        ("internet", "www.example.com", true),
        ("internet", "nobody.example", false),
    ] {
        let trace = trace(&built, from, question);
        let decided = trace.entries().iter().find(|entry| entry.decision().is_some()).expect("a decision");
        let found = trace.records(&built.snapshot, decided);
        assert_eq!(matches!(found, Some(Lookup::Found { .. })), want, "{question}: {found:?}");
        assert!(trace.records(&built.snapshot, &trace.entries()[0]).is_none(), "a question is no decision");
    }
}

#[test]
fn contenders_are_all_that_could_decide_the_longest_first() {
    let built = world()
        .zone("io", "")
        .network("both", &["io", "privatelink.azurecr.io"])
        .rule("both", ".", &["internet"])
        .rule("both", "azurecr.io", &[])
        .own_zone("onprem-dns", "io", "")
        .build();
    let name = name("x.privatelink.azurecr.io");
    let of_network = built.snapshot.contenders(built.resolver("both"), &name);
    let zones: Vec<_> =
        of_network.zones.iter().map(|near| (near.labels, near.value.link.is_some())).collect();
    assert_eq!(zones, [(3, true), (2, false), (1, true), (1, false)], "the last is the server's own");
    let rules: Vec<_> =
        of_network.rules.iter().map(|rule| (rule.labels, matches!(rule.value, RuleEffect::Exempt))).collect();
    assert_eq!(rules, [(2, true), (0, false)]);
    assert!(of_network.forwarders.is_empty() && of_network.own_zones.is_empty());
    let longest = of_network.longest_link().map(|link| built.snapshot.zone(link.zone).apex().to_string());
    assert_eq!(longest.as_deref(), Some("privatelink.azurecr.io."));

    let of_server = built.snapshot.contenders(built.resolver("@onprem-dns"), &name);
    let forwarders: Vec<_> = of_server.forwarders.iter().map(|forwarder| forwarder.labels).collect();
    assert_eq!(forwarders, [3, 0]);
    assert_eq!(of_server.own_zones.iter().map(|zone| zone.labels).collect::<Vec<_>>(), [1]);
    assert!(of_server.rules.is_empty() && of_server.longest_link().is_none());
}
