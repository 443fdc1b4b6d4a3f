//! Texts that do not begin like a config: another format under a config's name, or a config with
//! something before it.

use super::error::{Format, SyntaxErrorKind as Kind};

/// How a text that is no config begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// Up to this offset stands something else; nothing is left of a whole foreign file.
    Foreign(Kind, usize),
    /// The members of an object without its braces.
    Members,
}

/// How many lines are looked at to tell a format.
const SAMPLE: usize = 64;

/// Looks at a text that is not JSON5 and whose first character that counts is at `start`. `None`
/// if it is best read as a value all the same.
pub(super) fn opening(text: &str, start: usize) -> Option<Opening> {
    let rest = &text[start..];
    let whole = text.trim_end().len();
    if let Some(kind) = garbled(rest) {
        return Some(Opening::Foreign(kind, whole));
    }
    if rest.starts_with('{') {
        return None;
    }
    if rest.starts_with('[') && label(first_line(rest)).is_none() {
        return None;
    }
    let prefix = |kind, at: Option<usize>| match at {
        Some(at) => Opening::Foreign(kind, start + at),
        None => Opening::Foreign(kind, whole),
    };
    if rest.starts_with("```") || rest.starts_with("~~~") {
        return Some(prefix(Kind::CodeFence, rest.find(['{', '['])));
    }
    if is_javascript(rest) {
        return Some(prefix(Kind::WrongFormat(Format::JavaScript), exported(rest)));
    }
    if is_diff(rest) {
        return Some(Opening::Foreign(Kind::WrongFormat(Format::Diff), whole));
    }
    if is_markup(rest) {
        return Some(Opening::Foreign(Kind::WrongFormat(Format::Markup), whole));
    }
    let object = line_that_begins(rest, |line| line.starts_with('{'));
    if let Some(at) = object {
        return Some(prefix(Kind::TextBefore, Some(at)));
    }
    if let Some(format) = format(rest) {
        return Some(Opening::Foreign(Kind::WrongFormat(format), whole));
    }
    if begins_member(rest) {
        return Some(Opening::Members);
    }
    line_that_begins(rest, |line| {
        let line = line.trim_start_matches([' ', '\t']);
        line.starts_with('{') || line.starts_with('[') && label(line).is_none()
    })
    .or_else(|| rest.find('{'))
    .map(|at| prefix(Kind::TextBefore, Some(at)))
    .or_else(|| {
        let is_text = lines(rest).filter(|line| !line.trim().is_empty()).count() > 1;
        is_text.then_some(Opening::Foreign(Kind::NoConfig, whole))
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
}

pub(super) fn first_line(text: &str) -> &str {
    lines(text).next().unwrap_or_default()
}

/// The offset of the first bracket of the first line for which `begins` holds.
fn line_that_begins(text: &str, begins: fn(&str) -> bool) -> Option<usize> {
    let mut at = 0;
    for line in lines(text) {
        if begins(line) {
            return Some(at + line.find(['{', '[']).unwrap_or_default());
        }
        at += line.len() + 1;
    }
    None
}

/// What follows the closing bracket of `[section]` or of a log line's `[label]`, which no array
/// looks like.
pub(super) fn label(line: &str) -> Option<&str> {
    let (inside, after) = line.trim_start_matches('[').split_once(']')?;
    let plain = !inside.is_empty() && !inside.contains(['[', '{', ',', '\'']);
    let word = inside.starts_with(|character: char| !"\"+-.0123456789 ".contains(character))
        || inside.contains([':', ' ']);
    let after = after.trim_start_matches(']').trim();
    let literal = matches!(inside, "true" | "false" | "null" | "NaN" | "Infinity");
    (plain && word && !literal && !after.starts_with([',', '}'])).then_some(after)
}

fn is_javascript(text: &str) -> bool {
    let begins = |word: &str| {
        text.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with([' ', '\t', '.', '{', '[', '(']))
    };
    let declares = ["const", "let", "var", "import", "return", "export default", "export const"]
        .iter()
        .any(|&word| begins(word));
    let line = first_line(text);
    text.starts_with("module.exports")
        || text.starts_with("exports.")
        || text.starts_with("exports =")
        || text.starts_with("\"use strict\"")
        || text.starts_with("'use strict'")
        || text.starts_with("({")
        || declares && (line.contains(['=', '{', '(']) || line.contains(" from "))
}

/// Where the object begins that a module declares: after the line's `=`, `default` or `(`.
fn exported(text: &str) -> Option<usize> {
    let opens = |at: usize| {
        let before = text[..at].trim_end();
        before.ends_with(['=', '(']) || before.ends_with("default") || before.ends_with("return")
    };
    let mut braces = text.match_indices('{').map(|(at, _)| at).take(SAMPLE);
    braces.find(|&at| opens(at)).or_else(|| text.find('{'))
}

fn is_diff(text: &str) -> bool {
    let begins = |start: &str| text.starts_with(start);
    begins("diff --git ") || begins("@@ -") || begins("--- ") && text.contains("\n+++ ")
}

/// A config that something wrote down in another way: what it is.
fn garbled(text: &str) -> Option<Kind> {
    let inside = text.trim_start_matches(|c: char| c == '{' || c.is_ascii_whitespace());
    if inside.len() < text.len() && inside.starts_with("\\\"") {
        return Some(Kind::EscapedConfig);
    }
    if inside.len() < text.len() && entity(inside).is_some() {
        return Some(Kind::Entities);
    }
    let mut number = None;
    let mut count = 0;
    for line in lines(text).filter(|line| !line.trim().is_empty()).take(SAMPLE) {
        let own = line_number(line)?.0;
        if number.is_some_and(|before| own != before + 1) {
            return None;
        }
        number = Some(own);
        count += 1;
    }
    (count > 2).then_some(Kind::LineNumbers)
}

/// The number that a line begins with, and the rest of the line after it and one mark.
fn line_number(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = line[..line.len() - rest.len()].parse().ok()?;
    let rest = rest.strip_prefix([':', '|', '.', ')']).unwrap_or(rest);
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((number, rest))
}

/// The quote that an HTML entity stands for, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    [("&quot;", '"'), ("&#34;", '"'), ("&#x22;", '"'), ("&apos;", '\''), ("&#39;", '\'')]
        .into_iter()
        .find_map(|(entity, quote)| Some((quote, text.strip_prefix(entity)?)))
}

