//! Text to tokens, one at a time: the parser can send the lexer back when what follows an error
//! has to be read another way.

mod multiline;
mod rare;

use super::error::Errors;
use super::js_text::code_unit;
use super::{Token, TokenKind, number, unicode};
use crate::text::{Span, offset};

/// What a token may be that begins with a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Quote,
    Letter,
    Digit,
    Slash,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Colon,
    Comma,
    /// Punctuation that JSON5 gives no meaning and that ends a run.
    Punctuation,
    Hash,
    Backtick,
    Control,
    /// The first byte of a character beyond ASCII.
    Wide,
    /// Anything else that is printed.
    Other,
}

static CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "a const loop has no other form")]
        let ascii = byte as u8;
        table[byte] = match ascii {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => Class::Space,
            b'"' | b'\'' => Class::Quote,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$' => Class::Letter,
            b'0'..=b'9' | b'+' | b'-' | b'.' => Class::Digit,
            b'/' => Class::Slash,
            b'{' => Class::OpenBrace,
            b'}' => Class::CloseBrace,
            b'[' => Class::OpenBracket,
            b']' => Class::CloseBracket,
            b':' => Class::Colon,
            b',' => Class::Comma,
            b'=' | b';' | b'(' | b')' | b'<' | b'>' | b'|' => Class::Punctuation,
            b'#' => Class::Hash,
            b'`' => Class::Backtick,
            0..=0x1F | 0x7F => Class::Control,
            0x80..=0xFF => Class::Wide,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
};

/// The bytes that continue a name.
static CONTINUES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(CLASS[byte], Class::Letter)
            || (b'0' as usize <= byte && byte <= b'9' as usize);
        byte += 1;
    }
    table
};

/// Whether `character` is used as a quote outside of program text.
pub(super) const fn is_smart_quote(character: char) -> bool {
    matches!(
        character,
        '\u{2018}'
            ..='\u{201F}'
                | '\u{AB}'
                | '\u{BB}'
                | '\u{2039}'
                | '\u{203A}'
                | '\u{FF02}'
                | '\u{FF07}'
                | '\u{B4}'
    )
}

/// Reads tokens from a text and keeps them all.
#[derive(Debug)]
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    bytes: &'t [u8],
    /// Where the next token begins.
    pub(super) at: usize,
    /// Whether no conflict ends after this place, so that none is looked for again.
    conflicts_end: bool,
    /// All tokens so far.
    pub(super) tokens: Vec<Token>,
    /// What is wrong so far; the parser adds to it.
    pub(super) errors: Errors,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let tokens = Vec::with_capacity(text.len() / 6 + 16);
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            conflicts_end: false,
            tokens,
            errors: Errors::default(),
        }
    }

    /// Reads up to the next token that the grammar knows, or one that the parser has to explain.
    /// White space, comments and what stands for them are only kept.
    pub(super) fn next(&mut self) -> TokenKind {
        loop {
            let start = self.at;
            let Some(&byte) = self.bytes.get(start) else {
                self.tokens.push(Token { start: offset(start), kind: TokenKind::End });
                return TokenKind::End;
            };
            let (kind, counts) = match CLASS[usize::from(byte)] {
                Class::Space => (self.space(), false),
                Class::Quote => (self.string(byte), true),
                Class::Letter => (self.word(), true),
                Class::Digit if byte == b'-' && self.text[start..].starts_with("-- ") => {
                    (self.foreign_comment("--"), false)
                }
                Class::Digit => (self.number(), true),
                Class::OpenBrace => (self.single(TokenKind::OpenBrace), true),
                Class::CloseBrace => (self.single(TokenKind::CloseBrace), true),
                Class::OpenBracket => (self.single(TokenKind::OpenBracket), true),
                Class::CloseBracket => (self.single(TokenKind::CloseBracket), true),
                Class::Colon => (self.single(TokenKind::Colon), true),
                Class::Comma => (self.single(TokenKind::Comma), true),
                _ => self.rare(byte),
            };
            debug_assert!(start < self.at, "the lexer stands still");
            self.tokens.push(Token { start: offset(start), kind });
            if counts {
                return kind;
            }
        }
    }

    /// Goes back to before the token at `index`, and on from `at`.
    pub(super) fn restart(&mut self, index: usize, at: usize) {
        self.tokens.truncate(index);
        self.at = at;
    }

    fn single(&mut self, kind: TokenKind) -> TokenKind {
        self.at += 1;
        kind
    }

    fn span(&self, start: usize) -> Span {
        Span::new(offset(start), offset(self.at))
    }

    fn character(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn space(&mut self) -> TokenKind {
        loop {
            while self.bytes.get(self.at).is_some_and(|&b| CLASS[usize::from(b)] == Class::Space) {
                self.at += 1;
            }
            match self.bytes.get(self.at) {
                Some(0x80..) => match self.character(self.at) {
                    Some(wide) if unicode::is_space(wide) => self.at += wide.len_utf8(),
                    _ => return TokenKind::Whitespace,
                },
                _ => return TokenKind::Whitespace,
            }
        }
    }

    fn string(&mut self, quote: u8) -> TokenKind {
        let start = self.at;
        let mut kind = TokenKind::PlainString;
        let mut wrong = None;
        let mut at = start + 1;
        loop {
            at = string_stop(self.bytes, at, quote);
            match self.bytes.get(at) {
                Some(b'\\') => {
                    kind = TokenKind::EscapedString;
                    let (end, valid) = escape(self.bytes, at);
                    if !valid && wrong.is_none() {
                        wrong = Some(Span::new(offset(at), offset(self.character_end(at + 1))));
                    }
                    at = end;
                }
                Some(&byte) if byte == quote => {
                    self.at = at + 1;
                    let empty = at == start + 1;
                    if empty && self.bytes.get(at + 1) == Some(&quote) && self.triple_quotes(start)
                    {
                        kind = TokenKind::EscapedString;
                    }
                    break;
                }
                _ => {
                    let line_end = at.min(self.bytes.len());
                    if self.raw_string(line_end, quote) {
                        return TokenKind::EscapedString;
                    }
                    self.unclosed_string(line_end, quote);
                    break;
                }
            }
        }
        if let Some(wrong) = wrong {
            self.invalid_escape(start, wrong);
        }
        kind
    }

    fn character_end(&self, at: usize) -> usize {
        at + self.character(at).map_or(0, char::len_utf8)
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        let mut at = start;
        loop {
            while self.bytes.get(at).is_some_and(|&byte| CONTINUES[usize::from(byte)]) {
                at += 1;
            }
            let next = match self.bytes.get(at) {
                Some(b'\\') => name_escape(self.text, at),
                Some(0x80..) => self.character(at).map(|wide| (wide, at + wide.len_utf8())),
                _ => None,
            };
            match next {
                Some((character, end)) if continues_name(character, at == start) => at = end,
                _ => break,
            }
        }
        self.at = at;
        if at == start || self.runs_on() { self.run() } else { TokenKind::Word }
    }

    fn number(&mut self) -> TokenKind {
        match number::scan(self.bytes, self.at) {
            Some(end) => {
                self.at = end;
                if self.runs_on() { self.run() } else { TokenKind::Number }
            }
            None => self.run(),
        }
    }

    /// Whether the next character continues a run of characters without a separator.
    fn runs_on(&self) -> bool {
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        match CLASS[usize::from(byte)] {
            Class::Letter | Class::Digit | Class::Other => true,
            Class::Slash => !matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*')),
            Class::Wide => self.character(self.at).is_some_and(|wide| {
                !unicode::is_space(wide)
                    && !unicode::is_foreign_space(wide)
                    && !is_smart_quote(wide)
            }),
            _ => false,
        }
    }

    /// Takes all that runs on as one token, which is no name and no number.
    fn run(&mut self) -> TokenKind {
        // At least one character: a token that covers nothing would never end.
        self.at = self.character_end(self.at);
        while self.runs_on() {
            self.at = self.character_end(self.at);
        }
        TokenKind::Invalid
    }
}

