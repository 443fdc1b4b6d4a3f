//! Finds secrets by the name in front of them where no tree helps: in comments, in strings that
//! hold commands, headers or JSON, in texts with syntax errors, in other files.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

use super::names::{self, Name};
use super::shapes::{count, span};
use super::values;
use crate::text::Span;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// The inside of a string: a value ends where a word ends.
    Prose,
    /// A comment: a value without quotes reaches to the end of its line.
    Comment,
    /// A text that is not JSON5, or not yet: as a comment, and separators may be missing.
    Broken,
}

/// Tells the values that stand after sensitive names. Linear.
pub(super) fn find(text: &str, manner: Manner, report: &mut dyn FnMut(Span)) {
    if manner == Manner::Prose && !may_join(text.as_bytes()) {
        return;
    }
    let mut reader = Reader { text, bytes: text.as_bytes(), manner, line_end: 0 };
    let mut at = 0;
    while at < text.len() {
        let length = count(&reader.bytes[at..], usize::MAX, is_word);
        if length == 0 {
            at += 1;
            continue;
        }
        let word = at..at + length;
        at = word.end;
        if let Some(value) = reader.value_after(&word) {
            at = value.end.max(at);
            for part in values::secret_parts(&text[value.clone()]) {
                report(span(value.start + part.start, value.start + part.end));
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    manner: Manner,
    /// The line end found last, so that a long line is searched once.
    line_end: usize,
}

/// What joins a name to its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Colon,
    Equals,
    /// Nothing but white space: `--token VALUE`, or a colon forgotten.
    Space,
}

impl Reader<'_> {
    /// The value of the name `word`, if the name is sensitive and the value is no literal.
    fn value_after(&mut self, word: &Range<usize>) -> Option<Range<usize>> {
        const LONGEST_NAME: usize = 80;
        if !(3..=LONGEST_NAME).contains(&word.len()) {
            return None;
        }
        let (joint, at) = self.joint(word)?;
        let name = &self.text[word.clone()];
        let class = names::classify(name);
        if matches!(class, Name::Plain | Name::About) {
            return None;
        }
        let at = self.value_start(at, joint)?;
        // Tested before the end of the value is looked for, so that a long line of names is cheap.
        let first = self.beginning(at);
        let skipped = is_literal(first)
            || values::secret_parts(first).is_empty()
            || (class == Name::Texts && values::is_count(first))
            || (class == Name::Vague && !values::looks_vague(first));
        if skipped { None } else { self.value(at, name, joint) }
    }

    /// What joins the name to a value, and where the value may begin.
    fn joint(&self, word: &Range<usize>) -> Option<(Joint, usize)> {
        let mut at = word.end;
        // `\"token\": …` in a string, `"token": …` elsewhere.
        at += usize::from(self.bytes.get(at) == Some(&b'\\'));
        at += self.quote(at).map_or(0, |(length, _)| length);
        let spaces = self.spaces(at);
        let rest = &self.text[at + spaces..];
        if let Some(after) = rest.strip_prefix(':') {
            let more = usize::from(after.starts_with('='));
            return (!after.starts_with("//")).then_some((Joint::Colon, at + spaces + 1 + more));
        }
        if rest.starts_with('\u{FF1A}') {
            return Some((Joint::Colon, at + spaces + '\u{FF1A}'.len_utf8()));
        }
        if let Some(after) = rest.strip_prefix('=') {
            let more = usize::from(after.starts_with(['=', '>']));
            return Some((Joint::Equals, at + spaces + 1 + more));
        }
        // An element of XML.
        let element = self.manner == Manner::Broken
            && rest.starts_with('>')
            && word.start.checked_sub(1).map(|before| self.bytes[before]) == Some(b'<');
        if element {
            return Some((Joint::Equals, at + spaces + 1));
        }
        let flag = self.bytes[word.start] == b'-' && spaces > 0 && !rest.starts_with('-');
        let forgotten = self.manner == Manner::Broken
            && self.is_key_position(word.start)
            && (self.quote(at + spaces).is_some()
                || (spaces > 0 && rest.starts_with(|c: char| c.is_ascii_alphanumeric())));
        (flag || forgotten).then_some((Joint::Space, at + spaces))
    }

    /// Whether a name may begin at `start`: at the start of a line or after `{` or `,`.
    fn is_key_position(&self, start: usize) -> bool {
        let before = self.text[..start].trim_end_matches([' ', '\t', '"', '\'', '`']);
        before.is_empty() || before.ends_with(['\n', '\r', '{', ','])
    }

    /// Where the value begins: after spaces and, after a colon or `=` in a broken text, on the
    /// next line that is not blank.
    fn value_start(&self, at: usize, joint: Joint) -> Option<usize> {
        let at = at + self.spaces(at);
        let text = &self.bytes[at..];
        // YAML's `|` and `>` announce lines of text.
        let marks = count(text, 2, |byte| matches!(byte, b'|' | b'>' | b'-' | b'+'));
        let ends_line = matches!(text.get(marks), Some(b'\n' | b'\r'));
        if self.manner == Manner::Broken && joint != Joint::Space && ends_line {
            let at = at + marks;
            let at = at + count(&self.bytes[at..], usize::MAX, |byte| byte.is_ascii_whitespace());
            let first = self.bytes.get(at)?;
            // What is nested below the name speaks for itself.
            let nested = matches!(first, b'{' | b'}' | b'[' | b']' | b'/' | b'#')
                || self.beginning(at).ends_with(':');
            return (!nested).then_some(at);
        }
        let none = matches!(text.first()?, b'\n' | b'\r' | b'{' | b'}' | b']' | b',' | b')' | b';');
        (!none).then_some(at)
    }

    /// The bytes of the value that begins at `at`.
    fn value(&mut self, at: usize, name: &str, joint: Joint) -> Option<Range<usize>> {
        if let Some((length, close)) = self.quote(at) {
            return Some(self.quoted(at, length, close));
        }
        let line_end = self.line_end(at);
        if self.manner != Manner::Prose {
            if self.bytes[at] == b'[' {
                let end = self.text[at + 1..].find([']', '{', '}', ':']);
                return Some(at + 1..end.map_or(line_end, |end| at + 1 + end));
            }
            let line = &self.text[at..self.continued(line_end)];
            let line = line.trim_end().trim_end_matches("*/").trim_end();
            return Some(at..at + line.len());
        }
        let lower = name.to_ascii_lowercase();
        // A header's value has spaces in it.
        if lower.ends_with("authorization") || lower.ends_with("cookie") {
            let line = &self.text[at..line_end];
            return Some(at..at + line.find(['"', '\'', '`', '\\']).unwrap_or(line.len()));
        }
        let length = word_length(&self.text[at..line_end]);
        // `token: no` says nothing; `token=no` may.
        (joint != Joint::Colon || length >= 4).then_some(at..at + length)
    }

    /// A quoted value whose opening quote has `length` bytes; the whole line where it is not clear
    /// where the value ends.
    fn quoted(&mut self, at: usize, length: usize, close: &str) -> Range<usize> {
        let start = at + length;
        let line_end = self.line_end(at);
        // Backticks and tripled quotes hold line ends in the languages that have them.
        let reach = if close.len() == 3 && close.is_ascii() || close == "`" {
            self.text.len()
        } else {
            line_end
        };
        let Some(end) = closing(&self.text[start..reach], close) else {
            return start..self.overflow(line_end, close);
        };
        let end = start + end;
        let after = end + close.len();
        let next = self.bytes.get(after + self.spaces(after));
        let ends = next.is_none_or(|next| {
            matches!(next, b',' | b'}' | b']' | b')' | b';' | b'/' | b'#' | b'\n' | b'\r' | b'*')
        });
        if ends || self.manner == Manner::Prose { start..end } else { start..line_end.max(end) }
    }

    /// Where the line that ends at `end` ends with the lines that a backslash joins to it.
    fn continued(&mut self, mut end: usize) -> usize {
        while self.manner == Manner::Broken && self.text[..end].ends_with('\\') {
            let next = end + if self.text[end..].starts_with("\r\n") { 2 } else { 1 };
            if next >= self.text.len() {
                break;
            }
            end = self.line_end(next);
        }
        end
    }

    /// Where the value ends whose closing quote is not on its line, which ends at `end`: on a
    /// later line, if the lines between do not read as more of the config.
    fn overflow(&mut self, end: usize, close: &str) -> usize {
        let mut at = end;
        while self.manner == Manner::Broken && at < self.text.len() {
            let start =
                at + count(&self.bytes[at..], usize::MAX, |byte| byte.is_ascii_whitespace());
            let line_end = self.line_end(start);
            let line = &self.text[start..line_end];
            if reads_as_config(line) {
                break;
            }
            if let Some(end) = closing(line, close) {
                return start + end;
            }
            at = line_end;
        }
        at
    }

    /// The length of the quote at `at` and what closes it.
    fn quote(&self, at: usize) -> Option<(usize, &'static str)> {
        const QUOTES: &[(&str, &str)] = &[
            ("\"\"\"", "\"\"\""),
            ("'''", "'''"),
            ("\"", "\""),
            ("'", "'"),
            ("`", "`"),
            ("\\\"", "\\\""),
            ("\u{201C}", "\u{201D}"),
            ("\u{201D}", "\u{201D}"),
            ("\u{201E}", "\u{201C}"),
            ("\u{2018}", "\u{2019}"),
            ("\u{2019}", "\u{2019}"),
            ("\u{AB}", "\u{BB}"),
        ];
        let rest = self.bytes.get(at..)?;
        if !matches!(rest.first()?, b'"' | b'\'' | b'`' | b'\\' | 0xC2 | 0xE2) {
            // No quote begins so.
            return None;
        }
        let found = QUOTES.iter().find(|(open, _)| rest.starts_with(open.as_bytes()))?;
        Some((found.0.len(), found.1))
    }

    /// The beginning of the value at `at`, enough to tell a placeholder, a number or a literal.
    fn beginning(&self, at: usize) -> &str {
        const ENOUGH: usize = 256;
        let end = self.text.floor_char_boundary(at + ENOUGH);
        let near = &self.text[at..end];
        match self.quote(at) {
            Some((length, close)) => {
                let inside = near.get(length..).unwrap_or_default();
                &inside[..closing(inside, close).unwrap_or(inside.len())]
            }
            None => &near[..word_length(near)],
        }
    }

    fn spaces(&self, at: usize) -> usize {
        count(self.bytes.get(at..).unwrap_or_default(), usize::MAX, |byte| {
            matches!(byte, b' ' | b'\t')
        })
    }

    fn line_end(&mut self, at: usize) -> usize {
        if self.line_end < at {
            let rest = &self.bytes[at..];
            self.line_end = at + memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        }
        self.line_end
    }
}

/// Whether anything in the inside of a string may join a name to a value: few strings hold one of these
/// bytes, the last of which begins a wide colon.
fn may_join(bytes: &[u8]) -> bool {
    memchr3(b':', b'=', b'-', bytes).is_some() || memchr(0xEF, bytes).is_some()
}

/// Whether a line without its indent begins with a bracket, a comment, or a name and its colon.
fn reads_as_config(line: &str) -> bool {
    let bytes = line.as_bytes();
    let quotes = count(bytes, 1, |byte| matches!(byte, b'"' | b'\''));
    let name = count(&bytes[quotes..], 80, is_word);
    let after = line[quotes + name..].trim_start_matches(['"', '\'', ' ', '\t']);
    line.is_empty()
        || line.starts_with(['{', '}', '[', ']', '#'])
        || line.starts_with("//")
        || line.starts_with("/*")
        || (name > 1 && after.starts_with(':'))
}

/// Where `close` first stands in `text` without a backslash before it.
fn closing(text: &str, close: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(close.as_bytes()) {
            return Some(at);
        }
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    None
}

/// The length of the word that `text` begins with: up to white space, a quote or a delimiter.
fn word_length(text: &str) -> usize {
    let ends = |byte: u8| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'"' | b'\'' | b'`' | b',' | b';' | b'&' | b')' | b']' | b'\\')
    };
    let word = &text[..count(text.as_bytes(), usize::MAX, |byte| !ends(byte))];
    // `${NAME}` ends with a brace; any other brace is the object's.
    if word.contains('{') { word.len() } else { word.find('}').unwrap_or(word.len()) }
}

fn is_literal(word: &str) -> bool {
    const LITERALS: &[&str] =
        &["false", "no", "none", "null", "off", "on", "true", "undefined", "yes"];
    LITERALS.contains(&word.to_ascii_lowercase().as_str())
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
