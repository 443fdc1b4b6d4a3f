//! Puts kept and new parts of a text together, with the right white space between them.

use crate::finding::Edit;
use crate::syntax::Tree;
use crate::text::Span;

use super::gap::{Gap, after_last_break, breaks, span};
use super::layout::Layout;

/// What stands next to white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// The opening bracket.
    Open,
    /// The closing bracket.
    Close,
    /// A comment that a line end must follow.
    LineComment,
    /// A new member or item.
    New,
    /// Anything else of the old text.
    Other,
}

/// White space to be.
enum Space {
    None,
    Kept(Span),
    Written(String),
}

/// A text under way, as edits to the old one.
#[derive(Debug)]
pub(super) struct Seam<'a> {
    tree: &'a Tree,
    newline: &'static str,
    layout: &'a Layout,
    was_empty: bool,
    /// Up to here the old text is dealt with.
    at: u32,
    /// New text for here.
    text: String,
    edits: Vec<Edit>,
    edge: Edge,
    /// The white space of the old text since `edge`.
    run: Vec<Span>,
    /// The white space directly after `edge`.
    first: Option<Span>,
    /// The white space directly before what comes next.
    last: Option<Span>,
    /// Whether something was dropped since `edge`.
    dropped: bool,
}

impl<'a> Seam<'a> {
    /// Begins after the neighbour on the left of `gap`.
    pub(super) fn new(
        tree: &'a Tree,
        newline: &'static str,
        layout: &'a Layout,
        gap: &Gap,
    ) -> Self {
        Self {
            tree,
            newline,
            layout,
            was_empty: gap.opens && gap.closes,
            at: span(tree, gap.left).end,
            text: String::new(),
            edits: Vec::new(),
            edge: if gap.opens { Edge::Open } else { Edge::Other },
            run: Vec::new(),
            first: None,
            last: None,
            dropped: false,
        }
    }

    /// Old white space comes next, maybe.
    pub(super) fn space(&mut self, span: Span) {
        if self.run.is_empty() && !self.dropped {
            self.first = Some(span);
        }
        self.run.push(span);
        self.last = Some(span);
    }

    /// Something of the old text does not stay.
    pub(super) fn drop(&mut self) {
        self.dropped = true;
        self.last = None;
    }

    /// Old text comes next, after the white space that belongs before it.
    pub(super) fn keep(&mut self, edge: Edge, span: Span) {
        self.join(edge);
        self.copy(span);
    }

    /// A new member or item comes next.
    pub(super) fn insert(&mut self, text: &str) {
        self.join(Edge::New);
        self.write(text);
    }

    /// Old text comes next, as it is.
    pub(super) fn copy(&mut self, span: Span) {
        self.cut(span.start);
        self.at = span.end;
    }

    /// New text comes next, as it is.
    pub(super) fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ends before the neighbour on the right of `gap`.
    pub(super) fn finish(mut self, gap: &Gap) -> Vec<Edit> {
        self.join(if gap.closes { Edge::Close } else { Edge::Other });
        self.cut(span(self.tree, gap.right).start);
        self.edits
    }

    /// Writes what is pending in the place of the old text up to `end`.
    fn cut(&mut self, end: u32) {
        let text = std::mem::take(&mut self.text);
        let old = self.tree.slice(Span::new(self.at.min(end), end));
        if old != text {
            let (before, after) = common_ends(old, &text);
            let offset = crate::text::offset;
            let span = Span::new(self.at + offset(before), end - offset(after));
            let text = text[before..text.len() - after].to_owned();
            self.edits.push(Edit { span, text });
        }
        self.at = end;
    }

    /// Puts the white space before what comes next.
    pub(super) fn join(&mut self, next: Edge) {
        match self.between(next) {
            Space::None => {}
            Space::Kept(span) => self.copy(span),
            Space::Written(text) => self.write(&text),
        }
        self.edge = next;
        self.run.clear();
        (self.first, self.last, self.dropped) = (None, None, false);
    }

