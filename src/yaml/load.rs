//! The parser's events to a document.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};

use super::error::{Cause, YamlError};
use super::node::{Document, Member, Node, Value};
use super::scalar::Scalar;
use super::{DEEPEST, LARGEST};

/// Reads the one document of a text, without a byte order mark.
pub(super) fn load(text: &str) -> Result<Document, YamlError> {
    let mut loader = Loader::new(text);
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event?;
        loader.take(event, span)?;
    }
    let root = loader.root.filter(|root| !is_nothing(root)).ok_or(Cause::Empty.nowhere())?;
    Ok(Document { root, scalars: loader.scalars })
}

/// Whether a document is there only because every stream has one.
fn is_nothing(root: &Node) -> bool {
    matches!(&root.value, Value::Scalar(scalar) if scalar.plain && scalar.text.is_empty())
}

/// A collection that has not ended.
struct Open {
    anchor: usize,
    start: usize,
    column: usize,
    flow: bool,
    height: usize,
    inside: Inside,
}

enum Inside {
    List(Vec<Rc<Node>>),
    Map { entries: Vec<Entry>, key: Option<Name> },
}

/// A key, before its value has come.
struct Name {
    text: String,
    start: usize,
    end: usize,
    marker: Marker,
    merges: bool,
}

struct Entry {
    name: Name,
    value: Rc<Node>,
}

struct Loader<'t> {
    text: &'t str,
    /// The byte of each character, where they are not the same.
    bytes: Option<Vec<usize>>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Rc<Node>>,
    scalars: Vec<(usize, usize)>,
    root: Option<Rc<Node>>,
    documents: usize,
    /// How many members merges brought, at most.
    merged: usize,
}

impl<'t> Loader<'t> {
    fn new(text: &'t str) -> Self {
        let starts = || text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self {
            text,
            bytes: (!text.is_ascii()).then(starts),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            scalars: Vec::new(),
            root: None,
            documents: 0,
            merged: 0,
        }
    }

