//! What is said of a key that a release does not take.

use super::{Fate, Retired};
use crate::schema::moves::Whereabouts;
use crate::schema::release::Release;
use crate::schema::violation::unknown_key;
use crate::syntax::{Key, Segment};

/// How many values below a retired key are named.
const SHOWN_PARTS: usize = 6;

impl Fate {
    /// What is wrong with `key`, which `release` does not take for this reason: one sentence
    /// without a full stop.
    pub fn message(&self, key: &Key, release: Release) -> String {
        match self {
            Self::Comment => {
                let name = key.segments().last().map_or("", Segment::as_str);
                format!("`{name}` is a key to OpenClaw, not a comment")
            }
            Self::Retired(retired) => retired.message(key),
            Self::TooNew { since, earlier } => {
                let first = since.first;
                let also =
                    earlier.map_or(String::new(), |it| format!(", as it was up to {}", it.last));
                format!("OpenClaw {release} has no `{key}`: it is accepted since {first}{also}")
            }
            Self::Invented(_) => format!("no OpenClaw ever had `{key}`, though guides teach it"),
            Self::Misspelled { .. } | Self::Misplaced { .. } | Self::Unknown => unknown_key(key),
        }
    }

    /// What to do about it, where that is clear.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Comment => "write it as a comment, after `//`".to_owned(),
            Self::Retired(retired) => retired.help(),
            Self::TooNew { since, .. } => {
                format!("update OpenClaw to {} or later, or leave the key out for now", since.first)
            }
            Self::Invented(invented) => match &invented.instead {
                Some(to) => {
                    format!("its place is `{}`: {}", to.iter().collect::<Key>(), invented.note)
                }
                None => invented.note.to_owned(),
            },
            Self::Misspelled { names, same_word: true } => {
                format!("OpenClaw writes it {}", alternatives(names))
            }
            Self::Misspelled { names, same_word: false } => {
                format!("did you mean {}?", alternatives(names))
            }
            Self::Misplaced { places } => format!("its place is {}", alternatives(places)),
            Self::Unknown => return None,
        })
    }
}

impl Retired {
    /// Which releases took the key.
    fn message(&self, key: &Key) -> String {
        let Some(period) = self.period else {
            return format!("`{key}` is from before OpenClaw 2026.1.24 and no longer taken");
        };
        let (first, last) = (period.first, period.last);
        let when = if first == last {
            format!("in {last} only")
        } else {
            format!("from {first} to {last}")
        };
        let whole = self
            .whole_until
            .map_or(String::new(), |last| format!(", and what stands in it to {last}"));
        let former = self.former.as_ref().map_or(String::new(), |key| format!(", as `{key}`"));
        format!("`{key}` is retired: OpenClaw took it {when}{whole}{former}")
    }

    /// Where its value has its place now.
    fn help(&self) -> String {
        let whole = self.whereabouts.as_ref().map(|place| match &place.key {
            Some(_) => format!("its place is {}: {}", shown(place), place.note),
            None => format!("nothing stands in its place: {}", place.note),
        });
        let parts = self.parts.iter().take(SHOWN_PARTS).map(|(key, place)| match &place.key {
            Some(_) => format!("`{key}` is {} now", shown(place)),
            None => format!("nothing stands in the place of `{key}`"),
        });
        let words: Vec<String> = whole.into_iter().chain(parts).collect();
        if words.is_empty() {
            return "OpenClaw has no place for it any more".to_owned();
        }
        words.join("; ")
    }
}

/// A place for a message.
fn shown(place: &Whereabouts) -> String {
    let key: Key = place.key.iter().flatten().cloned().collect();
    let differs = if place.value_differs { ", with another value" } else { "" };
    format!("`{key}`{differs}")
}

/// "`a`", "`a` or `b`", "`a`, `b` or `c`".
pub(crate) fn alternatives(names: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
