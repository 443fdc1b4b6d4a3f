//! Characters that would steer a terminal or reorder a line.

/// What stands in place of `character` in every output, if it must not pass: pictures for the C0
/// controls, U+FFFD for what has none. Tab and line feed pass; a carriage return passes only in
/// front of a line feed (`next`), and is a line feed otherwise, since it ends a line everywhere
/// but on a terminal, where it would hide what stands before it.
pub(super) fn replacement(character: char, next: Option<u8>) -> Option<char> {
    match character {
        '\t' | '\n' => None,
        '\r' => (next != Some(b'\n')).then_some('\n'),
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7F}' => Some('\u{2421}'),
        '\u{80}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

/// Where in `text` the first character begins that may be one that must not pass; quick, and never
/// too late.
pub(super) fn first_possible(text: &str) -> Option<usize> {
    /// Asked of every byte of a text.
    static POSSIBLE: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = u8::MAX;
        while byte > 0 {
            byte -= 1;
            table[byte as usize] = match byte {
                b'\t' | b'\n' => false,
                // First bytes of the two- and three-byte controls; most letters have others.
                0..=0x1F | 0x7F | 0xC2 | 0xD8 | 0xE2 => true,
                _ => false,
            };
        }
        table
    };
    text.as_bytes().iter().position(|byte| POSSIBLE[usize::from(*byte)])
}
