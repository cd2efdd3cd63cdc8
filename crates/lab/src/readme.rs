//! The lab's page: the picture, how to run it, what to try.

use std::fmt::Write as _;

use crate::plan::{HubResolver, Plan};
use crate::questions::Questions;
use crate::{OnPremises, addresses};

/// Writes `README.md`.
pub(crate) fn write(plan: &Plan, questions: &Questions, notes: &[String]) -> String {
    let mut text = format!(
        "# {}\n\nA lab of {}, made by `zonite lab new`: Zonite is Azure, {} is the DNS server on-premises.\n\n{}\n",
        plan.name,
        plan.source,
        plan.server.title(),
        picture(plan)
    );
    text += &forwarded(plan);
    text += &play(plan);
    text += &attempts(plan, questions);
    if plan.server == OnPremises::Coredns {
        text.push_str(
            "\n## Not tried\n\nThe Corefile follows CoreDNS's documentation and was checked only by reading. The tests of Zonite \
             run the\nother servers' configurations.\n",
        );
    }
    if !notes.is_empty() {
        text.push_str("\n## What the lab leaves out\n\n");
        for note in notes {
            let _ = writeln!(text, "- {note}");
        }
    }
    text
}

fn picture(plan: &Plan) -> String {
    let Plan { hub, office, .. } = plan;
    let title = plan.server.title();
    let mut text = "```text\n".to_owned();
    let _ = writeln!(text, "onprem {}    desk {}", office.subnet, office.desk);
    let _ = writeln!(text, "                  | asks");
    let _ = writeln!(
        text,
        "                onprem-dns {} ({title}) ---- all else ----> internet {}",
        office.server,
        addresses::INTERNET_DNS
    );
    let _ = writeln!(
        text,
        "                  | forwarded zones              Zonite; outsider {}",
        addresses::OUTSIDER
    );
    match hub.way {
        HubResolver::Inbound(_) => {
            let _ = writeln!(text, "vpn {}      inbound endpoint {} = Zonite", hub.subnet, hub.address);
        }
        HubResolver::Forwarder(azure) => {
            let _ = writeln!(
                text,
                "vpn {}      forwarder {} (Unbound in {})",
                hub.subnet,
                hub.address,
                plan.hub_seat().label
            );
            let _ = writeln!(text, "                  | from {azure}");
        }
    }
    let _ = writeln!(text, "                  |");
    let _ = writeln!(text, "platform {}   168.63.129.16 = Zonite", addresses::PLATFORM);
    for seat in &plan.seats {
        let slice = seat.slice.to_string();
        let asks = match seat.resolver() {
            addresses::AZURE_DNS => String::new(),
            resolver => format!(", asks its DNS servers at {resolver}"),
        };
        let _ = writeln!(
            text,
            "  {slice:<19} {} {} in {}{asks}",
            seat.service,
            seat.platform_address(),
            seat.label
        );
    }
    text.push_str("```\n");
    text
}

fn forwarded(plan: &Plan) -> String {
    let mut text =
        "On-premises forwards these zones, and asks the Internet for everything else:\n\n".to_owned();
    for forward in &plan.forwards {
        let _ = writeln!(text, "- `{}`: {}", forward.zone.without_dot(), forward.why);
    }
    if plan.forwards.is_empty() {
        text.push_str("- none: no private zone is linked to a network\n");
    }
    text
}

fn play(plan: &Plan) -> String {
    let mut text = format!(
        "\n## Run it\n\nIn the repository of Zonite, with Docker and Compose. It prints what each client sees, and exits 0 if that is \
         as\n[expect.toml](expect.toml) and [saw.txt](saw.txt) say:\n\n```console\n$ docker/labs/run PATH/TO/{0}\n\
         $ docker/labs/run PATH/TO/{0} --keep      # leaves it running\n$ docker/labs/run --down\n```\n\n\
         Without the repository, in this folder. You need two images: `zonite`, and `zonite-lab`, a Debian with `zonite`, \
         `dig`,\nBIND, Unbound and dnsmasq (`docker/build-image` and `docker/labs/tools` of the repository build them). With \
         docker-compose\n1.29 write `docker-compose`.\n\n```console\n$ docker compose -p zonite-lab up -d\n",
        plan.name
    );
    let seats = plan.seats.iter().map(|seat| (&*seat.service, &*seat.label));
    for (service, label) in seats.chain([("desk", &*plan.office.label), ("outsider", "internet")]) {
        let _ = writeln!(
            text,
            "$ docker compose -p zonite-lab exec {service} zonite test --resolv-conf --as {label} /lab/expect.toml"
        );
    }
    text.push_str(
        "$ docker compose -p zonite-lab logs zonite      # the query log\n$ docker compose -p zonite-lab down\n```\n\n\
         Run one lab at a time: labs share 168.63.129.0/24. No packet leaves the lab's own networks.\n",
    );
    text
}

fn attempts(plan: &Plan, questions: &Questions) -> String {
    let name = questions.first_of(&plan.office.label).or_else(|| questions.first_of("internet"));
    let Some(name) = name.map(zone_store::name::Name::without_dot) else { return String::new() };
    let first = plan.hub_seat();
    let servers = match plan.hub.way {
        HubResolver::Inbound(_) => "onprem-dns",
        HubResolver::Forwarder(_) => "forwarder onprem-dns",
    };
    let (conf, exec) = (plan.server.file(), "$ docker compose -p zonite-lab exec");
    format!(
        "\n## What to try\n\n```console\n{exec} desk dig {name}\n{exec} {} dig {name}\n{exec} outsider dig {name}\n\
         {exec} desk dig +time=2 +tries=1 @168.63.129.16 {name}      # silent outside Azure\n```\n\n\
         Things to break. Each is a mistake that people make:\n\n\
         - Unlink the zone from {} in [zonite.toml](zonite.toml); Zonite loads the change within seconds.\n\
         - Forward the `privatelink` zone instead of the public one in [onprem-dns/{conf}](onprem-dns/{conf}).\n\
         - Forward to 168.63.129.16 instead of {}. The client waits, then gets SERVFAIL.\n\n\
         Servers cache answers, and read their configuration once. After a change:\n\n```console\n\
         $ docker compose -p zonite-lab restart {servers}\n```\n",
        first.service, first.label, plan.hub.address
    )
}
