//! What a config includes with `$include`: where it does, and what stands there, as OpenClaw
//! 2026.9.6 follows it. The files themselves are read by the `files` room.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::syntax::{Tree, Value, ValueKind};
use crate::text::Position;

/// The directive that merges other files into the object it stands in.
pub const INCLUDE: &str = "$include";

/// The files that a config includes.
#[derive(Debug, Clone, Default)]
pub enum Includes {
    /// Nothing is known of them: the config has no place on a disk, or nobody looked.
    #[default]
    Unknown,
    /// What each path leads to, by the path as the config writes it.
    Known(BTreeMap<String, Result<Arc<Included>, BrokenInclude>>),
}

impl Includes {
    /// What a path of the config leads to; `None` when that is not known.
    pub fn get(&self, path: &str) -> Option<Result<&Included, &BrokenInclude>> {
        match self {
            Self::Unknown => None,
            Self::Known(files) => Some(files.get(path)?.as_deref()),
        }
    }
}

/// A file that is included, all of whose own includes can be read.
#[derive(Debug)]
pub struct Included {
    /// What output calls it: its path from the config's directory.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its tree, without syntax errors.
    pub tree: Arc<Tree>,
    /// The files that it includes itself, by the path as it writes it.
    pub includes: BTreeMap<String, Arc<Included>>,
    /// What it holds once its own includes are in their places.
    pub holds: ValueKind,
    /// How many files deep its own includes go; 0 without any.
    pub height: usize,
}

impl Included {
    /// The file at `path` with what it includes; `None` if that is not all that its directives name, or
    /// cannot be merged with what stands beside one.
    pub fn new(
        name: String,
        path: PathBuf,
        tree: Arc<Tree>,
        includes: BTreeMap<String, Arc<Included>>,
    ) -> Option<Self> {
        let mut holds = tree.root()?.kind();
        for directive in directives(&tree) {
            let brings = directive.brings(|path| Some(includes.get(path)?.holds))?;
            let named = |value: Value<'_>| {
                value.as_text().is_some_and(|path| includes.contains_key(&*path.to_lossy()))
            };
            let can_merge = !directive.has_siblings || brings == ValueKind::Object;
            if !can_merge || !directive.targets().into_iter().all(named) {
                return None;
            }
            if directive.value.holder() == tree.root() {
                holds = brings;
            }
        }
        let height = includes.values().map(|below| below.height + 1).max().unwrap_or_default();
        Some(Self { name, path, tree, includes, holds, height })
    }
}

/// Why OpenClaw cannot put a file in the place of a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenInclude {
    /// The files on the way, from the one that the config names to the one that is at fault; never
    /// empty.
    pub chain: Vec<String>,
    /// What is at fault with the last of them.
    pub fault: IncludeFault,
}

/// What is at fault with an included file. Written so that it goes on a sentence about the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncludeFault {
    /// Its path is too long, or holds a null character.
    ImpossiblePath,
    /// It lies outside of the config's directory and of `OPENCLAW_INCLUDE_ROOTS`.
    Outside,
    /// It lies outside once symbolic links are followed.
    LinksOutside,
    /// It is one of the files that include it.
    Circular,
    /// More than [`DEEPEST`] files would be on the way to it.
    TooDeep,
    /// It cannot be read, for this cause.
    Unreadable(String),
    /// It is not a regular file but what this names: "a directory".
    NotAFile(&'static str),
    /// It has a second name, so that it may be reached from elsewhere.
    HardLinked,
    /// It is longer than [`LARGEST_INCLUDE`].
    TooLarge,
    /// It is not JSON5 from this place on.
    NotJson5(Position),
    /// One of its directives is of this kind, or has an item of it.
    WrongDirective(ValueKind),
    /// It has other keys beside a directive whose file holds this instead of an object.
    CannotMerge(ValueKind),
}

/// How many files deep OpenClaw follows includes.
pub const DEEPEST: usize = 10;

/// The largest file that OpenClaw includes, in bytes.
pub const LARGEST_INCLUDE: u64 = 2 << 20;

