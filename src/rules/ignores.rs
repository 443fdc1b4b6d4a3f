//! Comments that set findings apart: `// clawtidy-ignore[unknown-key]: our own plugin reads it`.
//!
//! Such a comment on a line of its own, or right before a name or value on its line, is for what comes
//! next: a member or item with all that is in it. After something on its line it is for what begins on
//! that line, again with all that is in it. `clawtidy-ignore-file[…]: …` is for the whole file that it
//! stands in, and not for what that includes.

mod adding;
mod covered;
mod removal;

pub(crate) use adding::{Added, NotAdded, add};

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Context;
use crate::finding::{Edit, Finding, Suppressed};
use crate::syntax::{TokenKind, Tree};
use crate::text::{Span, offset};
use covered::Starts;

/// The word that such a comment begins with.
pub(crate) const WORD: &str = "clawtidy-ignore";

/// A comment that sets findings apart.
#[derive(Debug)]
pub(super) struct Ignore {
    /// The comment.
    pub(super) span: Span,
    /// The names between the brackets.
    pub(super) names: Vec<Name>,
    /// Why, as the author says.
    pub(super) reason: Option<String>,
    /// Where a finding has to begin.
    covers: Vec<Span>,
}

/// A name between the brackets.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

impl Ignore {
    /// Whether the name at `index` is one of a finding.
    fn names(&self, index: usize, finding: &Finding) -> bool {
        let Name { text, .. } = &self.names[index];
        *text == finding.rule
            || finding.audit.as_deref().is_some_and(|audit| super::is_audit(text, audit))
    }

    /// The edit that removes the comment, or the names at these places of it where others stay.
    pub(super) fn without(&self, tree: &Tree, names: &[usize]) -> Edit {
        let stays: Vec<&str> = (0..self.names.len())
            .filter(|index| !names.contains(index))
            .map(|index| self.names[index].text.as_str())
            .collect();
        match (self.names.first(), self.names.last(), stays.is_empty()) {
            (Some(first), Some(last), false) => {
                Edit { span: first.span.join(last.span), text: stays.join(", ") }
            }
            _ => Edit { span: removal::span(tree, self.span), text: String::new() },
        }
    }
}

/// The comments of a text that set findings apart, in order of place.
pub(super) fn ignores(tree: &Tree) -> Vec<Ignore> {
    if !tree.text().contains(WORD) {
        return Vec::new();
    }
    let mut starts = None;
    let comments = tree.tokens().filter(|(_, kind, _)| kind.is_comment());
    comments
        .filter_map(|(token, kind, span)| {
            let said = Said::read(tree.slice(span), kind)?;
            let at = |range: (usize, usize)| {
                Span::new(span.start + offset(range.0), span.start + offset(range.1))
            };
            // Beside what an included file brings there is nothing but the file that it is for.
            let is_beside = tree.root().is_some_and(|root| root.span().end <= span.start)
                && tree.file_at(span.start) > 0;
            let covers = if said.is_for_file || is_beside {
                tree.written_with(span.start)
            } else {
                starts.get_or_insert_with(|| Starts::of(tree)).covered(tree, token)
            };
            let name = |(text, range): (&str, _)| Name { text: text.to_owned(), span: at(range) };
            Some(Ignore {
                span,
                names: said.names.into_iter().map(name).collect(),
                reason: said.reason.map(str::to_owned),
                covers,
            })
        })
        .collect()
}

