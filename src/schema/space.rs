//! White space as JavaScript's `trim` has it.

/// Whether `trim` takes the character off.
const fn is_space(letter: char) -> bool {
    matches!(
        letter,
        '\u{9}'..='\u{d}'
            | ' '
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}

/// The text without the white space around it, as JavaScript's `trim` leaves it.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}
