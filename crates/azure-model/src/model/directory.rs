//! Names of one kind of object: duplicates, and references as "name" or "group/name".

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use azure_catalogue::spelling::nearest;
use azure_objects::id::ObjectId;
use azure_objects::located::Located;
use azure_objects::refusal::{AllRelated, NamingRefusal, OneOfQuoted, ReferenceRefusal, Related, Suggestion};
use azure_objects::schema::Table;
use azure_objects::{Refusal, Refusals};

/// An object that others refer to.
pub(super) trait Named {
    /// Whether two objects of one name may exist in two resource groups.
    const MAY_SHARE_NAMES: bool = true;
    /// Whether the name is that of a server on the Internet.
    const IS_OF_SERVER: bool = false;
    /// The tables that such objects are written in, if others refer to them: of the main kind, then of the other.
    const TABLES: &'static [&'static Table] = &[];

    /// Its kind, where objects of several kinds share a namespace and this is not the main one.
    fn kind(&self) -> Option<&'static str> {
        None
    }

    /// Its ID.
    fn id(&self) -> &ObjectId;
    /// Its name as references write it, without a dot at its end.
    fn name(&self) -> Located<String>;
    /// Its resource group.
    fn resource_group(&self) -> Option<&Located<String>>;
}

/// Unknown references of one kind that get a "did you mean".
const MOST_COMPARISONS: u32 = 100;

/// The objects of one kind, found by reference.
pub(super) struct Directory<T> {
    kind: &'static str,
    items: Vec<T>,
    by_name: HashMap<String, Vec<usize>>,
    /// How many more unknown references are compared with every name: that takes long, and nobody reads a thousand.
    comparisons_left: Cell<u32>,
}

impl<T: Named> Directory<T> {
    /// Takes the objects of a `kind`, as "virtual network"; reports names that do not tell them apart.
    pub(super) fn new(kind: &'static str, items: Vec<T>, refusals: &mut Refusals) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            let twins = by_name.entry(item.name().to_lowercase()).or_default();
            for &twin in twins.iter() {
                check_twin(items[twin].kind().unwrap_or(kind), item, &items[twin], refusals);
            }
            twins.push(index);
        }
        Self { kind, items, by_name, comparisons_left: Cell::new(MOST_COMPARISONS) }
    }

    /// Finds the object that a reference means; an unknown or ambiguous one is reported, but not one to an object that was
    /// refused.
    pub(super) fn find(&self, reference: &Located<String>, refusals: &mut Refusals) -> Option<usize> {
        self.find_of_kind(None, reference, refusals)
    }

    /// Does the same among the objects of one kind; `None` is the main one.
    pub(super) fn find_of_kind(
        &self,
        kind: Option<&'static str>,
        reference: &Located<String>,
        refusals: &mut Refusals,
    ) -> Option<usize> {
        let (found, others): (Vec<usize>, Vec<usize>) =
            self.matches(reference).into_iter().partition(|&index| self.items[index].kind() == kind);
        let name = kind.unwrap_or(self.kind);
        match (found.as_slice(), others.first()) {
            ([one], _) => Some(*one),
            ([], _) if T::TABLES.iter().any(|table| refusals.has_left_out(table, reference)) => None,
            ([], other) => {
                let suggestion = self.suggestion(kind, reference, refusals);
                refusals.push(reference.refuse(match other {
                    Some(&other) => {
                        let found = self.items[other].kind().unwrap_or(self.kind);
                        ReferenceRefusal::OfAnotherKind { kind: name, found, suggestion }
                    }
                    None => ReferenceRefusal::Unknown { kind: name, suggestion },
                }));
                None
            }
            ([first, ..], _) => {
                let related = |item: &T| Related::from(&item.name().site).with_id(item.id().clone());
                let meant = |&index: &usize| (self.label(index), related(&self.items[index]));
                let meant: Vec<_> = found.iter().map(meant).collect();
                refusals.push(ambiguous(reference, plural(name), meant));
                Some(*first)
            }
        }
    }

    /// Finds what [`Self::find`] does, where that has reported already.
    pub(super) fn find_silently(&self, reference: &str) -> Option<usize> {
        self.matches(reference).first().copied()
    }

    fn matches(&self, reference: &str) -> Vec<usize> {
        let reference = reference.to_lowercase();
        let reference = reference.strip_suffix('.').unwrap_or(&reference);
        if let Some(found) = self.by_name.get(reference) {
            return found.clone();
        }
        let Some((group, name)) = reference.split_once('/') else {
            return Vec::new();
        };
        let in_group = |index: &usize| {
            self.items[*index].resource_group().is_some_and(|given| given.eq_ignore_ascii_case(group))
        };
        self.by_name.get(name).into_iter().flatten().copied().filter(in_group).collect()
    }

    /// Says what could have been meant; objects that were refused, if there are no others.
    fn suggestion(&self, kind: Option<&'static str>, reference: &str, refusals: &Refusals) -> Suggestion {
        const MOST: usize = 6;
        if let Some(meant) = self.nearest(kind, reference) {
            return Suggestion::Nearest(vec![meant]);
        }
        let table = T::TABLES.get(usize::from(kind.is_some()));
        let left_out = table.into_iter().flat_map(|table| refusals.references_left_out(table));
        let left_out: Vec<&str> = left_out.filter(|name| !name.contains('/')).collect();
        match (self.of_kind(kind).count(), left_out.len()) {
            (0, 0) => Suggestion::NoneThere(kind.unwrap_or(self.kind)),
            (0, count) => Suggestion::ThereIs {
                names: left_out.into_iter().take(MOST).map(str::to_owned).collect(),
                more: count.saturating_sub(MOST),
            },
            (count, _) => Suggestion::ThereIs {
                names: self.of_kind(kind).take(MOST).map(|index| self.label(index)).collect(),
                more: count.saturating_sub(MOST),
            },
        }
    }

    /// Finds the name or label that was probably meant.
    fn nearest(&self, kind: Option<&'static str>, reference: &str) -> Option<String> {
        let left = self.comparisons_left.get().checked_sub(1)?;
        self.comparisons_left.set(left);
        let labels: Vec<String> = self.of_kind(kind).map(|index| self.label(index)).collect();
        let names: Vec<String> = self.of_kind(kind).map(|index| self.items[index].name().value).collect();
        nearest(reference, labels.iter().chain(&names).map(String::as_str)).map(str::to_owned)
    }

    fn of_kind(&self, kind: Option<&'static str>) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(move |&index| self.items[index].kind() == kind)
    }

    /// Returns the shortest text that means this object: its name, or "group/name" if another one has the name.
    pub(super) fn label(&self, index: usize) -> String {
        let item = &self.items[index];
        let name = item.name().value;
        let is_shared = self.by_name.get(&name.to_lowercase()).is_some_and(|twins| twins.len() > 1);
        match item.resource_group() {
            Some(group) if is_shared => format!("{}/{name}", group.value),
            _ => name,
        }
    }
}

