//! Resources, found by reference.

use std::collections::HashMap;

use super::{PrivateLinkResource, Resource};
use crate::model::directory::ambiguous;
use crate::model::positions::{RegistryIndex, ResourceIndex};
use crate::model::registries::Registry;
use azure_catalogue::Cloud;
use azure_catalogue::spelling::nearest;
use azure_objects::Refusals;
use azure_objects::config_file;
use azure_objects::located::Located;
use azure_objects::refusal::{ReferenceRefusal, Related, Suggestion};
use azure_objects::schema::Table;

/// Registries and other resources, found by reference: "name", "group/name" or the public name.
pub(in crate::model) struct Resources<'r> {
    registries: &'r [Registry],
    others: &'r [PrivateLinkResource],
    /// The name of each, and its public name, which nothing shares.
    labels: HashMap<ResourceIndex, (String, String)>,
    /// In the order of the file.
    order: Vec<ResourceIndex>,
    /// By every reference, in lower case.
    by_reference: HashMap<String, Vec<ResourceIndex>>,
}

impl<'r> Resources<'r> {
    pub(in crate::model) fn new(
        registries: &'r [Registry],
        others: &'r [PrivateLinkResource],
        cloud: Cloud,
    ) -> Self {
        let (labels, order, by_reference) = (HashMap::new(), Vec::new(), HashMap::new());
        let mut resources = Self { registries, others, labels, order, by_reference };
        for (index, registry) in registries.iter().enumerate() {
            let public = format!("{}.{}", registry.label(), cloud.registry_suffix());
            let index = ResourceIndex::Registry(RegistryIndex(index));
            resources.insert(index, &registry.name, registry.resource_group.as_ref(), public);
        }
        for (index, resource) in others.iter().enumerate() {
            let index = ResourceIndex::PrivateLink(index);
            resources.insert(index, &resource.name, resource.resource_group.as_ref(), resource.label());
            for name in resource.names().filter_map(|name| name.public.as_ref()) {
                resources.add_reference(name.without_dot(), index);
            }
        }
        resources
    }

    fn insert(
        &mut self,
        index: ResourceIndex,
        name: &str,
        group: Option<&Located<String>>,
        public_name: String,
    ) {
        let in_group = group.map(|group| format!("{}/{name}", group.value).to_lowercase());
        for reference in
            [Some(name.to_lowercase()), in_group, Some(public_name.clone())].into_iter().flatten()
        {
            self.add_reference(reference, index);
        }
        self.labels.insert(index, (name.to_owned(), public_name));
        self.order.push(index);
    }

    fn add_reference(&mut self, reference: String, index: ResourceIndex) {
        let found = self.by_reference.entry(reference).or_default();
        if !found.contains(&index) {
            found.push(index);
        }
    }

    pub(in crate::model) fn registries(&self) -> &'r [Registry] {
        self.registries
    }

    /// Returns the resource at a position.
    pub(in crate::model) fn get(&self, index: ResourceIndex) -> Resource<'r> {
        match index {
            ResourceIndex::Registry(index) => Resource::Registry(&self.registries[index.0]),
            ResourceIndex::PrivateLink(index) => Resource::PrivateLink(&self.others[index]),
        }
    }

    /// Finds the resource that a reference means; an unknown or ambiguous one is reported.
    pub(in crate::model) fn find(
        &self,
        reference: &Located<String>,
        refusals: &mut Refusals,
    ) -> Option<ResourceIndex> {
        let wanted = reference.to_lowercase();
        let wanted = wanted.strip_suffix('.').unwrap_or(&wanted);
        match self.by_reference.get(wanted).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some(several) => {
                let meant = |index| (self.label(index).to_owned(), Related::from(self.get(*index).place()));
                let meant = several.iter().map(meant).collect();
                refusals.push(ambiguous(reference, "resources".to_owned(), meant));
                None
            }
            // What is refused has been reported.
            None if is_left_out(wanted, refusals) => None,
            None => {
                let suggestion = self.suggestion(reference, refusals);
                refusals.push(reference.refuse(ReferenceRefusal::UnknownResource { suggestion }));
                None
            }
        }
    }

    /// Returns the shortest text that means a resource alone: its name, or its public name if another one has the name.
    fn label(&self, index: &ResourceIndex) -> &str {
        let (name, public_name) = &self.labels[index];
        let is_shared = self.by_reference.get(&name.to_lowercase()).is_some_and(|twins| twins.len() > 1);
        if is_shared { public_name } else { name }
    }

    /// Says what could have been meant; resources that were refused, if there are no others.
    fn suggestion(&self, reference: &str, refusals: &Refusals) -> Suggestion {
        const MOST: usize = 6;
        let left_out = TABLES.into_iter().flat_map(|table| refusals.references_left_out(table));
        let left_out = left_out.filter(|name| !name.contains('/'));
        let mut names: Vec<&str> = self.order.iter().map(|index| self.label(index)).collect();
        if names.is_empty() {
            names.extend(left_out);
        }
        let public_names = self.order.iter().map(|index| self.labels[index].1.as_str());
        match (nearest(reference, names.iter().copied().chain(public_names)), names.as_slice()) {
            (Some(meant), _) => Suggestion::Nearest(vec![meant.to_owned()]),
            (None, []) => Suggestion::Neither,
            (None, all) => Suggestion::ThereIs {
                names: all.iter().take(MOST).map(|&name| name.to_owned()).collect(),
                more: all.len().saturating_sub(MOST),
            },
        }
    }
}

/// The tables that resources are written in.
const TABLES: [&Table; 2] =
    [&config_file::ContainerRegistry::TABLE, &config_file::PrivateLinkResource::TABLE];

/// Tells whether a reference may mean a resource that is left out: its public name begins with its name.
fn is_left_out(reference: &str, refusals: &Refusals) -> bool {
    let name = reference.split_once('.').map_or(reference, |(name, _)| name);
    TABLES
        .into_iter()
        .any(|table| refusals.has_left_out(table, reference) || refusals.has_left_out(table, name))
}
