//! What can be wrong with a text.

use std::borrow::Cow;
use std::fmt;

use crate::text::Span;

/// A place where the text is not JSON5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// The bytes that are wrong; empty where something is missing.
    pub span: Span,
    /// A place that explains it: the bracket that was opened, the quote that was never closed.
    pub opened: Option<Span>,
    /// The replacement that mends it, where the author's intent is clear.
    pub repair: Option<Repair>,
}

/// A replacement that mends a syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What it does, in the imperative.
    pub title: &'static str,
    /// The bytes to replace.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// The kinds of syntax errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// Nothing but white space and comments.
    Empty,
    /// There are more errors than are listed; the last of a full list.
    TooMany,
    /// A file of another format.
    WrongFormat(Format),
    /// Text of no format that is known.
    NoConfig,
    /// Other text before the config: a banner, log lines.
    TextBefore,
    /// Other text after the config.
    TextAfter,
    /// A second value after the config.
    SecondValue,
    /// The config stands between the fences of a Markdown code block.
    CodeFence,
    /// Members without the braces around them.
    MissingBraces,
    /// A conflict that a merge left behind.
    ConflictMarkers,
    /// No comma between two members or items.
    MissingComma,
    /// A comma that follows nothing.
    ExtraComma,
    /// No colon between a name and its value.
    MissingColon,
    /// `=` in the place of a colon.
    EqualsForColon,
    /// `;` in the place of a comma.
    SemicolonForComma,
    /// A value without a name in an object.
    MissingName,
    /// A name without a value.
    MissingValue,
    /// A bracket that is never closed; the one that is missing.
    MissingClosing(char),
    /// A closing bracket that closes nothing.
    StrayClosing(char),
    /// A closing bracket of the other sort; the one that is wanted.
    MismatchedClosing(char),
    /// A string without its closing quote.
    UnclosedString,
    /// A quote that ends a string before its text does.
    UnescapedQuote,
    /// A `/*` without its `*/`.
    UnclosedComment,
    /// Typographic quotes around a name or string.
    SmartQuotes,
    /// Backticks around a name or string.
    Backticks,
    /// A backslash in a string that begins no escape.
    InvalidEscape,
    /// A string value without quotes.
    UnquotedText,
    /// A name that needs quotes.
    UnquotedName,
    /// A literal of another language; what JSON5 calls it.
    ForeignLiteral(&'static str),
    /// A number that begins with a zero.
    LeadingZero,
    /// What begins like a number and is none.
    InvalidNumber,
    /// A comment that begins with `#`.
    HashComment,
    /// A control character outside of strings.
    ControlCharacter,
    /// A character that looks like white space, or like nothing, and is not white space in JSON5.
    ForeignSpace(char),
    /// Something that does not belong here.
    Unexpected,
}

/// Formats that end up under a config's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// Sections and `name = value` lines.
    Ini,
    /// Lines of `NAME=value`.
    Env,
    /// A JavaScript or TypeScript module.
    JavaScript,
    /// HTML or XML.
    Markup,
}

impl Format {
    /// Its name in messages, with its article.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yaml => "a YAML file",
            Self::Toml => "a TOML file",
            Self::Ini => "an INI file",
            Self::Env => "an environment file",
            Self::JavaScript => "a JavaScript module",
            Self::Markup => "an HTML or XML file",
        }
    }
}

impl SyntaxError {
    pub(super) const fn new(kind: SyntaxErrorKind, span: Span) -> Self {
        Self { kind, span, opened: None, repair: None }
    }

    /// With the place that explains it.
    pub(super) const fn opened(mut self, span: Span) -> Self {
        self.opened = Some(span);
        self
    }

    /// With the replacement that mends it.
    pub(super) fn repair(
        mut self,
        title: &'static str,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        self.repair = Some(Repair { title, span, text: text.into() });
        self
    }

