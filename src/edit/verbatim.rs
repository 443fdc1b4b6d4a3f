//! Existing text at another depth.

use std::borrow::Cow;

use crate::syntax::{TokenKind, parse};

use super::gap::breaks;

/// The text of a value or comment whose lines were indented by `from`, indented by `to` instead.
/// Strings that span lines keep every byte; a line that was indented less stays where it is.
pub(super) fn reindented<'s>(text: &'s str, from: &str, to: &str) -> Cow<'s, str> {
    if from == to || breaks(text) == 0 {
        return Cow::Borrowed(text);
    }
    let tree = parse(text.to_owned());
    let mut out = String::with_capacity(text.len());
    for (_, kind, span) in tree.tokens() {
        let token = tree.slice(span);
        match kind {
            TokenKind::Whitespace | TokenKind::BlockComment => shift(token, from, to, &mut out),
            _ => out.push_str(token),
        }
    }
    Cow::Owned(out)
}

/// A text with these line ends for its own.
pub(super) fn with_newlines<'s>(text: Cow<'s, str>, newline: &str) -> Cow<'s, str> {
    if !text.contains(['\n', '\r']) {
        return text;
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(if newline == "\n" { text } else { text.replace('\n', newline) })
}

/// Writes `token` with the indentation after each of its line ends changed.
fn shift(token: &str, from: &str, to: &str, out: &mut String) {
    let ends = ['\n', '\r'];
    for (index, line) in token.split_inclusive(ends).enumerate() {
        // So is the line feed of a CRLF.
        let is_blank = line.ends_with(ends) && line.trim().is_empty();
        match line.strip_prefix(from) {
            Some(rest) if index > 0 && !is_blank => out.extend([to, rest]),
            _ => out.push_str(line),
        }
    }
    if from.is_empty() && token.ends_with(ends) {
        out.push_str(to);
    }
}
