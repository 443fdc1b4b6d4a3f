//! Why a text cannot be converted, without a byte of it.

use std::fmt;

use saphyr_parser::{Marker, ScanError};

use super::{DEEPEST, LARGEST};

/// Why a text cannot be converted, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Why.
    pub cause: Cause,
    /// Line and column, both 1-based, the column in characters; `None` where it is the whole text.
    pub place: Option<(usize, usize)>,
}

/// Why a text cannot be converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It is no YAML; in the words of the parser, which name at most one character of it.
    Syntax(String),
    /// It holds nothing.
    Empty,
    /// Another document begins.
    SecondDocument,
    /// A key that the same mapping has already, at this line.
    DuplicateKey(usize),
    /// A key that is a list or a mapping.
    ComplexKey,
    /// A tag of one's own, or one that is no kind of JSON value.
    Tag,
    /// The value is not what its tag says.
    NotAsTagged,
    /// An alias of something that it stands in.
    Recursive,
    /// `<<` with something other than mappings.
    Merge,
    /// Deeper than [`DEEPEST`].
    TooDeep,
    /// Longer than [`LARGEST`], as it is or with its aliases written out.
    TooLarge,
}

impl Cause {
    pub(super) const fn nowhere(self) -> YamlError {
        YamlError { cause: self, place: None }
    }

    pub(super) fn at(self, marker: &Marker) -> YamlError {
        YamlError { cause: self, place: Some((marker.line(), marker.col() + 1)) }
    }
}

impl From<ScanError> for YamlError {
    fn from(error: ScanError) -> Self {
        // The parser counts no deeper than this either where brackets stand in each other.
        let cause = match error.info() {
            "recursion limit exceeded" => Cause::TooDeep,
            info => Cause::Syntax(info.to_owned()),
        };
        cause.at(error.marker())
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "line {line}, column {column}: ")?;
        }
        match &self.cause {
            Cause::Syntax(info) => write!(f, "this is not YAML: {info}"),
            Cause::Empty => f.write_str("the file holds no settings"),
            Cause::SecondDocument => {
                f.write_str("a second document begins here, and a config is one")
            }
            Cause::DuplicateKey(line) => {
                write!(f, "line {line} has this key already, and YAML does not say which counts")
            }
            Cause::ComplexKey => {
                f.write_str("the key is a list or a mapping, and JSON5 only has names")
            }
            Cause::Tag => f.write_str("the tag says something that JSON5 cannot"),
            Cause::NotAsTagged => f.write_str("the value is not what its tag says"),
            Cause::Recursive => f.write_str("the alias stands inside what it stands for"),
            Cause::Merge => f.write_str("`<<` takes a mapping or a list of mappings"),
            Cause::TooDeep => write!(f, "nested deeper than {DEEPEST} levels"),
            Cause::TooLarge => write!(
                f,
                "larger than {} MiB, with its aliases written out, which no config is",
                LARGEST >> 20
            ),
        }
    }
}

impl std::error::Error for YamlError {}
