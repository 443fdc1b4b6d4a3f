//! Writing what a config comes to as one text.

use crate::rules::IGNORE;
use crate::syntax::{NodeId, TokenId, TokenKind, Tree, Value};
use crate::text::{LINE_ENDS, Span, offset};
use crate::world::INCLUDE;

use super::merge::{Entry, Merged, Merger, Node, Page};
use super::pieces::{Hole, Pieces};

/// Writes the whole config, with what stands around its value; `None` if that is too much.
pub(super) fn config<'t>(
    merger: &mut Merger<'t>,
    page: &Page<'t>,
    pieces: &mut Pieces,
) -> Option<()> {
    let value = page.tree.root()?;
    let node = merger.resolve(page, value)?;
    let root = value.span();
    let text = page.tree.text();
    pieces.written(page.copy, text, Span::new(0, root.start))?;
    write(merger, node, pieces)?;
    pieces.written(page.copy, text, Span::new(root.end, page.tree.span().end))
}

/// Writes the comments of included files that set findings apart and stand before or after what the
/// files bring, each on lines of its own.
pub(super) fn margins(merger: &mut Merger<'_>, pieces: &mut Pieces) -> Option<()> {
    for (copy, tree) in merger.copies() {
        let text = tree.text();
        if !text.contains(IGNORE) {
            continue;
        }
        let root = tree.root()?.span();
        let is_outside = |span: Span| span.end <= root.start || root.end <= span.start;
        let speaks = |span: Span| is_outside(span) && tree.slice(span).contains(IGNORE);
        for (_, kind, span) in tree.tokens() {
            if !kind.is_comment() || !speaks(span) {
                continue;
            }
            // With its line end, so that it goes with the comment.
            let after = &text[span.range().end..];
            let line = after.split_inclusive('\n').next().unwrap_or_default();
            let end = if line.trim().is_empty() { span.end + offset(line.len()) } else { span.end };
            pieces.begin_line();
            pieces.written(copy, text, Span::new(span.start, end))?;
        }
    }
    Some(())
}

fn write<'t>(merger: &mut Merger<'t>, node: Node<'t>, pieces: &mut Pieces) -> Option<()> {
    match node {
        Node::Written { page, value, cleaned } => match value.as_object().filter(|_| cleaned) {
            Some(object) => {
                let whole = merger.clean(&page, object)?;
                self::object(merger, whole, pieces)
            }
            None => written(merger, &page, value, pieces),
        },
        Node::Object(whole) => object(merger, *whole, pieces),
        Node::Array(arrays) => array(merger, &arrays, pieces),
    }
}

/// A value as it is written, what directives bring in their places.
fn written<'t>(
    merger: &mut Merger<'t>,
    page: &Page<'t>,
    value: Value<'t>,
    pieces: &mut Pieces,
) -> Option<()> {
    let (tree, text, span) = (page.tree, page.tree.text(), value.span());
    let (mut next, end) = (value.id(), NodeId(tree.node(value.id()).next));
    let mut at = span.start;
    while let Some(holder) = page.directive_in(next, end) {
        let hole = holder.span();
        pieces.written(page.copy, text, Span::new(at, hole.start))?;
        let node = merger.resolve(page, holder)?;
        filled(merger, (page, holder), node, pieces)?;
        at = hole.end;
        next = NodeId(tree.node(holder.id()).next);
    }
    pieces.written(page.copy, text, Span::new(at, span.end))
}

/// What stands in the place of a value of a copy, which may be a directive.
fn filled<'t>(
    merger: &mut Merger<'t>,
    (page, value): (&Page<'t>, Value<'t>),
    node: Node<'t>,
    pieces: &mut Pieces,
) -> Option<()> {
    let start = pieces.end();
    write(merger, node, pieces)?;
    if let Some(files) = merger.named(page, value) {
        let has_comment = has_comment(page.tree, value);
        let (copy, holder, span) = (page.copy, value.span(), Span::empty(start));
        pieces.fills(start, Hole { span, copy, holder, files, has_comment });
    }
    Some(())
}

