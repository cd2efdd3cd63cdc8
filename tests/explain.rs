//! `zonite explain`: screens, JSON, exit codes, colours, and the reason that `dig` shows.

use std::collections::BTreeSet;

use serde_json::Value;
use test_support::program::Folder;

use crate::support::{ZONITE, check_page, check_schema, client, root, serve, zonite};

#[test]
fn every_screen_is_as_it_was() {
    check_page("tests/explain/screens.md", 30);
}

#[test]
fn every_command_of_the_page_prints_what_it_shows() {
    check_page("docs/explain.md", 8);
}

/// Lists what is asked of every ready configuration: its path, a place to ask from, a name.
fn questions() -> Vec<[String; 3]> {
    let mut questions = Vec::new();
    for entry in std::fs::read_dir(root().join("config")).expect("config/") {
        let path = entry.expect("an entry").path();
        let file = format!("config/{}", path.file_name().expect("a name").to_string_lossy());
        let text = std::fs::read_to_string(&path).expect("a configuration");
        let name_below = |header: &str| -> Vec<String> {
            let after = text.split(header).skip(1).filter_map(|rest| rest.split("name = \"").nth(1));
            after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let suffix = if text.contains("cloud = \"china\"") { "azurecr.cn" } else { "azurecr.io" };
        let registries = name_below("[[container_registry]]");
        let names = registries.into_iter().map(|name| format!("{name}.{suffix}"));
        let names: Vec<String> = names.chain(["www.example.com".to_owned()]).collect();
        for from in name_below("[[virtual_network]]").into_iter().chain(name_below("[[network]]")) {
            questions.extend(names.iter().map(|name| [file.clone(), from.clone(), name.clone()]));
        }
        questions.push([file, "192.0.2.1".to_owned(), names[0].clone()]);
    }
    assert!(questions.len() > 50, "{}", questions.len());
    questions
}

fn validate(documents: &[String]) {
    check_schema(&root().join("docs/explain.schema.json"), documents);
}

#[test]
fn json_is_as_the_schema_says_whatever_is_asked() {
    let mut documents = Vec::new();
    for [file, from, name] in questions() {
        let (code, out, err) = zonite(&["explain", &file, "--json", "--from", &from, &name]);
        // A configuration with upstreams leaves open what only they know.
        let is_open = file.ends_with("laptop.toml");
        assert!(code == Some(0) || is_open && code == Some(2), "{file} {from} {name}: {code:?} {err}");
        documents.push(out);
    }
    for more in [
        &["config/four-networks.toml", "--all-networks", "myacr.azurecr.io"][..],
        &["tests/explain/overlap.toml", "--from", "10.0.0.9", "www.example.com"],
        &["tests/explain/loop.toml", "--from", "onprem", "www.example.com"],
        &["tests/explain/outside.toml", "--from", "onprem", "www.example.com"],
        &["config/on-premises.toml", "--from", "127.0.3.9", "myacr.azurecr.io"],
        &["config/private-resolver.toml", "--from", "hub", "@10.1.1.4", "intranet.corp.example"],
    ] {
        documents.push(zonite(&[&["explain", "--json"], more].concat()).1);
    }
    validate(&documents);
}

#[test]
#[should_panic(expected = "version")]
fn the_schema_refuses_another_version() {
    let (_, out, _) = zonite(&["explain", "--json", "--from", "myVNet", "myregistry.azurecr.io"]);
    validate(&[out.replace("\"version\": 1", "\"version\": 2")]);
}

/// Gathers the names of properties, and the words that a property may have.
fn words(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                found.extend(properties.keys().cloned());
            }
            if let Some(Value::Array(words)) = object.get("enum") {
                found.extend(words.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            if let Some(Value::String(word)) = object.get("const") {
                found.insert(word.clone());
            }
            object.values().for_each(|value| words(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| words(value, found)),
        _ => {}
    }
}

#[test]
fn the_page_explains_every_field_and_word_of_the_schema() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).expect("a page");
    let schema: Value = serde_json::from_str(&read("docs/explain.schema.json")).expect("JSON");
    let (page, mut wanted) = (read("docs/explain.md"), BTreeSet::new());
    words(&schema, &mut wanted);
    assert!(wanted.len() > 80, "{wanted:?}");
    let is_there =
        |word: &&String| [format!("`{word}`"), format!(".{word}`")].iter().any(|it| page.contains(it));
    let missing: Vec<&String> = wanted.iter().filter(|word| !is_there(word)).collect();
    assert!(missing.is_empty(), "docs/explain.md does not explain {missing:?}");
}

