//! What can be wrong with a text.

mod list;
mod words;

use std::fmt;

pub(super) use self::list::Errors;
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
    /// Further places where the same is wrong, in order; what mends it mends them too.
    pub more: Vec<Span>,
    /// What mends it, where the author's intent is clear.
    pub repair: Option<Repair>,
}

/// The replacements that mend a syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What it does, in the imperative.
    pub title: &'static str,
    /// What to replace, in order of place, none touching another.
    pub edits: Vec<Replacement>,
}

/// Bytes of the text, and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes to replace.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// The kinds of syntax errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Each line begins with its number.
    LineNumbers,
    /// A config as it is written inside of a string, with a backslash before each quote.
    EscapedConfig,
    /// Quotes are written as HTML writes them.
    Entities,
    /// Members without the braces around them.
    MissingBraces,
    /// A conflict that a merge left behind.
    ConflictMarkers,
    /// An object in brackets, or an array in braces or parentheses; the opening bracket that is
    /// wanted.
    WrongBrackets(char),
    /// An object without the brace that opens it.
    MissingOpening,
    /// A part that is written as YAML.
    YamlBlock,
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
    /// A string without its opening quote.
    UnopenedString,
    /// A string that goes on over the end of a line.
    RawLineBreak,
    /// A string between three quotes.
    TripleQuotes,
    /// A quote that ends a string before its text does.
    UnescapedQuote,
    /// A second quote after the one that closes a string.
    ExtraQuote,
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
    /// What a template left to be filled in.
    Placeholder,
    /// `...` for what is left out or taken from elsewhere.
    Ellipsis,
    /// Code in the place of a value.
    Expression,
    /// A name that needs quotes.
    UnquotedName,
    /// A literal of another language; what JSON5 calls it.
    ForeignLiteral(&'static str),
    /// A number that begins with a zero.
    LeadingZero,
    /// What begins like a number and is none.
    InvalidNumber,
    /// A comment of another language; what it begins with.
    ForeignComment(&'static str),
    /// A control character outside of strings.
    ControlCharacter,
    /// A character that looks like white space, or like nothing, and is not white space in JSON5.
    ForeignSpace(char),
    /// Something that does not belong here.
    Unexpected,
}

/// Formats that end up under a config's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// A patch, as `diff` and `git` write it.
    Diff,
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
            Self::Diff => "a patch",
        }
    }
}

impl SyntaxError {
    pub(super) const fn new(kind: SyntaxErrorKind, span: Span) -> Self {
        Self { kind, span, opened: None, more: Vec::new(), repair: None }
    }

    /// With the place that explains it.
    pub(super) const fn opened(mut self, span: Span) -> Self {
        self.opened = Some(span);
        self
    }

    /// With the replacement that mends it.
    pub(super) fn repair(self, title: &'static str, span: Span, text: impl Into<String>) -> Self {
        self.repairs(title, vec![Replacement { span, text: text.into() }])
    }

    /// With the replacements that mend it.
    pub(super) fn repairs(mut self, title: &'static str, edits: Vec<Replacement>) -> Self {
        self.repair = Some(Repair { title, edits });
        self
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for SyntaxError {}