/// Whether a comment is about the directive of an object: any in it, if nothing else stands there.
fn has_comment(tree: &Tree, holder: Value<'_>) -> bool {
    let directive = holder.get(INCLUDE).and_then(Value::member);
    let is_alone = holder.as_object().is_some_and(|object| object.members().count() == 1);
    let about = match directive.map(|directive| Item::of(tree, directive.id())) {
        Some(item) if !is_alone => Span::new(item.start, item.end),
        _ => holder.span(),
    };
    let first = tree.token_at(about.start).0;
    let tokens = (first..).map(TokenId).take_while(|id| tree.token_span(*id).start < about.end);
    let mut kinds = tokens.map(|id| tree.token_kind(id));
    kinds.any(|kind| matches!(kind, TokenKind::LineComment | TokenKind::BlockComment))
}

fn object<'t>(merger: &mut Merger<'t>, whole: Merged<'t>, pieces: &mut Pieces) -> Option<()> {
    let (shell, braces) = whole.shell;
    let span = braces.value().span();
    let text = shell.tree.text();
    pieces.written(shell.copy, text, Span::new(span.start, span.start + 1))?;
    let mut entries = whole.entries.into_iter().peekable();
    while let Some(entry) = entries.next() {
        member(merger, entry, entries.peek().is_none(), pieces)?;
    }
    let last = braces.members().last().map(|last| Item::of(shell.tree, last.id()));
    let tail = last.map_or(span.start + 1, |last| last.end);
    pieces.written(shell.copy, text, Span::new(tail, span.end))
}

fn member<'t>(
    merger: &mut Merger<'t>,
    entry: Entry<'t>,
    is_last: bool,
    pieces: &mut Pieces,
) -> Option<()> {
    let page = entry.page().clone();
    for replaced in entry.replaced() {
        let item = Item::of(page.tree, replaced.id());
        pieces.written(page.copy, page.tree.text(), Span::new(item.start, item.span.end))?;
        after(&page, &item, false, pieces)?;
    }
    let item = Item::of(page.tree, entry.member().id());
    let value = entry.member().value()?;
    pieces.written(page.copy, page.tree.text(), Span::new(item.start, value.span().start))?;
    if entry.is_whole() {
        filled(merger, (&page, value), entry.node, pieces)?;
    } else {
        write(merger, entry.node, pieces)?;
    }
    after(&page, &item, is_last, pieces)
}

fn array<'t>(
    merger: &mut Merger<'t>,
    arrays: &[(Page<'t>, Value<'t>)],
    pieces: &mut Pieces,
) -> Option<()> {
    let (shell, brackets) = arrays.last()?;
    let (span, text) = (brackets.span(), shell.tree.text());
    pieces.written(shell.copy, text, Span::new(span.start, span.start + 1))?;
    let items = |(page, array): &(Page<'t>, Value<'t>)| {
        let items: Vec<Value<'t>> = array.as_array()?.items().collect();
        Some(items.into_iter().map(|item| (page.clone(), item)).collect::<Vec<_>>())
    };
    let mut items = arrays.iter().filter_map(items).flatten().peekable();
    while let Some((page, value)) = items.next() {
        let item = Item::of(page.tree, value.id());
        pieces.written(page.copy, page.tree.text(), Span::new(item.start, item.span.start))?;
        let node = merger.resolve(&page, value)?;
        filled(merger, (&page, value), node, pieces)?;
        after(&page, &item, items.peek().is_none(), pieces)?;
    }
    let last = brackets.as_array()?.items().last().map(|last| Item::of(shell.tree, last.id()));
    let tail = last.map_or(span.start + 1, |last| last.end);
    pieces.written(shell.copy, text, Span::new(tail, span.end))
}

