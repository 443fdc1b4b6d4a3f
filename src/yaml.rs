//! YAML to JSON5 that says the same, comments included.
//!
//! OpenClaw never read YAML; people write it all the same. What YAML can say is resolved here by its
//! 1.2 core schema: anchors, aliases, merges, tags, multi-line strings. Where YAML says what no
//! JSON5 can (two documents, keys that are lists, tags of one's own), nothing is converted and the
//! place is named. No message holds a byte of the text.

mod comment;
mod error;
mod load;
mod node;
mod scalar;
mod write;

pub use error::{Cause, YamlError};

/// The longest text that is read, and the longest that is written, in bytes: aliases can make much
/// of little.
pub const LARGEST: usize = 4 << 20;
/// How deep collections may stand in each other, aliases followed.
pub const DEEPEST: usize = 128;

/// Says whether a value, written in JSON5, can stand at a path from the root down.
pub type Takes<'f> = dyn Fn(&[&str], &str) -> bool + 'f;

/// The JSON5 that says what the one document in `text` says, with its comments at their places.
///
/// A plain scalar at whose path its value cannot stand, says `takes`, is written as what can: `yes`
/// and `off`, which are strings since YAML 1.2, as a boolean; a number as the string that it reads.
/// Everything else is the same for every `takes`.
///
/// # Errors
/// When it is no YAML, says more than JSON5 can, or is too large or too deep.
pub fn to_json5(text: &str, takes: &Takes<'_>) -> Result<String, YamlError> {
    if text.len() > LARGEST {
        return Err(Cause::TooLarge.nowhere());
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let document = load::load(text)?;
    write::write(text, &document, takes)
}
