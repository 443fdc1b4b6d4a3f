//! The catalog's regular expressions, each compiled when a value first needs it.

use std::sync::OnceLock;

use regress::{Flags, Regex};

use super::tables::PATTERNS;

static COMPILED: [OnceLock<Option<Regex>>; PATTERNS.len()] =
    [const { OnceLock::new() }; PATTERNS.len()];

/// Whether the pattern at `index` of `PATTERNS` matches somewhere in `text`.
pub(super) fn matches(index: u32, text: &str) -> bool {
    let index = index as usize;
    let (Some(cell), Some(pattern)) = (COMPILED.get(index), PATTERNS.get(index)) else {
        return true;
    };
    // A test holds every pattern of the catalog to being one.
    let regex = cell.get_or_init(|| compile(pattern.0.get()).ok());
    regex.as_ref().is_none_or(|regex| regex.find(text).is_some())
}

/// JSON Schema's patterns are read as Unicode, without ignoring case.
fn compile(pattern: &str) -> Result<Regex, regress::Error> {
    Regex::with_flags(pattern, Flags { unicode: true, ..Flags::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_catalog_compiles() {
        for pattern in &PATTERNS {
            assert!(compile(pattern.0.get()).is_ok(), "{}", pattern.0.get());
        }
    }

    #[test]
    fn no_pattern_of_the_catalog_takes_more_than_linear_time() {
        // With one that takes the cube of the length this would not end.
        let pieces = ["a", " ", "a.", "1", "#", "/", "-", "a@", "a ", "!a"];
        for piece in pieces {
            for (start, end) in [("", ""), ("https://", "!"), ("a@", " "), (" ", "a!a!a")] {
                let text = format!("{start}{}{end}", piece.repeat(4_000));
                for index in 0..crate::text::offset(PATTERNS.len()) {
                    matches(index, &text);
                }
            }
        }
    }
}