    /// What is wrong, in one sentence without a full stop. It quotes nothing of the text but
    /// brackets.
    pub fn message(&self) -> Cow<'static, str> {
        use SyntaxErrorKind as Kind;
        Cow::Borrowed(match self.kind {
            Kind::Empty => "the file holds no config",
            Kind::TooMany => "the file has more syntax errors than are shown",
            Kind::WrongFormat(format) => {
                return Cow::Owned(format!("this is {}, not JSON5", format.name()));
            }
            Kind::NoConfig => "this text holds no config",
            Kind::TextBefore => "there is other text before the config",
            Kind::TextAfter => "there is other text after the config",
            Kind::SecondValue => "a second value follows the config",
            Kind::CodeFence => "the config stands inside a Markdown code block",
            Kind::MissingBraces => "the braces around the config are missing",
            Kind::ConflictMarkers => "a merge conflict was left in the file",
            Kind::MissingComma => "a comma is missing here",
            Kind::ExtraComma => "this comma follows nothing",
            Kind::MissingColon => "a colon is missing between the name and its value",
            Kind::EqualsForColon => "a name and its value are separated by `:`, not `=`",
            Kind::SemicolonForComma => "members and items are separated by `,`, not `;`",
            Kind::MissingName => "this value has no name",
            Kind::MissingValue => "this name has no value",
            Kind::MissingClosing(bracket) => {
                return Cow::Owned(format!("a closing `{bracket}` is missing here"));
            }
            Kind::StrayClosing(bracket) => {
                return Cow::Owned(format!("this `{bracket}` closes nothing"));
            }
            Kind::MismatchedClosing(bracket) => {
                return Cow::Owned(format!("this bracket should be `{bracket}`"));
            }
            Kind::UnclosedString => "this string has no closing quote",
            Kind::UnescapedQuote => "this quote ends the string, and its text goes on",
            Kind::UnclosedComment => "this comment is never closed",
            Kind::SmartQuotes => "typographic quotes are not quotes in JSON5",
            Kind::Backticks => "backticks are not quotes in JSON5",
            Kind::InvalidEscape => "this backslash begins no valid escape",
            Kind::UnquotedText => "this string needs quotes",
            Kind::UnquotedName => "this name needs quotes",
            Kind::ForeignLiteral(_) => "JSON5 does not know this word",
            Kind::LeadingZero => "a number cannot begin with a zero",
            Kind::InvalidNumber => "this is not a valid number",
            Kind::HashComment => "comments begin with `//`, not `#`",
            Kind::ControlCharacter => "a control character cannot stand here",
            Kind::ForeignSpace(character) => {
                let code = u32::from(character);
                return Cow::Owned(format!("U+{code:04X} is not white space in JSON5"));
            }
            Kind::Unexpected => "this does not belong here",
        })
    }

    /// What to do, in one sentence without a full stop.
    pub fn help(&self) -> Cow<'static, str> {
        use SyntaxErrorKind as Kind;
        Cow::Borrowed(match self.kind {
            Kind::Empty => "write at least `{}`",
            Kind::TooMany => "mend the ones shown and check again",
            Kind::WrongFormat(Format::JavaScript) => "keep only the object, from `{` to `}`",
            Kind::WrongFormat(_) => {
                "write the same settings as JSON5: `{ name: \"value\" }`, or rename the file"
            }
            Kind::NoConfig => "write the settings as JSON5: `{ name: \"value\" }`",
            Kind::TextBefore => "remove everything before the first bracket",
            Kind::TextAfter => "remove everything after the closing bracket",
            Kind::SecondValue => "keep one of them, or move its members into the first",
            Kind::CodeFence => "remove the lines with the backticks",
            Kind::MissingBraces => "put `{` before the first name and `}` after the last value",
            Kind::ConflictMarkers => "keep one side, and remove the other and the marker lines",
            Kind::MissingComma => "put `,` between the two",
            Kind::ExtraComma | Kind::StrayClosing(_) | Kind::Unexpected => "remove it",
            Kind::MissingColon => "put `:` after the name",
            Kind::EqualsForColon => "write `:` in its place",
            Kind::SemicolonForComma => "write `,` in its place",
            Kind::MissingName => "give it a name, or remove it",
            Kind::MissingValue => "give it a value, or remove it",
            Kind::MissingClosing(bracket) => {
                return Cow::Owned(format!("put `{bracket}` where the part that was opened ends"));
            }
            Kind::MismatchedClosing(bracket) => {
                return Cow::Owned(format!("write `{bracket}` to close what was opened"));
            }
            Kind::UnclosedString => "close it on the line where it begins",
            Kind::UnescapedQuote => "write a backslash before quotes inside the string",
            Kind::UnclosedComment => "close it with `*/`",
            Kind::SmartQuotes | Kind::Backticks => "use `\"` or `'`",
            Kind::InvalidEscape => "write `\\\\` for a backslash",
            Kind::UnquotedText | Kind::UnquotedName => "put it in quotes",
            Kind::ForeignLiteral(word) => {
                return Cow::Owned(format!("write `{word}`, or put it in quotes if it is text"));
            }
            Kind::LeadingZero => "remove the zero, or put it in quotes if it is text",
            Kind::InvalidNumber => "write digits without separators or units, or put it in quotes",
            Kind::HashComment => "write `//` in place of `#`",
            Kind::ControlCharacter => "remove it; inside a string write it as an escape",
            Kind::ForeignSpace(_) => "remove it or write an ordinary space",
        })
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for SyntaxError {}

/// How many errors are listed at most. Whoever has more has one cause that we do not know.
const LIMIT: usize = 1000;

/// The errors found so far.
#[derive(Debug, Default)]
pub(super) struct Errors {
    list: Vec<SyntaxError>,
    more: bool,
}

impl Errors {
    pub(super) fn add(&mut self, error: SyntaxError) {
        if self.list.len() < LIMIT {
            self.list.push(error);
        } else {
            self.more = true;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there is no room for another.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() == LIMIT
    }

    pub(super) fn last(&self) -> Option<&SyntaxError> {
        self.list.last()
    }

    /// Takes back what was reported last and lies at `start` or after it.
    pub(super) fn forget(&mut self, start: u32) {
        while self.list.last().is_some_and(|error| error.span.start >= start) {
            self.list.pop();
        }
    }

    /// Takes back what was reported last and lies within `span`, if nothing after it was reported.
    pub(super) fn forget_within(&mut self, span: Span) {
        let inside = |error: &SyntaxError| span.contains(error.span);
        let after = self.list.partition_point(|error| error.span.start < span.end);
        let first = self.list[..after].iter().rposition(|error| !inside(error));
        self.list.drain(first.map_or(0, |at| at + 1)..after);
    }

    /// Takes back what was reported of that kind at `span`.
    pub(super) fn take_back(&mut self, kind: SyntaxErrorKind, span: Span) {
        self.list.retain(|error| error.kind != kind || error.span != span);
    }

    /// Takes all back.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// All in order of place; where there were more, the last one says so.
    pub(super) fn finish(mut self) -> Vec<SyntaxError> {
        self.list.sort_by_key(|error| error.span.start);
        if let (true, Some(last)) = (self.more, self.list.last()) {
            let end = Span::empty(last.span.end);
            self.list.push(SyntaxError::new(SyntaxErrorKind::TooMany, end));
        }
        self.list
    }
}