impl<T> Directory<T> {
    pub(super) fn items(&self) -> &[T] {
        &self.items
    }

    pub(super) fn items_mut(&mut self) -> &mut [T] {
        &mut self.items
    }

    pub(super) fn into_items(self) -> Vec<T> {
        self.items
    }
}

/// Describes a reference that means several objects, given by label and place of their names: which there are to choose
/// from, or where they share a label.
pub(super) fn ambiguous(
    reference: &Located<String>,
    kinds: String,
    meant: Vec<(String, Related)>,
) -> Refusal {
    let count = meant.len();
    let labels: BTreeSet<String> = meant.iter().map(|(label, _)| label.to_lowercase()).collect();
    let is_distinct = labels.len() == count;
    let (labels, all): (Vec<String>, Vec<Related>) = meant.into_iter().unzip();
    reference.refuse(match is_distinct {
        true => ReferenceRefusal::Ambiguous { count, kinds, choices: OneOfQuoted(labels) },
        false => ReferenceRefusal::Indistinct { count, kinds, all: AllRelated(all) },
    })
}

/// Writes a kind of object in the plural.
fn plural(kind: &str) -> String {
    match kind.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{kind}s"),
    }
}

/// Reports two objects of one name that no resource group tells apart.
fn check_twin<T: Named>(kind: &'static str, later: &T, earlier: &T, refusals: &mut Refusals) {
    let first = Related::from(&earlier.name().site).with_id(earlier.id().clone());
    let reason = match (earlier.resource_group(), later.resource_group()) {
        _ if T::IS_OF_SERVER => NamingRefusal::TakenByServer { kind, first },
        _ if !T::MAY_SHARE_NAMES => NamingRefusal::TakenEverywhere { kind, first },
        (Some(one), Some(other)) if !one.eq_ignore_ascii_case(other) => return,
        (Some(group), Some(_)) => NamingRefusal::TakenInGroup { kind, group: group.value.clone(), first },
        _ => NamingRefusal::Taken { kind, first },
    };
    refusals.push(later.name().refuse(reason).of(later.id().clone()));
}
