//! Keys: places in a config.

mod read;

use std::fmt;
use std::iter::successors;
use std::sync::Arc;

use super::Value;

pub use read::KeyError;

/// A place in a config: names and, for items of arrays, 0-based indices in decimal (or `[]` for any
/// item), from the root down. An array of strings and never one dotted string, since names may hold dots.
///
/// Copies share the names: several of what is found in a config keep the key of one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(Option<Arc<Vec<String>>>);

impl Key {
    /// The root.
    pub const ROOT: Key = Key(None);

    /// The place of `value` in its tree.
    pub(super) fn of(value: Value<'_>) -> Self {
        let line: Vec<Value<'_>> = successors(Some(value), |at| at.holder()).collect();
        let name = |(at, holder): (&Value<'_>, &Value<'_>)| {
            let index = || holder.as_array().and_then(|array| array.index_of(*at));
            at.member().map_or_else(
                || index().unwrap_or_default().to_string(),
                |member| member.name().to_lossy().into_owned(),
            )
        };
        line.iter().zip(&line[1..]).rev().map(name).collect()
    }

    /// The place of `name` below it.
    #[must_use]
    pub fn child(mut self, name: impl Into<String>) -> Self {
        Arc::make_mut(self.0.get_or_insert_default()).push(name.into());
        self
    }

    /// The place above it; the root's is the root.
    #[must_use]
    pub fn parent(self) -> Self {
        let mut segments = self.0.map(Arc::unwrap_or_clone).unwrap_or_default();
        segments.pop();
        Self::new(segments)
    }

    /// The names and indices from the root down.
    pub fn segments(&self) -> &[String] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// The root is nothing in one way only.
    fn new(segments: Vec<String>) -> Self {
        Self((!segments.is_empty()).then(|| Arc::new(segments)))
    }
}

impl<S: Into<String>> FromIterator<S> for Key {
    fn from_iter<I: IntoIterator<Item = S>>(segments: I) -> Self {
        Self::new(segments.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for Key {
    /// As messages write it: `gateway.auth.token`, `agents.list[0]`, `agents.list[]`,
    /// `models["gpt-5.4"]`; the root is "the config".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments().is_empty() {
            return f.write_str("the config");
        }
        for (index, segment) in self.segments().iter().enumerate() {
            let bare =
                segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-$*".contains(&byte))
                    && !segment.is_empty();
            if index > 0 && segment == "[]" {
                f.write_str("[]")?;
            } else if index > 0 && segment.bytes().all(|byte| byte.is_ascii_digit()) && bare {
                write!(f, "[{segment}]")?;
            } else if bare {
                if index > 0 {
                    f.write_str(".")?;
                }
                f.write_str(segment)?;
            } else {
                write!(f, "[{segment:?}]")?;
            }
        }
        Ok(())
    }
}