    fn byte(&self, marker: &Marker) -> usize {
        let index = marker.index();
        let byte = self.bytes.as_ref().map_or(Some(index), |bytes| bytes.get(index).copied());
        byte.unwrap_or(self.text.len()).min(self.text.len())
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), YamlError> {
        match event {
            Event::DocumentStart(_) if self.documents > 0 => {
                return Err(Cause::SecondDocument.at(&span.start));
            }
            Event::DocumentStart(_) => self.documents += 1,
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).cloned();
                let target = target.ok_or_else(|| Cause::Recursive.at(&span.start))?;
                let height = target.height;
                self.check_key(&target, &span.start)?;
                self.add(Value::Alias(target), 0, span, height)?;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let span = self.without_properties(span, anchor > 0 || tag.is_some());
                self.scalar(text.into_owned(), style, anchor, tag.as_deref(), span)?;
            }
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag.as_deref(), "seq", &span.start)?;
                self.open(anchor, &span, Inside::List(Vec::new()))?;
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag.as_deref(), "map", &span.start)?;
                self.open(anchor, &span, Inside::Map { entries: Vec::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    /// The parser lets a scalar begin at its anchor or tag; comments may stand after those.
    fn without_properties(&self, span: Span, has_some: bool) -> (Span, usize) {
        let (start, end) = (self.byte(&span.start), self.byte(&span.end));
        if !has_some {
            return (span, start);
        }
        let mut rest = &self.text[start..end.max(start)];
        loop {
            rest = rest.trim_start();
            let until = match rest.as_bytes() {
                [b'&' | b'!', ..] => rest.find(char::is_whitespace),
                [b'#', ..] => rest.find(['\n', '\r']),
                _ => break,
            };
            rest = &rest[until.unwrap_or(rest.len())..];
        }
        (span, end.max(start) - rest.len())
    }

    /// Where a quoted scalar ends; the parser lets it end at the next token.
    fn closing_quote(&self, start: usize, quote: u8) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while let Some(found) = memchr::memchr2(quote, b'\\', bytes.get(at..).unwrap_or_default()) {
            at += found + 1;
            let is_escape = bytes[at - 1] != quote;
            let is_pair = quote == b'\'' && bytes.get(at) == Some(&quote);
            if is_escape && quote == b'"' || !is_escape && is_pair {
                at += 1;
            } else if !is_escape {
                return at;
            }
        }
        bytes.len()
    }

    fn scalar(
        &mut self,
        text: String,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        (span, start): (Span, usize),
    ) -> Result<(), YamlError> {
        let marker = span.start;
        let end = match style {
            ScalarStyle::DoubleQuoted => self.closing_quote(start, b'"'),
            ScalarStyle::SingleQuoted => self.closing_quote(start, b'\''),
            _ => self.byte(&span.end),
        };
        if start < end {
            self.scalars.push((start, end));
        }
        let merges = style == ScalarStyle::Plain && tag.is_none() && text == "<<";
        let scalar = Scalar::new(text, style, tag).map_err(|cause| cause.at(&marker))?;
        if let Some(Open { inside: Inside::Map { key: key @ None, .. }, .. }) = self.open.last_mut()
        {
            let text = scalar.text.clone();
            // A key that is nothing is called so in JavaScript.
            let text = if text.is_empty() && scalar.plain { "null".to_owned() } else { text };
            *key = Some(Name { text, start, end, marker, merges });
            if anchor > 0 {
                let node = Node { value: Value::Scalar(scalar), start, end, column: 0, height: 0 };
                self.anchors.insert(anchor, Rc::new(node));
            }
            return Ok(());
        }
        let node = Node {
            value: Value::Scalar(scalar),
            start,
            end: end.max(start),
            column: marker.col(),
            height: 0,
        };
        self.place(node, anchor, &marker)
    }

    /// Whether a collection that begins here would be a key.
    fn at_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { inside: Inside::Map { key: None, .. }, .. }))
    }

    fn check_key(&self, target: &Rc<Node>, marker: &Marker) -> Result<(), YamlError> {
        let is_scalar = matches!(target.resolved().value, Value::Scalar(_));
        if self.at_key() && !is_scalar { Err(Cause::ComplexKey.at(marker)) } else { Ok(()) }
    }

    fn open(&mut self, anchor: usize, span: &Span, inside: Inside) -> Result<(), YamlError> {
        if self.at_key() {
            return Err(Cause::ComplexKey.at(&span.start));
        }
        if self.open.len() >= DEEPEST {
            return Err(Cause::TooDeep.at(&span.start));
        }
        let (start, end) = (self.byte(&span.start), self.byte(&span.end));
        let flow = self.text[start..end.max(start)].ends_with(['[', '{']);
        let column = span.start.col();
        self.open.push(Open { anchor, start, column, flow, height: 1, inside });
        Ok(())
    }

    fn close(&mut self, mut span: Span) -> Result<(), YamlError> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let value = match open.inside {
            Inside::List(items) => Value::List { items, flow: open.flow },
            Inside::Map { entries, .. } => {
                Value::Map { members: self.members(&entries)?, flow: open.flow }
            }
        };
        let bracket = usize::from(open.flow);
        let end = self.byte(&span.start) + bracket;
        span.end = span.start;
        let node = Node {
            value,
            start: open.start,
            end: end.min(self.text.len()),
            column: open.column,
            height: open.height,
        };
        self.place(node, open.anchor, &span.start)
    }

    fn add(
        &mut self,
        value: Value,
        anchor: usize,
        span: Span,
        height: usize,
    ) -> Result<(), YamlError> {
        let (start, end) = (self.byte(&span.start), self.byte(&span.end));
        let node = Node { value, start, end: end.max(start), column: span.start.col(), height };
        self.place(node, anchor, &span.start)
    }

    /// Puts a node that is complete where it belongs.
    fn place(&mut self, node: Node, anchor: usize, marker: &Marker) -> Result<(), YamlError> {
        if self.open.len() + node.height > DEEPEST {
            return Err(Cause::TooDeep.at(marker));
        }
        let node = Rc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.height = open.height.max(node.height + 1);
        match &mut open.inside {
            Inside::List(items) => items.push(node),
            Inside::Map { entries, key } => match key.take() {
                Some(name) => entries.push(Entry { name, value: node }),
                // An alias of a scalar as a key.
                None => {
                    if let Value::Scalar(scalar) = &node.resolved().value {
                        *key = Some(Name {
                            text: scalar.text.clone(),
                            start: node.start,
                            end: node.end,
                            marker: *marker,
                            merges: false,
                        });
                    }
                }
            },
        }
        Ok(())
    }

    /// The members of a mapping: its own, and those that merges bring, at the place of the merge.
    fn members(&mut self, entries: &[Entry]) -> Result<Vec<Member>, YamlError> {
        let mut lines = BTreeMap::new();
        for Entry { name, .. } in entries.iter().filter(|entry| !entry.name.merges) {
            if let Some(line) = lines.insert(name.text.as_str(), name.marker.line()) {
                return Err(Cause::DuplicateKey(line).at(&name.marker));
            }
        }
        let mut brought: BTreeSet<Rc<str>> = BTreeSet::new();
        let mut members = Vec::with_capacity(entries.len());
        for Entry { name, value } in entries {
            if !name.merges {
                members.push(Member {
                    name: name.text.as_str().into(),
                    start: name.start,
                    end: name.end,
                    value: Rc::clone(value),
                    merged: false,
                });
                continue;
            }
            let wrong = || Cause::Merge.at(&name.marker);
            for source in merge_sources(value).ok_or_else(wrong)? {
                self.merged += source.len();
                if self.merged > LARGEST / 8 {
                    return Err(Cause::TooLarge.nowhere());
                }
                for member in source {
                    let known = lines.contains_key(&*member.name);
                    if !known && brought.insert(Rc::clone(&member.name)) {
                        members.push(Member { merged: true, ..member.clone() });
                    }
                }
            }
        }
        Ok(members)
    }
}

/// The members of the mappings that a merge names, or of the one.
fn merge_sources(value: &Rc<Node>) -> Option<Vec<&[Member]>> {
    match &value.resolved().value {
        Value::List { items, .. } => items.iter().map(members_of).collect(),
        _ => Some(vec![members_of(value)?]),
    }
}

fn members_of(node: &Rc<Node>) -> Option<&[Member]> {
    match &node.resolved().value {
        Value::Map { members, .. } => Some(members),
        _ => None,
    }
}

/// Collections may only be tagged as what they are.
fn check_tag(tag: Option<&Tag>, kind: &str, marker: &Marker) -> Result<(), YamlError> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == kind => Ok(()),
        Some(_) => Err(Cause::Tag.at(marker)),
    }
}