/// What follows a member or item: its comma, if one is due, and comments on its line.
fn after(page: &Page<'_>, item: &Item, is_last: bool, pieces: &mut Pieces) -> Option<()> {
    let text = page.tree.text();
    match item.comma {
        Some(comma) if is_last && !item.is_last => {
            pieces.written(page.copy, text, Span::new(item.span.end, comma.start))?;
            pieces.written(page.copy, text, Span::new(comma.end, item.end))?;
        }
        None if !is_last => {
            pieces.glue(",");
            pieces.written(page.copy, text, Span::new(item.span.end, item.end))?;
        }
        Some(_) | None => {
            pieces.written(page.copy, text, Span::new(item.span.end, item.end))?;
        }
    }
    if item.in_comment {
        pieces.ends_in_comment();
    }
    Some(())
}

/// A member or item with what belongs to it.
struct Item {
    /// Where the blanks and comments that lead it begin.
    start: u32,
    span: Span,
    comma: Option<Span>,
    /// After its comma and the comments that follow on its line.
    end: u32,
    /// Whether what belongs to it ends in a comment that only a line end closes.
    in_comment: bool,
    /// Whether it is the last of its object or array.
    is_last: bool,
}

impl Item {
    fn of(tree: &Tree, id: NodeId) -> Self {
        let node = tree.node(id);
        let (comma, end, in_comment) = ending(tree, node.last);
        // What ends the one before it is where this one begins: go back to its comma or the bracket.
        let mut first = node.first;
        while first > 0 && tree.token_kind(TokenId(first - 1)).is_trivia() {
            first -= 1;
        }
        let opens = tree.token_kind(TokenId(first.saturating_sub(1))) != TokenKind::Comma;
        let start = if opens {
            tree.token_span(TokenId(first)).start
        } else {
            on_line(tree, first).map_or(tree.token_span(TokenId(first)).start, |(end, _)| end)
        };
        let is_last =
            closes(tree, comma.map_or(node.last, |comma| tree.token_at(comma.start).0 + 1));
        Self { start, span: tree.node_span(id), comma, end, in_comment, is_last }
    }
}

/// The comma after an item that ends before the token `at`, where what belongs to the item ends, and
/// whether that is in a comment which only a line end closes.
fn ending(tree: &Tree, at: u32) -> (Option<Span>, u32, bool) {
    let mut next = at;
    while tree.token_kind(TokenId(next)).is_trivia() {
        next += 1;
    }
    if tree.token_kind(TokenId(next)) == TokenKind::Comma {
        let comma = tree.token_span(TokenId(next));
        return match on_line(tree, next + 1) {
            Some((end, in_comment)) => (Some(comma), end, in_comment),
            None => (Some(comma), comma.end, false),
        };
    }
    match on_line(tree, at) {
        Some((end, in_comment)) => (None, end, in_comment),
        None => (None, tree.token_span(TokenId(at)).start, false),
    }
}

/// Where the comments end that stand on the rest of a line from the token `at` on, and whether in
/// one that only a line end closes; `None` if there are none, or something else follows them there.
fn on_line(tree: &Tree, at: u32) -> Option<(u32, bool)> {
    let mut end = None;
    for index in at.. {
        let (id, kind) = (TokenId(index), tree.token_kind(TokenId(index)));
        match kind {
            TokenKind::Whitespace if tree.token_text(id).contains(LINE_ENDS) => {
                break;
            }
            TokenKind::Whitespace => {}
            TokenKind::LineComment => {
                end = Some((tree.token_span(id).end, true));
                break;
            }
            TokenKind::BlockComment => end = Some((tree.token_span(id).end, false)),
            TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::End => break,
            _ => return None,
        }
    }
    end
}

/// Whether nothing but blanks and comments stands between the token `at` and a closing bracket.
fn closes(tree: &Tree, mut at: u32) -> bool {
    while tree.token_kind(TokenId(at)).is_trivia() {
        at += 1;
    }
    matches!(tree.token_kind(TokenId(at)), TokenKind::CloseBrace | TokenKind::CloseBracket)
}
