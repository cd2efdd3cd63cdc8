//! When the outside fails: how long it is waited for, what is remembered of it, and what is answered instead.

use std::time::Duration;

use zone_store::cache::{CacheLimits, Caches, Moment};
use zone_store::engine::{Progress, Refresh, Resolution};

use crate::world::{Built, World, parse_reply, query, text};

const SECOND: Duration = Duration::from_secs(1);

/// A network whose azure_dns asks the outside, and a server that asks azure_dns.
fn world() -> World {
    World::new()
        .network("hub", &[])
        .network("onprem", &[])
        .server("dns", "hub")
        .forward("dns", ".", &["azure:hub"])
        .server("real", "hub")
        .forward("real", ".", &["192.0.2.1:53", "192.0.2.2:53", "!gone", "192.0.2.3:53"])
        .outside("dead.example", "silence")
        .outside("refused.example", "REFUSED")
}

fn caches(change: impl FnOnce(&mut CacheLimits)) -> Caches {
    let mut limits = CacheLimits::default();
    change(&mut limits);
    Caches::new(limits)
}

fn begin<'s>(built: &'s Built, from: &str, question: &str) -> Resolution<'s> {
    Resolution::new(&built.snapshot, built.resolver(from), query(question))
}

/// Answers every question after `took`; returns whom, and how long it was to be waited for.
fn drive(resolution: &mut Resolution<'_>, reply: &str, took: Duration) -> (String, Vec<(usize, Duration)>) {
    let (caches, mut asked) = (Caches::default(), Vec::new());
    loop {
        match resolution.run(&caches, Moment::ZERO) {
            Progress::Done(outcome) => return (text(&outcome), asked),
            Progress::Ask(ask) => {
                asked.push((ask.targets.len(), ask.timeout));
                resolution.resume(parse_reply(reply), took);
            }
        }
    }
}

#[test]
fn a_question_takes_no_longer_than_the_most_impatient_who_waits_for_it() {
    for (patience, want) in [(1, 1), (3, 3), (60, 3)] {
        let built = world().with_server("dns", |server| server.timeout = SECOND * patience).build();
        let (_, asked) = drive(&mut begin(&built, "@dns", "dead.example"), "silence", Duration::ZERO);
        assert_eq!(asked, [(1, SECOND * want)]);
    }
    let built =
        world().with_server("real", |server| server.timeout = SECOND * 9).dhcp("onprem", &["real"]).build();
    let (_, asked) = drive(&mut begin(&built, "@real", "dead.example"), "silence", Duration::ZERO);
    assert_eq!(asked[0].1, SECOND * 9, "a server waits as long as its configuration says");
    let (_, asked) = drive(&mut begin(&built, "client of onprem", "dead.example"), "silence", Duration::ZERO);
    assert_eq!(asked[0].1, SECOND * 5, "and its client gives up");
}

#[test]
fn several_questions_of_one_resolver_share_the_time() {
    let half = "NOERROR\na.example. 60 CNAME b.example.";
    let built = world().build();
    let mut resolution = begin(&built, "hub", "a.example");
    let caches = Caches::default();
    let Progress::Ask(ask) = resolution.run(&caches, Moment::ZERO) else { panic!("it asks") };
    assert_eq!(ask.timeout, SECOND * 3);
    resolution.resume(parse_reply(half), SECOND * 2);
    let Progress::Ask(ask) = resolution.run(&caches, Moment::ZERO) else { panic!("it asks") };
    assert_eq!(ask.timeout, SECOND);
    resolution.resume(parse_reply("silence"), SECOND);
    let Progress::Done(outcome) = resolution.run(&caches, Moment::ZERO) else { panic!("it is done") };
    assert_eq!(text(&outcome), "SERVFAIL\n; 22 192.0.2.53 did not answer");
}

