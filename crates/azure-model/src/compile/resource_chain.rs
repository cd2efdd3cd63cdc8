//! The public names of a resource that is no registry: what each leads to, by the kind of its public side.

use std::net::Ipv4Addr;

use zone_store::name::Name;
use zone_store::record::RecordType;

use super::public_chain::{PublicName, PublicRecord, link_up, read_names};
use crate::model::{
    MemberKind, Model, PrivateLinkResource, PublicSide, ResourceIndex, ResourceName, ResourcePart,
    SubresourceIndex,
};
use azure_catalogue::Cloud;
use azure_objects::Refusals;
use azure_objects::located::Located;
use azure_objects::refusal::RecordRefusal;
use azure_objects::words::ConnectionStatus;

/// Lists the public names of the resource at a position; names that the templates make impossible are reported.
pub(super) fn of_resource(model: &Model, index: usize, refusals: &mut Refusals) -> Vec<PublicName> {
    let resource = &model.private_link_resources()[index];
    let mut records = Vec::new();
    for (position, subresource) in resource.subresources.iter().enumerate() {
        for member in &subresource.members {
            for name in &member.names {
                let chain =
                    ResourceChain { model, resource, name, has_cname: subresource.has_privatelink_cname };
                let (resource, subresource) = (ResourceIndex::PrivateLink(index), SubresourceIndex(position));
                let part = ResourcePart { resource, subresource };
                records.extend(match &name.public_side {
                    PublicSide::PrivateAddress => {
                        chain.to_address(private_address(model, part, &member.kind))
                    }
                    PublicSide::Alias(target) => chain.to_name(target),
                    PublicSide::Private | PublicSide::Nothing => Vec::new(),
                    PublicSide::Cname | PublicSide::CnameTwo { .. } | PublicSide::CnameAlways => {
                        chain.whole(refusals)
                    }
                });
            }
        }
    }
    records.into_iter().map(PublicName::everywhere).collect()
}

/// Returns the address that an approved endpoint has for a member.
fn private_address(model: &Model, part: ResourcePart, kind: &MemberKind) -> Option<Ipv4Addr> {
    let mut endpoints = model.endpoints().iter().filter(|endpoint| {
        endpoint.connection_status == ConnectionStatus::Approved && endpoint.part() == part
    });
    endpoints
        .find_map(|endpoint| endpoint.members.iter().find(|member| member.kind == *kind))
        .map(|member| member.address)
}

/// One public name and what it leads to.
struct ResourceChain<'c> {
    model: &'c Model,
    resource: &'c PrivateLinkResource,
    name: &'c ResourceName,
    /// Whether an endpoint leads the name through privatelink.
    has_cname: bool,
}

impl ResourceChain<'_> {
    /// Returns an A record; none without an address.
    fn to_address(&self, address: Option<Ipv4Addr>) -> Vec<PublicRecord> {
        let (Some(owner), Some(address)) = (self.name.public.clone(), address) else { return Vec::new() };
        let (ttl, rdata) = (self.model.public_chain().address_ttl.value, address.octets().to_vec());
        vec![PublicRecord { owner, rtype: RecordType::A, ttl, rdata }]
    }

    /// Returns an alias.
    fn to_name(&self, target: &Name) -> Vec<PublicRecord> {
        let Some(owner) = self.name.public.clone() else { return Vec::new() };
        let ttl = self.model.public_chain().registry_ttl.value;
        vec![PublicRecord { owner, rtype: RecordType::CNAME, ttl, rdata: target.wire().to_vec() }]
    }

    /// Returns the chain from the public name to an address, by way of privatelink or not.
    fn whole(&self, refusals: &mut Refusals) -> Vec<PublicRecord> {
        let Some(public) = &self.name.public else { return Vec::new() };
        let mut texts = vec![self.at_name(public.without_dot())];
        let leads_through = self.has_cname || self.name.public_side == PublicSide::CnameAlways;
        if let Some(record) = self.name.record.as_ref().filter(|_| leads_through) {
            if let PublicSide::CnameTwo { older } = &self.name.public_side {
                texts.push(self.at_name(older.without_dot()));
            }
            texts.push(self.at_name(record.owner.without_dot()));
        }
        let own_count = texts.len();
        match &self.model.public_chain().resource_hops {
            Some(templates) => texts.extend(templates.iter().filter_map(|one| self.fill(one, refusals))),
            None => texts.push(self.at_name(self.default_hop(public, self.model.cloud()))),
        }
        let names = read_names(&texts, refusals);
        link_up(&names, own_count, self.model, self.resource.public_address(public).octets())
    }

    fn at_name(&self, text: String) -> Located<String> {
        self.resource.name.clone().map(|_| text)
    }

    fn public_zone(&self) -> String {
        self.name.public_zone.as_ref().map(Name::without_dot).unwrap_or_default()
    }

    /// Returns what stands before the public zone.
    fn own_labels(&self, public: &Name) -> String {
        let (whole, zone) = (public.without_dot(), self.public_zone());
        whole.strip_suffix(&zone).and_then(|own| own.strip_suffix('.')).unwrap_or(&whole).to_owned()
    }

    /// Fills a template; an unknown placeholder is reported.
    fn fill(&self, template: &Located<String>, refusals: &mut Refusals) -> Option<Located<String>> {
        let own = self.name.public.as_ref().map(|public| self.own_labels(public)).unwrap_or_default();
        let filled = template.replace("{resource}", &own).replace("{public_zone}", &self.public_zone());
        if filled.contains(['{', '}']) {
            refusals.push(template.refuse(RecordRefusal::UnknownResourcePlaceholder));
            return None;
        }
        Some(template.clone().map(|_| filled))
    }

    /// Returns the name between a resource and its address: shaped like Azure's where the shape is known
    /// (`blob.mwh20prdstr02e.store.core.windows.net`), else the public name below Traffic Manager's suffix. It carries the
    /// resource's name, so that it never stands for a real one.
    fn default_hop(&self, public: &Name, cloud: Cloud) -> String {
        match self.public_zone().split_once(".core.") {
            Some((service, suffix)) => format!("{service}.{}.store.core.{suffix}", self.own_labels(public)),
            None => format!("{}.{}", public.without_dot(), cloud.traffic_manager_suffix()),
        }
    }
}
