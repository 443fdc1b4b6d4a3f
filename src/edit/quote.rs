//! Names, strings and numbers as they are written.

use std::fmt::Write;

use crate::syntax::JsText;

/// Whether a name may stand without quotes. Beyond ASCII the answer is no: which letters count
/// depends on the Unicode version of the reader.
pub(crate) fn is_identifier(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$';
    name.bytes().next().is_some_and(|first| is_part(first) && !first.is_ascii_digit())
        && name.bytes().all(is_part)
}

/// What stands between the quotes of a token, if it has quotes.
pub(super) fn inside(token: &str) -> Option<&str> {
    let quote = token.chars().next().filter(|&first| first == '"' || first == '\'')?;
    token.strip_prefix(quote)?.strip_suffix(quote)
}

/// The text in quotes, escaped as strict JSON escapes it (and `'` in single quotes).
pub(crate) fn quoted(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    escape(text, quote, &mut out);
    out.push(quote);
    out
}

/// As [`quoted`]; a lone surrogate is written as an escape.
pub(super) fn quoted_js(text: &JsText<'_>, quote: char) -> String {
    let mut out = String::from(quote);
    let mut rest = text.as_bytes();
    let is_surrogate = |bytes: &[u8]| bytes[0] == 0xED && bytes[1] >= 0xA0;
    while let Some(at) = rest.windows(3).position(is_surrogate) {
        escape(&String::from_utf8_lossy(&rest[..at]), quote, &mut out);
        let bits = |index: usize| u32::from(rest[at + index] & 0x3F);
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{:04x}", 0xD000 | bits(1) << 6 | bits(2));
        rest = &rest[at + 3..];
    }
    escape(&String::from_utf8_lossy(rest), quote, &mut out);
    out.push(quote);
    out
}

/// Writes what stands between the quotes.
fn escape(text: &str, quote: char, out: &mut String) {
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            character if character == quote => {
                out.push('\\');
                out.push(quote);
            }
            // The last two end lines in some readers.
            '\0'..='\x1F' | '\u{7F}' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            character => out.push(character),
        }
    }
}

/// The number as JavaScript reads it back; all but `NaN` and the infinities are strict JSON too.
pub(super) fn number(value: f64) -> String {
    match value {
        value if value.is_nan() => "NaN".to_owned(),
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        value if value != 0.0 && !(1e-6..1e21).contains(&value.abs()) => format!("{value:e}"),
        value => format!("{value}"),
    }
}

/// Whether a quoted token is a string of strict JSON.
pub(super) fn is_json_string(token: &str) -> bool {
    let Some(inside) = token.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return false;
    };
    let mut bytes = inside.bytes();
    while let Some(byte) = bytes.next() {
        let fine = match byte {
            0..=0x1F => false,
            b'\\' => match bytes.next() {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => true,
                Some(b'u') => {
                    (0..4).all(|_| bytes.next().is_some_and(|digit| digit.is_ascii_hexdigit()))
                }
                _ => false,
            },
            _ => true,
        };
        if !fine {
            return false;
        }
    }
    true
}

/// Whether a number token is a number of strict JSON: `-?int frac? exp?`.
pub(super) fn is_json_number(token: &str) -> bool {
    fn digits(text: &str) -> (&str, &str) {
        text.split_at(text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len())
    }
    let (whole, mut rest) = digits(token.strip_prefix('-').unwrap_or(token));
    if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        let (fraction, after) = digits(fraction);
        if fraction.is_empty() {
            return false;
        }
        rest = after;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let (exponent, after) = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
        if exponent.is_empty() {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}
