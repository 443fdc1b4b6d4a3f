//! Finds credentials by their looks, wherever they stand.

use memchr::memmem;

use super::credentials::{Proof, Shape, may_begin, starting_with};
use super::{random, urls};
use crate::text::{Span, offset};

/// What is told of each credential: its bytes and what it looks like.
pub(super) type Report<'r> = dyn FnMut(Span, &'static str) + 'r;

/// Tells every credential in `text`, in no particular order; some may overlap. Linear.
pub(super) fn find(text: &str, report: &mut Report<'_>) {
    prefixed(text, report);
    bare(text, report);
    key_blocks(text, report);
    escapes(text, report);
    urls::find(text, report);
}

/// What `text` looks like, if a credential stands anywhere in it.
pub(super) fn first(text: &str) -> Option<&'static str> {
    let mut first: Option<(u32, &'static str)> = None;
    find(text, &mut |span, name| {
        if first.is_none_or(|(start, _)| span.start < start) {
            first = Some((span.start, name));
        }
    });
    first.map(|(_, name)| name)
}

/// The span from `start` to `end`.
pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(offset(start), offset(end))
}

/// Credentials with a prefix of their own.
fn prefixed(text: &str, report: &mut Report<'_>) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, two) in bytes.windows(2).enumerate() {
        if !may_begin(two[0], two[1]) || at < done || !begins_word(bytes, at) {
            continue;
        }
        // The longest prefix first.
        let found = starting_with(&bytes[at..]).rev().find_map(|shape| shape.end(bytes, at));
        if let Some((start, end, name)) = found {
            report(span(start, end), name);
            done = end;
        }
    }
}

/// Whether a word may begin at `at`: no letter or digit stands before it, unless that ends an
/// escape such as `\n`, be it a valid one or not.
#[inline]
pub(super) fn begins_word(bytes: &[u8], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|index| bytes[index]);
    before(1).is_none_or(|byte| !byte.is_ascii_alphanumeric() || before(2) == Some(b'\\'))
}

impl Shape {
    /// Start and end of its secret and its name, if the text at `at` has this shape.
    pub(super) fn end(&self, bytes: &[u8], at: usize) -> Option<(usize, usize, &'static str)> {
        /// How far a proof is looked for, so that a long run of near misses stays linear.
        const REACH: usize = 128;
        let rest = bytes[at..].strip_prefix(self.prefix.as_bytes())?;
        let length = |rest: &[u8]| rest.iter().take_while(|&&byte| self.tail.holds(byte)).count();
        let near = &rest[..length(&rest[..rest.len().min(REACH)])];
        if near.len() < self.least {
            return None;
        }
        let digit = near.iter().any(u8::is_ascii_digit);
        // `dXNlcjpwYXNz`, unlike `authentication`.
        let mixed =
            near.windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
        let proven = match self.proof {
            Proof::Prefix | Proof::Public => true,
            Proof::Digit => digit,
            Proof::PublicDigit => digit || mixed,
        };
        let start = match self.proof {
            Proof::Prefix | Proof::Digit => at,
            Proof::Public | Proof::PublicDigit => at + self.prefix.len(),
        };
        proven.then(|| (start, at + self.prefix.len() + length(rest), self.name))
    }
}

/// Credentials without a prefix: bot tokens and bare keys.
fn bare(text: &str, report: &mut Report<'_>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_base64(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        at += count(&bytes[at..], usize::MAX, is_base64);
        let run = &text[start..at];
        let may_be_key = run.len() >= random::SHORTEST;
        if !may_be_key && !matches!(bytes.get(at), Some(b':' | b'.')) {
            // Most runs are words.
            continue;
        }
        let end = at + count(&bytes[at..], 2, |byte| byte == b'=');
        let slash = memchr::memrchr2(b'+', b'/', run.as_bytes());
        let last = slash.map_or(start, |slash| start + slash + 1);
        let bot_token = bot_token(bytes, last, at);
        if (!may_be_key && bot_token.is_none()) || random::is_public(run, &text[..start]) {
            continue;
        }
        if random::is_base64_key(run) && run.contains(['+', '/']) {
            report(span(start, end), "a key");
            continue;
        }
        let mut part_start = start;
        for part in run.split(['+', '/']) {
            let part_end = part_start + part.len();
            if random::is_bare_key(part, &text[..part_start]) {
                report(span(part_start, if part_end == at { end } else { part_end }), "a key");
            }
            part_start = part_end + 1;
        }
        if let Some((start, end, name)) = bot_token {
            report(span(start, end), name);
            at = end;
        }
    }
}