impl fmt::Display for IncludeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ImpossiblePath => f.write_str("has a path that no file can have"),
            Self::Outside => f.write_str("lies outside of the config's directory"),
            Self::LinksOutside => f.write_str("is a link that leads out of the config's directory"),
            Self::Circular => f.write_str("is one of the files that include it"),
            Self::TooDeep => write!(f, "is more than {DEEPEST} files deep"),
            Self::Unreadable(cause) => write!(f, "cannot be read: {cause}"),
            Self::NotAFile(what) => write!(f, "is {what}, not a file"),
            Self::HardLinked => f.write_str("has a second name (it is hard-linked)"),
            Self::TooLarge => write!(f, "is larger than {} MiB", LARGEST_INCLUDE >> 20),
            Self::NotJson5(at) => {
                write!(f, "is not JSON5 (line {}, column {})", at.line, at.column)
            }
            Self::WrongDirective(kind) => {
                write!(f, "has {} where `{INCLUDE}` takes a path", kind.name())
            }
            Self::CannotMerge(kind) => {
                write!(f, "has keys beside an `{INCLUDE}` that brings {}", kind.name())
            }
        }
    }
}

/// A place where a text includes files.
#[derive(Debug, Clone, Copy)]
pub struct Directive<'t> {
    /// The value of `$include`.
    pub value: Value<'t>,
    /// Whether other keys stand beside it.
    pub has_siblings: bool,
}

impl<'t> Directive<'t> {
    /// What it names: itself where it is no array, else the items. All of them should be texts.
    pub fn targets(self) -> Vec<Value<'t>> {
        match self.value.as_array() {
            Some(array) => array.items().collect(),
            None => vec![self.value],
        }
    }

    /// What it brings, once every file that it names holds what `holds` says: the later file takes
    /// the place of the earlier unless both are objects or both arrays.
    pub fn brings(self, holds: impl Fn(&str) -> Option<ValueKind>) -> Option<ValueKind> {
        match (self.targets().last(), self.value.as_array()) {
            (Some(last), _) => holds(&last.as_text()?.to_lossy()),
            (None, Some(_)) => Some(ValueKind::Object),
            (None, None) => None,
        }
    }
}

/// Whether a text may include files, at a glance: most include none, and only an escape can hide the
/// name.
pub fn may_include(text: &str) -> bool {
    text.contains(INCLUDE) || text.contains('\\')
}

/// The directives of a text in order of place, those in a value that a later one of the same name
/// replaces left out.
pub fn directives(tree: &Tree) -> Vec<Directive<'_>> {
    if !tree.may_name(INCLUDE) {
        return Vec::new();
    }
    let values = tree.root().into_iter().flat_map(Value::counting);
    let directives = values.filter_map(|value| {
        let object = value.as_object()?;
        let value = object.get(INCLUDE)?.value()?;
        Some(Directive { value, has_siblings: object.counting().nth(1).is_some() })
    });
    let mut found: Vec<_> = directives.collect();
    found.sort_by_key(|directive| directive.value.span());
    // What a directive names is not looked into for others.
    let mut end = 0;
    found.retain(|directive| {
        let span = directive.value.span();
        let is_inside = span.start < end;
        end = end.max(span.end);
        !is_inside
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    fn written(text: &str) -> Vec<(String, bool)> {
        let tree = parse(text.to_owned());
        let found = directives(&tree).into_iter();
        found.map(|found| (found.value.source().to_owned(), found.has_siblings)).collect()
    }

    #[test]
    fn a_directive_may_stand_in_any_object() {
        let text =
            "{ a: { $include: 'a' }, b: [{ $include: [], c: 1 }], $include: { $include: 1 } }";
        let expected = [("'a'", false), ("[]", true), ("{ $include: 1 }", true)];
        assert_eq!(written(text), expected.map(|(text, has)| (text.to_owned(), has)));
        assert_eq!(written("{ a: { $include: 'a' }, a: 1, b: '$include' }"), []);
    }

    #[test]
    fn the_last_of_several_files_decides_what_they_bring() {
        for (text, brings) in [
            ("{ $include: 'list' }", Some(ValueKind::Array)),
            ("{ $include: ['list', 'map'] }", Some(ValueKind::Object)),
            ("{ $include: [] }", Some(ValueKind::Object)),
            ("{ $include: ['unknown'] }", None),
            ("{ $include: 1 }", None),
        ] {
            let tree = parse(text.to_owned());
            let holds = |path: &str| match path {
                "list" => Some(ValueKind::Array),
                "map" => Some(ValueKind::Object),
                _ => None,
            };
            assert_eq!(directives(&tree)[0].brings(holds), brings, "{text}");
        }
    }
}
