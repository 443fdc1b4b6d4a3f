//! Names of files that do to a terminal what they say and nothing else. What is said of configs
//! went through the gate, which sees to the same.

use std::borrow::Cow;

/// `text` without what a terminal obeys instead of showing it: control characters and those that
/// turn the direction of text around become U+FFFD, one for one; a tab stays.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_obeyed) {
        let shown = |c| if is_obeyed(c) { char::REPLACEMENT_CHARACTER } else { c };
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