/// Sets findings apart that comments are for, and says which names did so: for each comment, for each
/// name.
pub(super) fn mark(ignores: &[Ignore], list: &mut [Finding]) -> Vec<Vec<bool>> {
    let mut used: Vec<Vec<bool>> =
        ignores.iter().map(|ignore| vec![false; ignore.names.len()]).collect();
    if ignores.is_empty() {
        return used;
    }
    let covers = |(at, ignore): (usize, &Ignore)| {
        ignore.covers.iter().map(|span| (*span, at)).collect::<Vec<_>>()
    };
    let mut covers: Vec<(Span, usize)> = ignores.iter().enumerate().flat_map(covers).collect();
    covers.sort_by_key(|(span, at)| (span.start, Reverse(span.end), *at));
    let mut covers = covers.into_iter().peekable();
    let mut findings: Vec<&mut Finding> = list.iter_mut().collect();
    findings.sort_by_key(|finding| finding.place.span.start);
    // What covers the place that is looked at, or ended while something above it had not.
    let mut open: Vec<(Span, usize)> = Vec::new();
    for finding in findings {
        let at = finding.place.span.start;
        while let Some(next) = covers.next_if(|(span, _)| span.start <= at) {
            close(&mut open, next.0.start);
            open.push(next);
        }
        close(&mut open, at);
        let here = open.iter().filter(|(span, _)| is_within(*span, at));
        let here: BTreeSet<usize> = here.map(|(_, ignore)| *ignore).collect();
        for it in here {
            let (ignore, used) = (&ignores[it], &mut used[it]);
            for (index, used) in used.iter_mut().enumerate() {
                if ignore.names(index, finding) {
                    *used = true;
                    let reason = ignore.reason.clone();
                    finding.suppressed.get_or_insert(Suppressed { span: ignore.span, reason });
                }
            }
        }
    }
    used
}

/// Whether something that begins at `at` begins within a part of the text.
const fn is_within(part: Span, at: u32) -> bool {
    part.start == at || part.start < at && at < part.end
}

/// Takes off the top what ended before `at`.
fn close(open: &mut Vec<(Span, usize)>, at: u32) {
    while open.last().is_some_and(|(span, _)| !is_within(*span, at)) {
        open.pop();
    }
}

/// As [`mark`], for the findings of one migration.
pub(crate) fn mark_in(context: &Context<'_>, list: &mut [Finding]) {
    if !list.is_empty() {
        mark(context.ignores(), list);
    }
}

/// What a comment says, if it is one that sets findings apart. Ranges are bytes of the comment.
struct Said<'t> {
    is_for_file: bool,
    names: Vec<(&'t str, (usize, usize))>,
    reason: Option<&'t str>,
}