fn continues_name(character: char, first: bool) -> bool {
    match character {
        '$' | '_' | 'A'..='Z' | 'a'..='z' => true,
        '0'..='9' => !first,
        '\0'..='\x7F' => false,
        _ if first => unicode::is_id_start(character),
        _ => unicode::is_id_continue(character),
    }
}

/// The character that a `\u` escape in a name stands for, and where the escape ends.
fn name_escape(text: &str, at: usize) -> Option<(char, usize)> {
    let digits = text[at + 1..].strip_prefix('u')?;
    let character = char::from_u32(u32::from(code_unit(digits, 4)?))?;
    Some((character, at + 6))
}

/// Where the escape that begins at `at` ends, and whether it is one.
fn escape(bytes: &[u8], at: usize) -> (usize, bool) {
    let hexadecimal = |count| {
        let digits = bytes.get(at + 2..at + 2 + count);
        let valid = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        (if valid { at + 2 + count } else { at + 2 }, valid)
    };
    match bytes.get(at + 1) {
        None => (at + 1, true),
        Some(b'u') => hexadecimal(4),
        Some(b'x') => hexadecimal(2),
        Some(b'0') => (at + 2, !bytes.get(at + 2).is_some_and(u8::is_ascii_digit)),
        Some(b'1'..=b'9') => (at + 2, false),
        Some(b'\r') if bytes.get(at + 2) == Some(&b'\n') => (at + 3, true),
        Some(_) => (at + 2, true),
    }
}

/// The next place in a string, from `at` on, that is its quote, a backslash or a line end; the
/// length of the text if there is none.
fn string_stop(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // Marks bytes that are zero; above the first marked one it may mark others too.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let quotes = ONES * u64::from(quote);
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let stops = zero(word ^ quotes)
            | zero(word ^ (ONES * u64::from(b'\\')))
            | zero(word ^ (ONES * u64::from(b'\n')))
            | zero(word ^ (ONES * u64::from(b'\r')));
        if stops != 0 {
            return at + (stops.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let is_stop = |&byte: &u8| byte == quote || matches!(byte, b'\\' | b'\n' | b'\r');
    at + bytes[at.min(bytes.len())..]
        .iter()
        .position(is_stop)
        .unwrap_or(bytes.len().saturating_sub(at))
}

/// Where the line that holds `at` ends: before LF, CR, U+2028 or U+2029.
fn line_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let Some(length) = memchr::memchr3(b'\n', b'\r', 0xE2, &bytes[at..]) else {
            return bytes.len();
        };
        at += length;
        if !bytes[at..].starts_with(b"\xE2") || matches!(bytes[at..], [0xE2, 0x80, 0xA8 | 0xA9, ..])
        {
            return at;
        }
        at += 1;
    }
}
