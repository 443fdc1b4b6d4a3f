//! Edits of the text, carried back to the files that it was put together of.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Edit;
use crate::text::Span;

use super::Assembly;
use super::pieces::{Copy, Piece};

/// Which file takes what is inserted between two.
#[derive(Debug, Clone, std::marker::Copy, PartialEq, Eq)]
pub enum Lean {
    /// The one whose text ends there.
    Before,
    /// The one whose text begins there.
    After,
}

impl Assembly {
    /// The edits of each file (0 is the config) that carry out `edits` of the text: in order of place,
    /// none touching another. Where an insertion stands between two files, one that another edit
    /// touches takes it if `near`, or else the one that `lean` says. `None` if an edit writes
    /// something in the place of parts of several files, or files that are included twice would differ.
    ///
    /// Whether the files then come to the edited text is for the caller to see.
    pub fn carry(
        &self,
        edits: &[Edit],
        lean: Lean,
        near: bool,
    ) -> Option<BTreeMap<usize, Vec<Edit>>> {
        let mut carried: BTreeMap<Copy, Vec<Edit>> = BTreeMap::new();
        let mut between: Vec<(&Edit, Option<Spot>, Option<Spot>)> = Vec::new();
        for edit in edits {
            let parts = self.parts(edit.span);
            match parts.as_slice() {
                [] => match self.spots(edit.span) {
                    // A comma that no file has: whether one is due shows when the files are put together.
                    _ if edit.text.is_empty() => {}
                    (Some(own), Some(other)) if own == other => own.insert(edit, &mut carried),
                    (before, after) => between.push((edit, before, after)),
                },
                [(first, _), others @ ..] => {
                    if !edit.text.is_empty() && others.iter().any(|(copy, _)| copy != first) {
                        return None;
                    }
                    for (index, (copy, span)) in parts.iter().enumerate() {
                        let text = if index == 0 { edit.text.clone() } else { String::new() };
                        carried.entry(*copy).or_default().push(Edit { span: *span, text });
                    }
                }
            }
        }
        let touched: BTreeSet<Copy> = carried.keys().copied().collect();
        for (edit, before, after) in between {
            let is_near = |spot: &Option<Spot>| spot.is_some_and(|it| touched.contains(&it.copy));
            let lean = match (is_near(&before), is_near(&after)) {
                (true, false) if near => Lean::Before,
                (false, true) if near => Lean::After,
                _ => lean,
            };
            let spot = match lean {
                Lean::Before => before.or(after)?,
                Lean::After => after.or(before)?,
            };
            spot.insert(edit, &mut carried);
        }
        by_file(carried)
    }

    /// The files that edits touch.
    pub fn touched(&self, edits: &[Edit]) -> BTreeSet<usize> {
        let parts = edits.iter().flat_map(|edit| self.parts(edit.span));
        parts.map(|(copy, _)| copy.file as usize).collect()
    }

    /// What a span covers of each copy, in order.
    fn parts(&self, span: Span) -> Vec<(Copy, Span)> {
        let first = self.pieces.partition_point(|piece| piece.span.end <= span.start);
        let covered = self.pieces[first..].iter().take_while(|piece| piece.span.start < span.end);
        let part = |piece: &Piece| {
            let (copy, written) = piece.written()?;
            let from = span.start.max(piece.span.start) - piece.span.start;
            let to = span.end.min(piece.span.end) - piece.span.start;
            Some((copy, Span::new(written.start + from, written.start + to)))
        };
        covered.filter_map(part).collect()
    }

    /// The places before and after a span that covers nothing of a file: the same if it lies inside
    /// of a piece.
    fn spots(&self, span: Span) -> (Option<Spot>, Option<Spot>) {
        let first = self.pieces.partition_point(|piece| piece.span.end < span.start);
        let spot = |piece: &Piece, at: u32| {
            let (copy, written) = piece.written()?;
            Some(Spot { copy, at: written.start + (at - piece.span.start) })
        };
        if let Some(piece) = self.pieces.get(first)
            && piece.span.start < span.start
            && span.end < piece.span.end
        {
            let own = spot(piece, span.start);
            if own.is_some() {
                return (own, own);
            }
        }
        let before = self.pieces.iter().take_while(|piece| piece.span.end <= span.start);
        let before = before.filter_map(|piece| spot(piece, piece.span.end)).last();
        let mut after = self.pieces[first..].iter().filter(|piece| piece.span.start >= span.end);
        let after = after.find_map(|piece| spot(piece, piece.span.start));
        (before, after)
    }
}

/// A place between two characters of a copy.
#[derive(Debug, Clone, std::marker::Copy, PartialEq, Eq)]
struct Spot {
    copy: Copy,
    at: u32,
}

impl Spot {
    fn insert(self, edit: &Edit, carried: &mut BTreeMap<Copy, Vec<Edit>>) {
        let edit = Edit { span: Span::empty(self.at), text: edit.text.clone() };
        carried.entry(self.copy).or_default().push(edit);
    }
}

/// The edits of all copies of each file: what is the same in several is meant once.
fn by_file(carried: BTreeMap<Copy, Vec<Edit>>) -> Option<BTreeMap<usize, Vec<Edit>>> {
    let mut files: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for (copy, edits) in carried {
        let own = files.entry(copy.file as usize).or_default();
        let new: Vec<Edit> = edits.into_iter().filter(|edit| !own.contains(edit)).collect();
        own.extend(new);
    }
    for edits in files.values_mut() {
        // Of several at one place, those that came first stand first.
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut apart: Vec<Edit> = Vec::with_capacity(edits.len());
        for edit in edits.drain(..) {
            match apart.last_mut() {
                Some(last) if edit.span.start < last.span.end => return None,
                Some(last) if edit.span.start == last.span.end => {
                    last.span.end = edit.span.end;
                    last.text.push_str(&edit.text);
                }
                _ => apart.push(edit),
            }
        }
        *edits = apart;
    }
    Some(files)
}
