//! A map from names to values that is asked for the longest suffix.

use crate::name::{LookupName, Name};
use crate::trie::{LabelTrie, ROOT};

/// A value, and the suffix that it was found under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuffixMatch<V> {
    /// The value.
    pub value: V,
    /// Label count of the suffix.
    pub labels: usize,
}

/// Values by name; a look-up finds the value of the longest suffix of the name asked for.
pub struct SuffixMap<T> {
    trie: LabelTrie,
    values: Vec<Option<T>>,
}

impl<T> Default for SuffixMap<T> {
    fn default() -> Self {
        Self { trie: LabelTrie::new(), values: vec![None] }
    }
}

impl<T> SuffixMap<T> {
    /// Puts a value under a name; returns the value that was there.
    pub fn insert(&mut self, name: &Name, value: T) -> Option<T> {
        let node = self.trie.insert(&LookupName::new(name), 0) as usize;
        self.values.resize_with(self.trie.len(), || None);
        self.values[node].replace(value)
    }

    /// Returns the value under a name, which is there afterwards.
    pub fn get_or_default(&mut self, name: &Name) -> &mut T
    where
        T: Default,
    {
        let node = self.trie.insert(&LookupName::new(name), 0) as usize;
        self.values.resize_with(self.trie.len(), || None);
        self.values[node].get_or_insert_default()
    }

    /// Returns the value of the longest suffix of `name`, which may be the whole name, and that suffix's label count.
    pub fn longest(&self, name: &LookupName) -> Option<(&T, usize)> {
        let mut best = self.values[ROOT as usize].as_ref().map(|value| (value, 0));
        let mut node = ROOT;
        for depth in 0..name.label_count() {
            let Some(next) = self.trie.child(node, name.label(depth)) else { break };
            node = next;
            if let Some(value) = &self.values[node as usize] {
                best = Some((value, depth + 1));
            }
        }
        best
    }

    /// Returns the values of all suffixes of `name`, each with the suffix's label count; the longest first.
    pub fn matches(&self, name: &LookupName) -> Vec<SuffixMatch<&T>> {
        let mut found = Vec::new();
        let mut node = ROOT;
        for labels in 0..=name.label_count() {
            let value = self.values[node as usize].as_ref();
            found.extend(value.map(|value| SuffixMatch { value, labels }));
            let next = (labels < name.label_count()).then(|| self.trie.child(node, name.label(labels)));
            let Some(Some(next)) = next else { break };
            node = next;
        }
        found.reverse();
        found
    }

    /// Returns the value under exactly this name.
    pub fn get(&self, name: &Name) -> Option<&T> {
        let name = LookupName::new(name);
        let (node, matched) = self.trie.walk(&name, 0);
        (matched == name.label_count()).then(|| self.values[node as usize].as_ref()).flatten()
    }

    /// Iterates over the names, in lower case, with their values; in the order the names were first seen.
    pub fn iter(&self) -> impl Iterator<Item = (Name, &T)> {
        let values = self.values.iter().enumerate();
        values.filter_map(|(node, value)| Some((self.trie.name(node as u32, &Name::root()), value.as_ref()?)))
    }

    /// Iterates over the values, in the order their names were first seen.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.values.iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        text.parse().expect("a name")
    }

    #[test]
    fn the_longest_suffix_wins_in_any_order() {
        let names = [".", "io", "azurecr.io", "privatelink.azurecr.io"];
        for reversed in [false, true] {
            let mut map = SuffixMap::default();
            let mut order: Vec<&str> = names.to_vec();
            if reversed {
                order.reverse();
            }
            for text in order {
                map.insert(&name(text), text);
            }
            for (asked, want) in [
                ("x.privatelink.azurecr.io", "privatelink.azurecr.io"),
                ("privatelink.azurecr.io", "privatelink.azurecr.io"),
                ("x.azurecr.io", "azurecr.io"),
                ("xazurecr.io", "io"),
                ("example.com", "."),
            ] {
                let asked = LookupName::new(&name(asked));
                assert_eq!(map.longest(&asked).map(|(v, _)| *v), Some(want), "{want}");
                let all = map.matches(&asked);
                assert_eq!(all.first().map(|first| *first.value), Some(want), "the longest comes first");
                assert_eq!(all.last(), Some(&SuffixMatch { value: &".", labels: 0 }));
                assert!(all.is_sorted_by(|one, next| one.labels > next.labels), "{all:?}");
            }
        }
    }

    #[test]
    fn nothing_matches_where_nothing_is_a_suffix() {
        let mut map = SuffixMap::default();
        map.insert(&name("a.b"), 1);
        assert_eq!(map.longest(&LookupName::new(&name("b"))), None);
        assert_eq!(map.matches(&LookupName::new(&name("b"))), []);
        assert_eq!(map.get(&name("A.b")), Some(&1));
        assert_eq!(map.get(&name("b")), None);
    }

    #[test]
    fn entries_come_with_their_names() {
        let mut map = SuffixMap::default();
        for (text, value) in [(".", 0), ("Corp.example", 1), ("a.corp.example", 2)] {
            map.insert(&name(text), value);
        }
        let entries: Vec<(String, i32)> =
            map.iter().map(|(name, value)| (name.to_string(), *value)).collect();
        assert_eq!(
            entries,
            [(".".to_owned(), 0), ("corp.example.".to_owned(), 1), ("a.corp.example.".to_owned(), 2)]
        );
    }
}