#[test]
fn real_servers_that_follow_each_other_are_asked_together() {
    let built = world().build();
    let mut resolution = begin(&built, "@real", "dead.example");
    let (text, asked) = drive(&mut resolution, "silence", Duration::ZERO);
    assert_eq!(asked, [(2, SECOND * 3), (1, SECOND * 3)]);
    let silent = "192.0.2.53 did not answer";
    assert_eq!(text, format!("SERVFAIL\n; 22 real: no answer for dead.example: {silent}; gone; {silent}"));
}

#[test]
fn clients_ask_each_of_their_real_servers_by_itself() {
    let built = world().dhcp("onprem", &["192.0.2.1:53", "192.0.2.2:53"]).build();
    let (text, asked) = drive(&mut begin(&built, "client of onprem", "x.example"), "REFUSED", Duration::ZERO);
    assert_eq!((text.as_str(), asked), ("REFUSED", vec![(1, SECOND * 5), (1, SECOND * 5)]));
}

#[test]
fn an_answer_that_comes_too_late_for_a_server_is_silence_that_says_what_it_would_have_said() {
    let built = world().with_server("dns", |server| server.timeout = SECOND).build();
    let (late, soon) = (SECOND + Duration::from_millis(1), Duration::from_millis(999));
    let (text, _) = drive(&mut begin(&built, "@dns", "dead.example"), "silence", late);
    assert_eq!(
        text,
        "SERVFAIL\n; 22 dns: no answer for dead.example: azure_dns of hub did not answer in time \
         (192.0.2.53 did not answer)"
    );
    let reply = "NOERROR\nx.example. 60 A 192.0.2.1";
    let (text, _) = drive(&mut begin(&built, "@dns", "x.example"), reply, late);
    assert_eq!(text, "SERVFAIL\n; 22 dns: no answer for x.example: azure_dns of hub did not answer in time");
    assert_eq!(drive(&mut begin(&built, "@dns", "x.example"), reply, soon).0, reply);
}

#[test]
fn what_is_owed_is_only_the_time_that_did_not_go_by() {
    let built = world().build();
    let mut resolution = begin(&built, "@real", "dead.example");
    drive(&mut resolution, "silence", SECOND);
    assert_eq!(
        resolution.waited(),
        SECOND * 3,
        "the modelled target is silent for 3 s, the real ones were for 2"
    );
}

#[test]
fn a_failure_is_remembered_for_a_moment_by_whoever_asks_the_same_servers() {
    for question in ["dead.example", "refused.example"] {
        let (built, caches) = (world().build(), Caches::default());
        let (first, asked, _) = built.resolve_at("hub", question, &caches, 0);
        assert_eq!(asked.len(), 1);
        for from in ["hub", "internet", "inbound of hub", "@dns"] {
            let (text, asked, _) = built.resolve_at(from, question, &caches, 0);
            assert_eq!(asked.len(), 0, "{from} {question}");
            assert_eq!(
                text,
                format!("{first}\n; 13 it failed a moment ago and was not asked again"),
                "{from}"
            );
        }
        let another = built.resolve_at("hub", &format!("+{question}"), &caches, 0);
        assert_eq!(another.1.len(), 1, "another question");
        assert_eq!(built.resolve_at("hub", question, &caches, 4).1.len(), 0, "four seconds later");
        assert_eq!(built.resolve_at("hub", question, &caches, 5).1.len(), 1, "five seconds later");
    }
}

#[test]
fn failures_are_remembered_as_long_as_the_limits_say() {
    for (error_ttl, until) in [(0, 0), (300, 300)] {
        let (built, caches) = (world().build(), caches(|limits| limits.error_ttl = SECOND * error_ttl));
        for (seconds, asked) in [(0, 1), (until.max(1) - 1, usize::from(until == 0)), (until, 1)] {
            assert_eq!(built.resolve_at("hub", "dead.example", &caches, seconds).1.len(), asked, "{seconds}");
        }
    }
}