impl<'t> Said<'t> {
    fn read(comment: &'t str, kind: TokenKind) -> Option<Self> {
        let inside = match kind {
            TokenKind::LineComment => comment.strip_prefix("//")?,
            _ => comment.strip_prefix("/*")?.trim_end_matches("*/"),
        };
        let rest = inside.trim_start().strip_prefix(WORD)?;
        let (is_for_file, rest) = match rest.strip_prefix("-file") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        // "clawtidy-ignored" is another word.
        if rest.starts_with(|next: char| next.is_alphanumeric() || next == '-' || next == '_') {
            return None;
        }
        let start_of = |part: &str| part.as_ptr() as usize - comment.as_ptr() as usize;
        let Some((list, after)) =
            rest.trim_start().strip_prefix('[').and_then(|it| it.split_once(']'))
        else {
            return Some(Self { is_for_file, names: Vec::new(), reason: None });
        };
        let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
        let names = names.map(|name| (name, (start_of(name), start_of(name) + name.len())));
        let reason = after.trim_start().strip_prefix(':').map(str::trim);
        Some(Self {
            is_for_file,
            names: names.collect(),
            reason: reason.filter(|reason| !reason.is_empty()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    /// The parts of a text that its comments cover, each as its first line.
    fn covered(text: &str) -> Vec<Vec<String>> {
        let tree = parse(text.to_owned());
        let first_line = |span: &Span| {
            let part = &text[span.range()];
            part.split('\n').next().unwrap_or_default().to_owned()
        };
        ignores(&tree).iter().map(|ignore| ignore.covers.iter().map(first_line).collect()).collect()
    }

    #[test]
    fn a_comment_is_for_what_comes_next_or_begins_on_its_line() {
        for (text, expected) in [
            ("{\n// clawtidy-ignore[x]: y\na: {\nb: 1 } }", vec!["a: {"]),
            ("{\n// clawtidy-ignore[x]: y\n\n// else\na: 1, b: 2 }", vec!["a: 1"]),
            (
                "{ a: 1, // clawtidy-ignore[x]: y\nb: 2 }",
                vec!["{ a: 1, // clawtidy-ignore[x]: y", "a: 1"],
            ),
            (
                "{\na: { // clawtidy-ignore[x]: y\nb: 1 } }",
                vec!["a: { // clawtidy-ignore[x]: y", "a: { // clawtidy-ignore[x]: y"],
            ),
            ("{ a: 1, /* clawtidy-ignore[x]: y */ b: 2 }", vec!["b: 2"]),
            ("{ a: /* clawtidy-ignore[x]: y */ 1 }", vec!["a: /* clawtidy-ignore[x]: y */ 1"]),
            ("{ a: [\n// clawtidy-ignore[x]: y\n{ b: 1 }] }", vec!["{ b: 1 }"]),
            ("// clawtidy-ignore[x]: y\n{ a: 1 }", vec!["{ a: 1 }"]),
            ("{ a: 1\n// clawtidy-ignore[x]: y\n}", vec![]),
            ("{ a: '// clawtidy-ignore[x]: y' }", vec![]),
            ("{ a: 1 // clawtidy-ignored[x]: y\n}", vec![]),
        ] {
            assert_eq!(covered(text).concat(), expected, "{text}");
        }
        assert_eq!(covered("{ a: {\n} } /* clawtidy-ignore-file[x]: y */"), [["{ a: {"]]);
    }

    #[test]
    fn names_and_reasons_are_read() {
        let read = |text: &str| {
            let tree = parse(text.to_owned());
            let [ignore] = &ignores(&tree)[..] else { panic!("{text}") };
            let names = ignore.names.iter().map(|name| {
                assert_eq!(&text[name.span.range()], name.text);
                name.text.clone()
            });
            (names.collect::<Vec<_>>(), ignore.reason.clone().unwrap_or_default())
        };
        let said = |names: &[&str], reason: &str| {
            (names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), reason.to_owned())
        };
        assert_eq!(read("//clawtidy-ignore[a]:b"), said(&["a"], "b"));
        assert_eq!(
            read("/* clawtidy-ignore [ a , b.c ] : two words */"),
            said(&["a", "b.c"], "two words")
        );
        assert_eq!(read("// clawtidy-ignore[a] because"), said(&["a"], ""));
        assert_eq!(read("// clawtidy-ignore[a]: "), said(&["a"], ""));
        assert_eq!(read("// clawtidy-ignore: b"), said(&[], ""));
    }

    #[test]
    fn a_comment_goes_and_nothing_else_on_its_line() {
        for (text, expected) in [
            ("{\n  // clawtidy-ignore[x]: y\n  a: 1\n}", "{\n  a: 1\n}"),
            ("{\r\n\ta: 1, // clawtidy-ignore[x]: y\r\n}", "{\r\n\ta: 1,\r\n}"),
            ("{ /* clawtidy-ignore[x]: y */ a: 1 }", "{ a: 1 }"),
            ("{ a: 1 /* clawtidy-ignore[x]: y */ }", "{ a: 1 }"),
            ("{ a: 1 } // clawtidy-ignore[x]: y", "{ a: 1 }"),
            ("\u{FEFF}// clawtidy-ignore[x]: y\n{}", "\u{FEFF}{}"),
        ] {
            let tree = parse(text.to_owned());
            let edit = ignores(&tree)[0].without(&tree, &[0]);
            let after =
                [&text[..edit.span.range().start], &edit.text, &text[edit.span.range().end..]];
            assert_eq!(after.concat(), expected, "{text}");
        }
        let text = "{} // clawtidy-ignore[a,b ,c]: y";
        let tree = parse(text.to_owned());
        let edit = ignores(&tree)[0].without(&tree, &[1]);
        assert_eq!((&text[edit.span.range()], edit.text.as_str()), ("a,b ,c", "a, c"));
    }
}