#[test]
fn explain_says_what_query_says() {
    for [file, from, name] in questions() {
        let (_, json, _) = zonite(&["explain", &file, "--json", "--from", &from, &name]);
        let json: Value = serde_json::from_str(&json).expect("JSON");
        let records = json["answer"]["records"].as_array().cloned().unwrap_or_default();
        let told: Vec<&str> = records.iter().filter_map(|record| record["data"].as_str()).collect();
        let (_, short, _) = zonite(&["query", &file, "--short", "--from", &from, &name]);
        assert_eq!(told, short.lines().collect::<Vec<_>>(), "{file} {from} {name}");
    }
}

#[test]
fn any_answer_is_fine_and_what_only_the_outside_knows_is_not() {
    for (words, want) in [
        (&["--from", "myVNet", "myregistry.azurecr.io"][..], Some(0)),
        (&["--from", "myVNet", "nothing.example"], Some(0)),
        (&["config/on-premises.toml", "--from", "127.0.3.9", "myacr.azurecr.io"], Some(0)),
        (&["config/four-networks.toml", "--all-networks", "otheracr.azurecr.io"], Some(0)),
        (&["tests/explain/outside.toml", "--from", "onprem", "www.example.com"], Some(2)),
        (&["tests/explain/outside.toml", "--all-networks", "www.example.com"], Some(2)),
        (&["myregistry.azurecr.io"], Some(2)),
        (&["--from", "nowhere", "myregistry.azurecr.io"], Some(2)),
        (&["--all-networks", "@internet", "myregistry.azurecr.io"], Some(2)),
        (&["--all-networks", "--from", "myVNet", "myregistry.azurecr.io"], Some(2)),
    ] {
        let (code, out, err) = zonite(&[&["explain"], words].concat());
        assert_eq!(code, want, "{words:?}: {out}{err}");
        assert_eq!(err.is_empty(), !out.is_empty(), "{words:?}: one of the two says something");
    }
    let (_, out, _) =
        zonite(&["explain", "tests/explain/outside.toml", "--from", "onprem", "www.example.com"]);
    assert!(out.contains("www.example.com A would be asked at 192.0.2.53:53"), "{out}");
}

#[test]
fn there_are_colours_on_a_terminal_only_or_on_demand() {
    let run = |words: &[&str]| {
        zonite(&[&["explain", "--from", "myVNet", "myregistry.azurecr.io"], words].concat()).1
    };
    let plain = run(&[]);
    assert!(!plain.contains('\x1b') && plain.starts_with("PRIVATE  myregistry.azurecr.io"), "{plain}");
    assert_eq!(run(&["--color", "never"]), plain);
    let coloured = run(&["--color", "always"]);
    assert!(coloured.starts_with("\x1b[1m\x1b[32mPRIVATE\x1b[0m"), "{coloured:?}");
    // script(1) gives the program a terminal.
    let on_terminal = |variable: &str| {
        let command = format!("{variable} {ZONITE} explain --from myVNet myregistry.azurecr.io");
        client("script", &["-qec", &command, "/dev/null"])
    };
    assert!(on_terminal("NO_COLOR= TERM=xterm").contains('\x1b'));
    assert!(!on_terminal("NO_COLOR=1 TERM=xterm").contains('\x1b'));
    assert!(!on_terminal("NO_COLOR= TERM=dumb").contains('\x1b'));
}

#[test]
fn a_resolver_can_be_named_by_its_address() {
    let short =
        |words: &[&str]| zonite(&[&["query", "config/private-resolver.toml", "--short"], words].concat());
    let name = "myacr.azurecr.io";
    let by_name = short(&["--from", "onprem", "@hub-resolver/in", name]);
    assert_eq!(by_name.0, Some(0));
    assert_eq!(short(&["--from", "onprem", "@10.1.1.4", name]), by_name);
    assert!(short(&["--from", "hub", "@192.168.0.53", name]).1.ends_with("10.1.0.6\n"));
    let (code, _, err) = short(&["--from", "hub", "@10.1.1.5", name]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no resolver \"10.1.1.5\"; write @azure_dns, @onprem-dns"), "{err}");
}