/// A garbled config as it was meant.
pub(super) fn restored(kind: Kind, text: &str) -> Option<String> {
    match kind {
        Kind::EscapedConfig => {
            let text = text.replace("\\n", "\n").replace("\\\"", "\"");
            Some(text.replace("\\\\", "\\"))
        }
        Kind::LineNumbers => {
            let bare = |line| line_number(line).map_or(line, |(_, rest)| rest);
            Some(text.split_inclusive('\n').map(bare).collect())
        }
        Kind::Entities => {
            let mut out = String::with_capacity(text.len());
            let mut rest = text;
            while let Some(at) = rest.find('&') {
                out.push_str(&rest[..at]);
                let (quote, after) = entity(&rest[at..]).unwrap_or(('&', &rest[at + 1..]));
                out.push(quote);
                rest = after;
            }
            out.push_str(rest);
            Some(out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        }
        _ => None,
    }
}

fn is_markup(text: &str) -> bool {
    if let Some((_, after)) = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        return !after.trim_start().starts_with('{') && after.contains('<');
    }
    text.strip_prefix('<').is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!' || first == '?')
    })
}

/// Whether a text begins with a name and a colon.
fn begins_member(text: &str) -> bool {
    let rest = if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        match first_line(&text[1..]).split_once(quote) {
            Some((name, rest)) if !name.contains('\\') => rest,
            _ => return false,
        }
    } else {
        let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.');
        let rest = text.trim_start_matches(name);
        if rest.len() == text.len() {
            return false;
        }
        rest
    };
    rest.trim_start_matches([' ', '\t']).starts_with(':')
}

/// Which line-based format most lines of a text are written in.
fn format(text: &str) -> Option<Format> {
    let counts = |line: &&str| !line.is_empty() && !line.starts_with(['#', ';']);
    let (mut all, mut yaml, mut pairs, mut sections) = (0, 0, 0, 0);
    let (mut typed, mut upper) = (0, 0);
    for line in lines(text).map(str::trim).filter(counts).take(SAMPLE) {
        all += 1;
        if label(line).is_some_and(|after| after.is_empty() || after.starts_with(['#', ';'])) {
            sections += 1;
        } else if let Some((name, value)) = pair(line) {
            pairs += 1;
            typed += usize::from(is_typed(value));
            upper += usize::from(is_variable(name) && value.starts_with(|c| c != ' '));
        } else if is_yaml(line) {
            yaml += 1;
        }
    }
    let most = |count: usize| count > 0 && count * 10 >= all * 7;
    if most(yaml) {
        Some(Format::Yaml)
    } else if pairs == 0 || !most(pairs + sections) {
        None
    } else if sections == 0 && upper == pairs {
        Some(Format::Env)
    } else if typed == pairs {
        Some(Format::Toml)
    } else {
        Some(Format::Ini)
    }
}

/// A line of `name = value`; the value keeps the white space before it.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    let name = name.strip_prefix("export ").unwrap_or(name);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    let whole = !name.is_empty() && name.chars().all(plain);
    (whole && !value.trim_end().ends_with([',', '{'])).then_some((name, value))
}

fn is_variable(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether a value is written as TOML wants it.
fn is_typed(value: &str) -> bool {
    let value = value.trim_start();
    value.starts_with(['"', '\'', '[', '{', '+', '-'])
        || value.starts_with(|first: char| first.is_ascii_digit())
        || value.starts_with("true")
        || value.starts_with("false")
}

/// Whether a line is `name: value`, `name:`, `- item` or a document's start.
fn is_yaml(line: &str) -> bool {
    if line == "---" || line == "-" || line.starts_with("- ") {
        return true;
    }
    let value = match line.split_once(": ") {
        Some((_, value)) => value,
        None if line.ends_with(':') => "",
        None => return false,
    };
    let value = value.trim();
    let flows = value.starts_with('{') || value.ends_with([',', '{', '[']);
    !line.starts_with(['"', '\'']) && begins_member(line) && !flows
}