#[test]
fn silence_towards_the_impatient_is_no_failure() {
    let built = world().with_server("dns", |server| server.timeout = SECOND).build();
    let caches = Caches::default();
    built.resolve_at("@dns", "dead.example", &caches, 0);
    assert_eq!(built.resolve_at("hub", "dead.example", &caches, 0).1.len(), 1);
    let mut resolution = begin(&built, "hub", "x.example");
    assert!(matches!(resolution.run(&caches, Moment::ZERO), Progress::Ask(_)));
    resolution.give_up("no place".to_owned());
    assert!(matches!(resolution.run(&caches, Moment::ZERO), Progress::Done(_)));
    assert!(matches!(begin(&built, "hub", "x.example").run(&caches, Moment::ZERO), Progress::Ask(_)));
}

/// Returns a world whose outside knows `x.example` and `no.example`, and one where it is silent.
fn before_and_after() -> (Built, Built) {
    let soa = "--\nexample. 3600 SOA a. b. 1 2 3 4 30";
    let alive = world()
        .outside("x.example", "NOERROR\nx.example. 100 CNAME y.example.\ny.example. 200 A 192.0.2.1")
        .outside("no.example", &format!("NXDOMAIN\n{soa}"))
        .outside("nodata.example", &format!("NOERROR\n{soa}"));
    let dead = ["x.example", "no.example", "nodata.example"];
    let dead = dead.iter().fold(world(), |world, name| world.outside(name, "silence"));
    (alive.build(), dead.build())
}

#[test]
fn stale_answers_are_given_when_the_outside_fails_and_say_so() {
    let why = "expired answer, because asking again failed: ";
    let soa = "--\nexample. 30 SOA a. b. 1 2 3 4 30";
    for (question, want) in [
        (
            "x.example",
            "NOERROR\n; 3 WHY\nx.example. 30 CNAME y.example.\ny.example. 30 A 192.0.2.1".to_owned(),
        ),
        ("no.example", format!("NXDOMAIN\n; 19 WHY\n{soa}")),
        ("nodata.example", format!("NOERROR\n; 3 WHY\n{soa}")),
    ] {
        let (alive, dead) = before_and_after();
        let caches = caches(|limits| limits.serve_stale = SECOND * 1000);
        for from in ["hub", "@dns"] {
            alive.resolve_at(from, question, &caches, 0);
        }
        for (seconds, reason) in [
            (100, "192.0.2.53 did not answer"),
            (129, "it failed a moment ago"),
            (140, "192.0.2.53 did not answer"),
            (1000, "192.0.2.53 did not answer"),
        ] {
            let (text, ..) = dead.resolve_at("hub", question, &caches, seconds);
            let want = want.replace("WHY", &format!("{why}{reason}"));
            assert_eq!(text, want, "{question} after {seconds} s");
        }
        assert!(dead.resolve_at("hub", question, &caches, 1100).0.starts_with("SERVFAIL"));
        assert!(alive.resolve_at("hub", question, &caches, 2000).1.len() == 1, "the outside is asked first");
    }
}

#[test]
fn a_server_serves_its_own_stale_answer_when_its_targets_fail() {
    let build = |targets: &[&str]| {
        world()
            .server("own", "onprem")
            .forward("own", ".", targets)
            .outside("x.example", "NOERROR\nx.example. 10 A 192.0.2.1")
            .build()
    };
    let caches = caches(|limits| limits.serve_stale = SECOND * 1000);
    build(&["azure:hub"]).resolve_at("@own", "x.example", &caches, 0);
    let (text, ..) = build(&["!unplugged"]).resolve_at("@own", "x.example", &caches, 500);
    let why = "expired answer, because asking again failed: own: no answer for x.example: unplugged";
    assert_eq!(text, format!("NOERROR\n; 3 {why}\nx.example. 30 A 192.0.2.1"));
}

#[test]
fn without_serve_stale_nothing_is_given_out_beyond_its_time() {
    let ((alive, dead), caches) = (before_and_after(), Caches::default());
    alive.resolve_at("hub", "x.example", &caches, 0);
    assert_eq!(dead.resolve_at("hub", "x.example", &caches, 99).1.len(), 0);
    assert!(dead.resolve_at("hub", "x.example", &caches, 100).0.starts_with("SERVFAIL"));
}