/// A bot token whose first part is, or ends, the run from `start` to `end`.
pub(super) fn bot_token(
    bytes: &[u8],
    start: usize,
    end: usize,
) -> Option<(usize, usize, &'static str)> {
    let word = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + count(rest, 128, |byte| is_base64(byte) && !matches!(byte, b'+' | b'/'))
    };
    match bytes.get(end) {
        // Telegram: `123456789:` and 35 characters.
        Some(b':') => {
            let run = bytes[start..end].iter().rev().take(16);
            let digits = run.take_while(|byte| byte.is_ascii_digit()).count();
            let last = word(end + 1);
            ((6..=12).contains(&digits) && last - end > 30).then_some((
                end - digits,
                last,
                "a Telegram bot token",
            ))
        }
        // Discord: the bot's id in base64, a time and a signature.
        Some(b'.') if (20..=32).contains(&(end - start)) => {
            let second = word(end + 1);
            let last = word(second + 1);
            ((5..=8).contains(&(second - end - 1))
                && bytes.get(second) == Some(&b'.')
                && last - second > 26)
                .then_some((start, last, "a Discord bot token"))
        }
        _ => None,
    }
}

/// Private keys in PEM, with line ends, escaped line ends or comment marks between their lines.
pub(super) fn key_blocks(text: &str, report: &mut Report<'_>) {
    const BEGIN: &str = "-----BEGIN ";
    /// What a label may be long.
    const LABEL: usize = 64;
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = first_of(&bytes[from..], BEGIN.as_bytes()) {
        let start = from + found;
        from = start + BEGIN.len();
        let dashes = |at: usize| {
            let near = &bytes[at..bytes.len().min(at + LABEL)];
            memmem::find(near, b"-----").map(|length| (length, at + length + 5))
        };
        let Some((label, mut at)) = dashes(from) else { continue };
        if memmem::find(&bytes[from..from + label], b"PRIVATE KEY").is_none() {
            continue;
        }
        // Without its end, a block reaches to what cannot belong to it.
        while at < bytes.len() && !matches!(bytes[at], b'"' | b'\'' | b'`' | b'{' | b'}' | b'[') {
            if bytes[at..].starts_with(b"-----END ") {
                at = dashes(at + 9).map_or(at, |(_, end)| end);
                break;
            }
            at += 1;
        }
        report(span(start, at), "a private key");
        from = at;
    }
}

/// Runs of escapes that stand for ordinary characters, which nobody writes but to hide them.
fn escapes(text: &str, report: &mut Report<'_>) {
    const FEWEST: usize = 8;
    let bytes = text.as_bytes();
    let is_escape = |at: usize| {
        bytes.get(at..at + 4) == Some(b"\\u00")
            && matches!(bytes.get(at + 4..at + 6), Some([b'2'..=b'7', low]) if low.is_ascii_hexdigit())
    };
    let mut from = 0;
    while let Some(found) = first_of(&bytes[from..], b"\\u00") {
        let start = from + found;
        from = start;
        while is_escape(from) {
            from += 6;
        }
        if from - start >= FEWEST * 6 {
            report(span(start, from), "text hidden in escapes");
        }
        from = from.max(start + 4);
    }
}

/// Where `part` begins first. Its first byte is rare, and most texts are too short for a search that
/// prepares itself.
pub(super) fn first_of(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let first = *part.first()?;
    memchr::memchr_iter(first, bytes).find(|&at| bytes[at..].starts_with(part))
}

#[inline]
pub(super) fn is_base64(byte: u8) -> bool {
    /// Asked of every byte of a text.
    static BASE64: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = u8::MAX;
        while byte > 0 {
            table[byte as usize] =
                byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-');
            byte -= 1;
        }
        table
    };
    BASE64[usize::from(byte)]
}

/// How many bytes at the start, `most` at most, pass.
#[inline]
pub(super) fn count(bytes: &[u8], most: usize, passes: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take(most).take_while(|&&byte| passes(byte)).count()
}