/// Returns the Extended DNS Errors that `dig` shows.
fn reasons(server: &test_support::program::RunningServer, listener: &str, words: &[&str]) -> Vec<String> {
    let address = server.address(listener);
    let (at, port) = (format!("@{}", address.ip()), address.port().to_string());
    let out = client("dig", &[&[&at, "-p", &port, "+noall", "+comments"], words].concat());
    out.lines().filter_map(|line| line.strip_prefix("; EDE: ")).map(str::to_owned).collect()
}

/// Serves `config/four-networks.toml`, with the reason in every answer.
fn four_networks(folder: &Folder) -> test_support::program::RunningServer {
    let text = std::fs::read_to_string(root().join("config/four-networks.toml")).expect("a configuration");
    let file = folder.file("lab.toml", &text.replace("[azure_dns]\n", "[azure_dns]\nexplain = true\n"));
    serve(&[file.to_str().expect("a path")])
}

/// Takes out what differs from run to run: identifiers, cookies.
fn steady(output: &str) -> Vec<&str> {
    let lines = output.lines().filter(|line| !line.starts_with("; COOKIE: ") && !line.is_empty());
    lines.map(|line| line.split(", id: ").next().unwrap_or_default()).collect()
}

#[test]
fn dig_prints_what_the_page_shows() {
    let folder = Folder::new();
    let server = four_networks(&folder);
    let page = std::fs::read_to_string(root().join("docs/explain.md")).expect("the page");
    let ports = [("5301", "hub"), ("5303", "onprem")];
    let mut count = 0;
    for command in page.split("$ dig ").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()) {
        let (words, shown) = command.split_once('\n').expect("a command and its output");
        let port = |word: &str| match ports.iter().find(|(port, _)| *port == word) {
            Some((_, name)) => server.address(name).port().to_string(),
            None => word.to_owned(),
        };
        let words: Vec<String> = words.split(' ').map(port).collect();
        let seen = client("dig", &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(steady(&seen), steady(shown), "{words:?}");
        count += 1;
    }
    assert_eq!(count, 2);
}

#[test]
fn dig_shows_the_reason_where_the_configuration_wants_it() {
    let folder = Folder::new();
    let server = four_networks(&folder);
    for (listener, name, want) in [
        ("hub", "myacr", "zone rg-hub/privatelink.azurecr.io, linked to hub by \"hub-link\""),
        ("onprem", "myacr", "rg-hub/privatelink.azurecr.io is not linked to onprem; M1 zone-not-linked"),
        (
            "dev",
            "otheracr",
            "no such name: zone rg-dev/privatelink.azurecr.io, linked to dev by \"dev-link\"",
        ),
        ("internet", "pubacr", "public DNS: container registry \"pubacr\""),
    ] {
        let name = format!("{name}.azurecr.io");
        assert_eq!(reasons(&server, listener, &[&name]), [format!("0 (Other): ({want})")], "{listener}");
        assert_eq!(reasons(&server, listener, &["+noedns", &name]), [] as [&str; 0], "no OPT, no reason");
    }
    let refused = reasons(&server, "azure_dns", &["-b", "127.0.0.9", "myacr.azurecr.io"]);
    assert_eq!(refused.len(), 1, "what says why already gets no second reason: {refused:?}");
    let plain = serve(&["config/four-networks.toml"]);
    assert_eq!(reasons(&plain, "hub", &["myacr.azurecr.io"]), [] as [&str; 0]);
}

#[test]
fn a_remembered_answer_has_its_reason_too() {
    let folder = Folder::new();
    let path = root().join("config/wrong-zone-linked-to-spoke-only.toml");
    let text = std::fs::read_to_string(path).expect("a configuration");
    let file = folder.file("lab.toml", &text.replace("[azure_dns]\n", "[azure_dns]\nexplain = true\n"));
    let server = serve(&[file.to_str().expect("a path")]);
    let reason = "privatelink.azurecr.io is not linked to hub; M1 zone-not-linked";
    for want in
        [format!("0 (Other): ({reason})"), format!("0 (Other): (from the cache; without it: {reason})")]
    {
        assert_eq!(reasons(&server, "hub-dns", &["myacr.azurecr.io"]), [want]);
    }
}
