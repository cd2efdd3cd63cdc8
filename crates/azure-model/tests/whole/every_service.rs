//! Every service of the catalogue as somebody has it: seen from a linked network, from the Internet, and from a linked network
//! in which the resource is another organisation's. docs/services.md shows what comes out.
//!
//! `ZONITE_UPDATE_PAGES=1` writes the page instead; read the difference before you commit it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use zone_store::name::Name;
use zone_store::record::RecordType;

use super::answers::ask;
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::Catalogue;
use azure_catalogue::members::{Certainty, Group, placeholders};
use azure_model::model::{PublicSide, ResourceMember, ResourceName};
use azure_model::{Estate, Loaded, Memory, Refusals};
use azure_objects::ConfigFile;
use azure_objects::config_file::{
    GivenValue, PrivateDnsZone, PrivateEndpoint, PrivateLinkResource, Subnet, VirtualNetwork,
    VirtualNetworkLink,
};

/// What somebody would have to say: it is neither the resource's name nor made by the service.
const GIVEN: [(&str, &str); 15] = [
    ("dce", "mydce"),
    ("endpoint", "default"),
    ("event", "myevent"),
    ("eventHub", "myhub-events"),
    ("failoverGroup", "myfog"),
    ("inference_endpoint", "myep"),
    ("iotHub", "myhub"),
    ("n", "1"),
    ("replica", "myreplica"),
    ("secondaryServer", "fabrikam"),
    ("service", "myservice"),
    ("slot", "staging"),
    ("subzone", "mysubzone"),
    ("tenant", "mytenant"),
    ("workspace", "myworkspace"),
];

const REGISTRIES: &str = "Microsoft.ContainerRegistry/registries";

/// Returns a resource called contoso that is one group.
fn contoso(group: &Group) -> PrivateLinkResource {
    let known = || {
        let of_rows = group.forms.iter().flat_map(|rows| placeholders(rows));
        of_rows.chain(group.group_id.placeholders()).map(|placeholder| placeholder.name)
    };
    let value = |wanted: &str| GIVEN.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let mut resource = PrivateLinkResource::of_type("contoso", group.resource_type);
    let id = group.group_id.fill(value).expect("an ID");
    resource.subresource = Some(id.as_str().into());
    let is_wildcard = |text: &str| text.starts_with("*.");
    let has_wildcards =
        group.forms[0].iter().any(|row| row.fqdn.is_some_and(|fqdn| is_wildcard(fqdn.text())));
    for (placeholder, value) in GIVEN {
        if known().any(|name| name == placeholder) || has_wildcards && placeholder == "inference_endpoint" {
            let values = vec![value.into()];
            resource.values.0.push(GivenValue { placeholder: placeholder.into(), values });
        }
    }
    resource
}

/// A hub that is linked to every zone of a resource; with an endpoint, or as a resource of somebody else.
fn estate(cloud: Cloud, resource: &PrivateLinkResource, zones: &[Name], is_ours: bool) -> Estate {
    let mut config = ConfigFile { cloud: cloud.into(), ..ConfigFile::default() };
    let mut hub = VirtualNetwork::new("hub");
    let prefix = |text: &str| text.parse::<ipnet::IpNet>().expect("a prefix");
    hub.address_space = vec![prefix("10.1.0.0/16").into()];
    hub.subnets = vec![Subnet::new("pe", &[prefix("10.1.1.0/24")])];
    config.virtual_networks.push(hub);
    for zone in zones {
        let mut written = PrivateDnsZone::new(zone.clone());
        written.virtual_network_links = vec![VirtualNetworkLink::new("l", "hub")];
        config.private_dns_zones.push(written);
    }
    let mut resource = resource.clone();
    if is_ours {
        let mut endpoint = PrivateEndpoint::new("pe", "hub", "pe", "contoso");
        endpoint.private_dns_zone_group =
            Some(zones.iter().map(|zone| zone.without_dot().as_str().into()).collect());
        config.private_endpoints.push(endpoint);
    } else {
        resource.privatelink_cname = Some(true).into();
    }
    config.private_link_resources.push(resource);
    let made = Estate::new(config, &Memory::default(), Path::new("."), Refusals::default());
    made.unwrap_or_else(|refusals| panic!("{zones:?}: {refusals:#?}"))
}

/// Where a name ends.
fn end(loaded: &Loaded, network: &str, name: &Name) -> &'static str {
    let lines = ask(loaded, network, &name.to_string(), RecordType::A);
    let last = lines.last().map_or("", String::as_str);
    match lines[0].as_str() {
        "NXDomain" => "NXDOMAIN",
        "NoError" if last.contains(" A 10.1.1.") => "private",
        "NoError" if last.contains(" A 203.0.113.") => "public",
        "NoError" if last.starts_with("authority:") => "NODATA",
        other => panic!("{name} from {network}: {other} {last}"),
    }
}

