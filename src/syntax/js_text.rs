//! Decoded names and strings, as JavaScript holds them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The text of a decoded name or string.
///
/// JavaScript strings may hold lone surrogates (`"\uD800"`), which `str` cannot; such a text is
/// kept as WTF-8: UTF-8 in which a lone surrogate is encoded like any other code point. Two texts
/// are equal exactly when JavaScript's `===` says so.
#[derive(Debug, Clone)]
pub struct JsText<'t>(Held<'t>);

#[derive(Debug, Clone)]
enum Held<'t> {
    /// A text as nearly all are.
    Text(Cow<'t, str>),
    /// WTF-8 with a lone surrogate in it.
    Surrogates(Vec<u8>),
}

impl<'t> JsText<'t> {
    /// A text that needs no decoding.
    #[inline]
    pub(super) const fn plain(text: &'t str) -> Self {
        Self(Held::Text(Cow::Borrowed(text)))
    }

    /// A text that was decoded.
    fn decoded(bytes: Vec<u8>) -> Self {
        Self(match String::from_utf8(bytes) {
            Ok(text) => Held::Text(Cow::Owned(text)),
            Err(error) => Held::Surrogates(error.into_bytes()),
        })
    }

    /// The text, unless it holds a lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Held::Text(text) => Some(text),
            Held::Surrogates(_) => None,
        }
    }

    /// The text, with U+FFFD for lone surrogates.
    pub fn to_lossy(&self) -> Cow<'_, str> {
        match &self.0 {
            Held::Text(text) => Cow::Borrowed(text),
            Held::Surrogates(bytes) => Cow::Owned(lossy(bytes)),
        }
    }

    /// As [`Self::to_lossy`], for as long as what it was decoded from.
    pub fn into_lossy(self) -> Cow<'t, str> {
        match self.0 {
            Held::Text(text) => text,
            Held::Surrogates(bytes) => Cow::Owned(lossy(&bytes)),
        }
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// Its WTF-8 bytes.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Held::Text(text) => text.as_bytes(),
            Held::Surrogates(bytes) => bytes,
        }
    }

    /// Its length as JavaScript counts it: in UTF-16 code units.
    pub fn utf16_len(&self) -> usize {
        let units = |&byte: &u8| match byte {
            0x80..=0xBF => 0,
            0xF0..=0xFF => 2,
            _ => 1,
        };
        self.as_bytes().iter().map(units).sum()
    }
}

/// WTF-8 as a text, with U+FFFD for lone surrogates.
fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // A lone surrogate is three bytes, each invalid by itself; the first is always 0xED.
        if chunk.invalid().first() == Some(&0xED) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

impl PartialEq for JsText<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for JsText<'_> {}

impl PartialOrd for JsText<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for JsText<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for JsText<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl PartialEq<str> for JsText<'_> {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for JsText<'_> {
    #[inline]
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
#[inline]
pub(super) fn unquoted(token: &str) -> &str {
    match token.as_bytes() {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => &token[1..token.len() - 1],
        [b'"' | b'\'', ..] => &token[1..],
        _ => token,
    }
}

/// Decodes the escapes and line continuations of a string's inside or of an unquoted name. What is
/// no escape stands for itself without its backslash.
pub(super) fn decode(text: &str) -> JsText<'_> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        rest = escape(&rest[at + 1..], &mut out);
    }
    out.extend_from_slice(rest.as_bytes());
    JsText::decoded(out)
}

/// Decodes one escape, which begins after its backslash; answers with what follows it.
fn escape<'t>(text: &'t str, out: &mut Vec<u8>) -> &'t str {
    let mut characters = text.chars();
    let Some(character) = characters.next() else { return "" };
    let rest = characters.as_str();
    match character {
        'b' => out.push(0x08),
        't' => out.push(b'\t'),
        'n' => out.push(b'\n'),
        'v' => out.push(0x0B),
        'f' => out.push(0x0C),
        'r' => out.push(b'\r'),
        '0' => out.push(0),
        '\r' => return rest.strip_prefix('\n').unwrap_or(rest),
        '\n' | '\u{2028}' | '\u{2029}' => {}
        'x' | 'u' => {
            let length = if character == 'x' { 2 } else { 4 };
            if let Some(unit) = code_unit(rest, length) {
                push_unit(unit, out);
                return &rest[length..];
            }
            out.extend_from_slice(&text.as_bytes()[..1]);
        }
        _ => out.extend_from_slice(&text.as_bytes()[..character.len_utf8()]),
    }
    rest
}

/// The code unit that `length` hexadecimal digits stand for.
pub(super) fn code_unit(text: &str, length: usize) -> Option<u16> {
    let digits = text.get(..length)?;
    let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    all.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

/// Adds a UTF-16 code unit; the second half of a pair completes the first.
fn push_unit(unit: u16, out: &mut Vec<u8>) {
    let mut code = u32::from(unit);
    if let (0xDC00..=0xDFFF, &[.., 0xED, second @ 0xA0..=0xAF, third]) = (code, out.as_slice()) {
        let high = (u32::from(second & 0x0F) << 6) | u32::from(third & 0x3F);
        code = 0x1_0000 + (high << 10) + (code - 0xDC00);
        out.truncate(out.len() - 3);
    }
    if let Some(character) = char::from_u32(code) {
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    } else {
        let [high, low] = unit.to_be_bytes();
        out.extend([0xE0 | high >> 4, 0x80 | (high & 0x0F) << 2 | low >> 6, 0x80 | low & 0x3F]);
    }
}
