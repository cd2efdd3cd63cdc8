//! Names of one kind of object: duplicates, and references as "name" or "group/name".

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use azure_catalogue::spelling::nearest;
use azure_objects::diagnostic::{Diagnostic, Diagnostics};
use azure_objects::located::Located;
use azure_objects::provenance::Provenance;

/// An object that others refer to.
pub(super) trait Named {
    /// Whether two objects of one name may exist in two resource groups.
    const MAY_SHARE_NAMES: bool = true;
    /// What to do about a name that may not be shared.
    const RENAME: &'static str = "rename one of them: it is the name of a server";

    /// Its kind, where objects of several kinds share a namespace and this is not the main one.
    fn kind(&self) -> Option<&'static str> {
        None
    }

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
    pub(super) fn new(kind: &'static str, items: Vec<T>, diagnostics: &mut Diagnostics) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            let name = item.name();
            if name.is_missing(diagnostics) {
                continue;
            }
            let twins = by_name.entry(name.to_lowercase()).or_default();
            for &twin in twins.iter() {
                check_twin(items[twin].kind().unwrap_or(kind), item, &items[twin], diagnostics);
            }
            twins.push(index);
        }
        Self { kind, items, by_name, comparisons_left: Cell::new(MOST_COMPARISONS) }
    }

    /// Finds the object that a reference means; an unknown or ambiguous one is reported. Empty ones have been.
    pub(super) fn find(&self, reference: &Located<String>, diagnostics: &mut Diagnostics) -> Option<usize> {
        self.find_of_kind(None, reference, diagnostics)
    }

    /// Does the same among the objects of one kind; `None` is the main one.
    pub(super) fn find_of_kind(
        &self,
        kind: Option<&'static str>,
        reference: &Located<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        if reference.is_missing(diagnostics) {
            return None;
        }
        let (found, others): (Vec<usize>, Vec<usize>) =
            self.matches(reference).into_iter().partition(|&index| self.items[index].kind() == kind);
        let name = kind.unwrap_or(self.kind);
        match (found.as_slice(), others.first()) {
            ([one], _) => Some(*one),
            ([], other) => {
                let problem = match other {
                    Some(&other) => {
                        format!("is no {name}, but a {}", self.items[other].kind().unwrap_or(self.kind))
                    }
                    None => format!("is no {name}"),
                };
                diagnostics.push(reference.error(problem).fix(self.suggestion(kind, reference)));
                None
            }
            ([first, ..], _) => {
                let meant = |&index: &usize| (self.label(index), self.items[index].name().site.place);
                let meant: Vec<_> = found.iter().map(meant).collect();
                diagnostics.push(ambiguous(reference, &plural(name), &meant));
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

    /// Says what could have been meant.
    fn suggestion(&self, kind: Option<&'static str>, reference: &str) -> String {
        const MOST: usize = 6;
        if let Some(meant) = self.nearest(kind, reference) {
            return format!("did you mean \"{meant}\"?");
        }
        let of_kind = || self.of_kind(kind);
        let first: Vec<String> = of_kind().take(MOST).map(|index| self.label(index)).collect();
        match of_kind().count() {
            0 => format!("the file has no {}", kind.unwrap_or(self.kind)),
            count if count <= MOST => format!("there is {}", first.join(", ")),
            count => format!("there is {}, and {} more", first.join(", "), count - MOST),
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
    kinds: &str,
    meant: &[(String, Provenance)],
) -> Diagnostic {
    let problem = format!("means {} {kinds}", meant.len());
    let labels: BTreeSet<String> = meant.iter().map(|(label, _)| label.to_lowercase()).collect();
    if labels.len() == meant.len() {
        let labels: Vec<String> = meant.iter().map(|(label, _)| format!("\"{label}\"")).collect();
        return reference.error(problem).fix(format!("write {}", labels.join(" or ")));
    }
    let places: Vec<String> = meant.iter().map(|(_, place)| place.to_string()).collect();
    reference.error(format!("{problem} of one name, at {}", places.join(" and "))).fix("rename all but one")
}

/// Writes a kind of object in the plural.
fn plural(kind: &str) -> String {
    match kind.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{kind}s"),
    }
}

/// Reports two objects of one name that no resource group tells apart.
fn check_twin<T: Named>(kind: &str, later: &T, earlier: &T, diagnostics: &mut Diagnostics) {
    let (name, first) = (later.name(), earlier.name().site.place);
    let problem = match (earlier.resource_group(), later.resource_group()) {
        _ if !T::MAY_SHARE_NAMES => format!("is the name of another {kind}, at {first}"),
        (Some(one), Some(other)) if !one.eq_ignore_ascii_case(other) => return,
        (Some(group), Some(_)) => {
            format!("is the name of another {kind} in resource group \"{}\", at {first}", group.value)
        }
        _ => format!("is the name of another {kind}, at {first}"),
    };
    let fix = match (earlier.resource_group(), later.resource_group()) {
        _ if !T::MAY_SHARE_NAMES => T::RENAME,
        (Some(_), Some(_)) => "rename one of them",
        _ => "rename one of them, or give each a resource_group of its own",
    };
    diagnostics.push(name.error(problem).fix(fix));
}
