//! A unified diff of two configs in one layout, so that only what they set shows, masked on both sides.

use crate::compare::normal;
use crate::output::diff::{hunks, lines, slices};
use crate::output::{Look, printable};
use crate::report::Gate;
use crate::source::Source;

use super::text::cut;

/// Columns of a line that are shown; what is longer is no layout of ours but one value.
const WIDEST: usize = 500;

/// The unified diff between two configs in canonical layout and order, with what `gate` masks; empty if
/// both set the same at the same keys.
pub fn unified(a: &Source, b: &Source, gate: &Gate, look: Look) -> String {
    let (old, new) = (Side::new(a), Side::new(b));
    // What is a secret in either config is one in both.
    let redactors = [gate.redactor(a), gate.redactor(b)];
    let shown = |side: &Side| -> Vec<String> {
        let view = gate.redactor(&side.normal);
        let line = |span| {
            let mut line = view.text()[view.span(span).range()].trim_end().to_owned();
            for redactor in &redactors {
                line = redactor.mask_in_place(&line).into_owned();
            }
            cut(&line, WIDEST)
        };
        lines(&side.normal).into_iter().map(line).collect()
    };
    let (old_lines, new_lines) = (lines(&old.normal), lines(&new.normal));
    let (old_text, new_text) = (slices(&old.normal, &old_lines), slices(&new.normal, &new_lines));
    let (shown_old, shown_new) = (shown(&old), shown(&new));
    let hunks = hunks(
        (&old_text, &|index| shown_old[index].clone()),
        (&new_text, &|index| shown_new[index].clone()),
        look,
    );
    if hunks.is_empty() {
        return hunks;
    }
    let names = [("---", a), ("+++", b)];
    let header = names
        .map(|(mark, source)| look.bold(&format!("{mark} {}", printable(source.name()))) + "\n");
    header.concat() + &hunks
}

/// One of the configs in canonical layout.
struct Side {
    normal: Source,
}

impl Side {
    fn new(source: &Source) -> Self {
        Self { normal: Source::new(source.name(), normal(source.tree())) }
    }
}
