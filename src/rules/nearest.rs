//! "Did you mean".

use super::names;

/// The id of a rule or audit check nearest to `name`, if one is near.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    nearest_of(name, names())
}

/// The name nearest to `name`, if one is near.
pub(crate) fn nearest_of(
    name: &str,
    names: impl IntoIterator<Item = &'static str>,
) -> Option<&'static str> {
    names
        .into_iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(name, known), known))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}