#[test]
fn a_stale_chain_is_cut_like_any_other() {
    let build = |reply: &str| {
        World::new()
            .zone("y.example", "@ 10 A 10.0.0.7\n")
            .network("hub", &["y.example"])
            .outside("x.example", reply)
            .build()
    };
    let caches = caches(|limits| limits.serve_stale = SECOND * 1000);
    let alive = build("NOERROR\nx.example. 100 CNAME y.example.\ny.example. 200 A 192.0.2.1");
    alive.resolve_at("hub", "x.example", &caches, 0);
    let (text, ..) = build("silence").resolve_at("hub", "x.example", &caches, 500);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].starts_with("; 3 "), "{text}");
    assert_eq!(lines[2..], ["x.example. 30 CNAME y.example.", "y.example. 10 A 10.0.0.7"]);
}

/// Asks at a moment; returns what should be asked for again.
fn refreshes(built: &Built, from: &str, question: &str, caches: &Caches, seconds: u64) -> Vec<Refresh> {
    let mut resolution = begin(built, from, question);
    let (_, asked) = built.drive(&mut resolution, caches, seconds);
    assert_eq!(asked.len(), 0, "{question} is remembered");
    resolution.refreshes().to_vec()
}

#[test]
fn what_is_used_in_the_last_tenth_of_its_time_is_asked_for_again_once() {
    for (from, resolver) in [("hub", "azure_dns of hub"), ("@dns", "dns"), ("internet", "internet")] {
        let ((built, _), caches) = (before_and_after(), caches(|limits| limits.prefetch = true));
        built.resolve_at(from, "x.example", &caches, 0);
        assert_eq!(refreshes(&built, from, "x.example", &caches, 89), []);
        let told = refreshes(&built, from, "x.example", &caches, 90);
        let [refresh] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(built.snapshot.label(refresh.resolver), resolver);
        assert_eq!(refresh.query, query("x.example"));
        assert_eq!(refreshes(&built, from, "x.example", &caches, 91), [], "told already");
        let mut resolution = Resolution::refreshing(&built.snapshot, refresh.clone());
        let (_, asked) = built.drive(&mut resolution, &caches, 95);
        assert_eq!(asked.len(), usize::from(from != "@dns"), "the memory of azure_dns serves the server");
        let left = built.resolve_at(from, "x.example", &caches, 99).0;
        let ttl = if from == "@dns" { "x.example. 1 CNAME" } else { "x.example. 96 CNAME" };
        assert!(left.contains(ttl), "{from}: {left}");
    }
}

#[test]
fn nothing_is_asked_for_again_unless_it_is_wanted() {
    let ((built, _), caches) = (before_and_after(), Caches::default());
    built.resolve_at("hub", "x.example", &caches, 0);
    assert_eq!(refreshes(&built, "hub", "x.example", &caches, 99), []);
}

#[test]
fn a_name_that_does_not_exist_has_no_other_types_either_but_no_data_says_nothing_of_them() {
    let ((built, _), caches) = (before_and_after(), Caches::default());
    let chained = "NXDOMAIN\nz.example. 9 CNAME no.example.\n--\nexample. 3600 SOA a. b. 1 2 3 4 30";
    for (question, asked) in [("no.example", 0), ("nodata.example", 1), ("z.example", 1)] {
        let built = match question {
            "no.example" => &built,
            _ => &world()
                .outside("nodata.example", "NOERROR\n--\nexample. 3600 SOA a. b. 1 2 3 4 30")
                .outside("nodata.example TXT", "NOERROR\nnodata.example. 9 TXT x")
                .outside("z.example", chained)
                .outside("z.example TXT", chained)
                .build(),
        };
        built.resolve_at("hub", question, &caches, 0);
        let again = built.resolve_at("hub", &format!("{question} TXT"), &caches, 1);
        assert_eq!(again.1.len(), asked, "{question}: {}", again.0);
        assert_eq!(again.0.starts_with("NXDOMAIN"), question != "nodata.example", "{question}");
    }
}
