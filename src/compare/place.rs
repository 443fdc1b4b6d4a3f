//! Where a setting has its place, whichever release a config was written for.

use crate::schema::{Release, Values, whereabouts};

/// Keys of more names hold nothing that ever moved.
const DEEPEST: usize = 24;

/// The place that the value of a key has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The key there.
    pub(super) key: Vec<String>,
    /// How its value is written otherwise there.
    pub(super) values: Values,
}

/// Where the value of a key that is retired has its place: in the newest release, or, where that has
/// none for it, in `target`. `None` if it is not retired, or nothing stands in its place.
pub(super) fn settled(key: &[String], target: Release) -> Option<Place> {
    if key.len() > DEEPEST || Release::LATEST.lookup(key).is_some() {
        return None;
    }
    let place = |release: Release| {
        let found = whereabouts(key, release)?;
        Some(Place { key: found.exact()?.to_vec(), values: found.values })
    };
    place(Release::LATEST).or_else(|| {
        let is_elsewhere = target != Release::LATEST && target.lookup(key).is_none();
        is_elsewhere.then(|| place(target)).flatten()
    })
}
