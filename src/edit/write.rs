//! New members and values as text.

use std::borrow::Cow;

use crate::syntax::{NodeId, Tree, Value, ValueKind};

use super::carried::{Carried, Comment, Follows, as_block};
use super::draft::{Draft, DraftId, Entry};
use super::gap;
use super::layout::{self, Layout, Manner};
use super::plan::Plan;
use super::quote;
use super::remark;
use super::style::Habit;
use super::verbatim::{reindented, with_newlines};
use super::weave;

/// How wide a line may become before an object or array that could stand on it is spread.
const WIDTH: usize = 80;

/// Writes values for one place.
#[derive(Debug, Clone)]
pub(super) struct Writer<'a, 't> {
    plan: &'a Plan<'t>,
    manner: Manner,
    /// The indentation of the line it writes on.
    indent: String,
    /// Whether its items stand on lines of their own.
    pub(super) lines: bool,
    /// Whether values may span lines.
    spread: bool,
    trailing_comma: bool,
}

impl<'a, 't> Writer<'a, 't> {
    /// For items of an object or array.
    pub(super) fn for_items(plan: &'a Plan<'t>, layout: &Layout) -> Self {
        Self {
            plan,
            manner: layout.manner.clone(),
            indent: layout.indent.clone(),
            lines: layout.spread,
            spread: layout.spread || layout.hugs,
            trailing_comma: if layout.spread {
                layout.trailing_comma
            } else {
                plan.style().trailing_comma
            },
        }
    }

    /// For what stands in the place of a value.
    pub(super) fn for_value(plan: &'a Plan<'t>, value: NodeId) -> Self {
        let tree = plan.tree;
        let span = tree.node_span(value);
        let layout =
            layout::outer(tree, value).map(|outer| Layout::of(plan, outer, &[], |_| false));
        let was_spread = gap::breaks(tree.slice(span)) > 0;
        Self {
            plan,
            indent: gap::line_indent(tree, span.start).to_owned(),
            lines: false,
            spread: was_spread || layout.as_ref().is_none_or(|layout| layout.spread || layout.hugs),
            trailing_comma: match &layout {
                Some(layout) if layout.spread => layout.trailing_comma,
                _ => plan.style().trailing_comma,
            },
            manner: layout
                .map_or_else(|| Manner::of(tree, value, plan.style()), |layout| layout.manner),
        }
    }