    fn between(&self, next: Edge) -> Space {
        let is_new = next == Edge::New || self.edge == Edge::New;
        let space = match (self.edge, next) {
            (Edge::Open, Edge::Close) if self.dropped => Space::None,
            _ if is_new && self.layout.spread => self.between_lines(next),
            _ if is_new => self.within_line(next),
            _ if !self.dropped => kept(self.first),
            (Edge::Open, _) => self.opening(),
            (_, Edge::Close) => kept(self.last),
            _ => self.best().unwrap_or_else(|| kept(self.first.or(self.last))),
        };
        let ends_line = match &space {
            Space::None => false,
            Space::Kept(span) => self.breaks(*span) > 0,
            Space::Written(text) => breaks(text) > 0,
        };
        if self.edge == Edge::LineComment && !ends_line {
            self.best().unwrap_or_else(|| self.line(1, &self.layout.indent))
        } else {
            space
        }
    }

    /// Next to something new, where items have lines of their own.
    fn between_lines(&self, next: Edge) -> Space {
        let layout = self.layout;
        match next {
            Edge::New => {
                let mut counts = self.run.iter().map(|&span| self.breaks(span));
                let count = match self.edge {
                    Edge::Open => counts.find(|&count| count > 0),
                    _ => counts.max(),
                };
                let line = self.newline.repeat(count.unwrap_or(1).max(1)) + &layout.indent;
                let same = self.run.iter().find(|&&span| self.tree.slice(span) == line);
                same.map_or(Space::Written(line), |&span| Space::Kept(span))
            }
            Edge::Close => match self.last.filter(|&span| self.breaks(span) > 0) {
                Some(span) => Space::Kept(span),
                None => self.line(1, &layout.close),
            },
            _ => self.best().unwrap_or_else(|| self.line(1, &layout.indent)),
        }
    }

    /// Next to something new, where items share a line.
    fn within_line(&self, next: Edge) -> Space {
        let padding = if self.was_empty { self.layout.padding } else { "" };
        let or = |span: Option<Span>, text: &str| match span {
            Some(span) => Space::Kept(span),
            None => Space::Written(text.to_owned()),
        };
        match (self.edge, next) {
            (Edge::Open, _) => or(self.first, padding),
            (_, Edge::Close) => or(self.last, padding),
            (_, Edge::New) => or(self.last.or(self.first), self.layout.manner.separator),
            _ => or(self.first.or(self.last), self.layout.manner.separator),
        }
    }

    /// What stays after the opening bracket: the white space as it is there, if possible the copy
    /// before what comes next, so that the removal of that touches nothing in between.
    fn opening(&self) -> Space {
        let text = |span: Option<Span>| span.map(|span| self.tree.slice(span));
        kept(if text(self.first) == text(self.last) { self.last } else { self.first })
    }

    /// What stays of the white space around what was dropped: as many line ends as the most of
    /// its parts, and the indentation of the last.
    fn best(&self) -> Option<Space> {
        let tail = |span: Span| after_last_break(self.tree.slice(span));
        let broken = || self.run.iter().copied().filter(|&span| self.breaks(span) > 0);
        let last = broken().next_back()?;
        let count = broken().map(|span| self.breaks(span)).max()?;
        let fits = |span: &Span| self.breaks(*span) == count && tail(*span) == tail(last);
        Some(match broken().rfind(fits) {
            Some(span) => Space::Kept(span),
            None => self.line(count, tail(last)),
        })
    }

    fn line(&self, count: usize, indent: &str) -> Space {
        Space::Written(self.newline.repeat(count) + indent)
    }

    fn breaks(&self, span: Span) -> usize {
        breaks(self.tree.slice(span))
    }
}

fn kept(span: Option<Span>) -> Space {
    span.map_or(Space::None, Space::Kept)
}

/// How many bytes both begin with, and how many of the rest both end with.
fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let before: usize =
        a.chars().zip(b.chars()).take_while(same).map(|(character, _)| character.len_utf8()).sum();
    let (a, b) = (&a[before..], &b[before..]);
    let after = a.chars().rev().zip(b.chars().rev()).take_while(same);
    (before, after.map(|(character, _)| character.len_utf8()).sum())
}
