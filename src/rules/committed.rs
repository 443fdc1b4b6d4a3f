//! The committed state of a config, as the rules that compare with it see it.

use crate::effective::Fingerprint;
use crate::finding::Place;
use crate::rules::Context;
use crate::syntax::Tree;
use crate::text::Span;
use crate::world::Committed;

/// What was committed, what there is now, and what OpenClaw compares of both; `None` without
/// `--against`.
pub(super) fn both<'a>(context: &Context<'a>) -> Option<(&'a Committed, Fingerprint, Fingerprint)> {
    let committed = context.world.committed.as_deref()?;
    let before = Fingerprint::of(&committed.tree, &committed.includes);
    let now = Fingerprint::of(own(context), &context.world.includes);
    Some((committed, before, now))
}

/// What stands in the config's own file, whatever it includes.
pub(super) fn own<'a>(context: &Context<'a>) -> &'a Tree {
    context.world.own.as_deref().unwrap_or(context.tree)
}

/// The brace that opens the config, for what is missing from it at `key`; `None` for a text without
/// a value.
pub(super) fn opening(context: &Context<'_>, key: &[&str]) -> Option<Place> {
    let start = context.tree.root()?.span().start;
    Some(Place { key: key.iter().copied().collect(), span: Span::new(start, start + 1) })
}