    fn tree(&self) -> &'t Tree {
        self.plan.tree
    }

    /// A value that stands at `start`, a byte of the text.
    pub(super) fn value(&self, draft: DraftId, start: u32) -> String {
        let before = gap::line_before(self.tree(), start).unwrap_or(&self.indent);
        let mut out = String::new();
        self.write(draft, before.chars().count(), &mut out);
        out
    }

    /// A member or item with its comments, and with its comma if one follows it.
    pub(super) fn entry(&self, entry: &Entry<'_>, comma: bool) -> String {
        let mut out = String::new();
        self.write_entry(entry, comma, &mut out);
        out
    }

    fn write_entry(&self, entry: &Entry<'_>, comma: bool, out: &mut String) {
        let none = Carried::default();
        let carried = if self.plan.style().strict { &none } else { &entry.carried };
        for lead in &carried.lead {
            if self.lines && lead.breaks {
                out.push_str(&self.comment(lead.comment));
                self.line(&self.indent, out);
            } else {
                out.push_str(&as_block(&self.comment(lead.comment)));
                out.push(' ');
            }
        }
        if let Some(name) = &entry.name {
            out.push_str(&self.name(name));
            out.push_str(&self.manner.colon);
        }
        let used = self.indent.chars().count() + gap::after_last_break(out).chars().count();
        self.write(entry.value, used, out);
        if !self.lines {
            for trail in &carried.trail {
                out.push(' ');
                out.push_str(&as_block(&self.comment(trail.comment)));
            }
        }
        if comma {
            out.push(',');
        }
        if self.lines {
            let mut column = String::new();
            for trail in &carried.trail {
                match trail.place {
                    Follows::Line(space) => {
                        out.push_str(space);
                        column = self.column(out);
                    }
                    Follows::Comment => self.line(&column, out),
                    Follows::Nothing => {
                        self.line(&self.indent, out);
                        column.clone_from(&self.indent);
                    }
                }
                out.push_str(&self.comment(trail.comment));
            }
        }
    }

    /// A comment on a line of this indentation.
    fn comment<'c>(&self, comment: Comment<'c>) -> Cow<'c, str> {
        let text = reindented(comment.text, comment.indent, &self.indent);
        with_newlines(text, self.plan.style().newline)
    }

    /// The white space that reaches as far as the last line of `out`, which the indentation
    /// precedes if it is the only one.
    fn column(&self, out: &str) -> String {
        let line = gap::after_last_break(out);
        let (indent, rest) = match line.strip_prefix(self.indent.as_str()) {
            Some(rest) if line.len() < out.len() => (&*self.indent, rest),
            _ if line.len() == out.len() => (&*self.indent, line),
            _ => ("", line),
        };
        format!("{indent}{}", " ".repeat(rest.chars().count()))
    }

    fn line(&self, indent: &str, out: &mut String) {
        out.push_str(self.plan.style().newline);
        out.push_str(indent);
    }

    fn name(&self, name: &str) -> String {
        if self.manner.bare_names && quote::is_identifier(name) {
            name.to_owned()
        } else {
            self.text(name)
        }
    }

    /// A string in the quotes of its neighbours, or in the other ones if that saves escapes.
    fn text(&self, text: &str) -> String {
        let quote = match self.manner.quote {
            '\'' if text.contains('\'') && !text.contains('"') => '"',
            '"' if text.contains('"') && !text.contains('\'') && !self.plan.style().strict => '\'',
            quote => quote,
        };
        quote::quoted(text, quote)
    }

    /// Writes a value after `used` characters of its line.
    fn write(&self, draft: DraftId, used: usize, out: &mut String) {
        let tree = self.tree();
        match self.plan.drafts.get(draft) {
            Draft::Null => out.push_str("null"),
            Draft::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Draft::Number(value) if self.plan.style().strict && !value.is_finite() => {
                out.push_str("null");
            }
            Draft::Number(value) => out.push_str(&quote::number(*value)),
            Draft::Text(text) => out.push_str(&self.text(text)),
            Draft::List(items) => self.write_items(('[', ']'), items, used, out),
            Draft::Object(entries) => self.write_items(('{', '}'), entries, used, out),
            Draft::Copied(value) => {
                let from = gap::line_indent(tree, value.span().start);
                out.push_str(&reindented(value.source(), from, &self.indent));
            }
            Draft::Foreign(value) => out.push_str(&self.foreign(*value)),
            Draft::Moved(value) => {
                if let Some(&draft) = self.plan.replaced.get(&value.id()) {
                    for comment in remark::left(self.plan, value.id(), draft) {
                        out.extend([&*as_block(&self.comment(comment)), " "]);
                    }
                    return self.write(draft, used, out);
                }
                let from = gap::line_indent(tree, value.span().start);
                let text = weave::edited(self.plan, value.id());
                out.push_str(&reindented(&text, from, &self.indent));
            }
        }
    }

    /// A value of another text that is not laid out anew.
    fn foreign<'v>(&self, value: Value<'v>) -> Cow<'v, str> {
        let (token, strict) = (value.source(), self.plan.style().strict);
        if let Some(text) = value.as_text() {
            return Cow::Owned(match text.as_str() {
                Some(text) => self.text(text),
                None => quote::quoted_js(&text, self.manner.quote),
            });
        }
        let is_empty = value.tree().children(value.id()).next().is_none();
        match value.kind() {
            ValueKind::Object if strict && is_empty => return Cow::Borrowed("{}"),
            ValueKind::Array if strict && is_empty => return Cow::Borrowed("[]"),
            _ => {}
        }
        match value.as_number() {
            Some(number) if strict && !number.is_finite() => Cow::Borrowed("null"),
            Some(number) if strict && !quote::is_json_number(token) => {
                Cow::Owned(quote::number(number))
            }
            Some(_) => Cow::Borrowed(token),
            None => {
                let from = gap::line_indent(value.tree(), value.span().start);
                with_newlines(reindented(token, from, &self.indent), self.plan.style().newline)
            }
        }
    }

    fn write_items(
        &self,
        brackets: (char, char),
        items: &[Entry<'_>],
        used: usize,
        out: &mut String,
    ) {
        let style = self.plan.style();
        let is_object = brackets.0 == '{';
        if items.is_empty() {
            out.extend([brackets.0, brackets.1]);
            return;
        }
        if !self.spread || self.is_flat(is_object, &items.iter().collect::<Vec<_>>()) {
            let padding = if is_object { style.object_padding } else { style.array_padding };
            let writer = Self { lines: false, spread: false, ..self.clone() };
            let items: Vec<String> = items.iter().map(|entry| writer.entry(entry, false)).collect();
            let inside = items.join(&format!(",{}", self.manner.separator));
            let text = format!("{}{padding}{inside}{padding}{}", brackets.0, brackets.1);
            // One more for the comma that may follow.
            if !self.spread || used + text.chars().count() < WIDTH {
                out.push_str(&text);
                return;
            }
        }
        let indent = format!("{}{}", self.indent, style.unit);
        let inner = Self { lines: true, indent, ..self.clone() };
        out.push(brackets.0);
        for (index, entry) in items.iter().enumerate() {
            self.line(&inner.indent, out);
            out.push_str(&inner.entry(entry, self.trailing_comma || index + 1 < items.len()));
        }
        self.line(&self.indent, out);
        out.push(brackets.1);
    }

    /// Whether the author would write these items on one line: nothing in them has parts or
    /// comments, and others of the size stand on one line too.
    pub(super) fn is_flat(&self, is_object: bool, items: &[&Entry<'_>]) -> bool {
        let style = self.plan.style();
        let is_simple = |entry: &Entry<'_>| {
            let is_scalar = match self.plan.drafts.get(entry.value) {
                Draft::List(items) => items.is_empty(),
                Draft::Object(entries) => entries.is_empty(),
                Draft::Copied(value) | Draft::Moved(value) => {
                    value.as_object().is_none() && value.as_array().is_none()
                }
                Draft::Foreign(value) => gap::breaks(value.source()) == 0,
                _ => true,
            };
            is_scalar && (style.strict || entry.carried.is_empty())
        };
        let flat = |habit: &Habit| habit.is_flat(items.len());
        let usual = if is_object {
            flat(&style.objects).unwrap_or(false)
        } else {
            flat(&style.arrays).unwrap_or(!style.strict)
        };
        usual && items.iter().copied().all(is_simple)
    }
}
