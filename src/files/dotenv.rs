//! Files of environment variables, as the npm package `dotenv` reads them, which OpenClaw loads
//! its own `.env` with. Values are taken as they stand: nothing is looked up in the environment
//! of this process, so a run gives the same answer everywhere.

mod add;

pub use add::{EnvError, add};

use std::collections::BTreeMap;

use regress::Regex;

use crate::text::{Span, offset};

/// One assignment: the name, `=` or `: `, and a value in quotes (which may span lines) or up to a
/// comment or the line's end. Lines that are none are passed over: the package's pattern may begin with
/// any number of blank ones, which comes to the same and takes their number squared.
const ASSIGNMENT: &str = concat!(
    r"^[^\S\r\n\u2028\u2029]*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)",
    r#"(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?"#,
    r"\s*(?:#.*)?$",
);

/// The variables that `text` sets; the last of two settings counts.
pub fn parse(text: &str) -> BTreeMap<String, String> {
    let (text, _) = with_line_feeds(text);
    let Ok(assignment) = Regex::with_flags(ASSIGNMENT, "m") else { return BTreeMap::new() };
    let set = assignment.find_iter(&text).filter_map(|found| {
        let name = &text[found.group(1)?];
        let raw = found.group(2).map_or("", |range| &text[range]);
        Some((name.to_owned(), value(raw.trim())))
    });
    set.collect()
}

/// The names that `text` sets, in order of place, and where each stands; one that is set twice comes
/// twice.
pub fn names(text: &str) -> Vec<(String, Span)> {
    let (text, left_out) = with_line_feeds(text);
    let Ok(assignment) = Regex::with_flags(ASSIGNMENT, "m") else { return Vec::new() };
    let place = |at: usize| offset(at + left_out.partition_point(|left_out| *left_out < at));
    let set = assignment.find_iter(&text).filter_map(|found| {
        let range = found.group(1)?;
        let name = text[range.clone()].to_owned();
        // No line ends in a name.
        let start = place(range.start);
        Some((name, Span::new(start, start + offset(range.len()))))
    });
    set.collect()
}

/// The text with the line ends that the package knows, and where each shorter one stands in it.
fn with_line_feeds(text: &str) -> (String, Vec<usize>) {
    let (mut written, mut left_out) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\r') {
        written.push_str(before);
        rest = after;
        if after.starts_with('\n') {
            left_out.push(written.len());
        } else {
            written.push('\n');
        }
    }
    written.push_str(rest);
    (written, left_out)
}

/// `text` with nothing left of it but names, the sign behind each, and line ends, all in their places:
/// a copy that can be shown.
pub fn without_values(text: &str) -> String {
    let mut shown: String = text
        .bytes()
        .map(|byte| if matches!(byte, b'\n' | b'\r') { byte.into() } else { ' ' })
        .collect();
    for (name, span) in names(text) {
        let after = &text[span.end as usize..];
        shown.replace_range(span.range(), &name);
        if after.starts_with(['=', ':']) {
            shown.replace_range(span.end as usize..=span.end as usize, &after[..1]);
        }
    }
    shown
}

/// A value without its quotes; double quotes alone know escapes, and only of line ends.
fn value(raw: &str) -> String {
    let inside = |quote| raw.strip_prefix(quote)?.strip_suffix(quote);
    match inside('"') {
        Some(text) => text.replace("\\n", "\n").replace("\\r", "\r"),
        None => inside('\'').or_else(|| inside('`')).unwrap_or(raw).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_values() {
        let text = "# OLD=a1\r\nexport A='b2\nC=c3'\nD: d4 # e5\n\u{e9} = f6\nE=g7";
        let shown = without_values(text);
        assert_eq!(shown.len(), text.len());
        for (name, span) in names(text) {
            assert_eq!(shown[span.range()], name);
        }
        let lines: Vec<_> = shown.split('\n').map(str::trim).collect();
        assert_eq!(lines, ["", "A=", "", "D:", "", "E="]);
    }

    #[test]
    fn any_number_of_blank_lines_comes_to_an_end() {
        let blank = "\n".repeat(200_000);
        let set = parse(&format!("{blank}A=1\n{blank} \t B=2{blank}"));
        let expected = [("A", "1"), ("B", "2")].map(|(name, it)| (name.to_owned(), it.to_owned()));
        assert_eq!(set, BTreeMap::from(expected));
    }

    #[test]
    fn names_are_those_that_are_set_whatever_the_line_ends() {
        // The value of the first one is the next line.
        for text in ["A:\nB=c\nD=e", "A:\r\nB=c\r\nD=e", "A:\rB=c\rD=e", "\r\n\rA:\r\nB=c\r\r\nD=e"]
        {
            let set = parse(text);
            let names = names(text);
            let listed: Vec<&String> = names.iter().map(|(name, _)| name).collect();
            assert_eq!(listed, set.keys().collect::<Vec<_>>(), "{text:?}");
            assert_eq!(listed, ["A", "D"], "{text:?}");
            for (name, span) in names {
                assert_eq!(text[span.range()], name, "{text:?}");
            }
        }
    }

    #[test]
    fn values_are_read_as_the_npm_package_does() {
        let text = "# a comment\nA=1\nexport B = two words # why\r\nC='#1 ${A}'\nD=\"x\\ny\"\n\
                    E=\nF: yes\nnot an assignment\nG=`it's`\nH=\"two\nlines\"\nA=2\n";
        let set = parse(text);
        let expected = [
            ("A", "2"),
            ("B", "two words"),
            ("C", "#1 ${A}"),
            ("D", "x\ny"),
            ("E", ""),
            ("F", "yes"),
            ("G", "it's"),
            ("H", "two\nlines"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(set, BTreeMap::from(expected));
    }
}
