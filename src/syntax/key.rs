//! Keys: places in a config.

mod read;

use std::fmt;
use std::iter::successors;

use ecow::{EcoString, EcoVec, eco_format};

use super::Value;

pub use read::KeyError;

/// A name or an index in a key.
pub type Segment = EcoString;

/// A place in a config: names and, for items of arrays, 0-based indices in decimal (or `[]` for any
/// item), from the root down. An array of strings and never one dotted string, since names may hold dots.
///
/// Copies share the names: several of what is found in a config keep the key of one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(EcoVec<Segment>);

impl Key {
    /// The root.
    pub const ROOT: Key = Key(EcoVec::new());

    /// The place of `value` in its tree.
    pub(super) fn of(value: Value<'_>) -> Self {
        let line: Vec<Value<'_>> = successors(Some(value), |at| at.holder()).collect();
        let name = |(at, holder): (&Value<'_>, &Value<'_>)| {
            let index = || holder.as_array().and_then(|array| array.index_of(*at));
            at.member().map_or_else(
                || eco_format!("{}", index().unwrap_or_default()),
                |member| member.name().to_lossy().into(),
            )
        };
        line.iter().zip(&line[1..]).rev().map(name).collect()
    }

    /// The place of `name` below it.
    #[must_use]
    pub fn child(mut self, name: impl Into<Segment>) -> Self {
        self.0.push(name.into());
        self
    }

    /// The place above it; the root's is the root.
    #[must_use]
    pub fn parent(mut self) -> Self {
        self.0.pop();
        self
    }

    /// The names and indices from the root down.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }
}

impl<S: Into<Segment>> FromIterator<S> for Key {
    fn from_iter<I: IntoIterator<Item = S>>(segments: I) -> Self {
        Self(segments.into_iter().map(Into::into).collect())
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
