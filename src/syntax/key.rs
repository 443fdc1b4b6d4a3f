//! Keys: places in a config.

mod read;

use std::fmt;

use super::Value;

pub use read::KeyError;

/// A place in a config: names and, for items of arrays, 0-based indices in decimal (or `[]` for any
/// item), from the root down. An array of strings and never one dotted string, since names may hold dots.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(Vec<String>);

impl Key {
    /// The root.
    pub const ROOT: Key = Key(Vec::new());

    /// The place of `value` in its tree.
    pub(super) fn of(value: Value<'_>) -> Self {
        let mut segments = Vec::new();
        let mut at = value;
        while let Some(holder) = at.holder() {
            segments.push(match at.member() {
                Some(member) => member.name().to_lossy().into_owned(),
                None => holder
                    .as_array()
                    .and_then(|array| array.index_of(at))
                    .unwrap_or_default()
                    .to_string(),
            });
            at = holder;
        }
        segments.reverse();
        Self(segments)
    }

    /// The place of `name` below it.
    #[must_use]
    pub fn child(mut self, name: impl Into<String>) -> Self {
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
    pub fn segments(&self) -> &[String] {
        &self.0
    }
}

impl<S: Into<String>> FromIterator<S> for Key {
    fn from_iter<I: IntoIterator<Item = S>>(segments: I) -> Self {
        Self(segments.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for Key {
    /// As messages write it: `gateway.auth.token`, `agents.list[0]`, `agents.list[]`,
    /// `models["gpt-5.4"]`; the root is "the config".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the config");
        }
        for (index, segment) in self.0.iter().enumerate() {
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
