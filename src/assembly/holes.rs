//! The directives that edits of the text reach into.

use std::collections::BTreeMap;

use crate::finding::Edit;
use crate::text::Span;

use super::Assembly;
use super::pieces::Hole;

impl Assembly {
    /// For each directive that edits take away with all that it brings, and that stands in nothing else
    /// of that kind, the files that it names.
    pub fn taken_away(&self, edits: &[Edit]) -> Vec<Vec<usize>> {
        self.taken(edits).into_iter().map(|hole| hole.files.clone()).collect()
    }

    /// `edits` of the text, `text`, where each directive that they take away is still as it is written,
    /// `written` being the texts of the files: what the edits write elsewhere of what it brings is the
    /// directive then. With the text that the edits are of.
    pub fn folded(
        &self,
        text: &str,
        edits: &[Edit],
        written: &[&str],
    ) -> Option<(String, Vec<Edit>)> {
        let mut taken = self.taken(edits);
        taken.sort_by_key(|hole| hole.span.start);
        let mut folded = String::with_capacity(text.len());
        let (mut at, mut edits) = (0, edits.to_vec());
        for hole in taken.iter().rev() {
            let directive = written.get(hole.copy.file as usize)?.get(hole.holder.range())?;
            let brought = &text[hole.span.range()];
            let shift = |place: &mut u32| {
                if *place >= hole.span.end {
                    *place = *place - hole.span.len() + hole.holder.len();
                }
            };
            for edit in &mut edits {
                shift(&mut edit.span.start);
                shift(&mut edit.span.end);
                edit.text = edit.text.replace(brought, directive);
            }
        }
        for hole in &taken {
            folded.push_str(&text[at..hole.span.start as usize]);
            folded.push_str(&written[hole.copy.file as usize][hole.holder.range()]);
            at = hole.span.end as usize;
        }
        folded.push_str(&text[at..]);
        (!taken.is_empty()).then_some((folded, edits))
    }

    /// The directives that edits take away with all that they bring, without those in others.
    fn taken(&self, edits: &[Edit]) -> Vec<&Hole> {
        let covers = |edit: &Edit, hole: &Hole| {
            edit.span.start <= hole.span.start && hole.span.end <= edit.span.end
        };
        let taken = |hole: &&Hole| edits.iter().any(|edit| covers(edit, hole));
        let taken: Vec<&Hole> = self.holes.iter().filter(taken).collect();
        outermost(&taken)
    }

    /// Edits of each file (0 is the config) that write what directives bring in their places, for some
    /// directives that `edits` of the text reach into: first for each alone, the shortest first, then
    /// for all of them. `text` is the text.
    pub fn filled_in(&self, text: &str, edits: &[Edit]) -> Vec<BTreeMap<usize, Vec<Edit>>> {
        let touches = |edit: &Edit, hole: &Hole| {
            edit.span.start <= hole.span.end && hole.span.start <= edit.span.end
        };
        let reached =
            |hole: &&Hole| !hole.has_comment && edits.iter().any(|edit| touches(edit, hole));
        let mut reached: Vec<&Hole> = self.holes.iter().filter(reached).collect();
        reached.sort_by_key(|hole| hole.span.len());
        let all = outermost(&reached);
        let alone = reached.into_iter().map(|hole| vec![hole]);
        let several = (all.len() > 1).then_some(all);
        alone.chain(several).filter_map(|holes| fill_in(&holes, text)).collect()
    }
}

/// Those that stand in none of the others.
fn outermost<'h>(holes: &[&'h Hole]) -> Vec<&'h Hole> {
    let is_in = |span: Span, other: Span| {
        other != span && other.start <= span.start && span.end <= other.end
    };
    let is_outermost = |hole: &&&Hole| !holes.iter().any(|other| is_in(hole.span, other.span));
    holes.iter().filter(is_outermost).copied().collect()
}

/// The edits that write what these bring in their places; `None` if a file that is included twice
/// would differ.
fn fill_in(holes: &[&Hole], text: &str) -> Option<BTreeMap<usize, Vec<Edit>>> {
    let mut files: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for hole in holes {
        let edit = Edit { span: hole.holder, text: text[hole.span.range()].to_owned() };
        let own = files.entry(hole.copy.file as usize).or_default();
        match own.iter().find(|other| other.span == edit.span) {
            Some(other) if *other != edit => return None,
            Some(_) => {}
            None => own.push(edit),
        }
    }
    for edits in files.values_mut() {
        edits.sort_by_key(|edit| edit.span.start);
        if edits.windows(2).any(|pair| pair[1].span.start < pair[0].span.end) {
            return None;
        }
    }
    Some(files)
}
