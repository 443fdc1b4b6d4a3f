//! How the author of a text writes: what an edit follows where its neighbours do not tell.

use crate::syntax::{Node, NodeId, NodeKind, TokenId, TokenKind, Tree};

use super::gap::{self, Gap};
use super::quote;

/// The habits of one text.
#[derive(Debug, Clone)]
pub(super) struct Style {
    /// Whether the text is strict JSON, which it then stays.
    pub(super) strict: bool,
    /// The line end that most lines have.
    pub(super) newline: &'static str,
    /// One level of indentation.
    pub(super) unit: String,
    /// The quote that most strings have.
    pub(super) quote: char,
    /// Whether names stand without quotes where they can.
    pub(super) bare_names: bool,
    /// Whether a comma follows the last item of objects and arrays that span lines.
    pub(super) trailing_comma: bool,
    /// What stands between name and value: `: `.
    pub(super) colon: &'static str,
    /// What stands after a comma on the same line.
    pub(super) separator: &'static str,
    /// What stands inside the braces of an object on one line.
    pub(super) object_padding: &'static str,
    /// What stands inside the brackets of an array on one line.
    pub(super) array_padding: &'static str,
    /// How objects without objects or arrays inside are laid out.
    pub(super) objects: Habit,
    /// How arrays without objects or arrays inside are laid out.
    pub(super) arrays: Habit,
}

/// How many of the innermost objects or arrays stand on one line and how many span lines, by size.
#[derive(Debug, Clone, Default)]
pub(super) struct Habit {
    flat: [u32; Self::SIZES],
    spread: [u32; Self::SIZES],
}

impl Habit {
    /// Larger ones count as this large.
    const SIZES: usize = 9;

    /// Whether one of `size` items stands on one line: more of at least its size do than of at
    /// most its size span lines. `None` where the text does not tell.
    pub(super) fn is_flat(&self, size: usize) -> Option<bool> {
        let size = size.min(Self::SIZES - 1);
        let flat: u32 = self.flat[size..].iter().sum();
        let spread: u32 = self.spread[..=size].iter().sum();
        (flat + spread > 0).then_some(flat > spread)
    }
}

/// Counts for and against a habit.
#[derive(Default, Clone, Copy)]
struct Vote(i64);

impl Vote {
    fn cast(&mut self, ballot: bool) {
        self.0 += if ballot { 1 } else { -1 };
    }

    fn or(self, undecided: bool) -> bool {
        if self.0 == 0 { undecided } else { self.0 > 0 }
    }
}

impl Style {
    /// Reads the habits off the whole text, in time linear in it.
    pub(super) fn of(tree: &Tree) -> Self {
        let strict = is_strict_json(tree);
        let mut survey = Survey::default();
        let nodes = (1..tree.nodes.len()).map(|index| NodeId(crate::text::offset(index)));
        for id in nodes {
            match tree.node(id).kind {
                NodeKind::Object | NodeKind::Array => survey.container(tree, id),
                NodeKind::Member => survey.member(tree, id),
                _ => {}
            }
        }
        for (_, kind, span) in tree.tokens() {
            if matches!(kind, TokenKind::PlainString | TokenKind::EscapedString) {
                survey.double_quotes.cast(tree.slice(span).starts_with('"'));
            }
        }
        let space = |is_there: bool| if is_there { " " } else { "" };
        let spaced = survey.spaced_colons.or(true);
        Self {
            strict,
            newline: newline(tree.text()),
            unit: survey.unit.unwrap_or_else(|| "  ".to_owned()),
            quote: if strict || survey.double_quotes.or(true) { '"' } else { '\'' },
            bare_names: !strict && survey.bare_names.or(true),
            trailing_comma: !strict && survey.trailing_commas.or(false),
            colon: if spaced { ": " } else { ":" },
            separator: space(survey.spaced_commas.or(spaced)),
            object_padding: space(survey.padded_objects.or(spaced && !strict)),
            array_padding: space(survey.padded_arrays.or(false)),
            objects: survey.objects,
            arrays: survey.arrays,
        }
    }
}

/// What the walk over a tree counts.
#[derive(Default)]
struct Survey {
    unit: Option<String>,
    double_quotes: Vote,
    bare_names: Vote,
    trailing_commas: Vote,
    spaced_colons: Vote,
    spaced_commas: Vote,
    padded_objects: Vote,
    padded_arrays: Vote,
    objects: Habit,
    arrays: Habit,
}

