//! What is said of each kind of error.

use std::borrow::Cow;

use super::{Format, SyntaxError, SyntaxErrorKind};

impl SyntaxError {
    /// What is wrong, in one sentence without a full stop. It quotes nothing of the text but
    /// brackets.
    pub fn message(&self) -> Cow<'static, str> {
        let message = self.kind.message();
        match self.more.len() {
            0 => message,
            count => Cow::Owned(format!("{message}; so it is in {count} more places")),
        }
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
            Kind::LineNumbers => "remove the numbers",
            Kind::EscapedConfig => "remove the backslashes before the quotes",
            Kind::Entities => "write `\"` for `&quot;` and `'` for `&apos;`",
            Kind::WrongBrackets('{') => "write `{` and `}` around them",
            Kind::WrongBrackets(_) => "write `[` and `]` around it",
            Kind::MissingOpening => "put `{` after the colon",
            Kind::YamlBlock => "write it as JSON5: `{ name: \"value\" }`",
            Kind::MissingComma => "put `,` between the two",
            Kind::ExtraComma | Kind::ExtraQuote | Kind::StrayClosing(_) | Kind::Unexpected => {
                "remove it"
            }
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
            Kind::UnopenedString => "put a quote before it, or remove the one after it",
            Kind::RawLineBreak => "write `\\n` for each line break in it",
            Kind::TripleQuotes => {
                "put it between one pair of quotes, with `\\n` for each line break"
            }
            Kind::Placeholder => "put the value in its place",
            Kind::Ellipsis => "write them out, or remove it",
            Kind::Expression => {
                "write the value itself, or `\"${NAME}\"` for an environment variable"
            }
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
            Kind::ForeignComment(_) => "write `//` in its place",
            Kind::ControlCharacter => "remove it; inside a string write it as an escape",
            Kind::ForeignSpace(_) => "remove it or write an ordinary space",
        })
    }
}

impl SyntaxErrorKind {
    fn message(self) -> Cow<'static, str> {
        use SyntaxErrorKind as Kind;
        Cow::Borrowed(match self {
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
            Kind::LineNumbers => "each line begins with its number",
            Kind::EscapedConfig => "this config is written as the text of a string",
            Kind::Entities => "quotes are written as HTML writes them",
            Kind::WrongBrackets('{') => "names stand in braces, not in brackets",
            Kind::WrongBrackets(_) => "a list stands in brackets",
            Kind::MissingOpening => "an opening `{` is missing here",
            Kind::YamlBlock => "what stands under this name is written as YAML",
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
            Kind::UnopenedString => "this string has no opening quote",
            Kind::RawLineBreak => "a string ends on the line where it begins",
            Kind::TripleQuotes => "JSON5 does not know triple quotes",
            Kind::ExtraQuote => "this quote is one too many",
            Kind::UnescapedQuote => "this quote ends the string, and its text goes on",
            Kind::UnclosedComment => "this comment is never closed",
            Kind::SmartQuotes => "typographic quotes are not quotes in JSON5",
            Kind::Backticks => "backticks are not quotes in JSON5",
            Kind::InvalidEscape => "this backslash begins no valid escape",
            Kind::UnquotedText => "this string needs quotes",
            Kind::UnquotedName => "this name needs quotes",
            Kind::Placeholder => "this placeholder was never filled in",
            Kind::Ellipsis => "`...` stands for settings that this file does not hold",
            Kind::Expression => "this is code, which a config cannot hold",
            Kind::ForeignLiteral(_) => "JSON5 does not know this word",
            Kind::LeadingZero => "a number cannot begin with a zero",
            Kind::InvalidNumber => "this is not a valid number",
            Kind::ForeignComment(start) => {
                return Cow::Owned(format!("comments begin with `//`, not `{start}`"));
            }
            Kind::ControlCharacter => "a control character cannot stand here",
            Kind::ForeignSpace(character) => {
                let code = u32::from(character);
                return Cow::Owned(format!("U+{code:04X} is not white space in JSON5"));
            }
            Kind::Unexpected => "this does not belong here",
        })
    }
}
