//! What two configs set differently.

use crate::syntax::{Key, Value};

/// How a setting differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Only the first config has it.
    Removed,
    /// Only the second one has it.
    Added,
    /// It has another value.
    Changed,
    /// It stands at another key, and says the same there.
    Moved,
    /// It stands at another key, and says something else there.
    MovedAndChanged,
    /// The items of a list that both have stand in another order, on which something depends.
    Reordered,
}

impl Kind {
    /// Its name in machine-readable outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::MovedAndChanged => "moved-and-changed",
            Self::Reordered => "reordered",
        }
    }

    /// Whether it stands at two keys.
    pub const fn is_of_two_places(self) -> bool {
        matches!(self, Self::Moved | Self::MovedAndChanged)
    }

    /// The kind that it is when both configs change places.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Removed => Self::Added,
            Self::Added => Self::Removed,
            other => other,
        }
    }
}

/// Where one of the configs has a setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Side<'t> {
    /// Its key as it is written there.
    pub key: Key,
    /// Its value.
    pub value: Value<'t>,
}

/// A setting that two configs do not have in common. What a moved object or list holds moved with it;
/// what is different in there is a difference of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference<'t> {
    /// How it differs.
    pub kind: Kind,
    /// Where the first config has it; `None` exactly when it was added.
    pub a: Option<Side<'t>>,
    /// Where the second config has it; `None` exactly when it was removed.
    pub b: Option<Side<'t>>,
    /// Of a list in another order, why that matters, in words, if it is known.
    pub why: Option<&'static str>,
}

/// What two configs do not have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison<'t> {
    /// The settings, by kind and then in order of place.
    pub differences: Vec<Difference<'t>>,
    /// How many comments only the first config has, whatever they stand at.
    pub comments_removed: usize,
    /// How many comments only the second one has.
    pub comments_added: usize,
}

impl Comparison<'_> {
    /// Whether both set the same; comments do not count.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }
}