/// What a name has to come to: in the linked network, on the Internet, and in the linked network if it is somebody else's.
fn wanted(members: &[ResourceMember], name: &ResourceName, asked: &Name) -> [&'static str; 3] {
    // The apex of a zone is there without a record.
    let is_apex = name.record.as_ref().is_some_and(|record| record.owner == record.zone);
    let of_others = if is_apex { "NODATA" } else { "NXDOMAIN" };
    let is_private_asked = name.record.as_ref().is_some_and(|record| record.owner == *asked);
    match &name.public_side {
        PublicSide::Cname | PublicSide::CnameTwo { .. } | PublicSide::CnameAlways => {
            ["private", "public", of_others]
        }
        PublicSide::Private | PublicSide::Nothing if is_private_asked => ["private", "NXDOMAIN", "NXDOMAIN"],
        PublicSide::Private | PublicSide::Nothing => ["NXDOMAIN", "NXDOMAIN", "NXDOMAIN"],
        PublicSide::PrivateAddress => ["private", "private", "NXDOMAIN"],
        PublicSide::Alias(target) => {
            let mut names = members.iter().flat_map(|member| &member.names);
            let is_of = |other: &&ResourceName| {
                other.public.as_ref() == Some(target)
                    || other.record.as_ref().is_some_and(|one| one.owner == *target)
            };
            match names.find(is_of) {
                Some(other) => wanted(members, other, target),
                // A name of a resource that is not there.
                None => ["NXDOMAIN", "NXDOMAIN", "NXDOMAIN"],
            }
        }
    }
}

fn mark(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Documented => "D",
        Certainty::Observed => "O",
        Certainty::Inferred => "I",
        Certainty::Unknown => "?",
    }
}

/// Checks every name of a group; returns a line of the page for each.
fn lines_of(cloud: Cloud, group: &Group) -> Vec<String> {
    let resource = contoso(group);
    let alone = estate(cloud, &resource, &[], true);
    let members: Vec<ResourceMember> =
        alone.loaded().model.private_link_resources()[0].subresources[0].members.clone();
    let mut zones: Vec<Name> = Vec::new();
    for record in members.iter().flat_map(|member| &member.names).filter_map(|name| name.record.as_ref()) {
        if !zones.contains(&record.zone) {
            zones.push(record.zone.clone());
        }
    }
    // A zone group has no more.
    zones.truncate(5);
    let (ours, theirs) = (estate(cloud, &resource, &zones, true), estate(cloud, &resource, &zones, false));
    let mut lines = Vec::new();
    for member in &members {
        for name in &member.names {
            let record = name.record.as_ref().map(|record| &record.owner);
            let Some(asked) = name.public.as_ref().or(record) else { continue };
            let shown =
                |name: Option<&Name>| name.map_or("-".to_owned(), |name| format!("`{}`", name.without_dot()));
            let mut line =
                format!("| `{}` | {} | {} ", member.kind.member_name(), shown(Some(asked)), shown(record));
            let is_left_out = name.record.as_ref().is_some_and(|record| !zones.contains(&record.zone));
            if asked.is_wildcard() || is_left_out {
                line += "| | | ";
            } else {
                let found = [
                    end(ours.loaded(), "hub", asked),
                    end(ours.loaded(), "internet", asked),
                    end(theirs.loaded(), "hub", asked),
                ];
                assert_eq!(found, wanted(&members, name, asked), "{} {asked}", group.resource_type);
                let _ = write!(line, "| {} | {} | {} ", found[0], found[1], found[2]);
            }
            let _ = writeln!(line, "| {} |", mark(name.certainty));
            lines.push(line);
        }
    }
    lines
}

const HEAD: &str = "\
# Services

What a private endpoint of each service creates, and what its names come to. A test asks for every name, so this page is what Zonite answers.
The resource is called `contoso` and is in West Europe. What a service makes itself, such as a GUID, is made up; `values` of a
[`private_link_resource`](reference.md#private_link_resource) says it. The rows are those of the
[catalogue](../crates/azure-catalogue/catalogue/README.md), which has the source of each. The last column says how sure a row is:
documented (D), observed (O), inferred (I), unknown (?), as on [the page about Azure](azure.md#how-to-read-this-page).

The answers are those of three clients: one in a network that is linked to the zones and has the endpoint, one on the Internet, and one in a
linked network if the resource is another organisation's and has an endpoint there. Names below the same zone may
differ: `-` has no record of its own, and a wildcard has an answer for the names below it.

Container registries have [a table of their own](reference.md#container_registry).
";

#[test]
fn every_service_answers_by_its_kind() {
    let mut page = HEAD.to_owned();
    let mut by_type: BTreeMap<&str, String> = BTreeMap::new();
    for cloud in [Cloud::Public, Cloud::China, Cloud::UsGovernment] {
        let is_asked = |group: &&Group| {
            let has_names = group.forms[0].iter().any(|row| row.record.is_some());
            group.resource_type != REGISTRIES && !group.resource_type.starts_with("vendor:") && has_names
        };
        for group in Catalogue::of(cloud).groups().filter(is_asked) {
            let lines = lines_of(cloud, group);
            if cloud == Cloud::Public {
                let part = by_type.entry(group.resource_type).or_default();
                let id = group.group_id.text();
                let _ = write!(
                    part,
                    "\n`{id}`\n\n| member | name | record | linked | Internet | of others | mark |\n|---|---|---|---|---|---|---|\n"
                );
                part.extend(lines);
            }
        }
    }
    for (resource_type, part) in by_type {
        let _ = write!(page, "\n## {resource_type}\n{part}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/services.md");
    if std::env::var_os("ZONITE_UPDATE_PAGES").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/services.md; see the top of this file");
}
