//! What was probably meant by a word that is not known.

/// Finds the candidate with the smallest edit distance, if that is at most a third of the length of `name`, rounded up.
///
/// A candidate that begins with `name` counts as one edit away, if `name` has three characters or more.
pub fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let limit = name.chars().count().div_ceil(3);
    let name = name.to_ascii_lowercase();
    let distance = |candidate: &str| match candidate.to_ascii_lowercase() {
        candidate if name.len() >= 3 && candidate.starts_with(&name) => usize::from(candidate != name),
        candidate => edit_distance(&name, &candidate),
    };
    candidates
        .map(|candidate| (distance(candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Asks for the candidate that was probably meant, as `did you mean "spoke"?`; `None` if none is near.
pub fn suggestion<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<String> {
    nearest(name, candidates).map(|meant| did_you_mean(&[meant]))
}

/// Asks for one of several words, as `did you mean "hub" or "spoke"?`.
pub fn did_you_mean(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    format!("did you mean {}?", quoted.join(" or "))
}

/// Counts the insertions, deletions and substitutions between two texts. Texts over 64 characters are cut there.
pub fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}