impl Survey {
    fn container(&mut self, tree: &Tree, id: NodeId) {
        let node = tree.node(id);
        let Some(first) = tree.children(id).next() else { return };
        let is_object = node.kind == NodeKind::Object;
        let gap = Gap::after(tree, id, node.first);
        let last = Gap::last(tree, id);
        let spread = gap.breaks(tree) || last.breaks(tree);
        if spread {
            self.trailing_commas.cast(last.comma.is_some());
        } else {
            let padded = gap::span(tree, node.first).end < gap::span(tree, gap.right).start;
            let vote = if is_object { &mut self.padded_objects } else { &mut self.padded_arrays };
            vote.cast(padded);
        }
        if gap.breaks(tree) && self.unit.is_none() {
            let outer = gap::line_indent(tree, gap::span(tree, node.first).start);
            let inner = gap::line_indent(tree, gap::span(tree, tree.node(first).first).start);
            let unit = inner.strip_prefix(outer).filter(|unit| !unit.is_empty());
            self.unit = unit.map(str::to_owned);
        }

        let (mut size, mut innermost) = (0, true);
        for child in tree.children(id) {
            size += 1;
            let value = if is_object { tree.children(child).next() } else { Some(child) };
            innermost &= value.is_none_or(|value| {
                !matches!(tree.node(value).kind, NodeKind::Object | NodeKind::Array)
            });
            let comma = tree.node(child).last;
            if tree.token_kind(TokenId(comma)) == TokenKind::Comma {
                let next = gap::span(tree, comma + 1);
                if !tree.token_kind(TokenId(comma + 1)).is_comment()
                    && gap::token_breaks(tree, comma + 1) == 0
                {
                    let is_space = tree.slice(next).starts_with([' ', '\t']);
                    self.spaced_commas.cast(is_space);
                }
            }
        }
        // The root says nothing about small objects.
        if innermost && tree.node(id).parent != 0 {
            let habit = if is_object { &mut self.objects } else { &mut self.arrays };
            let counts = if spread { &mut habit.spread } else { &mut habit.flat };
            counts[size.min(Habit::SIZES - 1)] += 1;
        }
    }

    fn member(&mut self, tree: &Tree, id: NodeId) {
        let name = TokenId(tree.node(id).first);
        let text = tree.token_text(name);
        if tree.token_kind(name) == TokenKind::Word {
            self.bare_names.cast(true);
        } else if quote::inside(text).is_some_and(quote::is_identifier) {
            self.bare_names.cast(false);
        }
        if let Some(value) = tree.children(id).next() {
            let before = tree.node(value).first.saturating_sub(1);
            self.spaced_colons.cast(tree.token_kind(TokenId(before)) != TokenKind::Colon);
        }
    }
}

/// The line end that most lines have; LF where there is none.
fn newline(text: &str) -> &'static str {
    let (mut lf, mut crlf, mut cr) = (0, 0, 0);
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        match (bytes[at], bytes.get(at + 1)) {
            (b'\n', _) if at > 0 && bytes[at - 1] == b'\r' => crlf += 1,
            (b'\n', _) => lf += 1,
            (_, Some(b'\n')) => {}
            _ => cr += 1,
        }
    }
    match () {
        () if crlf > lf && crlf >= cr => "\r\n",
        () if cr > lf => "\r",
        () => "\n",
    }
}

/// Whether the text is JSON by RFC 8259, a byte order mark at its start aside: no comments,
/// double quotes, quoted names, no trailing commas, no other white space, numbers as there.
pub fn is_strict_json(tree: &Tree) -> bool {
    let is_bare = |node: &Node| {
        node.kind == NodeKind::Member && tree.token_kind(TokenId(node.first)) == TokenKind::Word
    };
    if !tree.errors().is_empty() || tree.nodes.iter().any(is_bare) {
        return false;
    }
    let mut after_comma = false;
    for (_, kind, span) in tree.tokens() {
        let text = tree.slice(span);
        let fine = match kind {
            TokenKind::Whitespace => {
                let text = if span.start == 0 { text.trim_start_matches('\u{FEFF}') } else { text };
                text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            }
            TokenKind::PlainString | TokenKind::EscapedString => quote::is_json_string(text),
            TokenKind::Number => quote::is_json_number(text),
            TokenKind::Word => matches!(text, "true" | "false" | "null"),
            TokenKind::CloseBrace | TokenKind::CloseBracket => !after_comma,
            TokenKind::OpenBrace
            | TokenKind::OpenBracket
            | TokenKind::Colon
            | TokenKind::Comma
            | TokenKind::End => true,
            TokenKind::LineComment | TokenKind::BlockComment | TokenKind::Invalid => false,
        };
        if !fine {
            return false;
        }
        if !kind.is_trivia() {
            after_comma = kind == TokenKind::Comma;
        }
    }
    true
}
